//! Cosignatures of witnesses (C2SP tlog-cosignature, `cosignature/v1` with Ed25519): somebody else
//! saw the checkpoint, and that it continues what they saw before.

use std::str::FromStr;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use ed25519_dalek::{Signature as Ed25519, VerifyingKey};
use signed_note::{Note, Signature, is_key_name_valid, key_id};

use super::BadProof;

/// The code of Ed25519 cosignatures in verifier keys.
const COSIGNATURE: u8 = 4;

/// The key that a witness cosigns with, `name+id+key`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WitnessKey {
    name: String,
    id: u32,
    key: VerifyingKey,
}

impl WitnessKey {
    /// The witness's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The first of these lines that is this witness's cosignature of a checkpoint, with the time
    /// that it states, in seconds since 1970.
    ///
    /// # Errors
    /// [`BadProof::Signature`]: there is none, or it is wrong.
    pub fn cosigned(&self, checkpoint: &[u8], lines: &str) -> Result<(String, u64), BadProof> {
        let note = Note::from_bytes(checkpoint).map_err(|_| BadProof::Signature)?;
        let own = lines.lines().find_map(|line| {
            let signature = Signature::from_bytes(line.as_bytes()).ok()?;
            (signature.name() == self.name && signature.id() == self.id).then_some((line, signature))
        });
        let (line, signature) = own.ok_or(BadProof::Signature)?;
        let (time, signature) = signature.signature().split_first_chunk::<8>().ok_or(BadProof::Signature)?;
        let time = u64::from_be_bytes(*time);
        let signature = Ed25519::from_slice(signature).map_err(|_| BadProof::Signature)?;
        let head = format!("cosignature/v1\ntime {time}\n");
        let message = [head.as_bytes(), note.text()].concat();
        self.key.verify_strict(&message, &signature).map_err(|_| BadProof::Signature)?;
        Ok((line.to_owned(), time))
    }
}

impl FromStr for WitnessKey {
    type Err = BadProof;

    fn from_str(text: &str) -> Result<Self, BadProof> {
        read(text).ok_or(BadProof::VerifierKey)
    }
}

fn read(text: &str) -> Option<WitnessKey> {
    let mut parts = text.splitn(3, '+');
    let (name, id, key) = (parts.next()?, parts.next()?, parts.next()?);
    let material = BASE64_STANDARD.decode(key).ok()?;
    let key: &[u8; 32] = material.strip_prefix(&[COSIGNATURE])?.try_into().ok()?;
    let right = key_id(name, &material);
    if !is_key_name_valid(name) || format!("{right:08x}") != id {
        return None;
    }
    Some(WitnessKey { name: name.to_owned(), id: right, key: VerifyingKey::from_bytes(key).ok()? })
}

/// The size that a checkpoint states; read, and not verified.
#[must_use]
pub fn stated_size(checkpoint: &[u8]) -> Option<u64> {
    std::str::from_utf8(checkpoint).ok()?.lines().nth(1)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use ed25519_dalek::{Signer as _, SigningKey};

    use super::*;

    #[test]
    fn a_cosignature_counts_only_from_its_witness_for_its_checkpoint_at_its_time() {
        let secret = SigningKey::from_bytes(&[3; 32]);
        let material = [&[COSIGNATURE], secret.verifying_key().as_bytes().as_slice()].concat();
        let id = key_id("witness.example", &material);
        let text = format!("witness.example+{id:08x}+{}", BASE64_STANDARD.encode(&material));
        let key: WitnessKey = text.parse().unwrap();
        let note = "example.org/log\n7\nAAAA\n\n\u{2014} example.org/log AAAAAAAA\n";
        let signed = |body: &str, time: u64| {
            let message = format!("cosignature/v1\ntime {time}\n{body}");
            let bytes = [&time.to_be_bytes()[..], &secret.sign(message.as_bytes()).to_bytes()].concat();
            let line = Signature::new("witness.example".into(), id, bytes).unwrap();
            String::from_utf8(line.to_bytes()).unwrap()
        };
        let line = signed("example.org/log\n7\nAAAA\n", 1_700_000_000);
        let others = format!("\u{2014} somebody.else AAAAAAAA\n{line}");
        let found = key.cosigned(note.as_bytes(), &others).unwrap();
        assert_eq!(found, (line.trim_end().to_owned(), 1_700_000_000));
        assert_eq!(stated_size(note.as_bytes()), Some(7));
        let other = signed("example.org/log\n8\nAAAA\n", 1_700_000_000);
        for wrong in ["", "\u{2014} witness.example AAAAAAAA\n", other.as_str()] {
            assert_eq!(key.cosigned(note.as_bytes(), wrong), Err(BadProof::Signature));
        }
        for wrong in ["", "a+b", &text.replace("witness", "another"), &text.replace('+', "-")] {
            assert_eq!(wrong.parse::<WitnessKey>(), Err(BadProof::VerifierKey));
        }
    }
}
