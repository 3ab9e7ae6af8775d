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
