//! Signatures on plugins: made by the command line, asked for by a server.

use std::path::Path;
use std::process::Command;

use serde_json::json;

use crate::support::{Folder, Server, tiny_law};

fn praetor(folder: &Path, args: &[&str]) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_praetor")).args(args).current_dir(folder).output().unwrap();
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    (output.status.code().unwrap(), said)
}

/// A folder with a plugin of its own, a key, and a config that trusts the key in this mode.
fn folder(mode: &str) -> Folder {
    let folder = Folder::new("");
    let root = folder.path();
    std::fs::copy(tiny_law(), root.join("tiny-law.wasm")).unwrap();
    let (code, said) = praetor(root, &["plugin", "key", "example.org/plugins", "--out", "key"]);
    assert_eq!(code, 0, "{said}");
    let trusted = said.lines().find(|line| line.starts_with("trusted = ")).unwrap();
    let config = format!(
        "listen = \"127.0.0.1:0\"\ndata_dir = \"data\"\n[signatures]\nmode = \"{mode}\"\n{trusted}\n\
         [[bindings]]\nid = \"tiny-law\"\nfile = \"tiny-law.wasm\"\n"
    );
    std::fs::write(root.join("praetor.toml"), config).unwrap();
    folder
}

fn sign(folder: &Folder) {
    let (code, said) = praetor(folder.path(), &["plugin", "sign", "tiny-law.wasm", "--key", "key"]);
    assert_eq!(code, 0, "{said}");
}

/// Why a server of this folder does not start.
fn refusal(folder: &Folder) -> String {
    // A plugin that was built again since it was put to work would ask for this first.
    let output = folder.serve().arg("--apply-config").stderr(std::process::Stdio::piped()).output().unwrap();
    assert!(!output.status.success(), "it serves");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_required_signature_lets_a_plugin_in_and_its_absence_or_another_build_keeps_it_out() {
    let folder = folder("require");
    let why = refusal(&folder);
    assert!(why.contains("plugin-unsigned") && why.contains("praetor plugin sign"), "{why}");
    sign(&folder);
    let (code, said) = praetor(folder.path(), &["plugin", "verify", "tiny-law.wasm"]);
    assert_eq!((code, said.trim()), (0, "tiny-law.wasm is signed by example.org/plugins"));

    let server = Server::of(folder);
    let plugins = server.client().get("/v1/plugins").ok();
    assert_eq!(
        plugins["plugins"][0]["signature"],
        json!({ "state": "signed", "by": ["example.org/plugins"] })
    );
    let one = server.client().get("/v1/plugins/tiny-law").ok();
    assert_eq!(one["signature"]["state"], "signed");

    let folder = server.kill();
    // A custom section with no name: other bytes, the same plugin.
    let file = folder.path().join("tiny-law.wasm");
    let mut bytes = std::fs::read(&file).unwrap();
    bytes.extend([0, 2, 1, b'x']);
    std::fs::write(&file, bytes).unwrap();
    let why = refusal(&folder);
    assert!(why.contains("plugin-signature-of-other-bytes"), "{why}");
    let (code, said) = praetor(folder.path(), &["plugin", "verify", "tiny-law.wasm"]);
    assert!(code == 1 && said.contains("sign it again"), "{code} {said}");
}

#[test]
fn who_built_a_plugin_and_of_which_source_is_shown() {
    let folder = folder("warn");
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let law = repository.join("examples/plugins/tiny-law");
    let out = folder.path().to_str().unwrap();
    let args = ["plugin", "build", law.to_str().unwrap(), "--out", out, "--built-by", "example.org"];
    let (code, said) = praetor(repository, &args);
    assert_eq!(code, 0, "{said}");
    sign(&folder);
    let server = Server::of(folder);
    let plugin = server.client().get("/v1/plugins/tiny-law").ok();
    assert_eq!(plugin["provenance"]["built_by"], "example.org");
    assert!(plugin["provenance"]["source"].as_str().unwrap().starts_with("sha256:"), "{plugin}");
    assert_eq!(plugin["signature"]["state"], "signed", "it was signed with its provenance");
}

#[test]
fn a_warning_lets_a_plugin_in_and_says_why_it_is_doubtful() {
    let server = Server::of(folder("warn"));
    let signature = server.client().get("/v1/plugins").ok()["plugins"][0]["signature"].clone();
    assert_eq!(signature["state"], "doubtful");
    assert_eq!(signature["code"], "plugin-unsigned");
}
