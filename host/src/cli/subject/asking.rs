//! The server that a command asks.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

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
        client(self.server, self.token_file.as_deref())
    }

    pub(in crate::cli) fn get(&self, path: &str) -> Result<Json, CliError> {
        Ok(self.client()?.get(path)?)
    }

    pub(in crate::cli) fn post(&self, path: &str, body: &Json) -> Result<Json, CliError> {
        Ok(self.client()?.post(path, body)?)
    }

    pub(in crate::cli) fn change(&self, path: &str, seen: u64, body: &Json) -> Result<Json, CliError> {
        Ok(self.client()?.change(path, seen, body)?)
    }

    pub(in crate::cli) fn delete(&self, path: &str, seen: u64) -> Result<Json, CliError> {
        Ok(self.client()?.delete(path, seen)?)
    }

    pub(in crate::cli) fn upload(&self, path: &str, bytes: &[u8]) -> Result<Json, CliError> {
        Ok(self.client()?.upload(path, bytes)?)
    }

    /// Posts, and gives each line of the answer as it comes.
    pub(in crate::cli) fn each_line(
        &self,
        path: &str,
        body: &Json,
        mut line: impl FnMut(Json),
    ) -> Result<(), CliError> {
        for text in BufReader::new(self.client()?.post_for_body(path, body)?).lines() {
            let cut = |error| format!("the answer was cut short: {error}; try again");
            line(serde_json::from_str(&text.map_err(cut)?)?);
        }
        Ok(())
    }

    pub(super) fn post_for_lines(&self, path: &str, body: &Json) -> Result<Lines, CliError> {
        Ok(Lines(BufReader::new(self.client()?.post_for_body(path, body)?)))
    }
}

/// A caller of a server with the token of a file, by default the one that the server made.
pub(in crate::cli) fn client(server: SocketAddr, token_file: Option<&Path>) -> Result<Client, CliError> {
    let file = token_file.map_or_else(|| Path::new(DATA_DIR_DEFAULT).join("token"), Path::to_owned);
    let token = std::fs::read_to_string(&file).map_err(|error| {
        format!("cannot read the token in `{}`: {error}; name it with `--token-file`", file.display())
    })?;
    Ok(Client::new(server, token.trim().to_owned()))
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
