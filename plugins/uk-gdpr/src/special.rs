//! Arts 9 and 10 with DPA 2018 Sch 1: special categories and offences, by the category of an item
//! and by its labels.

use praetor_sdk::reading::{claim_in_sight, items_of, known, names, some};
use praetor_sdk::{Cond, Question, SharingAnswer, Thing, Truth, obligation};

use crate::consent;
use crate::law::{gate, param, rule};
use crate::reading::{home_duty, inside};

/// Arts 9, 10: each item of the use.
pub fn special(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    for item in items_of(q, each) {
        let special = is_special(q, item) | makes_template(each);
        if !special.is_no() {
            exceptions(q, each, item, special, answer);
        }
        if let Some(unseen) = unscanned(q, item) {
            unseen_content(q, each, item, unseen, answer);
        }
        offences(q, each, item, answer);
    }
}

/// Art. 9(1) with the exceptions of Art. 9(2) that a service can meet. A contract and a legitimate
/// interest are none.
fn exceptions<'q>(
    q: Question<'q>,
    each: Thing<'q>,
    item: Thing<'q>,
    special: Cond<'q>,
    answer: &mut SharingAnswer,
) {
    let at = answer.at(gate::SPECIAL_CATEGORY).about(each).about(item);
    let mut at = at;
    let claims =
        each.purpose().is_any_of(&["dispute-handling", "authority-disclosure"]) & claim_in_sight(q, each);
    at.prohibit(rule::ART_9_1.when(special).reason("r-special-category"))
        .unless(
            rule::ART_9_2_A
                .when(agreed_by_owners(q, each, item))
                .burden(1)
                .obliging(obligation("keep-consent-proof")),
        )
        .unless(rule::ART_9_2_E.when(own_publication(q, item)).burden(2))
        .unless(rule::ART_9_2_F.when(claims).burden(3).obliging(obligation("document-disclosure")))
        .unless(
            rule::SCH_1_PART_2
                .when(public_interest(q, each))
                .burden(4)
                .with_conditions()
                .obliging(obligation("document-assessment").before().as_condition()),
        );
}

/// Art. 9(2)(g), Sch 1 Part 2: a substantial public interest that domestic law names, its provision
/// cited; the appropriate policy document is a condition.
pub fn public_interest<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    known(each.fact("public-interest-of").within(inside(q)) & each.fact("obligation-cited").is_true())
}

/// Art. 4(14): a picture becomes biometric when it is processed so as to tell who somebody is.
fn makes_template(each: Thing<'_>) -> Cond<'_> {
    known(each.operation().is("make-template")) | known(each.fact("identifies-persons").is_true())
}

/// The item is of a special category, or a label says so. Unstructured content is unknown until
/// it was scanned; where the question says that it was not, `unscanned` speaks instead.
pub fn is_special<'q>(q: Question<'q>, item: Thing<'q>) -> Cond<'q> {
    let special = names(&param::SPECIAL_CONTENT, q.as_of());
    let category = item.category();
    let labelled = Cond::any(q.labels().iter().map(|label| {
        let here = item.id().map_or(Cond::no(), |id| label.fact("item").points_at(id));
        let seen = label.fact("state").is("present") & !known(label.fact("state").is("not-scanned"));
        here & label.fact("content").is_any_of(special) & seen
    }));
    let content = category.is_any_of(names(&param::CONTENT_CATEGORIES, q.as_of()));
    let unseen = if unscanned(q, item).is_some() { Cond::no() } else { unsearched(item) };
    category.is_any_of(special) | labelled | (content & unseen)
}

/// Nobody said whether the content was searched.
fn unsearched(item: Thing<'_>) -> Cond<'_> {
    match item.fact("scan").code() {
        Some("full" | "not-applicable") => Cond::because(item.fact("scan").at(), false),
        _ => Cond::missing(item.fact("scan").at()),
    }
}

/// The question says that the content, or a special category in it, was not searched for.
fn unscanned<'q>(q: Question<'q>, item: Thing<'q>) -> Option<Cond<'q>> {
    let delicate = names(&param::SPECIAL_CONTENT, q.as_of());
    let content = item.category().is_any_of(names(&param::CONTENT_CATEGORIES, q.as_of()));
    let all = known(content & item.fact("scan").is("not-scanned"));
    let one = known(labels(q, item, |label| {
        let of_kind = label.fact("content").is_any_of(delicate) | label.fact("content").is("criminal");
        of_kind & label.fact("state").is("not-scanned")
    }));
    Some(all | one).filter(Cond::is_yes)
}

/// Whether a label of the item passes; a question without labels has none.
fn labels<'q>(q: Question<'q>, item: Thing<'q>, test: impl Fn(Thing<'q>) -> Cond<'q>) -> Cond<'q> {
    let Some(id) = item.id() else { return Cond::no() };
    some(&q.labels(), |label| label.fact("item").points_at(id) & test(label))
}

/// What the operator has decided for content that nobody has searched; without a word, a person
/// looks.
fn unseen_content<'q>(
    q: Question<'q>,
    each: Thing<'q>,
    item: Thing<'q>,
    unseen: Cond<'q>,
    answer: &mut SharingAnswer,
) {
    let mut at = answer.at(gate::SPECIAL_CATEGORY).about(each).about(item);
    let clause = rule::ART_9_1_UNSCANNED.when(unseen.clone()).reason("r-not-scanned");
    match q.settings().plain().code("unscanned-content") {
        Some("deny") => {
            let denied = rule::ART_9_1_UNSCANNED_DENIED.when(unseen);
            at.prohibit(denied.reason("r-not-scanned"));
        }
        Some("ordinary") => {
            let documented = obligation("document-assessment").before().as_condition();
            at.permit(clause.with_conditions().obliging(documented));
        }
        _ => {
            at.review(clause);
        }
    }
}

