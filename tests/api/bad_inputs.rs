//! No bad input ends in a 500, and none is stored.

use serde_json::{Value as Json, json};

use crate::support::{Client, Server, contract};

const KINDS: [&str; 4] = ["sharing", "retention", "rights", "incident"];

/// Texts that are no question of any kind.
fn bad_texts() -> Vec<Vec<u8>> {
    let texts: [&[u8]; 22] = [
        b"",
        b" ",
        b"{",
        b"}",
        b"null",
        b"true",
        b"7",
        b"-",
        b"\"question\"",
        b"[]",
        b"[{}]",
        b"{\"a\"}",
        b"{\"items\":[}",
        b"\xff\xfe",
        b"\xef\xbb\xbf{}",
        b"{\"as_of\":\"\\ud800\"}",
        b"{\"as_of\": 1e999}",
        b"{} {}",
        b"{\"items\":[]}\0",
        b"{'items':[]}",
        b"{\"items\":[],}",
        b"// {}\n{}",
    ];
    let mut texts: Vec<Vec<u8>> = texts.iter().map(|text| text.to_vec()).collect();
    texts.push(format!("{}{}", "{\"a\":".repeat(500), "}".repeat(500)).into_bytes());
    texts.push("[".repeat(100_000).into_bytes());
    texts
}

/// JSON that is well formed and wrong: what is put into a good question, and where.
fn bad_questions() -> Vec<Json> {
    let edits: [(&str, Json); 34] = [
        ("/as_of", json!(7)),
        ("/as_of", json!("2026-02-30")),
        ("/as_of", json!("2026-11-23T00:00:00Z")),
        ("/as_of", json!("-2026-11-23")),
        ("/as_of", json!("0000-01-01")),
        ("/as_of", json!("99999-01-01")),
        ("/as_of", json!(null)),
        ("/kind", json!("sharing ")),
        ("/kind", json!(null)),
        ("/subject", json!([])),
        ("/subject", json!("XA")),
        ("/subject/id", json!(7)),
        ("/subject/id", json!("")),
        ("/subject/id", json!("x".repeat(257))),
        ("/subject/age", json!("12")),
        ("/subject/age", json!(12.5)),
        ("/subject/age", json!(1e300)),
        ("/subject/age", json!(18_446_744_073_709_551_615_u64)),
        ("/subject/residence", json!("xa")),
        ("/subject/residence", json!(["XA", 7])),
        ("/subject/residence", json!(["X'A"])),
        ("/subject/residence", json!(vec!["XA"; 501])),
        ("/items", json!({})),
        ("/items", json!([7])),
        ("/items", json!([[[[]]]])),
        ("/items", json!(vec![json!({}); 501])),
        ("/items/0/category", json!("nothing-like-this")),
        ("/items/0/category", json!("x\u{0}y")),
        ("/items/0/path", json!("p".repeat(257))),
        ("/items/0/collected-on", json!("not yet")),
        ("/items/0/made-up", json!(true)),
        ("/uses/0/items", json!(["nobody"])),
        ("/uses/0/items", json!("delivery")),
        ("/../../etc/passwd", json!(1)),
    ];
    edits.into_iter().map(|(pointer, value)| with(contract(), pointer, value)).collect()
}

fn with(mut question: Json, pointer: &str, value: Json) -> Json {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    match question.pointer_mut(parent).and_then(Json::as_object_mut) {
        Some(object) => object.insert(key.to_owned(), value),
        None => question.as_object_mut().unwrap().insert(pointer.to_owned(), value),
    };
    question
}

#[track_caller]
fn refused(status: u16, body: &[u8], what: &[u8]) {
    let shown = String::from_utf8_lossy(what.get(..what.len().min(200)).unwrap()).into_owned();
    let answer = String::from_utf8_lossy(body);
    assert!((400..500).contains(&status), "{status} for `{shown}`: {answer}");
    assert!(answer.contains("urn:praetor:problem:"), "{shown}: {answer}");
}

#[test]
fn no_bad_question_is_a_fault_and_none_is_stored() {
    let server = Server::start();
    let mut client = server.client();
    let before = server.records();
    let mut bodies = bad_texts();
    bodies.extend(bad_questions().iter().map(|question| question.to_string().into_bytes()));
    assert!(bodies.len() >= 50);
    for body in &bodies {
        let response = client.post_bytes("/v1/decisions/sharing", body);
        refused(response.status, &response.body, body);
    }
    for kind in KINDS {
        for body in bad_texts() {
            let response = client.post_bytes(&format!("/v1/decisions/{kind}"), &body);
            refused(response.status, &response.body, &body);
        }
    }
    assert_eq!(server.records(), before, "a bad question was stored");
    client.post("/v1/decisions/sharing", &contract()).ok();
    assert_eq!(server.records(), before + 1);
}

#[test]
fn no_bad_search_is_a_fault() {
    let server = Server::start();
    let mut client = server.client();
    let good = client.post("/v1/decisions/sharing", &contract()).ok();
    let id = good["id"].as_str().unwrap();
    let bodies = [
        json!([]),
        json!(null),
        json!({ "subject": "" }),
        json!({ "subject": ["someone"] }),
        json!({ "effect": 7 }),
        json!({ "rule": "" }),
        json!({ "plugin": null }),
        json!({ "jurisdiction": "nowhere" }),
        json!({ "due_from": "2026-13-01" }),
        json!({ "cursor": "" }),
        json!({ "cursor": 7 }),
        json!({ "cursor": "00000001000000000000000000000000000000000000000000000000" }),
        json!({ "cursor": "é".repeat(30) }),
        json!({ "cursor": id }),
        json!({ "from": "now" }),
        json!({ "from": 7 }),
        json!({ "to": "2026-11-23T00:00:00" }),
        json!({ "limit": -1 }),
        json!({ "limit": 501 }),
        json!({ "limit": "10" }),
        json!({ "order": "random" }),
        json!({ "kind": ["sharing"] }),
    ];
    for body in bodies {
        let text = body.to_string();
        let response = client.post_bytes("/v1/decisions/search", text.as_bytes());
        refused(response.status, &response.body, text.as_bytes());
    }
}

#[test]
fn no_bad_request_line_is_a_fault_and_the_server_goes_on() {
    let server = Server::start();
    let long = "x".repeat(100_000);
    let many: String = (0..500).map(|n| format!("h{n}: v\r\n")).collect();
    let requests: [String; 8] = [
        "GET\r\n\r\n".into(),
        "GET / HTTP/9.9\r\n\r\n".into(),
        "\r\n\r\n\r\n garbage \r\n\r\n".into(),
        format!("GET /{long} HTTP/1.1\r\nhost: test\r\n\r\n"),
        format!("GET / HTTP/1.1\r\nhost: test\r\nx: {long}\r\n\r\n"),
        format!("GET / HTTP/1.1\r\nhost: test\r\n{many}\r\n"),
        "POST / HTTP/1.1\r\nhost: test\r\ncontent-length: -1\r\n\r\n".into(),
        "POST / HTTP/1.1\r\nhost: test\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\n12345".into(),
    ];
    for request in requests {
        let mut client = Client::new(&server.address, None);
        // A connection that is cut is as good an answer as a 4xx.
        if let Ok(response) = client.raw(request.as_bytes()) {
            let shown = &request[..request.len().min(60)];
            assert!((400..500).contains(&response.status), "{} for `{shown}`", response.status);
        }
        server.client().get("/healthz").ok();
    }
}
