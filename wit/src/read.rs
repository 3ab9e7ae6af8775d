//! From the text of the files to checked parts of the dictionary.

use std::collections::HashMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::error::DictionaryError;
use crate::list::{Entry, List, Listing};
use crate::spec::{FactSpec, KindSpec};

/// A file of `wit/dictionary`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum File {
    Meta,
    Kinds,
    Facts(&'static FactsFile),
    List(List),
}

impl File {
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        let facts = FACTS_FILES.iter().map(Self::Facts);
        let lists = List::ALL.iter().copied().map(Self::List);
        [Self::Meta, Self::Kinds].into_iter().chain(facts).chain(lists)
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Meta => "dictionary.toml",
            Self::Kinds => "kinds.toml",
            Self::Facts(file) => file.name,
            Self::List(list) => list.file(),
        }
    }

    /// The file with the facts of this kind; the file of the kinds if there is none.
    pub(crate) fn of_facts(kind: &str) -> Self {
        FACTS_FILES.iter().find(|file| file.kind == kind).map_or(Self::Kinds, Self::Facts)
    }

    /// The text that was built in.
    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::Meta => include_str!("../dictionary/dictionary.toml"),
            Self::Kinds => include_str!("../dictionary/kinds.toml"),
            Self::Facts(file) => file.text,
            Self::List(list) => list.text(),
        }
    }
}

/// The facts of one kind of entity.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct FactsFile {
    pub(crate) kind: &'static str,
    name: &'static str,
    text: &'static str,
}

macro_rules! facts_files {
    ($($kind:literal)+) => {
        /// One file for each kind that has facts, in the order of the kinds. A test compares this with the folder.
        pub(crate) const FACTS_FILES: &[FactsFile] = &[$(FactsFile {
            kind: $kind,
            name: concat!("facts/", $kind, ".toml"),
            text: include_str!(concat!("../dictionary/facts/", $kind, ".toml")),
        },)+];
    };
}

facts_files! {
    "question"
    "controller"
    "figure"
    "subject"
    "person"
    "requester"
    "request"
    "earlier-request"
    "item"
    "label"
    "disclosure"
    "use"
    "consent"
    "mark"
    "recipient"
    "sub-processor"
    "hop"
    "instrument"
    "certification"
    "assessment"
    "order"
    "matter"
    "transaction"
    "notice"
    "declared-use"
    "permission"
    "incident"
}

/// Where the text of a file comes from; tests put faulty texts in its place.
pub(crate) type Texts<'a> = &'a dyn Fn(File) -> &'a str;

/// The keys that every entry of every list may have. The others belong to the list.
const SHARED_KEYS: [&str; 6] = ["id", "meaning", "fideslang", "dpv", "parent", "seed"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MetaFile {
    version: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KindsFile {
    kind: Vec<KindSpec>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FactsOfKind {
    fact: Vec<FactSpec>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ListFile {
    entry: Vec<toml::Table>,
}

/// The keys of a list whose entries have nothing of their own.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Plain {}

pub(crate) fn version(texts: Texts) -> Result<String, DictionaryError> {
    Ok(parse::<MetaFile>(texts, File::Meta)?.version)
}

pub(crate) fn kinds(texts: Texts) -> Result<Vec<KindSpec>, DictionaryError> {
    Ok(parse::<KindsFile>(texts, File::Kinds)?.kind)
}

/// Reads the facts of all kinds, in the order of the kinds' files.
pub(crate) fn facts(texts: Texts) -> Result<Vec<FactSpec>, DictionaryError> {
    let mut facts = Vec::new();
    for file in FACTS_FILES {
        let of_kind = parse::<FactsOfKind>(texts, File::Facts(file))?.fact;
        if let Some(stray) = of_kind.iter().find(|fact| fact.kind != file.kind) {
            return Err(DictionaryError::Contradiction {
                file: file.name,
                name: stray.path(),
                problem: format!("is not of the kind `{}`; move it to the file of its kind", file.kind),
            });
        }
        facts.extend(of_kind);
    }
    Ok(facts)
}

/// Reads a list whose entries have the shared keys and those of `Own`.
pub(crate) fn list<Own: DeserializeOwned>(
    texts: Texts,
    list: List,
) -> Result<(Listing, HashMap<String, Own>), DictionaryError> {
    let mut listing = Listing::default();
    let mut specs = HashMap::new();
    for table in parse::<ListFile>(texts, File::List(list))?.entry {
        let (entry, own) = split_entry::<Own>(list, table)?;
        specs.insert(entry.id.clone(), own);
        let name = entry.id.clone();
        if !listing.push(entry) {
            return Err(DictionaryError::Duplicate { file: list.file(), name });
        }
    }
    Ok((listing, specs))
}

fn parse<Shape: DeserializeOwned>(texts: Texts, file: File) -> Result<Shape, DictionaryError> {
    toml::from_str(texts(file)).map_err(|error| syntax(file, error.to_string()))
}

fn split_entry<Own: DeserializeOwned>(
    list: List,
    table: toml::Table,
) -> Result<(Entry, Own), DictionaryError> {
    let id = table.get("id").and_then(toml::Value::as_str);
    let name = id.map_or_else(|| "an entry without `id`".to_owned(), |id| format!("`{id}`"));
    let refuse = |error: toml::de::Error| syntax(File::List(list), format!("{name}: {}", error.message()));
    let (shared, own): (toml::Table, toml::Table) =
        table.into_iter().partition(|(key, _)| SHARED_KEYS.contains(&key.as_str()));
    Ok((shared.try_into().map_err(refuse)?, own.try_into().map_err(refuse)?))
}

fn syntax(file: File, reason: String) -> DictionaryError {
    DictionaryError::Syntax { file: file.name(), reason: reason.trim_end().replace('\n', " ") }
}
