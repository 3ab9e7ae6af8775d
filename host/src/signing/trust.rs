//! The check itself: which keys are trusted, and what follows from a signature that is missing or wrong.

use std::collections::BTreeMap;

use praetor_decision::manifest::Manifest;
use praetor_sandbox::Digest;
use signed_note::{Note, NoteError, Verifier, VerifierList};
use thiserror::Error;

use super::key::TrustedKey;
use super::statement::Statement;

/// What follows from a missing or wrong signature.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SignatureMode {
    /// Signatures are not looked at.
    #[default]
    Off,
    /// The plugin is taken, the log warns, and `/v1/plugins` says why.
    Warn,
    /// The plugin is refused.
    Require,
}

/// Whom the operator trusts to sign plugins.
#[derive(Clone, Debug, Default)]
pub struct Trust {
    mode: SignatureMode,
    keys: Vec<TrustedKey>,
}

/// What is wrong with the signature of a plugin.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SignatureError {
    /// There is none.
    #[error("it is not signed; sign it with `praetor plugin sign`, or put the `.sig` file beside it")]
    Unsigned,
    /// The file cannot be read as a signature.
    #[error("its `.sig` file holds no signature of a plugin; sign it again with `praetor plugin sign`")]
    Unreadable,
    /// It is a signature on other bytes.
    #[error("its signature speaks of other bytes: the plugin was changed or built again; sign it again")]
    OtherBytes,
    /// Nobody who is trusted signed it.
    #[error(
        "it is signed by {}, and none of them is trusted; add the signer's key to `signatures.trusted`",
        .0.join(", ")
    )]
    Untrusted(Vec<String>),
    /// The line of a trusted key does not verify.
    #[error("the signature under the name `{0}` is wrong: it was not made with the trusted key of that name")]
    Wrong(String),
    /// The plugin says something else of itself than what was signed.
    #[error("the plugin says something else of itself than what was signed; sign it again")]
    OtherManifest,
}

impl SignatureError {
    /// The stable name, for the API, the command line and events.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unsigned => "plugin-unsigned",
            Self::Unreadable => "plugin-signature-unreadable",
            Self::OtherBytes => "plugin-signature-of-other-bytes",
            Self::Untrusted(_) => "plugin-signature-untrusted",
            Self::Wrong(_) => "plugin-signature-wrong",
            Self::OtherManifest => "plugin-signature-of-other-manifest",
        }
    }
}

/// How it stands with the signature of a plugin that was taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Signature {
    /// Nobody looked.
    #[default]
    NotAsked,
    /// Signed by these trusted keys.
    By(Vec<String>),
    /// Taken in spite of this, under [`SignatureMode::Warn`].
    Doubtful(SignatureError),
}

/// A plugin that may be loaded. It is confirmed once it has said what it is.
#[derive(Debug)]
#[must_use = "the manifest has still to be compared with what was signed"]
pub struct Admitted {
    mode: SignatureMode,
    digest: Digest,
    found: Result<Option<Verified>, SignatureError>,
}

/// A note whose signatures hold.
#[derive(Debug)]
struct Verified {
    text: Vec<u8>,
    by: Vec<String>,
}

impl Trust {
    /// Trusts these keys.
    #[must_use]
    pub fn new(mode: SignatureMode, keys: Vec<TrustedKey>) -> Self {
        Self { mode, keys }
    }

    /// What follows from a missing or wrong signature.
    #[must_use]
    pub fn mode(&self) -> SignatureMode {
        self.mode
    }

    /// The same keys, of which one must have signed; nothing is asked if there is none.
    #[must_use]
    pub fn required(self) -> Self {
        let mode = if self.keys.is_empty() { SignatureMode::Off } else { SignatureMode::Require };
        Self { mode, ..self }
    }

    /// The one call of the gate, before anything of the plugin runs: may the plugin with this digest be
    /// loaded, given the contents of its `.sig` file?
    ///
    /// # Errors
    /// What is wrong with the signature, if one is required.
    pub fn admit(&self, digest: Digest, signature: Option<&[u8]>) -> Result<Admitted, SignatureError> {
        let found = match self.mode {
            SignatureMode::Off => Ok(None),
            SignatureMode::Warn | SignatureMode::Require => self.verified(digest, signature).map(Some),
        };
        match found {
            Err(error) if self.mode == SignatureMode::Require => Err(error),
            found => Ok(Admitted { mode: self.mode, digest, found }),
        }
    }

    fn verified(&self, digest: Digest, signature: Option<&[u8]>) -> Result<Verified, SignatureError> {
        let note = Note::from_bytes(signature.ok_or(SignatureError::Unsigned)?);
        let note = note.map_err(|_| SignatureError::Unreadable)?;
        let text = String::from_utf8_lossy(note.text());
        let stated = Statement::bytes_in(&text).ok_or(SignatureError::Unreadable)?;
        if stated != digest.to_string() {
            return Err(SignatureError::OtherBytes);
        }
        match note.verify(&self.verifiers()) {
            Ok((good, _)) => {
                let by = good.iter().map(|signature| signature.name().to_owned()).collect();
                Ok(Verified { text: note.text().to_vec(), by })
            }
            Err(NoteError::InvalidSignature { name, .. }) => Err(SignatureError::Wrong(name)),
            Err(NoteError::UnverifiedNote) => Err(SignatureError::Untrusted(signers(&note))),
            Err(_) => Err(SignatureError::Unreadable),
        }
    }

    /// Each key once: a key that is listed twice would be ambiguous.
    fn verifiers(&self) -> VerifierList {
        let named = |key: &TrustedKey| (key.verifier.name().to_owned(), key.verifier.key_id());
        let keys: BTreeMap<_, _> = self.keys.iter().map(|key| (named(key), key)).collect();
        let verifiers = keys.into_values().map(|key| Box::new(key.verifier.clone()) as Box<dyn Verifier>);
        VerifierList::new(verifiers.collect())
    }
}

/// The names under which a note is signed, whoever made the signatures.
fn signers(note: &Note) -> Vec<String> {
    let bytes = note.to_bytes();
    let text = String::from_utf8_lossy(&bytes);
    let lines = text.lines().filter_map(|line| line.strip_prefix("\u{2014} "));
    lines.filter_map(|line| line.split(' ').next()).map(str::to_owned).collect()
}

impl Admitted {
    /// Compares what was signed with what the plugin says of itself.
    ///
    /// # Errors
    /// It says something else, and a signature is required.
    pub fn confirm(self, manifest: &Manifest) -> Result<Signature, SignatureError> {
        let verified = match self.found {
            Ok(None) => return Ok(Signature::NotAsked),
            Err(error) => return Ok(Signature::Doubtful(error)),
            Ok(Some(verified)) => verified,
        };
        if verified.text == Statement::of(self.digest, manifest).text().as_bytes() {
            return Ok(Signature::By(verified.by));
        }
        match self.mode {
            SignatureMode::Require => Err(SignatureError::OtherManifest),
            _ => Ok(Signature::Doubtful(SignatureError::OtherManifest)),
        }
    }
}

#[cfg(test)]
mod tests;
