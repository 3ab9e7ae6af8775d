//! A candidate is tried on stored decisions before it is put to work.

use std::process::{Command, Output};

use serde_json::{Value as Json, json};

use crate::support::plugins::{activate, amended, change, upload};
use crate::support::{Client, Server, contract, no_ground, of_kind};

fn decide(client: &mut Client, question: &Json, count: usize) {
    let questions = vec![of_kind(question.clone(), "sharing"); count];
    client.post("/v1/decisions/batch", &Json::Array(questions)).ok();
}

fn impact(server: &Server, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_praetor"));
    command.args(["plugin", "impact"]).args(arguments).args(["--server", &server.address]);
    command.arg("--token-file").arg(server.folder.path().join("data/token"));
    command.output().unwrap()
}

#[track_caller]
fn lines(output: &Output) -> Vec<Json> {
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn what_would_be_decided_otherwise_is_told_one_by_one_and_by_rule() {
    let server = Server::start();
    let mut client = server.client();
    decide(&mut client, &contract(), 40);
    decide(&mut client, &no_ground(), 20);
    let mut of_other = contract();
    of_other["subject"]["id"] = "other".into();
    decide(&mut client, &of_other, 1);
    client.post("/v1/subjects/erase", &json!({ "id": "other" })).ok();
    let file = server.folder.path().join("tiny-law.wasm");
    std::fs::write(&file, amended()).unwrap();
    let file = file.to_str().unwrap();

    let told = lines(&impact(&server, &[file, "--all", "--each", "--json"]));
    let (summary, each) = told.split_last().unwrap();
    assert_eq!(summary["type"], "summary");
    assert_eq!((&summary["complete"], &summary["outcomes"]["same"]), (&json!(true), &json!(0)));
    assert_eq!(summary["outcomes"]["shifted"], each.len(), "a line for each");
    let groups = summary["groups"].as_array().unwrap();
    let largest = &groups[0];
    assert_eq!(
        (&largest["weight"], &largest["was"], &largest["now"]),
        (&json!("rules"), &json!("allow"), &json!("allow"))
    );
    assert_eq!(
        (&largest["rules_gone"], &largest["rules_new"]),
        (&json!(["tiny-law/s-2"]), &json!(["tiny-law/s-9"]))
    );
    assert_eq!((&largest["count"], &summary["outcomes"]["erased"]), (&json!(40), &json!(1)), "{summary}");
    let examples = largest["examples"].as_array().unwrap();
    assert_eq!(examples.len(), 5);
    assert!(examples.iter().all(|id| each.iter().any(|line| line["id"] == *id)));
    assert_eq!(client.get("/v1/plugins").ok()["generation"], 1, "nothing was put to work");

    let table = impact(&server, &[file, "--last", "100", "--kind", "sharing"]);
    let text = String::from_utf8_lossy(&table.stdout).into_owned();
    assert!(text.contains("+ tiny-law/s-9") && text.contains("decisions in"), "{text}");
    assert!(!text.contains("marked-"), "nothing of a person is told: {text}");
    let none = impact(&server, &[file, "--all", "--kind", "rights"]);
    assert_eq!(none.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&none.stdout).contains("nothing would be decided otherwise"));
}

#[test]
fn a_no_that_would_become_a_yes_is_told_first() {
    let server = Server::start();
    let mut client = server.client();
    let off = json!({ "mode": "off" });
    change(&mut client, "/v1/plugins/tiny-law/activate", "*", &off).ok();
    decide(&mut client, &contract(), 3);
    decide(&mut client, &no_ground(), 5);
    let told = lines(&impact(&server, &["--id", "tiny-law", "--all", "--each", "--json"]));
    let (summary, each) = told.split_last().unwrap();
    let first = &summary["groups"][0];
    assert_eq!(
        (&first["weight"], &first["now"], &first["count"]),
        (&json!("permitted"), &json!("allow"), &json!(3)),
        "{summary}"
    );
    let line = each.iter().find(|line| line["weight"] == "permitted").unwrap();
    let says = line["changes"][0]["says"].as_str().unwrap();
    assert!(
        says.starts_with("postal-address for content-generation: ") && says.ends_with(" -> allow"),
        "{says}"
    );

    // The other way round: what if it were switched off?
    change(&mut client, "/v1/plugins/tiny-law/activate", "*", &json!({ "mode": "enforce" })).ok();
    decide(&mut client, &contract(), 2);
    let told = lines(&impact(&server, &["--id", "tiny-law", "--mode", "off", "--last", "2", "--json"]));
    assert_eq!(told.len(), 1, "without --each there is only the summary");
    assert_eq!(told[0]["moved"][0]["was"], "allow");
    assert_ne!(told[0]["moved"][0]["now"], "allow");
}

/// Whatever served when a decision was made: the candidate alone makes the difference.
#[test]
fn decisions_of_earlier_generations_are_compared_with_what_serves_now() {
    let server = Server::start();
    let mut client = server.client();
    decide(&mut client, &contract(), 30);
    let digest = upload(&mut client, &amended());
    activate(&mut client, &digest);
    decide(&mut client, &contract(), 10);
    let same = impact(&server, &["--id", "tiny-law", "--all"]);
    assert_eq!(same.status.code(), Some(0), "{}", String::from_utf8_lossy(&same.stdout));
    let text = String::from_utf8_lossy(&same.stdout).into_owned();
    assert!(text.contains("same          40"), "{text}");
}

#[test]
fn a_candidate_that_the_gate_refuses_and_a_wrong_request_are_named() {
    let server = Server::start();
    let mut client = server.client();
    let path = "/v1/plugins/tiny-law/impact";
    for wrong in
        [json!({ "last": 0 }), json!({ "each": 1 }), json!({ "from": "yesterday" }), json!({ "untl": 1 })]
    {
        client.post(path, &wrong).problem(422, "invalid-search");
    }
    client.post(path, &json!({ "digest": "7" })).problem(422, "invalid-activation");
    client.post("/v1/plugins/nobody/impact", &json!({})).problem(404, "plugin-not-found");
    let settings = json!({ "settings": { "no-such": 1 } });
    let refused = client.post(path, &settings).problem(422, "plugin-refused");
    assert_eq!(refused["gate"]["code"], "plugin-settings-wrong");
    assert_eq!(server.records(), 1, "a trial leaves nothing in the log");
}
