//! A ruling on retention in sentences.

use super::{Paragraph, Reader};
use crate::decision::retention::Ruling;

pub(super) fn paragraphs(_reader: &Reader<'_>, _ruling: &Ruling) -> Vec<Paragraph> {
    Vec::new()
}
