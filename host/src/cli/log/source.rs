//! Where the log is: in the folder of a config, or at a running server.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;
use praetor_ledger::{Ledger, LedgerError, LedgerOptions, RecordId, Store, TileAddress};

use crate::cli::subject::asking;
use crate::cli::{CliError, ConfigArg};
use crate::client::{Client, ClientError};
use crate::config::Config;
use crate::service::ledger_options;

/// Where the log is.
#[derive(Debug, Args)]
pub struct SourceArgs {
    #[command(flatten)]
    config: ConfigArg,
    /// Address and port of the running server; without it, the folder of the config is read, which
    /// no server may have open
    #[arg(long, env = "PRAETOR_SERVER", value_name = "ADDRESS")]
    server: Option<SocketAddr>,
    /// The file with the server's token; the one that it made beside its ledger if it is left out
    #[arg(long, env = "PRAETOR_TOKEN_FILE", value_name = "FILE")]
    token_file: Option<PathBuf>,
}

/// A log that can be asked.
pub(super) enum Source {
    Folder(Box<Ledger>),
    Server(Box<Client>),
}

impl SourceArgs {
    /// The server, or the log in the folder.
    pub(super) fn open(&self) -> Result<Source, CliError> {
        if let Some(client) = self.client()? {
            return Ok(Source::Server(Box::new(client)));
        }
        let ledger = Ledger::open_existing(&self.options()?).map_err(in_use)?;
        Ok(Source::Folder(Box::new(ledger)))
    }

    /// The server, if one was named.
    pub(in crate::cli) fn client(&self) -> Result<Option<Client>, CliError> {
        self.server.map(|server| asking::client(server, self.token_file.as_deref())).transpose()
    }

    /// Where the ledger of the config is.
    pub(in crate::cli) fn options(&self) -> Result<LedgerOptions, CliError> {
        Ok(ledger_options(&self.config()?))
    }

    /// The config.
    pub(in crate::cli) fn config(&self) -> Result<Config, CliError> {
        Ok(Config::load(&self.config.config)?)
    }
}

/// The next step for somebody at a terminal.
pub(in crate::cli) fn in_use(error: LedgerError) -> CliError {
    match error {
        LedgerError::InUse(folder) => {
            let folder = folder.display();
            format!("a server has the ledger in `{folder}` open; ask it with `--server ADDRESS`").into()
        }
        other => other.into(),
    }
}

impl Source {
    pub(super) fn checkpoint(&self) -> Result<Vec<u8>, CliError> {
        match self {
            Self::Folder(ledger) => {
                let note = ledger.checkpoint().wait()?;
                note.ok_or_else(|| "the log is empty: nothing was signed yet".into())
            }
            Self::Server(client) => Ok(client.get_bytes("/v1/log/checkpoint")?),
        }
    }

    pub(super) fn key(&self) -> Result<String, CliError> {
        match self {
            Self::Folder(ledger) => Ok(ledger.verifier_key()),
            Self::Server(client) => {
                Ok(String::from_utf8(client.get_bytes("/v1/log/key")?)?.trim_end().to_owned())
            }
        }
    }

    pub(super) fn proof(&self, id: RecordId, cosigned: bool) -> Result<String, CliError> {
        match self {
            Self::Folder(ledger) => {
                let proof = ledger.proof(id).wait()?;
                Ok(proof.ok_or_else(|| format!("no decision in this log has the id {id}"))?.to_text())
            }
            Self::Server(client) => {
                let query = if cosigned { "?cosigned=true" } else { "" };
                Ok(String::from_utf8(client.get_bytes(&format!("/v1/decisions/{id}/proof{query}"))?)?)
            }
        }
    }
}

/// A tile or a bundle of a server; none: it is not there, or not any more.
pub(super) fn tile(client: &Client, tile: TileAddress) -> Result<Option<Vec<u8>>, CliError> {
    match client.get_bytes(&format!("/v1/log/tile/{tile}")) {
        Err(ClientError::Refused { status: 404 | 410, .. }) => Ok(None),
        given => Ok(Some(given?)),
    }
}
