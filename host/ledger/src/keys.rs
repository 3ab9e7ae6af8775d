//! Subjects' keys: the only link between a person and what is stored about them.
//!
//! Each subject has one key (DEK) for each quarter of a year and each class of records that are kept
//! for the same time, named by a number in the order of first sight. Its row in the key table holds the DEK wrapped under the key-encryption key (KEK) of
//! an epoch, and a keyed hash of the subject by which it is found again. KEKs and the hash's
//! secret stand in a file beside the store. Without the row, the key's number means nothing and
//! what was encrypted under it cannot be read.
//!
//! A removed row lives on in stale pages and in backups. So an epoch ends now and then: what
//! survives is wrapped anew under the next KEK, and the KEK before is destroyed, and with it every
//! stale copy of a row.

mod file;
mod period;
mod replace;
mod ring;
mod row;

use zeroize::Zeroizing;

pub(crate) use file::{KeyFile, keyed_hash, read_private};
pub(crate) use period::{Period, last_day, period_of, quarter_name};
pub(crate) use replace::{begin_beside, exchange, put, sync_folder_of};
pub(crate) use ring::{KeyRing, KeyUse, Scope, Sought};
pub(crate) use row::{KeyRow, Tag};

/// The number of a retention class, which follows from its name; 0: none, what is encrypted under the key
/// is kept for ever.
pub(crate) type Class = u64;

/// A data-encryption key.
pub(crate) type Dek = Zeroizing<[u8; 32]>;

/// Fresh random bytes of the operating system.
pub(crate) fn random<const N: usize>() -> Result<Zeroizing<[u8; N]>, crate::LedgerError> {
    let mut bytes = Zeroizing::new([0; N]);
    getrandom::fill(bytes.as_mut_slice()).map_err(|_| crate::LedgerError::NoRandomness)?;
    Ok(bytes)
}
