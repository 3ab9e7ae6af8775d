//! How findings on sharing combine.

use super::order::Speaker;
use super::{Combined, Hearing};

pub(super) fn combine(_hearing: &Hearing<'_>, _speakers: &[Speaker<'_>]) -> Combined {
    unimplemented!()
}
