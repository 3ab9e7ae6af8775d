//! `praetor subject`: what the ledger holds about a person.

pub(super) mod asking;

use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use serde_json::{Map, Value as Json, json};

use super::{CliError, EXIT_FAILED, report};
use asking::ServerArgs;

#[derive(Debug, Subcommand)]
pub enum SubjectCommand {
    /// Make everything that is stored about a person unreadable, for ever
    Erase(EraseArgs),
    /// Write everything that is stored about a person as NDJSON; this is logged
    Export(ExportArgs),
    /// Forbid to erase or delete, until a time or until it is released
    Hold(HoldArgs),
    /// End a hold
    Release(ReleaseArgs),
    /// List the holds that are not released
    Holds(HoldsArgs),
}

#[derive(Debug, Args)]
pub struct EraseArgs {
    #[command(flatten)]
    person: PersonArg,
    /// Make stale copies of the keys, in freed pages and backups, worthless now; else it happens by
    /// the deadline of the configuration
    #[arg(long)]
    at_once: bool,
    #[command(flatten)]
    server: ServerArgs,
}

#[derive(Debug, Args)]
pub struct ExportArgs {
    #[command(flatten)]
    person: PersonArg,
    /// The file to write; it must not exist. Standard output if it is left out
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    server: ServerArgs,
}

#[derive(Debug, Args)]
pub struct HoldArgs {
    #[command(flatten)]
    person: PersonArg,
    /// Hold the whole ledger instead of one person
    #[arg(long, conflicts_with = "person")]
    everything: bool,
    /// Until when, RFC 3339; until it is released if it is left out
    #[arg(long, value_name = "TIME")]
    until: Option<String>,
    /// The reference of the matter, never a name: it stays in the log for ever
    #[arg(long, value_name = "REFERENCE")]
    matter: String,
    #[command(flatten)]
    server: ServerArgs,
}

#[derive(Debug, Args)]
pub struct ReleaseArgs {
    /// The number of the hold
    hold: u64,
    #[command(flatten)]
    server: ServerArgs,
}

#[derive(Debug, Args)]
pub struct HoldsArgs {
    #[command(flatten)]
    server: ServerArgs,
}

/// Whom it is about.
#[derive(Debug, Args)]
struct PersonArg {
    /// The person, as questions have it in `subject.id`; read from standard input if it is left out,
    /// so that nobody's name stands in the history of a shell
    #[arg(value_name = "ID")]
    person: Option<String>,
}

/// Asks the running server.
pub fn run(command: &SubjectCommand) -> Result<ExitCode, CliError> {
    let done = match command {
        SubjectCommand::Erase(args) => {
            let body = json!({ "id": args.person.read()?, "at_once": args.at_once });
            args.server.post("/v1/subjects/erase", &body)
        }
        SubjectCommand::Export(args) => return export(args),
        SubjectCommand::Hold(args) => args.server.post("/v1/subjects/hold", &args.body()?),
        SubjectCommand::Release(args) => {
            args.server.post("/v1/subjects/release", &json!({ "hold": args.hold }))
        }
        SubjectCommand::Holds(args) => args.server.get("/v1/holds"),
    };
    report::line(serde_json::to_string_pretty(&done?)?);
    Ok(ExitCode::SUCCESS)
}

impl HoldArgs {
    fn body(&self) -> Result<Json, CliError> {
        let mut body = Map::new();
        if self.everything {
            body.insert("everything".into(), true.into());
        } else {
            body.insert("id".into(), self.person.read()?.into());
        }
        body.insert("matter".into(), self.matter.as_str().into());
        if let Some(until) = &self.until {
            body.insert("until".into(), until.as_str().into());
        }
        Ok(Json::Object(body))
    }
}

impl PersonArg {
    fn read(&self) -> Result<String, CliError> {
        if let Some(person) = &self.person {
            return Ok(person.clone());
        }
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text)?;
        Ok(text.trim_end_matches(['\r', '\n']).to_owned())
    }
}

/// Copies the lines as they come; an export without its last line is not whole.
fn export(args: &ExportArgs) -> Result<ExitCode, CliError> {
    let body = json!({ "id": args.person.read()? });
    let mut lines = args.server.post_for_lines("/v1/subjects/export", &body)?;
    let mut output: Box<dyn Write> = match &args.output {
        Some(file) => Box::new(private(file)?),
        None => Box::new(std::io::stdout().lock()),
    };
    let mut last = String::new();
    while lines.next_into(&mut last)? {
        output.write_all(last.as_bytes())?;
    }
    output.flush()?;
    let end: Json = serde_json::from_str(&last).unwrap_or_default();
    if end.get("complete").and_then(Json::as_bool) == Some(true) {
        return Ok(ExitCode::SUCCESS);
    }
    report::progress("the export was cut short: its last line is missing; ask again");
    Ok(ExitCode::from(EXIT_FAILED))
}

/// A new file that only its owner may read.
fn private(file: &std::path::Path) -> Result<std::fs::File, CliError> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file).map_err(|error| format!("cannot make `{}`: {error}", file.display()).into())
}
