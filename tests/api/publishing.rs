//! Checkpoints leave the machine: into a file, to a syslog, over HTTP, to a witness that checks them.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use ed25519_dalek::{Signer, SigningKey};
use serde_json::Value as Json;
use signed_note::{Note, Signature, StandardVerifier, VerifierList, key_id};
use tlog_tiles::{Checkpoint, Hash, check_tree};

use crate::support::{Folder, Server, contract};

const WITNESS: &str = "witness.example/w";

/// Answers each POST with what `answer` makes of its body; gives its address.
fn listen(answer: impl Fn(String) -> (u16, String) + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let body = receive(&stream);
            let (status, text) = answer(body);
            let head =
                format!("HTTP/1.1 {status} x\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", text.len());
            let _ = (&stream).write_all(format!("{head}{text}").as_bytes());
        }
    });
    address
}

fn receive(stream: &TcpStream) -> String {
    let mut reader = BufReader::new(stream);
    let (mut line, mut length) = (String::new(), 0);
    while reader.read_line(&mut line).unwrap() > 2 {
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().unwrap();
        }
        line.clear();
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    String::from_utf8(body).unwrap()
}

/// A witness as C2SP tlog-witness describes it, for one log, with real keys.
struct Witness {
    secret: SigningKey,
    /// The verifier key of the log; it is told late, for the server makes it.
    log: Option<String>,
    seen: (u64, Hash),
    cosigned: usize,
}

impl Witness {
    fn key(&self) -> String {
        use base64::Engine as _;
        let material = [&[4], self.secret.verifying_key().as_bytes().as_slice()].concat();
        let id = key_id(WITNESS, &material);
        format!("{WITNESS}+{id:08x}+{}", base64::prelude::BASE64_STANDARD.encode(material))
    }

    fn add_checkpoint(&mut self, body: &str) -> (u16, String) {
        use base64::Engine as _;
        let Some(log) = &self.log else { return (404, String::new()) };
        let (head, note) = body.split_once("\n\n").unwrap();
        let mut lines = head.lines();
        let old: u64 = lines.next().unwrap().strip_prefix("old ").unwrap().parse().unwrap();
        let hash =
            |line: &str| Hash(base64::prelude::BASE64_STANDARD.decode(line).unwrap().try_into().unwrap());
        let proof: Vec<Hash> = lines.map(hash).collect();
        let signed = Note::from_bytes(note.as_bytes()).unwrap();
        let verifier = StandardVerifier::new(log).unwrap();
        if signed.verify(&VerifierList::new(vec![Box::new(verifier)])).is_err() {
            return (403, String::new());
        }
        let checkpoint = Checkpoint::from_bytes(signed.text()).unwrap();
        if old != self.seen.0 {
            return (409, format!("{}\n", self.seen.0));
        }
        let grown = (checkpoint.size(), *checkpoint.hash());
        let consistent = if old == 0 {
            proof.is_empty()
        } else if old == grown.0 {
            proof.is_empty() && grown == self.seen
        } else {
            check_tree(&proof, grown.0, grown.1, old, self.seen.1).is_ok()
        };
        if !consistent {
            return (422, String::new());
        }
        self.seen = grown;
        self.cosigned += 1;
        (200, self.cosign(signed.text()))
    }

    fn cosign(&self, text: &[u8]) -> String {
        let time = 1_795_500_000_u64;
        let message = [format!("cosignature/v1\ntime {time}\n").as_bytes(), text].concat();
        let bytes = [&time.to_be_bytes()[..], &self.secret.sign(&message).to_bytes()].concat();
        let id = u32::from_str_radix(self.key().split('+').nth(1).unwrap(), 16).unwrap();
        String::from_utf8(Signature::new(WITNESS.into(), id, bytes).unwrap().to_bytes()).unwrap()
    }
}

fn waited<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(begun.elapsed() < Duration::from_secs(30), "{what} did not come");
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn receivers(server: &Server) -> HashMap<String, Json> {
    let ready = server.client().get("/readyz").ok();
    let states = ready["checkpoints"].as_array().unwrap().iter();
    states.map(|state| (state["to"].as_str().unwrap().to_owned(), state.clone())).collect()
}

