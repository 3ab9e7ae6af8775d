//! A server that is killed under load has lost no decision that it answered.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use serde_json::Value as Json;

use crate::support::{Client, Folder, Server, contract, no_ground};

const KILLS: u64 = 20;
const CALLERS: usize = 4;

#[test]
fn twenty_kills_under_load_lose_no_answered_decision() {
    let mut folder = Folder::new("");
    let mut answered: Vec<Json> = vec![];
    for kill in 0..KILLS {
        let server = Server::of(folder);
        // What the kill before could have lost is looked up at once.
        let newest = answered.len().saturating_sub(200);
        assert_found(&mut server.client(), &answered[newest..]);
        let (killed, more) = load_and_kill(server, Duration::from_millis(60 + kill * 17 % 120));
        assert!(!more.is_empty(), "nothing was answered before kill {kill}");
        answered.extend(more);
        folder = killed;
    }
    let server = Server::of(folder);
    assert_found(&mut server.client(), &answered);
    let stored = server.records() - 1;
    assert!(stored >= answered.len() as u64, "{stored} are stored, {} were answered", answered.len());
    assert!(answered.len() > 500, "only {} decisions were answered", answered.len());
}

#[track_caller]
fn assert_found(client: &mut Client, answered: &[Json]) {
    for decision in answered {
        let id = decision["id"].as_str().unwrap();
        assert_eq!(&client.get(&format!("/v1/decisions/{id}")).ok(), decision);
    }
}

/// Asks from several connections until the server dies; gives what was answered whole.
fn load_and_kill(server: Server, after: Duration) -> (Folder, Vec<Json>) {
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

fn ask_until_it_dies(
    address: &str,
    token: &str,
    caller: usize,
    begun: &AtomicBool,
    answered: &Mutex<Vec<Json>>,
) {
    let question = if caller.is_multiple_of(2) { contract() } else { no_ground() };
    let body = question.to_string();
    let Ok(mut client) = Client::try_new(address, Some(token)) else {
        return;
    };
    let json = [("content-type", "application/json")];
    while let Ok(response) = client.send("POST", "/v1/decisions/sharing", &json, body.as_bytes()) {
        assert_eq!(response.status, 200);
        answered.lock().unwrap().push(response.json());
        begun.store(true, Ordering::Release);
    }
}
