//! Federal Act on Data Protection of Switzerland (FADP) with the Data Protection Ordinance.

use praetor_sdk::plugin::Sharing;
use praetor_sdk::{Law, Plugin, Question, SharingAnswer, Standing};

praetor_sdk::law!();

use law::rule;

struct ChFadp;

praetor_sdk::export!(ChFadp: sharing);

impl Plugin for ChFadp {
    fn law() -> &'static Law {
        &law::LAW
    }

    fn reaches(q: Question<'_>) -> Standing {
        Standing::by(q, rule::SCOPE.when(q.subject().residence().within(&["CH"])))
    }
}

impl Sharing for ChFadp {
    fn sharing(_: Question<'_>, _: &mut SharingAnswer) {}
}
