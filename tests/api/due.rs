//! What decisions want done by a day: listed, counted, closed; over HTTP and with the command.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use serde_json::{Value as Json, json};

use crate::support::{Client, Folder, Server};

const PERSON: &str = "marked-subject-4711";

/// The plugin of the GDPR, built once.
fn gdpr() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let repository = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("api-gdpr");
        let built = praetor::guests::build(&[repository.join("plugins/eu-gdpr")], &out).unwrap();
        built[0].file.clone()
    })
}

fn server() -> Server {
    let gdpr = gdpr().display();
    Server::of(Folder::new(&format!("[[bindings]]\nid = \"eu-gdpr\"\nfile = \"{gdpr}\"\n")))
}

/// Somebody asked for a copy on a day of January 2020: to be answered within a month.
fn access(client: &mut Client, received: &str) -> Json {
    let question = json!({
        "as_of": "2020-01-20",
        "subject": { "id": PERSON, "residence": ["DE"] },
        "requests": [{ "id": "the-copy", "right": "access", "received-on": received }],
        "items": [{ "id": "prompt", "category": "prompt-text" }],
    });
    client.post("/v1/decisions/rights", &question).ok()
}

fn breach(client: &mut Client) -> Json {
    let question = json!({
        "as_of": "2020-01-10",
        "subject": { "residence": ["DE"] },
        "items": [{ "id": "addresses", "category": "account-email" }],
        "incident": { "aware-at": "2020-01-10T18:00:00+01:00", "risk": "likely", "persons": 120, "items": ["addresses"] },
    });
    client.post("/v1/decisions/incident", &question).ok()
}

fn items(client: &mut Client, query: &str) -> Vec<Json> {
    let page = client.get(&format!("/v1/due?{query}")).ok();
    assert_eq!((&page["complete"], &page["next"]), (&json!(true), &Json::Null), "{page}");
    page["items"].as_array().unwrap().clone()
}

/// The item that a decision on a request is about: answer the person.
fn respond(client: &mut Client, decision: &Json) -> Json {
    let all = items(client, "state=all&limit=500");
    let own = |item: &&Json| item["decision"] == decision["id"] && item["name"] == "respond";
    all.iter().find(own).unwrap_or_else(|| panic!("no clock to respond: {all:?}")).clone()
}

fn figure(client: &mut Client, name: &str) -> u64 {
    let scraped = client.get("/metrics");
    assert_eq!(scraped.status, 200);
    assert!(scraped.header("content-type").unwrap().starts_with("application/openmetrics-text"));
    let text = String::from_utf8(scraped.body).unwrap();
    assert!(text.ends_with("# EOF\n") && !text.contains("marked"), "{text}");
    let line = text.lines().find_map(|line| line.strip_prefix(&format!("{name} ")));
    line.unwrap_or_else(|| panic!("no {name} in {text}")).parse().unwrap()
}

fn due(server: &Server, arguments: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_praetor"))
        .arg("due")
        .args(arguments)
        .args(["--server", &server.address])
        .arg("--token-file")
        .arg(server.folder.path().join("data/token"))
        .output()
        .unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(text).unwrap())
}

