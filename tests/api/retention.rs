//! The ledger's own retention: a store of years ago under the clock of today, over HTTP and with the
//! command.

use std::process::{Command, Output};

use praetor_ledger::{Ledger, LedgerOptions, Proof, Receipt, RetentionClass, Store, Timestamp};
use serde_json::{Value as Json, json};

use crate::support::{Client, Folder, Server, contract};

#[path = "../../host/ledger/tests/sample/record.rs"]
mod sample;

const CONFIG: &str = "[[ledger.retention]]\nname = \"logs\"\nkeep = \"P6M\"\n";

/// Noon of 1 February 2024: its quarter ended on 31 March, and half a year later was 30 September.
const THEN: Timestamp = Timestamp(1_706_788_800_000_000);

/// A folder whose ledger holds decisions of years ago, with a proof of the first.
fn of_years_ago(count: u64, more: &str) -> (Folder, Vec<Receipt>, Proof) {
    let folder = Folder::new(&format!("{more}{CONFIG}"));
    let data = folder.path().join("data");
    std::fs::create_dir(&data).unwrap();
    let class = RetentionClass {
        name: "logs".into(),
        kinds: vec![],
        jurisdictions: vec![],
        keep: "P6M".parse().unwrap(),
    };
    let options = LedgerOptions { retention: vec![class], clock: || THEN, ..LedgerOptions::in_folder(data) };
    let store = Ledger::open(&options).unwrap();
    let mut receipts = vec![];
    for first in (0..count).step_by(2_000) {
        let some = first..count.min(first + 2_000);
        let drafts = some.map(|n| store.append(store.prepare(&sample::draft(n)).unwrap()));
        let pending: Vec<_> = drafts.collect();
        receipts.extend(pending.into_iter().map(|one| one.wait().unwrap()));
    }
    let proof = store.proof(receipts[0].id).wait().unwrap().unwrap();
    store.close().unwrap();
    (folder, receipts, proof)
}

fn retention(client: &mut Client, body: Json) -> Json {
    client.post("/v1/log/retention", &body).ok()
}

fn log(folder: &Folder, arguments: &[&str]) -> (Output, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_praetor"));
    command.arg("log").args(arguments).current_dir(folder.path());
    let output = command.output().unwrap();
    let said =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (output, said)
}

#[test]
fn a_dry_run_changes_nothing_and_a_hold_stops_what_is_applied() {
    let (folder, receipts, proof) = of_years_ago(40, "");
    let server = Server::of(folder);
    let mut client = server.client();
    let path = format!("/v1/decisions/{}", receipts[0].id);
    client.post("/v1/decisions/sharing", &contract()).ok();
    let plan = retention(&mut client, json!({}));
    let old = &plan["classes"][0]["quarters"][0];
    assert_eq!((&old["quarter"], &old["expires_on"]), (&json!("2024-Q1"), &json!("2024-10-01")));
    assert_eq!((&old["expired"], &old["keys"], &old["decisions"]), (&json!(true), &json!(40), &json!(40)));
    assert_eq!(plan["classes"][0]["quarters"][1]["decisions"], 1);
    assert_eq!(plan["next_expiry"], plan["classes"][0]["quarters"][1]["expires_on"]);
    assert_eq!((&plan["applied"], plan.get("done")), (&json!(false), None));
    assert_eq!(client.get(&path).status, 200, "nothing was changed");
    let order = json!({ "everything": true, "matter": "case-7" });
    let held = client.post("/v1/subjects/hold", &order).ok()["hold"].clone();
    let stopped = retention(&mut client, json!({ "apply": true }));
    assert_eq!((&stopped["everything_held"], &stopped["done"]["keys"]), (&json!(true), &json!(0)));
    assert_eq!(client.get(&path).status, 200);
    client.post("/v1/subjects/release", &json!({ "hold": held })).ok();
    let token = server.folder.path().join("data/token");
    let asked =
        ["retention", "--apply", "--server", &server.address, "--token-file", token.to_str().unwrap()];
    let (output, said) = log(&server.folder, &asked);
    assert!(output.status.success() && said.contains("40 keys expired"), "{said}");
    client.get(&path).problem(410, "decision-erased");
    let again = retention(&mut client, json!({ "apply": true }));
    assert_eq!((&again["done"]["keys"], &again["done"]["receipts"]), (&json!(0), &json!([])));
    assert_eq!(again["unreadable_decisions"], 40);
    let key = String::from_utf8(client.get("/v1/log/key").body).unwrap();
    proof.check(key.trim()).unwrap();
    let (output, said) = log(&server.kill(), &["verify"]);
    assert!(output.status.success(), "{said}");
}

#[test]
fn a_wrong_request_is_named_and_an_open_log_lets_nobody_delete() {
    let server = Server::of(Folder::new("[ledger]\npublic_log = true\n"));
    let mut client = server.client();
    for wrong in [json!([]), json!({ "aply": true }), json!({ "apply": "yes" })] {
        client.post("/v1/log/retention", &wrong).problem(422, "invalid-retention");
    }
    assert_eq!(retention(&mut client, json!({ "apply": false }))["applied"], false);
    let mut stranger = Client::new(&server.address, None);
    stranger.post("/v1/log/retention", &json!({ "apply": true })).problem(401, "unauthorized");
    assert_eq!(stranger.get("/v1/log/key").status, 200);
}

#[test]
fn a_whole_segment_is_deleted_and_the_log_still_verifies() {
    let (folder, receipts, proof) = of_years_ago(65_540, "");
    let (output, said) = log(&folder, &["retention"]);
    assert!(output.status.success() && said.contains("1 can be deleted with 65536 decisions"), "{said}");
    let server = Server::of(folder);
    let mut client = server.client();
    let done = retention(&mut client, json!({ "apply": true }));
    assert_eq!(
        (&done["done"]["segments"], &done["done"]["decisions"]),
        (&json!([0]), &json!(65_536)),
        "{done}"
    );
    let begun = std::time::Instant::now();
    while retention(&mut client, json!({}))["segments"]["unfinished"] != 0 {
        assert!(begun.elapsed().as_secs() < 60, "the rows are not deleted");
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    assert_eq!(retention(&mut client, json!({}))["segments"]["minimum_index"], 65_536);
    let path = |receipt: &Receipt| format!("/v1/decisions/{}", receipt.id);
    client.get(&path(&receipts[9])).problem(410, "decision-deleted");
    client.get(&format!("{}/proof", path(&receipts[9]))).problem(410, "decision-deleted");
    client.get(&path(&receipts[65_536])).problem(410, "decision-erased");
    client.get("/v1/log/tile/entries/000").problem(404, "tile-not-found");
    assert_eq!(client.get("/v1/log/tile/0/000").status, 200);
    let page = client.post("/v1/decisions/search", &json!({ "order": "oldest-first" })).ok();
    assert_eq!(page["rows"].as_array().unwrap().len(), 4, "one page over the whole gap: {page}");
    assert_eq!(page["rows"][0]["id"], receipts[65_536].id.to_string(), "{page}");
    let key = String::from_utf8(client.get("/v1/log/key").body).unwrap();
    proof.check(key.trim()).unwrap();
    let token = server.folder.path().join("data/token");
    let asked =
        ["verify", "--key", key.trim(), "--server", &server.address, "--token-file", token.to_str().unwrap()];
    let (output, said) = log(&server.folder, &asked);
    assert!(output.status.success() && said.contains("withheld     65536"), "{said}");
    let (output, said) = log(&server.kill(), &["verify"]);
    assert!(output.status.success() && said.contains("deleted      65536"), "{said}");
}
