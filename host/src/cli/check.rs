//! `praetor plugin check`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::build::OUT_DEFAULT;
use super::{CliError, EXIT_FAILED, report};
use crate::authoring::{State, Taking, check};

/// Which plugin is under test, and where its bytes are; the same for every command that tests one.
#[derive(Debug, Args)]
pub struct TargetArgs {
    /// The plugin's folder, or the file of a plugin in which its cases travel
    #[arg(value_name = "FOLDER|FILE")]
    pub target: PathBuf,
    /// Use the components that were built before
    #[arg(long)]
    pub no_build: bool,
    /// Give it the memory of an interpreter, as a binding with `large_memory = true` does
    #[arg(long)]
    pub large_memory: bool,
    /// Let it import WASI, of which it gets stubs, as a binding with `allow_stubbed_wasi = true` does
    #[arg(long)]
    pub allow_stubbed_wasi: bool,
    /// The folder for the components
    #[arg(long, default_value = OUT_DEFAULT, value_name = "FOLDER")]
    pub out: PathBuf,
}

impl TargetArgs {
    /// Where the plugin comes from.
    pub fn taking(&self) -> Taking<'_> {
        let Self { target, no_build, out, .. } = self;
        let (large_memory, stubbed_wasi) = (self.large_memory, self.allow_stubbed_wasi);
        Taking { target, out, build: !no_build, large_memory, stubbed_wasi }
    }
}

#[derive(Debug, Args)]
pub struct CheckArgs {
    #[command(flatten)]
    target: TargetArgs,
}

/// Looks the plugin over and says what it found.
pub fn run(args: &CheckArgs) -> Result<ExitCode, CliError> {
    let today = jiff::tz::TimeZone::system().to_datetime(jiff::Timestamp::now()).date();
    let lines = check(args.target.taking(), today);
    for line in &lines {
        let state = match line.state {
            State::Good => "ok    ",
            State::Note => "note  ",
            State::Bad => "FAILED",
        };
        report::line(format!("{state}  {:<10}{}", line.step, line.says));
    }
    let bad = lines.iter().filter(|line| line.state == State::Bad).count();
    report::line(match bad {
        0 => "\nready: a server would take it".to_owned(),
        some => format!("\n{some} to mend"),
    });
    Ok(if bad == 0 { ExitCode::SUCCESS } else { ExitCode::from(EXIT_FAILED) })
}
