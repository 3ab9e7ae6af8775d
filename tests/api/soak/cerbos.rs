//! The same kills for the file audit log of Cerbos.

use std::collections::BTreeSet;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value as Json, json};
use tempfile::TempDir;

use crate::support::Client;

const CALLERS: usize = 4;
const POLICY: &str = r#"
apiVersion: api.cerbos.dev/v1
resourcePolicy:
  resource: picture
  version: default
  rules:
    - actions: ["share"]
      effect: EFFECT_ALLOW
      roles: ["user"]
      condition:
        match:
          expr: request.resource.attr.basis == "contract"
"#;

/// Kills it so many times and counts the answered decisions that its log does not hold.
pub fn soak(binary: &str, kills: u64) {
    let folder = tempfile::tempdir().unwrap();
    let mut answered = vec![];
    for kill in 0..kills {
        let port = configure(&folder);
        let server = start(binary, folder.path(), port);
        answered.extend(load_and_kill(server, port, Duration::from_millis(40 + kill * 17 % 120)));
    }
    let (logged, torn) = logged(&folder.path().join("audit.log"));
    let lost = answered.iter().filter(|id| !logged.contains(*id)).count();
    println!(
        "cerbos: {kills} kills, {} decisions answered, {lost} missing from its file audit log, {torn} torn lines",
        answered.len()
    );
}

fn configure(folder: &TempDir) -> u16 {
    let free = || TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let (http, grpc) = (free(), free());
    let root = folder.path();
    std::fs::create_dir_all(root.join("policies")).unwrap();
    std::fs::write(root.join("policies/picture.yaml"), POLICY).unwrap();
    let config = json!({
        "server": { "httpListenAddr": format!("127.0.0.1:{http}"), "grpcListenAddr": format!("127.0.0.1:{grpc}") },
        "storage": { "driver": "disk", "disk": { "directory": root.join("policies"), "watchForChanges": false } },
        "audit": {
            "enabled": true, "accessLogsEnabled": false, "decisionLogsEnabled": true,
            "backend": "file", "file": { "path": root.join("audit.log") },
        },
        "telemetry": { "disabled": true },
    });
    // YAML reads JSON.
    std::fs::write(root.join("cerbos.yaml"), config.to_string()).unwrap();
    http
}

fn start(binary: &str, folder: &Path, port: u16) -> Child {
    let mut command = Command::new(binary);
    command.arg("server").arg("--config").arg(folder.join("cerbos.yaml"));
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let child = command.spawn().unwrap();
    let begun = Instant::now();
    while Client::try_new(&format!("127.0.0.1:{port}"), None).is_err() {
        assert!(begun.elapsed() < Duration::from_secs(30), "cerbos does not listen");
        thread::sleep(Duration::from_millis(10));
    }
    child
}

fn load_and_kill(mut server: Child, port: u16, after: Duration) -> Vec<String> {
    let answered = Mutex::new(vec![]);
    let begun = AtomicBool::new(false);
    thread::scope(|scope| {
        for _ in 0..CALLERS {
            scope.spawn(|| ask_until_it_dies(port, &begun, &answered));
        }
        let since = Instant::now();
        while !begun.load(Ordering::Acquire) && since.elapsed() < Duration::from_secs(10) {
            thread::sleep(Duration::from_millis(1));
        }
        thread::sleep(after);
        server.kill().unwrap();
        server.wait().unwrap();
    });
    answered.into_inner().unwrap()
}

fn ask_until_it_dies(port: u16, begun: &AtomicBool, answered: &Mutex<Vec<String>>) {
    let Ok(mut client) = Client::try_new(&format!("127.0.0.1:{port}"), None) else { return };
    let question = json!({
        "requestId": "soak",
        "principal": { "id": "someone", "roles": ["user"] },
        "resources": [{
            "actions": ["share"],
            "resource": { "kind": "picture", "id": "one", "attr": { "basis": "contract" } },
        }],
    });
    let body = question.to_string();
    let json = [("content-type", "application/json")];
    while let Ok(response) = client.send("POST", "/api/check/resources", &json, body.as_bytes()) {
        assert_eq!(response.status, 200, "{}", String::from_utf8_lossy(&response.body));
        let id = response.json()["cerbosCallId"].as_str().unwrap().to_owned();
        answered.lock().unwrap().push(id);
        begun.store(true, Ordering::Release);
    }
}

/// The call ids in the log, and how many of its lines are torn.
fn logged(log: &Path) -> (BTreeSet<String>, usize) {
    let text = std::fs::read(log).unwrap_or_default();
    let (mut ids, mut torn) = (BTreeSet::new(), 0);
    for line in text.split(|&byte| byte == b'\n').filter(|line| !line.is_empty()) {
        match serde_json::from_slice::<Json>(line) {
            Ok(entry) => ids.extend(entry["callId"].as_str().map(str::to_owned)),
            Err(_) => torn += 1,
        }
    }
    (ids, torn)
}
