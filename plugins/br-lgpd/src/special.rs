//! Art. 11: sensitive data, by the category of an item and by its labels.

use praetor_sdk::reading::{claim_in_sight, items_of, known, names, some};
use praetor_sdk::{Cond, Question, SharingAnswer, Thing, obligation};

use crate::basis::duty_at_home;
use crate::consent;
use crate::ground::{DUTY, LIFE, POLICY, PROCEEDINGS, rests};
use crate::law::{gate, param, rule};

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
    }
}

/// Art. 11 I-II: the prohibition and what lifts it. Neither a legitimate interest nor a contract as such is among it.
fn conditions<'q>(
    q: Question<'q>,
    each: Thing<'q>,
    item: Thing<'q>,
    special: Cond<'q>,
    answer: &mut SharingAnswer,
) {
    let agreed = agreed_by_owners(q, each, item);
    let on = |ground: &[&str]| known(rests(each, ground));
    let law = on(&DUTY) & duty_at_home(q, each);
    let policy = on(&POLICY) & duty_at_home(q, each);
    let claims = (on(&PROCEEDINGS) | known(each.purpose().is("dispute-handling"))) & claim_in_sight(q, each);
    let threat = on(&LIFE) & some(&q.all("order"), |o| o.fact("threat-to-life").is_true());
    let fraud = known(each.purpose().is_any_of(&["fraud-prevention", "authentication"]));
    let mut at = answer.at(gate::SPECIAL_CATEGORY).about(each).about(item);
    at.prohibit(rule::ART_11.when(special).reason("r-special-category"))
        .unless(rule::ART_11_I.when(agreed).obliging(obligation("keep-consent-proof")))
        .unless(rule::ART_11_II_A.when(law).burden(1))
        .unless(rule::ART_11_II_B.when(policy).burden(1))
        .unless(rule::ART_11_II_D.when(claims).burden(2))
        .unless(rule::ART_11_II_E.when(threat).burden(2))
        .unless(rule::ART_11_II_G.when(fraud).burden(3).obliging(obligation("document-assessment")));
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
    let clause = rule::ART_11_UNSCANNED.when(unseen.clone()).reason("r-not-scanned");
    match q.settings().plain().code("unscanned-content") {
        Some("deny") => {
            at.prohibit(rule::ART_11_UNSCANNED_DENIED.when(unseen).reason("r-not-scanned"));
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

/// Everybody whose special data are in the item has consented in specific and highlighted words.
fn agreed_by_owners<'q>(q: Question<'q>, each: Thing<'q>, item: Thing<'q>) -> Cond<'q> {
    let special = names(&param::SPECIAL_CONTENT, q.as_of());
    let template = makes_template(each).is_yes();
    let act = if template { "biometric-template" } else { "sensitive-content" };
    let own = template || item.category().is_any_of(special).is_yes();
    let shown = present(q, item, special);
    if !own && shown.is_empty() {
        return Cond::missing(item.fact("scan").at());
    }
    let first = if own { consent::highlighted(q, q.subject(), each, act) } else { Cond::yes() };
    shown.into_iter().fold(first, |so_far, label| so_far & by_owner(q, each, label, act))
}

fn by_owner<'q>(q: Question<'q>, each: Thing<'q>, label: Thing<'q>, act: &'q str) -> Cond<'q> {
    match label.fact("owner").code() {
        Some("subject") => consent::highlighted(q, q.subject(), each, act),
        Some("third-person") => consent::highlighted(q, label.follow_one("person", "person"), each, act),
        _ => Cond::missing(label.fact("owner").at()),
    }
}

fn present<'q>(q: Question<'q>, item: Thing<'q>, contents: &[&str]) -> Vec<Thing<'q>> {
    q.labels().which(|label| {
        let here = item.id().map_or(Cond::no(), |id| label.fact("item").points_at(id));
        here & label.fact("content").is_any_of(contents) & label.fact("state").is("present")
    })
}
