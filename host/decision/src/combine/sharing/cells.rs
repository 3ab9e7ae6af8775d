//! The cells of a question: each item for each use.

use crate::question::{EntityId, Question};

/// Where a cell lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// The item; none if the question holds none.
    pub item: Option<EntityId>,
    /// The use; none if the question holds none.
    pub for_use: Option<EntityId>,
}

/// All cells, in the order of items and uses. A question without items and uses has one cell.
pub(super) fn places(question: &Question) -> Vec<Place> {
    let (items, uses) = (dimension(question, "item"), dimension(question, "use"));
    let of_item = |&item| uses.iter().map(move |&for_use| Place { item, for_use });
    items.iter().flat_map(of_item).collect()
}

/// The hops of a question, in order.
pub(super) fn hops(question: &Question) -> Vec<EntityId> {
    ids(question, "hop")
}

fn dimension(question: &Question, kind: &str) -> Vec<Option<EntityId>> {
    let ids = ids(question, kind);
    if ids.is_empty() { vec![None] } else { ids.into_iter().map(Some).collect() }
}

fn ids(question: &Question, kind: &str) -> Vec<EntityId> {
    let mut ids: Vec<EntityId> = question.of_kind(kind).map(|entity| entity.id).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}
