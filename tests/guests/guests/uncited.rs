//! Has a rule that cites nothing.

use praetor_guests::about::Manifest;
use praetor_guests::{guest, manifest, share};

fn without_citations() -> Manifest {
    let mut manifest = manifest();
    manifest.rules[3].citations.clear();
    manifest
}

guest!(without_citations(), share);
