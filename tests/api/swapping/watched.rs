//! A folder of plugins drives what serves.

use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value as Json, json};

use super::deciding;
use crate::support::plugins::{amended, change, guest};
use crate::support::{Client, Folder, Server};

const PATIENCE: Duration = Duration::from_secs(60);

/// Waits until the server's state is as wanted; gives it.
#[track_caller]
fn wait(client: &mut Client, wanted: impl Fn(&Json) -> bool) -> Json {
    let begun = Instant::now();
    loop {
        let ready = client.get("/readyz").ok();
        if wanted(&ready) {
            return ready;
        }
        assert!(begun.elapsed() < PATIENCE, "{ready}");
        thread::sleep(Duration::from_millis(100));
    }
}

/// How often something was refused.
fn refusals(client: &mut Client) -> usize {
    let history = client.get("/v1/generations").ok();
    history["entries"].as_array().unwrap().iter().filter(|entry| entry["what"] == "refused").count()
}

#[test]
fn a_bad_file_is_refused_once_and_again_only_when_it_is_written_again() {
    let uncited = guest("uncited");
    let folder = Folder::new("plugins_dir = \"drop\"");
    let drop = folder.path().join("drop");
    std::fs::create_dir(&drop).unwrap();
    std::fs::write(drop.join("honest.wasm"), &uncited).unwrap();
    std::fs::write(drop.join("other.wasm"), b"no plugin").unwrap();
    let server = Server::of(folder);
    let mut client = server.client();
    wait(&mut client, |ready| ready["refused"].as_array().unwrap().len() == 2);
    let server = Server::of(server.kill());
    let mut client = server.client();
    // A good one that is taken afterwards shows that the bad ones were looked at.
    std::fs::write(drop.join("tiny-law.wasm"), amended()).unwrap();
    let ready = wait(&mut client, |ready| ready["generation"] == 2);
    assert_eq!(ready["refused"].as_array().unwrap().len(), 2, "they are still shown: {ready}");
    assert_eq!(refusals(&mut client), 2);
    std::fs::write(drop.join("honest.wasm"), &uncited).unwrap();
    let begun = Instant::now();
    while refusals(&mut client) < 3 {
        assert!(begun.elapsed() < PATIENCE, "a file that was written again is taken again");
        thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn a_file_that_appears_or_changes_is_put_to_work_and_a_bad_one_refused() {
    let uncited = guest("uncited");
    let folder = Folder::new("plugins_dir = \"drop\"");
    let drop = folder.path().join("drop");
    std::fs::create_dir(&drop).unwrap();
    let server = Server::of(folder);
    let mut client = server.client();
    assert_eq!(deciding(&mut client), (1, false));
    std::fs::write(drop.join("tiny-law.wasm"), amended()).unwrap();
    wait(&mut client, |ready| ready["generation"] == 2);
    assert_eq!(deciding(&mut client), (2, true));
    let made = &client.get("/v1/generations?limit=1").ok()["entries"][0];
    assert_eq!((&made["what"], &made["actor"]), (&json!("activated"), &json!("plugins-dir")));

    std::fs::write(drop.join("honest.wasm"), uncited).unwrap();
    let ready = wait(&mut client, |ready| ready["refused"] != json!([]));
    let shown = json!([{ "id": "honest", "step": "manifest", "code": "plugin-manifest-wrong" }]);
    assert_eq!(ready["refused"], shown);
    std::fs::write(drop.join("honest.wasm"), guest("honest")).unwrap();
    let ready = wait(&mut client, |ready| ready["generation"] == 3);
    assert_eq!((&ready["refused"], &ready["plugins"][0]["id"]), (&json!([]), &json!("honest")));

    // What was rolled back stays rolled back, though the file still lies there.
    change(&mut client, "/v1/generations/1/activate", "*", &json!({})).ok();
    let server = Server::of(server.kill());
    let mut client = server.client();
    std::fs::write(drop.join("other.wasm"), b"no plugin").unwrap();
    wait(&mut client, |ready| ready["refused"][0]["id"] == "other");
    assert_eq!(deciding(&mut client), (4, false));
    std::fs::remove_file(drop.join("tiny-law.wasm")).unwrap();
    assert_eq!(deciding(&mut client), (4, false), "a file that is removed changes nothing");
}
