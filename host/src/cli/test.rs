//! `praetor plugin test`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use praetor_sandbox::{Engine, EngineOptions, Limits, Plugin};

use super::build::OUT_DEFAULT;
use super::{CliError, EXIT_FAILED, report};
use crate::cases::{Case, CaseFailure, Outcome, Runner, read_cases};
use crate::guests;

#[derive(Debug, Args)]
pub struct TestArgs {
    /// The plugin's folder
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
    /// Only cases whose name holds this
    #[arg(long, value_name = "WORDS")]
    only: Option<String>,
    /// Print the whole decision of each case that fails
    #[arg(long)]
    show: bool,
    /// Use the components that were built before
    #[arg(long)]
    no_build: bool,
    /// Let rules pass that no case fires
    #[arg(long)]
    allow_unfired: bool,
    /// The folder for the components
    #[arg(long, default_value = OUT_DEFAULT, value_name = "FOLDER")]
    out: PathBuf,
}

/// Builds the plugin and those that its cases name, and runs every case.
pub fn run(args: &TestArgs) -> Result<ExitCode, CliError> {
    let cases = read_cases(&args.folder.join("cases"))?;
    let id = guests::id_of(&args.folder)?;
    let others: BTreeSet<String> = cases.iter().flat_map(|case| case.with.clone()).collect();
    if !args.no_build {
        guests::build(&folders(&args.folder, &others), &args.out)?;
    }
    let cache = Some(args.out.join(".compiled"));
    let engine = Engine::new(&EngineOptions { cache, ..EngineOptions::default() })?;
    let plugin = load(&engine, &args.out, &id)?;
    let mut loaded = BTreeMap::new();
    for other in others {
        loaded.insert(other.clone(), load(&engine, &args.out, &other)?);
    }
    let runner = Runner::new(plugin, loaded);
    Ok(run_cases(args, &cases, runner))
}

fn folders(folder: &Path, others: &BTreeSet<String>) -> Vec<PathBuf> {
    let mut folders = vec![folder.to_owned()];
    let beside = folder.join("..");
    folders.extend(others.iter().map(|id| beside.join(id)));
    folders
}

fn load(engine: &Engine, out: &Path, id: &str) -> Result<Plugin, CliError> {
    let file = out.join(format!("{id}.wasm"));
    let bytes = std::fs::read(&file).map_err(|error| format!("cannot read `{}`: {error}", file.display()))?;
    let plugin = engine.load(&bytes, Limits::default());
    plugin.map_err(|error| format!("`{id}` is refused: {error}").into())
}

fn run_cases(args: &TestArgs, cases: &[Case], mut runner: Runner) -> ExitCode {
    let wanted = |case: &&Case| args.only.as_ref().is_none_or(|words| case.name.contains(words));
    let (mut passed, mut failed) = (0_usize, 0_usize);
    for case in cases.iter().filter(wanted) {
        let outcome = runner.run(case);
        print(&outcome, &args.folder, args.show);
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
