//! A question that is sent again under its `Idempotency-Key` is not decided again.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use serde_json::{Value as Json, json};

use crate::support::client::Response;
use crate::support::{Client, Folder, Server, contract, no_ground, of_kind};

const SHARING: &str = "/v1/decisions/sharing";
const BATCH: &str = "/v1/decisions/batch";

fn send(client: &mut Client, path: &str, key: &str, body: &str) -> Response {
    try_send(client, path, key, body).unwrap()
}

fn try_send(client: &mut Client, path: &str, key: &str, body: &str) -> std::io::Result<Response> {
    let headers = [("content-type", "application/json"), ("idempotency-key", key)];
    client.send("POST", path, &headers, body.as_bytes())
}

fn ask(client: &mut Client, key: &str, question: &Json) -> Response {
    send(client, SHARING, key, &question.to_string())
}

fn is_replayed(response: &Response) -> bool {
    response.header("idempotency-replayed") == Some("true")
}

#[test]
fn the_same_question_under_the_same_key_gets_the_same_bytes_and_is_stored_once() {
    let server = Server::start();
    let mut client = server.client();
    let first = ask(&mut client, "8e03978e-40d5-43dd-bc93-6894a57f9324", &contract());
    first.ok();
    assert!(!is_replayed(&first));
    let before = server.records();
    // Another order of the keys, blanks, and the form of a structured header.
    let turned = r#"{ "uses": [{"basis":"contract","operation":"use","purpose":"content-generation","id":"delivery"}],
        "items": [{"category":"postal-address","path":"/marked/path","id":"address"}],
        "subject": {"age":12,"residence":["XA"],"id":"marked-subject-4711"}, "as_of": "2026-11-23" }"#;
    let again = send(&mut client, SHARING, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", turned);
    assert_eq!(again.body, first.body);
    assert!(is_replayed(&again));
    let explained =
        send(&mut client, &format!("{SHARING}?explain=true"), "8e03978e-40d5-43dd-bc93-6894a57f9324", turned);
    assert_eq!(explained.ok()["id"], first.ok()["id"]);
    assert!(explained.json().get("explanation").is_some());
    assert_eq!(server.records(), before);
    let server = Server::of(server.kill());
    let restarted = ask(&mut server.client(), "8e03978e-40d5-43dd-bc93-6894a57f9324", &contract());
    assert_eq!(restarted.body, first.body);
    let without = server.client().post(SHARING, &contract());
    assert_ne!(without.ok()["id"], first.ok()["id"]);
    assert!(!is_replayed(&without));
}

#[test]
fn a_question_without_a_date_is_the_same_question_later() {
    let server = Server::start();
    let mut client = server.client();
    let mut question = contract();
    question.as_object_mut().unwrap().remove("as_of");
    let first = ask(&mut client, "k", &question);
    assert_eq!(first.ok()["as_of_today"], true);
    assert_eq!(ask(&mut client, "k", &question).body, first.body);
    // The day on which it was asked, but stated: that is another question.
    question["as_of"] = first.ok()["as_of"].clone();
    ask(&mut client, "k", &question).problem(422, "idempotency-key-reused");
}

#[test]
fn another_question_under_the_same_key_is_refused_and_not_stored() {
    let server = Server::start();
    let mut client = server.client();
    let first = ask(&mut client, "k", &contract());
    first.ok();
    let before = server.records();
    let problem = ask(&mut client, "k", &no_ground()).problem(422, "idempotency-key-reused");
    assert!(problem["detail"].as_str().unwrap().contains("send a fresh key"), "{problem}");
    let other_kind = send(&mut client, "/v1/decisions/retention", "k", &contract().to_string());
    other_kind.problem(422, "idempotency-key-reused");
    let mut other_person = contract();
    other_person["subject"]["id"] = "somebody-else".into();
    ask(&mut client, "k", &other_person).problem(422, "idempotency-key-reused");
    assert_eq!(server.records(), before);
    assert_eq!(ask(&mut client, "k", &contract()).body, first.body);
}

#[test]
fn a_wrong_question_takes_no_key() {
    let server = Server::start();
    let mut client = server.client();
    ask(&mut client, "k", &json!({ "nonsense": 1 })).problem(422, "invalid-question");
    assert!(!is_replayed(&ask(&mut client, "k", &contract())));
    for key in ["", "a b", &"k".repeat(256), "\"", "a\\b"] {
        let problem = ask(&mut client, key, &contract()).problem(400, "invalid-idempotency-key");
        assert!(problem["detail"].as_str().unwrap().contains("1 to 255 visible ASCII"), "{problem}");
    }
}

