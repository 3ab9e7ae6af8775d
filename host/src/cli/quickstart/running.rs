//! A server that runs beside the command.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use tokio::runtime::Runtime;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::api::{Server, StartError};
use crate::cli::{CliError, serve};
use crate::config::Config;
use crate::service::Start;

/// A server that answers while the command goes on.
pub struct Running {
    runtime: Runtime,
    serving: JoinHandle<Result<(), StartError>>,
    stop: oneshot::Sender<()>,
    address: SocketAddr,
    token_file: PathBuf,
}

impl Running {
    /// Starts a server in threads of its own.
    ///
    /// # Errors
    /// It does not start.
    pub fn start(config: &Config) -> Result<Self, CliError> {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        let server =
            runtime.block_on(Server::start(config, Start { actor: serve::ACTOR, apply_config: true }))?;
        let (address, token_file) = (server.address(), server.token_file().to_owned());
        let (stop, stopped) = oneshot::channel();
        let serving = runtime.spawn(server.serve(async {
            let _ = stopped.await;
        }));
        Ok(Self { runtime, serving, stop, address, token_file })
    }

    /// Where it listens.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The file with its token.
    pub fn token_file(&self) -> &Path {
        &self.token_file
    }

    /// Its token.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn token(&self) -> Result<String, CliError> {
        Ok(std::fs::read_to_string(&self.token_file)?.trim().to_owned())
    }

    /// Serves until the person ends it.
    ///
    /// # Errors
    /// The ledger did not end in order.
    pub fn wait(self) -> Result<(), CliError> {
        self.runtime.block_on(async {
            serve::stop_signal()?.await;
            Ok::<(), std::io::Error>(())
        })?;
        self.stop()
    }

    /// Ends it in order.
    ///
    /// # Errors
    /// The ledger did not end in order.
    pub fn stop(self) -> Result<(), CliError> {
        let _ = self.stop.send(());
        Ok(self.runtime.block_on(self.serving)??)
    }
}
