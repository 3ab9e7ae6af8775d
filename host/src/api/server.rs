//! The server: sockets, their limits, and the way to its end.

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::sync::{Arc, Weak};
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use praetor_ledger::LedgerError;
use thiserror::Error;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

use super::{Api, router};
use crate::access::{Access, AccessError};
use crate::config::Config;
use crate::limits::{CONNECTIONS_MAX, HEAD_BYTES_MAX, HEAD_SECONDS, SHUTDOWN_SECONDS, WATCH_MILLISECONDS};
use crate::service::{OpenError, Service, Start, Watched};

/// Pause after the system refused a connection: it has no more files to give.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Why the server does not start, or did not end in order.
#[derive(Debug, Error)]
pub enum StartError {
    /// The ledger or the plugins cannot be used.
    #[error("{0}")]
    Open(#[from] OpenError),
    /// There is no token.
    #[error("{0}")]
    Access(#[from] AccessError),
    /// The address cannot be had.
    #[error("cannot listen on `{address}`: {source}; stop what uses the port, or set `listen`")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// Why.
        source: io::Error,
    },
    /// The ledger did not end in order.
    #[error("{0}")]
    Ledger(#[from] LedgerError),
}

/// A server that has its ledger, its plugins and its port, and does not answer yet.
#[derive(Debug)]
pub struct Server {
    api: Arc<Api>,
    listener: TcpListener,
    address: SocketAddr,
    token_file: PathBuf,
}

impl Server {
    /// Opens everything. Blocks while plugins are loaded.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub async fn start(config: &Config, start: Start<'_>) -> Result<Self, StartError> {
        // The address first: two servers of one config shall disagree about that, not the ledger.
        let refused = |source| StartError::Listen { address: config.listen, source };
        let listener = TcpListener::bind(config.listen).await.map_err(refused)?;
        let address = listener.local_addr().map_err(refused)?;
        let service = Service::open(config, start)?;
        let (access, token_file) = Access::open(config)?;
        let api = Arc::new(Api { service, access, public_log: config.public_log });
        if let Some(folder) = &config.plugins_dir {
            watch(Arc::downgrade(&api), folder.clone()).map_err(OpenError::Threads)?;
        }
        Ok(Self { api, listener, address, token_file })
    }

    /// Where it listens: the real port, if the config left it open.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The file with the token that callers must send.
    #[must_use]
    pub fn token_file(&self) -> &Path {
        &self.token_file
    }

    /// What it serves with.
    #[must_use]
    pub fn service(&self) -> &Service {
        &self.api.service
    }

    /// Answers until `stop` is ready; then finishes what was begun and closes the ledger.
    ///
    /// # Errors
    /// The ledger did not end in order.
    pub async fn serve(self, stop: impl Future<Output = ()>) -> Result<(), StartError> {
        let router = router(Arc::clone(&self.api));
        let open = GracefulShutdown::new();
        accept(self.listener, &router, &open, stop).await;
        self.api.service.end_replays();
        let limit = Duration::from_secs(SHUTDOWN_SECONDS);
        if tokio::time::timeout(limit, open.shutdown()).await.is_err() {
            tracing::warn!("requests were still running after {SHUTDOWN_SECONDS} seconds; they are dropped");
        }
        Ok(self.api.service.close()?)
    }
}

/// Looks at the folder of plugins again and again, on a thread of its own, until the server ends.
fn watch(api: Weak<Api>, folder: PathBuf) -> io::Result<()> {
    let pause = Duration::from_millis(WATCH_MILLISECONDS);
    let mut watched = Watched::new(folder);
    let look = move || {
        while let Some(api) = api.upgrade().filter(|api| !api.service.is_ending()) {
            api.service.look_at(&mut watched);
            drop(api);
            std::thread::sleep(pause);
        }
    };
    std::thread::Builder::new().name("praetor-watch".into()).spawn(look).map(drop)
}

async fn accept(
    listener: TcpListener,
    router: &Router,
    open: &GracefulShutdown,
    stop: impl Future<Output = ()>,
) {
    let places = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    let mut stop = pin!(stop);
    loop {
        let next = async {
            let place = Arc::clone(&places).acquire_owned().await.ok();
            (listener.accept().await, place)
        };
        let (accepted, place) = tokio::select! {
            next = next => next,
            () = &mut stop => return,
        };
        match accepted {
            Ok((stream, _)) => {
                let connection = open.watcher().watch(connection(stream, router.clone()));
                tokio::spawn(async move {
                    // A connection that breaks is the caller's affair.
                    let _ = connection.await;
                    drop(place);
                });
            }
            Err(error) => {
                tracing::warn!(%error, "a connection was refused by the system");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
}

type Connection = http1::Connection<TokioIo<TcpStream>, TowerToHyperService<Router>>;

fn connection(stream: TcpStream, router: Router) -> Connection {
    // Answers are small and whole: waiting for more to send would only delay them.
    let _ = stream.set_nodelay(true);
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(Duration::from_secs(HEAD_SECONDS))
        .max_header_size(HEAD_BYTES_MAX)
        .half_close(false);
    http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(router))
}
