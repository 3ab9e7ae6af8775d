//! How findings on rights combine.

use super::order::Speaker;
use super::{Combined, Hearing};
use crate::decision::{Ruling, rights};
use crate::manifest::Confidence;

pub(super) fn combine(_hearing: &Hearing<'_>, _speakers: &[Speaker<'_>]) -> Combined {
    Combined {
        ruling: Ruling::Rights(rights::Ruling { requests: vec![], acts: vec![] }),
        missing: vec![],
        immaterial: vec![],
        obligations: vec![],
        marks: vec![],
        confidence: Confidence::High,
        valid_until: None,
        remarks: vec![],
    }
}
