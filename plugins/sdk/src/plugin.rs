//! What a plugin implements, and how the contract's calls reach it.

use crate::answer::{
    IncidentAnswer, Profile as StatedProfile, RetentionAnswer, RightsAnswer, SharingAnswer, Standing,
};
use crate::law::Law;
use crate::question::{Question, Settings};
use crate::wit::{self, about, types};

/// What every plugin says of itself.
pub trait Plugin: 'static {
    /// The law that the build step generated: `&law::LAW`.
    fn law() -> &'static Law;

    /// Whether the law, the contract or the notice governs the question, and by which rule. If
    /// it does not, no other rule is asked.
    fn reaches(question: Question<'_>) -> Standing;

    /// Faults of the settings beyond what the schema of `plugin.toml` finds.
    fn check_settings(_settings: Settings<'_>) -> Vec<about::Problem> {
        Vec::new()
    }
}

/// Answers: may these items be used or passed on as asked?
pub trait Sharing: Plugin {
    /// Lets the rules speak.
    fn sharing(question: Question<'_>, answer: &mut SharingAnswer);
}

/// Answers: how long may, and how long must, these items be kept?
pub trait Retention: Plugin {
    /// Lets the rules speak.
    fn retention(question: Question<'_>, answer: &mut RetentionAnswer);
}

/// Answers: what is owed to a person who exercised rights?
pub trait Rights: Plugin {
    /// Lets the rules speak.
    fn rights(question: Question<'_>, answer: &mut RightsAnswer);
}

/// Answers: what does a breach oblige the controller to do?
pub trait Incident: Plugin {
    /// Lets the rules speak.
    fn incident(question: Question<'_>, answer: &mut IncidentAnswer);
}

/// States, before the rules are asked, what a vendor or a notice knows.
pub trait Profile: Plugin {
    /// States the facts.
    fn profile(question: Question<'_>, profile: &mut StatedProfile);
}

impl<P: Plugin> about::Guest for P {
    fn describe() -> about::Manifest {
        P::law().manifest()
    }

