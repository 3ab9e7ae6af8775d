//! Reads the clock, and for the setting `n` of 1 wants to know where the machine stands.

use praetor_guests::sharing::Effect;
use praetor_guests::{allow, finding, guest, manifest, number, source};

wit_bindgen::generate!({
    path: "wit/system",
    inline: "package hostile:system; world wants {
        import wasi:clocks/wall-clock@0.2.3;
        import wasi:clocks/timezone@0.2.3;
    }",
    world: "hostile:system/wants",
    generate_all,
});

guest!(manifest(), |question| {
    if number(&question) == 1 {
        wasi::clocks::timezone::utc_offset();
    }
    let days = wasi::clocks::wall_clock::now().seconds / 86_400;
    allow(vec![finding(source("minor"), Effect::Permit((days % 200) as u8))])
});
