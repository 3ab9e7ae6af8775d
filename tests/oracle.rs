//! The last days that the plugins' clocks come to, through the real sandbox, are those of the
//! independent oracle: `host/decision/tests/oracle/README.md`.
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

#[path = "oracle/america.rs"]
mod america;
#[path = "oracle/asked.rs"]
mod asked;
#[path = "oracle/laws.rs"]
mod laws;
#[path = "oracle/brazil.rs"]
mod brazil;
#[path = "../host/decision/tests/oracle/row.rs"]
#[allow(dead_code, reason = "the core compares more of a row than the plugins can be asked")]
mod row;
