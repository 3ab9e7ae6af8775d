//! Cursors that cannot be forged: the place where a page ended, authenticated together with the
//! search that it belongs to.

use std::fmt::Display;
use std::str::FromStr;

use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::problem::{Code, Problem};

/// Bytes of the authentication: 128 bits, in 32 hexadecimal digits.
const MAC_BYTES: usize = 16;

/// Makes and reads the cursors of one search.
pub struct Cursors<'a> {
    /// The server's key.
    pub key: &'a [u8; 32],
    /// The search without its cursor and limit, in one spelling.
    pub search: &'a [u8],
}

impl Cursors<'_> {
    /// The cursor of a place.
    #[must_use]
    pub fn write(&self, place: impl Display) -> String {
        let place = place.to_string();
        let mac = self.mac(&place).map(|mac| mac.finalize().into_bytes());
        let mac = mac.iter().flatten().take(MAC_BYTES);
        mac.fold(place, |text, byte| format!("{text}{byte:02x}"))
    }

    /// The place of a cursor.
    ///
    /// # Errors
    /// It was not made by this server for this search.
    pub fn read<P: FromStr>(&self, cursor: &str) -> Result<P, Problem> {
        self.verified(cursor).ok_or_else(|| {
            let detail = "pass `next` of the page before unchanged, with the same filters, or no cursor";
            Problem::new(Code::InvalidCursor, detail)
        })
    }

    fn verified<P: FromStr>(&self, cursor: &str) -> Option<P> {
        let (place, mac) = cursor.split_at_checked(cursor.len().checked_sub(MAC_BYTES * 2)?)?;
        let mac = unhex(mac)?;
        self.mac(place)?.verify_truncated_left(&mac).ok()?;
        place.parse().ok()
    }

    fn mac(&self, place: &str) -> Option<Hmac<Sha256>> {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.key).ok()?;
        mac.update(place.as_bytes());
        mac.update(&[0]);
        mac.update(self.search);
        Some(mac)
    }
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let nibble = |digit: &u8| char::from(*digit).to_digit(16).and_then(|n| u8::try_from(n).ok());
    let pairs = text.as_bytes().chunks_exact(2);
    pairs.map(|pair| Some(nibble(pair.first()?)? << 4 | nibble(pair.get(1)?)?)).collect()
}

#[cfg(test)]
mod tests {
    use praetor_ledger::Position;

    use super::*;

    #[test]
    fn a_cursor_reads_back_for_its_own_search_only() {
        let place: Position = "000000010000000000000007".parse().unwrap();
        let cursors = Cursors { key: &[7; 32], search: b"kind=sharing" };
        let cursor = cursors.write(place);
        assert_eq!(cursors.read::<Position>(&cursor).unwrap(), place);
        assert!(Cursors { key: &[7; 32], search: b"kind=rights" }.read::<Position>(&cursor).is_err());
        assert!(Cursors { key: &[8; 32], search: b"kind=sharing" }.read::<Position>(&cursor).is_err());
    }

    #[test]
    fn an_altered_cursor_is_refused() {
        let place: Position = "000000010000000000000007".parse().unwrap();
        let cursors = Cursors { key: &[7; 32], search: b"" };
        let cursor = cursors.write(place);
        for index in 0..cursor.len() {
            let mut altered = cursor.clone().into_bytes();
            altered[index] = if altered[index] == b'0' { b'1' } else { b'0' };
            assert!(cursors.read::<Position>(std::str::from_utf8(&altered).unwrap()).is_err());
        }
        for text in ["", "x", "é", &cursor[..cursor.len() - 1], &cursor[2..]] {
            assert!(cursors.read::<Position>(text).is_err(), "{text}");
        }
    }
}
