//! What the ledger holds about a person: erased, given, held; over HTTP and with the command.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use serde_json::{Value as Json, json};

use crate::support::{Client, Server, contract};

const PERSON: &str = "marked-subject-4711";

fn about(person: &str) -> Json {
    let mut question = contract();
    question["subject"]["id"] = person.into();
    question
}

fn decide(client: &mut Client, person: &str) -> Json {
    client.post("/v1/decisions/sharing", &about(person)).ok()
}

/// Runs `praetor subject`, with the person on standard input.
fn subject(server: &Server, arguments: &[&str], person: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_praetor"))
        .arg("subject")
        .args(arguments)
        .args(["--server", &server.address])
        .arg("--token-file")
        .arg(server.folder.path().join("data/token"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(person.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn an_erased_person_is_gone_and_the_others_are_not() {
    let server = Server::start();
    let mut client = server.client();
    let (gone, other) = (decide(&mut client, PERSON), decide(&mut client, "another"));
    let erased = client.post("/v1/subjects/erase", &json!({ "id": PERSON })).ok();
    assert_eq!((&erased["state"], &erased["keys"]), (&json!("erased"), &json!(1)));
    assert!(erased["stale_copies_readable_until"].is_string());
    let path = |decision: &Json| format!("/v1/decisions/{}", decision["id"].as_str().unwrap());
    client.get(&path(&gone)).problem(410, "decision-erased");
    assert_eq!(client.get(&path(&other)).ok()["leaf"], other["leaf"]);
    let page = client.post("/v1/decisions/search", &json!({ "order": "oldest-first" })).ok();
    assert_eq!(page["rows"][0]["erased"], true);
    assert_eq!(page["rows"][0]["recorded_at"], gone["recorded_at"], "counts and times remain");
    let again = decide(&mut client, PERSON);
    let at_once = client.post("/v1/subjects/erase", &json!({ "id": "another", "at_once": true })).ok();
    assert_eq!(at_once["stale_copies_readable_until"], Json::Null);
    client.get(&path(&other)).problem(410, "decision-erased");
    assert_eq!(client.get(&path(&again)).ok()["id"], again["id"]);
}

#[test]
fn a_person_gets_everything_with_its_proofs_and_nothing_of_others() {
    let server = Server::start();
    let mut client = server.client();
    let own: Vec<Json> = (0..3).map(|_| decide(&mut client, PERSON)).collect();
    decide(&mut client, "another");
    let output = subject(&server, &["export"], PERSON);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<Json> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(
        (&lines[0]["type"], &lines[4]),
        (&json!("export"), &json!({ "type": "end", "records": 3, "complete": true }))
    );
    for (line, decision) in lines[1..4].iter().zip(&own) {
        for key in ["id", "leaf", "sequence", "recorded_at", "effect"] {
            assert_eq!(line[key], decision[key], "{key}");
        }
        assert_eq!(line["proof"], format!("/v1/decisions/{}/proof", decision["id"].as_str().unwrap()));
    }
}

#[test]
fn a_hold_refuses_with_its_date_and_is_released_by_its_number() {
    let server = Server::start();
    let mut client = server.client();
    decide(&mut client, PERSON);
    let order = json!({ "id": PERSON, "until": "2999-01-01T00:00:00Z", "matter": "case-2026-17" });
    let hold = client.post("/v1/subjects/hold", &order).ok();
    let problem = client.post("/v1/subjects/erase", &json!({ "id": PERSON })).problem(409, "subject-held");
    assert!(problem["detail"].as_str().unwrap().contains("2999-01-01"));
    assert_eq!(client.get("/v1/holds").ok()["holds"], json!([hold]));
    let number = hold["hold"].to_string();
    assert!(subject(&server, &["release", &number], "").status.success());
    client.post("/v1/subjects/release", &json!({ "hold": hold["hold"] })).problem(404, "hold-not-found");
    let erased = subject(&server, &["erase", "--at-once"], PERSON);
    assert!(String::from_utf8(erased.stdout).unwrap().contains("\"erased\""));
}

#[test]
fn a_wrong_request_names_its_place_and_never_the_person() {
    let server = Server::start();
    let mut client = server.client();
    let long = PERSON.repeat(40);
    for (route, body, pointer) in [
        ("erase", json!({}), "/id"),
        ("erase", json!({ "id": long }), "/id"),
        ("erase", json!({ "id": PERSON, "at_once": "yes" }), "/at_once"),
        ("export", json!({ "person": PERSON }), "/person"),
        ("hold", json!({ "id": PERSON, "matter": "Ada Lovelace" }), "/matter"),
        ("hold", json!({ "id": PERSON, "everything": true, "matter": "m" }), "/id"),
        ("hold", json!({ "id": PERSON, "matter": "m", "until": "tomorrow" }), "/until"),
        ("release", json!({ "hold": "x" }), "/hold"),
    ] {
        let problem = client.post(&format!("/v1/subjects/{route}"), &body).problem(422, "invalid-subject");
        assert_eq!(problem["problems"][0]["pointer"], pointer, "{route} {pointer}");
        assert!(!problem.to_string().contains(PERSON), "{problem}");
    }
}
