//! Figures of the benchmarks that run a whole server.

use std::time::Duration;

use crate::load::Timed;

/// How long each took, the shortest first.
pub fn sorted(all: &[Timed]) -> Vec<Duration> {
    let mut took: Vec<Duration> = all.iter().map(|one| one.took).collect();
    took.sort_unstable();
    took
}

/// Milliseconds within which this part of a thousand came.
pub fn within(sorted: &[Duration], thousandths: usize) -> f64 {
    let last = sorted.len().saturating_sub(1);
    sorted.get(last * thousandths / 1_000).copied().unwrap_or_default().as_secs_f64() * 1_000.0
}

/// What stands behind a name on the command line.
pub fn after<'a>(arguments: &'a [String], name: &str) -> Option<&'a str> {
    let place = arguments.iter().position(|argument| argument == name)?;
    arguments.get(place + 1).map(String::as_str)
}
