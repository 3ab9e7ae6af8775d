//! What an outsider checks the log with: over HTTP, with the commands, and with a script that shares
//! no code with Praetor.

use std::path::Path;
use std::process::{Command, Output};

use praetor_ledger::{BadLog, BadProof, Proof, audit};
use serde_json::{Value as Json, json};

use crate::support::{Client, Folder, Server, contract, of_kind};

/// Makes decisions; gives their answers.
fn decide(client: &mut Client, count: usize) -> Vec<Json> {
    let questions: Vec<Json> = (0..count).map(|_| of_kind(contract(), "sharing")).collect();
    client.post("/v1/decisions/batch", &Json::Array(questions)).ok().as_array().unwrap().clone()
}

fn text(client: &mut Client, path: &str) -> String {
    let response = client.get(path);
    assert_eq!(response.status, 200, "{path}: {}", String::from_utf8_lossy(&response.body));
    String::from_utf8(response.body).unwrap()
}

fn proof_of(client: &mut Client, decision: &Json) -> String {
    text(client, &format!("/v1/decisions/{}/proof", decision["id"].as_str().unwrap()))
}

/// The size that a checkpoint is of.
fn size(checkpoint: &str) -> u64 {
    checkpoint.lines().nth(1).unwrap().parse().unwrap()
}

fn praetor(arguments: &[&str], folder: &Folder) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_praetor"));
    command.args(arguments).current_dir(folder.path()).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

#[test]
fn a_decision_is_proven_with_the_key_alone_as_soon_as_it_is_answered() {
    let server = Server::start();
    let mut client = server.client();
    let key = text(&mut client, "/v1/log/key").trim().to_owned();
    let decisions = decide(&mut client, 40);
    for decision in [&decisions[0], &decisions[39]] {
        let proof = Proof::read(&proof_of(&mut client, decision)).unwrap();
        let proven = proof.check(&key).unwrap();
        assert_eq!(proven.index, decision["sequence"].as_u64().unwrap());
        assert_eq!(proof.leaf().to_string(), decision["leaf"].as_str().unwrap());
        assert_eq!(proof.about().unwrap().0.to_string(), decision["id"].as_str().unwrap());
    }
    let response = client.get(&format!("/v1/decisions/{}/proof", decisions[0]["id"].as_str().unwrap()));
    assert_eq!(response.header("content-type"), Some("text/plain; charset=utf-8"));
    assert_eq!(response.header("cache-control"), Some("no-store"));
    client.get("/v1/decisions/nothing/proof").problem(404, "decision-not-found");
    client.get("/v1/decisions/019ab000-0000-7000-8000-000000000000/proof").problem(404, "decision-not-found");
}

#[test]
fn the_whole_log_is_verified_from_outside() {
    let server = Server::start();
    let mut client = server.client();
    for _ in 0..2 {
        decide(&mut client, 300);
    }
    let last = decide(&mut client, 1).remove(0);
    proof_of(&mut client, &last);
    let (note, key) = (text(&mut client, "/v1/log/checkpoint"), text(&mut client, "/v1/log/key"));
    let mut altered = None;
    let mut fetched = |altered: Option<u64>| {
        audit(
            note.as_bytes(),
            key.trim(),
            |tile| {
                let response = client.get(&format!("/v1/log/tile/{tile}"));
                assert_eq!(response.status, 200, "{tile}");
                assert_eq!(response.header("content-type"), Some("application/octet-stream"));
                assert_eq!(response.header("cache-control"), Some("private, max-age=31536000, immutable"));
                let mut body = response.body;
                if let (Some(index), None) = (altered, tile.level)
                    && tile.index == index / 256
                {
                    body[2] ^= 1;
                }
                Ok::<_, std::convert::Infallible>(Some(body))
            },
            |_, _| {},
        )
    };
    assert_eq!(fetched(altered).unwrap().entries, size(&note));
    altered = Some(256);
    assert!(matches!(fetched(altered), Err(BadLog::Entry(256))));
}

#[test]
fn tiles_that_are_not_signed_or_not_so_written_are_not_there() {
    let server = Server::start();
    let mut client = server.client();
    let decision = decide(&mut client, 1).remove(0);
    proof_of(&mut client, &decision);
    for path in [
        "0/000",
        "0/000.p/200",
        "1/000.p/1",
        "8/0/000",
        "entries/000",
        "entries/x000/000.p/1",
        "",
        "0/000.p/01",
    ] {
        client
            .get(&format!("/v1/log/tile/{path}"))
            .problem(404, if path.is_empty() { "not-found" } else { "tile-not-found" });
    }
    let bundle = client.get("/v1/log/tile/entries/000.p/2");
    assert_eq!(bundle.status, 200);
}

