//! Brazil: the general law on the protection of personal data (LGPD, Lei 13.709/2018), with what goes along with it: logs
//! and orders under the Marco Civil da Internet, children under the ECA Digital, and Brazilian duties to keep records. One
//! function a paragraph; `README.md` says what is in and what is not.

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
mod special;
#[cfg(test)]
mod tests;
mod transfer;

use praetor_sdk::plugin::{Incident, Retention, Rights, Sharing};
use praetor_sdk::{
    IncidentAnswer, Law, Plugin, Question, RetentionAnswer, RightsAnswer, SharingAnswer, Standing,
};

praetor_sdk::law!();

struct BrLgpd;

praetor_sdk::export!(BrLgpd: sharing, retention, rights, incident);

impl Plugin for BrLgpd {
    fn law() -> &'static Law {
        &law::LAW
    }

    fn reaches(q: Question<'_>) -> Standing {
        scope::reaches(q)
    }
}

impl Sharing for BrLgpd {
    fn sharing(q: Question<'_>, answer: &mut SharingAnswer) {
        for each in q.uses().or_gap() {
            basis::basis(q, each, answer);
            basis::third_persons(q, each, answer);
            special::special(q, each, answer);
            minor::minor(q, each, answer);
            minor::digital(q, each, answer);
            purpose::purpose(each, answer);
            purpose::information(q, each, answer);
            purpose::minimisation(q, each, answer);
            purpose::automated(each, answer);
            recipient::recipient(q, each, answer);
            recipient::contract(q, each, answer);
            authority::authority(q, each, answer);
        }
        transfer::transfer(q, answer);
    }
}

impl Retention for BrLgpd {
    fn retention(q: Question<'_>, answer: &mut RetentionAnswer) {
        retention::retention(q, answer);
    }
}

impl Rights for BrLgpd {
    fn rights(q: Question<'_>, answer: &mut RightsAnswer) {
        rights::rights(q, answer);
    }
}

impl Incident for BrLgpd {
    fn incident(q: Question<'_>, answer: &mut IncidentAnswer) {
        incident::incident(q, answer);
    }
}
