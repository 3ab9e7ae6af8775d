//! Art. 9 as in force until 31 May 2024, and its consent, which Law No. 7499 let stand until 1 September 2024.

use praetor_sdk::consent::any;
use praetor_sdk::reading::known;
use praetor_sdk::{AtGate, Cond, Question, Thing};

use super::safeguard::{in_group, instruments, permitted};
use super::told;
use crate::consent::stands;
use crate::law::{gate, rule};

/// Art. 9(2)(b): an undertaking, or rules of a group, with the permission of the Board.
pub fn permissions<'q>(q: Question<'q>, hop: Thing<'q>, at: &mut AtGate<'_, gate::Transfer>) {
    let carried = super::carried(q);
    let undertaking = instruments(q, hop, |i| i.fact("type").is("tr-undertaking") & permitted(q, i));
    let clause = rule::ART_9_2_B_OLD.when(undertaking & carried.clone()).burden(3);
    at.permit(told(clause, "tr-permit"));
    let rules = instruments(q, hop, |i| {
        i.fact("type").is_any_of(&["bcr-controller", "bcr-processor"]) & permitted(q, i)
    }) & in_group(q);
    if rules.is_yes() {
        at.permit(told(rule::ART_9_BCR_OLD.when(rules & carried).burden(3), "tr-bcr"));
    }
}

/// Art. 9(1): the explicit consent of the person to the transfer; of a known refusal nobody is asked again. Once the
/// text has ended the rule says nothing.
pub fn consent<'q>(q: Question<'q>, hop: Thing<'q>, at: &mut AtGate<'_, gate::Transfer>) {
    let agreed = |each: Thing<'q>| {
        any(q, q.subject(), |c| {
            stands(q, c, q.subject(), each)
                & !known(!c.fact("explicit").is_true())
                & c.fact("acts").contains("transfer")
        })
    };
    let all = Cond::all(q.uses().or_gap().iter().map(agreed)).resting_on(hop.fact("to-place").at());
    at.permit(told(rule::ART_9_1_OLD.when(known(all)).burden(4), "tr-derog-consent"));
}
