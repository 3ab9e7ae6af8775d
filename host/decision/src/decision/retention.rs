//! The ruling on a retention question.

use serde::{Deserialize, Serialize};

/// The ruling on a retention question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ruling;
