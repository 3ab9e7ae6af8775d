//! Every item over all its uses.

use super::cell::Ruled;
use super::court::Court;
use crate::answer::Treatment;
use crate::combine::treatments;
use crate::decision::FindingRef;
use crate::decision::sharing::{Effect, ItemRuling};
use crate::question::EntityId;

/// The items in order, each with the treatments of its cells that are not denied.
pub(super) fn rule(court: &Court<'_, '_>, ruled: &[Ruled]) -> Vec<ItemRuling> {
    let mut items: Vec<ItemRuling> =
        ruled.chunk_by(|a, b| a.cell.item == b.cell.item).map(|cells| of_item(court, cells)).collect();
    let all_denied = items.iter().all(|item| item.effect == Effect::Deny);
    for item in &mut items {
        item.may_be_dropped = item.effect == Effect::Deny && !all_denied;
    }
    items
}

fn of_item(court: &Court<'_, '_>, cells: &[Ruled]) -> ItemRuling {
    let item: Option<EntityId> = cells.first().and_then(|ruled| ruled.cell.item);
    let due: Vec<(&Treatment, FindingRef)> = cells
        .iter()
        .filter(|ruled| ruled.cell.effect != Effect::Deny)
        .flat_map(|ruled| treatments_in(court, ruled))
        .collect();
    ItemRuling {
        item,
        effect: Effect::over(cells.iter().map(|ruled| ruled.cell.effect)),
        treatments: treatments::unite(court.hearing.dictionary, &due),
        may_be_dropped: false,
    }
}

fn treatments_in<'a>(court: &Court<'_, 'a>, ruled: &Ruled) -> Vec<(&'a Treatment, FindingRef)> {
    let said = ruled.prevailing.iter().filter_map(|&at| court.floor.said.get(at));
    said.flat_map(|said| said.finding.treatments.iter().map(|treatment| (treatment, said.at))).collect()
}
