//! A server that is killed in the middle of an activation comes up whole, with the old generation or with
//! the new one.

use std::thread;
use std::time::Duration;

use serde_json::json;

use crate::support::plugins::{change, upload, with_section};
use crate::support::{Client, Folder, Server, contract, tiny_law};

/// As many as the issue asks for.
const KILLS: u64 = 50;

/// Another version of the tiny law: other bytes that say the same.
fn version(number: u64) -> Vec<u8> {
    with_section(std::fs::read(tiny_law()).unwrap(), "version", number.to_string().as_bytes())
}

/// What serves: its number and the digest of its one plugin.
fn serving(client: &mut Client) -> (u64, String) {
    let listed = client.get("/v1/plugins").ok();
    let plugins = listed["plugins"].as_array().unwrap();
    assert_eq!(plugins.len(), 1);
    (listed["generation"].as_u64().unwrap(), plugins[0]["digest"].as_str().unwrap().to_owned())
}

#[test]
fn fifty_kills_in_the_middle_of_an_activation_leave_a_whole_generation() {
    let mut folder = Folder::new("");
    let (mut old, mut new): (Option<(u64, String)>, Option<String>) = (None, None);
    let (mut answered, mut swapped) = (None, 0);
    for kill in 0..KILLS {
        let server = Server::of(folder);
        let mut client = server.client();
        let (number, digest) = serving(&mut client);
        if let (Some((old_number, old_digest)), Some(new_digest)) = (&old, &new) {
            let is_old = (number, &digest) == (*old_number, old_digest);
            let is_new = (number, &digest) == (*old_number + 1, new_digest);
            assert!(is_old || is_new, "after kill {kill}: {number} {digest}");
            assert!(is_new || answered != Some(true), "an answered activation was lost by kill {kill}");
            swapped += u64::from(is_new);
        }
        let decision = client.post("/v1/decisions/sharing", &contract()).ok();
        assert_eq!((&decision["generation"], &decision["effect"]), (&json!(number), &json!("allow")));
        assert_eq!(decision["voices"][0]["digest"], digest);
        let candidate = upload(&mut client, &version(kill));
        let (address, token) = (server.address.clone(), server.token.clone());
        let body = json!({ "digest": candidate });
        let activation = thread::spawn(move || {
            let mut client = Client::new(&address, Some(&token));
            let headers = [("content-type", "application/json"), ("if-match", "*")];
            let body = body.to_string();
            client
                .send("POST", "/v1/plugins/tiny-law/activate", &headers, body.as_bytes())
                .map(|sent| sent.status)
        });
        thread::sleep(Duration::from_millis(kill * 13 % 97));
        folder = server.kill();
        answered = Some(matches!(activation.join().unwrap(), Ok(200)));
        (old, new) = (Some((number, digest)), Some(candidate));
    }
    let server = Server::of(folder);
    let mut client = server.client();
    let (number, _) = serving(&mut client);
    assert!(number > swapped, "{number} {swapped}");
    let entries = client.get("/v1/generations").ok()["entries"].as_array().unwrap().clone();
    let numbers: Vec<u64> = entries.iter().rev().map(|one| one["generation"].as_u64().unwrap()).collect();
    assert_eq!(numbers, (1..=number).collect::<Vec<_>>(), "no generation is lost or doubled");
    assert!(change(&mut client, "/v1/generations/1/activate", "*", &json!({})).status == 200);
}
