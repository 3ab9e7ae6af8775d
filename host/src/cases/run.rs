//! Runs cases through the real sandbox.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::Date;
use praetor_decision::answer::{Answer, Source, retention, rights, sharing};
use praetor_decision::manifest::{Confidence, Manifest};
use praetor_sandbox::{Deadline, Plugin};
use praetor_wit::Dictionary;
use serde_json::Value as Json;

use super::calls::{Call, calls};
use super::expect::Seen;
use super::file::Case;
use crate::config::{BindingConfig, Config};
use crate::engine::{Decided, Generation, GenerationError, decide};
use crate::gate::Peak;
use crate::told::Told;
use crate::wire::decision::write_decision;
use crate::wire::{Asked, read_question};

/// The day on which a case is asked that names none. Cases must not depend on the clock.
const TODAY: Date = jiff::civil::date(2026, 11, 23);

/// Runs the cases of one plugin.
pub struct Runner {
    plugin: Plugin,
    others: BTreeMap<String, Plugin>,
    fired: BTreeSet<String>,
    peak: Peak,
}

/// How a case came out.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Its name.
    pub name: String,
    /// Its file.
    pub file: PathBuf,
    /// What differs; empty if it passed.
    pub failure: Option<CaseFailure>,
}

/// Why a case failed.
#[derive(Clone, Debug)]
pub enum CaseFailure {
    /// The question, the settings or another plugin is wrong.
    NotAsked(String),
    /// The machine was too slow, which says nothing of the plugin.
    TooSlow,
    /// The decision differs from what is expected.
    Differs {
        /// A line for each difference.
        lines: Vec<String>,
        /// The whole decision.
        decision: Json,
    },
}

impl std::fmt::Display for CaseFailure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotAsked(says) => f.write_str(says),
            Self::TooSlow => f.write_str("the machine was too slow"),
            Self::Differs { lines, .. } => f.write_str(&lines.join("\n")),
        }
    }
}

impl Runner {
    /// A runner for a loaded plugin, with the others that its cases name.
    #[must_use]
    pub fn new(plugin: Plugin, others: BTreeMap<String, Plugin>) -> Self {
        Self { plugin, others, fired: BTreeSet::new(), peak: Peak::default() }
    }

    /// Runs one case.
    pub fn run(&mut self, case: &Case) -> Outcome {
        let failure = match self.decided(case) {
            Err(failure) => Some(failure),
            Ok((generation, decided)) => {
                self.count(&generation, &decided);
                self.compare(case, &decided.told)
            }
        };
        Outcome { name: case.name.clone(), file: case.file.clone(), failure }
    }

    /// Rules of the manifest that no case so far has made say anything.
    #[must_use]
    pub fn unfired(&self) -> Vec<String> {
        let rules = self.plugin.manifest().rules.iter().map(|rule| rule.id.to_string());
        rules.filter(|rule| !self.fired.contains(rule)).collect()
    }

    /// The most that one call of the plugin under test took so far.
    #[must_use]
    pub const fn peak(&self) -> Peak {
        self.peak
    }

