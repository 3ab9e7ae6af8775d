//! `praetor policy diff`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use jiff::civil::Date;
use serde_json::{Value as Json, json};

use super::source;
use crate::cli::{CliError, report};
use crate::policy::{Change, Register, Step, StepDue, StepKind, diff, step_rows, steps, strictest};

#[derive(Debug, Args)]
pub struct DiffArgs {
    /// The version in force: a plugin's folder or a component
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// The version to come; left out, the same plugin on another day
    #[arg(value_name = "NEW")]
    new: Option<PathBuf>,
    /// The day for which OLD is read, YYYY-MM-DD; today if it is left out
    #[arg(long, value_name = "DAY")]
    old_on: Option<Date>,
    /// The day for which NEW is read, YYYY-MM-DD; today if it is left out
    #[arg(long, value_name = "DAY")]
    new_on: Option<Date>,
    /// The config file whose settings both work under; without it, none are set
    #[arg(long, short, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The laws to ask, by plugin id
    #[arg(long, value_delimiter = ',', value_name = "LAWS", default_values = LAWS)]
    laws: Vec<String>,
    /// Print the changes as JSON
    #[arg(long)]
    json: bool,
}

/// The laws whose steps are known; see `host/policy/steps.toml`.
const LAWS: [&str; 5] = ["eu-gdpr", "uk-gdpr", "ch-fadp", "tr-kvkk", "us-ca-ccpa"];

/// Lists what changes from one version to the other, with what each law asks for before.
pub fn run(args: &DiffArgs) -> Result<ExitCode, CliError> {
    let config = args.config.as_deref();
    let old = source::read(&args.old, config, source::day(args.old_on))?;
    let new = source::read(args.new.as_ref().unwrap_or(&args.old), config, source::day(args.new_on))?;
    let rows = step_rows()?;
    refuse_unknown(&args.laws, &rows)?;
    let changes = diff(&old, &new);
    if args.json {
        let changes: Vec<Json> = changes.iter().map(|change| as_json(change, &args.laws, &rows)).collect();
        let whole = json!({ "old": old.version(), "new": new.version(), "changes": changes });
        report::line(serde_json::to_string_pretty(&whole)?);
    } else {
        show(&old, &new, &changes, &args.laws, &rows);
    }
    Ok(ExitCode::SUCCESS)
}

fn refuse_unknown(laws: &[String], rows: &[Step]) -> Result<(), CliError> {
    match laws.iter().find(|law| !rows.iter().any(|row| row.law == **law)) {
        Some(law) => {
            Err(format!("no steps are known for the law `{law}`; known: {}", LAWS.join(", ")).into())
        }
        None => Ok(()),
    }
}

fn as_json(change: &Change, laws: &[String], rows: &[Step]) -> Json {
    let due = steps(change, laws, rows);
    let by_law: Vec<Json> = due.iter().map(step_json).collect();
    json!({
        "change": change.kind.as_str(), "purpose": change.purpose, "what": change.what,
        "bases": change.bases, "strictest": strictest(&due).map(StepKind::as_str), "steps": by_law,
    })
}

fn step_json(due: &StepDue<'_>) -> Json {
    match due.row {
        Some(row) => {
            json!({
                "law": due.law, "step": row.step.as_str(), "says": row.says, "cites": row.cite,
                "confidence": row.confidence.as_str(),
            })
        }
        None => json!({ "law": due.law, "step": "not known" }),
    }
}

fn show(old: &Register, new: &Register, changes: &[Change], laws: &[String], rows: &[Step]) {
    report::line(format!(
        "{} {} to {} {}: {} changes\n",
        old.plugin,
        old.version(),
        new.plugin,
        new.version(),
        changes.len()
    ));
    for change in changes {
        let due = steps(change, laws, rows);
        let of = if change.purpose.is_empty() { String::new() } else { format!(" ({})", change.purpose) };
        let step = strictest(&due).map_or("not known", StepKind::as_str);
        report::line(format!("{}{of}: {} -> {step}", change.kind.as_str(), change.what));
        for due in due {
            match due.row {
                Some(row) => report::line(format!(
                    "  {:10} {:13} {} ({}; confidence {})",
                    due.law,
                    row.step.as_str(),
                    row.says,
                    row.cite.join("; "),
                    row.confidence.as_str()
                )),
                None => report::line(format!("  {:10} {:13} have it looked at", due.law, "not known")),
            }
        }
        report::line("");
    }
    if changes.is_empty() {
        report::line("Nothing changes in what is declared.");
    }
}
