//! Where the decisions are: in the folder of a config, or at a running server. Both give the same JSON.

use std::io::{BufRead, BufReader};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use praetor_ledger::{Ledger, RecordId, RecordKind, Store};
use praetor_sandbox::{Engine, EngineOptions};
use serde_json::{Value as Json, json};

use crate::api::read_range;
use crate::cli::CliError;
use crate::cli::log::source::{SourceArgs, in_use};
use crate::client::Client;
use crate::config::Config;
use crate::replay::{News, Replayer};
use crate::service::ledger_options;
use crate::sweep::Pace;
use crate::wire::replay::{write_news, write_outcome, write_progress, write_replayed, write_summary};

/// Who replays.
pub(super) enum Source {
    /// This process, with the store of the folder.
    Folder(Arc<Ledger>, Box<Replayer>),
    /// A server.
    Server(Box<Client>),
}

impl Source {
    /// The server that was named, or the folder of the config, which no server may have open.
    pub(super) fn open(args: &SourceArgs) -> Result<Self, CliError> {
        if let Some(client) = args.client()? {
            return Ok(Self::Server(Box::new(client)));
        }
        let config = args.config()?;
        let ledger = Arc::new(Ledger::open_existing(&ledger_options(&config)).map_err(in_use)?);
        let replayer = Replayer::new(Arc::clone(&ledger) as Arc<dyn Store>, engine(&config)?);
        Ok(Self::Folder(ledger, Box::new(replayer)))
    }

    /// One decision.
    pub(super) fn one(&self, id: RecordId) -> Result<Json, CliError> {
        match self {
            Self::Server(client) => Ok(client.post(&format!("/v1/decisions/{id}/replay"), &json!({}))?),
            Self::Folder(ledger, replayer) => {
                let stored = ledger.get(id).wait()?;
                let replayable = |kind: RecordKind| kind.is_decision() || kind == RecordKind::Overdue;
                let stored = stored.filter(|stored| replayable(stored.kind));
                let stored = stored.ok_or_else(|| format!("no decision in this log has the id {id}"))?;
                let replayed = on_large_stack(|| replayer.one(&stored, None))?;
                Ok(Json::Object(write_replayed(&replayed)))
            }
        }
    }

    /// A range; each line as it comes.
    pub(super) fn range(&self, body: &Json, mut line: impl FnMut(Json)) -> Result<(), CliError> {
        match self {
            Self::Server(client) => {
                let lines = BufReader::new(client.post_for_body("/v1/decisions/replay", body)?).lines();
                for text in lines {
                    let cut = |error| format!("the replay was cut short: {error}; try again");
                    line(serde_json::from_str(&text.map_err(cut)?)?);
                }
                Ok(())
            }
            Self::Folder(_, replayer) => here(replayer, body, line),
        }
    }
}

fn here(replayer: &Replayer, body: &Json, mut line: impl FnMut(Json)) -> Result<(), CliError> {
    let wanted = read_range(body).map_err(|wrong| wrong.to_string())?;
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let pace = Pace { stop: &AtomicBool::new(false), live: None, threads };
    let summary = replayer.range(&wanted, None, pace, |news| {
        line(match news {
            News::Replayed(replayed) => write_news("replayed", write_outcome(replayed)),
            News::Progress(progress) => write_news("progress", write_progress(&progress, "replayed")),
        });
        true
    })?;
    line(write_news("summary", write_summary(&summary)));
    Ok(())
}

/// The engine of the server with this config, so that what it compiled is found.
fn engine(config: &Config) -> Result<Engine, CliError> {
    let cache = Some(config.data_dir.join("compiled"));
    Ok(Engine::new(&EngineOptions { cache, ..EngineOptions::default() })?)
}

/// Runs on a thread with room for guests.
fn on_large_stack<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T, CliError> {
    let thread = std::thread::Builder::new().stack_size(praetor_sandbox::limits::THREAD_STACK_BYTES);
    std::thread::scope(|scope| {
        let done = thread.spawn_scoped(scope, work)?.join();
        done.map_err(|_| "the replay failed; this is a fault of Praetor, please report it".into())
    })
}
