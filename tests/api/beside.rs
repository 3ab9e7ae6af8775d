//! A second process where only one may be, and folders that may not be written: words with the next step.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::support::{Folder, Server, contract};

fn praetor(args: &[&str], config: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_praetor"));
    command.args(args).arg("--config").arg(config).env_remove("RUST_LOG").stdin(Stdio::null());
    command.output().unwrap()
}

/// What a command that must fail with code 2 said.
#[track_caller]
fn refused(ended: &Output) -> String {
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert_eq!(ended.status.code(), Some(2), "{said}");
    said
}

#[test]
fn a_second_server_on_the_same_folder_is_refused_and_the_first_goes_on() {
    let server = Server::start();
    let mut client = server.client();
    let before = client.post("/v1/decisions/sharing", &contract()).ok();
    let said = refused(&server.folder.serve().stderr(Stdio::piped()).output().unwrap());
    assert!(said.contains("is open in another process; ask the running server through its API"), "{said}");
    assert!(said.contains("data"), "it names the folder: {said}");
    let config = server.folder.path().join("praetor.toml");
    let said = refused(&praetor(&["log", "verify"], &config));
    assert!(said.contains("a server has the ledger in") && said.contains("--server ADDRESS"), "{said}");
    let found = client.get(&format!("/v1/decisions/{}", before["id"].as_str().unwrap()));
    assert_eq!(found.ok(), before);
    client.post("/v1/decisions/sharing", &contract()).ok();
}

#[test]
fn a_second_ledger_with_the_key_file_of_another_is_refused() {
    let server = Server::of(Folder::new("[ledger]\nkey_file = \"keys\""));
    server.client().post("/v1/decisions/sharing", &contract()).ok();
    let config = server.folder.path().join("other.toml");
    fs::write(&config, "listen = \"127.0.0.1:0\"\ndata_dir = \"other\"\n[ledger]\nkey_file = \"keys\"\n")
        .unwrap();
    let said = refused(&praetor(&["serve"], &config));
    assert!(said.contains("belongs to another ledger") && said.contains("name a new key file"), "{said}");
    server.client().post("/v1/decisions/sharing", &contract()).ok();
    let server = Server::of(server.kill());
    server.client().post("/v1/decisions/sharing", &contract()).ok();
}

/// The command as a user who is not the owner of the folders: for root no folder is read-only.
#[cfg(unix)]
fn as_somebody(mut command: Command) -> Output {
    use std::os::unix::process::CommandExt;
    command.stderr(Stdio::piped());
    if fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0) {
        command.uid(65_534).gid(65_534);
    }
    command.output().unwrap()
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_written_is_named_with_the_next_step() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    let folder = Folder::new("");
    let data = folder.path().join("data");
    mode(folder.path(), 0o755);
    fs::create_dir(&data).unwrap();
    mode(&data, 0o555);
    let said = refused(&as_somebody(folder.serve()));
    assert!(said.contains(&format!("the folder `{}`", data.display())), "{said}");
    assert!(said.contains("Permission denied") && said.contains("name another `data_dir`"), "{said}");
    // A store that was made, and may be read alone from now on.
    mode(&data, 0o755);
    let folder = Server::of(folder).kill();
    for file in ["", "plugins", "compiled", "ledger.redb"] {
        let path = data.join(file);
        mode(&path, if path.is_dir() { 0o555 } else { 0o444 });
    }
    let said = refused(&as_somebody(folder.serve()));
    assert!(said.contains(&format!("the folder `{}`", data.display())), "{said}");
    assert!(said.contains("name another `data_dir`"), "{said}");
    mode(&data, 0o755);
}
