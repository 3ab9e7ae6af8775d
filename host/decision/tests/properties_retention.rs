//! What must hold for every set of findings on retention and rights (DESIGN section 4).

#[path = "support/case.rs"]
mod case;

#[path = "properties_retention/kept.rs"]
mod kept;
#[path = "properties_retention/owed.rs"]
mod owed;
#[path = "properties_retention/voices.rs"]
mod voices;
