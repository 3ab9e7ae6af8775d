//! Search by time, page by page.

use serde_json::{Value as Json, json};

use crate::support::{Client, Server, contract, of_kind};

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
    assert_eq!(client.post(SEARCH, &nothing).ok(), json!({ "rows": [], "next": null }));
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
