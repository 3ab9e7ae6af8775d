//! A set of places within one unit: a sorted list where it is small, else a bit for each place.

use super::UNIT;
use crate::error::LedgerError;

/// Bytes of a bit for each place. A list is always shorter, so that the length tells them apart.
const BITMAP: usize = UNIT as usize / 8;

/// A set of numbers below [`UNIT`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::ledger) struct Set(Vec<u64>);

impl Set {
    pub(in crate::ledger) fn new() -> Self {
        Self(vec![0; BITMAP / 8])
    }

    pub(in crate::ledger) fn decode(bytes: &[u8]) -> Result<Self, LedgerError> {
        let mut set = Self::new();
        if bytes.len() == BITMAP {
            let (words, _) = bytes.as_chunks::<8>();
            set.0 = words.iter().map(|word| u64::from_be_bytes(*word)).collect();
            return Ok(set);
        }
        let (list, rest) = bytes.as_chunks::<2>();
        list.iter().for_each(|low| set.insert(u16::from_be_bytes(*low)));
        if rest.is_empty() { Ok(set) } else { Err(LedgerError::Storage("an index was altered".into())) }
    }

    pub(super) fn encode(&self) -> Vec<u8> {
        if self.len() * 2 < BITMAP {
            return self.iter().flat_map(u16::to_be_bytes).collect();
        }
        self.0.iter().flat_map(|word| word.to_be_bytes()).collect()
    }

    pub(super) fn insert(&mut self, low: u16) {
        if let Some(word) = self.0.get_mut(usize::from(low / 64)) {
            *word |= 1 << (low % 64);
        }
    }

    /// Takes a number out; whether it was there.
    pub(super) fn remove(&mut self, low: u16) -> bool {
        let there = self.contains(low);
        if let Some(word) = self.0.get_mut(usize::from(low / 64)) {
            *word &= !(1 << (low % 64));
        }
        there
    }

    pub(super) fn contains(&self, low: u16) -> bool {
        self.0.get(usize::from(low / 64)).is_some_and(|word| word & (1 << (low % 64)) != 0)
    }

    pub(in crate::ledger) fn unite(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word |= other);
    }

    pub(in crate::ledger) fn intersect(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word &= other);
    }

    pub(in crate::ledger) fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    fn len(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// The numbers in order.
    pub(in crate::ledger) fn iter(&self) -> impl Iterator<Item = u16> + '_ {
        self.0.iter().zip(0_u16..).flat_map(|(word, at)| {
            let mut rest = *word;
            std::iter::from_fn(move || {
                let bit = u16::try_from(rest.trailing_zeros()).ok().filter(|_| rest != 0)?;
                rest &= rest - 1;
                Some(at * 64 + bit)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_set_reads_back_in_order(lows in prop::collection::btree_set(0..UNIT as u16, 0..UNIT as usize)) {
            let mut set = Set::new();
            lows.iter().for_each(|low| set.insert(*low));
            let encoded = set.encode();
            prop_assert!(encoded.len() <= BITMAP);
            let mut read = Set::decode(&encoded).unwrap();
            prop_assert!(read.iter().eq(lows.iter().copied()));
            for low in &lows {
                prop_assert!(read.remove(*low) && !read.contains(*low));
            }
            prop_assert!(read.is_empty());
        }
    }

    #[test]
    fn half_a_number_is_refused() {
        assert!(Set::decode(&[0, 1, 0]).is_err());
    }
}
