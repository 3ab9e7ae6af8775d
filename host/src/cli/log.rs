//! `praetor log`: what proves that decisions stand in the log, unchanged.

mod retention;
mod search;
pub(super) mod source;
mod verify;

use std::io::Read;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use praetor_ledger::{Proof, RecordId, WitnessKey};

use super::{CliError, EXIT_FAILED, report};
use source::SourceArgs;

#[derive(Debug, Subcommand)]
pub enum LogCommand {
    /// Hash every entry anew and compare with what is stored and signed; names the first that differs
    ///
    /// Exit code 0: all is as it was signed; 1: something was altered; 2: it could not be verified.
    Verify(verify::VerifyArgs),
    /// Write the proof file of a decision, which anybody can check offline
    Prove(ProveArgs),
    /// Check a proof file, offline, with the log's verifier key
    ///
    /// Exit code 0: the decision stands in the log; 1: the file proves nothing; 2: it cannot be read.
    Check(CheckArgs),
    /// List decisions by subject, kind, effect, plugin, rule, jurisdiction, period and due day
    ///
    /// Exit code 0: all that fits was listed, or as many as `--limit` asks for.
    Search(search::SearchArgs),
    /// Say what the ledger would let go of by the classes of the config: keys whose time is over, then
    /// whole segments in which nothing can be read any more. A dry run, unless `--apply` is given
    Retention(retention::RetentionArgs),
    /// Print the latest signed checkpoint
    Checkpoint(SourceArgs),
    /// Print the key that verifies the checkpoints: give it to those who are to check, once
    Key(SourceArgs),
}

#[derive(Debug, Args)]
pub struct ProveArgs {
    /// The decision's id
    id: String,
    /// The file to write; it must not exist. Standard output if it is left out
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Under the latest checkpoint that a witness cosigned; wants `--server`
    #[arg(long, requires = "server")]
    cosigned: bool,
    #[command(flatten)]
    source: SourceArgs,
}

#[derive(Debug, Args)]
pub struct CheckArgs {
    /// The proof file; `-` is standard input
    #[arg(value_name = "PROOF")]
    file: PathBuf,
    /// The log's verifier key, `name+id+key`, or a file with it; `praetor log key` prints it
    #[arg(long, value_name = "KEY")]
    key: String,
    /// The key of a witness whose cosignature must be there too, or a file with it; can be repeated
    #[arg(long, value_name = "KEY")]
    witness: Vec<String>,
}

/// Runs the command.
pub fn run(command: &LogCommand) -> Result<ExitCode, CliError> {
    match command {
        LogCommand::Verify(args) => verify::run(args),
        LogCommand::Search(args) => search::run(args),
        LogCommand::Prove(args) => prove(args),
        LogCommand::Check(args) => check(args),
        LogCommand::Retention(args) => retention::run(args),
        LogCommand::Checkpoint(source) => {
            report::line(String::from_utf8(source.open()?.checkpoint()?)?.trim_end());
            Ok(ExitCode::SUCCESS)
        }
        LogCommand::Key(source) => {
            report::line(source.open()?.key()?);
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn prove(args: &ProveArgs) -> Result<ExitCode, CliError> {
    let wrong = |_| format!("`{}` is not the id of a decision; answers have it in `id`", args.id);
    let id: RecordId = args.id.parse().map_err(wrong)?;
    let text = args.source.open()?.proof(id, args.cosigned)?;
    match &args.output {
        None => report::line(text.trim_end()),
        Some(file) => {
            let wrong = |error| format!("cannot make `{}`: {error}", file.display());
            let mut made = std::fs::File::create_new(file).map_err(wrong)?;
            std::io::Write::write_all(&mut made, text.as_bytes())?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn check(args: &CheckArgs) -> Result<ExitCode, CliError> {
    let text = read(&args.file)?;
    let key = verifier_key(&args.key)?;
    let checked = Proof::read(&text).and_then(|proof| Ok((proof.check(&key)?, proof)));
    let (proven, proof) = match checked {
        Ok(checked) => checked,
        Err(bad) => {
            report::progress(format!("praetor: the file proves nothing: {bad}"));
            return Ok(ExitCode::from(EXIT_FAILED));
        }
    };
    report::line(format!("entry {} stands in the log `{}`", proven.index, proven.origin));
    report::line(format!("log size     {} when the checkpoint was signed", proven.size));
    for stated in &args.witness {
        let witness: WitnessKey = verifier_key(stated)?.parse()?;
        let Ok((_, time)) = witness.cosigned(&proof.checkpoint, &String::from_utf8_lossy(&proof.checkpoint))
        else {
            report::progress(format!("praetor: `{}` did not cosign the checkpoint", witness.name()));
            return Ok(ExitCode::from(EXIT_FAILED));
        };
        let at = jiff::Timestamp::from_second(i64::try_from(time).unwrap_or(i64::MAX))?;
        report::line(format!("cosigned     by `{}` at {at}", witness.name()));
    }
    report::line(format!("leaf         {}", proof.leaf()));
    if let Some((id, at)) = proof.about() {
        let at = jiff::Timestamp::from_microsecond(i64::try_from(at.0).unwrap_or(i64::MAX))?;
        report::line(format!("decision     {id}"));
        report::line(format!("recorded at  {at}"));
    }
    Ok(ExitCode::SUCCESS)
}

/// Whom it is about, from standard input.
fn subject() -> Result<String, CliError> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

fn read(file: &std::path::Path) -> Result<String, CliError> {
    let mut text = String::new();
    if file == std::path::Path::new("-") {
        std::io::stdin().read_to_string(&mut text)?;
        return Ok(text);
    }
    Ok(std::fs::read_to_string(file).map_err(|error| format!("cannot read `{}`: {error}", file.display()))?)
}

/// The key itself, or the content of the file that was named.
fn verifier_key(stated: &str) -> Result<String, CliError> {
    if stated.contains('+') && !std::path::Path::new(stated).exists() {
        return Ok(stated.to_owned());
    }
    let key = std::fs::read_to_string(stated);
    let key = key.map_err(|error| format!("`{stated}` is no verifier key and no file with one: {error}"))?;
    Ok(key.trim().to_owned())
}
