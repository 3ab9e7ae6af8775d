//! Round one: who the vendor is, how data reach it, and what covers them on the way.

mod chain;
mod cover;
mod device;
mod recipient;

use praetor_sdk::answer::Profile;
use praetor_sdk::{EntityId, Question};

use crate::class::Class;

pub use device::device_access;

/// States what the settings say of the vendor and those behind it, as of the day of the question.
/// `also` are settings of the class that are facts of the recipient under the same name.
pub fn state(q: Question<'_>, class: Class, also: &[&str], profile: &mut Profile) {
    let vendor = recipient::state(q, class, also, profile);
    let subs = chain::sub_processors(q, vendor, profile);
    let covers = cover::state(q, vendor, &subs, profile);
    chain::hops(q, vendor, &subs, &covers, profile);
}

/// An entity that was stated, with the operator's name for it.
struct Named<'q> {
    name: &'q str,
    id: EntityId,
}

/// The operator's word for the vendor itself.
const VENDOR: &str = "vendor";
/// The operator's word for the controller.
const CONTROLLER: &str = "controller";

/// The entity behind a name of the settings: the vendor or one of its sub-processors.
fn entity_of(name: &str, vendor: EntityId, subs: &[Named<'_>]) -> Option<EntityId> {
    if name == VENDOR {
        return Some(vendor);
    }
    subs.iter().find(|sub| sub.name == name).map(|sub| sub.id)
}
