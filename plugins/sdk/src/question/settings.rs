use crate::day::Day;
use crate::truth::Truth;
use crate::wit::types::{Decimal, Entity, Period, Value};

/// The operator's settings for this plugin: plain values, and rows of tables.
#[derive(Clone, Copy, Debug)]
pub struct Settings<'q> {
    entities: &'q [Entity],
}

/// The name that the contract gives to the entity of plain settings.
const PLAIN: &str = "settings";

impl<'q> Settings<'q> {
    /// Reads the settings of a question or of a check.
    #[must_use]
    pub const fn new(entities: &'q [Entity]) -> Self {
        Self { entities }
    }

    /// The plain values.
    #[must_use]
    pub fn plain(self) -> Row<'q> {
        Row { entity: self.entities.iter().find(|entity| entity.kind == PLAIN) }
    }

    /// The rows of a table, in the order of the configuration.
    pub fn rows(self, table: &str) -> impl Iterator<Item = Row<'q>> {
        let rows = self.entities.iter().filter(move |entity| entity.kind == table);
        rows.map(|entity| Row { entity: Some(entity) })
    }

    pub(crate) const fn entities(self) -> &'q [Entity] {
        self.entities
    }
}

macro_rules! getters {
    ($($(#[$doc:meta])+ $name:ident: $from:pat => $value:expr, $kind:ty;)+) => {
        $($(#[$doc])+
        #[must_use]
        pub fn $name(self, key: &str) -> Option<$kind> {
            match self.value(key)? {
                $from => Some($value),
                _ => None,
            }
        })+
    };
}

/// The plain settings or one row of a table. A setting that is absent is none.
#[derive(Clone, Copy, Debug)]
pub struct Row<'q> {
    entity: Option<&'q Entity>,
}

impl<'q> Row<'q> {
    /// The value of a setting.
    #[must_use]
    pub fn value(self, key: &str) -> Option<&'q Value> {
        self.entity?.facts.iter().find(|fact| fact.name == key).map(|fact| &fact.value)
    }

    /// A "yes" or "no" setting; unknown if it is absent.
    #[must_use]
    pub fn truth(self, key: &str) -> Truth {
        self.yes_no(key).map_or(Truth::Unknown, Truth::from)
    }

    getters! {
        /// A "yes" or "no" setting.
        yes_no: Value::YesNo(holds) => *holds, bool;
        /// A whole number.
        integer: Value::Integer(number) => *number, i64;
        /// An exact decimal number.
        decimal: Value::Decimal(number) => *number, Decimal;
        /// A name.
        code: Value::Code(code) => code, &'q str;
        /// A set of names.
        codes: Value::Codes(codes) => codes, &'q [String];
        /// A civil date.
        day: Value::Day(day) => *day, Day;
        /// Civil dates.
        days: Value::Days(days) => days, &'q [Day];
        /// A length of time.
        period: Value::Period(period) => *period, Period;
        /// Places.
        places: Value::Places(places) => places, &'q [String];
    }
}
