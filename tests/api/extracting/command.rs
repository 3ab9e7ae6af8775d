//! `praetor export`: whole files, or files that say that they are not.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Output};

use praetor_ledger::{Ledger, LedgerOptions, Page, RecordKind, Store};
use serde_json::json;

use super::{decide, lines, parts};
use crate::support::{Folder, Server};

fn export(arguments: &[&str], folder: &Folder, file: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_praetor"));
    command.arg("export").args(arguments).arg("--output").arg(file);
    command.arg("--config").arg(folder.path().join("praetor.toml"));
    command.arg("--token-file").arg(folder.path().join("data/token"));
    command.env_remove("PRAETOR_SERVER").env_remove("RUST_LOG").output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_server_and_its_folder_give_the_same_decisions() {
    let server = Server::start();
    decide(&server, 300);
    let (_, asked, _) = lines(&server, &json!({ "format": "ndjson" }));
    let file = server.folder.path().join("asked.ndjson");
    let served = export(&["--format", "ndjson", "--server", &server.address], &server.folder, &file);
    assert!(served.status.success(), "{}", said(&served));
    assert_eq!(parts(&std::fs::read(&file).unwrap()).1, asked);
    let mode = std::os::unix::fs::MetadataExt::mode(&std::fs::metadata(&file).unwrap());
    assert_eq!(mode & 0o777, 0o600);
    let open = export(&["--format", "ndjson"], &server.folder, &server.folder.path().join("x"));
    assert_eq!(open.status.code(), Some(2));
    assert!(said(&open).contains("--server"), "{}", said(&open));
    let folder = server.kill();
    let offline = folder.path().join("offline.ndjson");
    let closed = export(&["--format", "ndjson"], &folder, &offline);
    assert!(closed.status.success(), "{}", said(&closed));
    let (head, decisions, _) = parts(&std::fs::read(&offline).unwrap());
    assert_eq!((decisions, &head["actor"]), (asked, &json!("command-line")));
    assert!(!folder.path().join("offline.ndjson.partial").exists());
}

#[test]
fn each_export_is_on_record() {
    let server = Server::start();
    decide(&server, 3);
    let file = server.folder.path().join("one");
    let arguments = ["--format", "ndjson", "--kind", "sharing", "--server", &server.address];
    assert!(export(&arguments, &server.folder, &file).status.success());
    let folder = server.kill();
    assert!(
        export(&["--format", "ndjson", "--by-reference"], &folder, &folder.path().join("two"))
            .status
            .success()
    );
    let store = Ledger::open_existing(&LedgerOptions::in_folder(folder.path().join("data"))).unwrap();
    let page = Page { kinds: vec![RecordKind::Extract], ..Page::default() };
    assert_eq!(store.list(&page).wait().unwrap().records.len(), 2);
}

#[test]
fn a_file_that_exists_is_not_overwritten() {
    let server = Server::start();
    let file = server.folder.path().join("mine");
    std::fs::write(&file, "mine").unwrap();
    let refused = export(&["--format", "ndjson", "--server", &server.address], &server.folder, &file);
    assert_eq!(refused.status.code(), Some(2));
    assert!(said(&refused).contains("exists"), "{}", said(&refused));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "mine");
}

/// Answers one request with the beginning of an export, and goes.
fn broken(ending: &'static [u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    std::thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        let mut head = BufReader::new(stream);
        let mut line = String::new();
        while head.read_line(&mut line).unwrap() > 2 {
            line.clear();
        }
        let text = b"{\"type\":\"export\"}\n";
        let stream = head.get_mut();
        stream.write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n").unwrap();
        write!(stream, "{:x}\r\n", text.len()).unwrap();
        stream.write_all(text).unwrap();
        stream.write_all(b"\r\n").unwrap();
        stream.write_all(ending).unwrap();
    });
    address
}

#[test]
fn an_export_that_was_cut_short_is_named_so() {
    let folder = Folder::new("");
    std::fs::create_dir(folder.path().join("data")).unwrap();
    std::fs::write(folder.path().join("data/token"), "0123456789abcdef0123456789abcdef").unwrap();
    // The connection goes; and an answer that ends in order, without its last line.
    for (name, ending) in [("cut", &b""[..]), ("short", b"0\r\n\r\n")] {
        let file = folder.path().join(name);
        for format in praetor::export::FORMATS.iter().map(|(name, _)| name) {
            let partial = folder.path().join(format!("{name}.partial"));
            let output = export(&["--format", format, "--server", &broken(ending)], &folder, &file);
            assert_eq!(output.status.code(), Some(2), "{}", said(&output));
            assert!(said(&output).contains("cut short"), "{}", said(&output));
            assert!(!file.exists() && partial.exists());
            std::fs::remove_file(partial).unwrap();
        }
    }
}
