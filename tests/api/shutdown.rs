//! The end of a server: what was accepted is answered, and the ledger is closed.

use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::support::{Client, Folder, Server, contract};

#[cfg(unix)]
#[test]
fn a_server_that_is_told_to_stop_answers_what_it_accepted() {
    let mut server = Server::start();
    // An idle connection must not hold the end up.
    let mut idle = server.client();
    idle.get("/healthz").ok();
    let answered = AtomicU64::new(0);
    let stopping = AtomicBool::new(false);
    let (address, token) = (server.address.clone(), server.token.clone());
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let mut client = Client::new(&address, Some(&token));
                let body = contract().to_string();
                let json = [("content-type", "application/json")];
                while !stopping.load(Ordering::Acquire) {
                    match client.send("POST", "/v1/decisions/sharing", &json, body.as_bytes()) {
                        Ok(response) => assert_eq!(response.status, 200),
                        // Between two requests the connection may be closed.
                        Err(_) => return,
                    }
                    answered.fetch_add(1, Ordering::AcqRel);
                }
            });
        }
        thread::sleep(Duration::from_millis(200));
        let told = Command::new("kill").args(["-TERM", &server.child.id().to_string()]).status().unwrap();
        assert!(told.success());
        assert_eq!(ended(&mut server), Some(0));
        stopping.store(true, Ordering::Release);
    });
    let again = Server::of(server.kill());
    let stored = again.records() - 1;
    assert!(answered.load(Ordering::Acquire) > 10);
    assert!(stored >= answered.load(Ordering::Acquire), "{stored} are stored");
}

/// Waits for the end.
fn ended(server: &mut Server) -> Option<i32> {
    let begun = Instant::now();
    loop {
        if let Some(status) = server.child.try_wait().unwrap() {
            return status.code();
        }
        assert!(begun.elapsed() < Duration::from_secs(15), "the server does not end");
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_second_server_on_the_same_data_is_refused_with_the_next_step() {
    let server = Server::start();
    let mut second = server.folder.serve();
    let ended = second.stderr(std::process::Stdio::piped()).output().unwrap();
    assert_eq!(ended.status.code(), Some(2));
    let said = String::from_utf8_lossy(&ended.stderr);
    assert!(said.contains("ask the running server through its API"), "{said}");
}

#[test]
fn a_plugin_that_is_missing_is_named_at_the_start() {
    let folder = Folder::new("");
    let config = folder.path().join("praetor.toml");
    std::fs::write(
        &config,
        "data_dir = \"data\"\nlisten = \"127.0.0.1:0\"\n[[bindings]]\nid = \"eu-gdpr\"\n",
    )
    .unwrap();
    let ended = folder.serve().stderr(std::process::Stdio::piped()).output().unwrap();
    assert_eq!(ended.status.code(), Some(2));
    let said = String::from_utf8_lossy(&ended.stderr);
    assert!(said.contains("`eu-gdpr`") && said.contains("praetor plugin build"), "{said}");
}

#[test]
fn a_changed_config_is_a_new_generation() {
    let server = Server::start();
    assert_eq!(server.client().get("/readyz").ok()["generation"], 1);
    let folder = server.kill();
    let config = folder.path().join("praetor.toml");
    let text = std::fs::read_to_string(&config).unwrap();
    std::fs::write(&config, format!("confidence_wanted = \"high\"\n{text}")).unwrap();
    let server = Server::of(folder);
    assert_eq!(server.client().get("/readyz").ok()["generation"], 2);
    assert_eq!(server.client().post("/v1/decisions/sharing", &contract()).ok()["generation"], 2);
}