    fn check_settings(settings: Vec<types::Entity>) -> Vec<about::Problem> {
        let settings = Settings::new(&settings);
        let mut problems = P::law().check_settings(settings);
        problems.extend(<P as Plugin>::check_settings(settings));
        problems
    }
}

macro_rules! decides {
    ($($ability:ident, $module:ident, $decide:ident, $ask:ident, $answer:ident;)+) => {
        $(impl<P: $ability> wit::$module::Guest for P {
            fn $decide(question: types::Question) -> wit::$module::Answer {
                $ask::<P>(Question::new(&question))
            }
        }

        /// The whole answer of a plugin, as the host gets it.
        #[must_use]
        pub fn $ask<P: $ability>(question: Question<'_>) -> wit::$module::Answer {
            let standing = P::reaches(question);
            let mut answer = $answer::new(question);
            if standing.is_heard() {
                P::$module(question, &mut answer);
            }
            // A rule that is silent today leaves no finding to carry the day on which it speaks up.
            let standing = standing.changes_on(answer.silent_until());
            wit::$module::Answer { standing: standing.into_wit(), findings: answer.into_findings() }
        })+
    };
}

decides! {
    Sharing, sharing, decide_sharing, ask_sharing, SharingAnswer;
    Retention, retention, decide_retention, ask_retention, RetentionAnswer;
    Rights, rights, decide_rights, ask_rights, RightsAnswer;
    Incident, incident, decide_incident, ask_incident, IncidentAnswer;
}

impl<P: Profile> wit::profile::Guest for P {
    fn state_facts(question: types::Question, next_id: types::EntityId) -> Vec<types::Entity> {
        ask_profile::<P>(Question::new(&question), next_id)
    }
}

/// The facts that a plugin states, as the host gets them.
#[must_use]
pub fn ask_profile<P: Profile>(question: Question<'_>, next_id: types::EntityId) -> Vec<types::Entity> {
    let mut profile = StatedProfile::new(next_id);
    P::profile(question, &mut profile);
    profile.into_entities()
}

/// Brings in what the build step generated from `plugin.toml` and `law/`: a module `law` with
/// `LAW`, `rule`, `gate`, `param` and `table`. Say it at the root of the crate.
#[macro_export]
macro_rules! law {
    () => {
        mod law {
            include!(concat!(env!("OUT_DIR"), "/law.rs"));
        }
    };
}

/// Exports a plugin to the host: `praetor_sdk::export!(EuGdpr: sharing, rights);`. The interfaces
/// must be those of `[reads]` in `plugin.toml`; any other list does not compile. On wasm32 this
/// emits the exports and the cases; elsewhere it only checks the types.
#[macro_export]
macro_rules! export {
    ($plugin:ident: $($interface:ident),+ $(,)?) => {
        const _: () = assert!(
            $crate::plugin::same_names($crate::__law_abilities!(), &[$(stringify!($interface)),+]),
            "the exported interfaces differ from `[reads]` in plugin.toml; name the same in both",
        );

        $($crate::__export_check!($interface, $plugin);)+

        #[cfg(target_arch = "wasm32")]
        const _: () = {
            $crate::wit::about_world::export_about!($plugin with_types_in $crate::wit::about_world);
            $($crate::__export_one!($interface, $plugin);)+

            const CASES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/cases.toml"));
            #[used]
            #[unsafe(link_section = "praetor:cases")]
            static EMBEDDED: [u8; CASES.len()] =
                *include_bytes!(concat!(env!("OUT_DIR"), "/cases.toml"));
        };
    };
}

#[doc(hidden)]
#[macro_export]
#[allow(clippy::crate_in_macro_def, reason = "the module `law` is the plugin's own")]
macro_rules! __law_abilities {
    () => {
        crate::law::ABILITIES
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __export_check {
    (profile, $plugin:ident) => { $crate::__export_check!(@ $plugin, Profile); };
    (sharing, $plugin:ident) => { $crate::__export_check!(@ $plugin, Sharing); };
    (retention, $plugin:ident) => { $crate::__export_check!(@ $plugin, Retention); };
    (rights, $plugin:ident) => { $crate::__export_check!(@ $plugin, Rights); };
    (incident, $plugin:ident) => { $crate::__export_check!(@ $plugin, Incident); };
    (@ $plugin:ident, $ability:ident) => {
        const _: () = {
            const fn implements<P: $crate::plugin::$ability>() {}
            implements::<$plugin>();
        };
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __export_one {
    (profile, $plugin:ident) => {
        $crate::wit::profile_world::export_profile!($plugin with_types_in $crate::wit::profile_world);
    };
    (sharing, $plugin:ident) => {
        $crate::wit::sharing_world::export_sharing!($plugin with_types_in $crate::wit::sharing_world);
    };
    (retention, $plugin:ident) => {
        $crate::wit::retention_world::export_retention!($plugin with_types_in $crate::wit::retention_world);
    };
    (rights, $plugin:ident) => {
        $crate::wit::rights_world::export_rights!($plugin with_types_in $crate::wit::rights_world);
    };
    (incident, $plugin:ident) => {
        $crate::wit::incident_world::export_incident!($plugin with_types_in $crate::wit::incident_world);
    };
}

/// Whether two lists hold the same names, in any order. For [`export!`](crate::export).
#[doc(hidden)]
#[must_use]
#[allow(clippy::indexing_slicing, reason = "const code has no iterators; every index is checked")]
pub const fn same_names(one: &[&str], other: &[&str]) -> bool {
    let mut i = 0;
    while i < one.len() {
        if !has(other, one[i]) {
            return false;
        }
        i += 1;
    }
    one.len() == other.len()
}

#[allow(clippy::indexing_slicing, reason = "const code has no iterators; every index is checked")]
const fn has(names: &[&str], name: &str) -> bool {
    let mut i = 0;
    while i < names.len() {
        if same(names[i].as_bytes(), name.as_bytes()) {
            return true;
        }
        i += 1;
    }
    false
}

#[allow(clippy::indexing_slicing, reason = "const code has no iterators; every index is checked")]
const fn same(one: &[u8], other: &[u8]) -> bool {
    let mut i = 0;
    while i < one.len() && i < other.len() {
        if one[i] != other[i] {
            return false;
        }
        i += 1;
    }
    one.len() == other.len()
}
