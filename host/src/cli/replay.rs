//! `praetor replay`.

mod showing;
mod source;

use std::process::ExitCode;

use clap::{ArgGroup, Args};
use praetor_ledger::RecordId;
use serde_json::Value as Json;

use super::log::source::SourceArgs;
use super::range::RangeArgs;
use super::{CliError, EXIT_ERROR, EXIT_FAILED, report};
use source::Source;

#[derive(Debug, Args)]
#[command(group(ArgGroup::new("what").required(true).multiple(true).args(["id", "from", "to", "all"])))]
pub struct ReplayArgs {
    /// The id of one decision
    #[arg(conflicts_with_all = ["from", "to", "all", "kind"])]
    id: Option<String>,
    #[command(flatten)]
    range: RangeArgs,
    /// Print JSON, for a range one object a line
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    source: SourceArgs,
}

/// Replays one decision or a range.
pub fn run(args: &ReplayArgs) -> Result<ExitCode, CliError> {
    let source = Source::open(&args.source)?;
    match &args.id {
        Some(id) => one(args, &source, id),
        None => range(args, &source),
    }
}

fn one(args: &ReplayArgs, source: &Source, id: &str) -> Result<ExitCode, CliError> {
    let wrong = |_| format!("`{id}` is not the id of a decision; answers have it in `id`");
    let id: RecordId = id.parse().map_err(wrong)?;
    let replayed = source.one(id)?;
    if args.json {
        report::line(serde_json::to_string_pretty(&replayed)?);
    } else {
        showing::one(&replayed);
    }
    Ok(match replayed.get("outcome").and_then(Json::as_str) {
        Some("same") => ExitCode::SUCCESS,
        Some("different") => ExitCode::from(EXIT_FAILED),
        _ => ExitCode::from(EXIT_ERROR),
    })
}

fn range(args: &ReplayArgs, source: &Source) -> Result<ExitCode, CliError> {
    let mut summary = None;
    source.range(&Json::Object(args.range.body()), |line| {
        match line.get("type").and_then(Json::as_str) {
            Some("progress") => return showing::progress(&line),
            Some("summary") => summary = Some(line.clone()),
            _ => {}
        }
        if args.json {
            report::line(line.to_string());
        } else {
            showing::line(&line);
        }
    })?;
    let summary = summary.ok_or("the replay was cut short: its last line is missing; try again")?;
    let count = |outcome: &str| summary.pointer(&format!("/outcomes/{outcome}")).and_then(Json::as_u64);
    if count("different") != Some(0) {
        return Ok(ExitCode::from(EXIT_FAILED));
    }
    let all = count("unavailable") == Some(0);
    Ok(if all { ExitCode::SUCCESS } else { ExitCode::from(EXIT_ERROR) })
}
