//! A provider of sign-in, put to work through settings. Who it is, its contract and how data reach it
//! are what all vendors share; this plugin tells a directory that works for the controller from an
//! identity provider with accounts of its own, and speaks of linking and of the log of sign-ins.

use praetor_sdk::answer::Profile;
use praetor_sdk::{
    Law, Plugin, Problem, Question, RetentionAnswer, RightsAnswer, Settings, SharingAnswer, Standing, plugin,
};
use praetor_vendor::Class;

praetor_sdk::law!();

mod log;
mod sign_in;

struct Authentication;

praetor_sdk::export!(Authentication: profile, sharing, retention, rights);

/// What holds of a provider of sign-in where the settings are silent: one with accounts of its own
/// decides for itself.
fn class(settings: Settings<'_>) -> Class {
    let social = settings.plain().code("service") == Some("social-sign-in");
    let role = if social { "independent-controller" } else { "processor" };
    Class { class: "authentication", role, handles_content: true, erasure_route: None }
}

impl Plugin for Authentication {
    fn law() -> &'static Law {
        &law::LAW
    }

    /// The host asks a vendor only about what reaches it.
    fn reaches(q: Question<'_>) -> Standing {
        Standing::by(q, praetor_vendor::law::rule::PARTIES.always())
    }

    fn check_settings(settings: Settings<'_>) -> Vec<Problem> {
        let mut problems = praetor_vendor::check::problems(settings, class(settings));
        sign_in::check(settings, class(settings), &mut problems);
        problems
    }
}

impl plugin::Profile for Authentication {
    fn profile(q: Question<'_>, profile: &mut Profile) {
        praetor_vendor::profile::state(q, class(q.settings()), &["own-uses"], profile);
        praetor_vendor::profile::device_access(q, profile);
    }
}

impl plugin::Sharing for Authentication {
    fn sharing(q: Question<'_>, answer: &mut SharingAnswer) {
        praetor_vendor::sharing::contract(q, answer);
        praetor_vendor::sharing::no_card(q, answer);
        for item in q.items() {
            sign_in::decide(q, item, answer);
        }
        sign_in::linking(q, answer);
    }
}

impl plugin::Retention for Authentication {
    fn retention(q: Question<'_>, answer: &mut RetentionAnswer) {
        log::decide(q, answer);
    }
}

impl plugin::Rights for Authentication {
    fn rights(q: Question<'_>, answer: &mut RightsAnswer) {
        praetor_vendor::rights::passed_on(q, class(q.settings()), answer);
    }
}
