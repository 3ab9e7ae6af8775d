//! Every route on a good day.

use serde_json::{Value as Json, json};

use crate::support::{Server, contract, filled, no_ground, of_kind};

#[test]
fn a_decision_is_stored_before_it_is_answered_and_found_again_byte_for_byte() {
    let server = Server::start();
    let mut client = server.client();
    let answered = client.post("/v1/decisions/sharing", &contract());
    let decision = answered.ok();
    assert_eq!(decision["effect"], "allow");
    assert_eq!(decision["recorded"], "durable");
    assert_eq!(decision["kind"], "sharing");
    assert_eq!(decision["as_of"], "2026-11-23");
    assert_eq!(decision["generation"], 1);
    assert!(decision["rules"]["tiny-law/s-2"]["cites"][0].is_string(), "{decision}");
    assert!(decision.get("as_of_today").is_none());
    let found = client.get(&format!("/v1/decisions/{}", decision["id"].as_str().unwrap()));
    assert_eq!(found.ok(), decision);
    assert_eq!(found.body, answered.body);
}

#[test]
fn a_denial_names_the_rule_that_denies() {
    let server = Server::start();
    let decision = server.client().post("/v1/decisions/sharing", &no_ground()).ok();
    assert_eq!(decision["effect"], "deny");
    assert!(decision["rules"].get("tiny-law/s-3").is_some(), "{decision}");
}

#[test]
fn every_kind_of_question_has_its_route_and_survives_a_restart() {
    let server = Server::start();
    let mut client = server.client();
    let document = client.get("/openapi.json").ok();
    let mut answers = vec![];
    for kind in ["sharing", "retention", "rights", "incident"] {
        let path = format!("/v1/decisions/{kind}");
        let operation = &document["paths"][&path]["post"];
        let example = &operation["requestBody"]["content"]["application/json"]["example"];
        let answered = client.post(&path, example);
        assert_eq!(answered.ok()["kind"], kind);
        answers.push(answered);
    }
    let server = Server::of(server.kill());
    let mut client = server.client();
    for answered in answers {
        let id = answered.json()["id"].as_str().unwrap().to_owned();
        assert_eq!(client.get(&format!("/v1/decisions/{id}")).body, answered.body);
    }
    assert_eq!(client.get("/readyz").ok()["generation"], 1, "an unchanged config is no new generation");
}

#[test]
fn without_a_date_today_is_used_and_said_each_time() {
    let server = Server::start();
    let mut client = server.client();
    let mut question = contract();
    question.as_object_mut().unwrap().remove("as_of");
    let answered = client.post("/v1/decisions/sharing", &question);
    let decision = answered.ok();
    assert_eq!(decision["as_of_today"], true);
    let found = client.get(&format!("/v1/decisions/{}", decision["id"].as_str().unwrap()));
    assert_eq!(found.body, answered.body);
}

#[test]
fn an_explanation_is_sentences_beside_the_same_decision() {
    let server = Server::start();
    let mut client = server.client();
    let plain = client.post("/v1/decisions/sharing", &contract()).ok();
    let path = format!("/v1/decisions/{}?explain=true", plain["id"].as_str().unwrap());
    let mut explained = client.get(&path).ok();
    let explanation = explained.as_object_mut().unwrap().remove("explanation").unwrap();
    assert_eq!(explained, plain);
    assert_eq!(explanation[0]["heading"], "Answer");
    let sentences = explanation.to_string();
    assert!(sentences.contains("Yes.") && sentences.contains("Tiny Privacy Act s. 2"), "{explanation}");
    let at_once = client.post("/v1/decisions/sharing?explain=true", &contract()).ok();
    assert_eq!(at_once["explanation"], explanation);
}

#[test]
fn a_batch_answers_in_order_with_problems_in_their_places() {
    let server = Server::start();
    let mut client = server.client();
    let mut wrong = of_kind(contract(), "sharing");
    wrong["items"][0]["categry"] = "postal-address".into();
    let batch = json!([
        of_kind(contract(), "sharing"),
        wrong,
        of_kind(no_ground(), "sharing"),
        contract(),
        of_kind(json!({ "items": [{ "id": "a", "category": "log-record" }] }), "retention"),
        7,
    ]);
    let answers = client.post("/v1/decisions/batch", &batch).ok();
    let answers = answers.as_array().unwrap();
    assert_eq!(answers.len(), 6);
    assert_eq!(answers[0]["effect"], "allow");
    assert_eq!(answers[1]["type"], "urn:praetor:problem:invalid-question");
    assert_eq!(answers[1]["problems"][0]["pointer"], "/1/items/0/categry");
    assert_eq!(answers[1]["problems"][0]["nearest"], "category");
    assert_eq!(answers[2]["effect"], "deny");
    assert_eq!(answers[3]["problems"][0]["pointer"], "/3/kind");
    assert_eq!(answers[4]["kind"], "retention");
    assert_eq!(answers[5]["problems"][0]["pointer"], "/5");
    assert_eq!(client.post("/v1/decisions/batch", &json!([])).ok(), json!([]));
    let found = client.get(&format!("/v1/decisions/{}", answers[2]["id"].as_str().unwrap())).ok();
    assert_eq!(found, answers[2]);
}

