//! What a Rust plugin imports. See `README.md` beside this crate for a worked rule.
//!
//! A plugin is a pure function: it gets a question, it returns findings. This crate gives it the
//! question with three-valued conditions that remember what they read ([`Question`], [`Cond`]),
//! the rules that its law data declares ([`Rule`], [`law!`]), and answers that read like the law
//! ([`SharingAnswer`], [`RetentionAnswer`], [`RightsAnswer`], [`IncidentAnswer`], [`Profile`]).
//! It will not compute a date of the law, read a clock, or keep anything between two calls.

pub mod answer;
#[cfg(target_arch = "wasm32")]
mod arena;
mod clause;
pub mod cond;
pub mod consent;
pub mod day;
pub mod duty;
pub mod figure;
pub mod law;
pub mod marks;
pub mod person;
pub mod place;
pub mod plugin;
pub mod question;
pub mod reading;
pub mod term;
#[cfg(not(target_arch = "wasm32"))]
pub mod testing;
mod truth;
pub mod wit;

pub use answer::{
    AtGate, Ending, Floor, Ground, IncidentAnswer, Maximum, OnRequest, Profile, Prohibited, RetentionAnswer,
    RightsAnswer, Says, SharingAnswer, Standing, Stated,
};
pub use clause::Clause;
pub use cond::{Cond, FactRef};
pub use day::{Day, Instant};
pub use duty::{
    IntoValue, Mark, NotYet, Obligation, Places, Ref, Refs, Treatment, mark, obligation, treatment,
};
pub use law::{Dated, Gate, InForce, Law, NoGate, Parameter, Rule, RuleRef, Table, TableRow};
pub use plugin::Plugin;
pub use question::{Bound, Event, FactAt, Question, Row, Settings, Thing, Things};
pub use term::{Clock, Length, Term};
pub use truth::Truth;

pub use wit::about::Problem;
pub use wit::incident::Audience;
pub use wit::retention::Expiry;
pub use wit::rights::{Fee, Outcome, Proof, Verb};
pub use wit::types::{ClockForm, Decimal, EntityId, Period, Rounding, Value};
