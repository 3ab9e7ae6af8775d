//! Where the Regulation applies, and whose duties it gives way to.

use praetor_sdk::reading::{names, some};
use praetor_sdk::{Cond, Question, Thing};

/// The places in which the Regulation applies on the day of the question.
pub fn inside(q: Question<'_>) -> &'static [&'static str] {
    names(&crate::law::param::INSIDE, q.as_of())
}

/// A duty of Union or Member State law that is named.
pub fn home_duty<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    let home = names(&crate::law::param::RECOGNISED_ORDERS, q.as_of());
    let ordered = some(&q.all("order"), |order| order.fact("legal-basis-cited").is_true());
    let of = each.fact("obligation-of");
    (of.within(home) | of.within(inside(q))) & (ordered | each.fact("obligation-cited").is_true())
}
