//! What must hold between the files of the dictionary.

mod shape;

use std::collections::HashSet;

use shape::Shape;

use crate::dictionary::Dictionary;
use crate::error::DictionaryError;
use crate::list::List;
use crate::read::File;
use crate::spec::FactSpec;

/// Refuses names that are spelled wrongly or twice, pointers into the void, and entries that
/// contradict themselves.
pub(crate) fn check(dictionary: &Dictionary) -> Result<(), DictionaryError> {
    check_kinds(dictionary)?;
    dictionary.facts().try_for_each(|fact| check_fact(dictionary, fact))?;
    List::ALL.iter().try_for_each(|list| check_list(dictionary, *list))?;
    check_parameters(dictionary)
}

fn check_kinds(dictionary: &Dictionary) -> Result<(), DictionaryError> {
    let mut json_keys = HashSet::new();
    for kind in dictionary.kinds() {
        check_spelling(File::Kinds, &kind.id)?;
        check_spelling(File::Kinds, &kind.json)?;
        if !json_keys.insert(kind.json.as_str()) {
            return Err(duplicate(File::Kinds, &kind.json));
        }
    }
    Ok(())
}

fn check_fact(dictionary: &Dictionary, fact: &FactSpec) -> Result<(), DictionaryError> {
    let path = fact.path();
    let file = File::of_facts(&fact.kind);
    check_spelling(file, &fact.name)?;
    check_kind(dictionary, file, &path, &fact.kind)?;
    if fact.event && !fact.value_type.can_be_event() {
        return Err(contradiction(file, &path, "is an event; its type must be `day` or `instant`"));
    }
    Shape::of_fact(fact).check(dictionary, file, &path)
}

fn check_list(dictionary: &Dictionary, list: List) -> Result<(), DictionaryError> {
    let listing = dictionary.list(list);
    for entry in listing {
        check_spelling(File::List(list), &entry.id)?;
        if let Some(parent) = entry.parent.as_deref().filter(|parent| !listing.contains(parent)) {
            let hint = hint(listing.nearest(parent));
            return Err(dangling(File::List(list), &entry.id, parent, hint));
        }
    }
    Ok(())
}

fn check_parameters(dictionary: &Dictionary) -> Result<(), DictionaryError> {
    for (list, id, parameters) in dictionary.all_parameters() {
        let mut names = HashSet::new();
        for parameter in parameters {
            let path = format!("{id}.{}", parameter.name);
            check_spelling(File::List(list), &parameter.name)?;
            if !names.insert(parameter.name.as_str()) {
                return Err(duplicate(File::List(list), &path));
            }
            Shape::of_parameter(parameter).check(dictionary, File::List(list), &path)?;
        }
    }
    Ok(())
}

fn check_kind(dictionary: &Dictionary, file: File, name: &str, kind: &str) -> Result<(), DictionaryError> {
    match dictionary.kind(kind) {
        Some(_) => Ok(()),
        None => Err(dangling(file, name, kind, hint(dictionary.nearest_kind(kind)))),
    }
}

/// Lower-case words and numbers, joined by single hyphens.
fn check_spelling(file: File, name: &str) -> Result<(), DictionaryError> {
    let word = |word: &str| {
        !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    if name.split('-').all(word) {
        return Ok(());
    }
    Err(DictionaryError::Spelling { file: file.name(), name: name.to_owned() })
}

fn hint(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |nearest| format!("; the nearest is `{nearest}`"))
}

fn duplicate(file: File, name: &str) -> DictionaryError {
    DictionaryError::Duplicate { file: file.name(), name: name.to_owned() }
}

fn dangling(file: File, name: &str, wrong: &str, hint: String) -> DictionaryError {
    DictionaryError::Dangling { file: file.name(), name: name.to_owned(), wrong: wrong.to_owned(), hint }
}

fn contradiction(file: File, name: &str, problem: &str) -> DictionaryError {
    DictionaryError::Contradiction { file: file.name(), name: name.to_owned(), problem: problem.to_owned() }
}
