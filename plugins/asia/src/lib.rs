//! What the laws of Asia in this repository share. No law: each function takes the rules of the law
//! that calls it, and says nothing that this law does not say in its own `law/` folder. The file
//! `shared/reads.toml` names the facts that these functions look at; each law includes it.

pub mod agreement;
pub mod content;
pub mod ground;
pub mod hop;
pub mod keep;
pub mod order;
pub mod part;
pub mod principle;
pub mod receive;
pub mod record;
pub mod reply;
pub mod request;
pub mod right;
pub mod scope;
pub mod vendor;
