//! The whole way of a decision over HTTP with a durable ledger, beside a bare route that reads and
//! writes JSON of the same size. The ratio of the two counts; a single time says little.
//!
//! `cargo bench -p praetor --bench http`

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a benchmark that meets the unexpected shall end at once"
)]

#[path = "support/connection.rs"]
mod connection;

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::http::header::CONTENT_TYPE;
use axum::routing::post;
use connection::{Connection, ask_all};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use praetor::api::Server;
use praetor::config::Config;
use serde_json::{Value as Json, json};
use tokio::runtime::Runtime;

const PATH: &str = "/v1/decisions/sharing";
const CONNECTIONS: [usize; 2] = [1, 32];

fn question() -> String {
    let question = json!({
        "as_of": "2026-11-23",
        "subject": { "id": "user-4711", "residence": ["XA"], "age": 34 },
        "items": [
            { "id": "prompt", "category": "prompt-text" },
            { "id": "upload", "category": "uploaded-image" },
        ],
        "uses": [{ "id": "generate", "purpose": "content-generation", "operation": "use", "basis": "contract" }],
    });
    question.to_string()
}

/// Praetor with one plugin and a ledger in a folder of its own.
fn praetor(runtime: &Runtime, folder: &Path) -> (SocketAddr, String) {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let plugin = repository.join("examples/plugins/tiny-law");
    praetor::guests::build(&[plugin], &folder.join("plugins")).unwrap();
    let text = "listen = \"127.0.0.1:0\"\n[[bindings]]\nid = \"tiny-law\"\n";
    let config = Config::parse(text, folder, std::iter::empty()).unwrap();
    let server = runtime.block_on(Server::start(&config, "benchmark")).unwrap();
    let address = server.address();
    let token = std::fs::read_to_string(server.token_file()).unwrap().trim().to_owned();
    runtime.spawn(server.serve(std::future::pending()));
    (address, token)
}

/// A route that reads a JSON question, and writes a JSON answer, and does nothing else.
fn bare(runtime: &Runtime, answer: &[u8]) -> SocketAddr {
    let answer: Arc<Json> = Arc::new(serde_json::from_slice(answer).unwrap());
    let handler = move |body: Bytes| async move {
        let question: Json = serde_json::from_slice(&body).unwrap();
        assert!(question.is_object());
        ([(CONTENT_TYPE, "application/json")], serde_json::to_vec(&*answer).unwrap())
    };
    let router = Router::new().route(PATH, post(handler));
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
    let address = listener.local_addr().unwrap();
    runtime.spawn(async move { axum::serve(listener, router).await });
    address
}

fn http(criterion: &mut Criterion) {
    let runtime = Runtime::new().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (address, token) = praetor(&runtime, folder.path());
    let answer = Connection::open(address, PATH, &token, &question()).ask().to_vec();
    let bare = bare(&runtime, &answer);
    let mut group = criterion.benchmark_group("http");
    group.throughput(Throughput::Elements(1)).sample_size(20).measurement_time(Duration::from_secs(8));
    for count in CONNECTIONS {
        for (name, address) in [("praetor, durable", address), ("bare route", bare)] {
            let open = || Connection::open(address, PATH, &token, &question());
            let mut connections: Vec<Connection> = (0..count).map(|_| open()).collect();
            group.bench_function(BenchmarkId::new(name, count), |bencher| {
                bencher.iter_custom(|times| ask_all(&mut connections, times));
            });
        }
    }
    group.finish();
    runtime.shutdown_background();
}

criterion_group!(benches, http);
criterion_main!(benches);