#[test]
fn an_earlier_log_is_shown_to_be_the_beginning_of_a_later_one() {
    let server = Server::start();
    let mut client = server.client();
    let early = decide(&mut client, 5).remove(4);
    proof_of(&mut client, &early);
    let first = size(&text(&mut client, "/v1/log/checkpoint"));
    let late = decide(&mut client, 90).remove(89);
    proof_of(&mut client, &late);
    let second = size(&text(&mut client, "/v1/log/checkpoint"));
    assert!(first < second);
    let shown = client.get(&format!("/v1/log/consistency?from={first}&to={second}")).ok();
    assert!(!shown["hashes"].as_array().unwrap().is_empty());
    for (query, status, code) in [
        ("?from=1", 400, "invalid-parameter"),
        ("?from=1&to=2&more=3", 400, "invalid-parameter"),
        ("?from=9&to=2", 409, "no-such-tree"),
        ("?from=1&to=18446744073709551615", 409, "no-such-tree"),
    ] {
        client.get(&format!("/v1/log/consistency{query}")).problem(status, code);
    }
}

#[test]
fn the_log_is_open_to_everybody_only_if_the_config_says_so() {
    let paths =
        ["/v1/log/checkpoint", "/v1/log/key", "/v1/log/tile/0/000.p/1", "/v1/log/consistency?from=1&to=1"];
    let closed = Server::start();
    for path in paths {
        Client::new(&closed.address, None).get(path).problem(401, "unauthorized");
    }
    let open = Server::of(Folder::new("[ledger]\npublic_log = true\norigin = \"example.org/log\"\n"));
    let decision = decide(&mut open.client(), 1).remove(0);
    proof_of(&mut open.client(), &decision);
    let mut nobody = Client::new(&open.address, None);
    for path in paths {
        assert_eq!(nobody.get(path).status, 200, "{path}");
    }
    assert!(text(&mut nobody, "/v1/log/checkpoint").starts_with("example.org/log\n"));
    let tile = nobody.get("/v1/log/tile/0/000.p/1");
    assert_eq!(tile.header("cache-control"), Some("public, max-age=31536000, immutable"));
    let id = decision["id"].as_str().unwrap();
    nobody.get(&format!("/v1/decisions/{id}/proof")).problem(401, "unauthorized");
    nobody.get("/v1/log/nothing").problem(404, "not-found");
}

#[test]
fn the_commands_prove_check_and_verify_beside_a_server_and_without_one() {
    let server = Server::start();
    let mut client = server.client();
    let decision = decide(&mut client, 300).remove(17);
    let id = decision["id"].as_str().unwrap();
    let address = server.address.clone();
    let at = ["--server", address.as_str(), "--token-file", "data/token"];
    let asked = |arguments: &[&str]| praetor(&[arguments, &at].concat(), &server.folder);
    let proven = asked(&["log", "prove", id, "--output", "one.tlog-proof"]);
    assert!(proven.status.success(), "{}", said(&proven));
    let key = asked(&["log", "key"]);
    let key = String::from_utf8(key.stdout).unwrap().trim().to_owned();
    let verified = asked(&["log", "verify", "--key", &key]);
    assert!(
        verified.status.success() && said(&verified).contains("under the signed checkpoint"),
        "{}",
        said(&verified)
    );
    let busy = praetor(&["log", "verify", "--config", "praetor.toml"], &server.folder);
    assert_eq!(busy.status.code(), Some(2));
    assert!(said(&busy).contains("ask it with `--server ADDRESS`"), "{}", said(&busy));
    let folder = server.kill();
    let checked = praetor(&["log", "check", "one.tlog-proof", "--key", &key], &folder);
    let (words, index) = (said(&checked), decision["sequence"].as_u64().unwrap());
    let stands = format!("entry {index} stands");
    assert!(checked.status.success() && words.contains(id) && words.contains(&stands), "{words}");
    let text = std::fs::read_to_string(folder.path().join("one.tlog-proof")).unwrap();
    std::fs::write(
        folder.path().join("bad.tlog-proof"),
        text.replace(&format!("index {index}"), &format!("index {}", index + 1)),
    )
    .unwrap();
    let bad = praetor(&["log", "check", "bad.tlog-proof", "--key", &key], &folder);
    assert_eq!(bad.status.code(), Some(1));
    assert!(said(&bad).contains(&BadProof::Path.to_string()), "{}", said(&bad));
    for arguments in
        [["log", "verify"].as_slice(), &["log", "checkpoint"], &["log", "key"], &["log", "prove", id]]
    {
        let done = praetor(&[arguments, &["--config", "praetor.toml"]].concat(), &folder);
        assert!(done.status.success(), "{arguments:?}: {}", said(&done));
    }
    let none = praetor(&["log", "prove", "nothing", "--config", "praetor.toml"], &folder);
    assert_eq!(none.status.code(), Some(2));
    flip_in_file(&folder, &Proof::read(&text).unwrap().entry);
    let altered = praetor(&["log", "verify", "--config", "praetor.toml"], &folder);
    assert_eq!(altered.status.code(), Some(1), "{}", said(&altered));
    assert!(said(&altered).contains(&format!("first at {index}")), "{}", said(&altered));
    let refused = folder.serve().stderr(std::process::Stdio::piped()).output().unwrap();
    assert_eq!(refused.status.code(), Some(2));
    assert!(said(&refused).contains("do not answer with this log"), "{}", said(&refused));
}

