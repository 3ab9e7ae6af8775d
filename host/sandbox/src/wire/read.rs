use praetor_decision::Name;

use crate::CallError;
use crate::limits::{MAX_LIST, MAX_NAME_BYTES, MAX_PROSE_BYTES};

/// The way from a type of the contract to the core's type for the same thing. Sizes are bounded
/// and what no core type can hold is refused here, so that nothing behind has to.
pub(crate) trait Read<Core> {
    /// Converts, or says what is malformed or too large.
    fn read(self) -> Result<Core, CallError>;
}

macro_rules! same {
    ($($type:ty),*) => {
        $(impl Read<$type> for $type {
            fn read(self) -> Result<$type, CallError> {
                Ok(self)
            }
        })*
    };
}

same!(bool, u8, u32, i64);

impl Read<Name> for String {
    fn read(self) -> Result<Name, CallError> {
        if self.len() > MAX_NAME_BYTES {
            return Err(CallError::TooLarge { what: "name", allowed: MAX_NAME_BYTES });
        }
        Ok(Name::from(self))
    }
}

impl Read<String> for String {
    fn read(self) -> Result<String, CallError> {
        if self.len() > MAX_PROSE_BYTES {
            return Err(CallError::TooLarge { what: "sentence", allowed: MAX_PROSE_BYTES });
        }
        Ok(self)
    }
}

impl<Wire: Read<Core>, Core> Read<Vec<Core>> for Vec<Wire> {
    fn read(self) -> Result<Vec<Core>, CallError> {
        if self.len() > MAX_LIST {
            return Err(CallError::TooLarge { what: "list", allowed: MAX_LIST });
        }
        self.into_iter().map(Read::read).collect()
    }
}

impl<Wire: Read<Core>, Core> Read<Option<Core>> for Option<Wire> {
    fn read(self) -> Result<Option<Core>, CallError> {
        self.map(Read::read).transpose()
    }
}
