//! Digital Personal Data Protection Act, 2023 of India, which applies from 13 May 2027, with the rules
//! of 2011 on sensitive data until then, and Indian duties to keep and to report. Every rule carries
//! its own dates, so old and new are said side by side. `README.md` says what is in and what is not.

mod ground;
mod incident;
mod interim;
mod minor;
mod recipient;
mod retention;
mod rights;
mod scope;
#[cfg(test)]
mod tests;
mod transfer;

use praetor_sdk::plugin::{Incident, Retention, Rights, Sharing};
use praetor_sdk::{
    IncidentAnswer, Law, Plugin, Question, RetentionAnswer, RightsAnswer, SharingAnswer, Standing,
};

praetor_sdk::law!();

struct InDpdp;

praetor_sdk::export!(InDpdp: sharing, retention, rights, incident);

impl Plugin for InDpdp {
    fn law() -> &'static Law {
        &law::LAW
    }

    fn reaches(q: Question<'_>) -> Standing {
        scope::reaches(q)
    }
}

impl Sharing for InDpdp {
    fn sharing(q: Question<'_>, answer: &mut SharingAnswer) {
        for each in q.uses().or_gap() {
            interim::interim(q, each, answer);
            ground::basis(q, each, answer);
            ground::principles(q, each, answer);
            minor::minor(q, each, answer);
            recipient::recipient(q, each, answer);
            recipient::authority(q, each, answer);
        }
        interim::transfer(q, answer);
        transfer::transfer(q, answer);
    }
}

impl Retention for InDpdp {
    fn retention(q: Question<'_>, answer: &mut RetentionAnswer) {
        retention::retention(q, answer);
    }
}

impl Rights for InDpdp {
    fn rights(q: Question<'_>, answer: &mut RightsAnswer) {
        rights::rights(q, answer);
    }
}

impl Incident for InDpdp {
    fn incident(q: Question<'_>, answer: &mut IncidentAnswer) {
        incident::incident(q, answer);
    }
}
