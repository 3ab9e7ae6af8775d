//! Callers who ask all the time while the plugins under them are swapped, and what the ledger says of it.

#![allow(dead_code, reason = "the benchmark uses other parts than the test")]

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value as Json, json};

use crate::support::plugins::{amended, change, guest, upload, with_section};
use crate::support::{Client, Server, contract, tiny_law};

/// How long, with how many callers, and how often something is swapped.
#[derive(Clone, Copy, Debug)]
pub struct Load {
    pub time: Duration,
    pub callers: usize,
    /// From one swap to the next; none: nothing is swapped.
    pub pause: Option<Duration>,
}

/// One answer: when it came since the beginning, and how long it took.
#[derive(Clone, Copy, Debug)]
pub struct Timed {
    pub at: Duration,
    pub took: Duration,
}

/// What was seen.
#[derive(Debug, Default)]
pub struct Seen {
    /// How long each swap took, from the request to its answer.
    pub swaps: Vec<Timed>,
    pub answers: Vec<Timed>,
}

/// Two laws, each in two versions, which are swapped in turn: so two neighbouring generations differ in one
/// law, and a decision by a mixture of them would name a pair that no generation has.
pub struct Pair {
    digests: [[String; 2]; 2],
    swaps: usize,
}

const IDS: [&str; 2] = ["tiny-law", "honest"];

impl Pair {
    /// Uploads all versions and puts each to work, the first of each law last.
    pub fn of(server: &Server) -> Self {
        let honest = guest("honest");
        let again = with_section(honest.clone(), "version", b"2");
        let versions = [[std::fs::read(tiny_law()).unwrap(), amended()], [honest, again]];
        let mut client = server.client();
        let digests = versions.map(|law| law.map(|bytes| upload(&mut client, &bytes)));
        let pair = Self { digests, swaps: 0 };
        // Each once, so that all are compiled: under load that takes seconds, for it gives way to questions.
        for (law, version) in [(1, 1), (1, 0), (0, 1), (0, 0)] {
            pair.bind(server, law, version);
        }
        pair
    }

    /// On a connection of its own: the server ends one that is idle for long.
    fn bind(&self, server: &Server, law: usize, version: usize) -> Json {
        let path = format!("/v1/plugins/{}/activate", IDS[law]);
        change(&mut server.client(), &path, "*", &json!({ "digest": self.digests[law][version] })).ok()
    }

    /// The next swap: of one law, then of the other.
    fn swap(&mut self, server: &Server) {
        let (law, version) = (self.swaps % 2, (self.swaps / 2 + 1) % 2);
        assert_eq!(self.bind(server, law, version)["changed"], true);
        self.swaps += 1;
    }
}

/// A question on which both laws speak.
fn question() -> String {
    let mut question = contract();
    question["subject"]["residence"] = json!(["XA", "DE"]);
    question.to_string()
}

/// Asks from many connections and swaps meanwhile. Each answer must be one.
pub fn run(server: &Server, pair: &mut Pair, load: Load) -> Seen {
    let (ended, answers) = (AtomicBool::new(false), Mutex::new(vec![]));
    let (begun, mut swaps) = (Instant::now(), vec![]);
    thread::scope(|scope| {
        let _ending = Ending(&ended);
        for _ in 0..load.callers {
            let (ended, answers) = (&ended, &answers);
            scope.spawn(move || {
                let own = ask_until(server, &question(), begun, ended);
                // Only now: a caller that waits for this lock asks nothing.
                answers.lock().unwrap().extend(own);
            });
        }
        while begun.elapsed() < load.time {
            let at = begun.elapsed();
            if load.pause.is_some() {
                pair.swap(server);
                swaps.push(Timed { at, took: begun.elapsed() - at });
            }
            let next = at + load.pause.unwrap_or(Duration::from_millis(100));
            thread::sleep(next.saturating_sub(begun.elapsed()));
        }
    });
    Seen { swaps, answers: answers.into_inner().unwrap() }
}

/// The callers end with the swaps, also if one fails.
pub struct Ending<'a>(pub &'a AtomicBool);

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Release);
    }
}

/// Asks the same again and again, on one connection. Each answer must be one.
pub fn ask_until(server: &Server, question: &str, begun: Instant, ended: &AtomicBool) -> Vec<Timed> {
    let mut client = server.client();
    let mut answers = vec![];
    while !ended.load(Ordering::Acquire) {
        let at = begun.elapsed();
        let answered = client.post_bytes("/v1/decisions/sharing", question.as_bytes());
        answers.push(Timed { at, took: begun.elapsed() - at });
        assert_eq!(answered.status, 200, "{}", String::from_utf8_lossy(&answered.body));
    }
    answers
}

/// Each stored decision was made by exactly the plugins of the generation that it names, as the history has
/// them. Gives how many were looked at: all.
#[track_caller]
pub fn assert_unmixed(server: &Server) -> usize {
    let bound = bound(&mut server.client());
    let caller = praetor::client::Client::new(server.address.parse().unwrap(), server.token.clone());
    let exported = caller.post_for_body("/v1/decisions/export", &json!({ "format": "ndjson" })).unwrap();
    let (mut looked_at, mut complete) = (0, false);
    for line in BufReader::new(exported).lines() {
        let decision: Json = serde_json::from_str(&line.unwrap()).unwrap();
        complete |= decision["complete"] == true;
        if decision["type"] != "decision" {
            continue;
        }
        let voices = decision["voices"].as_array().unwrap().iter();
        let heard: BTreeMap<&str, &Json> =
            voices.map(|voice| (voice["plugin"].as_str().unwrap(), &voice["digest"])).collect();
        let expected = &bound[&decision["generation"].as_u64().unwrap()];
        let expected: BTreeMap<&str, &Json> = expected.iter().map(|(id, digest)| (&**id, digest)).collect();
        assert_eq!(heard, expected, "{decision}");
        looked_at += 1;
    }
    assert!(complete, "the export was cut off");
    looked_at
}

/// The digests that each generation binds, by the ids.
fn bound(client: &mut Client) -> BTreeMap<u64, BTreeMap<String, Json>> {
    let (mut made, mut path) = (vec![], "/v1/generations".to_owned());
    loop {
        let page = client.get(&path).ok();
        made.extend(page["entries"].as_array().unwrap().iter().cloned());
        let Some(next) = page["next"].as_str() else { break };
        path = format!("/v1/generations?cursor={next}");
    }
    let (mut present, mut bound) = (BTreeMap::new(), BTreeMap::new());
    for generation in made.iter().rev() {
        for changed in generation["bindings"].as_array().unwrap() {
            let digest = changed["after"][0]["digest"].clone();
            present.insert(changed["id"].as_str().unwrap().to_owned(), digest);
        }
        bound.insert(generation["generation"].as_u64().unwrap(), present.clone());
    }
    bound
}
