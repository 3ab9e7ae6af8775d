//! Search by time, page by page.

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::{Value as Json, json};

use crate::support::{Client, Server, contract, no_ground, of_kind};

const SEARCH: &str = "/v1/decisions/search";

fn decided(client: &mut Client, count: usize) -> Vec<Json> {
    let kinds = ["sharing", "retention"].iter().cycle().take(count);
    let decide = |kind: &&str| {
        let mut question = contract();
        if *kind == "retention" {
            question.as_object_mut().unwrap().remove("uses");
        }
        client.post(&format!("/v1/decisions/{kind}"), &question).ok()
    };
    kinds.map(decide).collect()
}

/// Every row of a search, and how many pages it took.
fn all(client: &mut Client, mut search: Json) -> (Vec<Json>, usize) {
    let (mut rows, mut pages) = (vec![], 0);
    loop {
        let page = client.post(SEARCH, &search).ok();
        assert_eq!(page["complete"], page["next"].is_null());
        rows.extend(page["rows"].as_array().unwrap().iter().cloned());
        pages += 1;
        match &page["next"] {
            Json::Null => return (rows, pages),
            next => search["cursor"] = next.clone(),
        }
    }
}

fn ids(rows: &[Json]) -> Vec<&str> {
    rows.iter().map(|row| row["id"].as_str().unwrap()).collect()
}

#[test]
fn pages_hold_every_decision_once_in_order() {
    let server = Server::start();
    let mut client = server.client();
    let decisions = decided(&mut client, 23);
    let (rows, pages) = all(&mut client, json!({ "limit": 5, "order": "oldest-first" }));
    assert_eq!(ids(&rows), ids(&decisions));
    assert!(pages >= 5);
    let (newest, _) = all(&mut client, json!({ "limit": 4 }));
    assert_eq!(ids(&newest), ids(&decisions).into_iter().rev().collect::<Vec<_>>());
    for (row, decision) in rows.iter().zip(&decisions) {
        for key in ["recorded_at", "sequence", "kind", "effect", "as_of", "generation"] {
            assert_eq!(row[key], decision[key], "{key}");
        }
    }
}

#[test]
fn a_search_is_bounded_by_time_and_kind() {
    let server = Server::start();
    let mut client = server.client();
    let decisions = decided(&mut client, 12);
    let (from, to) = (&decisions[3]["recorded_at"], &decisions[9]["recorded_at"]);
    let search = json!({ "from": from, "to": to, "order": "oldest-first", "limit": 2 });
    let (rows, _) = all(&mut client, search);
    assert_eq!(ids(&rows), ids(&decisions[3..9]), "`from` is included, `to` is not");
    let (sharing, _) = all(&mut client, json!({ "kind": "sharing", "limit": 2 }));
    assert_eq!(sharing.len(), 6);
    assert!(sharing.iter().all(|row| row["kind"] == "sharing"));
    let nothing = json!({ "from": "2000-01-01T00:00:00Z", "to": "2001-01-01T00:00:00+02:00" });
    assert_eq!(client.post(SEARCH, &nothing).ok(), json!({ "rows": [], "complete": true, "next": null }));
}

#[test]
fn a_cursor_belongs_to_its_search_and_outlives_a_restart() {
    let server = Server::start();
    let mut client = server.client();
    let decisions = decided(&mut client, 6);
    let page = client.post(SEARCH, &json!({ "limit": 2, "order": "oldest-first" })).ok();
    let cursor = page["next"].as_str().unwrap().to_owned();
    let other = json!({ "limit": 2, "order": "newest-first", "cursor": cursor });
    client.post(SEARCH, &other).problem(400, "invalid-cursor");
    let mut forged = cursor.clone().into_bytes();
    forged[23] ^= 1;
    let forged = json!({ "order": "oldest-first", "cursor": String::from_utf8(forged).unwrap() });
    client.post(SEARCH, &forged).problem(400, "invalid-cursor");
    let server = Server::of(server.kill());
    let search = json!({ "limit": 500, "order": "oldest-first", "cursor": cursor });
    let rest = server.client().post(SEARCH, &search).ok();
    assert_eq!(ids(rest["rows"].as_array().unwrap()), ids(&decisions[2..]));
}

