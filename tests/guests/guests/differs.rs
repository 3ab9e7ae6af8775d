//! Answers by chance: what it imports exists in one test alone.

use praetor_guests::sharing::Effect;
use praetor_guests::{allow, finding, guest, manifest, source};

wit_bindgen::generate!({
    path: "wit/chance",
    inline: "package hostile:chance; world wants { import test:chance/number@1.0.0; }",
    world: "hostile:chance/wants",
    generate_all,
});

guest!(manifest(), |_| {
    let burden = test::chance::number::next() as u8;
    allow(vec![finding(source("minor"), Effect::Permit(burden))])
});
