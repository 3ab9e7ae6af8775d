//! Recurses as deeply as the setting `n` says, on the native stack: the frames keep nothing in
//! memory.

use std::hint::black_box;

use praetor_guests::{guest, manifest, number, share};

#[inline(never)]
fn descend(depth: u64) -> u64 {
    if depth == 0 {
        return 1;
    }
    descend(depth - 1).wrapping_mul(3).wrapping_add(depth)
}

guest!(manifest(), |question| {
    let depth = number(&question);
    if descend(black_box(depth)) == 0 {
        return praetor_guests::allow(Vec::new());
    }
    share(question)
});
