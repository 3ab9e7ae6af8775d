//! A binding begins and ends at an instant; a decision says which one served.

use std::thread;
use std::time::Duration;

use jiff::{Timestamp, ToSpan};
use serde_json::{Value as Json, json};

use super::{deciding, refused_at_start};
use crate::support::plugins::{amended, change, upload};
use crate::support::{Client, Folder, Server, contract, tiny_law};

fn replayed(client: &mut Client, decision: &Json) -> Json {
    let path = format!("/v1/decisions/{}", decision["id"].as_str().unwrap());
    assert_eq!(client.get(&path).ok(), *decision, "it is told again as it was answered");
    client.post(&format!("{path}/replay"), &json!({})).ok()["outcome"].clone()
}

fn wait_until(instant: Timestamp) {
    while Timestamp::now() < instant {
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_binding_for_a_time_gives_way_to_what_was_bound_before() {
    let server = Server::start();
    let mut client = server.client();
    let digest = upload(&mut client, &amended());
    let from = Timestamp::now() + 5.seconds();
    let until = from + 4.seconds();
    let body = json!({ "digest": digest, "from": from.to_string(), "until": until.to_string() });
    let done = change(&mut client, "/v1/plugins/tiny-law/activate", "\"1\"", &body).ok();
    assert_eq!(done["bindings"].as_array().unwrap().len(), 3, "{done}");
    let before = client.post("/v1/decisions/sharing", &contract()).ok();
    wait_until(from);
    let within = client.post("/v1/decisions/sharing", &contract()).ok();
    wait_until(until);
    let after = client.post("/v1/decisions/sharing", &contract()).ok();
    for (decision, beginning, end) in [(&before, "", from), (&within, "9", until), (&after, "", until)] {
        let recorded: Timestamp = decision["recorded_at"].as_str().unwrap().parse().unwrap();
        let voice = &decision["voices"][0];
        assert_eq!((&decision["generation"], &decision["as_of"]), (&json!(2), &json!("2026-11-23")));
        // A machine that stands still for seconds may ask too late, but never too early.
        if beginning == "9" && recorded < end {
            assert_eq!(voice["digest"], digest, "{decision}");
            assert!(voice["bound_from"].is_string() && voice["bound_until"].is_string(), "{decision}");
        }
        assert_eq!(replayed(&mut client, decision), "same");
    }
    let stated: Timestamp = before["recorded_at"].as_str().unwrap().parse().unwrap();
    if stated < from {
        assert_ne!(before["voices"][0]["digest"], digest);
        assert!(before["voices"][0].get("bound_until").is_some(), "{before}");
    }
    assert_ne!(after["voices"][0]["digest"], digest, "{after}");
    let serving: Vec<Json> = client.get("/v1/plugins").ok()["plugins"].as_array().unwrap().clone();
    let serving: Vec<&Json> = serving.iter().map(|one| &one["serving"]).collect();
    assert_eq!(serving, [false, false, true]);
    let server = Server::of(server.kill());
    let mut client = server.client();
    for decision in [&before, &within, &after] {
        assert_eq!(replayed(&mut client, decision), "same");
    }
    assert_eq!(client.get("/readyz").ok()["generation"], 2);
}

/// The config of a folder with the tiny law until one instant and the amended one from another.
fn consecutive(until: &str, from: &str) -> Folder {
    let folder = Folder::new("");
    let file = folder.path().join("praetor.toml");
    std::fs::write(folder.path().join("amended.wasm"), amended()).unwrap();
    let config = std::fs::read_to_string(&file).unwrap();
    let second =
        format!("until = {until}\n[[bindings]]\nid = \"tiny-law\"\nfile = \"amended.wasm\"\nfrom = {from}\n");
    std::fs::write(file, config + &second).unwrap();
    folder
}

#[test]
fn the_config_binds_two_versions_to_consecutive_periods() {
    let server = Server::of(consecutive("2020-01-01T00:00:00Z", "\"2020-01-01T01:00:00+01:00\""));
    let mut client = server.client();
    assert_eq!(deciding(&mut client), (1, true), "the second period has begun");
    let decision = client.post("/v1/decisions/sharing", &contract()).ok();
    assert_eq!(decision["voices"][0]["bound_from"], "2020-01-01T00:00:00.000000Z");
    assert_eq!(replayed(&mut client, &decision), "same");
    let server = Server::of(consecutive("9020-01-01T00:00:00Z", "9020-01-01T00:00:00Z"));
    let decision = server.client().post("/v1/decisions/sharing", &contract()).ok();
    assert!(decision["rules"].get("tiny-law/s-2").is_some(), "the first period has not ended: {decision}");
    assert_eq!(decision["voices"][0]["bound_until"], "9020-01-01T00:00:00.000000Z");
}

#[test]
fn periods_that_meet_or_are_empty_or_say_no_hour_are_refused() {
    let said = refused_at_start(&consecutive("2027-01-02T00:00:00Z", "2027-01-01T00:00:00Z"));
    assert!(said.contains("two bindings have the id `tiny-law` at the same time"), "{said}");
    let said = refused_at_start(&consecutive("2027-01-01", "2027-01-01T00:00:00Z"));
    assert!(said.contains("`bindings.0.until` wants an instant with its offset"), "{said}");
    let unlike = consecutive("2027-01-01T00:00:00Z", "2027-01-01T00:00:00Z\nlarge_memory = true");
    let said = refused_at_start(&unlike);
    assert!(said.contains("two periods of binding `tiny-law` have different limits"), "{said}");
    let folder = Folder::new("");
    let file = folder.path().join("praetor.toml");
    let config = std::fs::read_to_string(&file).unwrap();
    let never = "from = 2027-01-01T00:00:00Z\nuntil = 2026-01-01T00:00:00Z\n";
    std::fs::write(&file, config + never).unwrap();
    let said = refused_at_start(&folder);
    assert!(said.contains("binding `tiny-law` ends before it begins"), "{said}");
    assert!(tiny_law().is_file());
}

#[test]
fn a_law_whose_time_is_over_is_no_permission() {
    let folder = Folder::new("");
    let file = folder.path().join("praetor.toml");
    let config = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, config + "until = 2020-01-01T00:00:00Z\n").unwrap();
    let server = Server::of(folder);
    let decision = server.client().post("/v1/decisions/sharing", &contract()).ok();
    assert_ne!(decision["effect"], "allow", "{decision}");
    assert_eq!(decision["voices"], json!([]));
}
