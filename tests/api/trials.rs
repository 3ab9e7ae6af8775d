//! Tries a plugin on many stored decisions, and beside live questions, and measures what the callers notice.
//!
//! `cargo bench -p praetor --bench trials -- [--decisions 200000] [--seconds 20] [--callers 4]`; from the
//! development build with `cargo bench --profile dev`.
//!
//! Stores the decisions; asks alone and beside a plugin in shadow, in turn, so that a machine that grows slower
//! shows; then makes all decisions again, by a replay and by the trial of a candidate, first alone and then
//! beside callers.

#![allow(
    missing_docs,
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a benchmark that meets the unexpected shall end at once"
)]

mod figures;
#[path = "swapping/load.rs"]
mod load;
mod support;

use std::io::{BufRead, BufReader};
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;
use std::thread;
use std::time::{Duration, Instant};

use figures::{after, sorted, within};
use load::{Ending, Timed, ask_until};
use serde_json::{Value as Json, json};
use support::plugins::{amended, change, upload};
use support::{Server, contract, of_kind};

/// Questions of one batch.
const BATCH: usize = 1_000;

/// How often the callers ask alone and beside a shadow.
const ROUNDS: usize = 5;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let number =
        |name: &str, usual: usize| after(&arguments, name).map_or(usual, |text| text.parse().unwrap());
    let (decisions, callers) = (number("--decisions", 200_000), number("--callers", 4));
    let time = Duration::from_secs(number("--seconds", 20) as u64);
    let server = Server::start();
    let digest = upload(&mut server.client(), &amended());
    beside_a_shadow(&server, &digest, callers, time / ROUNDS as u32);
    store(&server, decisions);
    println!("memory of the server: {}", memory(&server));
    let alone = asking(&server, callers, || thread::sleep(time));
    told("callers alone", &alone);
    let trial = json!({ "digest": digest, "each": false });
    for (name, path, body) in [
        ("replay", "/v1/decisions/replay", json!({})),
        ("impact, each decision another", "/v1/plugins/tiny-law/impact", trial),
        ("impact, all the same", "/v1/plugins/tiny-law/impact", json!({ "each": false })),
    ] {
        println!("{name}, nobody else: {}", all(&server, path, &body));
        let mut line = String::new();
        let beside = asking(&server, callers, || line = all(&server, path, &body));
        told(&format!("callers beside: {name}"), &beside);
        println!("{name} beside {callers} callers: {line}");
    }
}

/// Stores decisions: each tenth is denied.
fn store(server: &Server, decisions: usize) {
    let begun = Instant::now();
    let mut batch = vec![of_kind(contract(), "sharing"); BATCH];
    for denied in batch.iter_mut().step_by(10) {
        denied["uses"][0]["basis"] = "legitimate-interest".into();
    }
    let batch = Json::Array(batch).to_string();
    let mut client = server.client();
    for number in 0..decisions.div_ceil(BATCH) {
        assert_eq!(client.post_bytes("/v1/decisions/batch", batch.as_bytes()).status, 200);
        if number % 20 == 0 {
            eprintln!("{} decisions stored, {} s", (number + 1) * BATCH, begun.elapsed().as_secs());
        }
    }
    let rate = decisions as f64 / begun.elapsed().as_secs_f64();
    println!("{decisions} decisions stored in batches of {BATCH}, {rate:.0} a second");
}

/// Callers ask alone and beside a plugin in shadow, in turn.
fn beside_a_shadow(server: &Server, digest: &str, callers: usize, time: Duration) {
    let mut client = server.client();
    let (mut without, mut with) = (vec![], vec![]);
    asking(server, callers, || thread::sleep(time));
    for _ in 0..ROUNDS {
        without.extend(asking(server, callers, || thread::sleep(time)));
        let shadow = json!({ "digest": digest, "mode": "shadow" });
        change(&mut client, "/v1/plugins/tiny-law/activate", "*", &shadow).ok();
        with.extend(asking(server, callers, || thread::sleep(time)));
        thread::sleep(Duration::from_secs(1));
        let shown = client.get("/v1/plugins/tiny-law/shadow").ok();
        eprintln!("in shadow: asked {}, missed {}", shown["asked"], shown["missed"]);
        client.send("DELETE", "/v1/plugins/tiny-law/shadow", &[("if-match", "*")], b"").unwrap().ok();
    }
    told("callers without shadow", &without);
    told("callers with shadow", &with);
}

/// Callers ask while something is done.
fn asking(server: &Server, callers: usize, meanwhile: impl FnOnce()) -> Vec<Timed> {
    let (begun, ended, answers) = (Instant::now(), AtomicBool::new(false), Mutex::new(vec![]));
    let question = contract().to_string();
    thread::scope(|scope| {
        for _ in 0..callers {
            let (ended, answers, question) = (&ended, &answers, &question);
            scope.spawn(move || {
                let own = ask_until(server, question, begun, ended);
                // Only now: a caller that waits for this lock asks nothing.
                answers.lock().unwrap().extend(own);
            });
        }
        let _ending = Ending(&ended);
        meanwhile();
    });
    answers.into_inner().unwrap()
}

fn told(name: &str, answers: &[Timed]) {
    let took = sorted(answers);
    println!(
        "{name}: {} answers, p50 {:.2} ms, p99 {:.2} ms, most {:.2} ms",
        took.len(),
        within(&took, 500),
        within(&took, 990),
        within(&took, 1_000)
    );
}

/// Runs over the whole log; what the last line says.
fn all(server: &Server, path: &str, body: &Json) -> String {
    let caller = praetor::client::Client::new(server.address.parse().unwrap(), server.token.clone());
    let lines = BufReader::new(caller.post_for_body(path, body).unwrap()).lines();
    let summary: Json = serde_json::from_str(&lines.last().unwrap().unwrap()).unwrap();
    assert_eq!(summary["complete"], true, "{summary}");
    let (outcomes, seconds, rate) = (&summary["outcomes"], &summary["seconds"], &summary["rate"]);
    format!("{outcomes} in {seconds} s, {rate} a second; memory of the server {}", memory(server))
}

/// What the server has in memory, and the most that it had.
fn memory(server: &Server) -> String {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.child.id())).unwrap_or_default();
    let of = |name: &str| status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or(": unknown");
    format!("now{}, most{}", of("VmRSS"), of("VmHWM"))
}
