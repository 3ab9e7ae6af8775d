//! A server of the real binary with the tiny law of the examples, and questions that it can answer.

pub mod client;
pub mod plugins;

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use serde_json::{Value as Json, json};
use tempfile::TempDir;

pub use client::Client;

/// A server with a folder of its own, killed when it is dropped.
pub struct Server {
    pub folder: Folder,
    pub child: Child,
    pub address: String,
    pub token: String,
}

/// A config file and the data of one server; it outlives the process.
pub struct Folder {
    root: TempDir,
}

impl Folder {
    /// A folder whose config binds the tiny law; `more` is further TOML before the binding.
    pub fn new(more: &str) -> Self {
        let root = tempfile::tempdir().unwrap();
        let plugin = tiny_law().display();
        let config = format!(
            "listen = \"127.0.0.1:0\"\ndata_dir = \"data\"\n{more}\n[[bindings]]\nid = \"tiny-law\"\nfile = \"{plugin}\"\n"
        );
        std::fs::write(root.path().join("praetor.toml"), config).unwrap();
        Self { root }
    }

    pub fn path(&self) -> &Path {
        self.root.path()
    }

    /// The command that serves.
    pub fn serve(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_praetor"));
        command.arg("serve").arg("--config").arg(self.path().join("praetor.toml"));
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        command.env_remove("RUST_LOG");
        command
    }
}

impl Server {
    pub fn start() -> Self {
        Self::of(Folder::new(""))
    }

    pub fn of(folder: Folder) -> Self {
        let command = folder.serve();
        Self::by(folder, command)
    }

    /// Starts the process and waits until it says where it listens.
    pub fn by(folder: Folder, mut command: Command) -> Self {
        let mut child = command.spawn().unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("listening on http://");
        let address = address.unwrap_or_else(|| panic!("the server says `{line}`")).to_owned();
        // Read on, or the server would block on a full pipe.
        std::thread::spawn(move || output.lines().map_while(Result::ok).for_each(drop));
        let token = std::fs::read_to_string(folder.path().join("data/token")).unwrap();
        Self { folder, child, address, token: token.trim().to_owned() }
    }

    /// A connection that sends the token.
    pub fn client(&self) -> Client {
        Client::new(&self.address, Some(&self.token))
    }

    /// Records in the ledger.
    pub fn records(&self) -> u64 {
        let ready = self.client().get("/readyz").json();
        ready["ledger"]["records"].as_u64().unwrap()
    }

    /// Kills the process at once, and gives the folder back.
    pub fn kill(mut self) -> Folder {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        std::mem::replace(&mut self.folder, Folder { root: tempfile::tempdir().unwrap() })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A path of the description with something in its places.
pub fn filled(path: &str) -> String {
    let parts = path.split('/').map(|part| if part.starts_with('{') { "000" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

/// A question that the tiny law allows.
pub fn contract() -> Json {
    json!({
        "as_of": "2026-11-23",
        "subject": { "id": "marked-subject-4711", "residence": ["XA"], "age": 12 },
        "items": [{ "id": "address", "path": "/marked/path", "category": "postal-address" }],
        "uses": [{ "id": "delivery", "purpose": "content-generation", "operation": "use", "basis": "contract" }],
    })
}

/// A question that the tiny law denies.
pub fn no_ground() -> Json {
    let mut question = contract();
    question["uses"][0]["basis"] = "legitimate-interest".into();
    question
}

/// The same question with its kind, as a batch wants it.
pub fn of_kind(mut question: Json, kind: &str) -> Json {
    question["kind"] = kind.into();
    question
}

/// The tiny law, built once.
pub fn tiny_law() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let repository = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let folder = repository.join("examples/plugins/tiny-law");
        let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("api-plugins");
        let built = praetor::guests::build(&[folder], &out).unwrap();
        built[0].file.clone()
    })
}
