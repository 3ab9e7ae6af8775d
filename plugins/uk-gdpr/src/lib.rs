//! The UK GDPR with the Data Protection Act 2018, as amended by the Data (Use and Access) Act 2025,
//! the rules on devices and messages of PECR, and the duties to keep records of the United Kingdom:
//! one function a paragraph. `README.md` says what is in and what is not.

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
mod record;
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

struct UkGdpr;

praetor_sdk::export!(UkGdpr: sharing, retention, rights, incident);

impl Plugin for UkGdpr {
    fn law() -> &'static Law {
        &law::LAW
    }

    fn reaches(q: Question<'_>) -> Standing {
        scope::reaches(q)
    }
}

impl Sharing for UkGdpr {
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
            minor::design(q, each, answer);
        }
        transfer::transfer(q, answer);
    }
}

impl Retention for UkGdpr {
    fn retention(q: Question<'_>, answer: &mut RetentionAnswer) {
        record::floors(q, answer);
        retention::retention(q, answer);
    }
}

impl Rights for UkGdpr {
    fn rights(q: Question<'_>, answer: &mut RightsAnswer) {
        rights::rights(q, answer);
    }
}

impl Incident for UkGdpr {
    fn incident(q: Question<'_>, answer: &mut IncidentAnswer) {
        incident::incident(q, answer);
    }
}
