//! The ruling on a rights question.

use serde::{Deserialize, Serialize};

/// The ruling on a rights question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ruling;
