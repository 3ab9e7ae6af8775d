use std::marker::PhantomData;

use wasmtime::AsContextMut;
use wasmtime::component::{
    Component, ComponentExportIndex, ComponentNamedList, Instance, Lift, Lower, TypedFunc,
};

use crate::wire::question::{Entity, Question};
use crate::wire::{about, incident, retention, rights, sharing, types};

/// One function of the contract: where it is exported, what it takes and returns.
pub(crate) trait Shape {
    /// Its interface, `praetor:plugin/sharing@1.0.0`.
    const INTERFACE: &'static str;
    /// Its name in the interface.
    const FUNCTION: &'static str;
    /// What it takes.
    type Params<'p>: ComponentNamedList + Lower;
    /// What it returns.
    type Returns: ComponentNamedList + Lift;
}

macro_rules! shapes {
    ($($(#[doc = $doc:literal])+
        $name:ident = $interface:literal $function:literal: $params:ty => $returns:ty;)+) => {
        $($(#[doc = $doc])+
        pub(crate) struct $name;

        impl Shape for $name {
            const INTERFACE: &'static str = concat!("praetor:plugin/", $interface, "@1.0.0");
            const FUNCTION: &'static str = $function;
            type Params<'p> = $params;
            type Returns = ($returns,);
        })+
    };
}

shapes! {
    /// What the plugin says of itself.
    Describe = "about" "describe": () => about::Manifest;
    /// What it says of the operator's settings.
    CheckSettings = "about" "check-settings": (Vec<Entity<'p>>,) => Vec<about::Problem>;
    /// The facts that it knows.
    Profile = "profile" "state-facts": (Question<'p>, u32) => Vec<types::Entity>;
    /// Its answer to a sharing question.
    Sharing = "sharing" "decide-sharing": (Question<'p>,) => sharing::Answer;
    /// Its answer to a retention question.
    Retention = "retention" "decide-retention": (Question<'p>,) => retention::Answer;
    /// Its answer to a rights question.
    Rights = "rights" "decide-rights": (Question<'p>,) => rights::Answer;
    /// Its answer to an incident question.
    Incident = "incident" "decide-incident": (Question<'p>,) => incident::Answer;
}

/// A function that one component exports, its type compared with the contract once.
pub(crate) struct Export<S> {
    index: ComponentExportIndex,
    shape: PhantomData<S>,
}

impl<S: Shape> Export<S> {
    /// Finds the function in a component; none if it is not there.
    pub(crate) fn find(component: &Component) -> Option<Unbound<S>> {
        let interface = component.get_export_index(None, S::INTERFACE)?;
        let index = component.get_export_index(Some(&interface), S::FUNCTION)?;
        Some(Unbound(Self { index, shape: PhantomData }))
    }

    /// Calls it on a fresh instance of the component in which it was found.
    #[expect(unsafe_code, reason = "comparing the types again would cost as much as the call")]
    pub(crate) fn call<'p>(
        &self,
        mut store: impl AsContextMut,
        instance: &Instance,
        params: S::Params<'p>,
    ) -> wasmtime::Result<S::Returns> {
        let func = instance.get_func(store.as_context_mut(), self.index);
        let func = func.ok_or_else(|| wasmtime::Error::msg("the export is gone"))?;
        // SAFETY: `Unbound::bind` compared these very types with the function of this index.
        // wasmtime refuses an index of another component, and the types of a component do not
        // change from instance to instance.
        let typed = unsafe { TypedFunc::<S::Params<'p>, S::Returns>::new_unchecked(func) };
        typed.call(store, params)
    }
}

/// An export whose type has not been compared yet.
pub(crate) struct Unbound<S>(Export<S>);

impl<S: Shape> Unbound<S> {
    /// Compares the function's type with the contract, on any instance of the component.
    pub(crate) fn bind(self, store: impl AsContextMut, instance: &Instance) -> wasmtime::Result<Export<S>> {
        instance.get_typed_func::<S::Params<'_>, S::Returns>(store, self.0.index)?;
        Ok(self.0)
    }
}
