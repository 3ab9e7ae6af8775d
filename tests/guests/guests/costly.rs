//! Takes far more fuel than a law needs, and less than the limit.

use std::hint::black_box;

use praetor_guests::{guest, manifest, share};

const ROUNDS: u64 = 2_000_000;

guest!(manifest(), |question| {
    let mut rounds = ROUNDS;
    while black_box(rounds) > 0 {
        rounds -= 1;
    }
    share(question)
});
