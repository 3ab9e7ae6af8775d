//! The Children's Online Privacy Protection Act and the Rule of the Federal Trade Commission, 16 CFR part 312, before
//! and after its amendment of 2025. One function a section; `README.md` says what is in and what is not.

mod consent;
mod disclosure;
mod retention;
mod rights;
mod scope;
#[cfg(test)]
mod tests;

use praetor_sdk::plugin::{Incident, Retention, Rights, Sharing};
use praetor_sdk::{
    Audience, IncidentAnswer, Law, Plugin, Question, RetentionAnswer, RightsAnswer, SharingAnswer, Standing,
};

praetor_sdk::law!();

use law::rule;

struct UsCoppa;

praetor_sdk::export!(UsCoppa: sharing, retention, rights, incident);

impl Plugin for UsCoppa {
    fn law() -> &'static Law {
        &law::LAW
    }

    fn reaches(q: Question<'_>) -> Standing {
        scope::reaches(q)
    }
}

impl Sharing for UsCoppa {
    fn sharing(q: Question<'_>, answer: &mut SharingAnswer) {
        for each in q.uses().or_gap() {
            consent::consent(q, each, answer);
            consent::change(q, each, answer);
            disclosure::disclosure(q, each, answer);
            disclosure::assurances(q, each, answer);
            disclosure::operator(q, each, answer);
        }
    }
}

impl Retention for UsCoppa {
    fn retention(q: Question<'_>, answer: &mut RetentionAnswer) {
        retention::retention(q, answer);
    }
}

impl Rights for UsCoppa {
    fn rights(q: Question<'_>, answer: &mut RightsAnswer) {
        rights::rights(q, answer);
    }
}

impl Incident for UsCoppa {
    /// § 312.8: no notice of a breach.
    fn incident(_q: Question<'_>, answer: &mut IncidentAnswer) {
        answer.no_duty(rule::NO_BREACH_NOTICE.always(), Audience::Authority);
        answer.no_duty(rule::NO_BREACH_NOTICE.always(), Audience::Persons);
    }
}
