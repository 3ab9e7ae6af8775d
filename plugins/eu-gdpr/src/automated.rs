//! Art. 22: decisions by a machine alone.

use praetor_sdk::person::{MAJORITY, under};
use praetor_sdk::reading::{items_of, known};
use praetor_sdk::{Cond, Obligation, Question, SharingAnswer, Thing, obligation};

use crate::consent;
use crate::law::{gate, rule};
use crate::reading::home_duty;
use crate::special::is_special;

/// What a person can do about such a decision, Art. 22(3).
const SAFEGUARDS: [&str; 3] = ["human-review", "own-view", "contest"];

/// Art. 22(1)-(4).
pub fn automated(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let alone = decided_alone(each);
    if alone.is_no() {
        return;
    }
    let special = Cond::any(items_of(q, each).iter().map(|item| is_special(q, item)));
    let plain = !special;
    let agreed = consent::explicit(q, q.subject(), each, "automated-decision");
    let safe = each.fact("safeguards").contains_all(&SAFEGUARDS);
    let necessary = each.fact("contract-necessary").is_true() & plain.clone();
    let child = known(under(q.subject(), MAJORITY));
    let by_law = each.fact("declared-basis").is("legal-obligation") & home_duty(q, each);
    let mut at = answer.at(gate::AUTOMATED).about(each);
    at.prohibit(rule::ART_22_1.when(alone.clone()).reason("r-no-basis"))
        .unless(guarded(rule::ART_22_2_A.when(necessary), &safe))
        .unless(rule::ART_22_2_B.when(by_law & plain).burden(1))
        .unless(guarded(rule::ART_22_2_C.when(agreed).burden(2), &safe));
    at.prohibit(rule::ART_22_CHILD.when(alone & child).reason("r-minor"));
}

/// Solely automated with legal or similar effects. Losing something that was paid for counts.
pub fn decided_alone(each: Thing<'_>) -> Cond<'_> {
    let (solely, effect) = (each.fact("solely-automated"), each.fact("significant-effect"));
    let alone = match solely.value() {
        Some(_) => solely.is_true(),
        None => known(each.operation().is("decide-automatically")) & Cond::missing(solely.at()),
    };
    let grave = effect.is_any_of(&["legal", "similar"]);
    let lost = known(each.fact("paid-balance").is_true());
    alone & if effect.value().is_some() { grave } else { grave | lost }
}

/// Art. 22(3): without a human who can be reached, only on condition that there is one.
fn guarded<'q>(
    clause: praetor_sdk::Clause<'q, gate::Automated>,
    safe: &Cond<'q>,
) -> praetor_sdk::Clause<'q, gate::Automated> {
    let review = || -> Obligation { obligation("offer-human-review") };
    if safe.is_yes() {
        clause.obliging(review())
    } else {
        clause.with_conditions().obliging(review().as_condition())
    }
}
