//! Law No. 6698 on the Protection of Personal Data of Turkey (KVKK), with what goes along with it: commercial
//! messages (Law No. 6563) and Turkish duties to keep records. One function a paragraph; `README.md` says what is in
//! and what is not.

mod authority;
mod basis;
mod consent;
mod incident;
mod marketing;
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

struct TrKvkk;

praetor_sdk::export!(TrKvkk: sharing, retention, rights, incident);

impl Plugin for TrKvkk {
    fn law() -> &'static Law {
        &law::LAW
    }

    fn reaches(q: Question<'_>) -> Standing {
        scope::reaches(q)
    }
}

impl Sharing for TrKvkk {
    fn sharing(q: Question<'_>, answer: &mut SharingAnswer) {
        purpose::register(q, answer);
        for each in q.uses().or_gap() {
            basis::basis(q, each, answer);
            basis::third_persons(q, each, answer);
            special::special(q, each, answer);
            minor::minor(q, each, answer);
            purpose::purpose(each, answer);
            purpose::information(q, each, answer);
            purpose::minimisation(q, each, answer);
            purpose::automated(each, answer);
            marketing::device(q, each, answer);
            marketing::messages(q, each, answer);
            recipient::recipient(q, each, answer);
            recipient::contract(q, each, answer);
            authority::authority(q, each, answer);
        }
        transfer::transfer(q, answer);
    }
}

impl Retention for TrKvkk {
    fn retention(q: Question<'_>, answer: &mut RetentionAnswer) {
        retention::retention(q, answer);
    }
}

impl Rights for TrKvkk {
    fn rights(q: Question<'_>, answer: &mut RightsAnswer) {
        rights::rights(q, answer);
    }
}

impl Incident for TrKvkk {
    fn incident(q: Question<'_>, answer: &mut IncidentAnswer) {
        incident::incident(q, answer);
    }
}
