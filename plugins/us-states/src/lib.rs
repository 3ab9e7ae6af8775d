//! The comprehensive privacy laws of the states of the United States besides California, one data file a state, with
//! the laws on biometrics of Illinois and Texas, on minors of New York, the federal rule on bulk data, breaches and
//! the federal duty to keep records. `README.md` says what is in and what is not.

mod authority;
mod beside;
mod deal;
mod incident;
mod limits;
mod minor;
mod opt_out;
mod retention;
mod rights;
mod scope;
mod sensitive;
mod states;
#[cfg(test)]
mod tests;

use praetor_sdk::plugin::{Incident, Retention, Rights, Sharing};
use praetor_sdk::{
    IncidentAnswer, Law, Plugin, Question, RetentionAnswer, RightsAnswer, SharingAnswer, Standing,
};

praetor_sdk::law!();

struct UsStates;

praetor_sdk::export!(UsStates: sharing, retention, rights, incident);

impl Plugin for UsStates {
    fn law() -> &'static Law {
        &law::LAW
    }

    fn reaches(q: Question<'_>) -> Standing {
        scope::reaches(q)
    }
}

impl Sharing for UsStates {
    fn sharing(q: Question<'_>, answer: &mut SharingAnswer) {
        let states = scope::governing(q);
        for each in q.uses().or_gap() {
            for (state, governs) in &states {
                opt_out::opt_out(q, state, governs, each, answer);
                minor::minor(q, state, governs, each, answer);
                sensitive::sensitive(q, state, governs, each, answer);
            }
            if !states.is_empty() {
                limits::contract(q, each, answer);
                limits::purpose(q, each, answer);
                limits::disclosure(q, each, answer);
                limits::necessity(q, &states, each, answer);
                authority::authority(q, each, answer);
            }
            beside::biometrics(q, each, answer);
            beside::new_york(q, each, answer);
            beside::bulk(q, each, answer);
        }
    }
}

impl Retention for UsStates {
    fn retention(q: Question<'_>, answer: &mut RetentionAnswer) {
        retention::retention(q, answer);
    }
}

impl Rights for UsStates {
    fn rights(q: Question<'_>, answer: &mut RightsAnswer) {
        rights::rights(q, answer);
    }
}

impl Incident for UsStates {
    fn incident(q: Question<'_>, answer: &mut IncidentAnswer) {
        incident::incident(q, answer);
    }
}
