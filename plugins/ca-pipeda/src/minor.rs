//! Section 6.1 with the Commissioner's guidelines: minors consent by understanding, children under thirteen through a parent.

use praetor_sdk::consent::{any, by_guardian, names_purpose};
use praetor_sdk::person::{under, under_when_given};
use praetor_sdk::{Cond, Question, SharingAnswer, Thing, obligation};

use crate::consent::stands;
use crate::ground::{CONSENT, IMPLIED, rests};
use crate::law::{gate, param, rule};

/// Only what rests on consent, express or implied, turns on the age.
pub fn minor(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let agreed = rests(each, &CONSENT) | rests(each, &IMPLIED);
    if agreed.is_no() {
        return;
    }
    let (child, adult) = (param::CHILD.on(q.as_of()).or(13), param::MAJORITY.on(q.as_of()).or(19));
    let parent = any(q, q.subject(), |c| stands(q, c, q.subject(), each) & by_guardian(q, c));
    let young = agreed.clone() & too_young(q, each, child);
    let older = agreed & under(q.subject(), adult) & !under(q.subject(), child);
    let mut at = answer.at(gate::MINOR).about(each);
    at.prohibit(rule::S_6_1.when(young).reason("r-minor"))
        .unless(rule::S_6_1_PARENT.when(parent).obliging(obligation("keep-consent-proof")));
    if older.is_yes() {
        at.permit(rule::S_6_1_MATURITY.when(older).obliging(obligation("plain-language-notice")));
    }
}

/// Whether every consent for the purpose was given as a child. Without one the age of today counts.
fn too_young<'q>(q: Question<'q>, each: Thing<'q>, years: i64) -> Cond<'q> {
    let given = |c: Thing<'q>| c.fact("state").is_any_of(&["given", "renewed"]) & names_purpose(c, each);
    let own = q.consents().which(given);
    if own.is_empty() {
        return under(q.subject(), years);
    }
    Cond::all(own.into_iter().map(|consent| under_when_given(q, consent, years)))
}
