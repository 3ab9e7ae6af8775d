//! Schedule 1 clauses 4.3.4, 4.3.6: sensitive information wants express consent. The Act has no list.

use praetor_sdk::reading::{claim_in_sight, items_of, known, names, some};
use praetor_sdk::{Cond, Question, SharingAnswer, Thing, obligation};

use crate::basis::required;
use crate::consent;
use crate::ground::{CLAIMS, DUTY, EMERGENCY, rests};
use crate::law::{gate, param, rule};

/// Each item of the use.
pub fn sensitive(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    for item in items_of(q, each) {
        let found = is_sensitive(q, each, item) | makes_template(each);
        if !found.is_no() {
            conditions(q, each, item, found, answer);
        }
        if let Some(unseen) = unscanned(q, item) {
            unseen_content(q, each, item, unseen, answer);
        }
    }
}

/// Express consent of everybody concerned, or an exception of section 7.
fn conditions<'q>(
    q: Question<'q>,
    each: Thing<'q>,
    item: Thing<'q>,
    found: Cond<'q>,
    answer: &mut SharingAnswer,
) {
    let agreed = agreed_by_owners(q, each, item);
    let law = known(rests(each, &DUTY)) & required(q, each);
    let claims = known(rests(each, &CLAIMS)) & claim_in_sight(q, each);
    let emergency = known(rests(each, &EMERGENCY));
    let mut at = answer.at(gate::SENSITIVE).about(each).about(item);
    at.prohibit(rule::CL_4_3_6.when(found).reason("r-special-category"))
        .unless(rule::CL_4_3_6_EXPRESS.when(agreed).obliging(obligation("keep-consent-proof")))
        .unless(rule::S_7_SENSITIVE.when(law | claims | emergency).burden(1));
}

/// Financial information, sensitive outside of the payment that it was given for.
fn financial<'q>(q: Question<'q>, item: Thing<'q>) -> Cond<'q> {
    let contents = names(&param::FINANCIAL_CONTENT, q.as_of());
    item.category().is_any_of(contents) | touches(q, item, contents)
}

fn paying<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    each.purpose().is_any_of(names(&param::PAYMENT_PURPOSES, q.as_of()))
}

/// A face or voice is processed so as to tell who somebody is.
fn makes_template(each: Thing<'_>) -> Cond<'_> {
    known(each.operation().is("make-template")) | known(each.fact("identifies-persons").is_true())
}

/// The item is of a sensitive kindy, or a label says so; unstructured content is unknown until it was searched.
fn is_sensitive<'q>(q: Question<'q>, each: Thing<'q>, item: Thing<'q>) -> Cond<'q> {
    let sensitive = names(&param::SENSITIVE_CONTENT, q.as_of());
    let content = item.category().is_any_of(names(&param::CONTENT_CATEGORIES, q.as_of()));
    let scan = item.fact("scan");
    let unseen = match scan.code() {
        _ if unscanned(q, item).is_some() => Cond::no(),
        Some("full" | "not-applicable") => Cond::because(scan.at(), false),
        _ => Cond::missing(scan.at()),
    };
    item.category().is_any_of(sensitive)
        | touches(q, item, sensitive)
        | (financial(q, item) & !paying(q, each))
        | (content & unseen)
}

/// The item itself or a label of it is of these contents.
fn touches<'q>(q: Question<'q>, item: Thing<'q>, contents: &[&str]) -> Cond<'q> {
    let labelled = some(&q.labels(), |label| {
        let here = item.id().map_or(Cond::no(), |id| label.fact("item").points_at(id));
        here & label.fact("content").is_any_of(contents) & label.fact("state").is("present")
    });
    known(item.category().is_any_of(contents)) | labelled
}

/// The question says that the content, or a sensitive label of it, was not searched for.
fn unscanned<'q>(q: Question<'q>, item: Thing<'q>) -> Option<Cond<'q>> {
    let delicate = names(&param::SENSITIVE_CONTENT, q.as_of());
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
    let mut at = answer.at(gate::SENSITIVE).about(each).about(item);
    let clause = rule::UNSCANNED.when(unseen.clone()).reason("r-not-scanned");
    match q.settings().plain().code("unscanned-content") {
        Some("deny") => {
            at.prohibit(rule::UNSCANNED_DENIED.when(unseen).reason("r-not-scanned"));
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

/// Everybody whose sensitive information are in the item has consented in express words.
fn agreed_by_owners<'q>(q: Question<'q>, each: Thing<'q>, item: Thing<'q>) -> Cond<'q> {
    let sensitive = names(&param::SENSITIVE_CONTENT, q.as_of());
    let template = makes_template(each).is_yes();
    let act = if template { "biometric-template" } else { "sensitive-content" };
    let own = template || (item.category().is_any_of(sensitive) | financial(q, item)).is_yes();
    let shown = present(q, item, sensitive);
    if !own && shown.is_empty() {
        return Cond::missing(item.fact("scan").at());
    }
    let first = if own { consent::express(q, q.subject(), each, act) } else { Cond::yes() };
    shown.into_iter().fold(first, |so_far, label| so_far & by_owner(q, each, label, act))
}

fn by_owner<'q>(q: Question<'q>, each: Thing<'q>, label: Thing<'q>, act: &'q str) -> Cond<'q> {
    match label.fact("owner").code() {
        Some("subject") => consent::express(q, q.subject(), each, act),
        Some("third-person") => consent::express(q, label.follow_one("person", "person"), each, act),
        _ => Cond::missing(label.fact("owner").at()),
    }
}

fn present<'q>(q: Question<'q>, item: Thing<'q>, contents: &[&str]) -> Vec<Thing<'q>> {
    q.labels().which(|label| {
        let here = item.id().map_or(Cond::no(), |id| label.fact("item").points_at(id));
        here & label.fact("content").is_any_of(contents) & label.fact("state").is("present")
    })
}
