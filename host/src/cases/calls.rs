//! What the plugin under test is asked in a case, so that it can be asked again by itself.

use praetor_decision::manifest::Ability;
use praetor_decision::question::Kind;
use praetor_decision::{Entity, Question};
use praetor_sandbox::{CallError, Deadline, Plugin};

use crate::engine::{Decided, Generation};

/// One call of the plugin under test to which a case led.
#[derive(Clone, Debug)]
pub struct Call {
    /// The interface.
    pub ability: Ability,
    question: Question,
    settings: Vec<Entity>,
}

/// What a call cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    /// Fuel, instantiation included.
    pub fuel: u64,
    /// Bytes of all of its memories in the end.
    pub memory: usize,
    /// Bytes by which memory grew during the call.
    pub grown: usize,
    /// Wall-clock time in microseconds.
    pub micros: u64,
}

impl Call {
    /// Makes the call, in a fresh instance.
    ///
    /// # Errors
    /// As in the case itself.
    pub fn put_to(&self, plugin: &Plugin, deadline: Deadline) -> Result<Cost, CallError> {
        let (question, settings) = (&self.question, &self.settings);
        if self.ability == Ability::Profile {
            let next = question.entities.iter().map(|entity| entity.id + 1).max().unwrap_or_default();
            let stated = plugin.state_facts(question, next, settings, deadline)?;
            let (fuel, micros) = (stated.fuel_used, stated.micros);
            return Ok(Cost { fuel, micros, memory: stated.memory_taken, grown: stated.memory_grown });
        }
        let reply = plugin.ask(question, settings, deadline)?;
        let (fuel, micros) = (reply.fuel_used, reply.micros);
        Ok(Cost { fuel, micros, memory: reply.memory_taken, grown: reply.memory_grown })
    }
}

/// The calls of the binding `own` in a decision.
pub(super) fn calls(generation: &Generation, decided: &Decided, own: &str) -> Vec<Call> {
    let spoken = decided.spoken.iter().filter(|spoken| generation.id_of(spoken.binding) == own);
    let calls = spoken.flat_map(|spoken| spoken.calls.iter().map(|call| (spoken.binding, call.ability)));
    let made = calls.filter_map(|(binding, ability)| {
        let settings = generation.bindings.get(binding)?.settings.clone();
        let question = Question { kind: kind(ability, decided), ..seen_by(own, decided) };
        Some(Call { ability, question, settings })
    });
    made.collect()
}

/// A profile is asked with the question itself.
fn kind(ability: Ability, decided: &Decided) -> Kind {
    match ability {
        Ability::Profile => decided.told.question.kind,
        Ability::Sharing => Kind::Sharing,
        Ability::Retention => Kind::Retention,
        Ability::Rights => Kind::Rights,
        Ability::Incident => Kind::Incident,
    }
}

/// A vendor sees no other recipient than itself.
fn seen_by(own: &str, decided: &Decided) -> Question {
    let told = &decided.told;
    let mut question = told.question.clone();
    let it = |entity: &Entity| entity.kind == "recipient" && told.name_of(entity.id) == own;
    if question.entities.iter().any(it) {
        question.entities.retain(|entity| entity.kind != "recipient" || it(entity));
    }
    question
}
