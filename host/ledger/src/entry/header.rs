//! The clear part of an entry: what reading, verifying and listing need, and nothing of a person.

use praetor_decision::Kind;

use super::{Label, Unpacked, payload};
use crate::error::Alteration;
use crate::id::RecordId;
use crate::store::RecordKind;

/// The layout of the entry.
const VERSION: u8 = 1;

/// Bytes of a header of version 1.
pub(super) const LENGTH: usize = 72;

/// The payload stands apart, as a blob.
const DETACHED: u8 = 1;

/// The clear part of an entry.
pub(crate) struct Header {
    pub(crate) kind: RecordKind,
    pub(super) detached: bool,
    /// The dictionary of the compressor; 0: none.
    pub(super) dictionary: u16,
    /// The shape of the payload.
    pub(super) shape: u16,
    pub(crate) generation: u64,
    pub(crate) key_id: u64,
    pub(crate) id: RecordId,
    /// Binds the entry to one key, which the encryption alone does not.
    pub(super) commitment: [u8; 32],
}

impl Header {
    /// Whether the payload stands apart, as a blob.
    pub(crate) const fn is_detached(&self) -> bool {
        self.detached
    }

    pub(super) const fn of(label: &Label, detached: bool, commitment: [u8; 32]) -> Self {
        Self {
            kind: label.kind,
            detached,
            dictionary: payload::DICTIONARY,
            shape: payload::SHAPE,
            generation: label.generation,
            key_id: label.key_id,
            id: label.id,
            commitment,
        }
    }

    pub(super) fn encode(&self) -> Vec<u8> {
        let (kind, topic) = codes(self.kind);
        let mut bytes = Vec::with_capacity(512);
        bytes.extend_from_slice(&[VERSION, kind, topic, u8::from(self.detached) * DETACHED]);
        bytes.extend_from_slice(&self.dictionary.to_be_bytes());
        bytes.extend_from_slice(&self.shape.to_be_bytes());
        bytes.extend_from_slice(&self.generation.to_be_bytes());
        bytes.extend_from_slice(&self.key_id.to_be_bytes());
        bytes.extend_from_slice(self.id.as_bytes());
        bytes.extend_from_slice(&self.commitment);
        bytes
    }

    pub(super) fn decode(mut bytes: &[u8]) -> Result<Self, Unpacked> {
        let [version, kind, topic, flags] = take(&mut bytes)?;
        if version > VERSION {
            return Err(Unpacked::Newer);
        }
        if version != VERSION || flags & !DETACHED != 0 {
            return Err(Alteration::Shape.into());
        }
        Ok(Self {
            kind: kind_of(kind, topic).ok_or(Alteration::Shape)?,
            detached: flags & DETACHED != 0,
            dictionary: u16::from_be_bytes(take(&mut bytes)?),
            shape: u16::from_be_bytes(take(&mut bytes)?),
            generation: u64::from_be_bytes(take(&mut bytes)?),
            key_id: u64::from_be_bytes(take(&mut bytes)?),
            id: RecordId::from_bytes(take(&mut bytes)?),
            commitment: take(&mut bytes)?,
        })
    }
}

fn take<const N: usize>(bytes: &mut &[u8]) -> Result<[u8; N], Alteration> {
    let (taken, rest) = bytes.split_first_chunk::<N>().ok_or(Alteration::Shape)?;
    *bytes = rest;
    Ok(*taken)
}

/// The numbers that stand for a kind on disk.
pub(crate) const fn codes(kind: RecordKind) -> (u8, u8) {
    match kind {
        RecordKind::Decision(Kind::Sharing) => (1, 1),
        RecordKind::Decision(Kind::Retention) => (1, 2),
        RecordKind::Decision(Kind::Rights) => (1, 3),
        RecordKind::Decision(Kind::Incident) => (1, 4),
        RecordKind::Generation => (2, 1),
        RecordKind::Overdue => (2, 2),
        RecordKind::Erasure => (2, 3),
        RecordKind::Hold => (2, 4),
        RecordKind::KeyEpoch => (2, 5),
        RecordKind::Retention => (2, 6),
        RecordKind::Export => (2, 7),
        RecordKind::Completion => (2, 8),
        RecordKind::Backup => (2, 9),
        RecordKind::Extract => (2, 10),
        RecordKind::Refusal => (2, 11),
        RecordKind::Shadow => (2, 12),
    }
}

const fn kind_of(kind: u8, topic: u8) -> Option<RecordKind> {
    Some(match (kind, topic) {
        (1, 1) => RecordKind::Decision(Kind::Sharing),
        (1, 2) => RecordKind::Decision(Kind::Retention),
        (1, 3) => RecordKind::Decision(Kind::Rights),
        (1, 4) => RecordKind::Decision(Kind::Incident),
        (2, 1) => RecordKind::Generation,
        (2, 2) => RecordKind::Overdue,
        (2, 3) => RecordKind::Erasure,
        (2, 4) => RecordKind::Hold,
        (2, 5) => RecordKind::KeyEpoch,
        (2, 6) => RecordKind::Retention,
        (2, 7) => RecordKind::Export,
        (2, 8) => RecordKind::Completion,
        (2, 9) => RecordKind::Backup,
        (2, 10) => RecordKind::Extract,
        (2, 11) => RecordKind::Refusal,
        (2, 12) => RecordKind::Shadow,
        _ => return None,
    })
}
