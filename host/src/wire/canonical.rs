//! What was asked, in bytes that do not depend on how it was written.

use std::collections::BTreeMap;

use praetor_decision::{Day, Entity, EntityId, Kind};
use serde::Serialize;

use super::question::Asked;

/// Everything that a question says. The order of keys and blanks are gone; a day that was not stated
/// stays unstated, so that the same request of tomorrow is still the same.
#[derive(Serialize)]
struct Canonical<'a> {
    kind: Kind,
    as_of: Option<Day>,
    entities: &'a [Entity],
    names: &'a [String],
    paths: &'a BTreeMap<EntityId, String>,
    subject: Option<&'a str>,
}

impl Asked {
    /// Its canonical bytes: equal for equal requests. They hold the person's identifier, and are only
    /// ever hashed.
    #[must_use]
    pub fn canonical(&self) -> Vec<u8> {
        let canonical = Canonical {
            kind: self.question.kind,
            as_of: (!self.as_of_today).then_some(self.question.as_of),
            entities: &self.question.entities,
            names: &self.names,
            paths: &self.paths,
            subject: self.subject.as_deref(),
        };
        // Nothing in it can fail to be written; an empty text would only make requests look equal.
        serde_json::to_vec(&canonical).unwrap_or_else(|_| format!("{self:?}").into_bytes())
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use praetor_wit::Dictionary;

    use crate::wire::read_question;

    fn canonical(json: &str, today: i8) -> Vec<u8> {
        let json = serde_json::from_str(json).unwrap();
        let dictionary = Dictionary::bundled().unwrap();
        let kind = Some(praetor_decision::Kind::Sharing);
        read_question(&json, kind, date(2026, 11, today), dictionary).unwrap().canonical()
    }

    #[test]
    fn the_order_of_keys_and_the_day_of_asking_do_not_matter() {
        let one = r#"{"subject":{"id":"u-1","age":12},"items":[{"id":"a","category":"prompt-text"}]}"#;
        let other =
            r#"{"items": [{"category": "prompt-text", "id": "a"}], "subject": {"age": 12, "id": "u-1"}}"#;
        assert_eq!(canonical(one, 23), canonical(other, 24));
    }

    #[test]
    fn whatever_is_asked_matters() {
        let asked = [
            r#"{}"#,
            r#"{"as_of":"2026-11-23"}"#,
            r#"{"subject":{}}"#,
            r#"{"subject":{"id":"u-1"}}"#,
            r#"{"subject":{"id":"u-2"}}"#,
            r#"{"subject":{"age":12}}"#,
            r#"{"subject":{"age":13}}"#,
            r#"{"items":[{"id":"a"}]}"#,
            r#"{"items":[{"id":"b"}]}"#,
            r#"{"items":[{"id":"a","path":"/p"}]}"#,
        ];
        let all: std::collections::BTreeSet<_> = asked.iter().map(|json| canonical(json, 23)).collect();
        assert_eq!(all.len(), asked.len());
    }
}
