//! Who may ask: bearer tokens with roles, and the secrets that the server keeps in files.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq;
use thiserror::Error;

use crate::config::Config;

/// What a token may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Ask for decisions, and read the plugins and the dictionary.
    Decide,
    /// Change what serves.
    Operate,
    /// Read stored decisions.
    Audit,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 3] = [Self::Decide, Self::Operate, Self::Audit];

    /// The spelling in errors and in the API's description.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Decide => "decide",
            Self::Operate => "operate",
            Self::Audit => "audit",
        }
    }
}

/// Whoever asks, as a token says.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The token's name, which each record holds; never a person.
    pub name: Arc<str>,
    roles: Arc<[Role]>,
}

impl Caller {
    /// Whether the token has this role.
    #[must_use]
    pub fn may(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }
}

/// The tokens that are known, by the SHA-256 of each.
pub struct Access {
    tokens: Vec<(Caller, [u8; 32])>,
    cursors: [u8; 32],
}

/// Why no token can be had.
#[derive(Debug, Error)]
pub enum AccessError {
    /// Everybody on the network would find a server whose token nobody chose.
    #[error(
        "`listen` is `{0}`, which others can reach; name a `token_file` in the config, or listen on `127.0.0.1`"
    )]
    Exposed(std::net::SocketAddr),
    /// The token's file cannot be read or made.
    #[error("the file `{}` cannot be used: {source}", file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Others may read the file.
    #[error("the file `{}` may be read by others; run `chmod 600` on it", .0.display())]
    OpenToOthers(PathBuf),
    /// The token can be guessed.
    #[error("the token in `{}` has under {LEAST} characters, or a blank; write 32 random bytes in hexadecimal digits", .0.display())]
    Weak(PathBuf),
    /// The system gave no random bytes.
    #[error("the operating system gave no random bytes")]
    NoRandomness,
}

/// Characters of a token at least: 128 bits in hexadecimal digits.
const LEAST: usize = 32;
/// The name of the token that comes with the server.
const FIRST: &str = "token-file";

impl Access {
    /// The token of the config's file; on a loopback address one is made at the first start.
    /// Gives the file too, for the person at the terminal.
    ///
    /// # Errors
    /// The token is missing, guessable or readable by others, or the address is exposed without
    /// an explicit token.
    pub fn open(config: &Config) -> Result<(Self, PathBuf), AccessError> {
        if config.token_file.is_none() && !config.listen.ip().is_loopback() {
            return Err(AccessError::Exposed(config.listen));
        }
        let (file, token) = match &config.token_file {
            Some(file) => (file.clone(), read(file)?),
            None => secret(config.data_dir.join("token"))?,
        };
        let (_, cursors) = secret(config.data_dir.join("cursor.key"))?;
        let caller = Caller { name: FIRST.into(), roles: Role::ALL.into() };
        let access = Self { tokens: vec![(caller, digest(&token))], cursors: digest(&cursors) };
        Ok((access, file))
    }

    /// The caller with this token. Every known token is compared, in a time that does not depend
    /// on what was sent.
    #[must_use]
    pub fn caller(&self, token: &str) -> Option<&Caller> {
        let sent = digest(token);
        let matching = self.tokens.iter().filter(|(_, known)| bool::from(known.ct_eq(&sent)));
        matching.fold(None, |_, (caller, _)| Some(caller))
    }

    /// The key that cursors are authenticated with.
    #[must_use]
    pub const fn cursor_key(&self) -> &[u8; 32] {
        &self.cursors
    }
}

impl std::fmt::Debug for Access {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Access").field("tokens", &self.tokens.len()).finish_non_exhaustive()
    }
}

fn digest(token: &str) -> [u8; 32] {
    Sha256::digest(token).into()
}

/// Reads a secret that only its owner may read.
fn read(file: &Path) -> Result<String, AccessError> {
    let unreadable = |source| AccessError::Unreadable { file: file.to_owned(), source };
    if open_to_others(file).map_err(unreadable)? {
        return Err(AccessError::OpenToOthers(file.to_owned()));
    }
    let text = fs::read_to_string(file).map_err(unreadable)?;
    let secret = text.trim();
    if secret.len() < LEAST || secret.contains(char::is_whitespace) {
        return Err(AccessError::Weak(file.to_owned()));
    }
    Ok(secret.to_owned())
}

/// Reads a secret, or makes it: 256 random bits in hexadecimal digits.
fn secret(file: PathBuf) -> Result<(PathBuf, String), AccessError> {
    if !file.exists() {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(|_| AccessError::NoRandomness)?;
        let text: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        write(&file, &text).map_err(|source| AccessError::Unreadable { file: file.clone(), source })?;
    }
    let text = read(&file)?;
    Ok((file, text))
}

/// Writes beside, then renames: a secret that was cut short is never read.
fn write(file: &Path, text: &str) -> io::Result<()> {
    let beside = file.with_extension("part");
    let _ = fs::remove_file(&beside);
    let mut written = create_private(&beside)?;
    written.write_all(text.as_bytes())?;
    written.write_all(b"\n")?;
    written.sync_all()?;
    fs::rename(beside, file)
}

#[cfg(unix)]
fn create_private(file: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(file)
}

#[cfg(not(unix))]
fn create_private(file: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(file)
}

#[cfg(unix)]
fn open_to_others(file: &Path) -> io::Result<bool> {
    use std::os::unix::fs::PermissionsExt;
    Ok(fs::metadata(file)?.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn open_to_others(file: &Path) -> io::Result<bool> {
    fs::metadata(file).map(|_| false)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(folder: &Path, text: &str) -> Config {
        Config::parse(text, folder, std::iter::empty()).unwrap()
    }

    #[test]
    fn the_first_start_makes_a_token_that_the_next_start_finds() {
        let folder = tempfile::tempdir().unwrap();
        let config = config(folder.path(), "data_dir = \".\"");
        let (access, file) = Access::open(&config).unwrap();
        let token = fs::read_to_string(&file).unwrap();
        assert_eq!(token.trim().len(), 64);
        assert!(access.caller(token.trim()).unwrap().may(Role::Operate));
        let (again, _) = Access::open(&config).unwrap();
        assert!(again.caller(token.trim()).is_some());
        assert!(again.caller("").is_none() && again.caller(&token).is_none());
        assert_eq!(access.cursor_key(), again.cursor_key());
    }

    #[test]
    fn an_exposed_address_wants_a_token_that_somebody_chose() {
        let folder = tempfile::tempdir().unwrap();
        let exposed = "data_dir = \".\"\nlisten = \"0.0.0.0:8420\"";
        let refused = Access::open(&config(folder.path(), exposed)).unwrap_err();
        assert!(refused.to_string().contains("name a `token_file`"), "{refused}");
        let chosen = format!("{exposed}\ntoken_file = \"mine\"");
        write(&folder.path().join("mine"), &"a1".repeat(20)).unwrap();
        assert!(Access::open(&config(folder.path(), &chosen)).is_ok());
    }

    #[cfg(unix)]
    #[test]
    fn a_token_that_others_may_read_is_refused() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("token");
        write(&file, &"a1".repeat(20)).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
        let refused = Access::open(&config(folder.path(), "data_dir = \".\"")).unwrap_err();
        assert!(refused.to_string().contains("chmod 600"), "{refused}");
    }

    #[test]
    fn a_short_token_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        write(&folder.path().join("token"), "hunter2").unwrap();
        let refused = Access::open(&config(folder.path(), "data_dir = \".\"")).unwrap_err();
        assert!(matches!(refused, AccessError::Weak(_)));
    }
}
