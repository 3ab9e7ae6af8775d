//! Reads a fact that is not in the dictionary.

use praetor_guests::about::Manifest;
use praetor_guests::{guest, manifest, share};

fn with_a_misspelt_fact() -> Manifest {
    let mut manifest = manifest();
    manifest.reads[0].facts[0] = "subject.residense".into();
    manifest
}

guest!(with_a_misspelt_fact(), share);
