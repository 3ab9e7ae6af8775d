//! Plugins for tests: versions of the tiny law, and guests that misbehave.

use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use serde_json::{Value as Json, json};

use super::{Client, tiny_law};

/// The tiny law with another name for its second section: other bytes, which say something else.
pub fn amended() -> Vec<u8> {
    let mut bytes = std::fs::read(tiny_law()).unwrap();
    let found: Vec<usize> =
        bytes.windows(3).enumerate().filter(|(_, part)| *part == b"s-2").map(|(at, _)| at).collect();
    assert!(!found.is_empty());
    for at in found {
        bytes[at + 2] = b'9';
    }
    bytes
}

/// A core module or component with a custom section behind it.
pub fn with_section(mut bytes: Vec<u8>, name: &str, content: &[u8]) -> Vec<u8> {
    let mut section = vec![u8::try_from(name.len()).unwrap()];
    section.extend(name.as_bytes());
    section.extend(content);
    bytes.push(0);
    let mut rest = section.len();
    while rest >= 0x80 {
        bytes.push(u8::try_from(rest & 0x7f).unwrap() | 0x80);
        rest >>= 7;
    }
    bytes.push(u8::try_from(rest).unwrap());
    bytes.extend(section);
    bytes
}

/// The bytes of one guest of `tests/guests`.
pub fn guest(name: &str) -> Vec<u8> {
    static BUILT: OnceLock<()> = OnceLock::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let target = root.join("target/guests");
    BUILT.get_or_init(|| {
        let status = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--locked", "--release", "--examples"])
            .args(["--target", "wasm32-unknown-unknown", "--target-dir"])
            .arg(&target)
            .arg("--manifest-path")
            .arg(root.join("tests/guests/Cargo.toml"))
            .env_remove("RUSTFLAGS")
            .env_remove("CARGO_ENCODED_RUSTFLAGS")
            .env_remove("CARGO_BUILD_TARGET")
            .env_remove("CARGO_TARGET_DIR")
            .status();
        assert!(status.is_ok_and(|status| status.success()), "the guests did not build");
    });
    let file = format!("wasm32-unknown-unknown/release/examples/{}.wasm", name.replace('-', "_"));
    std::fs::read(target.join(file)).unwrap()
}

/// Uploads a plugin; gives its digest.
#[track_caller]
pub fn upload(client: &mut Client, bytes: &[u8]) -> String {
    let sent = client.send("POST", "/v1/plugins", &[("content-type", "application/wasm")], bytes).unwrap();
    sent.ok()["digest"].as_str().unwrap().to_owned()
}

/// Sends JSON with the header `If-Match`.
pub fn change(client: &mut Client, path: &str, seen: &str, body: &Json) -> super::client::Response {
    let headers = [("content-type", "application/json"), ("if-match", seen)];
    client.send("POST", path, &headers, body.to_string().as_bytes()).unwrap()
}

/// Puts a plugin to work as the tiny law, whatever serves.
#[track_caller]
pub fn activate(client: &mut Client, digest: &str) -> Json {
    change(client, "/v1/plugins/tiny-law/activate", "*", &json!({ "digest": digest })).ok()
}
