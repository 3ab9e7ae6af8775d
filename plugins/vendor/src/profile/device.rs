//! What the vendor's script does on the person's device.

use praetor_sdk::answer::Profile;
use praetor_sdk::{Question, Thing};

/// Acts by which something gets from a device to the vendor.
const ACTS: [&str; 3] = ["collect", "read-device", "share"];

/// States for each use of the vendor what its script stores or reads on the device. What the
/// caller says of a use stands: it knows how the script is built in.
pub fn device_access(q: Question<'_>, profile: &mut Profile) {
    let Some(access) = q.settings().plain().code("device-access") else {
        return;
    };
    for each in q.uses().iter().filter(|each| is_of_vendor(q, *each)) {
        if each.fact("device-access").value().is_none() {
            profile.of(each).fact("device-access", access);
        }
    }
}

/// Whether the vendor takes part in the use: it is agreed, and the use names nobody else.
fn is_of_vendor(q: Question<'_>, each: Thing<'_>) -> bool {
    let purposes = crate::names(q.settings(), "purposes");
    let named = each.fact("recipients");
    let mine = named.value().is_none() || q.recipient().id().is_some_and(|id| named.points_at(id).is_yes());
    mine && each.purpose().is_any_of(&purposes).is_yes() && each.operation().is_any_of(&ACTS).is_yes()
}