#[test]
fn decisions_of_a_batch_are_listed_too() {
    let server = Server::start();
    let mut client = server.client();
    let batch = Json::Array((0..40).map(|_| of_kind(contract(), "sharing")).collect());
    client.post("/v1/decisions/batch", &batch).ok();
    let (rows, _) = all(&mut client, json!({ "limit": 7 }));
    assert_eq!(rows.len(), 40);
}

fn about(mut question: Json, person: &str) -> Json {
    question["subject"]["id"] = person.into();
    question
}

/// Decisions of two persons, allowed and denied, and one on a request.
fn mixed(client: &mut Client) -> Vec<Json> {
    let request = json!({
        "as_of": "2026-11-23",
        "subject": { "id": "marked-ada", "residence": ["XA"] },
        "requests": [{ "right": "access", "received-on": "2026-11-20" }],
    });
    let asked = [
        ("sharing", about(contract(), "marked-ada")),
        ("sharing", about(no_ground(), "marked-ada")),
        ("sharing", about(no_ground(), "marked-bob")),
        ("rights", request),
    ];
    asked.map(|(kind, question)| client.post(&format!("/v1/decisions/{kind}"), &question).ok()).to_vec()
}

#[test]
fn decisions_are_found_by_what_they_say_and_whom_they_are_about() {
    let server = Server::start();
    let mut client = server.client();
    let made = mixed(&mut client);
    let effect = made[3]["effect"].as_str().unwrap().split(", ").next().unwrap().to_owned();
    let searches = [
        (json!({ "subject": "marked-ada" }), vec![0, 1, 3]),
        (json!({ "subject": "marked-ada", "effect": "deny" }), vec![1]),
        (json!({ "subject": "nobody" }), vec![]),
        (json!({ "effect": "deny" }), vec![1, 2]),
        (json!({ "kind": "rights", "effect": effect }), vec![3]),
        (json!({ "rule": "tiny-law/s-3" }), vec![1, 2]),
        (json!({ "rule": "tiny-law/s-2", "subject": "marked-bob" }), vec![]),
        (json!({ "rule": "tiny-law/no-such" }), vec![]),
        (json!({ "plugin": "tiny-law" }), vec![0, 1, 2]),
        (json!({ "plugin": "nobody" }), vec![]),
        (json!({ "jurisdiction": "XA", "effect": "allow" }), vec![0]),
        (json!({ "due_from": "1999-01-01", "due_to": "1999-12-31" }), vec![]),
    ];
    // Once while they stand behind the index, once while they stand in it.
    for rest in [0, 1_500] {
        std::thread::sleep(std::time::Duration::from_millis(rest));
        for (search, expected) in &searches {
            for order in ["oldest-first", "newest-first"] {
                let mut search = search.clone();
                search["order"] = order.into();
                search["limit"] = 1.into();
                let (rows, _) = all(&mut client, search.clone());
                let mut expected: Vec<Json> = expected.iter().map(|at: &usize| made[*at].clone()).collect();
                if order == "newest-first" {
                    expected.reverse();
                }
                assert_eq!(ids(&rows), ids(&expected), "{search}");
            }
        }
    }
    client.post("/v1/subjects/erase", &json!({ "id": "marked-ada" })).ok();
    for search in [
        json!({ "subject": "marked-ada" }),
        json!({ "effect": "allow" }),
        json!({ "plugin": "tiny-law", "rule": "tiny-law/s-2" }),
    ] {
        assert_eq!(
            all(&mut client, search).0,
            [] as [Json; 0],
            "what was erased is found by nothing it said"
        );
    }
    assert_eq!(all(&mut client, json!({ "kind": "rights" })).0[0]["erased"], true);
}

