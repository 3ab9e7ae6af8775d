//! Round one: who the vendor is, how data reach it, and what covers them on the way.

mod chain;
mod cover;
mod vendor;

use praetor_sdk::answer::Profile;
use praetor_sdk::{EntityId, Question};

/// States everything that the settings say, as of the day of the question.
pub(crate) fn state(q: Question<'_>, profile: &mut Profile) {
    let vendor = vendor::state(q, profile);
    let subs = chain::sub_processors(q, vendor, profile);
    let covers = cover::state(q, vendor, &subs, profile);
    chain::hops(q, vendor, &subs, &covers, profile);
}

/// An entity that was stated, with the operator's name for it.
pub(crate) struct Named<'q> {
    pub(crate) name: &'q str,
    pub(crate) id: EntityId,
}

/// The operator's word for the vendor itself.
pub(crate) const VENDOR: &str = "vendor";
/// The operator's word for the controller.
pub(crate) const CONTROLLER: &str = "controller";

/// The entity behind a name of the settings: the vendor or one of its sub-processors.
pub(crate) fn entity_of(name: &str, vendor: EntityId, subs: &[Named<'_>]) -> Option<EntityId> {
    if name == VENDOR {
        return Some(vendor);
    }
    subs.iter().find(|sub| sub.name == name).map(|sub| sub.id)
}

#[cfg(test)]
mod tests;
