//! What lets an outsider check the log: the Merkle tree of RFC 6962, checkpoints (C2SP
//! tlog-checkpoint, signed notes with Ed25519) and proof files (C2SP tlog-proof).
//!
//! Writing and verifying are apart: the tree grows by a few lines of our own ([`tree`]), while all
//! that verifies is `tlog_tiles` and `signed_note`. Nothing here reads a store.

mod audit;
mod file;
mod signer;
mod tile;
mod tree;
mod witness;

pub use audit::{Audited, BadLog, audit};
pub(crate) use file::open;
pub use file::{BadProof, Proof, Proven};
pub(crate) use signer::LogSigner;
pub use tile::{NotATile, TileAddress};
pub(crate) use tree::{Grown, TILE, Tree, root_of};
pub use witness::{WitnessKey, stated_size};
