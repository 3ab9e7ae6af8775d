//! One plugin call in a fresh instance: 25 facts, 4 items, 6 findings. On one thread, on all
//! cores at once (each thread's time for one call), and its parts.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a benchmark that fails shall stop")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::{Criterion, criterion_group, criterion_main};
use praetor_decision::Question;
use praetor_decision::manifest::Ability;
use praetor_sandbox::{Deadline, Engine, EngineOptions, Limits, Plugin, Workers, project};

#[path = "../tests/hostile/guests.rs"]
mod guests;
#[allow(dead_code, reason = "the benchmark asks without settings")]
#[path = "../tests/hostile/questions.rs"]
mod questions;

fn honest() -> Plugin {
    let engine = Engine::new(&EngineOptions::default()).unwrap();
    engine.load(&guests::guest("honest"), Limits::default()).unwrap()
}

fn ask(plugin: &Plugin, question: &Question) {
    black_box(plugin.ask(black_box(question), &[], Deadline::usual()).unwrap());
}

fn calls(criterion: &mut Criterion) {
    let plugin = honest();
    let question = questions::sharing();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let mut group = criterion.benchmark_group("plugin call");
    group.bench_function("one thread", |bencher| bencher.iter(|| ask(&plugin, &question)));
    group.bench_function(format!("all cores ({threads})"), |bencher| {
        bencher.iter_custom(|calls| on_all_cores(threads, calls, &plugin, &question));
    });
    let workers = Workers::start(threads).unwrap();
    group.bench_function("through the queue", |bencher| {
        bencher.iter(|| {
            let (plugin, question) = (plugin.clone(), question.clone());
            let work = move |deadline| plugin.ask(&question, &[], deadline).map(|reply| reply.fuel_used);
            workers.run(work).unwrap().wait().unwrap().unwrap()
        });
    });
    group.bench_function("projection alone", |bencher| {
        let declared = plugin.declared(Ability::Sharing);
        bencher.iter(|| black_box(project(black_box(&question), declared)));
    });
    group.finish();
}

/// The longest time that one of the threads took for its calls.
fn on_all_cores(threads: usize, calls: u64, plugin: &Plugin, question: &Question) -> Duration {
    let work = || {
        let begun = Instant::now();
        (0..calls).for_each(|_| ask(plugin, question));
        begun.elapsed()
    };
    std::thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        running.into_iter().map(|thread| thread.join().unwrap()).max().unwrap_or_default()
    })
}

criterion_group!(benches, calls);
criterion_main!(benches);
