//! Rows of the oracle as questions to the plugins.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use praetor::cases::{Case, CaseFailure, Runner};
use praetor::guests;
use praetor_decision::Day;
use praetor_sandbox::{Engine, EngineOptions, Limits, Plugin};

use crate::row::Row;

/// How many rows of a law are asked.
const SAMPLED: usize = 300;

/// A question about a row, and what must come of it: pieces of a case file.
pub struct Asked {
    /// The question, without its head.
    pub question: String,
    /// What is expected: `due.respond = "2026-12-23"`.
    pub expected: String,
}

impl Asked {
    /// A request of somebody who lives in a place to a controller with these facts.
    pub fn rights(as_of: Day, controller: &str, residence: &str, request: &str, expected: String) -> Self {
        let question = format!(
            r#"
            kind = "rights"
            as_of = "{as_of}"
            controller = {{ {controller} }}
            subject = {{ residence = ["{residence}"], matters = [], earlier-requests = [] }}
            requester = {{ relation = "self", identity-achieved = "verified", signed-in = true, doubts-documented = true }}
            items = [{{ id = "prompts", category = "prompt-text" }}]
            requests = [{{ id = "r", {request} }}]
            "#
        );
        Self { question, expected }
    }

    fn case(&self, row: &Row) -> Case {
        let (line, question, expected) = (&row.line, &self.question, &self.expected);
        let text = format!("name = '{line}'\n[question]\n{question}\n[expect]\n{expected}\n");
        toml::from_str(&text).unwrap_or_else(|wrong| panic!("{wrong}\n{text}"))
    }
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the repository").to_owned()
}

/// A plugin, built and compiled once for this process, one at a time.
fn plugin(id: &str) -> Plugin {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    static LOADED: Mutex<BTreeMap<String, Plugin>> = Mutex::new(BTreeMap::new());
    let mut loaded = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
    let built = loaded.entry(id.to_owned()).or_insert_with(|| {
        let out = repository().join("target/plugins");
        guests::build(&[repository().join("plugins").join(id)], &out).expect("the plugin is built");
        let engine = ENGINE.get_or_init(|| {
            let cache = Some(out.join(".compiled"));
            Engine::new(&EngineOptions { cache, ..EngineOptions::default() }).expect("an engine")
        });
        load(engine, &out.join(format!("{id}.wasm")))
    });
    built.clone()
}

fn load(engine: &Engine, file: &Path) -> Plugin {
    let bytes = std::fs::read(file).expect("a component");
    engine.load(&bytes, Limits::default()).expect("a plugin")
}

/// As many rows as are asked, spread evenly over those that this law can be asked about.
fn sampled(rows: Vec<Row>, asked: impl Fn(&Row) -> Option<Asked>) -> Vec<(Row, Asked)> {
    let all: Vec<(Row, Asked)> =
        rows.into_iter().filter_map(|row| asked(&row).map(|asked| (row, asked))).collect();
    assert!(all.len() >= SAMPLED, "too few rows can be asked: {}", all.len());
    let (step, mut sample) = (all.len() / SAMPLED, all);
    let mut nth = 0;
    sample.retain(|_| {
        nth += 1;
        nth % step == 0
    });
    sample
}

/// Asks a plugin about a sample of the rows and compares the days.
pub fn agrees(plugin: &str, rows: Vec<Row>, asked: impl Fn(&Row) -> Option<Asked>) {
    let mut runner = Runner::new(self::plugin(plugin), BTreeMap::new());
    let sample = sampled(rows, asked);
    let mut wrong = vec![];
    for (row, asked) in &sample {
        match runner.run(&asked.case(row)).failure {
            None => {}
            Some(failure @ (CaseFailure::NotAsked(_) | CaseFailure::TooSlow)) => {
                wrong.push(format!("{}\n  {failure}", row.line));
            }
            Some(CaseFailure::Differs { lines, .. }) => {
                wrong.push(format!("{}\n  {}", row.line, lines.join("\n  ")));
            }
        }
    }
    let first: Vec<&str> = wrong.iter().take(10).map(String::as_str).collect();
    assert!(wrong.is_empty(), "{plugin}: {} of {} differ:\n{}", wrong.len(), sample.len(), first.join("\n"));
}
