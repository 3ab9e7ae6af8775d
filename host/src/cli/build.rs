//! `praetor plugin build`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use praetor_sandbox::{Engine, EngineOptions, Limits};

use super::{CliError, report};
use crate::authoring::stamp;
use crate::guests;

/// Where built plugins go when nothing else is said.
pub const OUT_DEFAULT: &str = "target/plugins";

#[derive(Debug, Args)]
pub struct BuildArgs {
    /// The plugins' folders
    #[arg(required = true, value_name = "FOLDER")]
    folders: Vec<PathBuf>,
    /// The folder for the components
    #[arg(long, default_value = OUT_DEFAULT, value_name = "FOLDER")]
    out: PathBuf,
    /// Who builds them; the plugins say so from then on, with the digests of their sources
    #[arg(long, value_name = "NAME")]
    built_by: Option<String>,
}

/// Builds each plugin and takes it through the sandbox's gate, so that a refusal shows here.
pub fn run(args: &BuildArgs) -> Result<ExitCode, CliError> {
    let built = guests::build(&args.folders, &args.out)?;
    let cache = Some(args.out.join(".compiled"));
    let engine = Engine::new(&EngineOptions { cache, ..EngineOptions::default() })?;
    let mut rows = vec![];
    for (one, folder) in built.into_iter().zip(&args.folders) {
        let mut bytes = std::fs::read(&one.file)?;
        if let Some(by) = &args.built_by {
            bytes = stamp(&bytes, by, folder)?;
            guests::replace(&one.file, &bytes)?;
        }
        let plugin = engine
            .load(&bytes, Limits::default())
            .map_err(|error| format!("`{}` was built, and is refused: {error}", one.id))?;
        let size = format!("{} KiB", bytes.len().div_ceil(1024));
        rows.push(vec![
            one.id,
            plugin.manifest().version.to_string(),
            size,
            plugin.digest().to_string(),
            one.file.display().to_string(),
        ]);
    }
    report::line(report::table(&["plugin", "version", "size", "SHA-256", "file"], rows));
    Ok(ExitCode::SUCCESS)
}
