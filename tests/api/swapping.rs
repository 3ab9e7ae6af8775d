//! Plugins are swapped while the server runs: put to work, rolled back, refused.

mod candidate;
mod commands;
mod dated;
mod gate;
mod killed;
mod load;
mod loaded;
mod watched;

use std::process::Stdio;

use serde_json::{Value as Json, json};

use crate::support::plugins::{activate, amended, change, upload};
use crate::support::{Client, Folder, Server, contract, tiny_law};

/// The rule of the tiny law that allows: it is named otherwise in the amended one.
fn deciding(client: &mut Client) -> (u64, bool) {
    let decision = client.post("/v1/decisions/sharing", &contract()).ok();
    assert_eq!(decision["effect"], "allow");
    (decision["generation"].as_u64().unwrap(), decision["rules"].get("tiny-law/s-9").is_some())
}

fn refused_at_start(folder: &Folder) -> String {
    let ended = folder.serve().stderr(Stdio::piped()).output().unwrap();
    assert_eq!(ended.status.code(), Some(2));
    String::from_utf8_lossy(&ended.stderr).into_owned()
}

#[test]
fn a_plugin_is_put_to_work_survives_a_restart_and_is_rolled_back() {
    let server = Server::start();
    let mut client = server.client();
    assert_eq!(deciding(&mut client), (1, false));
    let digest = upload(&mut client, &amended());
    assert_eq!(deciding(&mut client), (1, false), "an upload puts nothing to work");
    let done = activate(&mut client, &digest);
    assert_eq!((&done["generation"], &done["changed"]), (&json!(2), &json!(true)));
    assert!(done["gate"][0]["cases"].as_u64().unwrap() >= 3, "{done}");
    assert_eq!(deciding(&mut client), (2, true));
    assert_eq!(activate(&mut client, &digest)["changed"], false, "the same again is no change");

    let server = Server::of(server.kill());
    let mut client = server.client();
    assert_eq!(deciding(&mut client), (2, true), "the config file is unchanged, so what is on record serves");
    let back = change(&mut client, "/v1/generations/1/activate", "\"2\"", &json!({})).ok();
    assert_eq!((&back["generation"], &back["changed"]), (&json!(3), &json!(true)));
    assert_eq!(deciding(&mut client), (3, false));

    let history = client.get("/v1/generations").ok();
    let entries = history["entries"].as_array().unwrap();
    let told: Vec<_> = entries.iter().map(|one| (&one["generation"], &one["what"], &one["actor"])).collect();
    let expected = [
        (&json!(3), &json!("rolled-back"), &json!("token-file")),
        (&json!(2), &json!("activated"), &json!("token-file")),
        (&json!(1), &json!("seeded"), &json!("config-file")),
    ];
    assert_eq!(told, expected);
    assert_eq!((&entries[0]["before"], &entries[0]["back_to"]), (&json!(2), &json!(1)));
    let swapped = &entries[1]["bindings"][0];
    assert_eq!((&swapped["id"], &swapped["after"][0]["digest"]), (&json!("tiny-law"), &json!(digest)));
    assert_ne!(swapped["before"][0]["digest"], json!(digest));
    let paged = client.get("/v1/generations?limit=1").ok();
    let next = format!("/v1/generations?limit=1&cursor={}", paged["next"].as_str().unwrap());
    assert_eq!(client.get(&next).ok()["entries"][0], entries[1]);

    let diff = client.get("/v1/generations/2/diff").ok();
    assert_eq!((&diff["from"], &diff["standing"]), (&json!(1), &json!([])));
    assert!(diff["rules"][0]["added"].as_array().unwrap().contains(&json!("s-9")), "{diff}");
    assert!(diff["rules"][0]["removed"].as_array().unwrap().contains(&json!("s-2")), "{diff}");
    assert_eq!(client.get("/v1/generations/3/diff?from=1").ok()["bindings"], json!([]));
}

#[test]
fn each_decision_is_replayed_with_what_served_then() {
    let server = Server::start();
    let mut client = server.client();
    let mut made = vec![client.post("/v1/decisions/sharing", &contract()).ok()];
    let digest = upload(&mut client, &amended());
    activate(&mut client, &digest);
    made.push(client.post("/v1/decisions/sharing", &contract()).ok());
    change(&mut client, "/v1/generations/1/activate", "*", &json!({})).ok();
    made.push(client.post("/v1/decisions/sharing", &contract()).ok());
    for (decision, generation) in made.iter().zip(1..) {
        assert_eq!(decision["generation"], generation);
        let path = format!("/v1/decisions/{}", decision["id"].as_str().unwrap());
        assert_eq!(client.get(&path).ok(), *decision);
        assert_eq!(client.post(&format!("{path}/replay"), &json!({})).ok()["outcome"], "same");
    }
}

