//! `praetor due`: what must happen by when, and what became of it.

use std::process::ExitCode;

use clap::{Args, Subcommand};
use serde_json::{Map, Value as Json};

use super::subject::asking::ServerArgs;
use super::{CliError, report};

#[derive(Debug, Subcommand)]
pub enum DueCommand {
    /// List what decisions want done, the earliest first; it carries on over all pages
    List(ListArgs),
    /// Record that something was done, which closes it
    Done(OutcomeArgs),
    /// Record that it was tried in vain; it stays due
    Failed(OutcomeArgs),
    /// Record that it need not be done, which closes it
    Waived(OutcomeArgs),
}

#[derive(Debug, Args)]
pub struct ListArgs {
    /// Only what has its last day before this date
    #[arg(long, value_name = "DATE")]
    before: Option<jiff::civil::Date>,
    /// Only what should have been done before now
    #[arg(long, conflicts_with = "state")]
    overdue: bool,
    /// What must still be done, what was done or waived, or both
    #[arg(long, value_parser = ["open", "closed", "all"], default_value = "open")]
    state: String,
    /// Print the items as JSON, one a line, with everything that is known of them
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: ServerArgs,
}

#[derive(Debug, Args)]
pub struct OutcomeArgs {
    /// The id, as the list shows it
    id: String,
    /// Where more is written about it: a ticket, a file number, never a name: it stays in the log for
    /// ever
    #[arg(long, value_name = "REFERENCE")]
    reference: String,
    /// The day on which it happened; today if it is left out
    #[arg(long, value_name = "DATE")]
    on: Option<jiff::civil::Date>,
    #[command(flatten)]
    server: ServerArgs,
}

/// Asks the running server.
pub fn run(command: &DueCommand) -> Result<ExitCode, CliError> {
    match command {
        DueCommand::List(args) => list(args)?,
        DueCommand::Done(args) => record(args, "done")?,
        DueCommand::Failed(args) => record(args, "failed")?,
        DueCommand::Waived(args) => record(args, "waived")?,
    }
    Ok(ExitCode::SUCCESS)
}

fn list(args: &ListArgs) -> Result<(), CliError> {
    let items = items(args)?;
    if args.json {
        items.iter().for_each(|item| report::line(item.to_string()));
        return Ok(());
    }
    if items.is_empty() {
        report::line("Nothing is due.");
        return Ok(());
    }
    let header = ["due", "state", "what", "rules", "id"];
    report::line(report::table(&header, items.iter().map(row)));
    Ok(())
}

/// The items of all pages.
fn items(args: &ListArgs) -> Result<Vec<Json>, CliError> {
    let (mut items, mut cursor) = (Vec::new(), None);
    loop {
        let page = args.server.get(&args.address(cursor.as_deref()))?;
        items.extend(page.get("items").and_then(Json::as_array).into_iter().flatten().cloned());
        match page.get("next").and_then(Json::as_str) {
            Some(next) => cursor = Some(next.to_owned()),
            None => return Ok(items),
        }
        report::progress(format!("{} so far ...", items.len()));
    }
}

impl ListArgs {
    fn address(&self, cursor: Option<&str>) -> String {
        let mut address = format!("/v1/due?limit={}", crate::limits::PAGE_ROWS_MAX);
        if self.overdue {
            address.push_str("&overdue=true");
        } else {
            address.push_str(&format!("&state={}", self.state));
        }
        if let Some(before) = self.before {
            address.push_str(&format!("&before={before}"));
        }
        if let Some(cursor) = cursor {
            address.push_str(&format!("&cursor={cursor}"));
        }
        address
    }
}

fn row(item: &Json) -> Vec<String> {
    let text = |key: &str| item.get(key).and_then(Json::as_str).unwrap_or_default().to_owned();
    let is = |key: &str| item.get(key).and_then(Json::as_bool) == Some(true);
    let state = match (is("overdue"), is("binding")) {
        (true, _) => "OVERDUE".to_owned(),
        (false, false) if text("state") == "open" => "open, not binding".to_owned(),
        _ => text("state"),
    };
    let due = if text("at").is_empty() { text("due") } else { text("at") };
    let what = format!("{} {}: {}", text("kind"), text("name"), text("says"));
    let rules = item.get("rules").and_then(Json::as_array).into_iter().flatten();
    let rules: Vec<&str> = rules.filter_map(Json::as_str).collect();
    vec![due, state, what, rules.join("\n"), text("id")]
}

fn record(args: &OutcomeArgs, outcome: &str) -> Result<(), CliError> {
    if args.id.contains(['/', '?', '#']) {
        return Err("the id is a decision's with a number, as `praetor due list` shows it".into());
    }
    let mut body = Map::new();
    body.insert("outcome".into(), outcome.into());
    body.insert("reference".into(), args.reference.as_str().into());
    if let Some(on) = args.on {
        body.insert("on".into(), on.to_string().into());
    }
    let recorded = args.server.post(&format!("/v1/due/{}", args.id), &Json::Object(body))?;
    report::line(serde_json::to_string_pretty(&recorded)?);
    Ok(())
}
