//! Signatures on plugins: Ed25519 over the digest of the bytes and over the manifest, detached, in the
//! form of C2SP signed notes, with keys that the operator trusts.
//!
//! The gate makes one call before a plugin runs, [`Trust::admit`], and hands what comes back the manifest
//! once the plugin has said what it is ([`Admitted::confirm`]). What was admitted once and is on record in
//! the ledger is not asked again: a replay needs no signature.

mod file;
mod key;
mod statement;
mod trust;

pub use file::{SIGNATURE_ENDING, read_beside, signature_file};
pub use key::{KeyError, KeyFile, TrustedKey};
pub use statement::{Statement, sign};
pub use trust::{Admitted, Signature, SignatureError, SignatureMode, Trust};
