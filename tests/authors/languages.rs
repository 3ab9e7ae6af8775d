//! The same small law in three languages: the same cases pass, and every other question gets the same findings.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

use praetor::wire::read_question;
use praetor_decision::answer::Answer;
use praetor_sandbox::{Deadline, Engine, EngineOptions, Limits};
use praetor_wit::Dictionary;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{praetor, repository};

/// A language other than Rust.
struct Language {
    folder: &'static str,
    /// The program and its arguments, in the folder.
    build: [&'static str; 2],
    /// What the tool's installation leaves in the folder.
    tool: &'static str,
    install: &'static str,
    /// What its binding must allow it.
    flags: &'static [&'static str],
    stubbed_wasi: bool,
}

const JAVASCRIPT: Language = Language {
    folder: "tiny-law-js",
    build: ["node", "build.mjs"],
    tool: "node_modules/@bytecodealliance/componentize-js",
    install: "npm ci",
    flags: &["--large-memory"],
    stubbed_wasi: false,
};

const PYTHON: Language = Language {
    folder: "tiny-law-py",
    build: [".venv/bin/python", "build.py"],
    tool: ".venv/bin/componentize-py",
    install: "python3 -m venv .venv && .venv/bin/pip install -r requirements.txt",
    flags: &["--large-memory", "--allow-stubbed-wasi"],
    stubbed_wasi: true,
};

fn example(name: &str) -> PathBuf {
    repository().join("examples/plugins").join(name)
}

