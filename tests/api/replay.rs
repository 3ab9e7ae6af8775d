//! Stored decisions are made again, of the bytes that made them: over HTTP and with the command.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use praetor::config::Config;
use praetor::replay::{News, Replayer, Scope};
use praetor::service::Start;
use praetor::sweep::Pace;
use praetor_decision::answer::Answer;
use praetor_decision::answer::sharing::Effect;
use praetor_decision::manifest::Ability;
use praetor_decision::{Kind, Value};
use praetor_ledger::{
    Content, DecisionRecord, Digest, Draft, EventRecord, Ledger, LedgerOptions, OverdueRecord, Record,
    RecordId, Store, VoiceWord,
};
use praetor_sandbox::{Engine, EngineOptions};
use serde_json::{Value as Json, json};

use crate::support::plugins::amended;
use crate::support::{Client, Folder, Server, contract, no_ground, of_kind, tiny_law};

fn id(decision: &Json) -> &str {
    decision["id"].as_str().unwrap()
}

fn replay(client: &mut Client, decision: &Json) -> Json {
    client.post(&format!("/v1/decisions/{}/replay", id(decision)), &json!({})).ok()
}

/// Runs `praetor replay`, in the folder of a server that does not run.
fn command(folder: &Folder, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_praetor"));
    command.arg("replay").args(arguments).args(["--config", "praetor.toml"]);
    command.current_dir(folder.path()).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// Makes decisions; gives their answers.
fn decide(client: &mut Client, count: usize) -> Vec<Json> {
    let questions = vec![of_kind(contract(), "sharing"); count];
    client.post("/v1/decisions/batch", &Json::Array(questions)).ok().as_array().unwrap().clone()
}

/// The ledger of a server that does not run.
fn ledger(folder: &Folder) -> Ledger {
    Ledger::open(&LedgerOptions::in_folder(folder.path().join("data"))).unwrap()
}

/// The tiny law with another name for its second section: other bytes, which say something else.
fn amended_law(folder: &Folder) -> PathBuf {
    let file = folder.path().join("amended.wasm");
    std::fs::write(&file, amended()).unwrap();
    file
}

fn bind(folder: &Folder, plugin: &Path) {
    let file = folder.path().join("praetor.toml");
    let config = std::fs::read_to_string(&file).unwrap();
    let bound = config.replace(&tiny_law().display().to_string(), &plugin.display().to_string());
    std::fs::write(file, bound).unwrap();
}

#[test]
fn every_kind_of_decision_comes_out_the_same() {
    let server = Server::start();
    let mut client = server.client();
    let document = client.get("/openapi.json").ok();
    for kind in ["sharing", "retention", "rights", "incident"] {
        let path = format!("/v1/decisions/{kind}");
        let content = &document["paths"][&path]["post"]["requestBody"]["content"];
        let decision = client.post(&path, &content["application/json"]["example"]).ok();
        let replayed = replay(&mut client, &decision);
        assert_eq!(replayed["outcome"], "same", "{replayed}");
        assert_eq!((&replayed["kind"], &replayed["id"]), (&kind.into(), &decision["id"]));
    }
    for question in [contract(), no_ground()] {
        let decision = client.post("/v1/decisions/sharing", &question).ok();
        // Without a body too.
        let path = format!("/v1/decisions/{}/replay", id(&decision));
        let replayed = client.send("POST", &path, &[], b"").unwrap().ok();
        assert_eq!(replayed["outcome"], "same", "{replayed}");
        assert_eq!(replayed["engine_changed"], false);
        assert!(replayed.get("environment_changed").is_none());
        let call = &replayed["calls"][0];
        assert_eq!((&call["plugin"], &call["call"]), (&"tiny-law".into(), &"sharing".into()));
        assert!(call["fuel"]["then"].as_u64().unwrap() > 0);
        assert_eq!(call["fuel"]["then"], call["fuel"]["now"]);
    }
    for nothing in ["nothing", "019ab000-0000-7000-8000-000000000000"] {
        let path = format!("/v1/decisions/{nothing}/replay");
        client.post(&path, &json!({})).problem(404, "decision-not-found");
    }
}

#[test]
fn a_decision_is_replayed_with_the_plugin_that_made_it() {
    let server = Server::start();
    let mut client = server.client();
    let old = client.post("/v1/decisions/sharing", &contract()).ok();
    let folder = server.kill();
    let amended = amended_law(&folder);
    bind(&folder, &amended);
    let mut serve = folder.serve();
    serve.arg("--apply-config");
    let server = Server::by(folder, serve);
    let mut client = server.client();
    let new = client.post("/v1/decisions/sharing", &contract()).ok();
    assert_eq!((&old["generation"], &new["generation"]), (&json!(1), &json!(2)));
    assert!(new["rules"].get("tiny-law/s-9").is_some(), "the new plugin says something else: {new}");
    for (decision, generation) in [(&old, 1), (&new, 2)] {
        let replayed = replay(&mut client, decision);
        assert_eq!((&replayed["outcome"], &replayed["generation"]), (&"same".into(), &json!(generation)));
    }
    let folder = server.kill();
    let all = command(&folder, &["--all"]);
    assert_eq!(all.status.code(), Some(0), "{}", said(&all));

    let digest = Digest::of(&std::fs::read(tiny_law()).unwrap());
    let kept = folder.path().join(format!("data/plugins/{digest}.wasm"));
    let mut bytes = std::fs::read(&kept).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    std::fs::write(&kept, bytes).unwrap();
    let server = Server::of(folder);
    let mut client = server.client();
    let replayed = replay(&mut client, &old);
    assert_eq!(replayed["outcome"], "unavailable");
    let says = replayed["says"].as_str().unwrap();
    assert!(says.contains(&digest.to_string()) && says.contains("was altered"), "{says}");
    assert_eq!(replay(&mut client, &new)["outcome"], "same");
    let folder = server.kill();
    std::fs::remove_file(kept).unwrap();
    let missing = command(&folder, &[id(&old)]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(said(&missing).contains("no file holds the plugin"), "{}", said(&missing));
    let all = command(&folder, &["--all", "--kind", "sharing"]);
    assert_eq!(all.status.code(), Some(2), "{}", said(&all));
    assert!(said(&all).contains("unavailable    1"), "{}", said(&all));
}

#[test]
fn an_erased_decision_is_said_to_be_erased() {
    let server = Server::start();
    let mut client = server.client();
    let decision = client.post("/v1/decisions/sharing", &contract()).ok();
    let mut other = contract();
    other["subject"]["id"] = "another".into();
    client.post("/v1/decisions/sharing", &other).ok();
    client.post("/v1/subjects/erase", &json!({ "id": "marked-subject-4711" })).ok();
    let replayed = replay(&mut client, &decision);
    assert_eq!(replayed["outcome"], "erased");
    assert!(!replayed.to_string().contains("4711"), "{replayed}");
    let folder = server.kill();
    let all = command(&folder, &["--all"]);
    assert_eq!(all.status.code(), Some(0), "what was erased is no failure: {}", said(&all));
    assert!(said(&all).contains("erased         1") && said(&all).contains("same           1"));
    assert_eq!(command(&folder, &[id(&decision)]).status.code(), Some(2));
}

/// Stores a record that never came out so.
fn forge(store: &Ledger, id: &str, change: impl FnOnce(&mut DecisionRecord)) -> RecordId {
    let stored = store.get(id.parse().unwrap()).wait().unwrap().unwrap();
    let Content::Record(Record::Decision(mut record)) = stored.content else { panic!("not readable") };
    change(&mut record);
    append(store, Record::Decision(record))
}

fn append(store: &Ledger, record: Record) -> RecordId {
    let draft = Draft { subject: None, generation: 1, record };
    store.append(store.prepare(&draft).unwrap()).wait().unwrap().id
}

#[test]
fn what_came_out_otherwise_is_named_with_its_place() {
    let server = Server::start();
    let decision = server.client().post("/v1/decisions/sharing", &contract()).ok();
    let folder = server.kill();
    let store = ledger(&folder);
    let finding = forge(&store, id(&decision), |record| {
        let VoiceWord::Answer(Answer::Sharing(answer)) = &mut record.voices[0].calls[0].word else {
            panic!("no answer")
        };
        answer.findings[0].effect = Effect::Review;
    });
    let fact = forge(&store, id(&decision), |record| {
        let subject = record.question.entities.iter_mut().find(|entity| entity.kind == "subject").unwrap();
        let residence = subject.facts.iter_mut().find(|fact| fact.name == "residence").unwrap();
        residence.value = Value::Places(vec!["XB".into()]);
    });
    let of_machine = forge(&store, id(&decision), |record| record.environmental = true);
    let engine = forge(&store, id(&decision), |record| record.engine = Digest::of(b"an older engine"));
    let overdue = append(
        &store,
        Record::Event(EventRecord::Overdue(OverdueRecord {
            plugin: "tiny-law".into(),
            digest: Digest::of(b"x"),
            kind: Kind::Sharing,
            ability: Ability::Sharing,
        })),
    );
    store.close().unwrap();
    drop(store);

    let shown = command(&folder, &[&finding.to_string()]);
    assert_eq!(shown.status.code(), Some(1));
    let words = said(&shown);
    assert!(words.contains("plugins.tiny-law.sharing.findings[0].effect (rule s-"), "{words}");
    assert!(words.contains("was \"Review\""), "{words}");
    let other_engine = command(&folder, &[&engine.to_string()]);
    assert_eq!(other_engine.status.code(), Some(0), "{}", said(&other_engine));
    assert!(said(&other_engine).contains("changed      engine: "), "{}", said(&other_engine));

    let server = Server::of(folder);
    let mut client = server.client();
    let mut asked = |id: RecordId| client.post(&format!("/v1/decisions/{id}/replay"), &json!({})).ok();
    let found = asked(finding);
    assert_eq!(found["outcome"], "different");
    let place = &found["differences"][0];
    assert_eq!((&place["plugin"], &place["call"]), (&"tiny-law".into(), &"sharing".into()));
    assert_eq!(found["differences"].as_array().unwrap().len(), 1, "nothing else was altered: {found}");
    // The law does not reach the other place, so that it is not asked.
    let found = asked(fact);
    assert_eq!(found["differences"][0]["path"], "plugins.tiny-law", "{found}");
    for id in [of_machine, overdue] {
        let found = asked(id);
        assert_eq!(found["outcome"], "not-replayable");
        assert!(found["says"].as_str().unwrap().contains("machine"), "{found}");
    }
    assert_eq!(asked(engine)["engine_changed"], true);

    let range = server_range(&server, &["--all", "--json"]);
    assert_eq!(range.status.code(), Some(1));
    let lines: Vec<Json> = said_lines(&range).map(|line| serde_json::from_str(&line).unwrap()).collect();
    let (summary, others) = lines.split_last().unwrap();
    assert_eq!(
        summary["outcomes"],
        json!({ "same": 2, "different": 2, "not-replayable": 2, "erased": 0, "unavailable": 0 })
    );
    assert_eq!((&summary["complete"], &summary["engine_changed"]), (&true.into(), &json!(1)));
    assert_eq!(others.len(), 4);
    let others = server_range(&server, &["--all", "--kind", "retention"]);
    assert_eq!(others.status.code(), Some(0), "{}", said(&others));
}

fn server_range(server: &Server, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_praetor"));
    command.arg("replay").args(arguments).args(["--server", &server.address]);
    command.args(["--token-file", "data/token"]).current_dir(server.folder.path()).output().unwrap()
}

fn said_lines(output: &Output) -> impl Iterator<Item = String> {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    text.lines().map(str::to_owned).collect::<Vec<_>>().into_iter()
}

fn recorded(decisions: &[Json]) -> impl Iterator<Item = &str> {
    decisions.iter().map(|decision| decision["recorded_at"].as_str().unwrap())
}

#[test]
fn a_range_is_replayed_beside_live_traffic() {
    let server = Server::start();
    let mut client = server.client();
    let first = decide(&mut client, 300);
    let second = decide(&mut client, 200);
    let live = std::thread::spawn({
        let mut client = server.client();
        move || (0..50).for_each(|_| drop(client.post("/v1/decisions/sharing", &contract()).ok()))
    });
    // A batch is stored in the order in which its answers come, not in that of its questions.
    let (from, to) = (recorded(&second).min().unwrap(), recorded(&second).max().unwrap());
    let before = server_range(&server, &["--to", from]);
    let between = server_range(&server, &["--from", from, "--to", to, "--json"]);
    live.join().unwrap();
    assert_eq!(before.status.code(), Some(0), "{}", said(&before));
    let earlier = recorded(&first).filter(|at| *at < from).count();
    assert!(said(&before).contains(&format!("same           {earlier}")), "{}", said(&before));
    let summary: Json = serde_json::from_str(&said_lines(&between).last().unwrap()).unwrap();
    let same = summary["outcomes"]["same"].as_u64().unwrap();
    let expected = recorded(&first).chain(recorded(&second)).filter(|at| (from..to).contains(at)).count();
    assert_eq!(same, expected as u64, "{summary}");
    assert!(summary["rate"].as_f64().unwrap() > 0.0);
    assert_eq!(summary["done"], summary["total"]);
    let all = server_range(&server, &["--all"]);
    assert!(said(&all).contains("same           550"), "{}", said(&all));
    for wrong in
        [json!({ "form": "x" }), json!({ "from": "yesterday" }), json!({ "kind": "shares" }), json!(7)]
    {
        client.post("/v1/decisions/replay", &wrong).problem(422, "invalid-search");
    }
}

#[test]
fn a_range_that_nobody_waits_for_is_ended() {
    let server = Server::start();
    decide(&mut server.client(), 600);
    let folder = server.kill();
    let store: Arc<dyn Store> = Arc::new(ledger(&folder));
    let cache = Some(folder.path().join("data/compiled"));
    let engine = Engine::new(&EngineOptions { cache, ..EngineOptions::default() }).unwrap();
    let overdue = OverdueRecord {
        plugin: "tiny-law".into(),
        digest: Digest::of(b"x"),
        kind: Kind::Sharing,
        ability: Ability::Sharing,
    };
    // Not the same, so that it is told.
    let draft = Draft { subject: None, generation: 1, record: Record::Event(EventRecord::Overdue(overdue)) };
    store.append(store.prepare(&draft).unwrap()).wait().unwrap();
    let replayer = Replayer::new(Arc::clone(&store), engine);
    let run = |stop: bool, go_on: bool| {
        let mut told = 0;
        let pace = Pace { stop: &AtomicBool::new(stop), live: None, threads: 2 };
        let summary = replayer.range(&Scope::default(), None, pace, |news| {
            told += usize::from(matches!(news, News::Replayed(_)));
            go_on
        });
        (summary.unwrap(), told)
    };
    let (whole, told) = run(false, true);
    assert!(whole.complete && (whole.same, whole.not_replayable, told) == (600, 1, 1), "{whole:?}");
    let (cut, told) = run(false, false);
    assert!(!cut.complete && told <= 1, "{cut:?}");
    let (stopped, _) = run(true, true);
    assert!(!stopped.complete && stopped.progress.worked == 0, "{stopped:?}");
}

#[test]
fn there_is_one_replay_of_a_range_at_a_time() {
    let folder = Folder::new("");
    let config = Config::load(&folder.path().join("praetor.toml")).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let start = Start { actor: "test", apply_config: false };
    let server = runtime.block_on(praetor::api::Server::start(&config, start)).unwrap();
    let token = std::fs::read_to_string(server.token_file()).unwrap();
    let address = server.address().to_string();
    let turn = server.service().take_turn().unwrap();
    assert!(server.service().take_turn().is_none());
    runtime.spawn(server.serve(std::future::pending()));
    let mut client = Client::new(&address, Some(token.trim()));
    let refused = client.post("/v1/decisions/replay", &json!({}));
    refused.problem(429, "replay-running");
    assert_eq!(refused.header("retry-after"), Some("1"));
    drop(turn);
    let ended = client.post("/v1/decisions/replay", &json!({}));
    assert_eq!((ended.status, ended.header("content-type")), (200, Some("application/x-ndjson")));
    runtime.shutdown_background();
}
