//! Where the law applies, whose duties it gives way to, and the name of its authority.

use praetor_sdk::reading::{names, some};
use praetor_sdk::{Cond, Day, Question, Thing};

use crate::law::param;

/// The first day of the main amendments of the Data (Use and Access) Act 2025 (SI 2026/82).
pub const AMENDED: Day = Day::of(2026, 2, 5);

/// The first day of the law. Requests of before it are answered under the same rights, which it took
/// over.
const BEGAN: Day = Day::of(2021, 1, 1);

/// The day that picks the version of a rule on a request: that of receipt; unknown, that of the
/// question.
pub fn version(q: Question<'_>, request: Thing<'_>) -> Option<Day> {
    Some(request.fact("received-on").day().unwrap_or(q.as_of()).max(BEGAN))
}

/// The territory on the day of the question.
pub fn inside(q: Question<'_>) -> &'static [&'static str] {
    names(&param::INSIDE, q.as_of())
}

/// Art. 6(3): a duty of domestic law that is named.
pub fn home_duty<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    let ordered = some(&q.all("order"), |order| {
        order.fact("legal-basis-cited").is_true() & order.fact("issuer-place").wholly_within(inside(q))
    });
    each.fact("obligation-of").within(inside(q)) & (ordered | each.fact("obligation-cited").is_true())
}

/// The name of the authority: the operator's, because the Commissioner's functions pass to the
/// Information Commission on a day that was not seen (DUAA 2025 ss. 117-120).
pub fn authority(q: Question<'_>) -> &'static str {
    let set = q.settings().plain().code("authority");
    let named = set.and_then(|name| param::AUTHORITY.of(name, q.as_of()).value);
    named.or_else(|| param::COMMISSIONER.on(q.as_of()).value).unwrap_or("")
}
