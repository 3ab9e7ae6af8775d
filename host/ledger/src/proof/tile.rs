//! The addresses of tiles and of bundles of entries, as C2SP tlog-tiles writes them.

use std::fmt;
use std::str::FromStr;

/// Hashes of a full tile, entries of a full bundle.
const FULL: u16 = 256;

/// A tile of the tree, or a bundle of entries: `0/x001/234`, `1/000.p/17`, `entries/007`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TileAddress {
    /// The level of tiles, from 0: its hashes are the leaves. None: a bundle of entries.
    pub level: Option<u8>,
    /// Which tile of its level, from 0.
    pub index: u64,
    /// Hashes or entries in it, 256 if it is full; at least 1.
    pub width: u16,
}

/// Not such an address, or another way to write one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the address of a tile, such as `0/x001/234`, `1/000.p/17` or `entries/007`")]
pub struct NotATile;

impl TileAddress {
    /// How many leaves or full tiles of the level below come before its end; none: more than can be.
    pub(crate) fn end(&self) -> Option<u64> {
        self.index.checked_mul(u64::from(FULL))?.checked_add(u64::from(self.width))
    }

    /// The first hash or entry in it.
    pub(crate) const fn first(&self) -> u64 {
        self.index.saturating_mul(FULL as u64)
    }
}

impl fmt::Display for TileAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.level {
            Some(level) => write!(f, "{level}/")?,
            None => f.write_str("entries/")?,
        }
        let mut digits = vec![self.index % 1_000];
        let mut rest = self.index / 1_000;
        while rest > 0 {
            digits.push(rest % 1_000);
            rest /= 1_000;
        }
        for group in digits.iter().skip(1).rev() {
            write!(f, "x{group:03}/")?;
        }
        write!(f, "{:03}", self.index % 1_000)?;
        if self.width < FULL { write!(f, ".p/{}", self.width) } else { Ok(()) }
    }
}

impl FromStr for TileAddress {
    type Err = NotATile;

    fn from_str(text: &str) -> Result<Self, NotATile> {
        let address = read(text).ok_or(NotATile)?;
        // One address for each tile: what is cached for ever must not have two names.
        if address.to_string() == text { Ok(address) } else { Err(NotATile) }
    }
}

fn read(text: &str) -> Option<TileAddress> {
    let (level, rest) = text.split_once('/')?;
    let level = if level == "entries" { None } else { Some(level.parse().ok().filter(|level| *level < 64)?) };
    let (groups, width) = match rest.split_once(".p/") {
        Some((groups, width)) => (groups, width.parse().ok().filter(|width| (1..FULL).contains(width))?),
        None => (rest, FULL),
    };
    let mut index = 0_u64;
    for group in groups.split('/') {
        let digits = group.strip_prefix('x').unwrap_or(group);
        let group: u64 = digits.parse().ok().filter(|group| *group < 1_000)?;
        index = index.checked_mul(1_000)?.checked_add(group)?;
    }
    Some(TileAddress { level, index, width })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_the_specification_are_read_and_written_alike() {
        let tile = |level, index, width| TileAddress { level, index, width };
        let examples = [
            ("0/x001/x234/067", tile(Some(0), 1_234_067, 256)),
            ("0/x001/x234/067.p/1", tile(Some(0), 1_234_067, 1)),
            ("1/000.p/255", tile(Some(1), 0, 255)),
            ("0/003", tile(Some(0), 3, 256)),
            ("entries/x012/345", tile(None, 12_345, 256)),
        ];
        for (text, address) in examples {
            assert_eq!(text.parse(), Ok(address));
            assert_eq!(address.to_string(), text);
        }
    }

    #[test]
    fn any_other_way_to_write_an_address_is_refused() {
        for text in [
            "",
            "0",
            "0/",
            "0/0",
            "0/0003",
            "00/003",
            "+0/003",
            "64/003",
            "0/x000/003",
            "0/001/234",
            "0/x001",
            "0/003.p/0",
            "0/003.p/256",
            "0/003.p/01",
            "0/003.p/",
            "0/003/",
            "8/0/003",
            "data/003",
            "entries/-01",
            "0/x999/x999/x999/x999/x999/x999/x999/999",
        ] {
            assert_eq!(text.parse::<TileAddress>(), Err(NotATile), "{text}");
        }
    }
}
