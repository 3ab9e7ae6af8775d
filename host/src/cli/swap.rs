//! `praetor plugin list`, `activate`, `rollback`, `history` and `diff`: what serves on a running server.

mod tables;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde_json::{Map, Value as Json, json};

use super::subject::asking::ServerArgs;
use super::{CliError, report};
use crate::signing::read_beside;

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
    /// The plugin's file, with its signature beside it if there is one; left out: the bytes that are bound now, to bind them in another way
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// The id of the binding; the name of the file if it is left out
    #[arg(long, required_unless_present = "file")]
    id: Option<String>,
    /// How it takes part; as before if it is left out
    #[arg(long, value_parser = ["enforce", "shadow", "off"])]
    mode: Option<String>,
    /// All its settings, a file of TOML or JSON; as before if it is left out
    #[arg(long, value_name = "FILE")]
    settings: Option<PathBuf>,
    /// Serve from this instant on, `2027-01-01T00:00:00+01:00`; what is bound serves until then
    #[arg(long, value_name = "INSTANT")]
    from: Option<String>,
    /// Serve before this instant; what is bound serves again from then on
    #[arg(long, value_name = "INSTANT")]
    until: Option<String>,
    /// Let it use 128 MiB, as JavaScript and Python guests do
    #[arg(long)]
    large_memory: bool,
    /// Let it import WASI and give it stubs, as Python guests need
    #[arg(long)]
    allow_stubbed_wasi: bool,
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
    let stem = args.file.as_ref().and_then(|file| file.file_stem()).and_then(|stem| stem.to_str());
    let id = args.id.as_deref().or(stem).ok_or("the file's name is no id; give `--id`")?;
    let seen = seen(args.seen, &args.server)?;
    let mut body = body(args)?;
    if let Some(file) = &args.file {
        let bytes =
            std::fs::read(file).map_err(|error| format!("cannot read `{}`: {error}", file.display()))?;
        report::progress(format!("uploading {} bytes", bytes.len()));
        let kept = args.server.upload("/v1/plugins", &bytes)?;
        body.insert("digest".into(), kept.get("digest").cloned().unwrap_or_default());
        let signature = read_beside(file)
            .map_err(|error| format!("cannot read the signature of `{}`: {error}", file.display()))?;
        if let Some(signature) = signature {
            body.insert("signature".into(), String::from_utf8_lossy(&signature).into());
        }
    }
    report::progress("the gate looks at it");
    let done = args.server.change(&format!("/v1/plugins/{id}/activate"), seen, &Json::Object(body))?;
    report::line(tables::changed(&done));
    Ok(ExitCode::SUCCESS)
}

fn body(args: &ActivateArgs) -> Result<Map<String, Json>, CliError> {
    let mut body = Map::new();
    let texts = [("mode", &args.mode), ("from", &args.from), ("until", &args.until)];
    body.extend(texts.into_iter().filter_map(|(key, text)| Some((key.to_owned(), text.as_deref()?.into()))));
    for (key, holds) in [("large_memory", args.large_memory), ("allow_stubbed_wasi", args.allow_stubbed_wasi)]
    {
        if holds {
            body.insert(key.into(), true.into());
        }
    }
    if let Some(file) = &args.settings {
        let text = std::fs::read_to_string(file)
            .map_err(|error| format!("cannot read `{}`: {error}", file.display()))?;
        body.insert("settings".into(), settings(&text)?);
    }
    Ok(body)
}

fn settings(text: &str) -> Result<Json, CliError> {
    if text.trim_start().starts_with('{') {
        return Ok(serde_json::from_str(text)?);
    }
    let table: toml::Table = text.parse()?;
    Ok(crate::config::json(toml::Value::Table(table)))
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
