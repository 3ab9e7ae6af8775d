//! `praetor log search`.

use std::process::ExitCode;

use clap::Args;
use praetor_ledger::Store;
use serde_json::{Map, Value as Json};

use super::source::{Source, SourceArgs};
use crate::api::{read_search, write_rows};
use crate::cli::{CliError, report};
use crate::limits::PAGE_ROWS_MAX;
use crate::service::{Row, Rows};

#[derive(Debug, Args)]
pub struct SearchArgs {
    /// Decisions about a person, whose id is read from standard input, so that nobody's name stands in
    /// the history of a shell
    #[arg(long)]
    subject: bool,
    /// On this kind of question: sharing, retention, rights, incident
    #[arg(long)]
    kind: Option<String>,
    /// With this effect, such as `deny`
    #[arg(long)]
    effect: Option<String>,
    /// In which this plugin took part
    #[arg(long, value_name = "ID")]
    plugin: Option<String>,
    /// That rest on this rule, `plugin/rule`
    #[arg(long)]
    rule: Option<String>,
    /// In which a law of this legal order had its say, such as `EU`; wants `--server`
    #[arg(long, value_name = "ORDER", requires = "server")]
    jurisdiction: Option<String>,
    /// Recorded at or after this time, RFC 3339
    #[arg(long, value_name = "TIME")]
    from: Option<String>,
    /// Recorded before this time, RFC 3339
    #[arg(long, value_name = "TIME")]
    to: Option<String>,
    /// Something is due on or after this day, `2026-11-23`
    #[arg(long, value_name = "DAY")]
    due_from: Option<String>,
    /// Something is due on or before this day
    #[arg(long, value_name = "DAY")]
    due_to: Option<String>,
    /// The earliest first
    #[arg(long)]
    oldest_first: bool,
    /// At most so many
    #[arg(long, default_value_t = 50, value_name = "NUMBER")]
    limit: usize,
    /// Print a JSON object a line
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    source: SourceArgs,
}

/// Lists what fits, page by page.
pub fn run(args: &SearchArgs) -> Result<ExitCode, CliError> {
    let source = args.source.open()?;
    let (mut body, mut rows, mut complete) = (args.body()?, Vec::new(), false);
    while !complete && rows.len() < args.limit {
        body.insert("limit".into(), (args.limit - rows.len()).min(PAGE_ROWS_MAX).into());
        let page = source.search(&Json::Object(body.clone()))?;
        complete = page.get("complete").and_then(Json::as_bool) == Some(true);
        rows.extend(page.get("rows").and_then(Json::as_array).into_iter().flatten().cloned());
        body.insert("cursor".into(), page.get("next").cloned().unwrap_or_default());
    }
    args.print(&rows, complete);
    Ok(ExitCode::SUCCESS)
}

impl SearchArgs {
    /// The search as the API takes it.
    fn body(&self) -> Result<Map<String, Json>, CliError> {
        let subject = if self.subject { Some(super::subject()?) } else { None };
        let filters = [
            ("subject", &subject),
            ("kind", &self.kind),
            ("effect", &self.effect),
            ("plugin", &self.plugin),
            ("rule", &self.rule),
            ("jurisdiction", &self.jurisdiction),
            ("from", &self.from),
            ("to", &self.to),
            ("due_from", &self.due_from),
            ("due_to", &self.due_to),
        ];
        let stated =
            filters.into_iter().filter_map(|(key, word)| Some((key.to_owned(), word.as_deref()?.into())));
        let mut body: Map<String, Json> = stated.collect();
        if self.oldest_first {
            body.insert("order".into(), "oldest-first".into());
        }
        Ok(body)
    }

    fn print(&self, rows: &[Json], complete: bool) {
        if self.json {
            rows.iter().for_each(|row| report::line(row.to_string()));
        } else {
            let header = ["recorded at", "kind", "effect", "as of", "id"];
            report::line(report::table(&header, rows.iter().map(cells)));
        }
        if complete {
            report::progress(format!("{} decisions: all that fit", rows.len()));
        } else {
            report::progress(format!("{} decisions; there may be more: raise `--limit`", rows.len()));
        }
    }
}

fn cells(row: &Json) -> Vec<String> {
    let text = |key: &str| row.get(key).and_then(Json::as_str).unwrap_or_default().to_owned();
    let effect = match (row.get("erased"), row.get("unreadable")) {
        (Some(_), _) => "(erased)".to_owned(),
        (_, Some(_)) => "(unreadable)".to_owned(),
        _ => text("effect"),
    };
    vec![text("recorded_at"), text("kind"), effect, text("as_of"), text("id")]
}

impl Source {
    /// A page, as the API answers it.
    fn search(&self, body: &Json) -> Result<Json, CliError> {
        match self {
            Self::Server(client) => Ok(client.post("/v1/decisions/search", body)?),
            Self::Folder(ledger) => {
                let mut search = read_search(body)?;
                let after = body.get("cursor").and_then(Json::as_str);
                search.after = after.map(str::parse).transpose()?;
                let listing = ledger.list(&search.page()).wait()?;
                let rows = listing.records.into_iter().filter_map(Row::of).collect();
                let found = Rows { rows, next: listing.next };
                Ok(write_rows(&found, found.next.map(|place| place.to_string())))
            }
        }
    }
}
