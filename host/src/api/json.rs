//! A strict reader of JSON: a key that stands twice in one object is refused, and so is deep
//! nesting. The usual reader keeps the last of two keys in silence, and then caller and server may
//! have read two different questions.

use std::cell::RefCell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value as Json};

use crate::limits::NESTING_MAX;
use crate::wire::problem::step;

/// Why a text is not accepted as JSON.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JsonFault {
    /// Not JSON; where and why.
    #[error("not JSON: {says}")]
    Malformed {
        /// The reader's words, with line and column.
        says: String,
    },
    /// A key stands twice.
    #[error("{pointer}: the key stands twice; keep one")]
    Duplicate {
        /// The pointer to the key.
        pointer: String,
    },
    /// Deeper than [`NESTING_MAX`].
    #[error("{pointer}: nested deeper than {NESTING_MAX} levels")]
    TooDeep {
        /// The pointer to the place.
        pointer: String,
    },
}

/// Reads a JSON text.
///
/// # Errors
/// It is malformed, has a key twice in one object, or is nested too deep.
pub fn read_json(bytes: &[u8]) -> Result<Json, JsonFault> {
    let found = Found::default();
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let read = Strict { found: &found, depth: 0 }.deserialize(&mut reader);
    match read.and_then(|json| reader.end().map(|()| json)) {
        Ok(json) => Ok(json),
        Err(error) => Err(found.fault(&error)),
    }
}

/// What the reader refused by itself, and the way to it, from the inside out.
#[derive(Default)]
struct Found {
    what: RefCell<Option<Refusal>>,
    way: RefCell<Vec<String>>,
}

#[derive(Clone, Copy)]
enum Refusal {
    Duplicate,
    TooDeep,
}

impl Found {
    fn refuse<E: Error>(&self, refusal: Refusal) -> E {
        *self.what.borrow_mut() = Some(refusal);
        E::custom("refused")
    }

    fn came_by<E>(&self, key: impl fmt::Display, error: E) -> E {
        self.way.borrow_mut().push(key.to_string());
        error
    }

    fn fault(&self, error: &serde_json::Error) -> JsonFault {
        let way = self.way.borrow();
        let pointer = way.iter().rev().fold(String::new(), |pointer, key| step(&pointer, key));
        match *self.what.borrow() {
            None => JsonFault::Malformed { says: error.to_string() },
            Some(Refusal::Duplicate) => JsonFault::Duplicate { pointer },
            Some(Refusal::TooDeep) => JsonFault::TooDeep { pointer },
        }
    }
}

#[derive(Clone, Copy)]
struct Strict<'f> {
    found: &'f Found,
    depth: usize,
}

impl Strict<'_> {
    fn deeper<E: Error>(self) -> Result<Self, E> {
        let depth = self.depth + 1;
        if depth > NESTING_MAX {
            Err(self.found.refuse(Refusal::TooDeep))
        } else {
            Ok(Self { depth, ..self })
        }
    }
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, yes: bool) -> Result<Json, E> {
        Ok(Json::Bool(yes))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Json, E> {
        Ok(Json::from(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Json, E> {
        Ok(Json::from(number))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Json, E> {
        Ok(Number::from_f64(number).map_or(Json::Null, Json::Number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(Json::from(text))
    }

    fn visit_string<E>(self, text: String) -> Result<Json, E> {
        Ok(Json::from(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut members: A) -> Result<Json, A::Error> {
        let inner = self.deeper()?;
        let mut list = vec![];
        loop {
            let next = members.next_element_seed(inner);
            match next.map_err(|error| self.found.came_by(list.len(), error))? {
                Some(member) => list.push(member),
                None => return Ok(Json::Array(list)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Json, A::Error> {
        let inner = self.deeper()?;
        let mut object = Map::new();
        while let Some(key) = members.next_key::<String>()? {
            if object.contains_key(&key) {
                let refused = self.found.refuse(Refusal::Duplicate);
                return Err(self.found.came_by(key, refused));
            }
            let value = members.next_value_seed(inner);
            let value = value.map_err(|error| self.found.came_by(&key, error))?;
            object.insert(key, value);
        }
        Ok(Json::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_text_reads_as_the_usual_reader_reads_it() {
        let text = r#"{"a": [1, -2, 2.5, true, null, "\u00e9", {"b": {}}], "c": 18446744073709551615}"#;
        let usual: Json = serde_json::from_str(text).unwrap();
        assert_eq!(read_json(text.as_bytes()), Ok(usual));
        assert_eq!(read_json(b" 1 "), Ok(json!(1)));
    }

    #[test]
    fn a_key_that_stands_twice_is_refused_with_its_place() {
        let fault = read_json(br#"{"items": [{"id": "a"}, {"x/y": 1, "x/y": 1}]}"#).unwrap_err();
        assert_eq!(fault, JsonFault::Duplicate { pointer: "/items/1/x~1y".into() });
        let escaped = read_json(br#"{"a": 1, "\u0061": 2}"#).unwrap_err();
        assert_eq!(escaped, JsonFault::Duplicate { pointer: "/a".into() });
    }

    #[test]
    fn deep_nesting_is_refused_and_the_limit_itself_is_not() {
        let nested = |depth| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(read_json(nested(NESTING_MAX).as_bytes()).is_ok());
        let fault = read_json(nested(NESTING_MAX + 1).as_bytes()).unwrap_err();
        assert!(matches!(fault, JsonFault::TooDeep { pointer } if pointer.starts_with("/0/0")));
        assert!(matches!(read_json(nested(100_000).as_bytes()), Err(JsonFault::TooDeep { .. })));
    }

    #[test]
    fn a_fault_says_its_line_and_column() {
        let fault = read_json(b"{\n  \"a\": ,\n}").unwrap_err();
        assert_eq!(fault, JsonFault::Malformed { says: "expected value at line 2 column 8".into() });
        for text in [&b""[..], b"{", b"{} x", b"\xff", b"\"\\ud800\"", b"nan", b"01", b"1e999", b"'a'"] {
            assert!(matches!(read_json(text), Err(JsonFault::Malformed { .. })), "{text:?}");
        }
    }
}
