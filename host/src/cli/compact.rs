//! `praetor compact`.

use std::process::ExitCode;

use clap::Args;
use praetor_ledger::{Ledger, LedgerError};

use super::{CliError, ConfigArg, report};
use crate::config::Config;
use crate::service::ledger_options;

#[derive(Debug, Args)]
pub struct CompactArgs {
    #[command(flatten)]
    config: ConfigArg,
}

/// Compacts the ledger of the config.
pub fn run(args: &CompactArgs) -> Result<ExitCode, CliError> {
    let options = ledger_options(&Config::load(&args.config.config)?);
    report::progress("compacting; do not end it early: the next start would have to repair the file");
    let done = Ledger::compact_closed(&options).map_err(busy)?;
    report::line(format!("before       {} bytes", done.before));
    report::line(format!("after        {} bytes", done.after));
    Ok(ExitCode::SUCCESS)
}

fn busy(error: LedgerError) -> CliError {
    match error {
        LedgerError::InUse(folder) => {
            let folder = folder.display();
            format!("a server has the ledger in `{folder}` open; stop it first, compact, and start it again")
                .into()
        }
        other => other.into(),
    }
}