#[test]
fn a_change_wants_to_know_what_the_caller_has_seen() {
    let server = Server::start();
    let mut client = server.client();
    let listed = client.get("/v1/plugins");
    assert_eq!(listed.header("etag"), Some("\"1\""));
    let digest = upload(&mut client, &amended());
    let (path, body) = ("/v1/plugins/tiny-law/activate", json!({ "digest": digest }));
    client.post(path, &body).problem(428, "if-match-missing");
    change(&mut client, path, "1", &body).problem(400, "invalid-parameter");
    change(&mut client, path, "\"7\"", &body).problem(412, "generation-stale");
    assert_eq!(deciding(&mut client), (1, false));
    assert_eq!(change(&mut client, path, "\"1\"", &body).header("etag"), Some("\"2\""));
    change(&mut client, "/v1/generations/1/activate", "\"1\"", &json!({})).problem(412, "generation-stale");
    change(&mut client, "/v1/generations/9/activate", "*", &json!({})).problem(404, "generation-not-found");
    let unknown = json!({ "digest": "0".repeat(64) });
    change(&mut client, path, "*", &unknown).problem(404, "plugin-not-uploaded");
    change(&mut client, "/v1/plugins/nothing/activate", "*", &json!({})).problem(404, "plugin-not-found");
    let wrong = json!({ "digest": "abc", "mode": "on", "from": "2027-01-01", "until": "x", "mod": 1 });
    let wrong = change(&mut client, path, "*", &wrong).problem(422, "invalid-activation");
    assert_eq!(wrong["problems"].as_array().unwrap().len(), 5, "{wrong}");
    assert_eq!(deciding(&mut client), (2, true));
}

#[test]
fn a_recipient_whose_plugin_is_switched_off_stays_known_and_settings_are_kept() {
    let server = Server::start();
    let mut client = server.client();
    let off = json!({ "mode": "off" });
    let done = change(&mut client, "/v1/plugins/tiny-law/activate", "*", &off).ok();
    assert_eq!(done["bindings"][0]["mode"], "off");
    let decision = client.post("/v1/decisions/sharing", &contract()).ok();
    assert_ne!(decision["effect"], "allow", "no voice is no permission");
    let listed = client.get("/v1/plugins").ok();
    assert_eq!(listed["plugins"][0]["serving"], false);
    let on = change(&mut client, "/v1/plugins/tiny-law/activate", "*", &json!({ "mode": "enforce" })).ok();
    assert_eq!(on["generation"], 3);
    assert_eq!(deciding(&mut client), (3, false));
}

#[test]
fn other_limits_alone_are_a_change_and_survive_a_restart() {
    let server = Server::start();
    let mut client = server.client();
    let path = "/v1/plugins/tiny-law/activate";
    let large = json!({ "large_memory": true });
    assert_eq!(change(&mut client, path, "*", &large).ok()["changed"], true);
    assert_eq!(change(&mut client, path, "*", &large).ok()["changed"], false);
    let stubs = json!({ "allow_stubbed_wasi": true });
    assert_eq!(change(&mut client, path, "*", &stubs).ok()["generation"], 3);
    let server = Server::of(server.kill());
    let mut client = server.client();
    let diff = client.get("/v1/generations/3/diff?from=1").ok();
    let after = &diff["bindings"][0]["after"][0];
    assert_eq!((&after["large_memory"], &after["allow_stubbed_wasi"]), (&json!(true), &json!(true)));
    assert_eq!(deciding(&mut client), (3, false));
    // The config file, which asks for neither, takes them away again.
    let folder = server.kill();
    let mut serve = folder.serve();
    serve.arg("--apply-config");
    let server = Server::by(folder, serve);
    let diff = server.client().get("/v1/generations/4/diff?from=1").ok();
    assert_eq!(diff["bindings"], json!([]));
}

#[test]
fn a_config_file_that_was_changed_is_put_to_work_only_when_that_is_asked_for() {
    let server = Server::start();
    let mut client = server.client();
    let digest = upload(&mut client, &amended());
    activate(&mut client, &digest);
    let folder = server.kill();
    let file = folder.path().join("praetor.toml");
    let config = std::fs::read_to_string(&file).unwrap();
    let other = folder.path().join("other.wasm");
    std::fs::write(&other, amended()).unwrap();
    let changed = config.replace(&tiny_law().display().to_string(), &other.display().to_string());
    std::fs::write(&file, format!("{changed}mode = \"off\"\n")).unwrap();
    let said = refused_at_start(&folder);
    assert!(said.contains("generation 2 on record") && said.contains("--apply-config"), "{said}");
    let mut serve = folder.serve();
    serve.arg("--apply-config");
    let server = Server::by(folder, serve);
    let listed: Json = server.client().get("/v1/plugins").ok();
    assert_eq!((&listed["generation"], &listed["plugins"][0]["mode"]), (&json!(3), &json!("off")));
    let history = server.client().get("/v1/generations").ok();
    assert_eq!(history["entries"][0]["what"], "applied-config");
    let server = Server::of(server.kill());
    assert_eq!(server.client().get("/readyz").ok()["generation"], 3);
}
