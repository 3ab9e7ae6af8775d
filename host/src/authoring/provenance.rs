//! Who built a plugin and of which source, written into the plugin itself.

use std::io;
use std::path::{Path, PathBuf};

use praetor_sandbox::{Digest, PROVENANCE_SECTION, Provenance, is_builder_name};
use thiserror::Error;

use super::embedding::append;

/// Folders that builds and tools make; no source lies in them.
const MADE: [&str; 4] = ["target", "build", "node_modules", "__pycache__"];

/// Why a plugin got no provenance.
#[derive(Debug, Error)]
pub enum ProvenanceError {
    /// Not a name that can be shown.
    #[error("`{0}` cannot name who built it; write a short name on one line, `example.org`")]
    Name(String),
    /// The source cannot be read.
    #[error("cannot read the source in `{}`: {source}", folder.display())]
    Source {
        /// The folder.
        folder: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// The plugin with the word that it was built by somebody of the source in a folder.
///
/// # Errors
/// The name cannot be shown, or the folder cannot be read.
pub fn stamp(plugin: &[u8], by: &str, folder: &Path) -> Result<Vec<u8>, ProvenanceError> {
    if !is_builder_name(by) {
        return Err(ProvenanceError::Name(by.to_owned()));
    }
    let source = source_digest(folder)
        .map_err(|source| ProvenanceError::Source { folder: folder.to_owned(), source })?;
    let provenance = Provenance { by: by.to_owned(), source: format!("sha256:{source}") };
    let mut with = plugin.to_vec();
    append(&mut with, PROVENANCE_SECTION, provenance.section().as_bytes());
    Ok(with)
}

/// The SHA-256 of a list of all files, `DIGEST  ./PATH` on a line each, in the order of the paths' bytes: what
/// `find . -type f | LC_ALL=C sort | xargs sha256sum | sha256sum` says of a folder without builds.
fn source_digest(folder: &Path) -> io::Result<Digest> {
    let mut files = vec![];
    collect(folder, Path::new("."), &mut files)?;
    files.sort_by(|a, b| a.as_os_str().as_encoded_bytes().cmp(b.as_os_str().as_encoded_bytes()));
    let mut list = String::new();
    for file in files {
        let digest = Digest::of(&std::fs::read(folder.join(&file))?);
        list.push_str(&format!("{digest}  {}\n", file.display()));
    }
    Ok(Digest::of(list.as_bytes()))
}

fn collect(folder: &Path, below: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in std::fs::read_dir(folder.join(below))? {
        let entry = entry?;
        let (name, kind) = (entry.file_name(), entry.file_type()?);
        let path = below.join(&name);
        let hidden = name.as_encoded_bytes().starts_with(b".");
        if kind.is_dir() && !hidden && !MADE.iter().any(|made| name == *made) {
            collect(folder, &path, files)?;
        } else if kind.is_file() && !hidden {
            files.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_of_a_source_is_what_ordinary_tools_say_and_builds_do_not_count() {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in [("b.txt", "two"), ("a/x.txt", "one"), ("build/out", "no"), (".git/x", "no")] {
            let file = folder.path().join(name);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, text).unwrap();
        }
        let tools = "find . -type f -not -path './build/*' -not -path './.git/*' | LC_ALL=C sort | xargs sha256sum | sha256sum";
        let said = std::process::Command::new("sh").args(["-c", tools]).current_dir(folder.path()).output();
        let said = String::from_utf8(said.unwrap().stdout).unwrap();
        let digest = source_digest(folder.path()).unwrap().to_string();
        assert_eq!(said.split_whitespace().next(), Some(digest.as_str()));
    }

    #[test]
    fn what_is_stamped_is_read_again_and_a_name_of_two_lines_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a"), "one").unwrap();
        let empty = b"\0asm\x01\0\0\0";
        let stamped = stamp(empty, "example.org", folder.path()).unwrap();
        let read = Provenance::inside(&stamped).unwrap();
        assert_eq!(read.by, "example.org");
        assert_eq!(read.source.len(), "sha256:".len() + 64);
        assert_eq!(Provenance::inside(empty), None);
        assert!(matches!(stamp(empty, "a\nsource b", folder.path()), Err(ProvenanceError::Name(_))));
    }
}
