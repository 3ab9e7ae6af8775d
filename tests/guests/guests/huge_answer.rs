//! Answers with as many findings as the setting `n` says.

use praetor_guests::sharing::Effect;
use praetor_guests::{allow, finding, guest, manifest, number, source};

guest!(manifest(), |question| {
    let one = |_| finding(source("minor"), Effect::Permit(0));
    allow((0..number(&question)).map(one).collect())
});
