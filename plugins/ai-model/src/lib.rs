//! A vendor of AI models, put to work through settings: round one states who it is and how data
//! reach it, round two speaks of the limits of its contract.

use praetor_sdk::answer::Profile;
use praetor_sdk::{
    Law, Plugin, Problem, Question, RetentionAnswer, RightsAnswer, Settings, SharingAnswer, Standing, plugin,
};

praetor_sdk::law!();

mod check;
mod contract;
mod profile;
mod retention;
mod rights;
mod sharing;

use law::rule;

struct AiModel;

praetor_sdk::export!(AiModel: profile, sharing, retention, rights);

impl Plugin for AiModel {
    fn law() -> &'static Law {
        &law::LAW
    }

    /// The host asks a vendor only about what reaches it.
    fn reaches(q: Question<'_>) -> Standing {
        Standing::by(q, rule::PARTIES.always())
    }

    fn check_settings(settings: Settings<'_>) -> Vec<Problem> {
        check::problems(settings)
    }
}

impl plugin::Profile for AiModel {
    fn profile(q: Question<'_>, profile: &mut Profile) {
        profile::state(q, profile);
    }
}

impl plugin::Sharing for AiModel {
    fn sharing(q: Question<'_>, answer: &mut SharingAnswer) {
        sharing::decide(q, answer);
    }
}

impl plugin::Retention for AiModel {
    fn retention(q: Question<'_>, answer: &mut RetentionAnswer) {
        retention::decide(q, answer);
    }
}

impl plugin::Rights for AiModel {
    fn rights(q: Question<'_>, answer: &mut RightsAnswer) {
        rights::decide(q, answer);
    }
}
