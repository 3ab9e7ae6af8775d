//! Answers as a real law does.

use praetor_guests::{guest, manifest, share};

guest!(manifest(), share);
