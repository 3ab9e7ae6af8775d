//! Art. 6: special data, by the category of an item and by its labels, in the text of the day.

use praetor_sdk::reading::{claim_in_sight, items_of, known, names, some};
use praetor_sdk::{Clause, Cond, Question, SharingAnswer, Thing, obligation};

use crate::basis::duty_at_home;
use crate::consent;
use crate::law::{gate, param, rule};

type Here<'q> = Clause<'q, gate::SpecialCategory>;

/// Each item of the use.
pub fn special(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    for item in items_of(q, each) {
        let special = is_special(q, item) | makes_template(each);
        if !special.is_no() {
            conditions(q, each, item, special, answer);
        }
        if let Some(unseen) = unscanned(q, item) {
            unseen_content(q, each, item, unseen, answer);
        }
        appearance(q, each, item, answer);
    }
}

/// Art. 6(2)-(3): the prohibition and what lifts it, in the old text and the new; each rule carries its own dates.
fn conditions<'q>(
    q: Question<'q>,
    each: Thing<'q>,
    item: Thing<'q>,
    special: Cond<'q>,
    answer: &mut SharingAnswer,
) {
    let agreed = agreed_by_owners(q, each, item);
    let on = |basis: &str| known(each.fact("declared-basis").is(basis));
    let law = on("legal-obligation") & duty_at_home(q, each);
    let strict = touches(q, item, names(&param::HEALTH_AND_SEXUAL_LIFE, q.as_of()));
    let claims =
        (on("legal-claims") | known(each.purpose().is("dispute-handling"))) & claim_in_sight(q, each);
    let threat = on("vital-interest") & some(&q.all("order"), |o| o.fact("threat-to-life").is_true());
    let proof = || obligation("keep-consent-proof");
    let mut at = answer.at(gate::SPECIAL_CATEGORY).about(each).about(item);
    at.prohibit(rule::ART_6_1.when(special).reason("r-special-category"))
        .unless(guarded(q, rule::ART_6_2_OLD.when(agreed.clone()).obliging(proof())))
        .unless(guarded(q, rule::ART_6_3_OLD.when(law.clone() & !strict).burden(1)))
        .unless(guarded(q, rule::ART_6_3_A.when(agreed).obliging(proof())))
        .unless(guarded(q, rule::ART_6_3_B.when(law).burden(1)))
        .unless(guarded(q, rule::ART_6_3_C.when(threat).burden(2)))
        .unless(guarded(q, rule::ART_6_3_CH.when(own_publication(q, each, item)).burden(2)))
        .unless(guarded(q, rule::ART_6_3_D.when(claims).burden(3)));
}

/// Art. 6(4): the measures that the Board asks for.
fn guarded<'q>(q: Question<'q>, clause: Here<'q>) -> Here<'q> {
    let measures = names(&param::MEASURES_FOR_SPECIAL, q.as_of());
    clause.obliging(obligation("apply-measures").before().with("measures", measures))
}

/// Art. 6(1): appearance and dress. A picture in which a face or a person is seen goes to a person, unless everybody's
/// explicit consent is there.
fn appearance<'q>(q: Question<'q>, each: Thing<'q>, item: Thing<'q>, answer: &mut SharingAnswer) {
    let picture = item.category().is_any_of(names(&param::PORTRAITS, q.as_of()));
    let shown = present(q, item, names(&param::APPEARANCE, q.as_of()));
    let seen = shown.first().map_or(Cond::no(), |label| Cond::yes().resting_on(label.fact("content").at()));
    let agreed = known(Cond::all(shown.iter().map(|label| by_owner(q, each, *label, "sensitive-content"))));
    let mut at = answer.at(gate::SPECIAL_CATEGORY).about(each).about(item);
    at.review(rule::ART_6_1_APPEARANCE.when(known(picture) & seen & !agreed).reason("r-special-category"));
}

