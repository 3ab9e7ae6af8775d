//! The server that a command asks.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;
use serde_json::Value as Json;

use crate::cli::CliError;
use crate::client::Client;
use crate::config::{DATA_DIR_DEFAULT, LISTEN_DEFAULT};

/// Where the running server is, and the token to ask it with.
#[derive(Debug, Args)]
pub struct ServerArgs {
    /// Address and port of the running server
    #[arg(long, env = "PRAETOR_SERVER", default_value = LISTEN_DEFAULT, value_name = "ADDRESS")]
    server: SocketAddr,
    /// The file with the token; the one that the server made beside its ledger if it is left out
    #[arg(long, env = "PRAETOR_TOKEN_FILE", value_name = "FILE")]
    token_file: Option<PathBuf>,
}

impl ServerArgs {
    fn client(&self) -> Result<Client, CliError> {
        let usual = || PathBuf::from(DATA_DIR_DEFAULT).join("token");
        let file = self.token_file.clone().unwrap_or_else(usual);
        let token = std::fs::read_to_string(&file).map_err(|error| {
            format!("cannot read the token in `{}`: {error}; name it with `--token-file`", file.display())
        })?;
        Ok(Client::new(self.server, token.trim().to_owned()))
    }

    pub(super) fn get(&self, path: &str) -> Result<Json, CliError> {
        Ok(self.client()?.get(path)?)
    }

    pub(super) fn post(&self, path: &str, body: &Json) -> Result<Json, CliError> {
        Ok(self.client()?.post(path, body)?)
    }

    pub(super) fn post_for_lines(&self, path: &str, body: &Json) -> Result<Lines, CliError> {
        Ok(Lines(BufReader::new(self.client()?.post_for_body(path, body)?)))
    }
}

/// Lines of an answer, as they come.
pub(super) struct Lines(BufReader<ureq::BodyReader<'static>>);

impl Lines {
    /// Reads the next line with its end into `line`; false: there is none, and `line` is the last.
    pub(super) fn next_into(&mut self, line: &mut String) -> Result<bool, CliError> {
        let mut next = String::new();
        if self.0.read_line(&mut next)? == 0 {
            return Ok(false);
        }
        *line = next;
        Ok(true)
    }
}
