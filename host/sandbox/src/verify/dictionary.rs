use praetor_decision::{Fact, Value};
use praetor_wit::{List, ParameterSpec, ValueType};

use super::{Check, Checked, each};
use crate::CallError;

impl Check<'_> {
    /// A name that a list of the dictionary must have.
    pub(super) fn listed(&self, list: List, name: &str) -> Checked {
        if self.dictionary.list(list).contains(name) {
            return Ok(());
        }
        let near = self.dictionary.nearest(list, name);
        let near = near.map_or(String::new(), |near| format!("; `{near}` is near"));
        Err(CallError::malformed(format!("`{name}` is not one of the {list}{near}")))
    }

    /// The parameters of an obligation, a treatment or a statement: each known and of its type,
    /// none left out that must be there.
    pub(super) fn parameters(&self, list: List, id: &str, given: &[Fact]) -> Checked {
        let specs = self.dictionary.parameters(list, id);
        each(given, |parameter| {
            let spec = specs.iter().find(|spec| spec.name == parameter.name.as_str());
            let spec = spec.ok_or_else(|| {
                CallError::malformed(format!("`{id}` has no parameter `{}`", parameter.name))
            })?;
            self.parameter(id, spec, &parameter.value)
        })?;
        let left_out = specs.iter().find(|spec| {
            spec.required && !given.iter().any(|parameter| parameter.name == spec.name.as_str())
        });
        left_out.map_or(Ok(()), |spec| {
            Err(CallError::malformed(format!("`{id}` needs the parameter `{}`", spec.name)))
        })
    }

    fn parameter(&self, id: &str, spec: &ParameterSpec, value: &Value) -> Checked {
        let name = &spec.name;
        if value_type(value) != Some(spec.value_type) {
            let says = format!("the parameter `{name}` of `{id}` must be of type {}", spec.value_type);
            return Err(CallError::malformed(says));
        }
        each(references(value), |id| self.entity(*id).map(drop))?;
        let unknown = codes(value).find(|code| !self.dictionary.parameter_allows(spec, code));
        unknown.map_or(Ok(()), |code| {
            Err(CallError::malformed(format!("the parameter `{name}` of `{id}` cannot be `{code}`")))
        })
    }
}

/// The type of a value; none for `not-yet`, which is a state.
pub(super) const fn value_type(value: &Value) -> Option<ValueType> {
    Some(match value {
        Value::YesNo(_) => ValueType::YesNo,
        Value::Integer(_) => ValueType::Integer,
        Value::Decimal(_) => ValueType::Decimal,
        Value::Code(_) => ValueType::Code,
        Value::Codes(_) => ValueType::Codes,
        Value::Day(_) => ValueType::Day,
        Value::Days(_) => ValueType::Days,
        Value::Instant(_) => ValueType::Instant,
        Value::Period(_) => ValueType::Period,
        Value::Places(_) => ValueType::Places,
        Value::Ref(_) => ValueType::Ref,
        Value::Refs(_) => ValueType::Refs,
        Value::NotYet => return None,
    })
}

/// The names in a value that the dictionary must allow.
pub(super) fn codes(value: &Value) -> impl Iterator<Item = &str> {
    let codes = match value {
        Value::Code(code) => std::slice::from_ref(code),
        Value::Codes(codes) => codes,
        _ => &[],
    };
    codes.iter().map(|code| code.as_str())
}

/// The entities to which a value refers.
pub(super) fn references(value: &Value) -> &[u32] {
    match value {
        Value::Ref(id) => std::slice::from_ref(id),
        Value::Refs(ids) => ids,
        _ => &[],
    }
}
