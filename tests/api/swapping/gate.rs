//! Every step of the gate refuses a real bad plugin, in its own words, and what serves goes on.

use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

use praetor::config::BindingConfig;
use praetor::gate::{Gate, Refused, Step};
use praetor::signing::Trust;
use praetor_sandbox::{Engine, EngineOptions};
use serde_json::{Value as Json, json};

use super::deciding;
use crate::support::plugins::{activate, amended, change, guest, upload, with_section};
use crate::support::{Client, Folder, Server, contract, tiny_law};

/// A case whatever comes out of it, and one that the honest guest answers otherwise.
const ANY_CASE: &str = r#"
[[case]]
name = "whatever"
[case.question]
kind = "sharing"
as_of = "2026-11-23"
subject = { residence = ["DE"] }
items = [{ id = "a", category = "postal-address" }]
uses = [{ id = "u", purpose = "content-generation", operation = "use", basis = "contract" }]
"#;

fn with_case(bytes: Vec<u8>, more: &str) -> Vec<u8> {
    with_section(bytes, "praetor:cases", format!("{ANY_CASE}{more}").as_bytes())
}

/// A plugin as it would be built against another contract: its interfaces or types have other names.
fn renamed(mut bytes: Vec<u8>, from: &[u8], to: &[u8]) -> Vec<u8> {
    let at: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at..].starts_with(from)).collect();
    assert!(!at.is_empty());
    for at in at {
        bytes[at..at + to.len()].copy_from_slice(to);
    }
    bytes
}

struct Bad {
    id: &'static str,
    bytes: Vec<u8>,
    body: Json,
    step: &'static str,
    code: &'static str,
    says: String,
}

fn bad(id: &'static str, bytes: Vec<u8>, step: &'static str, code: &'static str, says: &str) -> Bad {
    Bad { id, bytes, body: json!({}), step, code, says: says.to_owned() }
}

#[track_caller]
fn assert_refused(client: &mut Client, bad: Bad) {
    let mut body = bad.body;
    body["digest"] = upload(client, &bad.bytes).into();
    let path = format!("/v1/plugins/{}/activate", bad.id);
    let problem = change(client, &path, "*", &body).problem(422, "plugin-refused");
    assert_eq!(problem["gate"], json!({ "step": bad.step, "code": bad.code }), "{problem}");
    let says = problem["detail"].as_str().unwrap();
    // Figures and a parser's words stand where `{}` does.
    let (begin, end) = bad.says.split_once("{}").unwrap_or((&bad.says, ""));
    assert!(says.starts_with(begin) && says.ends_with(end), "{says}");
    let event = &client.get("/v1/generations?limit=1").ok()["entries"][0];
    let told = (&event["what"], &event["plugin"], &event["step"], &event["code"], &event["says"]);
    let expected = (&json!("refused"), &json!(bad.id), &json!(bad.step), &json!(bad.code), &json!(says));
    assert_eq!(told, expected);
    assert_eq!((&event["actor"], &event["digest"]), (&json!("token-file"), &body["digest"]));
}

