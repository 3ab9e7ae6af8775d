//! The TOML files of a plugin's folder.

use std::fs;
use std::path::{Path, PathBuf};

use crate::refusal::Refusals;

/// One file as text and as TOML.
#[derive(Debug)]
pub(crate) struct Source {
    /// The path relative to the plugin's folder, with `/`.
    pub(crate) file: String,
    pub(crate) text: String,
    pub(crate) table: toml::Table,
}

/// One file, or none with the fault noted.
pub(crate) fn read(folder: &Path, path: &Path, refusals: &Refusals) -> Option<Source> {
    let file = relative(folder, path);
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) => {
            refusals.add(&file, "", format!("does not read: {error}"));
            return None;
        }
    };
    match text.parse::<toml::Table>() {
        Ok(table) => Some(Source { file, text, table }),
        Err(error) => {
            refusals.add(&file, "", format!("is not TOML: {}", one_line(&error)));
            None
        }
    }
}

/// All `*.toml` files below a folder, sorted by path, and whether every one of them reads.
pub(crate) fn read_all(folder: &Path, below: &str, refusals: &Refusals) -> (Vec<Source>, bool) {
    let mut paths = Vec::new();
    collect(&folder.join(below), &mut paths);
    paths.sort();
    let sources: Vec<_> = paths.iter().filter_map(|path| read(folder, path, refusals)).collect();
    let complete = sources.len() == paths.len();
    (sources, complete)
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|end| end == "toml") {
            found.push(path);
        }
    }
}

fn relative(folder: &Path, path: &Path) -> String {
    let below = path.strip_prefix(folder).unwrap_or(path);
    let parts = below.components().map(|part| part.as_os_str().to_string_lossy());
    parts.collect::<Vec<_>>().join("/")
}

fn one_line(error: &toml::de::Error) -> String {
    error.message().lines().collect::<Vec<_>>().join("; ")
}
