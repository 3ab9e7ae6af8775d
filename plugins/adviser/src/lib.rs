//! A lawyer, auditor or other professional adviser, put to work through settings. Who it is, its
//! engagement and how data reach it are what all vendors share; this plugin speaks of secrecy and
//! of the matter.

use praetor_sdk::answer::Profile;
use praetor_sdk::{
    Law, Plugin, Problem, Question, RetentionAnswer, RightsAnswer, Settings, SharingAnswer, Standing, plugin,
};
use praetor_vendor::Class;

praetor_sdk::law!();

mod check;
mod matter;
mod secrecy;

struct Adviser;

praetor_sdk::export!(Adviser: profile, sharing, retention, rights);

/// What holds of an adviser where the settings are silent: it judges for itself.
const CLASS: Class = Class {
    class: "adviser",
    role: "independent-controller",
    handles_content: true,
    erasure_route: Some("notice-only"),
};

impl Plugin for Adviser {
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

impl plugin::Profile for Adviser {
    fn profile(q: Question<'_>, profile: &mut Profile) {
        praetor_vendor::profile::state(q, CLASS, &["own-uses"], profile);
        secrecy::state(q, profile);
    }
}

impl plugin::Sharing for Adviser {
    fn sharing(q: Question<'_>, answer: &mut SharingAnswer) {
        praetor_vendor::sharing::contract(q, answer);
        praetor_vendor::sharing::no_card(q, answer);
        secrecy::decide(q, answer);
        for each in q.uses().or_gap() {
            matter::decide(q, each, answer);
        }
    }
}

impl plugin::Retention for Adviser {
    fn retention(q: Question<'_>, answer: &mut RetentionAnswer) {
        praetor_vendor::retention::copies(q, CLASS, answer);
    }
}

impl plugin::Rights for Adviser {
    fn rights(q: Question<'_>, answer: &mut RightsAnswer) {
        praetor_vendor::rights::passed_on(q, CLASS, answer);
    }
}
