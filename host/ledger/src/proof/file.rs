//! A proof file (C2SP tlog-proof): an entry, its place, the path to the root, a signed checkpoint.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use signed_note::{Note, StandardVerifier, VerifierList};
use tlog_tiles::{Checkpoint, Hash, check_record, record_hash};

use crate::entry::Parsed;
use crate::id::{Digest, RecordId, Timestamp};

/// First line of a proof file.
const TITLE: &str = "c2sp.org/tlog-proof@v1";

/// A proof that an entry stands in the log, complete in itself. As text it is a C2SP tlog-proof
/// whose `extra` line holds the entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The stored bytes: a header and a ciphertext.
    pub entry: Vec<u8>,
    /// Its place in the log.
    pub index: u64,
    /// The hashes beside the way from the entry to the root, the lowest first.
    pub path: Vec<[u8; 32]>,
    /// The signed checkpoint whose tree holds the entry.
    pub checkpoint: Vec<u8>,
}

/// What a proof that was checked says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proven {
    /// The log's name.
    pub origin: String,
    /// Its size when the checkpoint was signed.
    pub size: u64,
    /// The entry's place.
    pub index: u64,
}

/// Why a proof proves nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadProof {
    /// Not a proof file.
    #[error("line {0} is not what a C2SP tlog-proof has there")]
    Shape(usize),
    /// The verifier key cannot be read.
    #[error("the verifier key is not one of a signed note (`name+id+key`)")]
    VerifierKey,
    /// The checkpoint was not signed by this key, or was changed.
    #[error("the checkpoint is not signed by the given key")]
    Signature,
    /// The checkpoint is of another log.
    #[error("the checkpoint is that of another log")]
    Origin,
    /// The entry is not in the tree that the checkpoint names, or was changed.
    #[error("the entry and the path do not lead to the root of the checkpoint")]
    Path,
}

impl Proof {
    /// The text of the file.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = format!("{TITLE}\nextra {}\n", BASE64_STANDARD.encode(&self.entry));
        text.push_str(&format!("index {}\n", self.index));
        for hash in &self.path {
            text.push_str(&format!("{}\n", BASE64_STANDARD.encode(hash)));
        }
        text.push('\n');
        text.push_str(&String::from_utf8_lossy(&self.checkpoint));
        text
    }

    /// Reads a file.
    ///
    /// # Errors
    /// [`BadProof::Shape`] with the number of the first line that does not fit.
    pub fn read(text: &str) -> Result<Self, BadProof> {
        let (head, checkpoint) = text.split_once("\n\n").ok_or(BadProof::Shape(1))?;
        let mut lines = head.lines().zip(1..);
        let mut next = |number| lines.next().ok_or(BadProof::Shape(number));
        if next(1)?.0 != TITLE {
            return Err(BadProof::Shape(1));
        }
        let (extra, _) = next(2)?;
        let entry = extra.strip_prefix("extra ").and_then(|entry| BASE64_STANDARD.decode(entry).ok());
        let (index, _) = next(3)?;
        let number = index.strip_prefix("index ").and_then(|index| index.parse::<u64>().ok());
        let number = number.filter(|number| index == format!("index {number}"));
        let path = lines.map(|(line, number)| hash_of(line).ok_or(BadProof::Shape(number)));
        Ok(Self {
            entry: entry.ok_or(BadProof::Shape(2))?,
            index: number.ok_or(BadProof::Shape(3))?,
            path: path.collect::<Result<_, _>>()?,
            checkpoint: checkpoint.as_bytes().to_vec(),
        })
    }

    /// The entry's leaf in the tree, as the answer to the question named it.
    #[must_use]
    pub fn leaf(&self) -> Digest {
        Digest::from_bytes(record_hash(&self.entry).0)
    }

    /// The record's id and when it was recorded, from the clear part of the entry; none if it has
    /// none.
    #[must_use]
    pub fn about(&self) -> Option<(RecordId, Timestamp)> {
        let parsed = Parsed::read(&self.entry).ok()?;
        Some((parsed.header.id, parsed.recorded_at))
    }

    /// Checks the proof with nothing but the log's verifier key.
    ///
    /// # Errors
    /// Why it proves nothing.
    pub fn check(&self, verifier_key: &str) -> Result<Proven, BadProof> {
        let checkpoint = open(&self.checkpoint, verifier_key)?;
        let path: Vec<Hash> = self.path.iter().map(|hash| Hash(*hash)).collect();
        let (size, root) = (checkpoint.size(), *checkpoint.hash());
        if self.index >= size {
            return Err(BadProof::Path);
        }
        check_record(&path, size, root, self.index, record_hash(&self.entry)).map_err(|_| BadProof::Path)?;
        Ok(Proven { origin: checkpoint.origin().to_owned(), size, index: self.index })
    }
}

/// The checkpoint in a signed note, if this key signed it for the log of its own name.
pub(crate) fn open(note: &[u8], verifier_key: &str) -> Result<Checkpoint, BadProof> {
    let verifier = StandardVerifier::new(verifier_key).map_err(|_| BadProof::VerifierKey)?;
    let note = Note::from_bytes(note).map_err(|_| BadProof::Signature)?;
    note.verify(&VerifierList::new(vec![Box::new(verifier)])).map_err(|_| BadProof::Signature)?;
    let checkpoint = Checkpoint::from_bytes(note.text()).map_err(|_| BadProof::Signature)?;
    let origin = verifier_key.split('+').next().unwrap_or_default();
    if checkpoint.origin() == origin { Ok(checkpoint) } else { Err(BadProof::Origin) }
}

fn hash_of(line: &str) -> Option<[u8; 32]> {
    BASE64_STANDARD.decode(line).ok()?.try_into().ok()
}
