//! What must hold between the files of the dictionary.

use std::collections::HashSet;

use crate::dictionary::Dictionary;
use crate::error::DictionaryError;
use crate::list::List;
use crate::read::File;
use crate::spec::{FactSpec, ParameterSpec};
use crate::value_type::{Direction, ValueType};

/// Refuses names that are spelled wrongly or twice, pointers into the void, and entries that
/// contradict themselves.
pub(crate) fn check(dictionary: &Dictionary) -> Result<(), DictionaryError> {
    check_kinds(dictionary)?;
    dictionary
        .facts()
        .try_for_each(|fact| check_fact(dictionary, fact))?;
    List::ALL
        .iter()
        .try_for_each(|list| check_list(dictionary, *list))?;
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
        return Err(contradiction(
            file,
            &path,
            "is an event; its type must be `day` or `instant`",
        ));
    }
    Shape::of_fact(fact).check(dictionary, file, &path)
}

fn check_list(dictionary: &Dictionary, list: List) -> Result<(), DictionaryError> {
    let listing = dictionary.list(list);
    for entry in listing {
        check_spelling(File::List(list), &entry.id)?;
        if let Some(parent) = entry
            .parent
            .as_deref()
            .filter(|parent| !listing.contains(parent))
        {
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

/// What facts and parameters have in common.
struct Shape<'a> {
    value_type: ValueType,
    values: &'a [String],
    from: Option<List>,
    open: bool,
    refers_to: &'a [String],
    direction: Option<Direction>,
}

impl<'a> Shape<'a> {
    fn of_fact(fact: &'a FactSpec) -> Self {
        Self {
            value_type: fact.value_type,
            values: &fact.values,
            from: fact.from,
            open: fact.open,
            refers_to: &fact.refers_to,
            direction: fact.combine,
        }
    }

    fn of_parameter(parameter: &'a ParameterSpec) -> Self {
        Self {
            value_type: parameter.value_type,
            values: &parameter.values,
            from: parameter.from,
            open: parameter.open,
            refers_to: &parameter.refers_to,
            direction: Some(parameter.stricter),
        }
    }

    fn check(
        &self,
        dictionary: &Dictionary,
        file: File,
        path: &str,
    ) -> Result<(), DictionaryError> {
        self.check_names(dictionary, file, path)?;
        self.check_references(dictionary, file, path)?;
        match self.direction {
            Some(direction) if !direction.fits(self.value_type) => {
                let problem = format!(
                    "cannot combine values of type `{}` by `{direction}`",
                    self.value_type
                );
                Err(contradiction(file, path, &problem))
            }
            _ => Ok(()),
        }
    }

    fn check_names(
        &self,
        dictionary: &Dictionary,
        file: File,
        path: &str,
    ) -> Result<(), DictionaryError> {
        let bounded = !self.values.is_empty() || self.from.is_some();
        let problem = match (self.value_type.is_named(), bounded, self.open) {
            (true, false, false) => "holds names; say which with `values`, `from` or `open = true`",
            (true, true, true) => "is open; leave out `values` and `from`",
            (false, true, _) | (false, _, true) => {
                "holds no names; leave out `values`, `from` and `open`"
            }
            _ => return self.check_values(dictionary, file, path),
        };
        Err(contradiction(file, path, problem))
    }

    fn check_values(
        &self,
        dictionary: &Dictionary,
        file: File,
        path: &str,
    ) -> Result<(), DictionaryError> {
        let mut seen = HashSet::new();
        for value in self.values {
            check_spelling(file, value)?;
            let listed = self
                .from
                .is_some_and(|list| dictionary.list(list).contains(value));
            if listed || !seen.insert(value) {
                return Err(duplicate(file, &format!("{path} = {value}")));
            }
        }
        Ok(())
    }

    fn check_references(
        &self,
        dictionary: &Dictionary,
        file: File,
        path: &str,
    ) -> Result<(), DictionaryError> {
        if self.value_type.is_reference() == self.refers_to.is_empty() {
            let problem = "must have `refers-to` if it is a `ref` or `refs`, and only then";
            return Err(contradiction(file, path, problem));
        }
        self.refers_to
            .iter()
            .try_for_each(|kind| check_kind(dictionary, file, path, kind))
    }
}

fn check_kind(
    dictionary: &Dictionary,
    file: File,
    name: &str,
    kind: &str,
) -> Result<(), DictionaryError> {
    match dictionary.kind(kind) {
        Some(_) => Ok(()),
        None => Err(dangling(
            file,
            name,
            kind,
            hint(dictionary.nearest_kind(kind)),
        )),
    }
}

/// Lower-case words and numbers, joined by single hyphens.
fn check_spelling(file: File, name: &str) -> Result<(), DictionaryError> {
    let word = |word: &str| {
        !word.is_empty()
            && word
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    if name.split('-').all(word) {
        return Ok(());
    }
    Err(DictionaryError::Spelling {
        file: file.name(),
        name: name.to_owned(),
    })
}

fn hint(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |nearest| {
        format!("; the nearest is `{nearest}`")
    })
}

fn duplicate(file: File, name: &str) -> DictionaryError {
    DictionaryError::Duplicate {
        file: file.name(),
        name: name.to_owned(),
    }
}

fn dangling(file: File, name: &str, wrong: &str, hint: String) -> DictionaryError {
    DictionaryError::Dangling {
        file: file.name(),
        name: name.to_owned(),
        wrong: wrong.to_owned(),
        hint,
    }
}

fn contradiction(file: File, name: &str, problem: &str) -> DictionaryError {
    DictionaryError::Contradiction {
        file: file.name(),
        name: name.to_owned(),
        problem: problem.to_owned(),
    }
}
