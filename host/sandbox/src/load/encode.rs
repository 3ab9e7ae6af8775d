use std::borrow::Cow;

use wit_component::ComponentEncoder;

use super::LoadError;
use super::binary::Form;

/// The component: as it came, or made from a core module by the types that the SDK left in it.
/// Takes about a millisecond for a plugin in Rust.
pub(super) fn component(bytes: &[u8], form: Form) -> Result<Cow<'_, [u8]>, LoadError> {
    match form {
        Form::Component => Ok(Cow::Borrowed(bytes)),
        Form::CoreModule => ComponentEncoder::default()
            .module(bytes)
            .and_then(|encoder| encoder.validate(true).encode())
            .map(Cow::Owned)
            .map_err(|error| LoadError::NotAPlugin { says: format!("{error:#}") }),
    }
}
