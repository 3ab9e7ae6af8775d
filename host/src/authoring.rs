//! What serves a plugin's author: a folder to begin with, and what is looked over in one.

mod beginning;
mod template;
mod workspace;

pub use beginning::{Begun, NewError, begin};
pub use template::Kind;
