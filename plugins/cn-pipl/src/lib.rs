//! Personal Information Protection Law of the People's Republic of China (PIPL), with the provisions
//! on exports of 2024 and Chinese duties to keep. One function a paragraph; `README.md` says what is
//! in and what is not.

mod basis;
mod incident;
mod recipient;
mod retention;
mod rights;
mod scope;
mod sensitive;
#[cfg(test)]
mod tests;
mod transfer;

use praetor_sdk::plugin::{Incident, Retention, Rights, Sharing};
use praetor_sdk::{
    IncidentAnswer, Law, Plugin, Question, RetentionAnswer, RightsAnswer, SharingAnswer, Standing,
};

praetor_sdk::law!();

struct CnPipl;

praetor_sdk::export!(CnPipl: sharing, retention, rights, incident);

impl Plugin for CnPipl {
    fn law() -> &'static Law {
        &law::LAW
    }

    fn reaches(q: Question<'_>) -> Standing {
        scope::reaches(q)
    }
}

impl Sharing for CnPipl {
    fn sharing(q: Question<'_>, answer: &mut SharingAnswer) {
        for each in q.uses().or_gap() {
            basis::basis(q, each, answer);
            basis::principles(q, each, answer);
            basis::automated(each, answer);
            basis::assessment(q, each, answer);
            sensitive::sensitive(q, each, answer);
            sensitive::minor(q, each, answer);
            sensitive::likeness(q, each, answer);
            recipient::recipient(q, each, answer);
            recipient::publication(q, each, answer);
            recipient::authority(q, each, answer);
        }
        transfer::transfer(q, answer);
    }
}

impl Retention for CnPipl {
    fn retention(q: Question<'_>, answer: &mut RetentionAnswer) {
        retention::retention(q, answer);
    }
}

impl Rights for CnPipl {
    fn rights(q: Question<'_>, answer: &mut RightsAnswer) {
        rights::rights(q, answer);
    }
}

impl Incident for CnPipl {
    fn incident(q: Question<'_>, answer: &mut IncidentAnswer) {
        incident::incident(q, answer);
    }
}
