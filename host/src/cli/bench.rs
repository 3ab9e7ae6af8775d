//! `praetor plugin bench`.

use std::process::ExitCode;
use std::time::Duration;

use clap::Args;

use super::check::TargetArgs;
use super::{CliError, report};
use crate::authoring::{Measured, measure, memory_allowed, percent};
use crate::wire::manifest::ability_name;

#[derive(Debug, Args)]
pub struct BenchArgs {
    #[command(flatten)]
    target: TargetArgs,
    /// For how long to ask
    #[arg(long, default_value_t = 5, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(1..=600))]
    seconds: u32,
}

/// Measures the calls to which the plugin's cases lead, against its limits.
pub fn run(args: &BenchArgs) -> Result<ExitCode, CliError> {
    let taken = args.target.taking().take()?;
    let (limits, id) = (taken.plugin.limits(), taken.plugin.manifest().id.clone());
    report::progress(format!("asking `{id}` for {} seconds, one call after the other", args.seconds));
    let measured = measure(taken, Duration::from_secs(args.seconds.into()))?;
    if measured.is_empty() {
        return Err("the plugin is asked in none of its cases; write one that reaches it".into());
    }
    let memory = memory_allowed(limits);
    let rows = measured.iter().map(|(ability, one)| row(ability_name(*ability), one, limits.fuel, memory));
    let header = [
        "interface",
        "calls",
        "questions",
        "us p50",
        "us p99",
        "fuel",
        "of limit",
        "KiB",
        "of limit",
        "KiB grown",
    ];
    report::line(report::table(&header, rows));
    report::line(format!(
        "fuel and KiB are the most of a call; its limits are {} units and {} KiB",
        limits.fuel,
        memory / 1024
    ));
    if measured.values().any(|one| one.grown_most > 0) {
        report::line(
            "memory grew during a call: that halves the throughput; ask for less, or use the SDK's allocator",
        );
    }
    Ok(ExitCode::SUCCESS)
}

fn row(name: &str, one: &Measured, fuel: u64, memory: u64) -> Vec<String> {
    vec![
        name.to_owned(),
        one.calls.to_string(),
        one.questions.to_string(),
        one.micros_p50.to_string(),
        one.micros_p99.to_string(),
        one.fuel_most.to_string(),
        format!("{} %", percent(one.fuel_most, fuel)),
        one.memory_most.div_ceil(1024).to_string(),
        format!("{} %", percent(one.memory_most, memory)),
        one.grown_most.div_ceil(1024).to_string(),
    ]
}
