//! Puts cases into a plugin that another toolchain built: into the custom section in which the SDK puts
//! those of a plugin in Rust.

use std::path::{Path, PathBuf};

use praetor_sandbox::custom_sections;
use thiserror::Error;

use crate::cases::{CASES_SECTION, CaseError, cases_inside, read_cases};

/// Why cases were not put in.
#[derive(Debug, Error)]
pub enum EmbedError {
    /// They are no cases.
    #[error(transparent)]
    Cases(#[from] CaseError),
    /// There are none.
    #[error("`{}` holds no case; see plugins/README.md for their form", .0.display())]
    None(PathBuf),
    /// There are some already.
    #[error("the plugin holds cases already; build it again, or leave them out of its build")]
    Held,
    /// The file of a case cannot be read.
    #[error("cannot read `{}`: {source}", file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

/// The plugin with the cases of a folder, and how many they are.
///
/// # Errors
/// The folder holds none, or the plugin holds some.
pub fn embed(plugin: &[u8], folder: &Path) -> Result<(Vec<u8>, usize), EmbedError> {
    if !custom_sections(plugin, CASES_SECTION).is_empty() {
        return Err(EmbedError::Held);
    }
    let mut files: Vec<PathBuf> = read_cases(folder)?.into_iter().map(|case| case.file).collect();
    files.dedup();
    let mut joined = String::new();
    for file in files {
        let text = std::fs::read_to_string(&file);
        let text = text.map_err(|source| EmbedError::Unreadable { file: file.clone(), source })?;
        let below = file.strip_prefix(folder).unwrap_or(&file).display();
        joined.push_str(&format!("#:file cases/{below}\n{}\n", text.trim_end()));
    }
    let mut with = plugin.to_vec();
    append(&mut with, CASES_SECTION, joined.as_bytes());
    // As a server will read them.
    match cases_inside(&with, folder)?.len() {
        0 => Err(EmbedError::None(folder.to_owned())),
        count => Ok((with, count)),
    }
}

/// A custom section: its id, its length, its name with a length, and its contents.
pub(super) fn append(module: &mut Vec<u8>, name: &str, contents: &[u8]) {
    let mut section = vec![];
    length(&mut section, name.len());
    section.extend(name.as_bytes());
    section.extend(contents);
    module.push(0);
    length(module, section.len());
    module.extend(section);
}

/// A length in LEB128: seven bits a byte, the lowest first.
fn length(to: &mut Vec<u8>, mut length: usize) {
    loop {
        let low = u8::try_from(length & 0x7f).unwrap_or_default();
        length >>= 7;
        to.push(if length == 0 { low } else { low | 0x80 });
        if length == 0 {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_in_is_found_again_and_is_not_put_in_twice() {
        let folder = tempfile::tempdir().unwrap();
        let long = "x".repeat(300);
        for name in ["a", "b"] {
            let case = format!(
                "[[case]]\nname = \"{name} {long}\"\n[case.question]\nkind = \"sharing\"\n[case.expect]\n"
            );
            std::fs::write(folder.path().join(format!("{name}.toml")), case).unwrap();
        }
        let empty = b"\0asm\x01\0\0\0";
        let (with, count) = embed(empty, folder.path()).unwrap();
        assert_eq!((count, with.get(..8).unwrap()), (2, empty.as_slice()));
        assert_eq!(cases_inside(&with, folder.path()).unwrap()[1].name, format!("b {long}"));
        assert!(matches!(embed(&with, folder.path()), Err(EmbedError::Held)));
        let none = tempfile::tempdir().unwrap();
        assert!(matches!(embed(empty, none.path()), Err(EmbedError::None(_))));
    }
}
