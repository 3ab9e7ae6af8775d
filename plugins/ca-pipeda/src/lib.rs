//! Canada: the federal Act on personal information in the private sector (PIPEDA, S.C. 2000, c. 5), with Canadian duties to
//! keep records. One function a paragraph; `README.md` says what is in and what is not.

mod authority;
mod basis;
mod consent;
mod ground;
mod incident;
mod minor;
mod purpose;
mod recipient;
mod retention;
mod rights;
mod scope;
mod sensitive;
#[cfg(test)]
mod tests;

use praetor_sdk::plugin::{Incident, Retention, Rights, Sharing};
use praetor_sdk::{
    IncidentAnswer, Law, Plugin, Question, RetentionAnswer, RightsAnswer, SharingAnswer, Standing,
};

praetor_sdk::law!();

struct CaPipeda;

praetor_sdk::export!(CaPipeda: sharing, retention, rights, incident);

impl Plugin for CaPipeda {
    fn law() -> &'static Law {
        &law::LAW
    }

    fn reaches(q: Question<'_>) -> Standing {
        scope::reaches(q)
    }
}

impl Sharing for CaPipeda {
    fn sharing(q: Question<'_>, answer: &mut SharingAnswer) {
        for each in q.uses().or_gap() {
            basis::basis(q, each, answer);
            basis::third_persons(q, each, answer);
            sensitive::sensitive(q, each, answer);
            minor::minor(q, each, answer);
            purpose::purpose(q, each, answer);
            purpose::information(q, each, answer);
            purpose::minimisation(q, each, answer);
            recipient::recipient(q, each, answer);
            recipient::contract(q, each, answer);
            authority::authority(q, each, answer);
        }
        recipient::abroad(q, answer);
    }
}

impl Retention for CaPipeda {
    fn retention(q: Question<'_>, answer: &mut RetentionAnswer) {
        retention::retention(q, answer);
    }
}

impl Rights for CaPipeda {
    fn rights(q: Question<'_>, answer: &mut RightsAnswer) {
        rights::rights(q, answer);
    }
}

impl Incident for CaPipeda {
    fn incident(q: Question<'_>, answer: &mut IncidentAnswer) {
        incident::incident(q, answer);
    }
}
