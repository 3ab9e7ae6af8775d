//! § 1798.120(c)-(d), 11 CCR §§ 7070-7071: below 13 a parent opts in, from 13 to 15 the person.

use praetor_sdk::consent::{any, by_guardian, in_force};
use praetor_sdk::person::{under, under_when_given};
use praetor_sdk::reading::known;
use praetor_sdk::{Cond, Question, SharingAnswer, Thing, obligation};

use crate::deal::{deal, sale, sharing};
use crate::law::{gate, param, rule};
use crate::opt_out::opted_in;

/// Sale and sharing of a minor's data.
pub fn minor(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let thirteen = param::AGE_OF_PARENT.on(q.as_of()).or(13);
    let dealt = deal(q, each);
    let child = knows_to_be_under(q, thirteen);
    let teen = knows_to_be_under(q, param::AGE_OF_OPT_IN.on(q.as_of()).or(16)) & !child.clone();
    let proof = || obligation("keep-consent-proof");
    let mut at = answer.at(gate::MINOR).about(each);
    let barred = rule::S_1798_120_C_13.when(dealt.clone() & child).reason("r-minor");
    at.prohibit(barred.obliging(obligation("obtain-parental-consent").before()))
        .unless(rule::CCR_7070.when(parent(q, each)).obliging(proof()));
    let own = any(q, q.subject(), |consent| {
        opted_in(q, each, consent)
            & consent.fact("method").is("two-step")
            & !under_when_given(q, consent, thirteen)
    });
    at.prohibit(rule::S_1798_120_C.when(dealt & teen).reason("r-minor"))
        .unless(rule::CCR_7071.when(own).obliging(proof()));
}

/// Actual knowledge, or signs that were wilfully overlooked. An age that was stated is known, however it was learned,
/// unless it was said that nothing is known.
pub fn knows_to_be_under(q: Question<'_>, years: i64) -> Cond<'_> {
    let subject = q.subject();
    let knowledge = subject.fact("age-knowledge");
    let knows = match knowledge.code() {
        Some("none") => known(subject.fact("age-disregarded").is_true()).resting_on(knowledge.at()),
        _ => Cond::yes(),
    };
    knows & under(subject, years)
}

/// § 1798.120(c): a parent's opt-in, by a method reasonably calculated to ensure that it is the parent.
fn parent<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    any(q, q.subject(), |consent| {
        let acts = consent.fact("acts");
        let covers = if sharing(q, each).is_yes() && sale(q, each).is_no() {
            acts.contains("targeted-ads")
        } else {
            acts.contains("sale")
        };
        let checked = consent.fact("method").is_any_of(&["verified-parent", "joint"])
            & !known(consent.fact("parent-check").is_any_of(&["none", "not-applicable"]));
        in_force(consent) & covers & checked & by_guardian(q, consent)
    })
}
