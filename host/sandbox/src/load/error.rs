use thiserror::Error;

use crate::CallError;

/// Why a plugin was not loaded, in words for the operator.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum LoadError {
    /// The file is too large.
    #[error(
        "the plugin has {bytes} bytes, and {allowed} are allowed; strip debug information, or leave parts of the language's runtime out"
    )]
    TooLarge {
        /// Its size.
        bytes: usize,
        /// The limit.
        allowed: usize,
    },
    /// Not WebAssembly at all.
    #[error("the file is not WebAssembly; give the `.wasm` file that the build wrote")]
    NotWasm,
    /// WebAssembly that is not valid, or uses a proposal that is off.
    #[error(
        "the plugin is not valid WebAssembly at byte {offset}: {says}; build it for `wasm32-unknown-unknown` without extra target features"
    )]
    Invalid {
        /// Where.
        offset: u64,
        /// What the validator says.
        says: String,
    },
    /// More parts than any plugin needs.
    #[error("the plugin has {count} {what}, and {allowed} are allowed")]
    TooMany {
        /// What there is too much of.
        what: &'static str,
        /// How many there are.
        count: u64,
        /// The limit.
        allowed: u64,
    },
    /// A core module that says nothing of the contract, or says it wrongly.
    #[error("the module cannot become a component: {says}; build it with the SDK, or give a component")]
    NotAPlugin {
        /// What the encoder says.
        says: String,
    },
    /// The plugin is not a pure function.
    #[error(
        "the plugin imports `{name}`; a plugin may import nothing, so build it for `wasm32-unknown-unknown` or switch off what needs the system{}",
        stubs_hint(.name)
    )]
    Imports {
        /// What it imports.
        name: String,
    },
    /// Something is exported that is no interface of the contract.
    #[error(
        "the plugin exports `{name}`, which is not part of the contract `praetor:plugin@1.0.0`; remove it, or use a newer Praetor"
    )]
    UnknownExport {
        /// What it exports.
        name: String,
    },
    /// It was built against a contract that this version does not speak.
    #[error(
        "the plugin exports `{name}`, and this Praetor speaks the contract 1.0.0, not {version}; build it against `wit/v1`, or use a newer Praetor"
    )]
    OtherContract {
        /// What it exports.
        name: String,
        /// The version that it names.
        version: String,
    },
    /// An interface that every plugin must export is missing.
    #[error("the plugin does not export `{name}`; every plugin must")]
    MissingExport {
        /// What is missing.
        name: String,
    },
    /// An interface does not belong to the kind that the manifest names.
    #[error(
        "the plugin says it is a {kind}, and exports `{ability}`, which a {kind} does not answer; remove the interface or correct the kind"
    )]
    WrongWorld {
        /// What the manifest says.
        kind: &'static str,
        /// The interface.
        ability: &'static str,
    },
    /// An exported function has other types than the contract.
    #[error("`{name}` differs from the contract: {says}; build against the `wit/v1` of this Praetor")]
    WrongType {
        /// The function.
        name: String,
        /// How.
        says: String,
    },
    /// The compiler refused it.
    #[error("the plugin does not compile: {says}")]
    Compile {
        /// What the compiler says.
        says: String,
    },
    /// The plugin failed while it was asked for its manifest.
    #[error("the plugin does not say what it is: {0}")]
    Describe(#[source] CallError),
    /// The manifest contradicts itself, the exports or the dictionary.
    #[error("the manifest is wrong: {says}")]
    Manifest {
        /// How.
        says: String,
    },
    /// The same question got two answers.
    #[error(
        "asked twice for {asked}, the plugin gave two answers; it must be a pure function, without clock, chance or addresses in its answer"
    )]
    Differs {
        /// What was asked.
        asked: &'static str,
    },
    /// The machine was too busy to check the plugin.
    #[error("the machine was too busy to check the plugin: {0}; load it again")]
    Environmental(#[source] CallError),
}

/// The next step for an interpreter that imports the system.
fn stubs_hint(import: &str) -> &'static str {
    if import.starts_with(crate::stubs::WASI) {
        "; an interpreter may get stubs, by `allow_stubbed_wasi = true` in its binding"
    } else {
        ""
    }
}

impl LoadError {
    /// The stable name, for the API, the command line and events.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "plugin-too-large",
            Self::NotWasm => "plugin-not-wasm",
            Self::Invalid { .. } => "plugin-invalid",
            Self::TooMany { .. } => "plugin-too-many-parts",
            Self::NotAPlugin { .. } => "plugin-not-a-plugin",
            Self::Imports { .. } => "plugin-imports",
            Self::UnknownExport { .. } => "plugin-unknown-export",
            Self::OtherContract { .. } => "plugin-other-contract",
            Self::MissingExport { .. } => "plugin-missing-export",
            Self::WrongWorld { .. } => "plugin-wrong-world",
            Self::WrongType { .. } => "plugin-wrong-type",
            Self::Compile { .. } => "plugin-does-not-compile",
            Self::Describe(_) => "plugin-does-not-describe",
            Self::Manifest { .. } => "plugin-manifest-wrong",
            Self::Differs { .. } => "plugin-answers-differ",
            Self::Environmental(_) => "plugin-not-checked",
        }
    }

    /// The step of the gate at which it shows.
    #[must_use]
    pub const fn step(&self) -> &'static str {
        match self {
            Self::TooLarge { .. }
            | Self::NotWasm
            | Self::Invalid { .. }
            | Self::TooMany { .. }
            | Self::NotAPlugin { .. }
            | Self::Compile { .. } => "format",
            Self::Imports { .. } => "imports",
            Self::UnknownExport { .. }
            | Self::OtherContract { .. }
            | Self::MissingExport { .. }
            | Self::WrongType { .. } => "contract",
            Self::WrongWorld { .. } | Self::Describe(_) | Self::Manifest { .. } => "manifest",
            Self::Differs { .. } | Self::Environmental(_) => "alike",
        }
    }

    pub(crate) fn manifest(says: impl Into<String>) -> Self {
        Self::Manifest { says: says.into() }
    }
}
