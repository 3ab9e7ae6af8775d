//! `praetor plugin embed`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::{CliError, report};
use crate::authoring::{embed, stamp};

#[derive(Debug, Args)]
pub struct EmbedArgs {
    /// The plugin's file, as its toolchain wrote it
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The folder of its cases
    #[arg(long, value_name = "FOLDER")]
    cases: PathBuf,
    /// Who built it; it says so from then on, with the digest of its source
    #[arg(long, value_name = "NAME", requires = "source")]
    built_by: Option<String>,
    /// The folder of its source
    #[arg(long, value_name = "FOLDER", requires = "built_by")]
    source: Option<PathBuf>,
    /// The file for the plugin with its cases; the same one if it is left out
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Puts the cases in.
pub fn run(args: &EmbedArgs) -> Result<ExitCode, CliError> {
    let plugin = std::fs::read(&args.file)
        .map_err(|error| format!("cannot read `{}`: {error}", args.file.display()))?;
    let (mut with, count) = embed(&plugin, &args.cases)?;
    if let (Some(by), Some(source)) = (&args.built_by, &args.source) {
        with = stamp(&with, by, source)?;
    }
    let out = args.out.as_ref().unwrap_or(&args.file);
    std::fs::write(out, with).map_err(|error| format!("cannot write `{}`: {error}", out.display()))?;
    report::line(format!("{count} cases are in {}", out.display()));
    Ok(ExitCode::SUCCESS)
}
