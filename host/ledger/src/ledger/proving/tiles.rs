//! Tiles and bundles of entries, as C2SP tlog-tiles has them.

use super::super::reading::Reader;
use super::super::shared::Shared;
use crate::error::LedgerError;
use crate::proof::TileAddress;

/// Bits of the index that one level of tiles takes.
const TILE_BITS: u32 = 8;

impl Shared {
    /// What stands in a tile or a bundle; none if it reaches beyond what was signed.
    pub(in crate::ledger) fn tile(&self, tile: TileAddress) -> Result<Option<Vec<u8>>, LedgerError> {
        let signed = self.released().map_or(0, |signed| signed.size);
        let level = tile.level.unwrap_or(0);
        let there = signed.checked_shr(u32::from(level) * TILE_BITS).unwrap_or(0);
        if tile.end().is_none_or(|end| end > there) {
            return Ok(None);
        }
        self.read(|reader| match tile.level {
            Some(level) => {
                let hashes = reader.hashes(level, tile.first(), u64::from(tile.width))?;
                Ok(Some(hashes.iter().flat_map(|hash| hash.0).collect()))
            }
            None => reader.bundle(tile.first(), u64::from(tile.width)),
        })
    }
}

impl Reader<'_> {
    /// Each entry after its length in two bytes; none if one was deleted.
    fn bundle(&self, first: u64, count: u64) -> Result<Option<Vec<u8>>, LedgerError> {
        let mut bundle = Vec::new();
        for entry in self.raw(first..first.saturating_add(count))? {
            let Some(entry) = entry else { return Ok(None) };
            // Never more than `limits::ENTRY_BYTES`, unless somebody else wrote to the file.
            let Ok(length) = u16::try_from(entry.len()) else { return Ok(None) };
            bundle.extend_from_slice(&length.to_be_bytes());
            bundle.extend_from_slice(&entry);
        }
        Ok(Some(bundle))
    }
}
