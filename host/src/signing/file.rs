//! Where a signature lies: beside the plugin, under its name with `.sig` behind.

use std::ffi::OsString;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::limits::SIGNATURE_BYTES_MAX;

/// What follows the name of a plugin's file.
pub const SIGNATURE_ENDING: &str = ".sig";

/// The file of the signature on a plugin: `eu-gdpr.wasm.sig` for `eu-gdpr.wasm`.
#[must_use]
pub fn signature_file(plugin: &Path) -> PathBuf {
    let mut name = OsString::from(plugin);
    name.push(SIGNATURE_ENDING);
    PathBuf::from(name)
}

/// The signature beside a plugin; none if there is none.
///
/// # Errors
/// There is one, and it cannot be read.
pub fn read_beside(plugin: &Path) -> io::Result<Option<Vec<u8>>> {
    let file = match std::fs::File::open(signature_file(plugin)) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    // One byte more than is allowed is not a note any more.
    let mut bytes = vec![];
    file.take(SIGNATURE_BYTES_MAX + 1).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}
