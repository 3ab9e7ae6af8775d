//! Keys: one that signs in a private file, and one that verifies in the config.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use ed25519_dalek::SigningKey;
use signed_note::{StandardSigner, StandardVerifier, is_key_name_valid, key_id, new_ed25519_verifier_key};
use thiserror::Error;
use zeroize::Zeroizing;

/// The code of Ed25519 in signed notes.
const ED25519: u8 = 1;

/// A key that the operator trusts, as C2SP signed-note writes it: `name+id+key`.
#[derive(Clone)]
pub struct TrustedKey {
    text: String,
    pub(super) verifier: StandardVerifier,
}

impl FromStr for TrustedKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let verifier = StandardVerifier::new(text.trim()).map_err(|_| KeyError::NotAKey)?;
        Ok(Self { text: text.trim().to_owned(), verifier })
    }
}

impl fmt::Display for TrustedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for TrustedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TrustedKey({})", self.text)
    }
}

/// Why a key cannot be used.
#[derive(Debug, Error)]
pub enum KeyError {
    /// Not the text of a key that verifies.
    #[error("this is not a key that verifies, `name+id+key`; `praetor plugin key` prints one")]
    NotAKey,
    /// Not the name of a key.
    #[error("`{0}` cannot name a key: it wants no blanks and no `+`; write `example.org/plugins`")]
    Name(String),
    /// Not a file of a key that signs.
    #[error("`{}` holds no key that signs; make one with `praetor plugin key NAME --out FILE`", .0.display())]
    NotAKeyFile(PathBuf),
    /// The file could not be read or made.
    #[error("`{}`: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The system gives no random bytes.
    #[error("the system gives no random bytes; no key was made")]
    NoRandomness,
}

/// A key that signs, from a file that only its owner reads.
pub struct KeyFile {
    pub(super) signer: StandardSigner,
    trusted: TrustedKey,
}

impl fmt::Debug for KeyFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyFile({})", self.trusted)
    }
}

impl KeyFile {
    /// Makes a new key under this name and writes it into a new file.
    ///
    /// # Errors
    /// The name cannot be one, the file exists or cannot be written, or there is no randomness.
    pub fn create(name: &str, path: &Path) -> Result<Self, KeyError> {
        if !is_key_name_valid(name) || name.chars().any(char::is_control) {
            return Err(KeyError::Name(name.to_owned()));
        }
        let mut secret = Zeroizing::new([0; 32]);
        getrandom::fill(secret.as_mut_slice()).map_err(|_| KeyError::NoRandomness)?;
        let text = Self::text(name, &secret);
        let key = Self::parse(&text).ok_or_else(|| KeyError::Name(name.to_owned()))?;
        let file = |source| KeyError::File { path: path.to_owned(), source };
        write_private(path, text.as_bytes()).map_err(file)?;
        Ok(key)
    }

    /// Reads the file of a key.
    ///
    /// # Errors
    /// It cannot be read, or holds something else.
    pub fn read(path: &Path) -> Result<Self, KeyError> {
        let text = std::fs::read_to_string(path).map(Zeroizing::new);
        let text = text.map_err(|source| KeyError::File { path: path.to_owned(), source })?;
        Self::parse(&text).ok_or_else(|| KeyError::NotAKeyFile(path.to_owned()))
    }

    /// The key that verifies what this one signs.
    #[must_use]
    pub fn trusted(&self) -> &TrustedKey {
        &self.trusted
    }

    fn text(name: &str, secret: &[u8; 32]) -> Zeroizing<String> {
        let public = SigningKey::from_bytes(secret).verifying_key().to_bytes();
        let id = key_id(name, &[&[ED25519], public.as_slice()].concat());
        let private = Zeroizing::new([&[ED25519], secret.as_slice()].concat());
        let private = Zeroizing::new(BASE64_STANDARD.encode(private.as_slice()));
        Zeroizing::new(format!("PRIVATE+KEY+{name}+{id:08x}+{}\n", private.as_str()))
    }

    fn parse(text: &str) -> Option<Self> {
        let text = text.trim_end();
        let signer = StandardSigner::new(text).ok()?;
        let secret = Zeroizing::new(BASE64_STANDARD.decode(text.splitn(5, '+').last()?).ok()?);
        let secret: &[u8; 32] = secret.get(1..)?.try_into().ok()?;
        let public = SigningKey::from_bytes(secret).verifying_key();
        let trusted = new_ed25519_verifier_key(signed_note::Signer::name(&signer), &public).parse().ok()?;
        Some(Self { signer, trusted })
    }
}

/// Into a new file that only its owner reads.
fn write_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    use std::io::Write as _;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
