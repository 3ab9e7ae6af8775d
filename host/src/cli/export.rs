//! `praetor export`: decisions in bulk, into a file that is whole or is named `.partial`.

mod file;
mod folder;
mod server;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::Args;
use clap::builder::PossibleValuesParser;
use praetor_ledger::Timestamp;
use serde_json::{Value as Json, json};

use super::log::source::SourceArgs;
use super::{CliError, report};
use crate::export::{FORMATS, Format};
use crate::wire::question::KINDS;
use file::Target;

#[derive(Debug, Args)]
pub struct ExportArgs {
    /// What to write
    #[arg(long, value_parser = PossibleValuesParser::new(FORMATS.iter().map(|(name, _)| *name)))]
    format: String,
    /// Recorded at or after this time, RFC 3339; from the first if it is left out
    #[arg(long, value_name = "TIME", value_parser = time)]
    from: Option<jiff::Timestamp>,
    /// Recorded before this time, RFC 3339; all until now if it is left out
    #[arg(long, value_name = "TIME", value_parser = time)]
    to: Option<jiff::Timestamp>,
    /// Only decisions on this kind of question
    #[arg(long, value_parser = PossibleValuesParser::new(KINDS.iter().map(|(name, _)| *name)))]
    kind: Option<String>,
    /// Only places, times and hashes of the log: nothing is decrypted, so that the copy holds nothing
    /// that can be erased
    #[arg(long)]
    by_reference: bool,
    /// Write the proof file of each decision into its line; only beside `--format ndjson`
    #[arg(long)]
    with_proofs: bool,
    /// The file to write; it must not exist
    #[arg(long, short, value_name = "FILE")]
    output: PathBuf,
    #[command(flatten)]
    source: SourceArgs,
}

/// Asks the server that was named, or reads the folder of the config.
pub fn run(args: &ExportArgs) -> Result<ExitCode, CliError> {
    if args.with_proofs && args.format()? != Format::Ndjson {
        return Err("`--with-proofs` has its place only beside `--format ndjson`".into());
    }
    let target = Target::new(&args.output)?;
    let whole = match args.source.client()? {
        Some(client) => server::export(args, &client, &target)?,
        None => folder::export(args, &target)?,
    };
    report::line(format!("{} decisions in `{}`", whole, args.output.display()));
    Ok(ExitCode::SUCCESS)
}

impl ExportArgs {
    fn format(&self) -> Result<Format, CliError> {
        let found = FORMATS.iter().find(|(name, _)| *name == self.format);
        found.map(|(_, format)| *format).ok_or_else(|| "the format is not one of this version".into())
    }

    /// What a server is asked.
    fn body(&self) -> Json {
        let mut body = json!({
            "format": self.format,
            "by_reference": self.by_reference,
            "with_proofs": self.with_proofs,
        });
        let time = |time: Option<jiff::Timestamp>| time.map(|time| Json::from(time.to_string()));
        let kind = self.kind.as_deref().map(Json::from);
        let named = [("from", time(self.from)), ("to", time(self.to)), ("kind", kind)];
        if let Some(object) = body.as_object_mut() {
            object.extend(named.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))));
        }
        body
    }
}

fn time(text: &str) -> Result<jiff::Timestamp, String> {
    let wanted = |_| "wants a time of RFC 3339 with its offset, `2026-11-23T09:00:00Z`".to_owned();
    text.parse().map_err(wanted)
}

/// A time as the ledger has it; nothing was recorded before 1970.
fn recorded(time: jiff::Timestamp) -> Timestamp {
    Timestamp(u64::try_from(time.as_microsecond()).unwrap_or(0))
}

/// How fast it goes, said once a second.
struct Rate {
    begun: Instant,
    told: Instant,
}

impl Rate {
    fn new() -> Self {
        Self { begun: Instant::now(), told: Instant::now() }
    }

    #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
    fn tell(&mut self, done: u64, what: &str) {
        if self.told.elapsed() >= Duration::from_secs(1) {
            self.told = Instant::now();
            let rate = done as f64 / self.begun.elapsed().as_secs_f64().max(1e-6);
            report::progress(format!("exported {done} {what}, {rate:.0} a second"));
        }
    }
}