/// Flips a bit of the last byte of an entry, as somebody would who can write to the file.
fn flip_in_file(folder: &Folder, entry: &[u8]) {
    let file = folder.path().join("data/ledger.redb");
    let mut bytes = std::fs::read(&file).unwrap();
    let found: Vec<usize> =
        bytes.windows(entry.len()).enumerate().filter(|(_, part)| *part == entry).map(|(at, _)| at).collect();
    assert!(!found.is_empty());
    for at in found {
        bytes[at + entry.len() - 20] ^= 1;
    }
    std::fs::write(&file, bytes).unwrap();
}

#[test]
fn a_script_that_shares_no_code_with_the_server_checks_its_proofs() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("examples/proof/check.py");
    let python = Command::new("python3").args(["-c", "import cryptography"]).output();
    if !python.is_ok_and(|output| output.status.success()) {
        eprintln!("SKIPPED: python3 with the package `cryptography` is not here");
        return;
    }
    let server = Server::start();
    let mut client = server.client();
    let key = text(&mut client, "/v1/log/key").trim().to_owned();
    let put = |name: &str, text: &str| std::fs::write(server.folder.path().join(name), text).unwrap();
    let run = |arguments: &[&str]| {
        let mut command = Command::new("python3");
        command.arg(&script).args(arguments).args(["--key", &key]).current_dir(server.folder.path());
        let output = command.output().unwrap();
        (output.status.code(), said(&output))
    };
    let mut notes = vec![];
    for (step, count) in [1, 2, 61, 200, 300].into_iter().enumerate() {
        let decision = decide(&mut client, count).pop().unwrap();
        let proof = proof_of(&mut client, &decision);
        put("one.tlog-proof", &proof);
        let (code, words) = run(&["proof", "one.tlog-proof"]);
        assert_eq!(code, Some(0), "{words}");
        assert!(words.contains(decision["leaf"].as_str().unwrap()), "{words}");
        put("bad.tlog-proof", &proof.replace(&format!("index {}", decision["sequence"]), "index 0"));
        assert_eq!(run(&["proof", "bad.tlog-proof"]).0, Some(1));
        let note = text(&mut client, "/v1/log/checkpoint");
        let name = format!("checkpoint-{step}");
        put(&name, &note);
        notes.push((name, size(&note)));
    }
    for (old, from) in &notes {
        for (new, to) in notes.iter().filter(|(_, to)| to >= from) {
            let shown = client.get(&format!("/v1/log/consistency?from={from}&to={to}")).ok();
            put("shown.json", &shown.to_string());
            let (code, words) = run(&["consistency", old, new, "shown.json"]);
            assert_eq!(code, Some(0), "{from} {to}: {words}");
            let mut wrong = shown.clone();
            wrong["hashes"] = json!(["AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="]);
            put("wrong.json", &wrong.to_string());
            assert_eq!(run(&["consistency", old, new, "wrong.json"]).0, Some(1), "{from} {to}");
        }
    }
}
