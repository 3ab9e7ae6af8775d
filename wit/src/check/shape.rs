use std::collections::HashSet;

use super::{check_kind, check_spelling, contradiction, duplicate};
use crate::dictionary::Dictionary;
use crate::error::DictionaryError;
use crate::list::List;
use crate::read::File;
use crate::spec::{FactSpec, ParameterSpec};
use crate::value_type::{Direction, ValueType};

/// What facts and parameters have in common.
pub(super) struct Shape<'a> {
    value_type: ValueType,
    values: &'a [String],
    from: Option<List>,
    open: bool,
    refers_to: &'a [String],
    direction: Option<Direction>,
}

impl<'a> Shape<'a> {
    pub(super) fn of_fact(fact: &'a FactSpec) -> Self {
        Self {
            value_type: fact.value_type,
            values: &fact.values,
            from: fact.from,
            open: fact.open,
            refers_to: &fact.refers_to,
            direction: fact.combine,
        }
    }

    pub(super) fn of_parameter(parameter: &'a ParameterSpec) -> Self {
        Self {
            value_type: parameter.value_type,
            values: &parameter.values,
            from: parameter.from,
            open: parameter.open,
            refers_to: &parameter.refers_to,
            direction: Some(parameter.stricter),
        }
    }

    pub(super) fn check(
        &self,
        dictionary: &Dictionary,
        file: File,
        path: &str,
    ) -> Result<(), DictionaryError> {
        self.check_names(dictionary, file, path)?;
        self.check_references(dictionary, file, path)?;
        match self.direction {
            Some(direction) if !direction.fits(self.value_type) => {
                let problem = format!("cannot combine values of type `{}` by `{direction}`", self.value_type);
                Err(contradiction(file, path, &problem))
            }
            _ => Ok(()),
        }
    }

    fn check_names(&self, dictionary: &Dictionary, file: File, path: &str) -> Result<(), DictionaryError> {
        let bounded = !self.values.is_empty() || self.from.is_some();
        let problem = match (self.value_type.is_named(), bounded, self.open) {
            (true, false, false) => "holds names; say which with `values`, `from` or `open = true`",
            (true, true, true) => "is open; leave out `values` and `from`",
            (false, true, _) | (false, _, true) => "holds no names; leave out `values`, `from` and `open`",
            _ => return self.check_values(dictionary, file, path),
        };
        Err(contradiction(file, path, problem))
    }

    fn check_values(&self, dictionary: &Dictionary, file: File, path: &str) -> Result<(), DictionaryError> {
        let mut seen = HashSet::new();
        for value in self.values {
            check_spelling(file, value)?;
            let listed = self.from.is_some_and(|list| dictionary.list(list).contains(value));
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
        self.refers_to.iter().try_for_each(|kind| check_kind(dictionary, file, path, kind))
    }
}
