//! UK GDPR with the Data Protection Act 2018 and the Data (Use and Access) Act 2025.

use praetor_sdk::plugin::Sharing;
use praetor_sdk::{Law, Plugin, Question, SharingAnswer, Standing};

praetor_sdk::law!();

use law::rule;

struct UkGdpr;

praetor_sdk::export!(UkGdpr: sharing);

impl Plugin for UkGdpr {
    fn law() -> &'static Law {
        &law::LAW
    }

    fn reaches(q: Question<'_>) -> Standing {
        Standing::by(q, rule::SCOPE.when(q.subject().residence().within(&["GB"])))
    }
}

impl Sharing for UkGdpr {
    fn sharing(_: Question<'_>, _: &mut SharingAnswer) {}
}
