//! What comes with a finding: obligations, treatments and marks, named in the dictionary.

use crate::day::Day;
use crate::term::Term;
use crate::wit::types::{self, Decimal, EntityId, Fact, Period, Timing, Value};

/// An obligation of the dictionary, `no-train`; due with the act until it is said otherwise.
#[must_use]
pub fn obligation(id: &str) -> Obligation {
    Obligation(types::Obligation {
        id: id.to_owned(),
        timing: Timing::With,
        condition: false,
        parameters: Vec::new(),
        due: None,
    })
}

/// A treatment of the dictionary, `strip-exif`.
#[must_use]
pub fn treatment(id: &str) -> Treatment {
    Treatment(types::Treatment { id: id.to_owned(), parameters: Vec::new() })
}

/// A mark of the dictionary, `opt-out`, from this day on, over everything asked about.
#[must_use]
pub fn mark(id: &str, start: Day) -> Mark {
    Mark(types::Mark { id: id.to_owned(), scope: Vec::new(), start, end: None })
}

/// A duty that comes with a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obligation(pub(crate) types::Obligation);

impl Obligation {
    /// To be done before the act.
    #[must_use]
    pub fn before(mut self) -> Self {
        self.0.timing = Timing::Before;
        self
    }

    /// To be done after the act.
    #[must_use]
    pub fn after(mut self) -> Self {
        self.0.timing = Timing::After;
        self
    }

    /// The permission depends on it.
    #[must_use]
    pub fn as_condition(mut self) -> Self {
        self.0.condition = true;
        self
    }

    /// When it must be done.
    #[must_use]
    pub fn due(mut self, term: impl Into<types::Term>) -> Self {
        self.0.due = Some(term.into());
        self
    }

    /// A named parameter. Empty names, of facts that nobody stated, are left out.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl IntoValue) -> Self {
        self.0.parameters.extend(stated(name, value));
        self
    }
}

/// What must be done to items before they may be used as asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Treatment(pub(crate) types::Treatment);

impl Treatment {
    /// A named parameter.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl IntoValue) -> Self {
        self.0.parameters.push(fact(name, value));
        self
    }
}

/// What the caller is asked to remember.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark(pub(crate) types::Mark);

impl Mark {
    /// Only for this purpose, category or right; may be said several times. An empty name, of a fact that nobody
    /// stated, is left out: the mark then reaches everything.
    #[must_use]
    pub fn over(mut self, scope: &str) -> Self {
        if !scope.is_empty() {
            self.0.scope.push(scope.to_owned());
        }
        self
    }

    /// The last day.
    #[must_use]
    pub fn until(mut self, end: Day) -> Self {
        self.0.end = Some(end);
        self
    }
}

impl From<Term> for Option<types::Term> {
    fn from(term: Term) -> Self {
        Some(term.into())
    }
}

/// A named value without empty names; none if nothing is left of it.
fn stated(name: &str, value: impl IntoValue) -> Option<Fact> {
    let mut fact = fact(name, value);
    let nothing = match &mut fact.value {
        Value::Code(code) => code.is_empty(),
        Value::Codes(codes) => {
            let some = !codes.is_empty();
            codes.retain(|code| !code.is_empty());
            some && codes.is_empty()
        }
        _ => false,
    };
    (!nothing).then_some(fact)
}

/// A named value.
pub(crate) fn fact(name: &str, value: impl IntoValue) -> Fact {
    Fact { name: name.to_owned(), value: value.into_value() }
}

/// Whatever can be the value of a fact, a parameter or a setting.
pub trait IntoValue {
    /// The value in the contract's type.
    fn into_value(self) -> Value;
}

macro_rules! values {
    ($($from:ty: $value:ident => $into:expr;)+) => {
        $(impl IntoValue for $from {
            fn into_value(self) -> Value {
                let $value = self;
                $into
            }
        })+
    };
}

values! {
    bool: v => Value::YesNo(v);
    i64: v => Value::Integer(v);
    i32: v => Value::Integer(i64::from(v));
    u32: v => Value::Integer(i64::from(v));
    Decimal: v => Value::Decimal(v);
    &str: v => Value::Code(v.to_owned());
    String: v => Value::Code(v);
    &[&str]: v => Value::Codes(v.iter().map(|code| (*code).to_owned()).collect());
    &[String]: v => Value::Codes(v.to_vec());
    Vec<String>: v => Value::Codes(v);
    Day: v => Value::Day(v);
    &[Day]: v => Value::Days(v.to_vec());
    types::Instant: v => Value::Instant(v);
    Period: v => Value::Period(v);
    Places<'_>: v => Value::Places(v.0.iter().map(|place| (*place).to_owned()).collect());
    Ref: v => Value::Ref(v.0);
    Refs<'_>: v => Value::Refs(v.0.to_vec());
    NotYet: _v => Value::NotYet;
    Value: v => v;
}

impl<const N: usize> IntoValue for [&str; N] {
    fn into_value(self) -> Value {
        self.as_slice().into_value()
    }
}

/// A set of places as a value.
#[derive(Clone, Copy, Debug)]
pub struct Places<'a>(pub &'a [&'a str]);

/// A reference to another entity as a value.
#[derive(Clone, Copy, Debug)]
pub struct Ref(pub EntityId);

/// References to other entities as a value.
#[derive(Clone, Copy, Debug)]
pub struct Refs<'a>(pub &'a [EntityId]);

/// The value of an event that has not happened.
#[derive(Clone, Copy, Debug)]
pub struct NotYet;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_fact_that_nobody_stated_is_no_scope_and_no_parameter() {
        let day = Day::of(2026, 11, 23);
        assert_eq!(mark("opt-out", day).over("").0.scope, Vec::<String>::new());
        assert_eq!(mark("opt-out", day).over("").over("marketing").0.scope, ["marketing"]);
        let none = obligation("suppress").with("purposes", [""]);
        assert_eq!(none.0.parameters, []);
        let some = obligation("suppress").with("purposes", ["", "marketing"]);
        assert_eq!(some.0.parameters, [fact("purposes", ["marketing"])]);
    }
}
