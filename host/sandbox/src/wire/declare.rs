//! Macros that declare a type of the contract together with its way into the core.
//!
//! A field or case whose name, case or type differs from the contract is refused when the first
//! plugin is loaded, and by the test of the contract.

/// `record! { Gate as CoreGate { id "id": String, .. } }`; `=> function` after a type reads
/// the field with that function.
macro_rules! record {
    (@read $value:expr) => { $crate::wire::Read::read($value) };
    (@read $value:expr, $via:path) => { $via($value) };
    ($name:ident as $core:ident { $($field:ident $wit:literal: $type:ty $(=> $via:path)?,)* }) => {
        #[derive(wasmtime::component::ComponentType, wasmtime::component::Lift)]
        #[component(record)]
        pub(crate) struct $name {
            $(#[component(name = $wit)] pub(crate) $field: $type,)*
        }

        impl $crate::wire::Read<$core> for $name {
            fn read(self) -> Result<$core, $crate::CallError> {
                Ok($core { $($field: record!(@read self.$field $(, $via)?)?,)* })
            }
        }
    };
}

/// `choice! { Timing as CoreTiming { Before "before", .. } }`
macro_rules! choice {
    ($name:ident as $core:ident { $($case:ident $wit:literal,)* }) => {
        #[derive(Clone, Copy, wasmtime::component::ComponentType, wasmtime::component::Lift)]
        #[component(enum)]
        #[repr(u8)]
        #[expect(dead_code, reason = "lifting makes the cases from numbers")]
        pub(crate) enum $name {
            $(#[component(name = $wit)] $case,)*
        }

        impl $crate::wire::Read<$core> for $name {
            fn read(self) -> Result<$core, $crate::CallError> {
                Ok(match self { $(Self::$case => $core::$case,)* })
            }
        }
    };
}

/// `variant! { Span as CoreSpan { Months "months" (n: u32), .. } }`
macro_rules! variant {
    ($name:ident as $core:ident {
        $($case:ident $wit:literal $(($value:ident: $type:ty))?,)*
    }) => {
        #[derive(wasmtime::component::ComponentType, wasmtime::component::Lift)]
        #[component(variant)]
        #[allow(clippy::large_enum_variant, reason = "it lives until the core's value is made")]
        pub(crate) enum $name {
            $(#[component(name = $wit)] $case $(($type))?,)*
        }

        impl $crate::wire::Read<$core> for $name {
            fn read(self) -> Result<$core, $crate::CallError> {
                Ok(match self { $(Self::$case $(($value))? => $core::$case $(($value.read()?))?,)* })
            }
        }
    };
}