#[test]
fn a_wrong_name_of_a_closed_list_is_told_and_a_person_is_never_repeated() {
    let server = Server::start();
    let mut client = server.client();
    mixed(&mut client);
    let search = json!({ "effect": "dney", "due_from": "23.11.2026", "rule": "s-3", "subject": 7 });
    let problem = client.post(SEARCH, &search).problem(422, "invalid-search");
    let problems = problem["problems"].as_array().unwrap();
    let at = |pointer: &str| problems.iter().find(|p| p["pointer"] == pointer).unwrap();
    assert_eq!(at("/effect")["nearest"], "deny");
    assert!(at("/effect")["allowed"].as_array().unwrap().contains(&json!("no-duty")));
    assert!(at("/due_from").is_object() && at("/rule").is_object() && at("/subject").is_object());
    let of_kind = json!({ "kind": "incident", "effect": "deny" });
    let problem = client.post(SEARCH, &of_kind).problem(422, "invalid-search");
    assert_eq!(problem["problems"][0]["allowed"], json!(["needs-review", "no-duty", "notify"]));
    let problem = client.post(SEARCH, &json!({ "jurisdiction": "DE" })).problem(422, "invalid-search");
    assert_eq!(problem["problems"][0]["allowed"], json!(["XA"]));
    let crossed = json!({ "due_from": "2026-02-02", "due_to": "2026-02-01" });
    client.post(SEARCH, &crossed).problem(422, "invalid-search");
    let long = json!({ "subject": "marked-ada".repeat(40) });
    assert!(!client.post(SEARCH, &long).problem(422, "invalid-search").to_string().contains("marked"));
}

#[test]
fn a_cursor_belongs_to_the_person_that_was_searched_and_does_not_name_them() {
    let server = Server::start();
    let mut client = server.client();
    mixed(&mut client);
    let page = client.post(SEARCH, &json!({ "subject": "marked-ada", "limit": 1 })).ok();
    let cursor = page["next"].as_str().unwrap();
    assert!(!cursor.contains("ada"));
    let other = json!({ "subject": "marked-bob", "cursor": cursor });
    client.post(SEARCH, &other).problem(400, "invalid-cursor");
    client.post(SEARCH, &json!({ "cursor": cursor })).problem(400, "invalid-cursor");
    let same = json!({ "cursor": cursor, "limit": 9, "subject": "marked-ada" });
    assert_eq!(client.post(SEARCH, &same).ok()["rows"].as_array().unwrap().len(), 2);
}

/// Runs `praetor log search`, with a person on standard input.
fn command(folder: &std::path::Path, arguments: &[&str], person: &str) -> (bool, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_praetor"))
        .args(["log", "search"])
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(person.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(text).unwrap())
}

#[test]
fn the_command_lists_what_a_server_has_and_what_a_folder_has() {
    let server = Server::start();
    let made = mixed(&mut server.client());
    let denied = made[1]["id"].as_str().unwrap();
    let asked = ["--server", &server.address, "--token-file", "data/token", "--effect", "deny", "--subject"];
    let (ok, text) = command(server.folder.path(), &asked, "marked-ada\n");
    assert!(ok && text.contains(denied) && text.contains("1 decisions: all that fit"), "{text}");
    assert!(!text.contains(made[2]["id"].as_str().unwrap()));
    let wrong = ["--server", &server.address, "--token-file", "data/token", "--effect", "dney"];
    let (ok, text) = command(server.folder.path(), &wrong, "");
    assert!(!ok && text.contains("did you mean `deny`"), "{text}");
    let folder = server.kill();
    let offline = ["--config", "praetor.toml", "--rule", "tiny-law/s-3", "--json", "--limit", "1"];
    let (ok, text) = command(folder.path(), &offline, "");
    let row: Json = serde_json::from_str(text.lines().next().unwrap()).unwrap();
    assert_eq!((ok, &row["id"]), (true, &made[2]["id"]));
    assert!(text.contains("raise `--limit`"), "{text}");
}
