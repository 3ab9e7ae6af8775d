//! `praetor log retention`.

use std::process::ExitCode;

use clap::Args;
use praetor_decision::Name;
use praetor_ledger::Retaining;
use serde_json::{Value as Json, json};

use super::source::{Source, SourceArgs};
use crate::api::{write_plan, write_retained};
use crate::cli::{CliError, report};

#[derive(Debug, Args)]
pub struct RetentionArgs {
    /// Do it; without it, only say what would go
    #[arg(long)]
    apply: bool,
    /// Print the JSON of the API instead of tables
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    source: SourceArgs,
}

/// Who asks, where no token says it.
const ACTOR: &str = "praetor log retention";

/// Asks the server, or works on the folder.
pub fn run(args: &RetentionArgs) -> Result<ExitCode, CliError> {
    let told = match args.source.open()? {
        Source::Server(client) => client.post("/v1/log/retention", &json!({ "apply": args.apply }))?,
        Source::Folder(ledger) if args.apply => {
            let retained = ledger.retain(&Name::from(ACTOR))?;
            // No server goes on with it.
            ledger.finish_deletions()?;
            write_retained(&retained)
        }
        Source::Folder(ledger) => write_plan(&ledger.retention()?),
    };
    if args.json {
        report::line(serde_json::to_string_pretty(&told)?);
        return Ok(ExitCode::SUCCESS);
    }
    report::line(table(&told));
    lines(&told).iter().for_each(report::line);
    Ok(ExitCode::SUCCESS)
}

const HEADER: [&str; 8] = ["class", "kept", "quarter", "expires on", "keys", "held", "decisions", "state"];

fn table(told: &Json) -> String {
    let mut rows = vec![];
    for class in list(&told["classes"]) {
        let name = text(&class["class"], "no class");
        let keep = text(&class["keep"], "forever");
        for quarter in list(&class["quarters"]) {
            let state = match (quarter["expired"] == true, quarter["keys"] == quarter["held"]) {
                (true, true) => "held",
                (true, false) => "expired",
                (false, _) => "kept",
            };
            let expires = text(&quarter["expires_on"], "never");
            let numbers = ["keys", "held", "decisions"].map(|key| quarter[key].to_string());
            let mut row = vec![name.clone(), keep.clone(), text(&quarter["quarter"], ""), expires];
            row.extend(numbers);
            row.push(state.to_owned());
            rows.push(row);
        }
        if list(&class["quarters"]).is_empty() {
            let mut row = vec![name, keep];
            row.resize(HEADER.len(), String::new());
            rows.push(row);
        }
    }
    report::table(&HEADER, rows)
}

fn lines(told: &Json) -> Vec<String> {
    let segments = &told["segments"];
    let deletable = list(&segments["deletable"]).len();
    let mut lines = vec![
        format!("day            {} (UTC)", text(&told["day"], "")),
        format!("next expiry    {}", text(&told["next_expiry"], "none")),
        format!(
            "segments       {} full of {} entries, {} deleted ({} unfinished), {deletable} can be deleted with {} decisions",
            segments["full"],
            segments["size"],
            segments["deleted"],
            segments["unfinished"],
            segments["decisions"]
        ),
        format!(
            "               {} stay for decisions that can be read, {} until a checkpoint covers them",
            segments["readable"], segments["uncovered"]
        ),
    ];
    lines.extend(list(&told["notes"]).iter().map(|note| format!("note           {}", text(note, ""))));
    if told["applied"] == true {
        let done = &told["done"];
        lines.push(format!(
            "done           {} keys expired, {} segments with {} decisions deleted, {} events logged",
            done["keys"],
            list(&done["segments"]).len(),
            done["decisions"],
            list(&done["receipts"]).len()
        ));
        if let Some(until) = done["stale_copies_readable_until"].as_str() {
            lines.push(format!("               stale copies of the keys are worthless by {until}"));
        }
    } else {
        lines.push("dry run        nothing was changed; `--apply` does it".to_owned());
    }
    lines
}

fn list(json: &Json) -> &[Json] {
    json.as_array().map_or(&[], Vec::as_slice)
}

fn text(json: &Json, otherwise: &str) -> String {
    json.as_str().unwrap_or(otherwise).to_owned()
}
