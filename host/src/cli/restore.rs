//! `praetor restore`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::Args;
use praetor_ledger::{RestoreOptions, Restored, restore};

use super::{CliError, ConfigArg, report};
use crate::config::Config;
use crate::service::ledger_options;

#[derive(Debug, Args)]
pub struct RestoreArgs {
    /// The folder of the backup with the log (`folder` of `[ledger.backup]`)
    #[arg(long, value_name = "DIR")]
    from: PathBuf,
    /// The folder of the backup with the keys (`keys` of `[ledger.backup]`)
    #[arg(long, value_name = "DIR")]
    keys: PathBuf,
    /// A file with checkpoints that left the machine; of several in it the last one counts. Can be
    /// repeated
    #[arg(long, value_name = "FILE")]
    newest_checkpoint: Vec<PathBuf>,
    /// Begin a new log under this name, with a new key: if entries are lost that the log had signed.
    /// Proofs given before verify with the key that the log had; new ones with the new key
    #[arg(long, value_name = "NAME")]
    new_origin: Option<String>,
    #[command(flatten)]
    config: ConfigArg,
}

/// Time between two lines on the progress.
const RHYTHM: Duration = Duration::from_secs(1);

/// Restores into the folder of the config.
pub fn run(args: &RestoreArgs) -> Result<ExitCode, CliError> {
    let newest: Result<_, CliError> = args.newest_checkpoint.iter().map(|file| last_note(file)).collect();
    let options = RestoreOptions {
        folder: args.from.clone(),
        keys: args.keys.clone(),
        to: ledger_options(&Config::load(&args.config.config)?),
        newest: newest?,
        new_origin: args.new_origin.clone(),
    };
    let mut told = Instant::now();
    let restored = restore(&options, |done, of| {
        if told.elapsed() >= RHYTHM {
            told = Instant::now();
            report::progress(format!("verified {done} of {of} entries"));
        }
    })?;
    show(&restored, args.new_origin.is_some());
    Ok(ExitCode::SUCCESS)
}

fn show(restored: &Restored, is_new: bool) {
    report::line(format!("log          {}", restored.origin));
    report::line(format!(
        "entries      {} verified, {} deleted",
        restored.verified.entries, restored.verified.deleted
    ));
    report::line(format!("keys         {}", restored.keys));
    if restored.erased_again > 0 {
        report::line(format!("erased again {} keys, as the log says", restored.erased_again));
    }
    if is_new {
        report::line(format!("lost         {} entries that were signed, as far as is known", restored.lost));
        report::line(format!("key before   {}", restored.verifier_before));
        report::progress(
            "a new log began: give its key (`praetor log key`) to those who check, and tell them that the one before ended",
        );
    }
    if restored.without_keys > 0 {
        report::progress(format!(
            "{} entries cannot be read: their keys are in no backup",
            restored.without_keys
        ));
    }
    if !restored.holds_lost.is_empty() {
        let numbers: Vec<String> = restored.holds_lost.iter().map(u64::to_string).collect();
        report::progress(format!(
            "place these holds again, the backup has only their numbers: {}",
            numbers.join(", ")
        ));
    }
    if restored.keys_outdated {
        report::progress(
            "keys were destroyed after this backup: repeat the erasures that were asked for since",
        );
    }
    report::progress("erasures after the end of this log are in no backup: repeat those that you know of");
}

/// The last signed note of a file: text, an empty line, signatures.
fn last_note(file: &Path) -> Result<Vec<u8>, CliError> {
    let text = std::fs::read_to_string(file);
    let text = text.map_err(|error| format!("cannot read `{}`: {error}", file.display()))?;
    let lines: Vec<&str> = text.trim_end().lines().collect();
    let signed = lines.iter().rev().take_while(|line| line.starts_with('\u{2014}')).count();
    let head = lines.len().saturating_sub(signed + 1);
    let is_end = |line: &&str| line.is_empty() || line.starts_with('\u{2014}');
    let first = lines.iter().take(head).rposition(is_end).map_or(0, |end| end + 1);
    let note = lines.get(first..).unwrap_or_default();
    Ok(format!("{}\n", note.join("\n")).into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_notes_the_last_one_counts() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("checkpoints");
        let note = |size| format!("a/b\n{size}\nroot=\n\n\u{2014} a/b sig\n\u{2014} witness sig\n");
        for text in [note(9), format!("{}\n{}\n", note(8), note(9)), format!("{}{}", note(8), note(9))] {
            std::fs::write(&file, text).unwrap();
            assert_eq!(last_note(&file).unwrap(), note(9).into_bytes());
        }
        std::fs::write(&file, "nonsense").unwrap();
        assert_eq!(last_note(&file).unwrap(), b"nonsense\n");
    }
}
