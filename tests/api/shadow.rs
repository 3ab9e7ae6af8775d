//! A plugin in shadow is asked beside the one that serves, and changes nothing.

use std::process::{Command, Output};
use std::time::{Duration, Instant};

use serde_json::{Value as Json, json};

use crate::support::plugins::{amended, change, upload};
use crate::support::{Client, Folder, Server, contract, no_ground, of_kind};

fn decide(client: &mut Client, question: &Json, count: usize) -> Vec<Json> {
    let questions = vec![of_kind(question.clone(), "sharing"); count];
    client.post("/v1/decisions/batch", &Json::Array(questions)).ok().as_array().unwrap().clone()
}

fn in_shadow(client: &mut Client) -> String {
    let digest = upload(client, &amended());
    let body = json!({ "digest": digest, "mode": "shadow" });
    let done = change(client, "/v1/plugins/tiny-law/activate", "*", &body).ok();
    assert_eq!(done["bindings"].as_array().unwrap().len(), 2, "it stands beside what serves: {done}");
    digest
}

/// What it has shown, once it was asked so often.
#[track_caller]
fn shown(client: &mut Client, asked: u64) -> Json {
    let begun = Instant::now();
    loop {
        let shown = client.get("/v1/plugins/tiny-law/shadow").ok();
        if shown["asked"].as_u64().unwrap() + shown["missed"].as_u64().unwrap() >= asked {
            return shown;
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "{shown}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn command(server: &Server, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_praetor"));
    command.args(["plugin", "shadow"]).args(arguments).args(["--server", &server.address]);
    command.arg("--token-file").arg(server.folder.path().join("data/token"));
    command.output().unwrap()
}

#[test]
fn it_changes_no_answer_and_its_differences_are_kept_and_listed() {
    let server = Server::start();
    let mut client = server.client();
    let before = decide(&mut client, &contract(), 1);
    let digest = in_shadow(&mut client);
    let answers = decide(&mut client, &contract(), 12);
    decide(&mut client, &no_ground(), 3);
    for answer in &answers {
        assert_eq!((&answer["effect"], &answer["rules"]), (&before[0]["effect"], &before[0]["rules"]));
        assert_eq!(answer["plugins"], before[0]["plugins"], "it takes no part");
    }
    let told = shown(&mut client, 15);
    assert_eq!((&told["digest"], &told["shifted"], &told["missed"]), (&json!(digest), &json!(15), &json!(0)));
    let group = &told["groups"][0];
    assert_eq!((&group["weight"], &group["count"]), (&json!("rules"), &json!(12)), "{told}");
    assert_eq!(group["rules_new"], json!(["tiny-law/s-9"]));
    let row = &told["differences"].as_array().unwrap()[14];
    assert!(answers.iter().any(|answer| answer["id"] == row["decision"]), "{row}");
    let page = client.get("/v1/plugins/tiny-law/shadow?limit=10").ok();
    let next = format!("/v1/plugins/tiny-law/shadow?limit=10&cursor={}", page["next"].as_str().unwrap());
    assert_eq!(client.get(&next).ok()["differences"].as_array().unwrap().len(), 5);
    let heavy = client.get("/v1/plugins/tiny-law/shadow?weight=permitted").ok();
    assert_eq!(heavy["differences"], json!([]));
    client.get("/v1/plugins/tiny-law/shadow?weight=x").problem(400, "invalid-parameter");

    // What it has shown outlives the server, and replays know nothing of it.
    let server = Server::of(server.kill());
    let mut client = server.client();
    let again = client.get("/v1/plugins/tiny-law/shadow").ok();
    assert_eq!((&again["shifted"], &again["groups"][0]["count"]), (&json!(15), &json!(12)));
    let id = answers[0]["id"].as_str().unwrap();
    assert_eq!(client.post(&format!("/v1/decisions/{id}/replay"), &json!({})).ok()["outcome"], "same");

    let text = String::from_utf8(command(&server, &["tiny-law", "--each", "rules"]).stdout).unwrap();
    assert!(text.contains("+ tiny-law/s-9") && text.contains("rests on `tiny-law/s-9` now"), "{text}");
    let ended = command(&server, &["tiny-law", "--end"]);
    assert_eq!(ended.status.code(), Some(0), "{}", String::from_utf8_lossy(&ended.stderr));
    client.get("/v1/plugins/tiny-law/shadow").problem(404, "plugin-not-found");
    let history = client.get("/v1/generations?limit=1").ok();
    assert_eq!(history["entries"][0]["what"], "shadow-ended");
}

#[test]
fn one_that_serves_is_no_longer_in_shadow() {
    let server = Server::start();
    let mut client = server.client();
    let digest = in_shadow(&mut client);
    let body = json!({ "digest": digest, "mode": "enforce" });
    let done = change(&mut client, "/v1/plugins/tiny-law/activate", "*", &body).ok();
    assert_eq!(done["bindings"].as_array().unwrap().len(), 1, "{done}");
    assert_eq!(done["bindings"][0]["digest"], json!(digest));
    client.get("/v1/plugins/tiny-law/shadow").problem(404, "plugin-not-found");
    let nobody = json!({});
    client
        .send("DELETE", "/v1/plugins/tiny-law/shadow", &[("if-match", "*")], nobody.to_string().as_bytes())
        .unwrap()
        .problem(404, "plugin-not-found");
}

#[test]
fn a_share_of_the_questions_is_enough() {
    let server = Server::of(Folder::new("shadow_share = 25"));
    let mut client = server.client();
    in_shadow(&mut client);
    decide(&mut client, &contract(), 200);
    let told = shown(&mut client, 50);
    std::thread::sleep(Duration::from_millis(200));
    assert_eq!(told["asked"], client.get("/v1/plugins/tiny-law/shadow").ok()["asked"], "and no more");
    assert_eq!(told["asked"], 50);
}
