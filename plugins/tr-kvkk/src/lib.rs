//! Law No. 6698 on the Protection of Personal Data of Turkey (KVKK).

use praetor_sdk::plugin::Sharing;
use praetor_sdk::{Law, Plugin, Question, SharingAnswer, Standing};

praetor_sdk::law!();

use law::rule;

struct TrKvkk;

praetor_sdk::export!(TrKvkk: sharing);

impl Plugin for TrKvkk {
    fn law() -> &'static Law {
        &law::LAW
    }

    fn reaches(q: Question<'_>) -> Standing {
        Standing::by(q, rule::SCOPE.when(q.subject().residence().within(&["TR"])))
    }
}

impl Sharing for TrKvkk {
    fn sharing(_: Question<'_>, _: &mut SharingAnswer) {}
}
