//! A stored decision as the API answers it: now, and each time it is read again.

use std::time::Duration;

use axum::response::Response;
use praetor_decision::calendar::Calendars;
use praetor_ledger::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value as Json, json};

use super::body;
use super::idempotency::mark_replayed;
use super::problem::{Code, Problem};
use crate::explanation::paragraphs;
use crate::service::Answered;
use crate::wire::decision::{effect, write_decision};

#[derive(Serialize)]
struct AnswerJson {
    id: String,
    /// It is on the disk; there is no other state in which a decision is answered.
    recorded: &'static str,
    recorded_at: String,
    sequence: u64,
    leaf: String,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    as_of_today: bool,
    #[serde(flatten)]
    decision: Map<String, Json>,
    #[serde(skip_serializing_if = "Option::is_none")]
    explanation: Option<Json>,
}

/// What the log may say of an answer.
#[derive(Clone, Debug)]
pub struct Logged {
    /// The generation that served.
    pub generation: u64,
    /// The decision's effect.
    pub effect: String,
    /// It was decided before, under the same idempotency key.
    pub replayed: bool,
}

/// An answer's JSON.
#[derive(Debug)]
pub struct Written {
    /// The text.
    pub bytes: Vec<u8>,
    logged: Logged,
}

/// Writes a decision; with sentences if the calendars to explain it by are given.
///
/// # Errors
/// A fault of Praetor.
pub fn write(answered: &Answered, explained_by: Option<&Calendars>) -> Result<Written, Problem> {
    let told = &answered.told;
    let json = AnswerJson {
        id: answered.receipt.id.to_string(),
        recorded: "durable",
        recorded_at: write_time(answered.receipt.recorded_at),
        sequence: answered.receipt.sequence,
        leaf: answered.receipt.leaf.to_string(),
        as_of_today: answered.as_of_today,
        decision: write_decision(told),
        explanation: explained_by.map(|calendars| explanation(answered, calendars)),
    };
    let bytes = serde_json::to_vec(&json).map_err(|error| {
        tracing::error!(%error, "a decision cannot be written");
        Problem::new(Code::Internal, "the decision is stored and cannot be written; please report it")
    })?;
    Ok(Written {
        bytes,
        logged: Logged { generation: told.generation, effect: effect(&told.decision), replayed: false },
    })
}

impl Written {
    /// The answer to a question that was decided before, under the same idempotency key.
    #[must_use]
    pub fn replayed(mut self, replayed: bool) -> Self {
        self.logged.replayed = replayed;
        self
    }

    /// Whether it is that.
    #[must_use]
    pub const fn is_replayed(&self) -> bool {
        self.logged.replayed
    }

    /// The whole answer.
    #[must_use]
    pub fn into_response(self) -> Response {
        let mut response = body::json(self.bytes);
        if self.logged.replayed {
            mark_replayed(&mut response);
        }
        response.extensions_mut().insert(self.logged);
        response
    }
}

fn explanation(answered: &Answered, calendars: &Calendars) -> Json {
    let paragraphs = paragraphs(&answered.told, calendars).into_iter();
    paragraphs.map(|p| json!({ "heading": p.heading, "sentences": p.sentences })).collect()
}

/// A time of the ledger in RFC 3339, always with six digits, so that texts sort as times do.
#[must_use]
pub fn write_time(time: Timestamp) -> String {
    let since = Duration::from_micros(time.0);
    let seconds = i64::try_from(since.as_secs()).unwrap_or(i64::MAX);
    let nanoseconds = i32::try_from(since.subsec_nanos()).unwrap_or(0);
    let time = jiff::Timestamp::new(seconds, nanoseconds);
    time.map_or_else(|_| "unknown".to_owned(), |time| format!("{time:.6}"))
}
