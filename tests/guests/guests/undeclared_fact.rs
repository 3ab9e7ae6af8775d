//! Rests on a fact that its manifest does not declare, and so cannot have seen.

use praetor_guests::sharing::Effect;
use praetor_guests::types::{FactOf, Source};
use praetor_guests::{allow, finding, guest, manifest, source};

guest!(manifest(), |_| {
    let unseen = FactOf {
        kind: "subject".into(),
        entity: None,
        name: "location".into(),
    };
    let source = Source {
        because: vec![unseen],
        ..source("minor")
    };
    allow(vec![finding(source, Effect::Permit(0))])
});
