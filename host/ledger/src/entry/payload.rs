//! A record as compressed, padded bytes.

use std::cell::RefCell;
use std::io;

use zstd::bulk::{Compressor, Decompressor};

use crate::error::{Alteration, LedgerError};
use crate::limits;
use crate::record::Record;

/// The shape of the types in a payload. Any change of a shape takes the next number.
pub(super) const SHAPE: u16 = 1;

/// The dictionary that new payloads are compressed with; 0: none.
pub(super) const DICTIONARY: u16 = 0;

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

thread_local! {
    // Making a context costs more than compressing a record.
    static COMPRESSOR: RefCell<Option<Compressor<'static>>> = const { RefCell::new(None) };
    static DECOMPRESSOR: RefCell<Option<Decompressor<'static>>> = const { RefCell::new(None) };
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
    let encoded = decompress(compressed).map_err(|_| Alteration::Encoding)?;
    let (record, rest) = postcard::take_from_bytes(&encoded).map_err(|_| Alteration::Encoding)?;
    if rest.is_empty() { Ok(record) } else { Err(Alteration::Encoding.into()) }
}

fn compress(encoded: &[u8]) -> io::Result<Vec<u8>> {
    COMPRESSOR.with_borrow_mut(|context| match context {
        Some(compressor) => compressor.compress(encoded),
        None => context.insert(Compressor::new(limits::COMPRESSION_LEVEL)?).compress(encoded),
    })
}

fn decompress(compressed: &[u8]) -> io::Result<Vec<u8>> {
    // The frame says how long its content is; without that, or beyond the limit, it is not ours.
    let length = Decompressor::upper_bound(compressed).filter(|&length| length <= limits::PAYLOAD_BYTES);
    let length = length.ok_or(io::ErrorKind::InvalidData)?;
    DECOMPRESSOR.with_borrow_mut(|context| match context {
        Some(decompressor) => decompressor.decompress(compressed, length),
        None => context.insert(Decompressor::new()?).decompress(compressed, length),
    })
}
