//! `praetor plugin impact`: what a candidate would have decided.

use std::process::ExitCode;

use clap::{ArgGroup, Args};
use serde_json::{Map, Value as Json};

use super::candidate::CandidateArgs;
use super::tables::{list, text};
use crate::cli::range::RangeArgs;
use crate::cli::subject::asking::ServerArgs;
use crate::cli::{CliError, EXIT_FAILED, report};

#[derive(Debug, Args)]
#[command(group(ArgGroup::new("which").required(true).multiple(true).args(["last", "from", "to", "all"])))]
pub struct ImpactArgs {
    #[command(flatten)]
    candidate: CandidateArgs,
    /// How it would take part
    #[arg(long, value_parser = ["enforce", "off"], default_value = "enforce")]
    mode: String,
    /// The decisions among so many records at the end of the log
    #[arg(long, value_name = "NUMBER", conflicts_with = "all")]
    last: Option<u64>,
    #[command(flatten)]
    range: RangeArgs,
    /// Print each decision that would be another, with what differs
    #[arg(long)]
    each: bool,
    /// Print JSON, one object a line
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: ServerArgs,
}

/// Tries a candidate on stored decisions. Interrupting it ends it on the server too.
pub fn impact(args: &ImpactArgs) -> Result<ExitCode, CliError> {
    let id = args.candidate.id()?;
    let mut body = args.candidate.upload(&args.server)?;
    body.extend(args.about());
    let mut summary = None;
    args.server.each_line(&format!("/v1/plugins/{id}/impact"), &Json::Object(body), |line| {
        match line.get("type").and_then(Json::as_str) {
            Some("progress") => return progress(&line),
            Some("summary") => summary = Some(line.clone()),
            _ => {}
        }
        if args.json {
            report::line(line.to_string());
        } else {
            show(&line);
        }
    })?;
    let summary = summary.ok_or("it was cut short: its last line is missing; try again")?;
    let same = summary.pointer("/outcomes/shifted").and_then(Json::as_u64) == Some(0);
    Ok(if same { ExitCode::SUCCESS } else { ExitCode::from(EXIT_FAILED) })
}

impl ImpactArgs {
    fn about(&self) -> Map<String, Json> {
        let mut about = Map::from_iter([("mode".to_owned(), self.mode.as_str().into())]);
        about.insert("each".into(), self.each.into());
        about.extend(self.range.body());
        about.extend(self.last.map(|last| ("last".to_owned(), last.into())));
        about
    }
}

fn progress(line: &Json) {
    let (done, total) = (text(line, "done"), text(line, "total"));
    let (tried, rate) = (text(line, "tried"), text(line, "rate"));
    report::progress(format!(
        "passed {done} of {total} records of the log, {tried} decisions, {rate} a second"
    ));
}

fn show(line: &Json) {
    match line.get("type").and_then(Json::as_str) {
        Some("summary") => show_summary(line),
        Some("shifted") => {
            let (weight, was, now) = (text(line, "weight"), text(line, "was"), text(line, "now"));
            report::line(format!("{} {weight}: {was} -> {now}", text(line, "id")));
            list(line, "changes").for_each(|change| report::line(format!("  {}", text(change, "says"))));
            if line.get("more_changes") == Some(&Json::Bool(true)) {
                report::line("  and more");
            }
        }
        _ => report::line(format!("{} not compared: {}", text(line, "id"), text(line, "says"))),
    }
}

fn show_summary(line: &Json) {
    report::line(groups(line));
    let outcomes = line.get("outcomes").and_then(Json::as_object).into_iter().flatten();
    outcomes.for_each(|(outcome, count)| report::line(format!("{outcome:<14}{count}")));
    let (tried, seconds, rate) = (text(line, "tried"), text(line, "seconds"), text(line, "rate"));
    report::line(format!("{tried} decisions in {seconds} s, {rate} a second"));
}

/// Shifts by weight, effect and rule, with some decisions of each.
pub(super) fn groups(line: &Json) -> String {
    let rows = list(line, "groups").map(|group| {
        let effect = format!("{} -> {}", text(group, "was"), text(group, "now"));
        let gone = list(group, "rules_gone").map(|rule| format!("- {}", rule.as_str().unwrap_or_default()));
        let new = list(group, "rules_new").map(|rule| format!("+ {}", rule.as_str().unwrap_or_default()));
        let rules: Vec<String> = gone.chain(new).collect();
        let example = list(group, "examples").next().and_then(Json::as_str).unwrap_or_default();
        let (weight, kind, count) = (text(group, "weight"), text(group, "kind"), text(group, "count"));
        vec![weight, kind, effect, rules.join("\n"), count, example.to_owned()]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    if rows.is_empty() {
        return "nothing would be decided otherwise".to_owned();
    }
    let more = match text(line, "ungrouped").as_str() {
        "" | "0" => String::new(),
        more => format!("\nand {more} of further groups"),
    };
    report::table(&["weight", "kind", "effect", "rules", "decisions", "for example"], rows) + &more
}
