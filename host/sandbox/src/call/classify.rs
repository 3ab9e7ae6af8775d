use wasmtime::{PoolConcurrencyLimitError, Trap};

use super::limiter::Exceeded;
use crate::limits::TABLE_ELEMENTS;
use crate::{CallError, Limits, TrapKind};

/// Why one call gave nothing.
pub(super) enum Failure {
    /// The reason is certain.
    Known(CallError),
    /// The answer could not be read; whether it was too large is found out by asking again.
    Unreadable(String),
}

impl Failure {
    /// Told apart by the types of the error's causes, never by its text.
    pub(super) fn of(error: &wasmtime::Error, limits: Limits) -> Self {
        if let Some(exceeded) = error.downcast_ref::<Exceeded>() {
            return Self::Known(out_of_memory(*exceeded, limits));
        }
        if let Some(trap) = error.downcast_ref::<Trap>() {
            return Self::Known(trapped(*trap, limits));
        }
        if error.downcast_ref::<PoolConcurrencyLimitError>().is_some() {
            return Self::Known(CallError::NoRoom);
        }
        Self::Unreadable(error.root_cause().to_string())
    }
}

fn out_of_memory(exceeded: Exceeded, limits: Limits) -> CallError {
    match exceeded {
        Exceeded::Memory => CallError::OutOfMemory { allowed: limits.memory_bytes, unit: "bytes of memory" },
        Exceeded::Elements => CallError::OutOfMemory { allowed: TABLE_ELEMENTS, unit: "table elements" },
    }
}

fn trapped(trap: Trap, limits: Limits) -> CallError {
    let kind = match trap {
        Trap::OutOfFuel => {
            return CallError::OutOfFuel { allowed: limits.fuel };
        }
        Trap::Interrupt => return CallError::TimedOut,
        Trap::StackOverflow => return CallError::StackOverflow,
        Trap::UnreachableCodeReached => TrapKind::Unreachable,
        Trap::MemoryOutOfBounds | Trap::HeapMisaligned => TrapKind::OutOfBounds,
        Trap::TableOutOfBounds | Trap::IndirectCallToNull | Trap::BadSignature => TrapKind::IndirectCall,
        Trap::IntegerOverflow | Trap::IntegerDivisionByZero | Trap::BadConversionToInteger => {
            TrapKind::Arithmetic
        }
        _ => TrapKind::Other,
    };
    CallError::Trapped(kind)
}
