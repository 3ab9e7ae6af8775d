//! The privacy policy of GPT Image 2, effective 25 April 2026, as a notice: what it declares it
//! lets through, and whatever it does not declare it denies.

use praetor_sdk::answer::Profile;
use praetor_sdk::{Law, Plugin, Question, RetentionAnswer, RightsAnswer, SharingAnswer, Standing, plugin};

praetor_sdk::law!();

mod published;
mod retention;
mod rights;
mod sharing;

use law::rule;

struct Notice;

praetor_sdk::export!(Notice: profile, sharing, retention, rights);

impl Plugin for Notice {
    fn law() -> &'static Law {
        &law::LAW
    }

    /// Head and section 1: everything that the service does with personal information. Before the
    /// effective date the policy still speaks: it says that nothing was declared.
    fn reaches(q: Question<'_>) -> Standing {
        Standing::by(q, rule::S_0B_IN_FORCE.always())
    }
}

impl plugin::Profile for Notice {
    fn profile(q: Question<'_>, profile: &mut Profile) {
        published::state(q, profile);
    }
}

impl plugin::Sharing for Notice {
    fn sharing(q: Question<'_>, answer: &mut SharingAnswer) {
        sharing::decide(q, answer);
    }
}

impl plugin::Retention for Notice {
    fn retention(q: Question<'_>, answer: &mut RetentionAnswer) {
        retention::decide(q, answer);
    }
}

impl plugin::Rights for Notice {
    fn rights(q: Question<'_>, answer: &mut RightsAnswer) {
        rights::decide(q, answer);
    }
}
