//! The California Consumer Privacy Act as amended by the CPRA, with its regulations, the law on breaches and the
//! duties to keep records for tax. One function a paragraph; `README.md` says what is in and what is not.

mod authority;
mod deal;
mod incident;
mod limits;
mod minor;
mod opt_out;
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

struct UsCaCcpa;

praetor_sdk::export!(UsCaCcpa: sharing, retention, rights, incident);

impl Plugin for UsCaCcpa {
    fn law() -> &'static Law {
        &law::LAW
    }

    fn reaches(q: Question<'_>) -> Standing {
        scope::reaches(q)
    }
}

impl Sharing for UsCaCcpa {
    fn sharing(q: Question<'_>, answer: &mut SharingAnswer) {
        for each in q.uses().or_gap() {
            recipient::recipient(q, each, answer);
            recipient::conduct(q, each, answer);
            authority::authority(q, each, answer);
            opt_out::opt_out(q, each, answer);
            opt_out::asking(q, each, answer);
            opt_out::incentive(q, each, answer);
            minor::minor(q, each, answer);
            sensitive::limited(q, each, answer);
            limits::purpose(q, each, answer);
            limits::information(q, each, answer);
            limits::minimisation(q, each, answer);
            limits::automated(q, each, answer);
        }
    }
}

impl Retention for UsCaCcpa {
    fn retention(q: Question<'_>, answer: &mut RetentionAnswer) {
        retention::retention(q, answer);
    }
}

impl Rights for UsCaCcpa {
    fn rights(q: Question<'_>, answer: &mut RightsAnswer) {
        rights::rights(q, answer);
    }
}

impl Incident for UsCaCcpa {
    fn incident(q: Question<'_>, answer: &mut IncidentAnswer) {
        incident::incident(q, answer);
    }
}
