//! Federal Act on Data Protection of Switzerland (FADP) with the Data Protection Ordinance (DPO), the
//! duties to keep books, and the rule on devices of the Telecommunications Act: one function a
//! paragraph. `README.md` says what is in and what is not.

mod authority;
mod automated;
mod consent;
mod device;
mod incident;
mod justification;
mod minor;
mod objection;
mod others;
mod principles;
mod recipient;
mod retention;
mod rights;
mod scope;
mod sensitive;
#[cfg(test)]
mod tests;
mod training;
mod transfer;

use praetor_sdk::plugin::{Incident, Retention, Rights, Sharing};
use praetor_sdk::{
    IncidentAnswer, Law, Plugin, Question, RetentionAnswer, RightsAnswer, SharingAnswer, Standing,
};

praetor_sdk::law!();

struct ChFadp;

praetor_sdk::export!(ChFadp: sharing, retention, rights, incident);

impl Plugin for ChFadp {
    fn law() -> &'static Law {
        &law::LAW
    }

    fn reaches(q: Question<'_>) -> Standing {
        scope::reaches(q)
    }
}

impl Sharing for ChFadp {
    fn sharing(q: Question<'_>, answer: &mut SharingAnswer) {
        scope::representative(q, answer);
        for each in q.uses().or_gap() {
            principles::principles(q, each, answer);
            principles::information(q, each, answer);
            principles::minimisation(q, each, answer);
            consent::consent(q, each, answer);
            objection::objection(q, each, answer);
            training::training(q, each, answer);
            minor::minor(q, each, answer);
            others::third_persons(q, each, answer);
            sensitive::sensitive(q, each, answer);
            automated::automated(q, each, answer);
            device::device(q, each, answer);
            device::marketing(q, each, answer);
            recipient::recipient(q, each, answer);
            authority::authority(q, each, answer);
        }
        transfer::transfer(q, answer);
    }
}

impl Retention for ChFadp {
    fn retention(q: Question<'_>, answer: &mut RetentionAnswer) {
        retention::retention(q, answer);
    }
}

impl Rights for ChFadp {
    fn rights(q: Question<'_>, answer: &mut RightsAnswer) {
        rights::rights(q, answer);
    }
}

impl Incident for ChFadp {
    fn incident(q: Question<'_>, answer: &mut IncidentAnswer) {
        incident::incident(q, answer);
    }
}