#[test]
fn a_witness_cosigns_each_checkpoint_that_continues_what_it_saw_and_no_other() {
    let secret = SigningKey::from_bytes(&[9; 32]);
    let witness = Witness { secret, log: None, seen: (0, Hash([0; 32])), cosigned: 0 };
    let (witness, key) = (Arc::new(Mutex::new(witness)), None::<String>);
    let asked = Arc::clone(&witness);
    let address = listen(move |body| asked.lock().unwrap().add_checkpoint(&body));
    let key = key.unwrap_or_else(|| witness.lock().unwrap().key());
    let server = Server::of(Folder::new(&format!(
        "[ledger]\npublish_every = \"PT1S\"\n[[ledger.witness]]\nurl = \"http://{address}/\"\nkey = \"{key}\"\n"
    )));
    let mut client = server.client();
    let decision = client.post("/v1/decisions/sharing", &contract()).ok();
    waited("a failure of a witness that does not know the log", || {
        (receivers(&server)["witness"]["failures"].as_u64()? > 0).then_some(())
    });
    client.get("/v1/log/cosigned").problem(404, "not-cosigned");
    let log = String::from_utf8(client.get("/v1/log/key").body).unwrap().trim().to_owned();
    witness.lock().unwrap().log = Some(log);
    let first = waited("the first cosignature", || receivers(&server)["witness"]["size"].as_u64());
    for _ in 0..5 {
        client.post("/v1/decisions/sharing", &contract()).ok();
    }
    waited("a cosignature of what came later", || {
        (receivers(&server)["witness"]["size"].as_u64()? >= first + 5).then_some(())
    });
    let note = String::from_utf8(client.get("/v1/log/cosigned").body).unwrap();
    let line = note.lines().last().unwrap().to_owned();
    let seen: praetor_ledger::WitnessKey = key.parse().unwrap();
    assert_eq!(seen.cosigned(note.as_bytes(), &line).unwrap().1, 1_795_500_000);
    assert!(witness.lock().unwrap().cosigned >= 2);
    let id = decision["id"].as_str().unwrap();
    let proof = client.get(&format!("/v1/decisions/{id}/proof?cosigned=true"));
    assert_eq!(proof.status, 200);
    std::fs::write(server.folder.path().join("one.tlog-proof"), &proof.body).unwrap();
    let log = String::from_utf8(client.get("/v1/log/key").body).unwrap().trim().to_owned();
    let check = |witness: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_praetor"));
        command.args(["log", "check", "one.tlog-proof", "--key", &log, "--witness", witness]);
        command.current_dir(server.folder.path()).output().unwrap()
    };
    let checked = check(&key);
    let words = String::from_utf8_lossy(&checked.stdout).into_owned();
    assert!(
        checked.status.success() && words.contains("cosigned     by `witness.example/w` at 2026-11-"),
        "{words}"
    );
    let other = SigningKey::from_bytes(&[8; 32]);
    let stranger = Witness { secret: other, log: None, seen: (0, Hash([0; 32])), cosigned: 0 }.key();
    assert_eq!(check(&stranger).status.code(), Some(1));
    client.get(&format!("/v1/decisions/{id}/proof?other")).problem(400, "invalid-parameter");
    // A witness that was told of a longer log: the server says so, and no cosignature is believed.
    witness.lock().unwrap().seen.0 = 1_000_000;
    client.post("/v1/decisions/sharing", &contract()).ok();
    waited("the failure", || (receivers(&server)["witness"]["failures"].as_u64()? > 0).then_some(()));
    assert_eq!(server.client().get("/readyz").ok()["ready"], true, "decisions go on");
}

#[test]
fn checkpoints_go_into_a_file_to_a_syslog_and_over_http_and_are_sent_again_until_they_are_taken() {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let syslog = socket.local_addr().unwrap();
    let taken = Arc::new(Mutex::new(vec![]));
    let took = Arc::clone(&taken);
    let refusals = Mutex::new(1);
    let http = listen(move |body| {
        let mut refusals = refusals.lock().unwrap();
        if *refusals > 0 {
            *refusals -= 1;
            return (500, String::new());
        }
        took.lock().unwrap().push(body);
        (200, String::new())
    });
    let server = Server::of(Folder::new(&format!(
        "[ledger]\npublish_every = \"PT1S\"\n[[ledger.publish]]\nfile = \"checkpoints\"\n[[ledger.publish]]\nsyslog = \"{syslog}\"\n[[ledger.publish]]\nurl = \"http://{http}/take\"\n"
    )));
    server.client().post("/v1/decisions/sharing", &contract()).ok();
    let body = waited("the checkpoint over HTTP", || taken.lock().unwrap().last().cloned());
    let key = String::from_utf8(server.client().get("/v1/log/key").body).unwrap();
    let verifier = StandardVerifier::new(key.trim()).unwrap();
    let note = Note::from_bytes(body.as_bytes()).unwrap();
    note.verify(&VerifierList::new(vec![Box::new(verifier)])).unwrap();
    let file = std::fs::read_to_string(server.folder.path().join("checkpoints")).unwrap();
    assert!(file.contains(body.lines().next().unwrap()));
    let mut datagram = [0; 2_048];
    let length = socket.recv(&mut datagram).unwrap();
    let line = String::from_utf8_lossy(&datagram[..length]).into_owned();
    assert!(line.starts_with("<110>1 ") && line.contains("praetor - checkpoint - size="), "{line}");
    waited("all of them well", || {
        let states = receivers(&server);
        states.values().all(|state| state["failures"] == 0 && state["size"].is_u64()).then_some(())
    });
}
