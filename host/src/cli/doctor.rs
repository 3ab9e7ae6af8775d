//! `praetor doctor`.

use std::process::ExitCode;

use clap::Args;
use praetor_ledger::{Check, CheckState, Ledger, LedgerError};
use serde_json::Value as Json;

use super::log::source::{SourceArgs, in_use};
use super::{CliError, EXIT_FAILED, report};
use crate::doctor::{Places, write};
use crate::service::ledger_options;

#[derive(Debug, Args)]
pub struct DoctorArgs {
    /// Print the checks as JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    source: SourceArgs,
}

/// Looks over the server, or the folder of the config.
pub fn run(args: &DoctorArgs) -> Result<ExitCode, CliError> {
    let seen = match args.source.client()? {
        Some(client) => client.get("/v1/doctor")?,
        None => folder(args)?,
    };
    if args.json {
        report::line(serde_json::to_string_pretty(&seen)?);
    } else {
        show(&seen);
    }
    let fails = seen.get("state").and_then(Json::as_str) == Some("fail");
    Ok(if fails { ExitCode::from(EXIT_FAILED) } else { ExitCode::SUCCESS })
}

fn folder(args: &DoctorArgs) -> Result<Json, CliError> {
    let config = args.source.config()?;
    let mut checks = vec![Check::ok("config", "it can be read, and every key of it is known")];
    checks.append(&mut Places::of(&config).examine());
    match Ledger::examine_closed(&ledger_options(&config)) {
        Ok(mut own) => checks.append(&mut own),
        Err(error @ (LedgerError::InUse(_) | LedgerError::NoLedger(_))) => return Err(in_use(error)),
        Err(error) => {
            let next = "mend this first; all else in the ledger can be looked at only then";
            checks.push(Check {
                name: "ledger",
                state: CheckState::Fail,
                says: error.to_string(),
                next: Some(next),
            });
        }
    }
    Ok(write(&checks))
}

fn show(seen: &Json) {
    let checks = seen.get("checks").and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
    for check in checks {
        let text = |key: &str| check.get(key).and_then(Json::as_str).unwrap_or_default();
        report::line(format!("{:<5}{:<20} {}", text("state"), text("name"), text("says")));
        if !text("next").is_empty() {
            report::line(format!("{:<26}{}", "", text("next")));
        }
    }
}
