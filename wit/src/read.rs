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
    Facts,
    List(List),
}

impl File {
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        let own = [Self::Meta, Self::Kinds, Self::Facts];
        own.into_iter()
            .chain(List::ALL.iter().copied().map(Self::List))
    }

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Meta => "dictionary.toml",
            Self::Kinds => "kinds.toml",
            Self::Facts => "facts/*.toml",
            Self::List(list) => list.file(),
        }
    }

    /// The text that was built in.
    pub(crate) const fn text(self) -> &'static str {
        match self {
            Self::Meta => include_str!("../dictionary/dictionary.toml"),
            Self::Kinds => include_str!("../dictionary/kinds.toml"),
            Self::Facts => FACTS,
            Self::List(list) => list.text(),
        }
    }
}

/// The facts: one file for each kind, in the order of the kinds.
const FACTS: &str = concat!(
    include_str!("../dictionary/facts/question.toml"),
    include_str!("../dictionary/facts/controller.toml"),
    include_str!("../dictionary/facts/figure.toml"),
    include_str!("../dictionary/facts/subject.toml"),
    include_str!("../dictionary/facts/person.toml"),
    include_str!("../dictionary/facts/requester.toml"),
    include_str!("../dictionary/facts/request.toml"),
    include_str!("../dictionary/facts/earlier-request.toml"),
    include_str!("../dictionary/facts/item.toml"),
    include_str!("../dictionary/facts/label.toml"),
    include_str!("../dictionary/facts/disclosure.toml"),
    include_str!("../dictionary/facts/use.toml"),
    include_str!("../dictionary/facts/consent.toml"),
    include_str!("../dictionary/facts/mark.toml"),
    include_str!("../dictionary/facts/recipient.toml"),
    include_str!("../dictionary/facts/sub-processor.toml"),
    include_str!("../dictionary/facts/hop.toml"),
    include_str!("../dictionary/facts/instrument.toml"),
    include_str!("../dictionary/facts/certification.toml"),
    include_str!("../dictionary/facts/assessment.toml"),
    include_str!("../dictionary/facts/order.toml"),
    include_str!("../dictionary/facts/matter.toml"),
    include_str!("../dictionary/facts/transaction.toml"),
    include_str!("../dictionary/facts/notice.toml"),
    include_str!("../dictionary/facts/declared-use.toml"),
    include_str!("../dictionary/facts/permission.toml"),
    include_str!("../dictionary/facts/incident.toml"),
);

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
struct FactsFile {
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

pub(crate) fn facts(texts: Texts) -> Result<Vec<FactSpec>, DictionaryError> {
    Ok(parse::<FactsFile>(texts, File::Facts)?.fact)
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
            return Err(DictionaryError::Duplicate {
                file: list.file(),
                name,
            });
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
    let name = id.map_or_else(
        || "an entry without `id`".to_owned(),
        |id| format!("`{id}`"),
    );
    let refuse =
        |error: toml::de::Error| syntax(File::List(list), format!("{name}: {}", error.message()));
    let (shared, own): (toml::Table, toml::Table) = table
        .into_iter()
        .partition(|(key, _)| SHARED_KEYS.contains(&key.as_str()));
    Ok((
        shared.try_into().map_err(refuse)?,
        own.try_into().map_err(refuse)?,
    ))
}

fn syntax(file: File, reason: String) -> DictionaryError {
    DictionaryError::Syntax {
        file: file.name(),
        reason: reason.trim_end().replace('\n', " "),
    }
}
