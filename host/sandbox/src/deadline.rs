use std::time::{Duration, Instant};

use crate::limits::{DEADLINE, LOAD_DEADLINE, TICK};

/// The instant by which a call must be finished. It is taken when the call is put into the
/// queue, so waiting counts. It is a net and no limit: which calls it catches is never kept.
#[derive(Clone, Copy, Debug)]
pub struct Deadline(Instant);

impl Deadline {
    /// The usual time from now on.
    #[must_use]
    pub fn usual() -> Self {
        Self::after(DEADLINE)
    }

    /// The time for a call while a plugin is loaded.
    pub(crate) fn while_loading() -> Self {
        Self::after(LOAD_DEADLINE)
    }

    /// This time from now on.
    #[must_use]
    pub fn after(time: Duration) -> Self {
        let now = Instant::now();
        // A time that no clock can hold is as good as a day.
        Self(now.checked_add(time).unwrap_or(now + Duration::from_secs(86_400)))
    }

    /// Whether it has passed.
    #[must_use]
    pub fn passed(self) -> bool {
        self.0 <= Instant::now()
    }

    /// Ticks of the engine that are left; one more, since the running tick has begun already.
    pub(crate) fn ticks(self) -> u64 {
        let left = self.0.saturating_duration_since(Instant::now());
        let ticks = left.as_millis() / TICK.as_millis().max(1);
        u64::try_from(ticks).unwrap_or(u64::MAX / 4).saturating_add(1)
    }
}
