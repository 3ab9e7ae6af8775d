//! `praetor backup`.

use std::io::{BufRead, BufReader};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::Args;
use praetor_ledger::{Ledger, Upkeep};
use serde_json::{Value as Json, json};

use super::log::source::{SourceArgs, in_use};
use super::{CliError, report};
use crate::api::write_backup;
use crate::client::Client;

#[derive(Debug, Args)]
pub struct BackupArgs {
    /// Print what the backup holds as JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    source: SourceArgs,
}

/// The name under which the command stands in the log, if no server was asked.
const ACTOR: &str = "command-line";
/// Time between two lines on the progress.
const RHYTHM: Duration = Duration::from_secs(1);

/// Asks the server, or backs up the folder of the config.
pub fn run(args: &BackupArgs) -> Result<ExitCode, CliError> {
    let mut progress = Progress(Instant::now());
    let done = match args.source.client()? {
        Some(client) => by_server(&client, &mut progress)?,
        None => {
            let ledger = Ledger::open_existing(&args.source.options()?).map_err(in_use)?;
            write_backup(&ledger.back_up(&ACTOR.into(), &mut |done, of| progress.tell(done, of))?)
        }
    };
    if args.json {
        report::line(done.to_string());
    } else {
        show(&done);
    }
    Ok(ExitCode::SUCCESS)
}

/// Reads the lines of the server as they come.
fn by_server(client: &Client, progress: &mut Progress) -> Result<Json, CliError> {
    let lines = BufReader::new(client.post_for_body("/v1/backup", &json!({}))?).lines();
    for line in lines {
        let line: Json = serde_json::from_str(&line?)?;
        let number = |key: &str| line.get(key).and_then(Json::as_u64).unwrap_or_default();
        match line.get("type").and_then(Json::as_str) {
            Some("end") => return Ok(line),
            Some("failed") => {
                let detail =
                    line.get("detail").and_then(Json::as_str).unwrap_or("the server did not say why");
                return Err(detail.to_owned().into());
            }
            _ => progress.tell(number("copied"), number("of")),
        }
    }
    Err("the backup was cut short: its last line is missing; run it again, it goes on where it stood".into())
}

fn show(done: &Json) {
    let of = |key: &str| done.get(key).map(ToString::to_string).unwrap_or_default();
    report::line(format!("log          {}", of("origin").trim_matches('"')));
    report::line(format!(
        "entries      {}, {} of them new, all under a signed checkpoint",
        of("entries"),
        of("copied")
    ));
    report::line(format!("keys         {}, of epoch {}", of("keys"), of("epoch")));
    report::line(format!("bytes        {} without the keys", of("bytes")));
}

/// Says how far it has come, once a second.
struct Progress(Instant);

impl Progress {
    fn tell(&mut self, done: u64, of: u64) {
        if self.0.elapsed() >= RHYTHM {
            self.0 = Instant::now();
            report::progress(format!("copied {done} of {of} entries"));
        }
    }
}
