//! Nothing but health answers without a token, and nothing personal is logged.

use std::process::Stdio;

use serde_json::json;

use crate::support::{Client, Folder, Server, contract, filled, of_kind};

#[test]
fn every_route_but_health_wants_the_token() {
    let server = Server::start();
    let document = server.client().get("/openapi.json").ok();
    let almost = format!("{}0", &server.token[..63]);
    let tokens = [None, Some(""), Some("x"), Some(almost.as_str())];
    for (path, item) in document["paths"].as_object().unwrap() {
        let method = if item.get("post").is_some() { "POST" } else { "GET" };
        for token in tokens.iter().filter(|token| **token != Some(server.token.as_str())) {
            let mut client = Client::new(&server.address, *token);
            let sent = client.send(method, &filled(path), &[], b"").unwrap();
            if path.ends_with("healthz") || path.ends_with("readyz") {
                sent.ok();
            } else {
                sent.problem(401, "unauthorized");
                assert!(sent.header("www-authenticate").unwrap().starts_with("Bearer"));
            }
        }
    }
}

#[test]
fn a_token_in_another_scheme_is_refused() {
    let server = Server::start();
    let mut client = Client::new(&server.address, None);
    for scheme in ["Basic", "bearer,", ""] {
        let header = format!("{scheme} {}", server.token);
        let sent = client.send("GET", "/v1/plugins", &[("authorization", header.as_str())], b"").unwrap();
        sent.problem(401, "unauthorized");
    }
    let header = format!("bearer {}", server.token);
    client.send("GET", "/v1/plugins", &[("authorization", header.as_str())], b"").unwrap().ok();
}

#[test]
fn an_unauthorized_question_is_not_stored() {
    let server = Server::start();
    let before = server.records();
    let mut client = Client::new(&server.address, Some("0123456789abcdef0123456789abcdef"));
    client.post("/v1/decisions/sharing", &contract()).problem(401, "unauthorized");
    assert_eq!(server.records(), before);
}

#[cfg(unix)]
#[test]
fn the_token_file_is_private() {
    use std::os::unix::fs::PermissionsExt;
    let server = Server::start();
    let file = server.folder.path().join("data/token");
    assert_eq!(std::fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn an_address_that_others_reach_wants_an_explicit_token() {
    let folder = Folder::new("");
    let mut serve = folder.serve();
    let ended = serve.env("PRAETOR_LISTEN", "0.0.0.0:0").stderr(Stdio::piped()).output().unwrap();
    assert_eq!(ended.status.code(), Some(2));
    let said = String::from_utf8_lossy(&ended.stderr);
    assert!(said.contains("name a `token_file` in the config"), "{said}");
}

#[test]
fn nothing_personal_and_no_token_is_logged() {
    let folder = Folder::new("");
    let log = folder.path().join("log");
    let mut serve = folder.serve();
    serve.args(["--log", "trace", "--log-format", "json"]);
    serve.stderr(std::fs::File::create(&log).unwrap());
    let server = Server::by(folder, serve);
    let mut client = server.client();
    client.post("/v1/decisions/sharing", &contract()).ok();
    client.post("/v1/decisions/batch", &json!([of_kind(contract(), "sharing")])).ok();
    let mut wrong = contract();
    wrong["subject"]["marked-fact"] = "marked-value".into();
    client.post("/v1/decisions/sharing", &wrong).problem(422, "invalid-question");
    client.get("/v1/decisions/marked-id").problem(404, "decision-not-found");
    let text = std::fs::read_to_string(&log).unwrap();
    let answered = text.lines().filter(|line| line.contains("\"message\":\"answered\"")).count();
    assert_eq!(answered, 4, "{text}");
    assert!(text.contains("/v1/decisions/{id}") && text.contains("\"effect\":\"allow\""));
    assert!(!text.contains("marked") && !text.contains(&server.token), "{text}");
}
