//! A server that is killed in the middle of an activation comes up whole, with the old generation or with
//! the new one.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::support::plugins::{change, upload, with_section};
use crate::support::{Client, Folder, Server, contract, tiny_law};

/// As many as the issue asks for.
const KILLS: u32 = 50;
/// So many of them must fall between the request and its answer.
const WITHIN: u32 = 35;

/// Another version of the tiny law: other bytes that say the same.
fn version(number: u32) -> Vec<u8> {
    with_section(std::fs::read(tiny_law()).unwrap(), "version", number.to_string().as_bytes())
}

/// What serves: its number and the digest of its one plugin.
fn serving(client: &mut Client) -> (u64, String) {
    let listed = client.get("/v1/plugins").ok();
    let plugins = listed["plugins"].as_array().unwrap();
    assert_eq!(plugins.len(), 1);
    (listed["generation"].as_u64().unwrap(), plugins[0]["digest"].as_str().unwrap().to_owned())
}

/// What became of an activation whose server was killed.
struct Cut {
    folder: Folder,
    /// The caller got the answer that it serves.
    answered: bool,
    /// The server was killed after the request was sent and before the answer came.
    within: bool,
    /// From the request to the answer, or to the end of the connection.
    took: Duration,
}

/// Sends an activation and kills the server after a while.
fn cut(server: Server, digest: &str, after: Duration) -> Cut {
    let mut client = server.client();
    let body = json!({ "digest": digest }).to_string();
    // The connection stands before the clock runs.
    client.get("/healthz");
    let (sent, ended) = (AtomicBool::new(false), AtomicBool::new(false));
    thread::scope(|scope| {
        let (sent, ended) = (&sent, &ended);
        let activation = scope.spawn(move || {
            let headers = [("content-type", "application/json"), ("if-match", "*")];
            sent.store(true, Ordering::Release);
            let begun = Instant::now();
            let answer = client.send("POST", "/v1/plugins/tiny-law/activate", &headers, body.as_bytes());
            ended.store(true, Ordering::Release);
            (matches!(answer.map(|answer| answer.status), Ok(200)), begun.elapsed())
        });
        while !sent.load(Ordering::Acquire) {
            thread::yield_now();
        }
        thread::sleep(after);
        let open = !ended.load(Ordering::Acquire);
        let folder = server.kill();
        let (answered, took) = activation.join().unwrap();
        Cut { folder, answered, within: open && !answered, took }
    })
}

/// When to kill: half of the kills are spread over the whole of an activation, half over its end, where it is
/// recorded and begins to serve.
fn moment(kill: u32, whole: Duration) -> Duration {
    let step = kill / 2 + 1;
    if kill.is_multiple_of(2) { whole * step / (KILLS / 2 + 1) } else { whole * (70 + step) / 100 }
}

#[test]
fn fifty_kills_in_the_middle_of_an_activation_leave_a_whole_generation() {
    let server = Server::start();
    let mut client = server.client();
    let digest = upload(&mut client, &version(KILLS));
    let begun = Instant::now();
    change(&mut client, "/v1/plugins/tiny-law/activate", "*", &json!({ "digest": digest })).ok();
    let mut whole = begun.elapsed();
    let mut folder = server.kill();
    let (mut expected, mut answered) = ((2, digest.clone(), digest), true);
    let (mut within, mut kept, mut swapped) = (0, 0, 0);
    for kill in 0..=KILLS {
        let server = Server::of(folder);
        let mut client = server.client();
        let (number, digest) = serving(&mut client);
        let (old_number, old, new) = &expected;
        let is_old = (number, &digest) == (*old_number, old);
        let is_new = (number, &digest) == (*old_number + 1, new);
        assert!(is_old || is_new, "after {kill} kills: {number} {digest}");
        assert!(kill == 0 || is_new || !answered, "an answered activation was lost by kill {kill}");
        if kill > 0 {
            (kept, swapped) = (kept + u32::from(is_old), swapped + u32::from(is_new));
        }
        let decision = client.post("/v1/decisions/sharing", &contract()).ok();
        assert_eq!((&decision["generation"], &decision["effect"]), (&json!(number), &json!("allow")));
        assert_eq!(decision["voices"][0]["digest"], digest);
        if kill == KILLS {
            folder = server.kill();
            break;
        }
        let candidate = upload(&mut client, &version(kill));
        drop(client);
        let cut = cut(server, &candidate, moment(kill, whole));
        if cut.answered {
            whole = cut.took;
        }
        within += u32::from(cut.within);
        (folder, answered, expected) = (cut.folder, cut.answered, (number, digest, candidate));
    }
    println!(
        "{within} of {KILLS} kills hit an activation; the old generation served {kept} times, the new {swapped}"
    );
    assert!(within >= WITHIN, "only {within} kills hit an activation");
    let server = Server::of(folder);
    let mut client = server.client();
    let (number, _) = serving(&mut client);
    let entries = client.get("/v1/generations").ok()["entries"].as_array().unwrap().clone();
    let numbers: Vec<u64> = entries.iter().rev().map(|one| one["generation"].as_u64().unwrap()).collect();
    assert_eq!(numbers, (1..=number).collect::<Vec<_>>(), "no generation is lost or doubled");
    change(&mut client, "/v1/generations/1/activate", "*", &json!({})).ok();
}