#[test]
fn a_decision_that_was_erased_meanwhile_is_gone_and_not_made_again() {
    let server = Server::start();
    let mut client = server.client();
    ask(&mut client, "k", &contract()).ok();
    client.post("/v1/subjects/erase", &json!({ "id": "marked-subject-4711" })).ok();
    let before = server.records();
    ask(&mut client, "k", &contract()).problem(410, "decision-erased");
    assert_eq!(server.records(), before);
    assert_ne!(ask(&mut client, "k-2", &contract()).ok()["id"], Json::Null);
}

#[test]
fn many_at_once_under_one_key_make_one_decision() {
    let server = Server::start();
    let before = server.records();
    let answers: Vec<Response> = thread::scope(|scope| {
        let callers: Vec<_> = (0..8)
            .map(|_| {
                scope.spawn(|| {
                    let mut client = server.client();
                    (0..20).map(|n| ask(&mut client, &format!("k-{n}"), &contract())).collect::<Vec<_>>()
                })
            })
            .collect();
        callers.into_iter().flat_map(|caller| caller.join().unwrap()).collect()
    });
    let (decided, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.status == 200);
    for refused in &refused {
        refused.problem(409, "idempotency-key-in-flight");
        assert_eq!(refused.header("retry-after"), Some("1"));
    }
    let fresh = decided.iter().filter(|answer| !is_replayed(answer)).count();
    assert_eq!((fresh, server.records() - before), (20, 20));
    let ids: std::collections::BTreeSet<String> =
        decided.iter().map(|answer| answer.ok()["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(ids.len(), 20);
}

#[test]
fn each_question_of_a_batch_is_decided_once_by_its_place() {
    let server = Server::start();
    let mut client = server.client();
    let (yes, no) = (of_kind(contract(), "sharing"), of_kind(no_ground(), "sharing"));
    let batch = |list: Json| list.to_string();
    let first = send(&mut client, BATCH, "k", &batch(json!([yes, no, yes, { "kind": "sharing", "x": 1 }])));
    first.ok();
    assert!(!is_replayed(&first));
    let before = server.records();
    let again = send(&mut client, BATCH, "k", &batch(json!([yes, no, yes, { "kind": "sharing", "x": 1 }])));
    assert_eq!((again.body == first.body, is_replayed(&again)), (true, true));
    assert_eq!(server.records(), before);
    let longer = send(&mut client, BATCH, "k", &batch(json!([yes, yes, yes, no])));
    assert!(!is_replayed(&longer), "one of them is new");
    let (first, longer) = (first.ok(), longer.ok());
    assert_eq!((&longer[0], &longer[2]), (&first[0], &first[2]));
    assert_eq!(longer[1]["type"], "urn:praetor:problem:idempotency-key-reused");
    assert_eq!(longer[3]["effect"], "deny");
    assert_eq!(server.records(), before + 1);
    assert!(!is_replayed(&ask(&mut client, "k", &contract())), "a question alone has a key of its own");
}

#[test]
fn no_key_is_logged() {
    let folder = Folder::new("");
    let log = folder.path().join("log");
    let mut serve = folder.serve();
    serve.args(["--log", "trace", "--log-format", "json"]).stderr(std::fs::File::create(&log).unwrap());
    let server = Server::by(folder, serve);
    let mut client = server.client();
    ask(&mut client, "marked-key", &contract()).ok();
    ask(&mut client, "marked-key", &contract()).ok();
    ask(&mut client, "marked-key", &no_ground()).problem(422, "idempotency-key-reused");
    ask(&mut client, "marked key", &contract()).problem(400, "invalid-idempotency-key");
    let text = std::fs::read_to_string(&log).unwrap();
    assert_eq!(text.matches("\"replayed\":true").count(), 1, "{text}");
    assert!(!text.contains("marked"), "{text}");
}

/// Every decision in the ledger.
fn decisions(client: &mut Client) -> usize {
    let (mut search, mut found) = (json!({ "limit": 500 }), 0);
    loop {
        let page = client.post("/v1/decisions/search", &search).ok();
        found += page["rows"].as_array().unwrap().len();
        let Some(next) = page["next"].as_str() else { return found };
        search["cursor"] = next.into();
    }
}

#[cfg(unix)]
#[test]
fn what_a_full_disk_did_not_take_is_stored_once_when_it_is_sent_again() {
    let server = crate::failing::with_full_disk(Folder::new(""));
    let mut client = server.client();
    let batch = Json::Array(vec![of_kind(contract(), "sharing"); 500]).to_string();
    let refused =
        |answers: &Json| answers.as_array().unwrap().iter().any(|answer| answer.get("id").is_none());
    let mut answered = vec![];
    while answered.last().is_none_or(|answers| !refused(answers)) {
        assert!(answered.len() < 100, "the disk is never full");
        answered.push(send(&mut client, BATCH, &format!("batch-{}", answered.len()), &batch).ok());
    }
    let alone = ask(&mut client, "alone", &contract());
    // A small one may still find room.
    if alone.status != 200 {
        alone.problem(503, "ledger-unavailable");
        assert_eq!(alone.header("retry-after"), Some("1"));
    }
    let server = Server::of(server.kill());
    let mut client = server.client();
    for (n, before) in answered.iter().enumerate() {
        let after = send(&mut client, BATCH, &format!("batch-{n}"), &batch).ok();
        for (before, after) in before.as_array().unwrap().iter().zip(after.as_array().unwrap()) {
            assert!(after.get("id").is_some(), "{after}");
            assert!(before.get("id").is_none() || before == after);
        }
    }
    ask(&mut client, "alone", &contract()).ok();
    assert!(is_replayed(&ask(&mut client, "alone", &contract())));
    assert_eq!(decisions(&mut client), answered.len() * 500 + 1);
}

/// What each key was answered; none: nobody knows.
type Sent = BTreeMap<String, Option<Vec<u8>>>;

#[test]
fn after_a_kill_every_question_that_is_sent_again_is_stored_exactly_once() {
    let (mut folder, mut sent) = (Folder::new(""), Sent::new());
    for round in 0..6 {
        let server = Server::of(folder);
        let (killed, more) = send_and_kill(server, round);
        sent.extend(more);
        folder = killed;
    }
    let server = Server::of(folder);
    let mut client = server.client();
    let unknown = sent.values().filter(|body| body.is_none()).count();
    assert!(unknown > 0 && sent.len() > 50, "{unknown} of {}", sent.len());
    let mut found = 0;
    for (key, body) in &mut sent {
        let answer = ask(&mut client, key, &contract());
        answer.ok();
        match body {
            Some(body) => assert_eq!((&answer.body, is_replayed(&answer)), (&*body, true), "{key}"),
            None => found += usize::from(is_replayed(&answer)),
        }
        *body = Some(answer.body);
    }
    println!("{} keys, {unknown} without an answer, {found} of those were stored", sent.len());
    assert_eq!(decisions(&mut client), sent.len(), "one decision a key");
    for (key, body) in &sent {
        let answer = ask(&mut client, key, &contract());
        assert_eq!((Some(&answer.body), is_replayed(&answer)), (body.as_ref(), true));
    }
}

fn send_and_kill(server: Server, round: u64) -> (Folder, Sent) {
    let (sent, begun) = (Mutex::new(Sent::new()), AtomicBool::new(false));
    let (address, token) = (server.address.clone(), server.token.clone());
    let folder = thread::scope(|scope| {
        for caller in 0..4 {
            let (sent, begun, address, token) = (&sent, &begun, &address, &token);
            scope.spawn(move || {
                let Ok(mut client) = Client::try_new(address, Some(token)) else { return };
                for n in 0.. {
                    let key = format!("{round}-{caller}-{n}");
                    sent.lock().unwrap().insert(key.clone(), None);
                    let Ok(answer) = try_send(&mut client, SHARING, &key, &contract().to_string()) else {
                        return;
                    };
                    assert_eq!(answer.status, 200);
                    sent.lock().unwrap().insert(key, Some(answer.body));
                    begun.store(true, Ordering::Release);
                }
            });
        }
        while !begun.load(Ordering::Acquire) {
            thread::sleep(Duration::from_millis(1));
        }
        thread::sleep(Duration::from_millis(15 + round * 9));
        server.kill()
    });
    (folder, sent.into_inner().unwrap())
}
