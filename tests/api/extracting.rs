//! Decisions in bulk: complete and in order beside live traffic, on record, and read back by others.

mod command;
#[cfg(feature = "parquet")]
mod table;

use std::io::Read;

use praetor::client::{Client as Caller, ClientError};
use praetor_ledger::{Proof, stated_size};
use serde_json::{Value as Json, json};

use crate::support::{Server, contract, no_ground, of_kind};

const EXPORT: &str = "/v1/decisions/export";

fn caller(server: &Server) -> Caller {
    Caller::new(server.address.parse().unwrap(), server.token.clone())
}

/// The whole answer.
fn bytes(server: &Server, body: &Json) -> Vec<u8> {
    let mut bytes = vec![];
    caller(server).post_for_body(EXPORT, body).unwrap().read_to_end(&mut bytes).unwrap();
    bytes
}

/// Head, decisions, end.
fn parts(text: &[u8]) -> (Json, Vec<Json>, Json) {
    let text = std::str::from_utf8(text).unwrap();
    assert!(text.ends_with('\n'));
    let mut lines: Vec<Json> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let (end, head) = (lines.pop().unwrap(), lines.remove(0));
    assert_eq!((&head["type"], &end["type"]), (&json!("export"), &json!("end")));
    assert!(lines.iter().all(|line| line["type"] == "decision"));
    (head, lines, end)
}

fn lines(server: &Server, body: &Json) -> (Json, Vec<Json>, Json) {
    parts(&bytes(server, body))
}

/// Decides on so many questions about as many persons; every third is denied.
fn decide(server: &Server, count: usize) -> Vec<Json> {
    let questions = (0..count).map(|n| {
        let mut question = of_kind(if n % 3 == 2 { no_ground() } else { contract() }, "sharing");
        question["subject"]["id"] = format!("person-{n}").into();
        question
    });
    let answers = server.client().post("/v1/decisions/batch", &Json::Array(questions.collect())).ok();
    let mut answers = answers.as_array().unwrap().clone();
    answers.sort_by_key(|answer| answer["sequence"].as_u64());
    answers
}

