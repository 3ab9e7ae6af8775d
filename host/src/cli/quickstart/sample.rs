//! The sample service: its folder, its config file, and its questions.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value as Json;

use crate::cases::Expect;
use crate::cli::CliError;

/// The sample service as it lies in the repository.
pub struct Sample {
    /// The root of the repository.
    pub root: PathBuf,
    /// `examples/gpt-image-2`.
    pub folder: PathBuf,
    /// The questions, in order.
    pub questions: Vec<SampleQuestion>,
}

/// One question of the sample service.
pub struct SampleQuestion {
    /// What is asked, in a line.
    pub title: String,
    /// The clause of the policy that it belongs to.
    pub clause: String,
    /// The answer's key points, in a sentence.
    pub says: String,
    /// Whether its whole explanation is shown.
    pub explain: bool,
    /// What the answer is compared with.
    pub expect: Expect,
    /// The question.
    pub json: Json,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Index {
    question: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    file: String,
    title: String,
    clause: String,
    says: String,
    #[serde(default)]
    explain: bool,
    #[serde(default)]
    expect: Expect,
}

impl Sample {
    /// Finds the repository from the current folder upwards.
    ///
    /// # Errors
    /// The command does not run in a clone of the repository, or a question cannot be read.
    pub fn find() -> Result<Self, CliError> {
        let here = std::env::current_dir()?;
        let root = here.ancestors().find(|folder| folder.join(INDEX).is_file()).ok_or(
            "quickstart builds the plugins of this repository; run it in a clone, for example with \
             `cargo run --release -- quickstart`",
        )?;
        let folder = root.join(FOLDER);
        let index: Index = toml::from_str(&std::fs::read_to_string(root.join(INDEX))?)?;
        let questions = index.question.into_iter().map(|entry| read(&folder, entry));
        Ok(Self { root: root.to_owned(), questions: questions.collect::<Result<_, _>>()?, folder })
    }
}

const FOLDER: &str = "examples/gpt-image-2";
const INDEX: &str = "examples/gpt-image-2/questions/index.toml";

fn read(folder: &Path, entry: Entry) -> Result<SampleQuestion, CliError> {
    let file = folder.join("questions").join(&entry.file);
    let text = std::fs::read_to_string(&file).map_err(|error| format!("`{}`: {error}", file.display()))?;
    let json = serde_json::from_str(&text).map_err(|error| format!("`{}`: {error}", file.display()))?;
    let Entry { title, clause, says, explain, expect, .. } = entry;
    Ok(SampleQuestion { title, clause, says, explain, expect, json })
}
