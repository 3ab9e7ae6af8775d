//! A provider of cloud hosting or storage, put to work through settings. Who it is, its contract and
//! how data reach it are what all vendors share; this plugin speaks of keys, of the support staff
//! and of backups.

use praetor_sdk::answer::Profile;
use praetor_sdk::{
    Law, Plugin, Problem, Question, RetentionAnswer, RightsAnswer, Settings, SharingAnswer, Standing, plugin,
};
use praetor_vendor::Class;

praetor_sdk::law!();

mod check;
mod copies;
mod keys;
mod support;

struct CloudHosting;

praetor_sdk::export!(CloudHosting: profile, sharing, retention, rights);

/// What holds of a provider of hosting where the settings are silent.
const CLASS: Class =
    Class { class: "cloud-hosting", role: "processor", handles_content: true, erasure_route: None };

impl Plugin for CloudHosting {
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

impl plugin::Profile for CloudHosting {
    fn profile(q: Question<'_>, profile: &mut Profile) {
        let locked = keys::are_yours(q.settings());
        let class = Class { handles_content: !locked, ..CLASS };
        praetor_vendor::profile::state(q, class, &["own-uses"], profile);
    }
}

impl plugin::Sharing for CloudHosting {
    fn sharing(q: Question<'_>, answer: &mut SharingAnswer) {
        praetor_vendor::sharing::contract(q, answer);
        praetor_vendor::sharing::no_card(q, answer);
        for item in q.items() {
            keys::decide(q, item, answer);
        }
        support::decide(q, answer);
    }
}

impl plugin::Retention for CloudHosting {
    fn retention(q: Question<'_>, answer: &mut RetentionAnswer) {
        copies::decide(q, answer);
    }
}

impl plugin::Rights for CloudHosting {
    fn rights(q: Question<'_>, answer: &mut RightsAnswer) {
        copies::rights(q, answer);
    }
}
