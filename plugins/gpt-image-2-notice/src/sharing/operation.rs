//! Section 1: what is done with personal information.

use praetor_sdk::{Question, SharingAnswer, Thing};

use crate::law::{gate, rule, table};

/// Section 1 (collects, uses, stores, shares); what it does not name is not done.
pub(super) fn speak(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let named: Vec<&str> = table::OPERATIONS.on(q.as_of()).map(|row| row.operation).collect();
    let declared = each.operation().is_any_of(&named);
    let mut gate = answer.at(gate::OPERATION).about(each);
    gate.permit(rule::S_1_OPERATION.when(declared.clone()));
    gate.prohibit(rule::S_1_OTHER_OPERATION.when(!declared).reason("r-not-declared"));
}
