//! `praetor plugin test`.

use std::path::Path;
use std::process::ExitCode;

use clap::Args;

use super::check::TargetArgs;
use super::{CliError, EXIT_FAILED, report};
use crate::authoring::{Change, UnderTest};
use crate::cases::{Case, CaseFailure, Outcome, Runner};

#[derive(Debug, Args)]
pub struct TestArgs {
    #[command(flatten)]
    target: TargetArgs,
    /// Only cases whose name holds this
    #[arg(long, value_name = "WORDS")]
    only: Option<String>,
    /// Print the whole decision of each case that fails
    #[arg(long)]
    show: bool,
    /// Let rules pass that no case fires
    #[arg(long)]
    allow_unfired: bool,
    /// Run them again after each change of a file, until it is stopped
    #[arg(long)]
    watch: bool,
}

/// Builds the plugin and those that its cases name, and runs every case.
pub fn run(args: &TestArgs) -> Result<ExitCode, CliError> {
    if !args.watch {
        return once(args);
    }
    let mut change = Change::of(&args.target.target);
    loop {
        match once(args) {
            Ok(_) => {}
            Err(error) => report::error(error.as_ref()),
        }
        report::progress("\nwaiting for a change; stop with Ctrl-C");
        change.wait();
        report::progress("\nchanged");
    }
}

fn once(args: &TestArgs) -> Result<ExitCode, CliError> {
    let UnderTest { plugin, cases, others, .. } = args.target.taking().take()?;
    Ok(run_cases(args, &cases, Runner::new(plugin, others)))
}

fn run_cases(args: &TestArgs, cases: &[Case], mut runner: Runner) -> ExitCode {
    let wanted = |case: &&Case| args.only.as_ref().is_none_or(|words| case.name.contains(words));
    let (mut passed, mut failed) = (0_usize, 0_usize);
    for case in cases.iter().filter(wanted) {
        let outcome = runner.run(case);
        print(&outcome, &args.target.target, args.show);
        if outcome.failure.is_none() { passed += 1 } else { failed += 1 }
    }
    let unfired = if args.only.is_some() { vec![] } else { runner.unfired() };
    let rules = runner.manifest().rules.len();
    report::line(format!("\n{}: {passed} passed, {failed} failed", runner.manifest().id));
    match unfired.as_slice() {
        [] if args.only.is_none() => report::line(format!("all {rules} rules fired")),
        [] => {}
        some => {
            report::line(format!("{} of {rules} rules fired in no case: {}", some.len(), some.join(", ")))
        }
    }
    let unfired_counts = !unfired.is_empty() && !args.allow_unfired;
    if failed > 0 || unfired_counts { ExitCode::from(EXIT_FAILED) } else { ExitCode::SUCCESS }
}

fn print(outcome: &Outcome, folder: &Path, show: bool) {
    let Some(failure) = &outcome.failure else {
        report::line(format!("ok      {}", outcome.name));
        return;
    };
    let file = outcome.file.strip_prefix(folder).unwrap_or(&outcome.file);
    report::line(format!("FAILED  {} ({})", outcome.name, file.display()));
    match failure {
        CaseFailure::NotAsked(says) => report::line(indented(says)),
        CaseFailure::TooSlow => report::line(indented("the machine was too slow")),
        CaseFailure::Differs { lines, decision } => {
            report::line(indented(&lines.join("\n")));
            if show {
                let decision = serde_json::to_string_pretty(decision).unwrap_or_default();
                report::line(indented(&decision));
            }
        }
    }
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("        {line}")).collect::<Vec<_>>().join("\n")
}
