//! `praetor log verify`.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::Args;
use praetor_ledger::{BadLog, Ledger, LedgerError, audit};

use super::source::{Source, SourceArgs, in_use, tile};
use super::verifier_key;
use crate::cli::{CliError, EXIT_FAILED, report};
use crate::client::Client;

#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// The log's verifier key, or a file with it: with `--server`, so that the server need not be
    /// believed; without it, the server's own word is taken for its key
    #[arg(long, value_name = "KEY")]
    key: Option<String>,
    #[command(flatten)]
    source: SourceArgs,
}

/// Time between two lines on the progress.
const RHYTHM: Duration = Duration::from_secs(1);

/// Verifies the folder, or everything that a server gives.
pub fn run(args: &VerifyArgs) -> Result<ExitCode, CliError> {
    match args.source.client()? {
        Some(client) => server(args, client),
        None => folder(args),
    }
}

fn folder(args: &VerifyArgs) -> Result<ExitCode, CliError> {
    let mut rate = Rate::new();
    let verified = Ledger::verify_closed(&args.source.options()?, |done, of| rate.tell(done, of));
    let seen = match verified {
        Ok(seen) => seen,
        Err(error @ (LedgerError::TreeAltered { .. } | LedgerError::Altered { .. })) => {
            return Ok(altered(&error));
        }
        Err(other) => return Err(in_use(other)),
    };
    report::line(format!("entries      {} as they were hashed and signed", seen.entries));
    report::line(format!("payloads     {} that stand apart, as their entries say", seen.blobs));
    report::line(format!("deleted      {} whose hashes remain", seen.deleted));
    report::line(format!("checkpoints  {} with their signatures and roots", seen.checkpoints));
    if seen.unsigned > 0 {
        report::line(format!("not signed   {} at the end, after the latest checkpoint", seen.unsigned));
    }
    report::line(rate.words(seen.entries));
    Ok(ExitCode::SUCCESS)
}

fn server(args: &VerifyArgs, client: Client) -> Result<ExitCode, CliError> {
    let source = Source::Server(Box::new(client));
    let key = match &args.key {
        Some(key) => verifier_key(key)?,
        None => source.key()?,
    };
    let (note, mut rate) = (source.checkpoint()?, Rate::new());
    let Source::Server(client) = &source else { return Ok(ExitCode::SUCCESS) };
    let audited = audit(&note, &key, |at| tile(client, at), |done, of| rate.tell(done, of));
    let seen = match audited {
        Ok(seen) => seen,
        Err(BadLog::Fetch(error)) => return Err(error),
        Err(error) => return Ok(altered(&error)),
    };
    report::line(format!("log          {}", seen.origin));
    report::line(format!("entries      {} under the signed checkpoint", seen.entries));
    if seen.withheld > 0 {
        report::line(format!(
            "withheld     {}, which the server says are deleted: their hashes are under the checkpoint",
            seen.withheld
        ));
    }
    if args.key.is_none() {
        report::line(format!(
            "key          {key}: the server's own word; give the one you know with `--key`"
        ));
    }
    report::line(rate.words(seen.entries));
    Ok(ExitCode::SUCCESS)
}

fn altered(error: &dyn std::fmt::Display) -> ExitCode {
    report::progress(format!("praetor: {error}"));
    ExitCode::from(EXIT_FAILED)
}

/// How fast it goes.
struct Rate {
    begun: Instant,
    told: Instant,
}

impl Rate {
    fn new() -> Self {
        Self { begun: Instant::now(), told: Instant::now() }
    }

    /// Says how far it has come, once a second.
    fn tell(&mut self, done: u64, of: u64) {
        if self.told.elapsed() >= RHYTHM {
            self.told = Instant::now();
            report::progress(format!("verified {done} of {of} entries, {}", self.words(done)));
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
    fn words(&self, entries: u64) -> String {
        let seconds = self.begun.elapsed().as_secs_f64();
        format!("{:.0} entries a second, {seconds:.1} s", entries as f64 / seconds.max(1e-6))
    }
}