#[test]
fn every_step_refuses_a_bad_plugin_in_its_own_words() {
    // Built first: no connection waits for it.
    let honest = || guest("honest");
    let newer = renamed(honest(), b"@1.0.0", b"@1.1.0");
    let other_function = renamed(honest(), b"decide-sharing", b"decide-shaving");
    let other_type = renamed(honest(), b"because", b"becauze");
    let server = Server::start();
    let mut client = server.client();
    let cases = [
        bad(
            "stranger",
            guest("imports-wasi"),
            "imports",
            "plugin-imports",
            "the plugin imports `wasi:random/random@0.2.0#get-random-u64`; a plugin may import nothing, so build it for `wasm32-unknown-unknown` or switch off what needs the system; an interpreter may get stubs, by `allow_stubbed_wasi = true` in its binding",
        ),
        bad(
            "stranger",
            guest("stranger"),
            "contract",
            "plugin-unknown-export",
            "the plugin exports `greet`, which is not part of the contract `praetor:plugin@1.0.0`; remove it, or use a newer Praetor",
        ),
        bad(
            "honest",
            newer,
            "contract",
            "plugin-other-contract",
            "the plugin exports `praetor:plugin/about@1.1.0`, and this Praetor speaks the contract 1.0.0, not 1.1.0; build it against `wit/v1`, or use a newer Praetor",
        ),
        bad(
            "honest",
            other_type,
            "contract",
            "plugin-wrong-type",
            "`praetor:plugin/sharing@1.0.0#decide-sharing` differs from the contract: the record `source` has no field `because`; build against the `wit/v1` of this Praetor",
        ),
        bad(
            "honest",
            other_function,
            "contract",
            "plugin-wrong-type",
            "`praetor:plugin/sharing@1.0.0#decide-sharing` differs from the contract: the function is missing; build against the `wit/v1` of this Praetor",
        ),
        bad(
            "honest",
            guest("uncited"),
            "manifest",
            "plugin-manifest-wrong",
            "the manifest is wrong: the rule `minor` cites nothing; say where it is written down",
        ),
        bad(
            "honest",
            guest("unknown-fact"),
            "manifest",
            "plugin-manifest-wrong",
            "the manifest is wrong: it reads `subject.residense`, which is not in the dictionary; `subject.residence` is near",
        ),
        bad(
            "honest",
            guest("wrong-kind"),
            "manifest",
            "plugin-wrong-world",
            "the plugin says it is a processor, and exports `incident`, which a processor does not answer; remove the interface or correct the kind",
        ),
        bad(
            "tiny-law",
            honest(),
            "manifest",
            "plugin-renamed",
            "binding `tiny-law` holds the plugin `honest`; only a vendor may be bound under another name",
        ),
        bad(
            "honest",
            guest("wants-setting"),
            "settings",
            "plugin-settings-wrong",
            "the settings of binding `honest` are wrong:\n/most: is missing: The most that is taken.",
        ),
        bad(
            "honest",
            with_case(honest(), "[case.expect]\neffect = \"deny\"\n"),
            "cases",
            "plugin-cases-fail",
            "its own case \"whatever\" comes out otherwise: effect: expected `deny`, found `need-facts`; `praetor plugin test` shows all",
        ),
        bad(
            "honest",
            with_section(honest(), "praetor:cases", b"[[case]]\nnam = 1\n"),
            "cases",
            "plugin-cases-unreadable",
            "`praetor:cases`: TOML parse error at line 2, column 1\n{}",
        ),
        bad(
            "honest",
            with_case(guest("costly"), ""),
            "budget",
            "plugin-near-limits",
            "one of its own cases takes {} units of fuel, and a quarter of the limit, 12500000, is allowed: larger questions would go over the limit",
        ),
        bad(
            "honest",
            with_case(guest("hungry"), ""),
            "budget",
            "plugin-near-limits",
            "one of its own cases takes {} bytes of memory, and a quarter of the limit, 4194304, is allowed: larger questions would go over the limit",
        ),
    ];
    for bad in cases {
        assert_refused(&mut client, bad);
        assert_eq!(deciding(&mut client), (1, false), "what served goes on");
    }
}

/// No plugin of a server can differ from itself, since it can import nothing, and starts afresh for each call.
/// So the gate gets an engine that gives this one a number by chance; all the steps before have to pass it.
#[test]
fn a_plugin_that_answers_otherwise_the_second_time_is_refused() {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let engine = Engine::with_chance(&EngineOptions::default(), || NEXT.fetch_add(1, Ordering::Relaxed));
    let (engine, trust) = (engine.unwrap(), Trust::default());
    let refused = Gate::new(&engine, &trust).admit(&guest("differs"), &BindingConfig::new("honest"));
    let says = "asked twice for a sharing question, the plugin gave two answers; it must be a pure function, without clock, chance or addresses in its answer";
    let expected = Refused { step: Step::Alike, code: "plugin-answers-differ", says: says.to_owned() };
    assert_eq!(refused.unwrap_err(), expected);
    // The same plugin where there is no chance to import.
    let engine = Engine::new(&EngineOptions::default()).unwrap();
    let refused = Gate::new(&engine, &trust).admit(&guest("differs"), &BindingConfig::new("honest"));
    assert_eq!(refused.unwrap_err().step, Step::Imports);
    // One that counts its calls in a static: each call finds it at nought.
    assert!(Gate::new(&engine, &trust).admit(&guest("remembers"), &BindingConfig::new("honest")).is_ok());
}

