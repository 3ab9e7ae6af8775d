//! Names a rule that its manifest does not declare.

use praetor_guests::sharing::Effect;
use praetor_guests::{allow, finding, guest, manifest, source};

guest!(manifest(), |_| allow(vec![finding(
    source("invented"),
    Effect::Permit(0)
)]));
