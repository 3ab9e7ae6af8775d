//! Takes far more memory than a law needs, and less than the limit.

use std::hint::black_box;

use praetor_guests::{guest, manifest, share};

const BYTES: usize = 6 << 20;

guest!(manifest(), |question| {
    black_box(vec![1_u8; BYTES]);
    share(question)
});
