//! Arts 22A to 22D, before 2026 Art. 22: significant decisions by a machine alone.

use praetor_sdk::person::{MAJORITY, under};
use praetor_sdk::reading::{items_of, known};
use praetor_sdk::{Cond, Obligation, Question, SharingAnswer, Thing, obligation};

use crate::consent;
use crate::law::{gate, rule};
use crate::reading::home_duty;
use crate::special::{is_special, public_interest};

/// What a person can do about such a decision, Arts 22(3) and 22C(2).
const SAFEGUARDS: [&str; 3] = ["human-review", "own-view", "contest"];
const SAFEGUARDS_22C: [&str; 4] = ["information", "human-review", "own-view", "contest"];

/// Arts 22A to 22D, and Art. 22 until the amendment.
pub fn automated(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let alone = decided_alone(each);
    if alone.is_no() {
        return;
    }
    before_2026(q, each, &alone, answer);
    let special = Cond::any(items_of(q, each).iter().map(|item| is_special(q, item)));
    let agreed = consent::explicit(q, q.subject(), each, "automated-decision");
    let safe = each.fact("safeguards").contains_all(&SAFEGUARDS_22C);
    let needed =
        (each.fact("contract-necessary").is_true() | known(home_duty(q, each))) & public_interest(q, each);
    let recognised = each.fact("declared-basis").is("recognised-legitimate-interest");
    let child = known(under(q.subject(), MAJORITY));
    let mut at = answer.at(gate::AUTOMATED).about(each);
    at.permit(guarded(rule::ART_22C.when(alone.clone()), &safe));
    at.prohibit(rule::ART_22B_1.when(alone.clone() & special).reason("r-special-category"))
        .unless(guarded(rule::ART_22B_2.when(agreed), &safe))
        .unless(guarded(rule::ART_22B_3.when(needed).burden(1), &safe));
    at.prohibit(rule::ART_22B_4.when(alone.clone() & recognised).reason("r-no-basis"));
    at.review(rule::ART_22C_CHILD.when(alone & child).reason("r-minor"));
}

/// Art. 22(1)-(4) as it stood until 4 February 2026.
fn before_2026<'q>(q: Question<'q>, each: Thing<'q>, alone: &Cond<'q>, answer: &mut SharingAnswer) {
    let plain = !Cond::any(items_of(q, each).iter().map(|item| is_special(q, item)));
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
    at.prohibit(rule::ART_22_CHILD.when(alone.clone() & child).reason("r-minor"));
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

/// Arts 22(3), 22C: without a human who can be reached, only on condition that there is one.
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
