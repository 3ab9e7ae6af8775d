//! A system that is none, for interpreters that import WASI though a law needs none of it: nothing that a
//! guest can learn here depends on the machine, on the operator or on the time at which it is asked.
//!
//! The date is the question's, chance is always nought, there is no environment. Whatever else is called
//! ends the call: files, sockets, streams.

use wasmtime::component::types::ComponentItem;
use wasmtime::component::{Component, ComponentType, Lift, Linker, LinkerInstance, Lower, ResourceType};
use wasmtime::{Result, StoreContextMut};

use crate::call::CallState;
use crate::limits::STUBBED_RANDOM_BYTES;

/// How the names of WASI's interfaces begin.
pub(crate) const WASI: &str = "wasi:";

/// What componentize-py exports beside the contract: the function that it called itself while it built the
/// component. Nobody calls it again.
pub(crate) const LEFT_BEHIND: &str = "exports";

/// The guest called this function, which a stubbed system has not.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not to be had")]
pub(crate) struct NoSystem(pub(crate) String);

/// A linker with a stub for everything that the component imports of WASI.
pub(crate) fn linker(engine: &wasmtime::Engine, component: &Component) -> Result<Linker<CallState>> {
    let mut linker = Linker::new(engine);
    let imported = component.component_type();
    for (name, item) in imported.imports(engine).filter(|(name, _)| name.starts_with(WASI)) {
        let ComponentItem::ComponentInstance(instance) = item.ty else { continue };
        // Releases of WASI 0.2 differ by what they add.
        let interface = name.split_once('@').map_or(name, |(interface, _version)| interface);
        let mut at = linker.instance(name)?;
        for (member, item) in instance.exports(engine) {
            match item.ty {
                ComponentItem::ComponentFunc(_) => stub(interface, member, &mut at)?,
                ComponentItem::Resource(_) => {
                    at.resource(member, ResourceType::host::<()>(), |_, _| Ok(()))?
                }
                _ => {}
            }
        }
    }
    Ok(linker)
}

/// What is answered, and the same to everybody; all else ends the call.
fn stub(interface: &str, member: &str, at: &mut LinkerInstance<'_, CallState>) -> Result<()> {
    match (interface, member) {
        ("wasi:cli/environment", "get-environment") => {
            at.func_wrap(member, |_, ()| Ok((Vec::<(String, String)>::new(),)))
        }
        ("wasi:cli/environment", "get-arguments") => {
            at.func_wrap(member, |_, ()| Ok((Vec::<String>::new(),)))
        }
        ("wasi:cli/environment", "initial-cwd") => at.func_wrap(member, |_, ()| Ok((None::<String>,))),
        ("wasi:random/random", "get-random-bytes")
        | ("wasi:random/insecure", "get-insecure-random-bytes") => {
            at.func_wrap(member, |_, (length,)| noughts(length))
        }
        ("wasi:random/random", "get-random-u64") | ("wasi:random/insecure", "get-insecure-random-u64") => {
            at.func_wrap(member, |_, ()| Ok((0_u64,)))
        }
        ("wasi:random/insecure-seed", "insecure-seed") => at.func_wrap(member, |_, ()| Ok(((0_u64, 0_u64),))),
        ("wasi:clocks/wall-clock", "now") => at.func_wrap(member, |state, ()| Ok((Datetime::of(&state),))),
        ("wasi:clocks/wall-clock", "resolution") => {
            at.func_wrap(member, |_, ()| Ok((Datetime { seconds: 1, nanoseconds: 0 },)))
        }
        // It stands still: how long a call took is nothing that a law may know.
        ("wasi:clocks/monotonic-clock", "now" | "resolution") => at.func_wrap(member, |_, ()| Ok((1_u64,))),
        _ => {
            let wanted = format!("{interface}#{member}");
            at.func_new(member, move |_, _, _, _| Err(NoSystem(wanted.clone()).into()))
        }
    }
}

/// The guest says how many, so they are bounded.
fn noughts(length: u64) -> Result<(Vec<u8>,)> {
    let length = usize::try_from(length).ok().filter(|length| *length <= STUBBED_RANDOM_BYTES);
    Ok((vec![0; length.ok_or_else(|| NoSystem("wasi:random/random#get-random-bytes".into()))?],))
}

/// A point in time, as WASI has it.
#[derive(Clone, Copy, ComponentType, Lift, Lower)]
#[component(record)]
struct Datetime {
    seconds: u64,
    nanoseconds: u32,
}

impl Datetime {
    /// The beginning of the day for which the law is asked.
    fn of(state: &StoreContextMut<'_, CallState>) -> Self {
        Self { seconds: state.data().seconds(), nanoseconds: 0 }
    }
}
