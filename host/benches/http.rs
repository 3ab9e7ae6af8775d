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
#[path = "support/scene.rs"]
mod scene;

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
use praetor::service::Start;
use serde_json::Value as Json;
use tokio::runtime::Runtime;

const PATH: &str = "/v1/decisions/sharing";
const CONNECTIONS: [usize; 2] = [1, 32];
/// The tiny law alone.
const ONE: [&str; 1] = ["examples/plugins/tiny-law"];

/// A server to measure.
struct Measured {
    name: &'static str,
    address: SocketAddr,
    token: String,
}

impl Measured {
    fn connect(&self) -> Connection {
        Connection::open(self.address, PATH, &self.token, &scene::question().to_string())
    }
}

/// Praetor with these plugins and a ledger in a folder of its own.
fn praetor(name: &'static str, plugins: &[&str], runtime: &Runtime, folder: &Path) -> Measured {
    let config = scene::config(folder, plugins);
    let server =
        runtime.block_on(Server::start(&config, Start { actor: "benchmark", apply_config: false })).unwrap();
    let address = server.address();
    let token = std::fs::read_to_string(server.token_file()).unwrap().trim().to_owned();
    runtime.spawn(server.serve(std::future::pending()));
    Measured { name, address, token }
}

/// A route that reads a JSON question, and writes a JSON answer, and does nothing else.
fn bare(name: &'static str, runtime: &Runtime, answer: &[u8]) -> Measured {
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
    Measured { name, address, token: String::new() }
}

fn http(criterion: &mut Criterion) {
    let runtime = Runtime::new().unwrap();
    let (first, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let one = praetor("one plugin, durable", &ONE, &runtime, first.path());
    let four = praetor("four plugins, durable", &scene::FOUR, &runtime, second.path());
    let small = bare("bare route, answer of one", &runtime, one.connect().ask());
    let large = bare("bare route, answer of four", &runtime, four.connect().ask());
    let mut group = criterion.benchmark_group("http");
    group.throughput(Throughput::Elements(1)).sample_size(20).measurement_time(Duration::from_secs(6));
    for count in CONNECTIONS {
        for measured in [&one, &small, &four, &large] {
            let mut connections: Vec<Connection> = (0..count).map(|_| measured.connect()).collect();
            group.bench_function(BenchmarkId::new(measured.name, count), |bencher| {
                bencher.iter_custom(|times| ask_all(&mut connections, times));
            });
        }
    }
    group.finish();
    runtime.shutdown_background();
}

criterion_group!(benches, http);
criterion_main!(benches);