#[test]
fn the_day_to_answer_is_due_until_it_is_done_and_closed_once() {
    let server = server();
    let mut client = server.client();
    let decision = access(&mut client, "2020-01-15");
    let item = respond(&mut client, &decision);
    assert_eq!(item["due"], decision["requests"][0]["respond_by"], "the same last day");
    assert_eq!(item["due"], "2020-02-17", "the fifteenth is a Saturday");
    assert_eq!(
        (&item["overdue"], &item["binding"], &item["state"]),
        (&json!(true), &json!(true), &json!("open"))
    );
    assert_eq!((&item["kind"], &item["question"]), (&json!("clock"), &json!("rights")));
    assert_eq!(item["about"], "the-copy");
    assert!(item["rules"][0].as_str().unwrap().starts_with("eu-gdpr/"));
    assert!(item["says"].as_str().unwrap().contains("2020-02-17"), "{item}");
    let (open, overdue) =
        (figure(&mut client, "praetor_due_open"), figure(&mut client, "praetor_due_overdue"));
    assert_eq!(client.get("/readyz").ok()["due"], json!({ "open": open, "overdue": overdue }));
    assert_eq!(overdue, items(&mut client, "overdue=true").len() as u64);
    let path = format!("/v1/due/{}", item["id"].as_str().unwrap());
    let failed = client.post(&path, &json!({ "outcome": "failed", "reference": "mail-1" })).ok();
    assert_eq!((&failed["item"]["state"], &failed["item"]["failures"]), (&json!("open"), &json!(1)));
    assert_eq!(figure(&mut client, "praetor_due_overdue"), overdue, "what failed stays due");
    let body = json!({ "outcome": "done", "reference": "ticket-123", "on": "2020-02-17" });
    let done = client.post(&path, &body).ok();
    let last = &done["item"]["last"];
    assert_eq!((&last["on"], &last["by"]), (&json!("2020-02-17"), &json!("token-file")));
    let again =
        client.post(&path, &json!({ "outcome": "waived", "reference": "x" })).problem(409, "due-closed");
    let detail = again["detail"].as_str().unwrap();
    for part in ["token-file", "done", "ticket-123", last["recorded_at"].as_str().unwrap()] {
        assert!(detail.contains(part), "{detail}");
    }
    assert_eq!(figure(&mut client, "praetor_due_overdue"), overdue - 1);
    assert_eq!(figure(&mut client, "praetor_due_open"), open - 1);
    assert_eq!(items(&mut client, "state=closed").len(), 1);
    let server = Server::of(server.kill());
    assert_eq!(respond(&mut server.client(), &decision)["state"], "done", "it is on record");
}

