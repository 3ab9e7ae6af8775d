//! How findings on retention combine.

use super::order::Speaker;
use super::{Combined, Hearing};
use crate::decision::{Ruling, retention};
use crate::manifest::Confidence;

pub(super) fn combine(_hearing: &Hearing<'_>, _speakers: &[Speaker<'_>]) -> Combined {
    Combined {
        ruling: Ruling::Retention(retention::Ruling { effect: retention::Effect::Undetermined, items: vec![], recheck_on: None }),
        missing: vec![],
        immaterial: vec![],
        obligations: vec![],
        marks: vec![],
        confidence: Confidence::High,
        valid_until: None,
        remarks: vec![],
    }
}
