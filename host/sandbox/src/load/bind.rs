use wasmtime::Store;
use wasmtime::component::Instance;

use super::LoadError;
use crate::call::{CallState, Callee, Export, Shape};
use crate::plugin::Exports;

/// Finds every function of the contract that the component has and compares its type once, on
/// an instance that is made for it: a wrong type shows nowhere else.
pub(super) fn exports(callee: &Callee) -> Result<Exports, LoadError> {
    let (store, instance) = callee.instance().map_err(LoadError::Describe)?;
    let mut binding = Binding { callee, store, instance };
    Ok(Exports {
        describe: binding.needed()?,
        check_settings: binding.needed()?,
        profile: binding.optional()?,
        sharing: binding.optional()?,
        retention: binding.optional()?,
        rights: binding.optional()?,
        incident: binding.optional()?,
    })
}

struct Binding<'a> {
    callee: &'a Callee,
    store: Store<CallState>,
    instance: Instance,
}

impl Binding<'_> {
    fn needed<S: Shape>(&mut self) -> Result<Export<S>, LoadError> {
        let missing = || LoadError::MissingExport { name: name::<S>() };
        self.optional()?.ok_or_else(missing)
    }

    fn optional<S: Shape>(&mut self) -> Result<Option<Export<S>>, LoadError> {
        let Some(found) = Export::<S>::find(self.callee.pre().component()) else {
            return Ok(None);
        };
        let bound = found.bind(&mut self.store, &self.instance);
        bound
            .map(Some)
            .map_err(|error| LoadError::WrongType { name: name::<S>(), says: format!("{error:#}") })
    }
}

fn name<S: Shape>() -> String {
    format!("{}#{}", S::INTERFACE, S::FUNCTION)
}
