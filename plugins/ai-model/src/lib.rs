//! A vendor of AI models, put to work through settings. Who it is, its contract and how data reach
//! it are what all vendors share; this plugin speaks of training.

use praetor_sdk::answer::Profile;
use praetor_sdk::{
    Law, Plugin, Problem, Question, RetentionAnswer, RightsAnswer, Settings, SharingAnswer, Standing, plugin,
};
use praetor_vendor::Class;

praetor_sdk::law!();

mod training;

struct AiModel;

praetor_sdk::export!(AiModel: profile, sharing, retention, rights);

/// What holds of a vendor of models where the settings are silent.
const CLASS: Class =
    Class { class: "ai-model", role: "processor", handles_content: true, erasure_route: None };

impl Plugin for AiModel {
    fn law() -> &'static Law {
        &law::LAW
    }

    /// The host asks a vendor only about what reaches it.
    fn reaches(q: Question<'_>) -> Standing {
        Standing::by(q, praetor_vendor::law::rule::PARTIES.always())
    }

    fn check_settings(settings: Settings<'_>) -> Vec<Problem> {
        let mut problems = praetor_vendor::check::problems(settings, CLASS);
        training::check(settings.plain(), &mut problems);
        problems
    }
}

impl plugin::Profile for AiModel {
    fn profile(q: Question<'_>, profile: &mut Profile) {
        praetor_vendor::profile::state(q, CLASS, &["own-uses", "training"], profile);
        training::state(q, profile);
    }
}

impl plugin::Sharing for AiModel {
    fn sharing(q: Question<'_>, answer: &mut SharingAnswer) {
        praetor_vendor::sharing::contract(q, answer);
        praetor_vendor::sharing::no_card(q, answer);
        for each in q.uses().or_gap() {
            training::decide(q, each, answer);
        }
    }
}

impl plugin::Retention for AiModel {
    fn retention(q: Question<'_>, answer: &mut RetentionAnswer) {
        praetor_vendor::retention::copies(q, CLASS, answer);
    }
}

impl plugin::Rights for AiModel {
    fn rights(q: Question<'_>, answer: &mut RightsAnswer) {
        praetor_vendor::rights::passed_on(q, CLASS, answer);
    }
}

#[cfg(test)]
mod tests;
