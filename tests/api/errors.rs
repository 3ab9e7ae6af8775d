//! Every error by its exact type, its place, and the next step.

use serde_json::{Value as Json, json};

use crate::support::{Server, contract};

const SHARING: &str = "/v1/decisions/sharing";

#[track_caller]
fn only(problem: &Json) -> Json {
    let problems = problem["problems"].as_array().unwrap();
    assert_eq!(problems.len(), 1, "{problem}");
    problems[0].clone()
}

#[test]
fn an_unknown_fact_names_its_place_and_the_nearest_name() {
    let server = Server::start();
    let question = json!({ "subject": { "residense": ["FR"] } });
    let problem = server.client().post(SHARING, &question).problem(422, "invalid-question");
    let only = only(&problem);
    assert_eq!(only["pointer"], "/subject/residense");
    assert_eq!(only["nearest"], "residence");
    assert!(only["allowed"].as_array().unwrap().iter().any(|name| name == "age"));
    assert!(problem["detail"].as_str().unwrap().ends_with("did you mean `residence`?"), "{problem}");
}

#[test]
fn an_unknown_part_of_a_question_names_the_nearest() {
    let server = Server::start();
    let problem = server.client().post(SHARING, &json!({ "itmes": [] })).problem(422, "invalid-question");
    assert_eq!(only(&problem)["pointer"], "/itmes");
    assert_eq!(only(&problem)["nearest"], "items");
}

#[test]
fn an_unknown_code_lists_what_is_allowed() {
    let server = Server::start();
    let mut question = contract();
    question["uses"][0]["operation"] = "shaer".into();
    let problem = server.client().post(SHARING, &question).problem(422, "invalid-question");
    assert_eq!(only(&problem)["pointer"], "/uses/0/operation");
    assert_eq!(only(&problem)["nearest"], "share");
}

#[test]
fn every_problem_of_a_question_is_listed_at_once() {
    let server = Server::start();
    let question = json!({ "as_of": "yesterday", "subject": { "age": "old", "sex": 1 }, "items": {} });
    let problem = server.client().post(SHARING, &question).problem(422, "invalid-question");
    let places: Vec<&str> =
        problem["problems"].as_array().unwrap().iter().filter_map(|p| p["pointer"].as_str()).collect();
    for place in ["/as_of", "/subject/age", "/subject/sex", "/items"] {
        assert!(places.contains(&place), "{place} is not among {places:?}");
    }
    assert!(problem["detail"].as_str().unwrap().contains("more)"));
}

#[test]
fn another_kind_than_the_route_is_refused() {
    let server = Server::start();
    let question = json!({ "kind": "rights" });
    let problem = server.client().post(SHARING, &question).problem(422, "invalid-question");
    assert_eq!(only(&problem)["pointer"], "/kind");
}

#[test]
fn malformed_json_names_line_and_column() {
    let server = Server::start();
    let mut client = server.client();
    let problem = client.post_bytes(SHARING, b"{\n  \"items\": [,]\n}").problem(400, "malformed-json");
    assert_eq!(problem["detail"], "expected value at line 2 column 13");
    client.post_bytes(SHARING, b"").problem(400, "malformed-json");
}

#[test]
fn a_key_that_stands_twice_is_refused_with_its_place() {
    let server = Server::start();
    let body = br#"{"subject": {"age": 12, "age": 40}}"#;
    let problem = server.client().post_bytes(SHARING, body).problem(400, "duplicate-key");
    assert_eq!(only(&problem)["pointer"], "/subject/age");
}

#[test]
fn deep_nesting_is_refused() {
    let server = Server::start();
    let body = format!("{}{}", "[".repeat(2_000), "]".repeat(2_000));
    server.client().post_bytes(SHARING, body.as_bytes()).problem(400, "nested-too-deep");
}

