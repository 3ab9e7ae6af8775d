//! Wants randomness from the system.

use praetor_guests::{guest, manifest, share};

wit_bindgen::generate!({
    path: "wit/random",
    inline: "package hostile:random; world wants { import wasi:random/random@0.2.0; }",
    world: "hostile:random/wants",
    generate_all,
});

guest!(manifest(), |question| {
    if wasi::random::random::get_random_u64() == 0 {
        return praetor_guests::allow(Vec::new());
    }
    share(question)
});
