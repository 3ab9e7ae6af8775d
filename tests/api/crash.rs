//! A server that is killed under mixed load has lost no decision that it answered, and doubled none.
//!
//! `cargo bench -p praetor --bench soak` runs the same thing as long as is wanted.

#![allow(dead_code, reason = "the soak uses other parts than the test")]

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use serde_json::{Value as Json, json};

use crate::support::{Client, Folder, Server, contract, no_ground, of_kind};

/// As many as the gate has time for.
const KILLS: u64 = 50;
const CALLERS: usize = 4;
/// Answers that are looked up at once after each kill: those that it could have lost.
const NEWEST: usize = 200;

/// The ids of answered decisions in the order of the answers, each with a hash of what was answered.
pub type Answered = Vec<(String, u64)>;

#[test]
fn fifty_kills_under_load_lose_no_answered_decision() {
    let answered = kill_again_and_again(KILLS, |_, _| {});
    assert!(answered > 500, "only {answered} decisions were answered");
}

/// Kills a server so many times and compares what it answered with what it stored; gives the number
/// of answers.
pub fn kill_again_and_again(kills: u64, mut after: impl FnMut(u64, usize)) -> usize {
    let mut folder = Folder::new("");
    let mut answered: Answered = vec![];
    for kill in 0..kills {
        let server = Server::of(folder);
        let newest = answered.len().saturating_sub(NEWEST);
        assert_found(&mut server.client(), &answered[newest..]);
        let (killed, more) = load_and_kill(server, Duration::from_millis(40 + kill * 17 % 120));
        assert!(!more.is_empty(), "nothing was answered before kill {kill}");
        answered.extend(more);
        folder = killed;
        after(kill + 1, answered.len());
    }
    let server = Server::of(folder);
    assert_found(&mut server.client(), &answered);
    assert_none_doubled(&mut server.client(), &answered);
    answered.len()
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

/// Asks over several connections until the server dies; gives what was answered whole.
fn load_and_kill(server: Server, after: Duration) -> (Folder, Answered) {
    let answered = Mutex::new(vec![]);
    let begun = AtomicBool::new(false);
    let (address, token) = (server.address.clone(), server.token.clone());
    let folder = thread::scope(|scope| {
        for caller in 0..CALLERS {
            let (answered, begun, address, token) = (&answered, &begun, &address, &token);
            scope.spawn(move || ask_until_it_dies(address, token, caller, begun, answered));
        }
        while !begun.load(Ordering::Acquire) {
            thread::sleep(Duration::from_millis(1));
        }
        thread::sleep(after);
        server.kill()
    });
    (folder, answered.into_inner().unwrap())
}

/// Each caller mixes: single questions, lists of them, nonsense, and reading what was stored.
fn ask_until_it_dies(
    address: &str,
    token: &str,
    caller: usize,
    begun: &AtomicBool,
    answered: &Mutex<Answered>,
) {
    let Ok(mut client) = Client::try_new(address, Some(token)) else {
        return;
    };
    for turn in caller.. {
        let Ok(decisions) = ask(&mut client, turn) else { return };
        if !decisions.is_empty() {
            answered.lock().unwrap().extend(decisions.iter().map(entry));
            begun.store(true, Ordering::Release);
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