/// A server that asks for signatures in this mode, with a key that it trusts and a plugin that is signed.
fn asking_for_signatures(mode: &str) -> (Server, PathBuf) {
    let folder = Folder::new("");
    let root = folder.path().to_owned();
    let made = praetor(&root, &["plugin", "key", "example.org/plugins", "--out", "key"]);
    let trusted = made.lines().find(|line| line.starts_with("trusted = ")).unwrap();
    let file = root.join("praetor.toml");
    let config = std::fs::read_to_string(&file).unwrap();
    let config = config.replacen(
        "[[bindings]]",
        &format!("[signatures]\nmode = \"{mode}\"\n{trusted}\n[[bindings]]"),
        1,
    );
    let law = root.join("tiny-law.wasm");
    std::fs::copy(tiny_law(), &law).unwrap();
    praetor(&root, &["plugin", "sign", "tiny-law.wasm", "--key", "key"]);
    std::fs::write(&file, config.replace(&tiny_law().display().to_string(), &law.display().to_string()))
        .unwrap();
    (Server::of(folder), root)
}

fn praetor(folder: &std::path::Path, args: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_praetor")).args(args).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn a_plugin_that_nobody_signed_is_refused_and_a_signed_one_goes_in_and_comes_back() {
    let (server, root) = asking_for_signatures("require");
    let mut client = server.client();
    let digest = upload(&mut client, &amended());
    let (path, body) = ("/v1/plugins/tiny-law/activate", json!({ "digest": digest }));
    let problem = change(&mut client, path, "*", &body).problem(422, "plugin-refused");
    assert_eq!(problem["gate"], json!({ "step": "signature", "code": "plugin-unsigned" }));
    let says = "it is not signed; sign it with `praetor plugin sign`, or put the `.sig` file beside it";
    assert_eq!(problem["detail"], says);
    assert_eq!(deciding(&mut client), (1, false));
    // The signature on other bytes.
    let others = std::fs::read_to_string(root.join("tiny-law.wasm.sig")).unwrap();
    let body = json!({ "digest": digest, "signature": others });
    let problem = change(&mut client, path, "*", &body).problem(422, "plugin-refused");
    assert_eq!(problem["gate"]["code"], "plugin-signature-of-other-bytes");

    std::fs::write(root.join("amended.wasm"), amended()).unwrap();
    praetor(&root, &["plugin", "sign", "amended.wasm", "--key", "key"]);
    let signature = std::fs::read_to_string(root.join("amended.wasm.sig")).unwrap();
    let body = json!({ "digest": digest, "signature": signature });
    assert_eq!(change(&mut client, path, "*", &body).ok()["generation"], 2);
    // It is kept: a change of the mode, a restart and a roll back ask for no signature again.
    assert_eq!(change(&mut client, path, "*", &json!({ "mode": "off" })).ok()["generation"], 3);
    let server = Server::of(server.kill());
    let mut client = server.client();
    let signed = json!({ "state": "signed", "by": ["example.org/plugins"] });
    assert_eq!(client.get("/v1/plugins").ok()["plugins"][0]["signature"], signed);
    change(&mut client, "/v1/generations/2/activate", "*", &json!({})).ok();
    assert_eq!(deciding(&mut client), (4, true));
    change(&mut client, "/v1/generations/1/activate", "*", &json!({})).ok();
    assert_eq!(deciding(&mut client), (5, false));
}