#[test]
fn before_excludes_the_day_and_the_earliest_comes_first() {
    let server = server();
    let mut client = server.client();
    let (late, early) = (access(&mut client, "2020-01-20"), access(&mut client, "2020-01-15"));
    let due =
        [&early, &late].map(|decision| respond(&mut client, decision)["due"].as_str().unwrap().to_owned());
    assert!(due[0] < due[1]);
    let listed = |client: &mut Client, before: &str| {
        let found = items(client, &format!("before={before}"));
        let own = found.iter().filter(|item| item["name"] == "respond");
        own.map(|item| item["due"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(listed(&mut client, &due[0]), Vec::<String>::new());
    assert_eq!(listed(&mut client, &due[1]), [due[0].clone()]);
    assert_eq!(listed(&mut client, "9999-12-31"), due);
    let all = items(&mut client, "state=all");
    let days: Vec<&str> = all.iter().map(|item| item["due"].as_str().unwrap()).collect();
    assert!(days.is_sorted(), "{days:?}");
}

#[test]
fn a_breach_is_due_by_the_hour() {
    let server = server();
    let mut client = server.client();
    let decision = breach(&mut client);
    let found = items(&mut client, "overdue=true");
    let notice = found.iter().find(|item| item["name"] == "authority").unwrap();
    assert_eq!((&notice["decision"], &notice["kind"]), (&decision["id"], &json!("notice")));
    assert_eq!((&notice["due"], &notice["at"]), (&json!("2020-01-13"), &json!("2020-01-13T18:00:00+01:00")));
}

#[test]
fn pages_hold_everything_once_and_a_cursor_belongs_to_its_list() {
    let server = server();
    let mut client = server.client();
    for day in 10..18 {
        access(&mut client, &format!("2020-01-{day}"));
    }
    let whole: Vec<Json> = items(&mut client, "limit=500").iter().map(|item| item["id"].clone()).collect();
    let (mut paged, mut query) = (vec![], "limit=3".to_owned());
    let cursor = loop {
        let page = client.get(&format!("/v1/due?{query}")).ok();
        paged.extend(page["items"].as_array().unwrap().iter().map(|item| item["id"].clone()));
        let Some(next) = page["next"].as_str() else { break query };
        assert_eq!(page["complete"], false);
        query = format!("limit=3&cursor={next}");
    };
    assert_eq!(paged, whole);
    client.get(&format!("/v1/due?state=all&{cursor}")).problem(400, "invalid-cursor");
    let forged = cursor.replace("cursor=", "cursor=0");
    client.get(&format!("/v1/due?{forged}")).problem(400, "invalid-cursor");
    let mut forged = cursor.into_bytes();
    let at = forged.len() - 40;
    forged[at] = if forged[at] == b'0' { b'1' } else { b'0' };
    client.get(&format!("/v1/due?{}", String::from_utf8(forged).unwrap())).problem(400, "invalid-cursor");
}

#[test]
fn a_wrong_request_names_its_place_and_records_nothing() {
    let server = server();
    let mut client = server.client();
    let decision = access(&mut client, "2020-01-15");
    let item = respond(&mut client, &decision);
    let path = format!("/v1/due/{}", item["id"].as_str().unwrap());
    let before = server.records();
    for (body, pointer) in [
        (json!({ "reference": "t-1" }), "/outcome"),
        (json!({ "outcome": "undone", "reference": "t-1" }), "/outcome"),
        (json!({ "outcome": "done" }), "/reference"),
        (json!({ "outcome": "done", "reference": "Ada Lovelace" }), "/reference"),
        (json!({ "outcome": "done", "reference": "t".repeat(65) }), "/reference"),
        (json!({ "outcome": "done", "reference": "t-1", "on": "2999-01-01" }), "/on"),
        (json!({ "outcome": "done", "reference": "t-1", "by": PERSON }), "/by"),
        (json!([]), ""),
    ] {
        let problem = client.post(&path, &body).problem(422, "invalid-completion");
        assert_eq!(problem["problems"][0]["pointer"], pointer, "{problem}");
        assert!(!problem.to_string().contains("Lovelace"));
    }
    let right = json!({ "outcome": "done", "reference": "t-1" });
    let decision = decision["id"].as_str().unwrap();
    for unknown in
        [format!("{decision}.4000"), decision.to_owned(), "000".to_owned(), format!("{decision}.00")]
    {
        client.post(&format!("/v1/due/{unknown}"), &right).problem(404, "due-not-found");
    }
    for query in ["before=soon", "state=late", "limit=0", "overdue=true&state=all", "person=x"] {
        client.get(&format!("/v1/due?{query}")).problem(400, "invalid-parameter");
    }
    assert_eq!(server.records(), before);
}

#[test]
fn what_is_due_outlives_the_person_without_a_word_about_them() {
    let server = server();
    let mut client = server.client();
    let decision = access(&mut client, "2020-01-15");
    client.post("/v1/subjects/erase", &json!({ "id": PERSON })).ok();
    let item = respond(&mut client, &decision);
    assert_eq!((&item["erased"], &item["due"]), (&json!(true), &json!("2020-02-17")));
    assert_eq!((item.get("about"), &item["says"]), (None, &json!("Answer the person.")));
    let path = format!("/v1/due/{}", item["id"].as_str().unwrap());
    client.post(&path, &json!({ "outcome": "done", "reference": "ticket-123" })).ok();
}

#[test]
fn the_command_lists_what_is_overdue_and_closes_it() {
    let server = server();
    let decision = access(&mut server.client(), "2020-01-15");
    let item = respond(&mut server.client(), &decision);
    let id = item["id"].as_str().unwrap();
    let (code, listed) = due(&server, &["list", "--overdue"]);
    assert_eq!(code, Some(0), "{listed}");
    assert!(
        listed.contains("2020-02-17") && listed.contains("OVERDUE") && listed.contains("respond"),
        "{listed}"
    );
    let (_, lines) = due(&server, &["list", "--before", "2020-02-18", "--json"]);
    assert!(lines.lines().any(|line| serde_json::from_str::<Json>(line).unwrap()["id"] == id), "{lines}");
    let (code, said) = due(&server, &["done", id, "--reference", "ticket-123", "--on", "2020-02-14"]);
    assert_eq!(code, Some(0), "{said}");
    let (code, said) = due(&server, &["waived", id, "--reference", "ticket-123"]);
    assert!(code == Some(2) && said.contains("409") && said.contains("ticket-123"), "{said}");
    let (_, listed) = due(&server, &["list", "--overdue", "--json"]);
    assert!(!listed.contains(id), "{listed}");
}
