//! Takes as many bytes as the setting `n` says.

use std::hint::black_box;

use praetor_guests::{guest, manifest, number, share};

const STEP: u64 = 1 << 20;

guest!(manifest(), |question| {
    let mut taken = Vec::new();
    for _ in 0..number(&question) / STEP {
        taken.push(vec![1_u8; STEP as usize]);
    }
    black_box(&taken);
    share(question)
});