#[test]
fn who_is_rolled_back_to_passes_the_gate_once_more() {
    let (server, root) = asking_for_signatures("warn");
    let mut client = server.client();
    let digest = upload(&mut client, &amended());
    let done = activate(&mut client, &digest);
    assert_eq!(
        (&done["generation"], &done["bindings"][0]["signature"]["code"]),
        (&json!(2), &json!("plugin-unsigned"))
    );
    change(&mut client, "/v1/generations/1/activate", "*", &json!({})).ok();
    let folder = server.kill();
    let file = root.join("praetor.toml");
    let config = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, config.replace("mode = \"warn\"", "mode = \"require\"")).unwrap();
    let server = Server::of(folder);
    let mut client = server.client();
    let back = change(&mut client, "/v1/generations/2/activate", "*", &json!({}));
    let problem = back.problem(422, "plugin-refused");
    assert_eq!(problem["gate"], json!({ "step": "signature", "code": "plugin-unsigned" }));
    assert_eq!(client.get("/v1/generations?limit=1").ok()["entries"][0]["what"], "refused");
    assert_eq!(deciding(&mut client), (3, false));
}

#[test]
fn bytes_that_are_no_plugin_are_not_even_kept() {
    let honest = guest("honest");
    let server = Server::start();
    let mut client = server.client();
    let wasm = [("content-type", "application/wasm")];
    let half = &honest[..honest.len() / 2];
    let huge = vec![0; 40_000_000];
    let sent: [(&[u8], &str, &str); 3] = [
        (
            b"#!/bin/sh\n",
            "plugin-not-wasm",
            "the file is not WebAssembly; give the `.wasm` file that the build wrote",
        ),
        (half, "plugin-invalid", "the plugin is not valid WebAssembly at byte"),
        (
            &huge,
            "plugin-too-large",
            "the plugin has 40000000 bytes, and 33554432 are allowed; strip debug information, or leave parts of the language's runtime out",
        ),
    ];
    for (bytes, code, says) in sent {
        let mut client = server.client();
        let problem =
            client.send("POST", "/v1/plugins", &wasm, bytes).unwrap().problem(422, "plugin-refused");
        assert_eq!(problem["gate"], json!({ "step": "format", "code": code }));
        assert!(problem["detail"].as_str().unwrap().starts_with(says), "{problem}");
    }
    let kept = std::fs::read_dir(server.folder.path().join("data/plugins")).unwrap().count();
    assert_eq!(kept, 1);
    client.post("/v1/plugins", &json!({})).problem(415, "unsupported-media-type");
}

#[test]
fn a_refusal_is_shown_until_another_plugin_is_put_to_work() {
    let honest = guest("honest");
    let server = Server::start();
    let mut client = server.client();
    let digest = upload(&mut client, &honest);
    let path = "/v1/plugins/tiny-law/activate";
    change(&mut client, path, "*", &json!({ "digest": digest })).problem(422, "plugin-refused");
    let server = Server::of(server.kill());
    let mut client = server.client();
    let ready = client.get("/readyz").ok();
    assert_eq!(ready["ready"], true);
    let shown = json!([{ "id": "tiny-law", "step": "manifest", "code": "plugin-renamed" }]);
    assert_eq!(ready["refused"], shown);
    assert_eq!(client.get("/v1/plugins").ok()["refused"][0]["digest"], digest);
    let good = upload(&mut client, &amended());
    change(&mut client, path, "*", &json!({ "digest": good })).ok();
    assert_eq!(client.get("/readyz").ok()["refused"], json!([]));
    let server = Server::of(server.kill());
    assert_eq!(server.client().get("/readyz").ok()["refused"], json!([]));
}

#[test]
fn a_plugin_built_against_an_older_released_contract_still_serves() {
    let repository = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let frozen = std::fs::read(repository.join("tests/frozen/components/ch-fadp-0.1.0.wasm")).unwrap();
    let server = Server::start();
    let mut client = server.client();
    let digest = upload(&mut client, &frozen);
    let done = change(&mut client, "/v1/plugins/ch-fadp/activate", "*", &json!({ "digest": digest })).ok();
    assert!(done["gate"][0]["cases"].as_u64().unwrap() > 10, "{}", done["gate"]);
    let mut question = contract();
    question["subject"]["residence"] = json!(["CH"]);
    let decision = client.post("/v1/decisions/sharing", &question).ok();
    assert_eq!(decision["generation"], 2);
    let voice = &decision["voices"][0];
    assert_eq!((&voice["plugin"], &voice["digest"]), (&json!("ch-fadp"), &json!(digest)));
    assert_ne!(voice["state"], "failed", "{decision}");
}
