//! A server whose disk is full, and a caller who is too slow.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};

use serde_json::{Value as Json, json};

use crate::support::{Folder, Server, contract, of_kind};

/// Blocks of 512 bytes that a file of the server may have: a new ledger fits, and little more.
const BLOCKS: u32 = 8_192;

/// A server whose writes fail once a file has reached its size.
#[cfg(unix)]
pub fn with_full_disk(folder: Folder) -> Server {
    let limited = limited(&folder, BLOCKS);
    Server::by(folder, limited)
}

/// The command that serves, if no file may have more than so many blocks.
#[cfg(unix)]
fn limited(folder: &Folder, blocks: u32) -> Command {
    let serve = folder.serve();
    let mut limited = Command::new("sh");
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"");
    limited.args(["-c", &script, "sh"]).arg(serve.get_program()).args(serve.get_args());
    limited.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    limited
}

#[cfg(unix)]
#[test]
fn a_first_start_on_a_full_disk_says_so_and_is_in_nobodys_way_when_there_is_room() {
    let folder = Folder::new("");
    let ended = limited(&folder, 16).stderr(Stdio::piped()).output().unwrap();
    assert_eq!(ended.status.code(), Some(2));
    let said = String::from_utf8_lossy(&ended.stderr);
    let data = folder.path().join("data");
    assert!(said.contains(&format!("the folder `{}`", data.display())), "{said}");
    assert!(said.contains("File too large") && said.contains("free space"), "{said}");
    let server = Server::of(folder);
    server.client().post("/v1/decisions/sharing", &contract()).ok();
}

#[cfg(unix)]
#[test]
fn a_decision_that_cannot_be_stored_is_503_and_no_permission() {
    let server = with_full_disk(Folder::new(""));
    let mut client = server.client();
    let batch = Json::Array(vec![of_kind(contract(), "sharing"); 500]);
    let mut answered = vec![];
    let refused = (0..100).find_map(|_| {
        let answers = client.post("/v1/decisions/batch", &batch).ok();
        let (stored, refused): (Vec<Json>, Vec<Json>) =
            answers.as_array().unwrap().iter().cloned().partition(|answer| answer.get("id").is_some());
        answered.extend(stored);
        refused.first().cloned()
    });
    let refused = refused.unwrap_or_else(|| panic!("{} were stored", answered.len()));
    assert_eq!(refused["type"], "urn:praetor:problem:ledger-unavailable");
    assert!(refused.get("effect").is_none());
    // One alone may still find room where a list did not.
    let alone = (0..1_000).find_map(|_| {
        let response = client.post("/v1/decisions/sharing", &contract());
        let stored = (response.status == 200).then(|| answered.push(response.json()));
        stored.is_none().then_some(response)
    });
    let alone = alone.unwrap();
    alone.problem(503, "ledger-unavailable");
    assert_eq!(alone.header("retry-after"), Some("1"));
    assert_eq!(client.get("/healthz").ok(), json!({ "status": "ok" }));
    assert!(answered.len() > 100, "only {} were stored", answered.len());
    let server = Server::of(server.kill());
    let mut client = server.client();
    for decision in &answered {
        let id = decision["id"].as_str().unwrap();
        assert_eq!(&client.get(&format!("/v1/decisions/{id}")).ok(), decision);
    }
}

#[test]
fn a_body_that_does_not_come_is_not_waited_for() {
    let server = Server::start();
    let mut slow = TcpStream::connect(&server.address).unwrap();
    let head = format!(
        "POST /v1/decisions/sharing HTTP/1.1\r\nhost: test\r\nauthorization: Bearer {}\r\n\
         content-type: application/json\r\ncontent-length: 100\r\n\r\n{{",
        server.token
    );
    slow.write_all(head.as_bytes()).unwrap();
    let mut answer = vec![0; 4_096];
    let read = slow.read(&mut answer).unwrap();
    let answer = String::from_utf8_lossy(&answer[..read]);
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    server.client().get("/healthz").ok();
}
