//! Stored decisions in bulk: NDJSON for auditors, Parquet for analysts. Written to a server's caller
//! and by the command line alike, page by page, so that the memory is bounded whatever the size.

mod head;
mod line;
mod ndjson;
#[cfg(feature = "parquet")]
mod table;

use std::io::{self, Write};

use praetor_decision::Kind;
use praetor_ledger::{
    Content, Extract, Extracted, LedgerError, Proof, Receipt, RecordId, RecordKind, Stored,
};

use crate::service::{Answered, ServiceError};

pub use line::decision_line;
#[cfg(feature = "parquet")]
pub use table::check as check_table;

/// What is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One JSON object a line.
    Ndjson,
    /// One row a decision, Apache Parquet.
    #[cfg(feature = "parquet")]
    Parquet,
}

/// The formats by their names.
#[cfg(feature = "parquet")]
pub const FORMATS: &[(&str, Format)] = &[("ndjson", Format::Ndjson), ("parquet", Format::Parquet)];
/// The formats by their names.
#[cfg(not(feature = "parquet"))]
pub const FORMATS: &[(&str, Format)] = &[("ndjson", Format::Ndjson)];

impl Format {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        FORMATS.iter().find(|(_, format)| *format == self).map_or("", |(name, _)| name)
    }

    /// The media type of what is written.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Ndjson => "application/x-ndjson",
            #[cfg(feature = "parquet")]
            Self::Parquet => "application/vnd.apache.parquet",
        }
    }
}

/// Where stored decisions are read from: a server's ledger, or one in a folder.
pub trait Archive {
    /// A page of decisions, from a sequence on.
    ///
    /// # Errors
    /// The ledger cannot be read.
    fn page(&self, extract: &Extract, from: u64) -> Result<Extracted, LedgerError>;

    /// A stored decision, ready to be read; none if the record is none, or was not decrypted.
    ///
    /// # Errors
    /// It was erased, or cannot be read.
    fn retell(&self, stored: Stored) -> Result<Option<Answered>, ServiceError>;

    /// A proof under the checkpoint of the export.
    ///
    /// # Errors
    /// The ledger cannot be read, or the checkpoint does not cover the decision.
    fn proof(&self, id: RecordId, checkpoint: &[u8]) -> Result<Option<Proof>, LedgerError>;

    /// The key that verifies the checkpoint.
    fn verifier_key(&self) -> String;
}

/// An export that is on record and may be written.
pub struct Export<'a> {
    /// Where the decisions are.
    pub archive: &'a dyn Archive,
    /// What was asked for, with the event that says so.
    pub extract: &'a Extract,
    /// What is written.
    pub format: Format,
    /// Each line holds its proof; NDJSON only.
    pub with_proofs: bool,
}

/// What was given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Decisions, the erased ones among them.
    pub decisions: u64,
    /// Decisions whose subject's key was erased: only their places are given.
    pub erased: u64,
    /// Decisions that could not be read: an alarm for the operator.
    pub unreadable: u64,
    /// Entries that were deleted when their time was over, of whatever kind.
    pub deleted: u64,
}

/// Why an export ended early.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The ledger cannot be read.
    #[error("{0}")]
    Ledger(#[from] LedgerError),
    /// Nobody reads any more, or the disk is full.
    #[error("what was written is not taken: {0}")]
    Write(#[from] io::Error),
    /// A decision cannot be written, which is a fault of Praetor.
    #[error("the decision at {0} cannot be written; please report it")]
    Fault(u64),
    /// The Parquet writer failed.
    #[cfg(feature = "parquet")]
    #[error("{0}")]
    Table(#[from] ::parquet::errors::ParquetError),
}

/// A decision as it is given.
pub struct Row {
    /// Where and when it was stored.
    pub receipt: Receipt,
    /// The kind of question.
    pub kind: Kind,
    /// The generation that served.
    pub generation: u64,
    /// What is left of it.
    pub word: Word,
}

/// What is given of a decision.
pub enum Word {
    /// All of it.
    Told(Box<Answered>),
    /// Its place only: nothing was decrypted.
    Sealed,
    /// Its place only: the subject's key was erased.
    Erased,
    /// Its place only: it cannot be read.
    Unreadable,
}

impl Export<'_> {
    /// Writes the whole export; `progress` hears how many decisions were written.
    ///
    /// # Errors
    /// It ended early: what was written is not whole, and does not say that it is.
    pub fn write(
        &self,
        out: &mut (dyn Write + Send),
        progress: &mut dyn FnMut(u64),
    ) -> Result<Counts, ExportError> {
        match self.format {
            Format::Ndjson => ndjson::write(self, out, progress),
            #[cfg(feature = "parquet")]
            Format::Parquet => table::write(self, out, progress),
        }
    }

    /// Gives each decision in the order of the log.
    fn each(
        &self,
        progress: &mut dyn FnMut(u64),
        mut take: impl FnMut(Row) -> Result<(), ExportError>,
    ) -> Result<Counts, ExportError> {
        let (mut counts, mut next) = (Counts::default(), Some(self.extract.range.start));
        while let Some(from) = next {
            let page = self.archive.page(self.extract, from)?;
            next = page.next;
            counts.deleted += page.deleted;
            for stored in page.decisions {
                let Some(row) = Row::of(self.archive, stored) else { continue };
                counts.add(&row.word);
                take(row)?;
            }
            progress(counts.decisions);
        }
        Ok(counts)
    }
}

impl Row {
    /// What is given of a stored record; none if it is no decision.
    #[must_use]
    pub fn of(archive: &dyn Archive, stored: Stored) -> Option<Self> {
        let RecordKind::Decision(kind) = stored.kind else { return None };
        let (receipt, generation) = (stored.receipt, stored.generation);
        let sealed = matches!(stored.content, Content::Sealed);
        let word = match archive.retell(stored) {
            Ok(Some(answered)) => Word::Told(Box::new(answered)),
            Ok(None) if sealed => Word::Sealed,
            Err(ServiceError::Erased) => Word::Erased,
            told => {
                let error = told.err().map(|error| error.to_string());
                tracing::error!(sequence = receipt.sequence, error, "a stored decision cannot be read");
                Word::Unreadable
            }
        };
        Some(Self { receipt, kind, generation, word })
    }
}

impl Counts {
    fn add(&mut self, word: &Word) {
        self.decisions += 1;
        self.erased += u64::from(matches!(word, Word::Erased));
        self.unreadable += u64::from(matches!(word, Word::Unreadable));
    }
}
