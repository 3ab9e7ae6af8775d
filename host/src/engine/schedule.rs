//! A generation over time: all its bindings with their periods, and which of them serve when.

use std::sync::{Arc, OnceLock};

use praetor_decision::Name;
use praetor_decision::calendar::Calendars;
use praetor_ledger::Timestamp;
use praetor_wit::Dictionary;

use super::binding::Binding;
use super::generation::{Generation, GenerationError, read_profile};
use crate::config::{Config, Mode};

/// What one number stands for. A period that begins or ends makes no new number: the bindings were
/// decided upon before, and a decision says in which of the eras it was made.
#[derive(Debug)]
pub struct Schedule {
    /// The number of the generation.
    pub number: u64,
    /// Every binding, by id and beginning; of one id, never two at the same time, but for one in shadow.
    pub bindings: Vec<Binding>,
    /// What serves before any period begins or ends.
    first: Arc<Generation>,
    /// What serves from when, in order.
    later: Vec<Arc<Generation>>,
}

impl Schedule {
    /// Puts bindings to work, each in its period.
    ///
    /// # Errors
    /// Two bindings have one id at the same time, or a period is empty; the profile is wrong.
    pub fn new(number: u64, mut bindings: Vec<Binding>, config: &Config) -> Result<Self, GenerationError> {
        bindings.sort_by(|a, b| place(a).cmp(&place(b)));
        refuse_overlaps(&bindings)?;
        let built_in = |error: &dyn std::fmt::Display| GenerationError::BuiltIn(error.to_string());
        let dictionary = Dictionary::bundled().map_err(|error| built_in(&error))?;
        let calendars = calendars()?;
        let profile = read_profile(&config.profile, dictionary).map_err(GenerationError::Profile)?;
        let generation = |era| {
            Arc::new(Generation {
                number,
                era,
                bindings: in_force(&bindings, era.unwrap_or(Timestamp(0))),
                shadows: in_shadow(&bindings, era.unwrap_or(Timestamp(0))),
                fallback_jurisdictions: config.fallback_jurisdictions.clone(),
                confidence_wanted: config.confidence_wanted,
                calendars,
                dictionary,
                profile: profile.clone(),
            })
        };
        let later = turns(&bindings).into_iter().map(|turn| generation(Some(turn))).collect();
        Ok(Self { number, first: generation(None), later, bindings })
    }

    /// What serves at an instant. A request asks once and keeps it to its end.
    #[must_use]
    pub fn at(&self, now: Timestamp) -> &Arc<Generation> {
        let mut begun = self.later.iter().rev();
        begun.find(|generation| generation.era.is_none_or(|begun| begun <= now)).unwrap_or(&self.first)
    }
}

/// The calendars that come with this version, read once.
fn calendars() -> Result<&'static Calendars, GenerationError> {
    static READ: OnceLock<Result<Calendars, String>> = OnceLock::new();
    let read = READ.get_or_init(|| Calendars::bundled().map_err(|error| error.to_string()));
    read.as_ref().map_err(|says| GenerationError::BuiltIn(says.clone()))
}

/// Where a binding stands in the list: by id, those in shadow behind those that may serve.
fn place(binding: &Binding) -> (&Name, bool, Option<Timestamp>) {
    (&binding.manifest.id, in_the_shade(binding), binding.period.from)
}

fn in_the_shade(binding: &Binding) -> bool {
    binding.mode == Mode::Shadow
}

/// The bindings that are asked beside those that serve.
fn in_shadow(bindings: &[Binding], at: Timestamp) -> Vec<Binding> {
    bindings.iter().filter(|binding| in_the_shade(binding) && binding.period.holds(at)).cloned().collect()
}

/// The instants at which a binding begins or ends, each once, in order.
fn turns(bindings: &[Binding]) -> Vec<Timestamp> {
    let mut turns: Vec<Timestamp> =
        bindings.iter().flat_map(|binding| [binding.period.from, binding.period.until]).flatten().collect();
    turns.sort_unstable();
    turns.dedup();
    turns
}

/// The binding of each id at an instant. An id whose time is over, or has not come, stays known and is
/// not asked: a recipient without a working plugin is denied, and is not taken for an unknown one.
fn in_force(bindings: &[Binding], at: Timestamp) -> Vec<Binding> {
    let of_one_id = bindings.chunk_by(|a, b| a.manifest.id == b.manifest.id);
    let chosen = of_one_id.filter_map(|same| {
        match same.iter().find(|binding| !in_the_shade(binding) && binding.period.holds(at)) {
            Some(serving) => Some(serving.clone()),
            None => same.first().map(|any| Binding { mode: Mode::Off, ..any.clone() }),
        }
    });
    chosen.collect()
}

fn refuse_overlaps(bindings: &[Binding]) -> Result<(), GenerationError> {
    let id = |binding: &Binding| binding.manifest.id.to_string();
    if let Some(never) = bindings.iter().find(|binding| binding.period.is_empty()) {
        return Err(GenerationError::Never(id(never)));
    }
    for pair in bindings.windows(2) {
        if let [a, b] = pair
            && a.manifest.id == b.manifest.id
            && in_the_shade(a) == in_the_shade(b)
        {
            if a.period.meets(&b.period) {
                return Err(GenerationError::Twice(id(a)));
            }
            // The record of a generation has them by the id alone.
            if a.plugin.limits() != b.plugin.limits() {
                return Err(GenerationError::Unlike(id(a)));
            }
        }
    }
    Ok(())
}
