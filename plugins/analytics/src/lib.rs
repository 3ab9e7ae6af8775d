//! A provider of product analytics, put to work through settings. Who it is, its contract and how data
//! reach it are what all vendors share; this plugin speaks of identifiers, of what runs before
//! consent, and of a restricted mode that bars purposes of its own.

use praetor_sdk::answer::Profile;
use praetor_sdk::{
    Law, Plugin, Problem, Question, RetentionAnswer, RightsAnswer, Settings, SharingAnswer, Standing, plugin,
};
use praetor_vendor::Class;

praetor_sdk::law!();

mod check;
mod events;
mod restricted;

struct Analytics;

praetor_sdk::export!(Analytics: profile, sharing, retention, rights);

/// What holds of a provider of analytics where the settings are silent.
const CLASS: Class =
    Class { class: "analytics", role: "processor", handles_content: true, erasure_route: None };

impl Plugin for Analytics {
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

impl plugin::Profile for Analytics {
    fn profile(q: Question<'_>, profile: &mut Profile) {
        praetor_vendor::profile::state(q, CLASS, &[], profile);
        praetor_vendor::profile::device_access(q, profile);
        restricted::state(q, profile);
    }
}

impl plugin::Sharing for Analytics {
    fn sharing(q: Question<'_>, answer: &mut SharingAnswer) {
        praetor_vendor::sharing::contract(q, answer);
        praetor_vendor::sharing::no_card(q, answer);
        for item in q.items() {
            events::decide(q, item, answer);
        }
        for each in q.uses().or_gap() {
            events::mode(q, each, answer);
        }
        restricted::decide(q, answer);
    }
}

impl plugin::Retention for Analytics {
    fn retention(q: Question<'_>, answer: &mut RetentionAnswer) {
        praetor_vendor::retention::copies(q, CLASS, answer);
    }
}

impl plugin::Rights for Analytics {
    fn rights(q: Question<'_>, answer: &mut RightsAnswer) {
        praetor_vendor::rights::passed_on(q, CLASS, answer);
    }
}
