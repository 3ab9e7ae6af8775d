use wasmparser::{ComponentType, Parser, Payload, Validator, WasmFeatures};

use super::LoadError;
use crate::limits::{COMPONENT_BYTES, COMPONENTS, CORE_INSTANCES, FUNCTIONS, MEMORIES, TABLES};

/// The two forms in which a plugin may arrive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// What a plain build for `wasm32-unknown-unknown` writes.
    CoreModule,
    /// What any component toolchain writes.
    Component,
}

/// Size, form and validity, before the compiler sees a byte.
pub(super) fn check(bytes: &[u8]) -> Result<Form, LoadError> {
    if bytes.len() > COMPONENT_BYTES {
        return Err(LoadError::TooLarge { bytes: bytes.len(), allowed: COMPONENT_BYTES });
    }
    let form = if Parser::is_component(bytes) {
        Form::Component
    } else if Parser::is_core_wasm(bytes) {
        Form::CoreModule
    } else {
        return Err(LoadError::NotWasm);
    };
    let valid = Validator::new_with_features(features()).validate_all(bytes);
    valid.map_err(|error| LoadError::Invalid { offset: error.offset(), says: error.message().to_owned() })?;
    Ok(form)
}

/// The proposals that the engine has on; the same as in the engine's settings.
fn features() -> WasmFeatures {
    WasmFeatures::MUTABLE_GLOBAL
        | WasmFeatures::SATURATING_FLOAT_TO_INT
        | WasmFeatures::SIGN_EXTENSION
        | WasmFeatures::REFERENCE_TYPES
        | WasmFeatures::CALL_INDIRECT_OVERLONG
        | WasmFeatures::MULTI_VALUE
        | WasmFeatures::BULK_MEMORY
        | WasmFeatures::BULK_MEMORY_OPT
        | WasmFeatures::SIMD
        | WasmFeatures::EXTENDED_CONST
        | WasmFeatures::FLOATS
        | WasmFeatures::COMPONENT_MODEL
}

/// What a component is made of, at any depth.
#[derive(Default)]
struct Counts {
    components: u64,
    core_instances: u64,
    memories: u64,
    tables: u64,
    functions: u64,
    resources: u64,
}

/// Bounds what a component is made of: each part costs the host memory that no other limit
/// counts, and functions cost compile time. A plugin has no use for resources of its own.
pub(super) fn check_counts(component: &[u8]) -> Result<(), LoadError> {
    let counts = Counts::of(component)?;
    let bounds = [
        ("nested components", counts.components, u64::from(COMPONENTS)),
        ("core instances", counts.core_instances, u64::from(CORE_INSTANCES)),
        ("memories", counts.memories, u64::from(MEMORIES)),
        ("tables", counts.tables, u64::from(TABLES)),
        ("functions", counts.functions, u64::from(FUNCTIONS)),
        ("resource types", counts.resources, 0),
    ];
    let over = bounds.into_iter().find(|(_, count, allowed)| count > allowed);
    over.map_or(Ok(()), |(what, count, allowed)| Err(LoadError::TooMany { what, count, allowed }))
}

impl Counts {
    fn of(component: &[u8]) -> Result<Self, LoadError> {
        let mut counts = Self::default();
        for payload in Parser::new(0).parse_all(component) {
            let payload = payload.map_err(|error| LoadError::Invalid {
                offset: error.offset(),
                says: error.message().to_owned(),
            })?;
            counts.add(&payload);
        }
        Ok(counts)
    }

    fn add(&mut self, payload: &Payload<'_>) {
        match payload {
            Payload::ComponentSection { .. } => self.components += 1,
            Payload::InstanceSection(section) => self.core_instances += u64::from(section.count()),
            Payload::MemorySection(section) => self.memories += u64::from(section.count()),
            Payload::TableSection(section) => self.tables += u64::from(section.count()),
            Payload::FunctionSection(section) => self.functions += u64::from(section.count()),
            Payload::ComponentTypeSection(section) => {
                let types = section.clone().into_iter().flatten();
                let own = types.filter(|ty| matches!(ty, ComponentType::Resource { .. }));
                self.resources += own.count() as u64;
            }
            _ => {}
        }
    }
}
