use praetor_decision::manifest::Ability;
use wasmtime::component::Component;
use wasmtime::component::types::{ComponentInstance, ComponentItem};

use super::LoadError;
use crate::stubs::{LEFT_BEHIND, WASI};
use crate::{Engine, Limits};

/// The package of the contract, as it stands before the name of an interface.
pub(super) const PACKAGE: &str = "praetor:plugin/";

/// The version of the contract, as it stands behind the name of an interface.
pub(super) const VERSION: &str = "@1.0.0";

/// Refuses every import but those that hold types alone: a plugin is a pure function. One that may
/// import WASI gets stubs of it.
pub(super) fn imports(engine: &Engine, component: &Component, limits: Limits) -> Result<(), LoadError> {
    let (provided, engine) = (engine.provided(), engine.wasmtime());
    let component = component.component_type();
    let refused = component.imports(engine).find_map(|(name, item)| {
        if provided.contains(&name) || limits.stubbed_wasi && name.starts_with(WASI) {
            return None;
        }
        match item.ty {
            ComponentItem::ComponentInstance(instance) => {
                let member = more_than_types(engine, &instance)?;
                Some(format!("{name}#{member}"))
            }
            ComponentItem::Type(_) => None,
            _ => Some(name.to_owned()),
        }
    });
    refused.map_or(Ok(()), |name| Err(LoadError::Imports { name }))
}

/// The first thing in an instance that is not a plain type.
fn more_than_types(engine: &wasmtime::Engine, instance: &ComponentInstance) -> Option<String> {
    let mut members = instance.exports(engine);
    let other = members.find(|(_, member)| !matches!(member.ty, ComponentItem::Type(_)))?;
    Some(other.0.to_owned())
}

/// The abilities that a component exports; anything else that it exports is refused.
pub(super) fn exports(
    engine: &Engine,
    component: &Component,
    limits: Limits,
) -> Result<Vec<Ability>, LoadError> {
    let component = component.component_type();
    let mut abilities = Vec::new();
    let mut about = false;
    for (name, item) in component.exports(engine.wasmtime()) {
        let interface = matches!(item.ty, ComponentItem::ComponentInstance(_));
        let short = name.strip_prefix(PACKAGE).and_then(|name| name.strip_suffix(VERSION));
        if let Some(version) = other_version(name).filter(|_| interface) {
            return Err(LoadError::OtherContract { name: name.to_owned(), version });
        }
        match short.filter(|_| interface) {
            Some("about") => about = true,
            Some("profile") => abilities.push(Ability::Profile),
            Some("sharing") => abilities.push(Ability::Sharing),
            Some("retention") => abilities.push(Ability::Retention),
            Some("rights") => abilities.push(Ability::Rights),
            Some("incident") => abilities.push(Ability::Incident),
            _ if limits.stubbed_wasi && name == LEFT_BEHIND => {}
            _ => {
                return Err(LoadError::UnknownExport { name: name.to_owned() });
            }
        }
    }
    if about { Ok(abilities) } else { Err(missing("about")) }
}

/// The version behind an interface of the contract, if it is not the one that is spoken here.
fn other_version(name: &str) -> Option<String> {
    let (_, version) = name.strip_prefix(PACKAGE)?.split_once('@')?;
    (VERSION.strip_prefix('@') != Some(version)).then(|| version.to_owned())
}

fn missing(interface: &str) -> LoadError {
    LoadError::MissingExport { name: format!("{PACKAGE}{interface}{VERSION}") }
}
