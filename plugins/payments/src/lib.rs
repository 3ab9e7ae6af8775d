//! A payment or billing provider, put to work through settings. Who it is, its contract and how data
//! reach it are what all vendors share; this plugin speaks of its licence, of card numbers, of
//! chargebacks and of what it must keep under duties of its own.

use praetor_sdk::answer::Profile;
use praetor_sdk::{
    Law, Plugin, Problem, Question, RetentionAnswer, RightsAnswer, Settings, SharingAnswer, Standing, plugin,
};
use praetor_vendor::Class;

praetor_sdk::law!();

mod card;
mod chargeback;
mod check;
mod copies;
mod licence;

struct Payments;

praetor_sdk::export!(Payments: profile, sharing, retention, rights);

/// What holds of a payment provider where the settings are silent: it decides for itself.
const CLASS: Class = Class {
    class: "payment",
    role: "independent-controller",
    handles_content: true,
    erasure_route: Some("notice-only"),
};

impl Plugin for Payments {
    fn law() -> &'static Law {
        &law::LAW
    }

    /// The host asks a vendor only about what reaches it.
    fn reaches(q: Question<'_>) -> Standing {
        Standing::by(q, praetor_vendor::law::rule::PARTIES.always())
    }

    fn check_settings(settings: Settings<'_>) -> Vec<Problem> {
        check::problems(settings)
    }
}

impl plugin::Profile for Payments {
    fn profile(q: Question<'_>, profile: &mut Profile) {
        praetor_vendor::profile::state(q, CLASS, &["own-uses"], profile);
        praetor_vendor::profile::device_access(q, profile);
        licence::state(q, profile);
    }
}

impl plugin::Sharing for Payments {
    fn sharing(q: Question<'_>, answer: &mut SharingAnswer) {
        praetor_vendor::sharing::contract(q, answer);
        licence::decide(q, answer);
        for item in q.items() {
            card::decide(q, item, answer);
        }
        for each in q.uses() {
            chargeback::decide(q, each, answer);
        }
    }
}

impl plugin::Retention for Payments {
    fn retention(q: Question<'_>, answer: &mut RetentionAnswer) {
        copies::decide(q, answer);
    }
}

impl plugin::Rights for Payments {
    fn rights(q: Question<'_>, answer: &mut RightsAnswer) {
        praetor_vendor::rights::passed_on(q, CLASS, answer);
    }
}
