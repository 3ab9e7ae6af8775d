use std::marker::PhantomData;

use crate::clause::Clause;
use crate::cond::Cond;
use crate::day::Day;

/// A gate of the plugin as a type, so that a rule cannot speak at a gate that is not its own.
/// Generated from `plugin.toml`.
pub trait Gate: Copy {
    /// The id in the manifest.
    const ID: &'static str;
}

/// Stands for "no gate": rules on retention, rights, incidents, and the reach of the law.
#[derive(Clone, Copy, Debug)]
pub struct NoGate;

impl Gate for NoGate {
    const ID: &'static str = "";
}

/// A rule of the manifest. Generated from `law/`; a rule that is not written there does not
/// exist in Rust either, and one of another gate does not fit:
///
/// ```compile_fail,E0308
/// # use praetor_sdk::{Gate, Rule, SharingAnswer};
/// # #[derive(Clone, Copy)] struct Basis;
/// # #[derive(Clone, Copy)] struct Contract;
/// # impl Gate for Basis { const ID: &'static str = "basis"; }
/// # impl Gate for Contract { const ID: &'static str = "contract"; }
/// # const ART_28_3: Rule<Contract> = Rule::generated("art-28-3", None, None);
/// fn speak(answer: &mut SharingAnswer) {
///     answer.at(Basis).permit(ART_28_3.always());
/// }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Rule<G = NoGate> {
    reference: RuleRef,
    gate: PhantomData<G>,
}

/// A rule without the type of its gate, for tables and for naming what is displaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleRef {
    /// The id in the manifest.
    pub id: &'static str,
    /// The first day on which it applies.
    pub from: Option<Day>,
    /// The last day on which it applies.
    pub until: Option<Day>,
}

impl<G: Gate> Rule<G> {
    /// For generated code only.
    #[doc(hidden)]
    #[must_use]
    pub const fn generated(id: &'static str, from: Option<Day>, until: Option<Day>) -> Self {
        Self { reference: RuleRef { id, from, until }, gate: PhantomData }
    }

    /// The rule applied under a condition.
    pub fn when<'q>(self, cond: impl Into<Cond<'q>>) -> Clause<'q, G> {
        Clause::new(self.reference, cond.into())
    }

    /// The rule applied whatever the facts.
    pub fn always<'q>(self) -> Clause<'q, G> {
        Clause::new(self.reference, Cond::yes())
    }

    /// The rule without the type of its gate.
    #[must_use]
    pub const fn as_ref(self) -> RuleRef {
        self.reference
    }

    /// The id in the manifest.
    #[must_use]
    pub const fn id(self) -> &'static str {
        self.reference.id
    }
}

impl RuleRef {
    /// The rule applied under a condition, where no gate is meant.
    pub fn when<'q>(self, cond: impl Into<Cond<'q>>) -> Clause<'q> {
        Clause::new(self, cond.into())
    }

    /// The rule applied whatever the facts, where no gate is meant.
    pub fn always<'q>(self) -> Clause<'q> {
        Clause::new(self, Cond::yes())
    }
}

impl<G> From<Rule<G>> for RuleRef {
    fn from(rule: Rule<G>) -> Self {
        rule.reference
    }
}