#[test]
fn every_decision_is_given_as_it_was_answered_in_order_beside_live_ones() {
    let server = Server::start();
    let answers = decide(&server, 600);
    let body = json!({ "format": "ndjson" });
    let (first, second) = std::thread::scope(|scope| {
        let live = scope.spawn(|| (0..5).map(|_| decide(&server, 60).len()).sum::<usize>());
        let exports = (lines(&server, &body), lines(&server, &body));
        assert_eq!(live.join().unwrap(), 300);
        exports
    });
    for (head, decisions, end) in [&first, &second] {
        assert!(decisions.len() >= 600);
        for (line, answer) in decisions.iter().zip(&answers) {
            let mut line = line.as_object().unwrap().clone();
            assert_eq!(line.remove("type"), Some("decision".into()));
            let proof = format!("/v1/decisions/{}/proof", answer["id"].as_str().unwrap());
            assert_eq!(line.remove("proof"), Some(proof.into()));
            assert_eq!(Json::Object(line), *answer);
        }
        let sequences: Vec<u64> = decisions.iter().map(|line| line["sequence"].as_u64().unwrap()).collect();
        assert!(sequences.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(sequences.last().unwrap() < &head["sequence"].as_u64().unwrap());
        assert_eq!((&end["decisions"], &end["complete"]), (&json!(decisions.len()), &json!(true)));
        assert_eq!(head["before"], head["sequence"], "everything before the event is looked at");
        let covered = stated_size(head["checkpoint"].as_str().unwrap().as_bytes()).unwrap();
        assert!(covered > head["sequence"].as_u64().unwrap(), "the checkpoint covers the event too");
        assert_eq!((&head["class"], &head["actor"]), (&json!("personal-data"), &json!("token-file")));
        assert!(head["note"].as_str().unwrap().contains("escapes erasure"));
        assert!(head["expires"].as_str().unwrap() > head["recorded_at"].as_str().unwrap());
    }
    assert_eq!(second.1[..first.1.len()], first.1[..]);
}

#[test]
fn proofs_are_embedded_under_one_checkpoint() {
    let server = Server::start();
    decide(&server, 70);
    for by_reference in [false, true] {
        let body = json!({ "format": "ndjson", "with_proofs": true, "by_reference": by_reference });
        let (head, decisions, _) = lines(&server, &body);
        assert_eq!(decisions.len(), 70);
        let key = head["verifier_key"].as_str().unwrap();
        for line in &decisions {
            let proof = Proof::read(line["proof_file"].as_str().unwrap()).unwrap();
            assert_eq!(proof.check(key).unwrap().index, line["sequence"].as_u64().unwrap());
            assert_eq!(proof.leaf().to_string(), line["leaf"]);
            assert_eq!(String::from_utf8(proof.checkpoint).unwrap(), head["checkpoint"]);
        }
    }
}

#[test]
fn what_was_erased_leaves_its_place_and_by_reference_nothing_is_decrypted() {
    let server = Server::start();
    let answers = decide(&server, 4);
    server.client().post("/v1/subjects/erase", &json!({ "id": "person-1" })).ok();
    let (_, decisions, end) = lines(&server, &json!({ "format": "ndjson" }));
    let remains = |answer: &Json| {
        let mut remains = json!({ "type": "decision" });
        for key in ["id", "recorded_at", "sequence", "leaf", "kind", "generation"] {
            remains[key] = answer[key].clone();
        }
        remains["proof"] = format!("/v1/decisions/{}/proof", answer["id"].as_str().unwrap()).into();
        remains
    };
    let gone = answers.iter().position(|answer| {
        !decisions.iter().any(|line| line["id"] == answer["id"] && line.get("erased").is_none())
    });
    let erased = &answers[gone.unwrap()];
    let mut expected = remains(erased);
    expected["erased"] = true.into();
    assert_eq!(decisions.iter().find(|line| line["id"] == erased["id"]), Some(&expected));
    assert_eq!((&end["decisions"], &end["erased"]), (&json!(4), &json!(1)));
    let (head, referred, _) = lines(&server, &json!({ "format": "ndjson", "by_reference": true }));
    for (line, answer) in referred.iter().zip(&answers) {
        let mut expected = remains(answer);
        if answer["id"] == erased["id"] {
            expected["erased"] = true.into();
        }
        assert_eq!(line, &expected);
    }
    assert_eq!((&head["class"], &head["expires"]), (&json!("reference"), &Json::Null));
}

#[test]
fn a_time_and_a_kind_bound_what_is_given() {
    let server = Server::start();
    let mut client = server.client();
    let mut decide = || client.post("/v1/decisions/sharing", &contract()).ok();
    let answers: Vec<Json> = (0..5).map(|_| decide()).collect();
    let bounded =
        json!({ "format": "ndjson", "from": answers[1]["recorded_at"], "to": answers[4]["recorded_at"] });
    let (head, decisions, _) = lines(&server, &bounded);
    let ids = |answers: &[Json]| answers.iter().map(|answer| answer["id"].clone()).collect::<Vec<_>>();
    assert_eq!(ids(&decisions), ids(&answers[1..4]));
    assert_eq!((&head["from"], &head["to"]), (&bounded["from"], &bounded["to"]));
    let (_, rights, end) = lines(&server, &json!({ "format": "ndjson", "kind": "rights" }));
    assert_eq!((rights.len(), &end["complete"]), (0, &json!(true)));
}

#[test]
fn a_wrong_request_names_its_place_and_nothing_is_recorded() {
    let server = Server::start();
    let mut client = server.client();
    let before = server.records();
    for (body, pointer) in [
        (json!({}), "/format"),
        (json!({ "format": "csv" }), "/format"),
        (json!({ "format": "ndjson", "kind": "share" }), "/kind"),
        (json!({ "format": "ndjson", "from": "yesterday" }), "/from"),
        (json!({ "format": "ndjson", "from": "2026-02-01T00:00:00Z", "to": "2026-01-01T00:00:00Z" }), "/to"),
        (json!({ "format": "ndjson", "until": "2026-01-01T00:00:00Z" }), "/until"),
        (json!({ "format": "ndjson", "by_reference": 1 }), "/by_reference"),
        #[cfg(feature = "parquet")]
        (json!({ "format": "parquet", "with_proofs": true }), "/with_proofs"),
        (json!([]), ""),
    ] {
        let problem = client.post(EXPORT, &body).problem(422, "invalid-export");
        assert_eq!(problem["problems"][0]["pointer"], pointer, "{problem}");
    }
    assert_eq!(server.records(), before);
}

#[test]
fn only_so_many_exports_run_at_the_same_time() {
    let server = Server::start();
    // More than fits into what the system holds for a connection that nobody reads.
    (0..8).for_each(|_| drop(decide(&server, 1_000)));
    let body = json!({ "format": "ndjson" });
    let open: Vec<_> = (0..praetor::limits::EXPORTS_AT_ONCE)
        .map(|_| caller(&server).post_for_body(EXPORT, &body).unwrap())
        .collect();
    let refused = caller(&server).post_for_body(EXPORT, &body).map(drop).unwrap_err();
    assert!(
        matches!(&refused, ClientError::Refused { status: 503, problem } if problem.contains("exports-busy"))
    );
    // All at once: one that nobody reads for a minute is cut.
    let whole: Vec<usize> = std::thread::scope(|scope| {
        let read = |mut answer: ureq::BodyReader<'static>| {
            let mut bytes = vec![];
            answer.read_to_end(&mut bytes).unwrap();
            parts(&bytes).1.len()
        };
        let readers: Vec<_> = open.into_iter().map(|answer| scope.spawn(move || read(answer))).collect();
        readers.into_iter().map(|reader| reader.join().unwrap()).collect()
    });
    assert_eq!(whole, vec![8_000; praetor::limits::EXPORTS_AT_ONCE]);
    lines(&server, &json!({ "format": "ndjson", "by_reference": true }));
}
