//! `praetor plugin fuzz`: random valid questions, of which each must be answered well.
//!
//! What is looked for: a call that fails (a trap, no fuel, a rule that is not declared, a name that the
//! dictionary does not have), two answers to one question, and a consent that turns an allow into a deny
//! though no rule that forbids rests on a consent. What is found is made small and shown as a question.

mod chance;
mod question;
mod small;
mod trial;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use praetor_decision::Kind;
use serde_json::Value as Json;

use self::chance::Chance;
use self::question::Questions;
use self::trial::{Tried, try_question};
use super::under_test::UnderTest;
use crate::cases::Runner;
use crate::engine::Generation;
use crate::limits::FUZZ_SETTINGS_MAX;

pub use self::trial::Fault;

/// What to ask.
#[derive(Clone, Copy, Debug)]
pub struct Fuzzing {
    /// How many questions.
    pub questions: u64,
    /// Where chance begins: the same number, the same questions.
    pub seed: u64,
}

/// What came out.
#[derive(Clone, Debug, Default)]
pub struct Fuzzed {
    /// How many decisions had each effect, by kind of question: that chance reached something.
    pub effects: BTreeMap<String, u64>,
    /// Whether the plugin reads of consents for a question of sharing, so that one more can matter.
    pub reads_consents: bool,
    /// Questions to which a consent was added.
    pub consents: u64,
    /// Questions for which the machine was too slow; they say nothing.
    pub overdue: u64,
    /// The first fault that was found.
    pub found: Option<Found>,
}

/// A fault with the question that shows it.
#[derive(Clone, Debug)]
pub struct Found {
    /// What is wrong.
    pub fault: Fault,
    /// The question, as the HTTP API takes it, made as small as it gets.
    pub question: Json,
    /// The settings under which it was asked.
    pub settings: Json,
    /// The number of the question.
    pub number: u64,
}

impl Fuzzing {
    /// Asks, and stops at the first fault. `progress` is told how many questions were asked.
    ///
    /// # Errors
    /// The plugin cannot be put to work: its settings are wrong, or it answers no question.
    pub fn run(&self, taken: UnderTest, progress: &mut dyn FnMut(u64)) -> Result<Fuzzed, String> {
        let generations = generations(&taken)?;
        let manifest = taken.plugin.manifest().clone();
        let kinds: Vec<Kind> = KINDS.into_iter().filter(|kind| taken.plugin.answers(*kind)).collect();
        if kinds.is_empty() {
            return Err("the plugin answers no question".into());
        }
        let mut chance = Chance::new(self.seed);
        let questions = Questions::of(&manifest);
        let mut fuzzed = Fuzzed { reads_consents: questions.have_consents(), ..Fuzzed::default() };
        for number in 0..self.questions {
            progress(number);
            let (Some(kind), Some((generation, settings))) =
                (chance.one_of(&kinds), chance.one_of(&generations))
            else {
                break;
            };
            let question = questions.one(*kind, &mut chance);
            let consent = questions.consent(&mut chance);
            let tried = try_question(generation, &question, consent.as_ref());
            fuzzed.count(&tried);
            if let Some(fault) = tried.fault {
                let again = |question: &Json, consent: Option<&Json>| {
                    try_question(generation, question, consent).fault.filter(|other| other.is_like(&fault))
                };
                let question = small::smallest(question, consent, &again);
                let settings = settings.clone();
                fuzzed.found = Some(Found { fault, question, settings, number });
                break;
            }
        }
        Ok(fuzzed)
    }
}

const KINDS: [Kind; 4] = [Kind::Sharing, Kind::Retention, Kind::Rights, Kind::Incident];

impl Fuzzed {
    fn count(&mut self, tried: &Tried) {
        self.overdue += u64::from(tried.overdue);
        self.consents += u64::from(tried.consented);
        if let Some(effect) = &tried.effect {
            *self.effects.entry(effect.clone()).or_default() += 1;
        }
    }
}

/// The plugin at work by itself, under each of the settings that its cases have, and without any if it
/// has no cases.
fn generations(taken: &UnderTest) -> Result<Vec<(Arc<Generation>, Json)>, String> {
    let runner = Runner::new(taken.plugin.clone(), BTreeMap::new());
    let mut settings: Vec<&toml::Table> = vec![];
    for case in &taken.cases {
        if !settings.contains(&&case.settings) && settings.len() < FUZZ_SETTINGS_MAX {
            settings.push(&case.settings);
        }
    }
    let none = toml::Table::new();
    if settings.is_empty() {
        settings.push(&none);
    }
    // A case may be about settings that are refused.
    let made = settings.into_iter().map(|settings| {
        let json = crate::config::json(toml::Value::Table(settings.clone()));
        runner.alone(settings).map(|generation| (generation, json))
    });
    let (good, bad): (Vec<_>, Vec<_>) = made.partition(Result::is_ok);
    match bad.into_iter().find_map(Result::err) {
        Some(says) if good.is_empty() => Err(says),
        _ => Ok(good.into_iter().flatten().collect()),
    }
}

/// The day of a question that states none; each states one.
const TODAY: Date = jiff::civil::date(2026, 11, 23);
