//! How the parameters of one obligation or treatment combine: each in its stricter direction.

use std::collections::BTreeMap;

use praetor_wit::{Dictionary, Direction, List};

use crate::question::{Fact, Name, Value};
use crate::stricter;

/// Nothing satisfies both sides: an empty intersection, or values that have no stricter one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Impossible;

/// Both sets of parameters in one. A parameter that only one side names stays: the other side
/// sets no limit.
pub(crate) fn unite(
    dictionary: &Dictionary,
    list: List,
    id: &str,
    a: &[Fact],
    b: &[Fact],
) -> Result<Vec<Fact>, Impossible> {
    let mut united: BTreeMap<Name, Value> = BTreeMap::new();
    for fact in a.iter().chain(b) {
        let value = match united.get(&fact.name) {
            None => fact.value.clone(),
            Some(there) => {
                let spec = dictionary.parameter(list, id, &fact.name);
                stricter_of(spec.map(|spec| spec.stricter), there, &fact.value)?
            }
        };
        united.insert(fact.name.clone(), value);
    }
    if is_backwards(&united) {
        return Err(Impossible);
    }
    Ok(united.into_iter().map(|(name, value)| Fact { name, value }).collect())
}

/// A range that ends before it begins holds nothing: an empty intersection as well.
fn is_backwards(united: &BTreeMap<Name, Value>) -> bool {
    match (united.get("from"), united.get("until")) {
        (Some(Value::Day(from)), Some(Value::Day(until))) => until < from,
        _ => false,
    }
}

fn stricter_of(direction: Option<Direction>, a: &Value, b: &Value) -> Result<Value, Impossible> {
    let both = stricter::of(direction, a, b).ok_or(Impossible)?;
    let emptied = direction == Some(Direction::Intersect) && stricter::is_empty_set(&both);
    if emptied { Err(Impossible) } else { Ok(both) }
}
