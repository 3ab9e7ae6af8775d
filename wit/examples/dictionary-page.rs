//! Writes `wit/DICTIONARY.md` from the dictionary's files.

use std::error::Error;
use std::fs;
use std::path::Path;

use praetor_wit::{Dictionary, dictionary_page};

fn main() -> Result<(), Box<dyn Error>> {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("DICTIONARY.md");
    fs::write(page, dictionary_page(Dictionary::bundled()?))?;
    Ok(())
}
