//! A provider of monitoring and error tracking, put to work through settings. Who it is, its contract
//! and how data reach it are what all vendors share; this plugin keeps content out of logs and
//! reports, and shortens addresses.

use praetor_sdk::answer::Profile;
use praetor_sdk::reading::items_of;
use praetor_sdk::{
    Law, Plugin, Problem, Question, RetentionAnswer, RightsAnswer, Settings, SharingAnswer, Standing, plugin,
};
use praetor_vendor::Class;

praetor_sdk::law!();

mod check;
mod payload;

struct Monitoring;

praetor_sdk::export!(Monitoring: profile, sharing, retention, rights);

/// What holds of a provider of monitoring where the settings are silent.
const CLASS: Class =
    Class { class: "monitoring", role: "processor", handles_content: true, erasure_route: None };

impl Plugin for Monitoring {
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

impl plugin::Profile for Monitoring {
    fn profile(q: Question<'_>, profile: &mut Profile) {
        praetor_vendor::profile::state(q, CLASS, &["own-uses"], profile);
        praetor_vendor::profile::device_access(q, profile);
    }
}

impl plugin::Sharing for Monitoring {
    fn sharing(q: Question<'_>, answer: &mut SharingAnswer) {
        praetor_vendor::sharing::contract(q, answer);
        praetor_vendor::sharing::no_card(q, answer);
        for each in q.uses().or_gap() {
            for item in items_of(q, each).iter() {
                payload::decide(q, each, item, answer);
            }
        }
    }
}

impl plugin::Retention for Monitoring {
    fn retention(q: Question<'_>, answer: &mut RetentionAnswer) {
        praetor_vendor::retention::copies(q, CLASS, answer);
    }
}

impl plugin::Rights for Monitoring {
    fn rights(q: Question<'_>, answer: &mut RightsAnswer) {
        praetor_vendor::rights::passed_on(q, CLASS, answer);
    }
}
