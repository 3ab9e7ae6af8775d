//! The matter: what an adviser needs to see.

use praetor_sdk::reading::items_of;
use praetor_sdk::{Cond, Question, SharingAnswer, Thing};

use crate::law::{gate, rule};

/// Purposes that are about a matter, and not about standing work.
const ABOUT_A_MATTER: [&str; 3] = ["dispute-handling", "enforce-terms", "authority-disclosure"];

/// Item by item: needed by an open matter, or part of standing work.
pub(crate) fn decide(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let disputed = each.purpose().is_any_of(&ABOUT_A_MATTER);
    for item in items_of(q, each).iter() {
        let needed = q.matters().any(|matter| open(matter) & needs(matter, item));
        let mut gate = answer.at(gate::MATTER).about(each).about(item);
        gate.permit(rule::MATTER_MANDATE.when(!disputed.clone()));
        gate.permit(rule::MATTER_LISTED.when(disputed.clone() & needed.clone()));
        gate.prohibit(rule::MATTER_BEYOND.when(disputed.clone() & !needed).reason("r-not-necessary"));
    }
}

fn open(matter: Thing<'_>) -> Cond<'_> {
    !matter.fact("released-on").happened()
}

/// A matter needs the items that it lists. One without a list, that reaches the account, needs all.
fn needs<'q>(matter: Thing<'q>, item: Thing<'q>) -> Cond<'q> {
    match (matter.fact("items").value(), item.id()) {
        (Some(_), Some(id)) => matter.fact("items").points_at(id),
        _ => matter.fact("scope").is_any_of(&["account", "everything"]),
    }
}
