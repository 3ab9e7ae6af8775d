//! `praetor plugin bench`: what a plugin's calls cost, over the questions of its cases.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use praetor_decision::manifest::Ability;
use praetor_sandbox::{CallError, Deadline, Limits, Plugin};

use super::under_test::UnderTest;
use crate::cases::{Call, Runner};

/// What the calls of one interface cost.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Measured {
    /// Calls that were made and timed.
    pub calls: usize,
    /// Different questions among them.
    pub questions: usize,
    /// Microseconds of the call in the middle.
    pub micros_p50: u64,
    /// Microseconds that one call in a hundred takes or exceeds.
    pub micros_p99: u64,
    /// The most fuel of a call.
    pub fuel_most: u64,
    /// The most memory of a call, in bytes.
    pub memory_most: u64,
    /// The most by which memory grew during a call, in bytes; growing costs half of the throughput.
    pub grown_most: u64,
}

/// Measures a plugin for about this time, each question equally often, one call after the other on this
/// thread, as a server does on each of its own.
///
/// # Errors
/// A case cannot be asked, or the plugin fails: then a time would mean nothing.
pub fn measure(taken: UnderTest, time: Duration) -> Result<BTreeMap<Ability, Measured>, String> {
    let UnderTest { plugin, cases, others, .. } = taken;
    let runner = Runner::new(plugin.clone(), others);
    let mut calls: BTreeMap<Ability, Vec<Call>> = BTreeMap::new();
    for case in &cases {
        let made = runner.calls(case).map_err(|says| format!("{}: {says}", case.name))?;
        made.into_iter().for_each(|call| calls.entry(call.ability).or_default().push(call));
    }
    let share = time / u32::try_from(calls.len().max(1)).unwrap_or(1);
    let measured = calls.into_iter().map(|(ability, calls)| Ok((ability, rounds(&plugin, &calls, share)?)));
    measured.collect()
}

/// Whole rounds over the questions until the time is over; the first round is not timed, for it brings the
/// plugin's code and memory into the caches.
fn rounds(plugin: &Plugin, calls: &[Call], time: Duration) -> Result<Measured, String> {
    let mut measured = Measured { questions: calls.len(), ..Measured::default() };
    let mut micros = vec![];
    one_round(plugin, calls, &mut measured, &mut micros)?;
    micros.clear();
    let end = Instant::now() + time;
    loop {
        one_round(plugin, calls, &mut measured, &mut micros)?;
        if Instant::now() >= end {
            break;
        }
    }
    micros.sort_unstable();
    measured.calls = micros.len();
    measured.micros_p50 = at(&micros, 50);
    measured.micros_p99 = at(&micros, 99);
    Ok(measured)
}

fn one_round(
    plugin: &Plugin,
    calls: &[Call],
    measured: &mut Measured,
    micros: &mut Vec<u64>,
) -> Result<(), String> {
    for call in calls {
        let cost = match call.put_to(plugin, Deadline::usual()) {
            Err(CallError::TimedOut | CallError::NoRoom) => continue,
            other => other.map_err(|error| format!("a call failed: {error}"))?,
        };
        micros.push(cost.micros);
        measured.fuel_most = measured.fuel_most.max(cost.fuel);
        measured.memory_most = measured.memory_most.max(cost.memory as u64);
        measured.grown_most = measured.grown_most.max(cost.grown as u64);
    }
    Ok(())
}

/// The value at a percentage of a sorted list.
fn at(sorted: &[u64], percent: usize) -> u64 {
    let last = sorted.len().saturating_sub(1);
    sorted.get(last * percent / 100).copied().unwrap_or_default()
}

/// A part of a limit in per cent, rounded up, so that something is never nothing.
#[must_use]
pub fn percent(used: u64, allowed: u64) -> u64 {
    used.saturating_mul(100).div_ceil(allowed.max(1))
}

/// The limit of memory of a call.
#[must_use]
pub fn memory_allowed(limits: Limits) -> u64 {
    limits.memory_bytes as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_and_parts_of_limits_are_read_off() {
        let micros: Vec<u64> = (1..=101).collect();
        assert_eq!((at(&micros, 50), at(&micros, 99), at(&[], 50)), (51, 100, 0));
        assert_eq!((percent(0, 100), percent(1, 1_000), percent(250, 1_000)), (0, 1, 25));
    }
}
