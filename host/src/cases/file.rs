//! Case files: TOML below a plugin's `cases/` folder, a list of `[[case]]` each.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use praetor_sandbox::custom_sections;
use serde::Deserialize;
use thiserror::Error;
use toml::Table;

use super::expect::Expect;

/// The custom section in which a plugin's cases travel; the SDK writes it.
pub const CASES_SECTION: &str = "praetor:cases";

/// One question with the answer that is expected.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// What it shows, in a sentence.
    pub name: String,
    /// Other plugins of the same folder that answer too.
    #[serde(default)]
    pub with: Vec<String>,
    /// Settings of the plugin under test.
    #[serde(default)]
    pub settings: Table,
    /// Settings of the others, by plugin id.
    #[serde(default)]
    pub settings_of: BTreeMap<String, Table>,
    /// The controller profile, as in the config file.
    #[serde(default)]
    pub profile: Table,
    /// Places to assume for a person of unknown residence.
    #[serde(default)]
    pub fallback_jurisdictions: Vec<String>,
    /// The question, as the HTTP API takes it.
    pub question: Table,
    /// What is expected.
    #[serde(default)]
    pub expect: Expect,
    /// Where it was read from.
    #[serde(skip)]
    pub file: PathBuf,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseFile {
    #[serde(default)]
    case: Vec<Case>,
}

/// Why a case file cannot be used.
#[derive(Debug, Error)]
pub enum CaseError {
    /// It cannot be read.
    #[error("cannot read `{}`: {source}", file.display())]
    Unreadable {
        /// The file or folder.
        file: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// It is not a case file.
    #[error("`{}`: {says}", file.display())]
    Wrong {
        /// The file.
        file: PathBuf,
        /// Why.
        says: String,
    },
}

/// Reads every case below a folder, in the order of the file names.
///
/// # Errors
/// The first file that cannot be read.
pub fn read_cases(folder: &Path) -> Result<Vec<Case>, CaseError> {
    let mut files = vec![];
    collect(folder, &mut files)?;
    files.sort();
    let mut cases = vec![];
    for file in files {
        let text = std::fs::read_to_string(&file)
            .map_err(|source| CaseError::Unreadable { file: file.clone(), source })?;
        cases.extend(parse(&text, &file)?);
    }
    Ok(cases)
}

/// Reads the cases that travel inside a component; `file` is where it came from.
///
/// # Errors
/// They are no cases.
pub fn cases_inside(component: &[u8], file: &Path) -> Result<Vec<Case>, CaseError> {
    let mut cases = vec![];
    for section in custom_sections(component, CASES_SECTION) {
        cases.extend(parse(&String::from_utf8_lossy(&section), file)?);
    }
    Ok(cases)
}

fn parse(text: &str, file: &Path) -> Result<Vec<Case>, CaseError> {
    let read: CaseFile = toml::from_str(text)
        .map_err(|error| CaseError::Wrong { file: file.to_owned(), says: error.to_string() })?;
    Ok(read.case.into_iter().map(|case| Case { file: file.to_owned(), ..case }).collect())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), CaseError> {
    let unreadable = |source| CaseError::Unreadable { file: folder.to_owned(), source };
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            files.push(path);
        }
    }
    Ok(())
}
