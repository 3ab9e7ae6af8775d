//! The commands that swap plugins on a running server.

use std::process::{Command, Output};

use serde_json::json;

use super::deciding;
use crate::support::Server;
use crate::support::plugins::{amended, guest};

fn plugin(server: &Server, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_praetor"));
    command.arg("plugin").args(arguments).args(["--server", &server.address]);
    command.arg("--token-file").arg(server.folder.path().join("data/token"));
    command.output().unwrap()
}

#[track_caller]
fn said(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn a_plugin_is_activated_listed_compared_and_rolled_back() {
    let uncited = guest("uncited");
    let server = Server::start();
    let mut client = server.client();
    let file = server.folder.path().join("tiny-law.wasm");
    std::fs::write(&file, amended()).unwrap();
    let file = file.to_str().unwrap();
    let listed = said(&plugin(&server, &["list"]));
    assert!(listed.starts_with("generation 1\n") && listed.contains("tiny-law"), "{listed}");
    let activated = said(&plugin(&server, &["activate", file]));
    assert!(
        activated.starts_with("generation 2 serves\n  tiny-law: ") && activated.contains("passed"),
        "{activated}"
    );
    assert_eq!(deciding(&mut client), (2, true));
    let again = said(&plugin(&server, &["activate", file]));
    assert_eq!(again.trim(), "generation 2 serves; nothing was to be changed");
    let stale = plugin(&server, &["activate", file, "--seen", "1"]);
    assert_eq!(stale.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&stale.stderr).contains("generation-stale"));
    let diff = said(&plugin(&server, &["diff", "1"]));
    assert!(diff.contains("+ tiny-law/s-9") && diff.contains("- tiny-law/s-2"), "{diff}");
    assert_eq!(said(&plugin(&server, &["diff", "2", "2"])).trim(), "nothing differs");

    let bad = server.folder.path().join("honest.wasm");
    std::fs::write(&bad, uncited).unwrap();
    let refused = plugin(&server, &["activate", bad.to_str().unwrap()]);
    assert_eq!(refused.status.code(), Some(2));
    let says = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(says.contains("the rule `minor` cites nothing"), "{says}");
    assert!(said(&plugin(&server, &["list"])).contains("refused: honest at the step manifest"));

    let rolled = said(&plugin(&server, &["rollback"]));
    assert!(rolled.starts_with("generation 3 serves\n  tiny-law: "), "{rolled}");
    assert_eq!(deciding(&mut client), (3, false));
    let off = said(&plugin(&server, &["activate", "--id", "tiny-law", "--mode", "off"]));
    assert!(off.starts_with("generation 4 serves"), "{off}");
    let history = said(&plugin(&server, &["history", "--json"]));
    let what: Vec<serde_json::Value> = history
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["what"].clone())
        .collect();
    assert_eq!(json!(what), json!(["activated", "rolled-back", "refused", "activated", "seeded"]));
    let table = said(&plugin(&server, &["history", "--limit", "3"]));
    assert!(table.contains("rolled-back to 1") && table.contains("plugin-manifest-wrong"), "{table}");
}
