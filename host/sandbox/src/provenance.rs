//! Where a plugin says that it comes from. The manifest of the contract is closed, so this lies beside it, in
//! a custom section of two lines. It is the builder's own word: only a signature makes it worth believing.

use crate::custom_sections;

/// The custom section: `by NAME`, then `source sha256:HEX`.
pub const PROVENANCE_SECTION: &str = "praetor:provenance";
/// Bytes of a line, at most.
const LINE_BYTES: usize = 256;

/// Who built a plugin, and of which source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// Who built it.
    pub by: String,
    /// The digest of the source, `sha256:` and 64 hexadecimal digits.
    pub source: String,
}

impl Provenance {
    /// What the bytes of a plugin say; none if they say nothing that can be read.
    #[must_use]
    pub fn inside(bytes: &[u8]) -> Option<Self> {
        // The last word is that of whoever put the plugin together.
        let section = custom_sections(bytes, PROVENANCE_SECTION).pop()?;
        let mut lines = std::str::from_utf8(&section).ok()?.lines();
        let by = lines.next()?.strip_prefix("by ")?;
        let source = lines.next()?.strip_prefix("source ")?;
        let digits = source.strip_prefix("sha256:")?;
        let digest = digits.len() == 64 && digits.chars().all(|digit| digit.is_ascii_hexdigit());
        (digest && is_name(by)).then(|| Self { by: by.to_owned(), source: source.to_owned() })
    }

    /// The contents of the section.
    #[must_use]
    pub fn section(&self) -> String {
        format!("by {}\nsource {}\n", self.by, self.source)
    }
}

/// Whether this can name a builder: it is shown in terminals and pages.
#[must_use]
pub fn is_name(by: &str) -> bool {
    !by.trim().is_empty() && by.len() <= LINE_BYTES && !by.chars().any(char::is_control)
}
