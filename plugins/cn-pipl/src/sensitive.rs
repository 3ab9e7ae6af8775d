//! Arts 28 to 32: sensitive information, children under 14; edited likeness.

use praetor_asia::agreement::{separate, stands};
use praetor_asia::content::{by_owners, present, touches, unsearched};
use praetor_asia::ground;
use praetor_sdk::consent::{any, by_guardian};
use praetor_sdk::person::under;
use praetor_sdk::reading::{items_of, known, names};
use praetor_sdk::{Cond, Question, SharingAnswer, Thing, obligation};

use crate::law::{gate, param, rule};
use crate::scope::area;

/// Contents in which somebody's likeness is.
const LIKENESS: [&str; 3] = ["face", "child-depicted", "third-person"];

/// Arts 28, 29: item by item; everything about a child under 14 is sensitive.
pub fn sensitive(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let contents = names(&param::SENSITIVE_CONTENT, q.as_of());
    let child = known(is_child(q));
    for item in items_of(q, each) {
        let template =
            known(each.operation().is("make-template")) | known(each.fact("identifies-persons").is_true());
        let delicate = template.clone() | child.clone() | touches(q, item, contents);
        let own = (template | child.clone() | item.category().is_any_of(contents)).is_yes();
        if !delicate.is_no() {
            let agreed = agreed(q, each, (item, contents), own);
            let law =
                known(each.fact("declared-basis").is("legal-obligation")) & ground::duty(q, each, area(q));
            let mut at = answer.at(gate::SENSITIVE).about(each).about(item);
            let measures = ["m-encrypt-transit", "m-encrypt-rest", "m-access-control"];
            let strict = obligation("apply-measures").before().with("measures", measures);
            at.prohibit(rule::ART_29.when(delicate).reason("r-special-category"))
                .unless(rule::ART_29_AGREED.when(agreed).obliging(strict))
                .unless(rule::ART_29_LAW.when(law).burden(1));
        }
        let unseen = unsearched(q, item, contents);
        if unseen.is_yes() && !child.is_yes() {
            unsearched_content(q, each, item, unseen, answer);
        }
    }
}

/// Arts 29, 31: separate consent of everybody concerned, a guardian's for a child.
fn agreed<'q>(
    q: Question<'q>,
    each: Thing<'q>,
    (item, contents): (Thing<'q>, &[&str]),
    own: bool,
) -> Cond<'q> {
    let acts = ["sensitive-content", "biometric-template", "processing", "disclosure"];
    by_owners(q, (item, contents), own, |owner| separate(q, owner, each, &acts, |_| Cond::yes()))
}

/// What the operator has decided for content that nobody has searched; without a word, a person looks.
fn unsearched_content<'q>(
    q: Question<'q>,
    each: Thing<'q>,
    item: Thing<'q>,
    unseen: Cond<'q>,
    answer: &mut SharingAnswer,
) {
    let mut at = answer.at(gate::SENSITIVE).about(each).about(item);
    let clause = rule::ART_28_UNSCANNED.when(unseen.clone()).reason("r-not-scanned");
    match q.settings().plain().code("unscanned-content") {
        Some("deny") => {
            at.prohibit(rule::ART_28_DENIED.when(unseen).reason("r-not-scanned"));
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

fn is_child(q: Question<'_>) -> Cond<'_> {
    under(q.subject(), param::AGE_OF_CONSENT.on(q.as_of()).or(14))
}

/// Art. 31(1): whatever the basis, but for a duty of law.
pub fn minor(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let guardian = any(q, q.subject(), |c| stands(q, c, q.subject(), each) & by_guardian(q, c));
    let law = known(each.fact("declared-basis").is("legal-obligation")) & ground::duty(q, each, area(q));
    let mut at = answer.at(gate::MINOR).about(each);
    at.prohibit(rule::ART_31.when(is_child(q)).reason("r-minor"))
        .unless(rule::ART_31_GUARDIAN.when(guardian).obliging(obligation("keep-consent-proof")))
        .unless(rule::ART_31_LAW.when(law).burden(1));
}

/// Deep Synthesis Provisions art. 14(2): whose face or voice is edited has agreed apart from all else.
pub fn likeness<'q>(q: Question<'q>, each: Thing<'q>, answer: &mut SharingAnswer) {
    let edited = known(each.fact("edits-likeness").is_true());
    if edited.is_no() {
        return;
    }
    for item in items_of(q, each).or_gap() {
        let nobody = present(q, item, &LIKENESS).is_empty();
        let asked =
            |owner: Thing<'q>| any(q, owner, |c| stands(q, c, owner, each) & c.fact("separate").is_true());
        let agreed = if nobody { asked(q.subject()) } else { by_owners(q, (item, &LIKENESS), false, asked) };
        let mut at = answer.at(gate::LIKENESS).about(each).about(item);
        at.prohibit(rule::SYNTHESIS_14.when(edited.clone()).reason("r-consent-missing"))
            .unless(rule::SYNTHESIS_14_AGREED.when(agreed));
    }
}
