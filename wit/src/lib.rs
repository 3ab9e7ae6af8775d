//! The dictionary of the contract: every name that a question or a finding may use.
//!
//! The contract in `wit/v1` is closed, the dictionary in `wit/dictionary` is open. This crate is
//! the only reader of those files; the core, the host and the build step of the SDK all ask it.
//!
//! ```
//! use praetor_wit::{Dictionary, List};
//!
//! let dictionary = Dictionary::bundled()?;
//! assert!(dictionary.list(List::Purposes).contains("billing"));
//! assert_eq!(dictionary.nearest(List::Purposes, "biling"), Some("billing"));
//! # Ok::<(), praetor_wit::DictionaryError>(())
//! ```

mod check;
mod dictionary;
mod error;
mod list;
mod names;
mod nearest;
mod page;
mod read;
#[cfg(test)]
mod refusals;
mod spec;
mod value_type;

pub use dictionary::Dictionary;
pub use error::DictionaryError;
pub use list::{Entry, List, Listing};
pub use page::dictionary_page;
pub use spec::{
    CategorySpec, ClockSpec, FactSpec, KindSpec, LabelSpec, MarkEnd, MarkSpec, ObligationSpec, Origin, Owner,
    ParameterSpec, Sensitivity, SpanUnit, StatementSpec, Timing, TreatmentSpec,
};
pub use value_type::{Direction, ValueType};
