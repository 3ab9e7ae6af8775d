//! Answers with a rule id as long as the setting `n` says.

use praetor_guests::sharing::Effect;
use praetor_guests::types::Source;
use praetor_guests::{allow, finding, guest, manifest, number, source};

guest!(manifest(), |question| {
    let reason = "x".repeat(number(&question) as usize);
    allow(vec![finding(
        Source {
            reason,
            ..source("minor")
        },
        Effect::Permit(0),
    )])
});