    /// The manifest of the plugin under test.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        self.plugin.manifest()
    }

    /// What the plugin under test is asked in a case.
    ///
    /// # Errors
    /// The question, the settings or another plugin is wrong.
    pub fn calls(&self, case: &Case) -> Result<Vec<Call>, String> {
        let (generation, decided) = self.decided(case).map_err(|failure| failure.to_string())?;
        Ok(calls(&generation, &decided, &self.plugin.manifest().id))
    }

    fn decided(&self, case: &Case) -> Result<(Arc<Generation>, Decided), CaseFailure> {
        let (generation, asked) = self.asked(case).map_err(CaseFailure::NotAsked)?;
        let deadline = Deadline::after(PATIENCE);
        let decided = decide(&generation, asked, deadline).map_err(|_| CaseFailure::TooSlow)?;
        Ok((generation, decided))
    }

    /// Remembers the most that the plugin under test took.
    fn count(&mut self, generation: &Generation, decided: &Decided) {
        let own = self.plugin.manifest().id.clone();
        let spoken = decided.spoken.iter().filter(|spoken| generation.id_of(spoken.binding) == own);
        for call in spoken.flat_map(|spoken| &spoken.calls) {
            self.peak = self.peak.most(Peak { fuel: call.fuel, memory: call.memory });
        }
    }

    fn asked(&self, case: &Case) -> Result<(Arc<Generation>, Asked), String> {
        let dictionary = Dictionary::bundled().map_err(|error| error.to_string())?;
        let config = self.config(case)?;
        let generation = Generation::of(&config, 1, &|declared| self.plugin_of(declared))
            .map_err(|error| error.to_string())?;
        let json = crate::config::json(toml::Value::Table(case.question.clone()));
        let asked = read_question(&json, None, TODAY, dictionary).map_err(|error| error.to_string())?;
        Ok((generation, asked))
    }

    /// The plugin at work by itself, with these settings and nothing else.
    ///
    /// # Errors
    /// The settings are wrong.
    pub fn alone(&self, settings: &toml::Table) -> Result<Arc<Generation>, String> {
        let parsed = Config::from_toml(toml::Table::new(), std::path::Path::new("."));
        let parsed = parsed.map_err(|_| "an empty config is refused".to_owned())?;
        let own = binding(&self.plugin.manifest().id, settings);
        let config = Config { confidence_wanted: Confidence::Low, bindings: vec![own], ..parsed };
        Generation::of(&config, 1, &|declared| self.plugin_of(declared)).map_err(|error| error.to_string())
    }

    fn config(&self, case: &Case) -> Result<Config, String> {
        let mut text = toml::Table::new();
        text.insert("profile".into(), toml::Value::Table(case.profile.clone()));
        let parsed = Config::from_toml(text, std::path::Path::new("."));
        let parsed = parsed
            .map_err(|problems| problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))?;
        let own = self.plugin.manifest().id.to_string();
        let mut bindings = vec![binding(&own, &case.settings)];
        for id in &case.with {
            let settings = case.settings_of.get(id).cloned().unwrap_or_default();
            bindings.push(binding(id, &settings));
        }
        let fallback = case.fallback_jurisdictions.iter().map(|place| place.as_str().into());
        Ok(Config {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            confidence_wanted: Confidence::Low,
            fallback_jurisdictions: fallback.collect(),
            bindings,
            ..parsed
        })
    }

    fn plugin_of(&self, declared: &BindingConfig) -> Result<Plugin, GenerationError> {
        if declared.id == self.plugin.manifest().id {
            return Ok(self.plugin.clone());
        }
        let missing =
            || GenerationError::BuiltIn(format!("the case names `{}`, which was not built", declared.id));
        self.others.get(&declared.id).cloned().ok_or_else(missing)
    }

    fn compare(&mut self, case: &Case, told: &Told) -> Option<CaseFailure> {
        let decision = write_decision(told);
        let mut seen = Seen::in_decision(&decision);
        let fired = fired_rules(told);
        let own = format!("{}/", self.plugin.manifest().id);
        self.fired.extend(fired.iter().filter_map(|rule| rule.strip_prefix(&own)).map(str::to_owned));
        seen.sets.insert("fired", fired);
        let lines = case.expect.differences(&seen);
        let decision = Json::Object(decision);
        (!lines.is_empty()).then_some(CaseFailure::Differs { lines, decision })
    }
}

/// The wall-clock net of a case: a test machine may be busy, and fuel bounds the plugin anyway.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(30);

fn binding(id: &str, settings: &toml::Table) -> BindingConfig {
    let settings = settings.clone().into_iter().map(|(key, value)| (key, crate::config::json(value)));
    BindingConfig { settings: settings.collect(), ..BindingConfig::new(id) }
}

/// Every rule that said something; a test that does not hold says nothing.
fn fired_rules(told: &Told) -> BTreeSet<String> {
    let mut fired = BTreeSet::new();
    for voice in &told.voices {
        for answer in [&voice.own, &voice.kept].into_iter().flatten().flatten() {
            let sources = std::iter::once(&answer.standing().source).chain(speaking(answer));
            fired.extend(sources.map(|source| format!("{}/{}", voice.manifest.id, source.rule)));
        }
    }
    fired
}

fn speaking(answer: &Answer) -> Vec<&Source> {
    match answer {
        Answer::Sharing(answer) => {
            let spoke = answer.findings.iter().filter(|f| f.effect != sharing::Effect::Fails);
            spoke.map(|finding| &finding.source).collect()
        }
        Answer::Retention(answer) => {
            let spoke = answer.findings.iter().filter(|f| f.effect != retention::Effect::Fails);
            spoke.map(|finding| &finding.source).collect()
        }
        Answer::Rights(answer) => {
            let spoke = answer.findings.iter().filter(|f| f.effect != rights::Effect::Fails);
            spoke.map(|finding| &finding.source).collect()
        }
        Answer::Incident(answer) => answer.findings.iter().map(|finding| &finding.source).collect(),
    }
}
