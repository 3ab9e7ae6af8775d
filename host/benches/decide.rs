//! One whole decision in the engine: both rounds through the plugins, fresh instances, combining.
//! Nothing is remembered and nothing is stored. Beside it, the JSON of the answer.
//!
//! `cargo bench -p praetor --bench decide`

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a benchmark that meets the unexpected shall end at once"
)]

#[path = "support/scene.rs"]
mod scene;

use std::hint::black_box;
use std::time::Instant;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use praetor::engine::{Generation, decide};
use praetor::wire::decision::write_decision;
use praetor::wire::{Asked, read_question};
use praetor_decision::Kind;
use praetor_sandbox::{Deadline, Engine, EngineOptions};
use serde_json::Value as Json;

fn asked(generation: &Generation) -> Asked {
    let today = jiff::civil::date(2026, 11, 23);
    read_question(&scene::question(), Some(Kind::Sharing), today, generation.dictionary).unwrap()
}

fn decisions(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let config = scene::config(folder.path(), &scene::FOUR);
    let engine = Engine::new(&EngineOptions::default()).unwrap();
    let generation = Generation::load(&config, 1, &engine).unwrap();
    let asked = asked(&generation);
    let decided = decide(&generation, asked.clone(), Deadline::usual()).unwrap();
    assert_eq!(decided.spoken.len(), 4, "{:?}", decided.told.decision.voices);
    let text = scene::question().to_string();
    let mut group = criterion.benchmark_group("decide");
    group.throughput(Throughput::Elements(1));
    group.bench_function("four plugins, one thread", |bencher| {
        bencher.iter(|| decide(&generation, black_box(asked.clone()), Deadline::usual()).unwrap());
    });
    group.bench_function("four plugins, all cores", |bencher| {
        bencher.iter_custom(|times| on_all_cores(&generation, &asked, times));
    });
    group.bench_function("read the question", |bencher| {
        bencher.iter(|| {
            let json: Json = praetor::api::read_json(black_box(text.as_bytes())).unwrap();
            read_question(&json, Some(Kind::Sharing), asked.question.as_of, generation.dictionary).unwrap()
        });
    });
    group.bench_function("write the decision", |bencher| {
        bencher.iter(|| serde_json::to_vec(&write_decision(black_box(&decided.told))).unwrap());
    });
    group.finish();
}

/// The time of so many decisions in all, spread over the cores.
fn on_all_cores(generation: &Generation, asked: &Asked, times: u64) -> std::time::Duration {
    let threads = std::thread::available_parallelism().map_or(1, usize::from) as u64;
    let share = times.div_ceil(threads);
    let begun = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                for _ in 0..share {
                    black_box(decide(generation, asked.clone(), Deadline::usual()).unwrap());
                }
            });
        }
    });
    begun.elapsed().mul_f64(times as f64 / (share * threads) as f64)
}

criterion_group!(benches, decisions);
criterion_main!(benches);
