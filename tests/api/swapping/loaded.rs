//! Plugins are swapped under load: no request fails, and no decision is made by a mixture of generations.
//!
//! `cargo bench -p praetor --bench swaps` does the same as long as is wanted, and measures it.

#![allow(dead_code, reason = "the benchmark uses other parts than the test")]

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value as Json, json};

use crate::support::plugins::{activate, amended, upload};
use crate::support::{Client, Server, contract, tiny_law};

/// How long, with how many callers, and how often something is swapped.
#[derive(Clone, Copy, Debug)]
pub struct Load {
    pub seconds: u64,
    pub callers: usize,
    /// None: nothing is swapped.
    pub pause: Option<Duration>,
}

/// What was seen.
#[derive(Debug, Default)]
pub struct Seen {
    pub swaps: usize,
    pub answered: usize,
    /// The time of each answer in microseconds, sorted.
    pub micros: Vec<u64>,
}

impl Seen {
    /// The time within which this part of a thousand was answered.
    pub fn within(&self, thousandths: usize) -> u64 {
        let last = self.micros.len().saturating_sub(1);
        self.micros.get(last * thousandths / 1_000).copied().unwrap_or_default()
    }
}

#[test]
fn swaps_under_load_fail_no_request_and_mix_no_generations() {
    let server = Server::start();
    let seen = run(&server, Load { seconds: 5, callers: 8, pause: Some(Duration::from_millis(100)) });
    assert!(seen.swaps >= 5 && seen.answered > 100, "too little happened: {} {}", seen.swaps, seen.answered);
    assert_unmixed(&mut server.client());
}

/// Asks from many connections and swaps two versions of the law meanwhile.
pub fn run(server: &Server, load: Load) -> Seen {
    let mut client = server.client();
    let versions = [std::fs::read(tiny_law()).unwrap(), amended()];
    let digests = versions.map(|version| upload(&mut client, &version));
    let (ended, micros) = (AtomicBool::new(false), Mutex::new(vec![]));
    let mut seen = Seen::default();
    thread::scope(|scope| {
        for _ in 0..load.callers {
            let (ended, micros) = (&ended, &micros);
            scope.spawn(move || micros.lock().unwrap().extend(ask_until(server, ended)));
        }
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(load.seconds) {
            let next = Instant::now() + load.pause.unwrap_or(Duration::from_millis(100));
            if load.pause.is_some() {
                let done = activate(&mut client, &digests[(seen.swaps + 1) % 2]);
                assert_eq!(done["changed"], true);
                seen.swaps += 1;
            }
            thread::sleep(next.saturating_duration_since(Instant::now()));
        }
        ended.store(true, Ordering::Release);
    });
    seen.micros = micros.into_inner().unwrap();
    seen.micros.sort_unstable();
    seen.answered = seen.micros.len();
    seen
}

fn ask_until(server: &Server, ended: &AtomicBool) -> Vec<u64> {
    let mut client = server.client();
    let question = contract().to_string();
    let mut micros = vec![];
    while !ended.load(Ordering::Acquire) {
        let begun = Instant::now();
        let answered = client.post_bytes("/v1/decisions/sharing", question.as_bytes());
        micros.push(u64::try_from(begun.elapsed().as_micros()).unwrap());
        assert_eq!(answered.status, 200, "{}", String::from_utf8_lossy(&answered.body));
    }
    micros
}

/// Each stored decision was made by the plugin of its generation, as the history has it, and says what that
/// plugin says.
#[track_caller]
pub fn assert_unmixed(client: &mut Client) {
    let bound = bound(client);
    let (mut search, mut looked_at) = (json!({ "limit": 500 }), 0);
    loop {
        let page = client.post("/v1/decisions/search", &search).ok();
        // Whole decisions are large: a few of each page.
        for row in page["rows"].as_array().unwrap().iter().step_by(7) {
            let decision = client.get(&format!("/v1/decisions/{}", row["id"].as_str().unwrap())).ok();
            let digest = &bound[&decision["generation"].as_u64().unwrap()];
            let voices = decision["voices"].as_array().unwrap();
            assert!(voices.iter().all(|voice| voice["digest"] == *digest), "{decision}");
            assert_eq!(row["generation"], decision["generation"]);
            looked_at += 1;
        }
        let Some(next) = page["next"].as_str() else { break };
        search["cursor"] = next.into();
    }
    assert!(looked_at > 10, "only {looked_at} decisions were looked at");
}

/// The digest that each generation binds.
fn bound(client: &mut Client) -> BTreeMap<u64, Json> {
    let (mut bound, mut path) = (BTreeMap::new(), "/v1/generations".to_owned());
    loop {
        let page = client.get(&path).ok();
        for made in page["entries"].as_array().unwrap() {
            let digest = made["bindings"][0]["after"][0]["digest"].clone();
            bound.insert(made["generation"].as_u64().unwrap(), digest);
        }
        let Some(next) = page["next"].as_str() else { return bound };
        path = format!("/v1/generations?cursor={next}");
    }
}
