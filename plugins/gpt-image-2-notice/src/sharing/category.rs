//! Section 2: the categories that are collected.

use praetor_sdk::{Question, Rule, SharingAnswer, Thing};

use crate::law::{gate, rule, table};

/// Section 2: the category is named, or the item is not processed.
pub(super) fn speak(q: Question<'_>, item: Thing<'_>, answer: &mut SharingAnswer) {
    let named: Vec<&str> = table::CATEGORIES.on(q.as_of()).map(|row| row.category).collect();
    let row = table::CATEGORIES.on(q.as_of()).find(|row| Some(row.category) == item.category().code());
    let declared = item.category().is_any_of(&named);
    let mut gate = answer.at(gate::CATEGORY).about(item);
    gate.permit(rule_of(row.map_or("", |row| row.clause)).when(declared.clone()));
    gate.prohibit(rule::S_2_OTHER.when(!declared).reason("r-not-declared"));
}

fn rule_of(clause: &str) -> Rule<gate::Category> {
    match clause {
        "2-1" => rule::S_2_1_ACCOUNT,
        "2-3" => rule::S_2_3_TECHNICAL,
        "3d" => rule::S_3D_RECORDS,
        _ => rule::S_2_2_USAGE,
    }
}
