//! FADP arts 5(c), 30(2)(c): sensitive data go to no third party without a justification.

use praetor_sdk::reading::{claim_in_sight, items_of, known, names, some};
use praetor_sdk::{Cond, Question, SharingAnswer, Thing, obligation};

use crate::consent::express;
use crate::justification::{contract, swiss_duty};
use crate::law::{gate, param, rule};
use crate::objection::forbidden;
use crate::recipient::to_third_party;

/// Acts of a consent that let sensitive data go to somebody else.
const DISCLOSING: &[&str] = &["disclosure", "sensitive-content"];

/// Art. 30(2)(c), item by item. To process sensitive data oneself, or through a processor, is free.
pub fn sensitive(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let third = to_third_party(q, each);
    if third.is_no() {
        return;
    }
    for item in items_of(q, each) {
        exceptions(q, each, item, third.clone() & is_sensitive(q, item), answer);
        if let Some(unseen) = unscanned(q, item) {
            unseen_content(q, each, item, unseen & third.clone(), answer);
        }
    }
}

fn exceptions<'q>(
    q: Question<'q>,
    each: Thing<'q>,
    item: Thing<'q>,
    told: Cond<'q>,
    answer: &mut SharingAnswer,
) {
    let claims = claim_in_sight(q, each)
        & known(each.purpose().is_any_of(&["dispute-handling", "authority-disclosure"]));
    let part = known(each.fact("contract-necessary").is_true()) & known(contract(q, each));
    let hidden = known(!item.fact("recipient-can-identify").is_true())
        | known(item.fact("identifiability").is("anonymous"));
    let study = known(each.purpose().is("research")) & hidden;
    let public = known(item.fact("public").is("by-subject")) & all_own(q, item);
    let public = if public.is_yes() { public & !forbidden(q, each) } else { public };
    let mut at = answer.at(gate::SENSITIVE).about(each).about(item);
    at.prohibit(rule::ART_30_2_C.when(told).reason("r-special-category"))
        .unless(
            rule::ART_31_1_CONSENT
                .when(agreed_by_owners(q, each, item))
                .obliging(obligation("keep-consent-proof")),
        )
        .unless(rule::ART_31_1_SENSITIVE_LAW.when(known(swiss_duty(q, each))).burden(1))
        .unless(rule::ART_31_1_CLAIMS.when(claims).burden(2).obliging(obligation("document-disclosure")))
        .unless(rule::ART_31_2_A_SENSITIVE.when(part).burden(2))
        .unless(
            rule::ART_31_2_E
                .when(study)
                .burden(3)
                .obliging(obligation("limit-use").with("purposes", ["research"])),
        )
        .unless(rule::ART_30_3.when(public).burden(3));
}

/// The item is sensitive by its category or a label; content that nobody searched is unknown, and
/// where the question says that it was not searched, [`unseen_content`] speaks instead.
fn is_sensitive<'q>(q: Question<'q>, item: Thing<'q>) -> Cond<'q> {
    let content = item.category().is_any_of(names(&param::CONTENT_CATEGORIES, q.as_of()));
    let unseen = match item.fact("scan").code() {
        Some("full" | "not-applicable") => Cond::because(item.fact("scan").at(), false),
        _ if unscanned(q, item).is_some() => Cond::no(),
        _ => Cond::missing(item.fact("scan").at()),
    };
    is_known_sensitive(q, item) | (content & unseen)
}

/// What is certain: the category, or a label that was found.
pub fn is_known_sensitive<'q>(q: Question<'q>, item: Thing<'q>) -> Cond<'q> {
    let all = names(&param::SENSITIVE_CONTENT, q.as_of());
    item.category().is_any_of(all) | Cond::known(!present(q, item).is_empty())
}

fn present<'q>(q: Question<'q>, item: Thing<'q>) -> Vec<Thing<'q>> {
    let all = names(&param::SENSITIVE_CONTENT, q.as_of());
    q.labels().which(|label| {
        let here = item.id().map_or(Cond::no(), |id| label.fact("item").points_at(id));
        here & label.fact("content").is_any_of(all) & label.fact("state").is("present")
    })
}

/// The question says that the content, or sensitive data in it, was not searched for.
fn unscanned<'q>(q: Question<'q>, item: Thing<'q>) -> Option<Cond<'q>> {
    let sensitive = names(&param::SENSITIVE_CONTENT, q.as_of());
    let content = item.category().is_any_of(names(&param::CONTENT_CATEGORIES, q.as_of()));
    let all = known(content & item.fact("scan").is("not-scanned"));
    let one = some(&q.labels(), |label| {
        let here = item.id().map_or(Cond::no(), |id| label.fact("item").points_at(id));
        here & label.fact("content").is_any_of(sensitive) & label.fact("state").is("not-scanned")
    });
    Some(all | one).filter(Cond::is_yes)
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
    let mut at = answer.at(gate::SENSITIVE).about(each).about(item);
    let clause = rule::ART_5_C_UNSCANNED.when(unseen.clone()).reason("r-not-scanned");
    match q.settings().plain().code("unscanned-content") {
        Some("deny") => {
            at.prohibit(rule::ART_5_C_UNSCANNED_DENIED.when(unseen).reason("r-not-scanned"));
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

/// Everybody whose sensitive data are in the item; the consent of whoever uploads a picture does
/// not cover the people in it.
fn agreed_by_owners<'q>(q: Question<'q>, each: Thing<'q>, item: Thing<'q>) -> Cond<'q> {
    let by = |owner: Thing<'q>| express(q, owner, each, DISCLOSING);
    let own = item.category().is_any_of(names(&param::SENSITIVE_CONTENT, q.as_of())).is_yes();
    let labels = present(q, item);
    if !own && labels.is_empty() {
        return Cond::missing(item.fact("scan").at());
    }
    let agreed = if own { by(q.subject()) } else { Cond::yes() };
    labels.into_iter().fold(agreed, |agreed, label| {
        agreed
            & match label.fact("owner").code() {
                Some("subject") => by(q.subject()),
                Some("third-person") => by(label.follow_one("person", "person")),
                _ => Cond::missing(label.fact("owner").at()),
            }
    })
}

fn all_own<'q>(q: Question<'q>, item: Thing<'q>) -> Cond<'q> {
    Cond::all(present(q, item).into_iter().map(|label| known(label.fact("owner").is("subject"))))
}
