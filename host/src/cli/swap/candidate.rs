//! A plugin that is named on the command line, to be put to work or to be tried.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Map, Value as Json};

use crate::cli::subject::asking::ServerArgs;
use crate::cli::{CliError, report};
use crate::signing::read_beside;

#[derive(Debug, Args)]
pub(super) struct CandidateArgs {
    /// The plugin's file, with its signature beside it if there is one; left out: the bytes that are bound
    /// now, to bind them in another way
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// The id of the binding; the name of the file if it is left out
    #[arg(long, required_unless_present = "file")]
    id: Option<String>,
    /// All its settings, a file of TOML or JSON; as before if it is left out
    #[arg(long, value_name = "FILE")]
    settings: Option<PathBuf>,
    /// Let it use 128 MiB, as JavaScript and Python guests do
    #[arg(long)]
    large_memory: bool,
    /// Let it import WASI and give it stubs, as Python guests need
    #[arg(long)]
    allow_stubbed_wasi: bool,
}

impl CandidateArgs {
    /// The id of its binding.
    pub(super) fn id(&self) -> Result<&str, CliError> {
        let stem = self.file.as_deref().and_then(Path::file_stem).and_then(|stem| stem.to_str());
        Ok(self.id.as_deref().or(stem).ok_or("the file's name is no id; give `--id`")?)
    }

    /// Uploads it, and says what it is as the server wants to hear it.
    pub(super) fn upload(&self, server: &ServerArgs) -> Result<Map<String, Json>, CliError> {
        let mut body = self.bound()?;
        if let Some(file) = &self.file {
            let bytes =
                std::fs::read(file).map_err(|error| format!("cannot read `{}`: {error}", file.display()))?;
            report::progress(format!("uploading {} bytes", bytes.len()));
            let kept = server.upload("/v1/plugins", &bytes)?;
            body.insert("digest".into(), kept.get("digest").cloned().unwrap_or_default());
            let signature = read_beside(file)
                .map_err(|error| format!("cannot read the signature of `{}`: {error}", file.display()))?;
            if let Some(signature) = signature {
                body.insert("signature".into(), String::from_utf8_lossy(&signature).into());
            }
        }
        report::progress("the gate looks at it");
        Ok(body)
    }

    fn bound(&self) -> Result<Map<String, Json>, CliError> {
        let mut body = Map::new();
        for (key, holds) in
            [("large_memory", self.large_memory), ("allow_stubbed_wasi", self.allow_stubbed_wasi)]
        {
            if holds {
                body.insert(key.into(), true.into());
            }
        }
        if let Some(file) = &self.settings {
            let text = std::fs::read_to_string(file)
                .map_err(|error| format!("cannot read `{}`: {error}", file.display()))?;
            body.insert("settings".into(), settings(&text)?);
        }
        Ok(body)
    }
}

fn settings(text: &str) -> Result<Json, CliError> {
    if text.trim_start().starts_with('{') {
        return Ok(serde_json::from_str(text)?);
    }
    let table: toml::Table = text.parse()?;
    Ok(crate::config::json(toml::Value::Table(table)))
}
