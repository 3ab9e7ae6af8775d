//! Duties to keep records: the VAT One-Stop-Shop of the Union, and the commercial and tax law of
//! its member states. Floors only: how long records may be kept is for others to say.

mod books;
mod elsewhere;
mod france;
mod oss;
mod record;
mod start;
mod state;

use praetor_sdk::plugin::Retention;
use praetor_sdk::{Law, Plugin, Question, RetentionAnswer, Standing};

praetor_sdk::law!();

use law::rule;

struct EuRecords;

praetor_sdk::export!(EuRecords: retention);

impl Plugin for EuRecords {
    fn law() -> &'static Law {
        &law::LAW
    }

    /// The law of the books, and the One-Stop-Shop, which follows the sale.
    fn reaches(q: Question<'_>) -> Standing {
        let items = q.items().or_gap();
        Standing::by_any(
            q,
            [
                rule::BOOKS.when(items.any(|item| books::kept_in(q, item, books::AREA))),
                rule::OSS_REACH.when(items.any(|item| oss::is_declared(q, item))),
            ],
        )
    }
}

impl Retention for EuRecords {
    fn retention(q: Question<'_>, answer: &mut RetentionAnswer) {
        for item in q.items().or_gap() {
            // `early` has a last day, after which it says nothing.
            answer.review(rule::EARLY.always().about(item));
            state::duties(q, item, answer);
            oss::sale(q, item, answer);
            elsewhere::elsewhere(q, item, answer);
            elsewhere::telecom(q, item, answer);
        }
    }
}

/// What a record may be used for while a law on books and taxes commands its keeping.
const BOOKKEEPING: &[&str] = &["accounting", "audit", "legal-compliance"];

#[cfg(test)]
mod tests;
