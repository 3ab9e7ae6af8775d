//! A plugin under test, with its cases and the others that they name: from a folder, which is built, or
//! from a file, in which the cases travel.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use praetor_sandbox::{Engine, EngineError, EngineOptions, Limits, LoadError, Plugin};
use thiserror::Error;

use crate::cases::{Case, CaseError, cases_inside, read_cases};
use crate::guests::{self, BuildError};

/// Where a plugin under test comes from.
#[derive(Clone, Copy, Debug)]
pub struct Taking<'a> {
    /// The plugin's folder or its file.
    pub target: &'a Path,
    /// The folder for the components.
    pub out: &'a Path,
    /// Whether a folder is built first.
    pub build: bool,
    /// Its calls get the memory of an interpreter, as under `large_memory = true`.
    pub large_memory: bool,
    /// It may import WASI, as under `allow_stubbed_wasi = true`.
    pub stubbed_wasi: bool,
}

/// A plugin under test.
pub struct UnderTest {
    /// It.
    pub plugin: Plugin,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Its cases: those of its folder, or those inside its file.
    pub cases: Vec<Case>,
    /// The others that its cases name.
    pub others: BTreeMap<String, Plugin>,
}

/// Why a plugin cannot be tested.
#[derive(Debug, Error)]
pub enum TakingError {
    /// It was not built.
    #[error(transparent)]
    Build(#[from] BuildError),
    /// Its cases cannot be read.
    #[error(transparent)]
    Cases(#[from] CaseError),
    /// This machine runs no plugins.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// A file cannot be read.
    #[error("cannot read `{}`: {source}{hint}", file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// Why.
        source: std::io::Error,
        /// The next step.
        hint: &'static str,
    },
    /// It, or another that its cases name, is refused.
    #[error("`{name}` is refused: {source} ({})", source.code())]
    Refused {
        /// Its id, or its file.
        name: String,
        /// Why.
        source: LoadError,
    },
}

impl Taking<'_> {
    /// Whether the target is one file.
    #[must_use]
    pub fn is_file(&self) -> bool {
        self.target.is_file()
    }

    /// Builds what is to be built, and takes everything through the sandbox's gate.
    ///
    /// # Errors
    /// The first thing that stands in the way.
    pub fn take(&self) -> Result<UnderTest, TakingError> {
        let cache = Some(self.out.join(".compiled"));
        if self.is_file() {
            let bytes = read(self.target, "")?;
            let cases = cases_inside(&bytes, self.target)?;
            let engine = Engine::new(&EngineOptions { cache, ..EngineOptions::default() })?;
            return self.load(&engine, self.target.display().to_string(), bytes, cases);
        }
        let cases = read_cases(&self.target.join("cases"))?;
        let id = guests::id_of(self.target)?;
        if self.build {
            guests::build(&self.folders(&named(&cases)), self.out)?;
        }
        let engine = Engine::new(&EngineOptions { cache, ..EngineOptions::default() })?;
        let bytes = read(&self.out.join(format!("{id}.wasm")), BUILD_IT)?;
        self.load(&engine, id, bytes, cases)
    }

    /// The folders that are built: the plugin's own, and those of the others that lie beside it.
    fn folders(&self, others: &BTreeSet<String>) -> Vec<PathBuf> {
        let beside = others.iter().map(|id| self.target.join("..").join(id));
        let beside = beside.filter(|folder| folder.join("Cargo.toml").is_file());
        std::iter::once(self.target.to_owned()).chain(beside).collect()
    }

    fn load(
        &self,
        engine: &Engine,
        name: String,
        bytes: Vec<u8>,
        cases: Vec<Case>,
    ) -> Result<UnderTest, TakingError> {
        let limits = if self.large_memory { Limits::large() } else { Limits::default() };
        let limits = Limits { stubbed_wasi: self.stubbed_wasi, ..limits };
        let plugin = engine.load(&bytes, limits);
        let plugin = plugin.map_err(|source| TakingError::Refused { name, source })?;
        let mut others = BTreeMap::new();
        for id in named(&cases) {
            let bytes = read(&self.out.join(format!("{id}.wasm")), BUILD_IT)?;
            let other = engine.load(&bytes, Limits::default());
            let other = other.map_err(|source| TakingError::Refused { name: id.clone(), source })?;
            others.insert(id, other);
        }
        Ok(UnderTest { plugin, bytes, cases, others })
    }
}

const BUILD_IT: &str = "; build it with `praetor plugin build FOLDER`";

fn named(cases: &[Case]) -> BTreeSet<String> {
    cases.iter().flat_map(|case| case.with.clone()).collect()
}

fn read(file: &Path, hint: &'static str) -> Result<Vec<u8>, TakingError> {
    std::fs::read(file).map_err(|source| TakingError::Unreadable { file: file.to_owned(), source, hint })
}
