//! `praetor serve`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::{CliError, ConfigArg, report};
use crate::api::Server;
use crate::config::Config;
use crate::service::Start;
use crate::telemetry::{self, LogFormat};

#[derive(Debug, Args)]
pub struct ServeArgs {
    #[command(flatten)]
    config: ConfigArg,
    /// What is logged to standard error: `error`, `warn`, `info`, `debug`, or a filter
    #[arg(long, env = "RUST_LOG", default_value = "info", value_name = "FILTER")]
    log: String,
    /// Put the bindings of the config file to work, where other ones were put to work since by
    /// `praetor plugin activate` or by the folder of plugins
    #[arg(long)]
    apply_config: bool,
    /// How a line of the log looks
    #[arg(long, value_enum, default_value_t)]
    log_format: LogFormat,
}

/// The name under which the config file stands in the ledger as the maker of a generation.
pub const ACTOR: &str = "config-file";

/// Serves until it is told to stop.
pub fn run(args: &ServeArgs) -> Result<ExitCode, CliError> {
    telemetry::start(&args.log, args.log_format)?;
    let config = Config::load(&args.config.config)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let stop = stop_signal()?;
        let server = Server::start(&config, Start { actor: ACTOR, apply_config: args.apply_config }).await?;
        announce(&server);
        server.serve(stop).await?;
        report::line("stopped; the ledger is closed");
        Ok(ExitCode::SUCCESS)
    })
}

fn announce(server: &Server) {
    let generation = server.service().generation();
    report::line(format!("listening on http://{}", server.address()));
    report::line(format!("token file   {}", shown(server.token_file().to_owned())));
    report::line(format!("generation   {}", generation.number));
    for binding in &generation.bindings {
        let (manifest, mode) = (&binding.manifest, binding.mode.as_str());
        let (digest, title) = (binding.plugin.digest().to_string(), &manifest.title);
        let short = digest.get(..12).unwrap_or_default();
        report::line(format!("  {} {} ({mode}, {short}) {title}", manifest.id, manifest.version));
    }
    if generation.bindings.is_empty() {
        report::line(
            "  no plugin is bound: no question can be allowed; add `[[bindings]]` to the config file",
        );
    }
}

/// A path that can be used from another folder.
fn shown(path: PathBuf) -> String {
    std::path::absolute(&path).unwrap_or(path).display().to_string()
}

/// Ready once somebody asks the server to end. Listens from now on.
#[cfg(unix)]
pub(super) fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

#[cfg(not(unix))]
pub(super) fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}
