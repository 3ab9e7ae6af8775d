//! A backup of the running server, the loss of its disk, and the restored server, with the real binary.

use std::process::{Command, Output, Stdio};

use serde_json::{Value as Json, json};

use crate::support::{Client, Folder, Server, contract, of_kind};

const BACKUP: &str = "[ledger]\nkey_file = \"keys/ledger.keys\"\n[ledger.backup]\nfolder = \"backup\"\nkeys = \"backup-keys\"\n";

fn server() -> Server {
    let folder = Folder::new(BACKUP);
    std::fs::create_dir(folder.path().join("keys")).unwrap();
    Server::of(folder)
}

/// Makes decisions; gives their answers.
fn decide(client: &mut Client, count: usize) -> Vec<Json> {
    let questions: Vec<Json> = (0..count).map(|_| of_kind(contract(), "sharing")).collect();
    client.post("/v1/decisions/batch", &Json::Array(questions)).ok().as_array().unwrap().clone()
}

fn praetor(arguments: &[&str], folder: &Folder) -> Output {
    Command::new(env!("CARGO_BIN_EXE_praetor")).args(arguments).current_dir(folder.path()).output().unwrap()
}

/// The same at the running server.
fn asked(server: &Server, arguments: &[&str]) -> Output {
    let at = ["--server", server.address.as_str(), "--token-file", "data/token"];
    praetor(&[arguments, &at].concat(), &server.folder)
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

fn ok(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{}", said(output));
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[track_caller]
fn refused(output: &Output, words: &str) {
    assert_eq!(output.status.code(), Some(2), "{}", said(output));
    assert!(said(output).contains(words), "{}", said(output));
}

fn id(decision: &Json) -> &str {
    decision["id"].as_str().unwrap()
}

const RESTORE: [&str; 5] = ["restore", "--from", "backup", "--keys", "backup-keys"];

#[test]
fn a_lost_server_is_restored_with_every_decision_under_its_name() {
    let server = server();
    let mut client = server.client();
    let first = decide(&mut client, 40);
    let done: Json = serde_json::from_str(&ok(&asked(&server, &["backup", "--json"]))).unwrap();
    assert_eq!(
        (&done["entries"], &done["copied"], &done["complete"]),
        (&json!(42), &json!(42), &json!(true))
    );
    let second = decide(&mut client, 2);
    let words = ok(&asked(&server, &["backup"]));
    assert!(words.contains("45, 3 of them new, all under a signed checkpoint"), "{words}");
    let proof = ok(&asked(&server, &["log", "prove", id(&first[3])]));
    let key = ok(&asked(&server, &["log", "key"]));
    let folder = server.kill();
    std::fs::write(folder.path().join("proof"), proof).unwrap();
    refused(&praetor(&RESTORE, &folder), "holds a ledger already");
    std::fs::remove_dir_all(folder.path().join("data")).unwrap();
    let words = ok(&praetor(&RESTORE, &folder));
    assert!(words.contains("entries      45 verified"), "{words}");
    ok(&praetor(&["log", "check", "proof", "--key", key.trim()], &folder));
    assert_eq!(ok(&praetor(&["log", "key"], &folder)), key);
    let server = Server::of(folder);
    let mut client = server.client();
    for decision in first.iter().chain(&second) {
        assert_eq!(&client.get(&format!("/v1/decisions/{}", id(decision))).ok(), decision);
    }
    assert_eq!(client.get("/readyz").ok()["generation"], 1);
    decide(&mut client, 1);
    ok(&asked(&server, &["log", "verify", "--key", key.trim()]));
}

#[test]
fn an_older_tree_is_not_signed_again_and_a_new_log_begins_only_when_asked() {
    let server = server();
    let mut client = server.client();
    let kept = decide(&mut client, 5).remove(4);
    ok(&asked(&server, &["backup"]));
    let lost = decide(&mut client, 3).remove(2);
    let newest = ok(&asked(&server, &["log", "prove", id(&lost)]));
    let newest = newest.split_once("\n\n").unwrap().1.to_owned();
    let key = ok(&asked(&server, &["log", "key"]));
    let proof = ok(&asked(&server, &["log", "prove", id(&kept)]));
    let folder = server.kill();
    std::fs::write(folder.path().join("newest"), newest).unwrap();
    std::fs::write(folder.path().join("proof"), proof).unwrap();
    std::fs::remove_dir_all(folder.path().join("data")).unwrap();
    refused(&praetor(&RESTORE, &folder), "3 would be lost");
    std::fs::remove_dir_all(folder.path().join("keys")).unwrap();
    std::fs::create_dir(folder.path().join("keys")).unwrap();
    refused(&praetor(&RESTORE, &folder), "nothing says how far the log had come");
    let with = [RESTORE.as_slice(), &["--newest-checkpoint", "newest"]].concat();
    refused(&praetor(&with, &folder), "3 would be lost");
    assert!(!folder.path().join("data/ledger.redb").exists());
    let again = [with.as_slice(), &["--new-origin", "example.org/again"]].concat();
    let words = ok(&praetor(&again, &folder));
    assert!(words.contains("lost         3 entries") && words.contains(key.trim()), "{words}");
    ok(&praetor(&["log", "check", "proof", "--key", key.trim()], &folder));
    let server = Server::of(folder);
    let mut client = server.client();
    assert_eq!(client.get(&format!("/v1/decisions/{}", id(&kept))).ok(), kept);
    client.get(&format!("/v1/decisions/{}", id(&lost))).problem(404, "decision-not-found");
    let key = ok(&asked(&server, &["log", "key"]));
    assert!(key.starts_with("example.org/again+"), "{key}");
    ok(&asked(&server, &["log", "verify", "--key", key.trim()]));
}

#[test]
fn a_backup_without_folders_or_into_another_logs_is_a_problem() {
    let without = Server::start();
    let problem = without.client().post("/v1/backup", &json!({})).problem(409, "backup-refused");
    assert!(problem["detail"].as_str().unwrap().contains("[ledger.backup]"), "{problem}");
    let server = server();
    decide(&mut server.client(), 1);
    ok(&asked(&server, &["backup"]));
    let folder = server.kill();
    std::fs::remove_dir_all(folder.path().join("data")).unwrap();
    std::fs::remove_dir_all(folder.path().join("keys")).unwrap();
    std::fs::create_dir(folder.path().join("keys")).unwrap();
    let server = Server::of(folder);
    decide(&mut server.client(), 9);
    refused(&asked(&server, &["backup"]), "holds the backup of another log");
}

#[test]
fn the_doctor_says_what_is_well_and_what_is_not() {
    let server = server();
    let seen = server.client().get("/v1/doctor").ok();
    let state = |seen: &Json, name: &str| {
        let checks = seen["checks"].as_array().unwrap();
        let check =
            checks.iter().find(|check| check["name"] == name).unwrap_or_else(|| panic!("{name}: {seen}"));
        assert_eq!(check["next"].is_null(), check["state"] == "ok", "{check}");
        check["state"].as_str().unwrap().to_owned()
    };
    for name in ["format", "keys", "checkpoint", "tail", "plugins", "clock", "permissions"] {
        assert_eq!(state(&seen, name), "ok", "{seen}");
    }
    assert_eq!((state(&seen, "backup"), &seen["state"]), ("warn".to_owned(), &json!("warn")));
    ok(&asked(&server, &["backup"]));
    let words = ok(&asked(&server, &["doctor"]));
    assert!(words.contains("with keys of epoch 1"), "{words}");
    refused(&praetor(&["doctor"], &server.folder), "ask it with `--server ADDRESS`");
    refused(&praetor(&["compact"], &server.folder), "stop it first");
    let folder = server.kill();
    let seen: Json = serde_json::from_str(&ok(&praetor(&["doctor", "--json"], &folder))).unwrap();
    assert_eq!((state(&seen, "config"), state(&seen, "backup")), ("ok".to_owned(), "ok".to_owned()));
    assert!(ok(&praetor(&["compact"], &folder)).contains("after"));
    let plugin = std::fs::read_dir(folder.path().join("data/plugins")).unwrap().next().unwrap().unwrap();
    std::fs::remove_file(plugin.path()).unwrap();
    let fails = praetor(&["doctor", "--json"], &folder);
    assert_eq!(fails.status.code(), Some(1), "{}", said(&fails));
    assert_eq!(state(&serde_json::from_slice(&fails.stdout).unwrap(), "plugins"), "fail");
    std::fs::remove_file(folder.path().join("keys/ledger.keys")).unwrap();
    let fails = praetor(&["doctor"], &folder);
    assert_eq!(fails.status.code(), Some(1), "{}", said(&fails));
    assert!(said(&fails).contains("its key file"), "{}", said(&fails));
    std::fs::remove_dir_all(folder.path().join("data")).unwrap();
    refused(&praetor(&["doctor"], &folder), "there is no ledger");
    let mut serve = folder.serve();
    assert!(
        serve
            .stdin(Stdio::null())
            .env("PRAETOR_LEDGER__BACKUP__KEYS", "backup")
            .output()
            .is_ok_and(|output| output.status.code() == Some(2))
    );
}