/// Biometric data: a picture is processed so as to tell who somebody is.
fn makes_template(each: Thing<'_>) -> Cond<'_> {
    known(each.operation().is("make-template")) | known(each.fact("identifies-persons").is_true())
}

/// The item is of a special category, or a label says so; unstructured content is unknown until it was searched.
fn is_special<'q>(q: Question<'q>, item: Thing<'q>) -> Cond<'q> {
    let special = names(&param::SPECIAL_CONTENT, q.as_of());
    let content = item.category().is_any_of(names(&param::CONTENT_CATEGORIES, q.as_of()));
    let scan = item.fact("scan");
    let unseen = match scan.code() {
        _ if unscanned(q, item).is_some() => Cond::no(),
        Some("full" | "not-applicable") => Cond::because(scan.at(), false),
        _ => Cond::missing(scan.at()),
    };
    item.category().is_any_of(special) | touches(q, item, special) | (content & unseen)
}

/// The item itself or a label of it is of these contents.
fn touches<'q>(q: Question<'q>, item: Thing<'q>, contents: &[&str]) -> Cond<'q> {
    let labelled = some(&q.labels(), |label| {
        let here = item.id().map_or(Cond::no(), |id| label.fact("item").points_at(id));
        here & label.fact("content").is_any_of(contents) & label.fact("state").is("present")
    });
    known(item.category().is_any_of(contents)) | labelled
}

/// The question says that the content, or a special label of it, was not searched for.
fn unscanned<'q>(q: Question<'q>, item: Thing<'q>) -> Option<Cond<'q>> {
    let delicate = names(&param::SPECIAL_CONTENT, q.as_of());
    let content = item.category().is_any_of(names(&param::CONTENT_CATEGORIES, q.as_of()));
    let all = known(content & item.fact("scan").is("not-scanned"));
    let one = some(&q.labels(), |label| {
        let here = item.id().map_or(Cond::no(), |id| label.fact("item").points_at(id));
        here & label.fact("content").is_any_of(delicate) & label.fact("state").is("not-scanned")
    });
    Some(all | one).filter(Cond::is_yes)
}

/// What the operator has decided for content that nobody has searched; without a word, a person looks.
fn unseen_content<'q>(
    q: Question<'q>,
    each: Thing<'q>,
    item: Thing<'q>,
    unseen: Cond<'q>,
    answer: &mut SharingAnswer,
) {
    let mut at = answer.at(gate::SPECIAL_CATEGORY).about(each).about(item);
    let clause = rule::ART_6_1_UNSCANNED.when(unseen.clone()).reason("r-not-scanned");
    match q.settings().plain().code("unscanned-content") {
        Some("deny") => {
            at.prohibit(rule::ART_6_1_UNSCANNED_DENIED.when(unseen).reason("r-not-scanned"));
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

/// Everybody whose special data are in the item has consented in express words.
fn agreed_by_owners<'q>(q: Question<'q>, each: Thing<'q>, item: Thing<'q>) -> Cond<'q> {
    let special = names(&param::SPECIAL_CONTENT, q.as_of());
    let template = makes_template(each).is_yes();
    let act = if template { "biometric-template" } else { "sensitive-content" };
    let own = template || item.category().is_any_of(special).is_yes();
    let mut contents = special.to_vec();
    if template {
        contents.extend(names(&param::APPEARANCE, q.as_of()));
    }
    let shown = present(q, item, &contents);
    if !own && shown.is_empty() {
        return Cond::missing(item.fact("scan").at());
    }
    let first = if own { consent::explicit(q, q.subject(), each, act) } else { Cond::yes() };
    shown.into_iter().fold(first, |so_far, label| so_far & by_owner(q, each, label, act))
}

fn by_owner<'q>(q: Question<'q>, each: Thing<'q>, label: Thing<'q>, act: &'q str) -> Cond<'q> {
    match label.fact("owner").code() {
        Some("subject") => consent::explicit(q, q.subject(), each, act),
        Some("third-person") => consent::explicit(q, label.follow_one("person", "person"), each, act),
        _ => Cond::missing(label.fact("owner").at()),
    }
}

/// Art. 6(3)(ç): made public by the person whom it is about, and used in line with that will.
fn own_publication<'q>(q: Question<'q>, each: Thing<'q>, item: Thing<'q>) -> Cond<'q> {
    let labels = present(q, item, names(&param::SPECIAL_CONTENT, q.as_of()));
    let own = Cond::all(labels.into_iter().map(|label| label.fact("owner").is("subject")));
    let fits = known(each.fact("compatible").is_any_of(&["compatible", "same-purpose"]));
    known(item.fact("public").is("by-subject")) & own & fits
}

fn present<'q>(q: Question<'q>, item: Thing<'q>, contents: &[&str]) -> Vec<Thing<'q>> {
    q.labels().which(|label| {
        let here = item.id().map_or(Cond::no(), |id| label.fact("item").points_at(id));
        here & label.fact("content").is_any_of(contents) & label.fact("state").is("present")
    })
}
