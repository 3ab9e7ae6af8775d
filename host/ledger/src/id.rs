//! Names of records, plugins and places in the log.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Names one log. A fleet has one log for each writer, so it comes first in every key.
pub type LogId = u32;

/// Names one record: a UUID of version 7, so that ids of later records sort after earlier ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RecordId([u8; 16]);

/// The text is not the id of a record.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "not the id of a record: a UUID of version 7 is expected, as in `0192f7a8-5c1e-7cc4-9d3b-0f1e2d3c4b5a`"
)]
pub struct NotARecordId;

impl RecordId {
    /// A new id, greater than all that this process has made before.
    #[must_use]
    pub fn new() -> Self {
        Self(uuid::Uuid::now_v7().into_bytes())
    }

    /// The id with these bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// Its 16 bytes, in the order of the text form.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl Default for RecordId {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&uuid::Uuid::from_bytes(self.0), f)
    }
}

impl FromStr for RecordId {
    type Err = NotARecordId;

    fn from_str(text: &str) -> Result<Self, NotARecordId> {
        let id = uuid::Uuid::try_parse(text).map_err(|_| NotARecordId)?;
        if id.get_version_num() == 7 { Ok(Self(id.into_bytes())) } else { Err(NotARecordId) }
    }
}

/// A SHA-256 digest: of a plugin's original bytes, of settings, of a leaf.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Digest([u8; 32]);

/// The text is not a SHA-256 digest.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a SHA-256 digest: 64 hexadecimal digits are expected")]
pub struct NotADigest;

impl Digest {
    /// The digest of these bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        use sha2::Digest as _;
        Self(sha2::Sha256::digest(bytes).into())
    }

    /// The digest with these bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its 32 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Digest {
    type Err = NotADigest;

    fn from_str(text: &str) -> Result<Self, NotADigest> {
        unhex(text).map(Self).ok_or(NotADigest)
    }
}

/// A point in time: microseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Timestamp(pub u64);

/// Where a page of a listing ended. Its text form is opaque; it holds nothing about a person, and
/// whoever hands it to clients adds what authenticates it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Position {
    pub(crate) log: LogId,
    pub(crate) sequence: u64,
}

/// The text is not a position.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a position in the log: pass the position of the page before unchanged, or none to start again")]
pub struct NotAPosition;

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}{:016x}", self.log, self.sequence)
    }
}

impl FromStr for Position {
    type Err = NotAPosition;

    fn from_str(text: &str) -> Result<Self, NotAPosition> {
        let bytes: [u8; 12] = unhex(text).ok_or(NotAPosition)?;
        let (log, sequence) = bytes.split_first_chunk::<4>().ok_or(NotAPosition)?;
        let sequence: [u8; 8] = sequence.try_into().map_err(|_| NotAPosition)?;
        Ok(Self { log: LogId::from_be_bytes(*log), sequence: u64::from_be_bytes(sequence) })
    }
}

/// The bytes in lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The `N` bytes that `2 N` hexadecimal digits stand for.
pub(crate) fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digits = text.as_bytes();
    if digits.len() != N * 2 {
        return None;
    }
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = pair.iter().try_fold(0_u8, |value, &digit| {
            let nibble = char::from(digit).to_digit(16)?;
            Some(value << 4 | u8::try_from(nibble).ok()?)
        })?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back_from_their_text() {
        let id = RecordId::new();
        assert_eq!(id.to_string().parse(), Ok(id));
        let digest = Digest::of(b"bytes");
        assert_eq!(digest.to_string().parse(), Ok(digest));
        let position = Position { log: 7, sequence: u64::MAX - 1 };
        assert_eq!(position.to_string().parse(), Ok(position));
    }

    #[test]
    fn other_text_is_refused() {
        assert_eq!("7".parse::<Digest>(), Err(NotADigest));
        assert_eq!("+f".repeat(32).parse::<Digest>(), Err(NotADigest));
        assert_eq!("é".repeat(6).parse::<Position>(), Err(NotAPosition));
        let version_4 = "c0b1c6b4-4f3c-4f0e-9a53-3a5a1c0f4b6e";
        assert_eq!(version_4.parse::<RecordId>(), Err(NotARecordId));
    }

    #[test]
    fn later_ids_sort_after_earlier_ones() {
        let ids: Vec<_> = (0..1_000).map(|_| RecordId::new()).collect();
        assert!(ids.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
