//! Says that it is a vendor, and exports what only a law answers.

use praetor_guests::about::{Manifest, PluginKind};
use praetor_guests::{guest, manifest, share};

guest!(
    Manifest {
        kind: PluginKind::Processor,
        ..manifest()
    },
    share
);
