//! A ruling on rights in sentences.

use super::{Paragraph, Reader};
use crate::decision::rights::Ruling;

pub(super) fn paragraphs(_reader: &Reader<'_>, _ruling: &Ruling) -> Vec<Paragraph> {
    Vec::new()
}
