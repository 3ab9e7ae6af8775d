//! Calendars and deadlines agree with an independent oracle: `tests/oracle/README.md`.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

#[path = "oracle/calendars.rs"]
mod calendars;
#[path = "oracle/deadlines.rs"]
mod deadlines;
#[path = "oracle/differences.rs"]
mod differences;
#[path = "oracle/row.rs"]
mod row;

use praetor_decision::Day;

/// The lines of a table that the oracle wrote, without its head.
fn table(packed: &[u8]) -> Vec<String> {
    let text = zstd::decode_all(packed).expect("a packed table");
    let text = String::from_utf8(text).expect("a text");
    text.lines().skip(1).map(str::to_owned).collect()
}

/// So many days after a day.
fn after(day: Day, days: i32) -> Day {
    day.checked_add(jiff::Span::new().days(days)).expect("a day")
}