impl Language {
    /// Builds the plugin and puts the cases of the law in Rust into it; none, said aloud, without the tool.
    fn built(&self, out: &Path) -> Option<PathBuf> {
        let folder = example(self.folder);
        if !folder.join(self.tool).exists() {
            // Not `eprintln`, which the test runner keeps to itself.
            let (name, install) = (self.folder, self.install);
            let says = format!("SKIPPED: {name}: its tool is not installed; in its folder: {install}\n");
            std::io::stderr().write_all(says.as_bytes()).unwrap();
            return None;
        }
        let [program, script] = self.build;
        let mut build = Command::new(program);
        let output = build.arg(script).current_dir(&folder).stdin(Stdio::null()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let (from, to) = (folder.join("build/tiny-law.wasm"), out.join(format!("{}.wasm", self.folder)));
        let (cases, source) = (example("tiny-law/cases"), folder);
        let args = ["plugin", "embed", text(&from), "--cases", text(&cases), "--out", text(&to)];
        let by = ["--built-by", "example.org", "--source", text(&source)];
        let said = praetor(out, &[&args[..], &by[..]].concat()).good();
        assert!(said.starts_with("3 cases are in "), "{said}");
        Some(to)
    }

    /// The whole round of an author, with the file alone, and then its findings beside those of the plugin in Rust.
    fn goes_the_round(&self, file: &Path, out: &Path) {
        let run = |verb: &str, more: &[&str]| {
            praetor(out, &[&["plugin", verb, text(file)][..], self.flags, more].concat()).good()
        };
        let tested = run("test", &[]);
        assert!(tested.contains("tiny-law: 3 passed, 0 failed\nall 4 rules fired"), "{tested}");
        let checked = run("check", &[]);
        assert!(checked.ends_with("ready: a server would take it\n"), "{checked}");
        let fuzzed = run("fuzz", &["--questions", "100"]);
        assert!(fuzzed.contains("nothing found in 100 questions"), "{fuzzed}");
        let inspected = praetor(out, &["plugin", "inspect", text(file)]).good();
        assert!(inspected.contains("built by     example.org, of source sha256:"), "{inspected}");
        let limits = Limits { stubbed_wasi: self.stubbed_wasi, ..Limits::large() };
        for ((own, rust), question) in answers(file, limits).iter().zip(in_rust()).zip(asked()) {
            assert_eq!(own, rust, "{} answers otherwise to {question:#}", self.folder);
        }
    }
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Questions around each date and age, with facts present, absent and of no use.
fn asked() -> Vec<Value> {
    let mut all = vec![];
    for as_of in ["2019-12-31", "2020-01-01", "2025-06-30", "2025-07-01"] {
        for subject in
            [json!({}), json!({ "residence": ["XA"] }), json!({ "residence": ["XA-1"], "age": 15 })]
        {
            for basis in [json!({}), json!({ "basis": "contract" }), json!({ "basis": "consent" })] {
                for consents in [json!([]), json!([{ "id": "a", "given-on": "2020-01-01" }, { "id": "b" }])] {
                    let mut used = json!({ "id": "u", "purpose": "marketing", "operation": "use" });
                    used.as_object_mut().unwrap().extend(basis.as_object().unwrap().clone());
                    all.push(json!({
                        "kind": "sharing", "as_of": as_of, "subject": subject, "uses": [used],
                        "items": [{ "id": "i", "category": "postal-address" }], "consents": consents,
                    }));
                }
            }
        }
    }
    all
}

/// What the plugin says to each question, in the order of the contract and not of the language.
fn answers(file: &Path, limits: Limits) -> Vec<Answer> {
    let cache = Some(file.with_file_name("target/plugins/.compiled"));
    let engine = Engine::new(&EngineOptions { cache, ..EngineOptions::default() }).unwrap();
    let plugin = engine.load(&std::fs::read(file).unwrap(), limits).unwrap();
    let today = jiff::civil::date(2026, 11, 23);
    let ask = |question: Value| {
        let asked = read_question(&question, None, today, Dictionary::bundled().unwrap()).unwrap();
        let reply = plugin.ask(&asked.question, &[], Deadline::after(Duration::from_secs(60))).unwrap();
        sorted(reply.answer)
    };
    asked().into_iter().map(ask).collect()
}

/// The facts on which something rests are a set.
fn sorted(mut answer: Answer) -> Answer {
    if let Answer::Sharing(sharing) = &mut answer {
        let findings = sharing.findings.iter_mut().map(|finding| &mut finding.source);
        for source in findings.chain([&mut sharing.standing.source]) {
            source.because.sort();
            source.missing.sort();
        }
    }
    answer
}

/// What the law in Rust says to each question.
fn in_rust() -> &'static [Answer] {
    static ANSWERS: OnceLock<Vec<Answer>> = OnceLock::new();
    ANSWERS.get_or_init(|| {
        let out = TempDir::new().unwrap();
        let law = example("tiny-law");
        praetor(&repository(), &["plugin", "build", text(&law), "--out", text(out.path())]).good();
        let rust = answers(&out.path().join("tiny-law.wasm"), Limits::default());
        let different: BTreeSet<String> = rust.iter().map(|answer| format!("{answer:?}")).collect();
        assert!(different.len() >= 12, "the questions lead to {} answers only", different.len());
        rust
    })
}

#[test]
fn the_same_law_in_javascript_passes_the_same_cases_and_decides_alike() {
    let out = TempDir::new().unwrap();
    let Some(file) = JAVASCRIPT.built(out.path()) else { return };
    JAVASCRIPT.goes_the_round(&file, out.path());
}

/// One test, since a build and the compilation of the interpreter take long.
#[test]
fn the_same_law_in_python_is_refused_until_stubs_are_allowed_and_then_decides_alike() {
    let out = TempDir::new().unwrap();
    let Some(file) = PYTHON.built(out.path()) else { return };
    let said = praetor(out.path(), &["plugin", "test", text(&file), "--large-memory"]);
    assert_ne!(said.code, 0, "{}", said.out);
    for word in ["the plugin imports `wasi:", "allow_stubbed_wasi = true", "plugin-imports"] {
        assert!(said.err.contains(word), "no `{word}` in {}", said.err);
    }
    PYTHON.goes_the_round(&file, out.path());
}
