//! A server that is killed under mixed load has lost no decision that it answered, and doubled none;
//! every proof that it gave holds for the log after the kill.
//!
//! `cargo bench -p praetor --bench soak` runs the same thing as long as is wanted.

#![allow(dead_code, reason = "the soak uses other parts than the test")]

mod proofs;

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use proofs::Given;
use serde_json::{Value as Json, json};

use crate::support::{Client, Folder, Server, contract, no_ground, of_kind};

/// As many as the gate has time for.
const KILLS: u64 = 50;
const CALLERS: usize = 4;
/// Answers that are looked up at once after each kill: those that it could have lost.
const NEWEST: usize = 200;

/// The ids of answered decisions in the order of the answers, each with a hash of what was answered.
pub type Answered = Vec<(String, u64)>;

/// What a soak has seen.
#[derive(Clone, Copy, Debug, Default)]
pub struct Seen {
    /// Decisions that were answered.
    pub answered: usize,
    /// Proofs that were given, each checked after the next kill.
    pub proofs: usize,
}

#[test]
fn fifty_kills_under_load_lose_no_answered_decision() {
    let seen = kill_again_and_again(KILLS, |_, _| {});
    assert!(seen.answered > 500 && seen.proofs > 50, "too little was answered: {seen:?}");
}

/// Kills a server so many times and compares what it answered with what it stored, and each log
/// with the proofs of the one before.
pub fn kill_again_and_again(kills: u64, mut after: impl FnMut(u64, Seen)) -> Seen {
    let mut folder = Folder::new("");
    let (mut answered, mut given, mut proofs): (Answered, Given, usize) = (vec![], vec![], 0);
    for kill in 0..kills {
        let server = Server::of(folder);
        let newest = answered.len().saturating_sub(NEWEST);
        assert_found(&mut server.client(), &answered[newest..]);
        proofs::assert_hold(&mut server.client(), &given);
        let load = Load { old: &answered, answered: Mutex::default(), given: Mutex::default() };
        let (killed, more, proven) = load.and_kill(server, Duration::from_millis(40 + kill * 17 % 120));
        assert!(!more.is_empty(), "nothing was answered before kill {kill}");
        answered.extend(more);
        (folder, given, proofs) = (killed, proven, proofs + given.len());
        after(kill + 1, Seen { answered: answered.len(), proofs });
    }
    let server = Server::of(folder);
    assert_found(&mut server.client(), &answered);
    proofs::assert_hold(&mut server.client(), &given);
    assert_none_doubled(&mut server.client(), &answered);
    Seen { answered: answered.len(), proofs: proofs + given.len() }
}

#[track_caller]
fn assert_found(client: &mut Client, answered: &[(String, u64)]) {
    for (id, hash) in answered {
        let stored = client.get(&format!("/v1/decisions/{id}")).ok();
        assert_eq!(hash_of(&stored), *hash, "decision {id} is not what was answered");
    }
}

/// Every stored decision has an id and a place of its own.
#[track_caller]
fn assert_none_doubled(client: &mut Client, answered: &[(String, u64)]) {
    let (mut stored, mut places) = (BTreeSet::new(), BTreeSet::new());
    let mut search = json!({ "limit": 500 });
    loop {
        let page = client.post("/v1/decisions/search", &search).ok();
        for decision in page["rows"].as_array().unwrap() {
            assert!(places.insert(decision["sequence"].as_u64().unwrap()), "a place is taken twice");
            assert!(stored.insert(decision["id"].as_str().unwrap().to_owned()), "a decision is stored twice");
        }
        let Some(next) = page["next"].as_str() else { break };
        search["cursor"] = next.into();
    }
    for (id, _) in answered {
        assert!(stored.contains(id), "the search does not give {id}");
    }
}

/// Callers who ask until the server dies.
struct Load<'a> {
    /// What was answered before the server was started: checkpoints cover it.
    old: &'a Answered,
    answered: Mutex<Answered>,
    given: Mutex<Given>,
}

impl Load<'_> {
    /// Asks over several connections and kills the server; gives what was answered whole.
    fn and_kill(self, server: Server, after: Duration) -> (Folder, Answered, Given) {
        let begun = AtomicBool::new(false);
        let (address, token) = (server.address.clone(), server.token.clone());
        let folder = thread::scope(|scope| {
            for caller in 0..CALLERS {
                let (load, begun, address, token) = (&self, &begun, &address, &token);
                scope.spawn(move || load.ask_until_it_dies(address, token, caller, begun));
            }
            while !begun.load(Ordering::Acquire) {
                thread::sleep(Duration::from_millis(1));
            }
            thread::sleep(after);
            server.kill()
        });
        (folder, self.answered.into_inner().unwrap(), self.given.into_inner().unwrap())
    }

    /// Each caller mixes: single questions, lists of them, nonsense, reading and proving what was stored.
    fn ask_until_it_dies(&self, address: &str, token: &str, caller: usize, begun: &AtomicBool) {
        let Ok(mut client) = Client::try_new(address, Some(token)) else {
            return;
        };
        for turn in caller.. {
            let Ok(decisions) = ask(&mut client, turn) else { return };
            if !decisions.is_empty() {
                self.answered.lock().unwrap().extend(decisions.iter().map(entry));
                begun.store(true, Ordering::Release);
            }
            if turn % 3 == 2
                && let Some((id, _)) = self.old.get(turn * 101 % self.old.len().max(1))
            {
                let Ok(proof) = proofs::take(&mut client, id) else { return };
                self.given.lock().unwrap().extend(proof);
            }
        }
    }
}

fn ask(client: &mut Client, turn: usize) -> std::io::Result<Vec<Json>> {
    let (path, body) = match turn % 7 {
        0 | 3 => ("sharing", contract()),
        5 => ("retention", retention()),
        1 => ("sharing", no_ground()),
        2 => ("batch", json!([of_kind(contract(), "sharing"), of_kind(no_ground(), "sharing")])),
        4 => ("search", json!({ "limit": 5 })),
        _ => ("sharing", json!({ "nonsense": turn })),
    };
    let path = format!("/v1/decisions/{path}");
    let response =
        client.send("POST", &path, &[("content-type", "application/json")], body.to_string().as_bytes())?;
    assert_eq!(response.status, if turn % 7 == 6 { 422 } else { 200 });
    Ok(match turn % 7 {
        2 => response.json().as_array().unwrap().clone(),
        4 | 6 => vec![],
        _ => vec![response.json()],
    })
}

fn retention() -> Json {
    let mut question = contract();
    question.as_object_mut().unwrap().remove("uses");
    question
}

fn entry(decision: &Json) -> (String, u64) {
    (decision["id"].as_str().unwrap().to_owned(), hash_of(decision))
}

fn hash_of(decision: &Json) -> u64 {
    let mut hasher = DefaultHasher::new();
    decision.to_string().hash(&mut hasher);
    hasher.finish()
}
