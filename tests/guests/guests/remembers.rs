//! Counts its calls in a static, and answers with the count.

use std::sync::atomic::{AtomicU8, Ordering};

use praetor_guests::sharing::Effect;
use praetor_guests::{allow, finding, guest, manifest, source};

static CALLS: AtomicU8 = AtomicU8::new(0);

guest!(manifest(), |_| {
    let calls = CALLS.fetch_add(1, Ordering::Relaxed);
    allow(vec![finding(source("minor"), Effect::Permit(calls))])
});
