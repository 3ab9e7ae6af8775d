//! `praetor plugin key`, `sign` and `verify`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use praetor_sandbox::Digest;

use super::inspect::load;
use super::{CliError, EXIT_FAILED, report};
use crate::config::Config;
use crate::signing::{
    KeyFile, Signature, SignatureMode, Statement, Trust, TrustedKey, read_beside, sign, signature_file,
};

#[derive(Debug, Args)]
pub struct KeyArgs {
    /// The name of the key, by which signatures name it: `example.org/plugins`
    #[arg(value_name = "NAME")]
    name: String,
    /// The new file for the key that signs; keep it from everybody who does not sign
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// Makes a key, and prints the one that verifies.
pub fn key(args: &KeyArgs) -> Result<ExitCode, CliError> {
    let key = KeyFile::create(&args.name, &args.out)?;
    report::progress(format!(
        "made `{}`; operators trust the key by this line of `praetor.toml`:",
        args.out.display()
    ));
    report::line(format!("[signatures]\ntrusted = [\"{}\"]", key.trusted()));
    Ok(ExitCode::SUCCESS)
}

#[derive(Debug, Args)]
pub struct SignArgs {
    /// The plugin's file: a core module or a component
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The file of the key that signs, from `praetor plugin key`
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
}

/// Takes the plugin through the gate, signs it, and writes the signature beside it.
pub fn run(args: &SignArgs) -> Result<ExitCode, CliError> {
    let key = KeyFile::read(&args.key)?;
    let bytes = bytes(&args.file)?;
    let plugin = load(&args.file, &bytes)?;
    let statement = Statement::of(plugin.digest(), plugin.manifest());
    let before = read_beside(&args.file)?;
    let note = sign(&statement, before.as_deref(), &key)?;
    let file = signature_file(&args.file);
    std::fs::write(&file, note).map_err(|error| format!("cannot write `{}`: {error}", file.display()))?;
    report::line(format!("signed  {}\n        SHA-256 {}", file.display(), plugin.digest()));
    Ok(ExitCode::SUCCESS)
}

#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// The plugin's file; its signature lies beside it, with `.sig` behind its name
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// A key that is trusted, `name+id+key`; may be given several times
    #[arg(long, value_name = "KEY")]
    trusted: Vec<TrustedKey>,
    /// The config file whose `signatures.trusted` count, where no key is given
    #[arg(long, short, env = "PRAETOR_CONFIG", default_value = "praetor.toml", value_name = "FILE")]
    config: PathBuf,
}

/// Says who signed the plugin, or what is wrong with its signature.
pub fn verify(args: &VerifyArgs) -> Result<ExitCode, CliError> {
    let trust = if args.trusted.is_empty() {
        let config = Config::load(&args.config);
        let config =
            config.map_err(|error| format!("{error}; without a config give a key by `--trusted`"))?;
        config.signatures.required()
    } else {
        Trust::new(SignatureMode::Require, args.trusted.clone())
    };
    let bytes = bytes(&args.file)?;
    let signature = read_beside(&args.file)?;
    // Only what is signed is run.
    let found = match trust.admit(Digest::of(&bytes), signature.as_deref()) {
        Ok(admitted) => admitted.confirm(load(&args.file, &bytes)?.manifest()),
        Err(error) => Err(error),
    };
    match found {
        Ok(Signature::By(names)) => {
            report::line(format!("{} is signed by {}", args.file.display(), names.join(", ")));
            Ok(ExitCode::SUCCESS)
        }
        Ok(_) => Err("no key is trusted; give one with `--trusted`, or in `signatures.trusted`".into()),
        Err(error) => {
            report::line(format!("{}: {error} ({})", args.file.display(), error.code()));
            Ok(ExitCode::from(EXIT_FAILED))
        }
    }
}

fn bytes(file: &Path) -> Result<Vec<u8>, CliError> {
    std::fs::read(file).map_err(|error| format!("cannot read `{}`: {error}", file.display()).into())
}