#[test]
fn only_json_is_read() {
    let server = Server::start();
    let mut client = server.client();
    let body = contract().to_string();
    for wrong in ["text/plain", "application/json; charset=latin1", "application/problem+json", "json"] {
        let refused = client.send("POST", SHARING, &[("content-type", wrong)], body.as_bytes()).unwrap();
        refused.problem(415, "unsupported-media-type");
    }
    client.send("POST", SHARING, &[], body.as_bytes()).unwrap().problem(415, "unsupported-media-type");
    let packed = [("content-type", "application/json"), ("content-encoding", "gzip")];
    client.send("POST", SHARING, &packed, body.as_bytes()).unwrap().problem(415, "unsupported-media-type");
    let good = [("content-type", "Application/JSON; charset=UTF-8")];
    client.send("POST", SHARING, &good, body.as_bytes()).unwrap().ok();
}

#[test]
fn a_body_over_the_limit_is_refused_announced_or_not() {
    let server = Server::start();
    let body = vec![b' '; 1024 * 1024 + 1];
    server.client().post_bytes(SHARING, &body).problem(413, "body-too-large");
    let mut request = format!(
        "POST {SHARING} HTTP/1.1\r\nhost: test\r\nauthorization: Bearer {}\r\n\
         content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n{:x}\r\n",
        server.token,
        body.len()
    )
    .into_bytes();
    request.extend_from_slice(&body);
    request.extend_from_slice(b"\r\n0\r\n\r\n");
    server.client().raw(&request).unwrap().problem(413, "body-too-large");
}

#[test]
fn a_batch_over_the_limit_is_refused() {
    let server = Server::start();
    let mut client = server.client();
    let batch = Json::Array(vec![json!({}); 1_001]);
    client.post("/v1/decisions/batch", &batch).problem(413, "batch-too-long");
    client.post("/v1/decisions/batch", &json!({})).problem(422, "invalid-batch");
}

#[test]
fn an_unknown_decision_is_not_found() {
    let server = Server::start();
    let mut client = server.client();
    for id in ["0192f7a8-5c1e-7cc4-9d3b-0f1e2d3c4b5a", "7", "%FF", "..%2f"] {
        client.get(&format!("/v1/decisions/{id}")).problem(404, "decision-not-found");
    }
}

#[test]
fn an_unknown_plugin_names_the_nearest() {
    let server = Server::start();
    let mut client = server.client();
    let problem = client.get("/v1/plugins/tiny-lav").problem(404, "plugin-not-found");
    assert!(problem["detail"].as_str().unwrap().ends_with("did you mean `tiny-law`?"), "{problem}");
}

#[test]
fn an_unknown_route_is_a_problem_too() {
    let server = Server::start();
    server.client().get("/v2/decisions").problem(404, "not-found");
}

#[test]
fn an_unknown_parameter_is_refused() {
    let server = Server::start();
    let mut client = server.client();
    client.post("/v1/decisions/sharing?explian=true", &contract()).problem(400, "invalid-parameter");
}

#[test]
fn a_request_id_that_could_break_a_log_is_refused() {
    let server = Server::start();
    let mut client = server.client();
    for id in ["a b", "a;b", &"x".repeat(129)] {
        let refused = client.send("GET", "/v1/plugins", &[("x-request-id", id)], b"").unwrap();
        refused.problem(400, "invalid-request-id");
    }
}

#[test]
fn a_wrong_search_names_the_filter() {
    let server = Server::start();
    let mut client = server.client();
    let search = json!({ "form": "2026-01-01T00:00:00Z", "to": "2026-01-01", "kind": "share", "limit": 0 });
    let problem = client.post("/v1/decisions/search", &search).problem(422, "invalid-search");
    let problems = problem["problems"].as_array().unwrap();
    let at = |pointer: &str| problems.iter().find(|p| p["pointer"] == pointer).unwrap();
    assert_eq!(at("/form")["nearest"], "from");
    assert!(at("/to")["detail"].as_str().unwrap().contains("RFC 3339"));
    assert_eq!(at("/kind")["allowed"], json!(["sharing", "retention", "rights", "incident"]));
    assert!(at("/limit")["detail"].as_str().unwrap().contains("1 to 500"));
}
