//! `praetor plugin list`, `activate`, `impact`, `shadow`, `rollback`, `history` and `diff`: what serves on a running server.

mod candidate;
mod impact;
mod shadow;
mod tables;

use std::process::ExitCode;

use clap::Args;
use serde_json::{Value as Json, json};

use super::subject::asking::ServerArgs;
use super::{CliError, report};
use candidate::CandidateArgs;

pub use impact::{ImpactArgs, impact};
pub use shadow::{ShadowArgs, shadow};

#[derive(Debug, Args)]
pub struct ListArgs {
    /// Print the answer as JSON, with everything that is known
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: ServerArgs,
}

#[derive(Debug, Args)]
pub struct ActivateArgs {
    #[command(flatten)]
    candidate: CandidateArgs,
    /// How it takes part; as before if it is left out
    #[arg(long, value_parser = ["enforce", "shadow", "off"])]
    mode: Option<String>,
    /// Serve from this instant on, `2027-01-01T00:00:00+01:00`; what is bound serves until then
    #[arg(long, value_name = "INSTANT")]
    from: Option<String>,
    /// Serve before this instant; what is bound serves again from then on
    #[arg(long, value_name = "INSTANT")]
    until: Option<String>,
    /// Only if this generation still serves
    #[arg(long, value_name = "NUMBER")]
    seen: Option<u64>,
    #[command(flatten)]
    server: ServerArgs,
}

#[derive(Debug, Args)]
pub struct RollbackArgs {
    /// The generation to go back to; the one before the present one if it is left out
    #[arg(value_name = "NUMBER")]
    to: Option<u64>,
    /// Only if this generation still serves
    #[arg(long, value_name = "NUMBER")]
    seen: Option<u64>,
    #[command(flatten)]
    server: ServerArgs,
}

#[derive(Debug, Args)]
pub struct HistoryArgs {
    /// At most so many
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..=100))]
    limit: u16,
    /// Print the entries as JSON, one a line
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: ServerArgs,
}

#[derive(Debug, Args)]
pub struct DiffArgs {
    /// The earlier generation
    #[arg(value_name = "FROM")]
    from: u64,
    /// The later one; the present one if it is left out
    #[arg(value_name = "TO")]
    to: Option<u64>,
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: ServerArgs,
}

/// Lists the bindings, and the plugins that were refused.
pub fn list(args: &ListArgs) -> Result<ExitCode, CliError> {
    let listed = args.server.get("/v1/plugins")?;
    if args.json {
        report::line(listed.to_string());
    } else {
        report::line(tables::plugins(&listed));
    }
    Ok(ExitCode::SUCCESS)
}

/// Uploads a plugin and puts it to work.
pub fn activate(args: &ActivateArgs) -> Result<ExitCode, CliError> {
    let id = args.candidate.id()?;
    let seen = seen(args.seen, &args.server)?;
    let mut body = args.candidate.upload(&args.server)?;
    let texts = [("mode", &args.mode), ("from", &args.from), ("until", &args.until)];
    body.extend(texts.into_iter().filter_map(|(key, text)| Some((key.to_owned(), text.as_deref()?.into()))));
    let done = args.server.change(&format!("/v1/plugins/{id}/activate"), seen, &Json::Object(body))?;
    report::line(tables::changed(&done));
    Ok(ExitCode::SUCCESS)
}

/// Goes back to an earlier generation.
pub fn rollback(args: &RollbackArgs) -> Result<ExitCode, CliError> {
    let seen = seen(args.seen, &args.server)?;
    let to = args.to.unwrap_or_else(|| seen.saturating_sub(1));
    let done = args.server.change(&format!("/v1/generations/{to}/activate"), seen, &json!({}))?;
    report::line(tables::changed(&done));
    Ok(ExitCode::SUCCESS)
}

/// The generation that the change rests on: the stated one, or the one that serves now.
fn seen(stated: Option<u64>, server: &ServerArgs) -> Result<u64, CliError> {
    if let Some(stated) = stated {
        return Ok(stated);
    }
    let listed = server.get("/v1/plugins")?;
    Ok(listed.get("generation").and_then(Json::as_u64).ok_or("the server names no generation")?)
}

/// Lists generations and refusals.
pub fn history(args: &HistoryArgs) -> Result<ExitCode, CliError> {
    let history = args.server.get(&format!("/v1/generations?limit={}", args.limit))?;
    let entries = history.get("entries").and_then(Json::as_array).cloned().unwrap_or_default();
    if args.json {
        entries.iter().for_each(|entry| report::line(entry.to_string()));
    } else {
        report::line(tables::history(&entries));
    }
    Ok(ExitCode::SUCCESS)
}

/// Lists what differs between two generations.
pub fn diff(args: &DiffArgs) -> Result<ExitCode, CliError> {
    let to = match args.to {
        Some(to) => to,
        None => seen(None, &args.server)?,
    };
    let diff = args.server.get(&format!("/v1/generations/{to}/diff?from={}", args.from))?;
    report::line(if args.json { diff.to_string() } else { tables::diff(&diff) });
    Ok(ExitCode::SUCCESS)
}
