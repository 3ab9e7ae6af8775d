//! Never comes to an end.

use std::hint::black_box;

use praetor_guests::{guest, manifest, number, share};

guest!(manifest(), |question| {
    let mut rounds = number(&question);
    while black_box(rounds) > 0 {
        rounds -= 1;
    }
    share(question)
});
