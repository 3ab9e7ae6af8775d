//! What the guests share: the contract's types, the honest manifest, the honest answers, and a
//! macro that exports a guest which is honest but for one function.

mod honest;

// The plugins' own allocator, so that the honest guest costs what a plugin costs.
#[cfg(target_arch = "wasm32")]
#[path = "../../../plugins/sdk/src/arena.rs"]
mod arena;

wit_bindgen::generate!({
    path: "../../wit/v1",
    world: "praetor:plugin/jurisdiction@1.0.0",
    pub_export_macro: true,
    default_bindings_module: "praetor_guests",
});

pub use exports::praetor::plugin::{about, incident, retention, rights, sharing};
pub use honest::{allow, finding, manifest, number, share, silence, source};
pub use praetor::plugin::types;

/// Exports a guest: `guest!(manifest(), |question| ..)` with its manifest and its answer to
/// sharing questions. The other interfaces say that nothing applies.
#[macro_export]
macro_rules! guest {
    ($manifest:expr, $share:expr) => {
        struct Guest;

        impl $crate::about::Guest for Guest {
            fn describe() -> $crate::about::Manifest {
                $manifest
            }

            fn check_settings(_: Vec<$crate::types::Entity>) -> Vec<$crate::about::Problem> {
                Vec::new()
            }
        }

        impl $crate::sharing::Guest for Guest {
            fn decide_sharing(question: $crate::types::Question) -> $crate::sharing::Answer {
                let share: fn($crate::types::Question) -> $crate::sharing::Answer = $share;
                share(question)
            }
        }

        impl $crate::retention::Guest for Guest {
            fn decide_retention(_: $crate::types::Question) -> $crate::retention::Answer {
                $crate::retention::Answer { standing: $crate::silence(), findings: Vec::new() }
            }
        }

        impl $crate::rights::Guest for Guest {
            fn decide_rights(_: $crate::types::Question) -> $crate::rights::Answer {
                $crate::rights::Answer { standing: $crate::silence(), findings: Vec::new() }
            }
        }

        impl $crate::incident::Guest for Guest {
            fn decide_incident(_: $crate::types::Question) -> $crate::incident::Answer {
                $crate::incident::Answer { standing: $crate::silence(), findings: Vec::new() }
            }
        }

        $crate::export!(Guest with_types_in $crate);
    };
}
