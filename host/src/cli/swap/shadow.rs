//! `praetor plugin shadow`: what a plugin in shadow would have decided otherwise.

use std::process::ExitCode;

use clap::Args;
use serde_json::Value as Json;

use super::impact::groups;
use super::tables::{changed, list, text};
use crate::cli::subject::asking::ServerArgs;
use crate::cli::{CliError, report};

#[derive(Debug, Args)]
pub struct ShadowArgs {
    /// The id of the binding
    #[arg(value_name = "ID")]
    id: String,
    /// Print the latest differences one by one, of this weight
    #[arg(long, value_parser = ["permitted", "weakened", "effect", "dates", "obligations", "rules"])]
    each: Option<String>,
    /// Do not ask it any more
    #[arg(long, conflicts_with_all = ["each", "json"])]
    end: bool,
    /// With `--end`: only if this generation still serves
    #[arg(long, value_name = "NUMBER", requires = "end")]
    seen: Option<u64>,
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: ServerArgs,
}

/// Tells what it has shown, or ends it.
pub fn shadow(args: &ShadowArgs) -> Result<ExitCode, CliError> {
    let path = format!("/v1/plugins/{}/shadow", args.id);
    if args.end {
        let seen = super::seen(args.seen, &args.server)?;
        report::line(changed(&args.server.delete(&path, seen)?));
        return Ok(ExitCode::SUCCESS);
    }
    let query = args.each.as_ref().map(|weight| format!("?weight={weight}")).unwrap_or_default();
    let shown = args.server.get(&(path + &query))?;
    if args.json {
        report::line(shown.to_string());
    } else {
        show(&shown, args.each.is_some());
    }
    Ok(ExitCode::SUCCESS)
}

fn show(shown: &Json, each: bool) {
    let (asked, since) = (text(shown, "asked"), text(shown, "since"));
    report::line(format!(
        "{} {}: asked {asked} times since {since}",
        text(shown, "id"),
        text(shown, "version")
    ));
    for name in ["same", "shifted", "missed", "failed"] {
        report::line(format!("{name:<14}{}", text(shown, name)));
    }
    report::line(groups(shown));
    for row in list(shown, "differences").filter(|_| each) {
        let (decision, was, now) = (text(row, "decision"), text(row, "was"), text(row, "now"));
        report::line(format!("{decision} {}: {was} -> {now}", text(row, "weight")));
        list(row, "changes").for_each(|change| report::line(format!("  {}", text(change, "says"))));
    }
}
