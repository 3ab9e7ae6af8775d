//! Regulation (EU) 2016/679 with the rules on devices and messages of Directive 2002/58/EC: one
//! function a paragraph. `README.md` says what is in and what is not.

mod ask;
mod authority;
mod automated;
mod basis;
mod consent;
mod device;
mod incident;
mod marks;
mod minor;
mod person;
mod purpose;
mod reading;
mod recipient;
mod retention;
mod rights;
mod scope;
mod special;
#[cfg(test)]
mod tests;
mod transfer;

use praetor_sdk::plugin::{Incident, Retention, Rights, Sharing};
use praetor_sdk::{
    IncidentAnswer, Law, Plugin, Question, RetentionAnswer, RightsAnswer, SharingAnswer, Standing,
};

praetor_sdk::law!();

struct EuGdpr;

praetor_sdk::export!(EuGdpr: sharing, retention, rights, incident);

impl Plugin for EuGdpr {
    fn law() -> &'static Law {
        &law::LAW
    }

    fn reaches(q: Question<'_>) -> Standing {
        scope::reaches(q)
    }
}

impl Sharing for EuGdpr {
    fn sharing(q: Question<'_>, answer: &mut SharingAnswer) {
        purpose::representative(q, answer);
        for each in q.uses().or_gap() {
            basis::basis(q, each, answer);
            basis::third_persons(q, each, answer);
            special::special(q, each, answer);
            minor::minor(q, each, answer);
            purpose::purpose(q, each, answer);
            purpose::information(q, each, answer);
            purpose::minimisation(q, each, answer);
            device::device(q, each, answer);
            device::marketing(q, each, answer);
            device::restriction(q, each, answer);
            recipient::recipient(q, each, answer);
            recipient::contract(q, each, answer);
            authority::authority(q, each, answer);
            automated::automated(q, each, answer);
        }
        transfer::transfer(q, answer);
    }
}

impl Retention for EuGdpr {
    fn retention(q: Question<'_>, answer: &mut RetentionAnswer) {
        retention::retention(q, answer);
    }
}

impl Rights for EuGdpr {
    fn rights(q: Question<'_>, answer: &mut RightsAnswer) {
        rights::rights(q, answer);
    }
}

impl Incident for EuGdpr {
    fn incident(q: Question<'_>, answer: &mut IncidentAnswer) {
        incident::incident(q, answer);
    }
}
