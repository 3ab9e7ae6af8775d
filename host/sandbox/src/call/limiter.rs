use std::fmt;

use jiff::civil::date;
use praetor_decision::Day;
use wasmtime::ResourceLimiter;

use super::classify::of_machine;
use crate::Limits;
use crate::limits::{CORE_INSTANCES, MEMORIES, TABLE_ELEMENTS, TABLES};

/// The day from which a clock counts.
const EPOCH: Day = date(1970, 1, 1);

/// The state of one call: what it has taken so far, over all its memories and tables. Going over
/// traps: a plugin that could catch the failure could behave differently because of it.
pub(crate) struct CallState {
    memory_allowed: usize,
    memory_taken: usize,
    memory_grown: usize,
    elements_taken: usize,
    seconds: u64,
}

/// What the limiter stops a call with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exceeded {
    /// Bytes of memory.
    Memory,
    /// Elements of tables.
    Elements,
}

impl fmt::Display for Exceeded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Memory => "over the limit of memory",
            Self::Elements => "over the limit of table elements",
        })
    }
}

impl std::error::Error for Exceeded {}

impl CallState {
    pub(crate) fn new(limits: Limits) -> Self {
        let memory_allowed = limits.memory_bytes;
        Self { memory_allowed, memory_taken: 0, memory_grown: 0, elements_taken: 0, seconds: 0 }
    }
}

impl CallState {
    /// The state of a call that is made on this day, as far as the guest can know it.
    pub(super) fn on(self, day: Option<Day>) -> Self {
        let days = day.map_or(0, |day| (day - EPOCH).get_days());
        Self { seconds: u64::try_from(i64::from(days) * 86_400).unwrap_or_default(), ..self }
    }

    /// Seconds from 1970 to the beginning of that day; nought if the call has none.
    pub(crate) const fn seconds(&self) -> u64 {
        self.seconds
    }

    /// Bytes by which memory grew beyond what the instance began with.
    pub(crate) const fn memory_grown(&self) -> usize {
        self.memory_grown
    }

    /// Bytes of all memories together.
    pub(crate) const fn memory_taken(&self) -> usize {
        self.memory_taken
    }
}

impl ResourceLimiter for CallState {
    fn memory_growing(
        &mut self,
        current: usize,
        desired: usize,
        _maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        let grown = self.memory_taken.saturating_add(desired.saturating_sub(current));
        if grown > self.memory_allowed {
            return Err(Exceeded::Memory.into());
        }
        self.memory_taken = grown;
        if current > 0 {
            self.memory_grown = self.memory_grown.saturating_add(desired.saturating_sub(current));
        }
        Ok(true)
    }

    fn table_growing(
        &mut self,
        current: usize,
        desired: usize,
        _maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        let grown = self.elements_taken.saturating_add(desired.saturating_sub(current));
        if grown > TABLE_ELEMENTS {
            return Err(Exceeded::Elements.into());
        }
        self.elements_taken = grown;
        Ok(true)
    }

    /// The guest would see that memory cannot grow and could decide otherwise for it, so that a refusal
    /// of the system would get into an answer: it ends the call instead.
    fn memory_grow_failed(&mut self, error: wasmtime::Error) -> wasmtime::Result<()> {
        if of_machine(&error) { Err(error) } else { Ok(()) }
    }

    fn table_grow_failed(&mut self, error: wasmtime::Error) -> wasmtime::Result<()> {
        if of_machine(&error) { Err(error) } else { Ok(()) }
    }

    fn instances(&self) -> usize {
        CORE_INSTANCES as usize
    }

    fn tables(&self) -> usize {
        TABLES as usize
    }

    fn memories(&self) -> usize {
        MEMORIES as usize
    }
}
