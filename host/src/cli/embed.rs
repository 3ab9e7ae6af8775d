//! `praetor plugin embed`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::{CliError, report};
use crate::authoring::embed;

#[derive(Debug, Args)]
pub struct EmbedArgs {
    /// The plugin's file, as its toolchain wrote it
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The folder of its cases
    #[arg(long, value_name = "FOLDER")]
    cases: PathBuf,
    /// The file for the plugin with its cases; the same one if it is left out
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Puts the cases in.
pub fn run(args: &EmbedArgs) -> Result<ExitCode, CliError> {
    let plugin = std::fs::read(&args.file)
        .map_err(|error| format!("cannot read `{}`: {error}", args.file.display()))?;
    let (with, count) = embed(&plugin, &args.cases)?;
    let out = args.out.as_ref().unwrap_or(&args.file);
    std::fs::write(out, with).map_err(|error| format!("cannot write `{}`: {error}", out.display()))?;
    report::line(format!("{count} cases are in {}", out.display()));
    Ok(ExitCode::SUCCESS)
}
