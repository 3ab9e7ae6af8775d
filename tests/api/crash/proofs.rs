//! Proofs that were given before a kill: each must verify after it, and the log that serves then must
//! have the log of the proof as its beginning.

use praetor_ledger::Proof;
use signed_note::{Note, StandardVerifier, VerifierList};
use tlog_tiles::{Checkpoint, Hash, check_tree};

use crate::support::Client;

/// Proof files that a server gave.
pub type Given = Vec<String>;

/// The proof file of a decision; none while no checkpoint covers it, or the server dies.
pub fn take(client: &mut Client, id: &str) -> std::io::Result<Option<String>> {
    let response = client.send("GET", &format!("/v1/decisions/{id}/proof"), &[], b"")?;
    let text = String::from_utf8(response.body).unwrap();
    assert!(matches!(response.status, 200 | 503), "{}: {text}", response.status);
    Ok((response.status == 200).then_some(text))
}

/// Checks each of them alone, and against the log as it is now.
#[track_caller]
pub fn assert_hold(client: &mut Client, given: &[String]) {
    if given.is_empty() {
        return;
    }
    let key = text(client, "/v1/log/key").trim().to_owned();
    let now = checkpoint(text(client, "/v1/log/checkpoint").as_bytes(), &key);
    for text in given {
        let proof = Proof::read(text).unwrap();
        let proven = proof.check(&key).unwrap();
        let then = checkpoint(&proof.checkpoint, &key);
        assert_eq!(proven.size, then.size());
        assert!(then.size() <= now.size(), "{} entries were signed, {} are left", then.size(), now.size());
        assert!(is_beginning(client, &then, &now), "the log of a proof is not the beginning of this one");
    }
}

fn is_beginning(client: &mut Client, then: &Checkpoint, now: &Checkpoint) -> bool {
    if then.size() == now.size() {
        return then.hash() == now.hash();
    }
    let path = format!("/v1/log/consistency?from={}&to={}", then.size(), now.size());
    let shown = client.get(&path).ok();
    let hashes = shown["hashes"].as_array().unwrap().iter();
    let hashes: Vec<Hash> = hashes.map(|hash| read_hash(hash.as_str().unwrap())).collect();
    check_tree(&hashes, now.size(), *now.hash(), then.size(), *then.hash()).is_ok()
}

/// A checkpoint, if the log's key signed it.
fn checkpoint(note: &[u8], key: &str) -> Checkpoint {
    let note = Note::from_bytes(note).unwrap();
    let verifiers = VerifierList::new(vec![Box::new(StandardVerifier::new(key).unwrap())]);
    note.verify(&verifiers).unwrap();
    Checkpoint::from_bytes(note.text()).unwrap()
}

fn text(client: &mut Client, path: &str) -> String {
    let response = client.get(path);
    assert_eq!(response.status, 200, "{path}");
    String::from_utf8(response.body).unwrap()
}

fn read_hash(text: &str) -> Hash {
    use base64::Engine as _;
    Hash(base64::prelude::BASE64_STANDARD.decode(text).unwrap().try_into().unwrap())
}