#[test]
fn a_long_batch_keeps_its_order() {
    let server = Server::start();
    let ages: Vec<u64> = (0..300).map(|n| n * 37 % 97).collect();
    let questions = ages.iter().map(|age| {
        let mut question = of_kind(contract(), "sharing");
        question["items"][0]["id"] = format!("item-{age}").into();
        question
    });
    let answers = server.client().post("/v1/decisions/batch", &Json::Array(questions.collect())).ok();
    let answers = answers.as_array().unwrap();
    assert_eq!(answers.len(), 300);
    for (answer, age) in answers.iter().zip(&ages) {
        assert!(answer.to_string().contains(&format!("\"item-{age}\"")), "{answer}");
    }
}

#[test]
fn the_plugins_are_listed_with_what_was_decided_about_them() {
    let server = Server::start();
    let mut client = server.client();
    let list = client.get("/v1/plugins").ok();
    let tiny = &list["plugins"][0];
    assert_eq!((list["generation"].as_u64(), tiny["id"].as_str()), (Some(1), Some("tiny-law")));
    assert_eq!(tiny["mode"], "enforce");
    assert_eq!(tiny["abilities"], json!(["sharing"]));
    assert_eq!(tiny["settings_set"], json!([]));
    assert_eq!(tiny["digest"].as_str().unwrap().len(), 64);
    let rules = tiny["rules"].as_u64().unwrap();
    let confidence = tiny["confidence"].as_object().unwrap().values();
    assert_eq!(confidence.filter_map(Json::as_u64).sum::<u64>(), rules);
    let manifest = client.get("/v1/plugins/tiny-law").ok();
    assert_eq!(manifest["rules"].as_array().unwrap().len() as u64, rules);
    assert_eq!(manifest["digest"], tiny["digest"]);
}

#[test]
fn the_dictionary_names_every_fact() {
    let server = Server::start();
    let dictionary = server.client().get("/v1/dictionary").ok();
    let kinds = dictionary["kinds"].as_array().unwrap();
    let item = kinds.iter().find(|kind| kind["id"] == "item").unwrap();
    let category = item["facts"].as_array().unwrap().iter().find(|fact| fact["name"] == "category").unwrap();
    assert!(category["allowed"].as_array().unwrap().iter().any(|name| name == "prompt-text"));
}

#[test]
fn health_and_readiness_need_no_token() {
    let server = Server::start();
    let mut client = crate::support::Client::new(&server.address, None);
    assert_eq!(client.get("/healthz").ok(), json!({ "status": "ok" }));
    let ready = client.get("/readyz").ok();
    assert_eq!(ready["ready"], true);
    assert_eq!(ready["ledger"]["ready"], true);
    assert_eq!(ready["plugins"][0]["id"], "tiny-law");
}

#[test]
fn a_request_id_is_echoed_or_made() {
    let server = Server::start();
    let mut client = server.client();
    let sent = client.send("GET", "/v1/plugins", &[("x-request-id", "trace-1.a_b~c")], b"").unwrap();
    assert_eq!(sent.header("x-request-id"), Some("trace-1.a_b~c"));
    let (one, other) = (client.get("/v1/plugins"), client.get("/v1/plugins"));
    assert!(one.header("x-request-id").unwrap().len() >= 32);
    assert_ne!(one.header("x-request-id"), other.header("x-request-id"));
}

#[test]
fn every_answer_carries_the_headers_that_keep_it_private() {
    let server = Server::start();
    let mut client = server.client();
    for path in ["/healthz", "/v1/plugins", "/nothing"] {
        let response = client.get(path);
        assert_eq!(response.header("cache-control"), Some("no-store"), "{path}");
        assert_eq!(response.header("x-content-type-options"), Some("nosniff"), "{path}");
    }
}

#[test]
fn the_description_lists_every_route() {
    let server = Server::start();
    let mut client = server.client();
    let document = client.get("/openapi.json").ok();
    assert_eq!(document["openapi"], "3.1.0");
    for (path, item) in document["paths"].as_object().unwrap() {
        let method = if item.get("post").is_some() { "POST" } else { "GET" };
        let other = if method == "POST" { "DELETE" } else { "POST" };
        let sample = filled(path);
        let refused = client.send(other, &sample, &[], b"").unwrap();
        refused.problem(405, "method-not-allowed");
        assert!(refused.header("allow").unwrap().contains(method), "{path}");
    }
}