/// Art. 9(2)(a): everybody whose special data are in the item has explicitly consented; the
/// uploader's consent does not cover the people in a picture.
fn agreed_by_owners<'q>(q: Question<'q>, each: Thing<'q>, item: Thing<'q>) -> Cond<'q> {
    let special = names(&param::SPECIAL_CONTENT, q.as_of());
    let template = makes_template(each).is_yes();
    let act = if template { "biometric-template" } else { "sensitive-content" };
    let by = |owner: Thing<'q>| consent::explicit(q, owner, each, act);
    let own = template || item.category().is_any_of(special).is_yes();
    let mut agreed = if own { by(q.subject()) } else { Cond::yes() };
    let mut contents = special.to_vec();
    if template {
        contents.extend(["face", "third-person"]);
    }
    for label in present(q, item, &contents) {
        agreed = agreed
            & match label.fact("owner").code() {
                Some("subject") => by(q.subject()),
                Some("third-person") => by(label.follow_one("person", "person")),
                _ => Cond::missing(label.fact("owner").at()),
            };
    }
    if own || !present(q, item, special).is_empty() { agreed } else { Cond::missing(item.fact("scan").at()) }
}

/// Art. 9(2)(e): the person made public what is about that person.
fn own_publication<'q>(q: Question<'q>, item: Thing<'q>) -> Cond<'q> {
    let labels = present(q, item, names(&param::SPECIAL_CONTENT, q.as_of()));
    let own = Cond::all(labels.into_iter().map(|label| label.fact("owner").is("subject")));
    known(item.fact("public").is("by-subject")) & own
}

fn present<'q>(q: Question<'q>, item: Thing<'q>, contents: &[&str]) -> Vec<Thing<'q>> {
    let of = item.id();
    q.labels().which(|label| {
        let here = of.map_or(Cond::no(), |id| label.fact("item").points_at(id));
        here & label.fact("content").is_any_of(contents) & label.fact("state").is("present")
    })
}

/// Art. 10, DPA 2018 s. 10(5): offences, on a condition of Sch 1. Unlike the law of the Union, Part 3
/// knows consent, own publication and claims as conditions.
fn offences(q: Question<'_>, each: Thing<'_>, item: Thing<'_>, answer: &mut SharingAnswer) {
    let label = !present(q, item, &["criminal"]).is_empty();
    let criminal = Cond::known(label) | known(item.category().is("criminal-record"));
    if criminal.truth == Truth::No {
        return;
    }
    let others = present(q, item, &["criminal"]);
    let own = Cond::all(others.into_iter().map(|label| label.fact("owner").is("subject")));
    let claims =
        each.purpose().is_any_of(&["dispute-handling", "authority-disclosure"]) & claim_in_sight(q, each);
    let mut at = answer.at(gate::CRIMINAL).about(each).about(item);
    let commanded = each.fact("declared-basis").is("legal-obligation") & home_duty(q, each);
    at.prohibit(rule::ART_10.when(criminal).reason("r-criminal"))
        .unless(rule::ART_10_LAW.when(commanded))
        .unless(rule::SCH_1_29.when(consent::explicit(q, q.subject(), each, "sensitive-content")).burden(1))
        .unless(rule::SCH_1_32.when(known(item.fact("public").is("by-subject")) & own).burden(2))
        .unless(rule::SCH_1_33.when(known(claims)).burden(3).obliging(obligation("document-disclosure")));
}
