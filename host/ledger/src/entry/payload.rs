//! A record as compressed, padded bytes.

use std::cell::RefCell;
use std::io;
use std::sync::LazyLock;

use zstd::bulk::{Compressor, Decompressor};
use zstd::dict::{DecoderDictionary, EncoderDictionary};

use crate::error::{Alteration, LedgerError};
use crate::limits;
use crate::record::Record;

/// The shape of the types in a payload. Any change of a shape takes the next number.
pub(super) const SHAPE: u16 = 1;

/// The dictionary that new payloads are compressed with; 0: none.
pub(super) const DICTIONARY: u16 = 1;

/// Dictionary 1, trained on the decisions of the sample questions, which are about nobody: see
/// `examples/train-dictionary.rs`. It makes a record less than a third of what it would be, and is
/// never changed.
const TRAINED: &[u8] = include_bytes!("dictionary/1.zdict");

/// Stands between the payload and its padding, which is zeros (ISO/IEC 7816-4).
const END: u8 = 0x80;

/// Why a payload cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unpacked {
    /// It was changed.
    Altered(Alteration),
    /// It was written by a newer version.
    Newer,
}

impl From<Alteration> for Unpacked {
    fn from(what: Alteration) -> Self {
        Self::Altered(what)
    }
}

impl Unpacked {
    pub(crate) const fn at(self, sequence: u64) -> LedgerError {
        match self {
            Self::Altered(what) => LedgerError::Altered { sequence, what },
            Self::Newer => LedgerError::Newer { sequence },
        }
    }
}

// Preparing a dictionary costs more than a thousand records, and making a context more than one.
static ENCODER: LazyLock<EncoderDictionary<'static>> =
    LazyLock::new(|| EncoderDictionary::copy(TRAINED, limits::COMPRESSION_LEVEL));
static DECODER: LazyLock<DecoderDictionary<'static>> = LazyLock::new(|| DecoderDictionary::copy(TRAINED));

thread_local! {
    static COMPRESSOR: RefCell<Option<Compressor<'static>>> = const { RefCell::new(None) };
    static DECOMPRESSORS: RefCell<[Option<Decompressor<'static>>; 2]> = const { RefCell::new([None, None]) };
}

/// Encodes, compresses and pads a record.
pub(crate) fn pack(record: &Record) -> Result<Vec<u8>, LedgerError> {
    let encoded = postcard::to_allocvec(record).map_err(|error| LedgerError::Storage(error.to_string()))?;
    if encoded.len() > limits::PAYLOAD_BYTES {
        return Err(LedgerError::TooLarge { bytes: encoded.len() });
    }
    let mut packed = compress(&encoded).map_err(|error| LedgerError::Storage(error.to_string()))?;
    packed.push(END);
    packed.resize(packed.len().next_multiple_of(limits::PADDING_BYTES), 0);
    Ok(packed)
}

/// Reverses [`pack`].
pub(crate) fn unpack(packed: &[u8], shape: u16, dictionary: u16) -> Result<Record, Unpacked> {
    if shape > SHAPE || dictionary > DICTIONARY {
        return Err(Unpacked::Newer);
    }
    let end = packed.iter().rposition(|&byte| byte != 0).ok_or(Alteration::Encoding)?;
    let (compressed, padding) = packed.split_at_checked(end).ok_or(Alteration::Encoding)?;
    if padding.first() != Some(&END) || shape != SHAPE {
        return Err(Alteration::Encoding.into());
    }
    let encoded = decompress(compressed, dictionary).map_err(|_| Alteration::Encoding)?;
    let (record, rest) = postcard::take_from_bytes(&encoded).map_err(|_| Alteration::Encoding)?;
    if rest.is_empty() { Ok(record) } else { Err(Alteration::Encoding.into()) }
}

fn compress(encoded: &[u8]) -> io::Result<Vec<u8>> {
    COMPRESSOR.with_borrow_mut(|context| match context {
        Some(compressor) => compressor.compress(encoded),
        None => context.insert(Compressor::with_prepared_dictionary(&ENCODER)?).compress(encoded),
    })
}

fn decompress(compressed: &[u8], dictionary: u16) -> io::Result<Vec<u8>> {
    // The frame says how long its content is; without that, or beyond the limit, it is not ours.
    let length = Decompressor::upper_bound(compressed).filter(|&length| length <= limits::PAYLOAD_BYTES);
    let length = length.ok_or(io::ErrorKind::InvalidData)?;
    DECOMPRESSORS.with_borrow_mut(|contexts| {
        let context = contexts.get_mut(usize::from(dictionary)).ok_or(io::ErrorKind::InvalidData)?;
        match (context, dictionary) {
            (Some(decompressor), _) => decompressor.decompress(compressed, length),
            (none, 0) => none.insert(Decompressor::new()?).decompress(compressed, length),
            (none, _) => {
                let decompressor = Decompressor::with_prepared_dictionary(&DECODER)?;
                none.insert(decompressor).decompress(compressed, length)
            }
        }
    })
}
