//! The two rounds of one question: facts first, findings second, then `combine`.
//!
//! Everything here runs on one plugin thread, one call after the other, and is a pure function of
//! generation and question, but for the wall clock's net: a call that the machine was too slow
//! for ends in [`Overdue`] and never in a decision.

use std::sync::Arc;

use praetor_decision::choice::{RESIDENCE, reaches, uncovered_books, uncovered_residences};
use praetor_decision::decision::{Fault, NotAsked, Origin, Remark, Ruling};
use praetor_decision::manifest::{Ability, Manifest, PluginKind};
use praetor_decision::sources::{Gathered, Sourced};
use praetor_decision::{Decision, Entity, EntityId, Fact, Hearing, Kind, Question, Value, Voice, combine};
use praetor_sandbox::{CallError, Deadline, Plugin};

use super::binding::Binding;
use super::decided::{Call, Decided, Overdue, Spoken, Word};
use super::generation::Generation;
use super::recall::Recall;
use crate::config::Mode;
use crate::told::{Told, VoiceTold, heard, heard_kept};
use crate::wire::Asked;

/// Decides a question. The deadline bounds all calls together.
///
/// # Errors
/// The machine was too slow for a call; ask again later.
pub fn decide(generation: &Generation, asked: Asked, deadline: Deadline) -> Result<Decided, Overdue> {
    decide_again(generation, asked, None, deadline)
}

/// The same, without asking those again whose answers are recalled.
///
/// # Errors
/// As [`decide`].
pub fn decide_again(
    generation: &Generation,
    asked: Asked,
    recall: Option<&Recall<'_>>,
    deadline: Deadline,
) -> Result<Decided, Overdue> {
    let mut rounds = Rounds::start(generation, asked, recall, deadline);
    rounds.gather_facts()?;
    rounds.gather_findings()?;
    Ok(rounds.combined())
}

struct Rounds<'g> {
    generation: &'g Generation,
    recall: Option<&'g Recall<'g>>,
    deadline: Deadline,
    asked: Asked,
    sourced: Sourced,
    remarks: Vec<Remark>,
    not_asked: Vec<NotAsked>,
    spoken: Vec<Spoken>,
}

impl<'g> Rounds<'g> {
    fn start(
        generation: &'g Generation,
        asked: Asked,
        recall: Option<&'g Recall<'g>>,
        deadline: Deadline,
    ) -> Self {
        let mut sourced = Sourced::by_caller(asked.question.clone());
        let profile = generation.profile_on(asked.question.as_of);
        sourced.state(&Origin::Profile, &profile, 0, generation.dictionary);
        let (remarks, not_asked, spoken) = (vec![], vec![], vec![]);
        let mut rounds = Self { generation, recall, deadline, asked, sourced, remarks, not_asked, spoken };
        rounds.fall_back();
        rounds
    }

    /// For a person of unknown residence, the places that the operator chose.
    fn fall_back(&mut self) {
        let places = &self.generation.fallback_jurisdictions;
        let (kind, name) = RESIDENCE.split_once('.').unwrap_or((RESIDENCE, ""));
        if places.is_empty() || self.sourced.question().fact(kind, name).is_some() {
            return;
        }
        let residence = Fact { name: name.into(), value: Value::Places(places.clone()) };
        let subject = Entity { id: 0, kind: kind.into(), facts: vec![residence] };
        self.sourced.state(&Origin::Profile, &[subject], 0, self.generation.dictionary);
        self.remarks.push(Remark::Fallback(places.clone()));
    }

    /// Round one: processors about their recipients, then the notice about what was published.
    fn gather_facts(&mut self) -> Result<(), Overdue> {
        self.remark_on_recipients_switched_off();
        for (index, recipient) in self.recipients() {
            self.ask_facts(index, Some(recipient))?;
        }
        for index in self.of_kind(PluginKind::Notice) {
            self.ask_facts(index, None)?;
        }
        Ok(())
    }

    /// The bindings of the question's recipients, by binding.
    fn recipients(&self) -> Vec<(usize, EntityId)> {
        let recipients = self.sourced.question().of_kind("recipient");
        let bound = recipients.filter_map(|r| Some((self.processor_of(r.id)?, r.id)));
        let mut serving: Vec<(usize, EntityId)> =
            bound.filter(|(index, _)| self.mode(*index) == Some(Mode::Enforce)).collect();
        serving.sort_unstable();
        serving
    }

    /// A known recipient whose plugin is not at work is remarked upon, and denied.
    fn remark_on_recipients_switched_off(&mut self) {
        let recipients = self.sourced.question().of_kind("recipient");
        let bound: Vec<usize> = recipients.filter_map(|r| self.processor_of(r.id)).collect();
        for index in bound {
            if self.mode(index) != Some(Mode::Enforce) {
                self.remarks.push(Remark::SwitchedOff(self.generation.id_of(index)));
            }
        }
    }

    fn processor_of(&self, recipient: EntityId) -> Option<usize> {
        self.generation.processor(self.asked.names.get(usize::try_from(recipient).ok()?)?)
    }

    fn mode(&self, index: usize) -> Option<Mode> {
        self.generation.bindings.get(index).map(|binding| binding.mode)
    }

    fn of_kind(&self, kind: PluginKind) -> Vec<usize> {
        let bindings = self.generation.bindings.iter().enumerate();
        let serving = bindings.filter(|(_, b)| b.manifest.kind == kind && b.mode == Mode::Enforce);
        serving.map(|(index, _)| index).collect()
    }

    fn ask_facts(&mut self, index: usize, recipient: Option<EntityId>) -> Result<(), Overdue> {
        let Some(binding) = self.generation.bindings.get(index) else {
            return Ok(());
        };
        if !exports(&binding.plugin, Ability::Profile) {
            return Ok(());
        }
        let question = seen_by(self.sourced.question(), recipient);
        let first_new = self.sourced.next_id();
        let stated = in_time(self.deadline, |deadline| {
            binding.plugin.state_facts(&question, first_new, &binding.settings, deadline)
        });
        let (word, fuel, memory) = match stated {
            Ok(stated) => (Word::Facts(stated.entities), stated.fuel_used, stated.memory_taken),
            Err(error) => (failed(index, Ability::Profile, &error)?, 0, 0),
        };
        if let Word::Facts(entities) = &word {
            let origin = Origin::Plugin(binding.manifest.id.clone());
            self.sourced.state(&origin, entities, first_new, self.generation.dictionary);
        }
        self.note(index, Call { ability: Ability::Profile, word, fuel, memory });
        Ok(())
    }

    /// Round two: the notice, the processors, and every law that reaches the question.
    fn gather_findings(&mut self) -> Result<(), Overdue> {
        let question = self.sourced.question();
        self.recall = self.recall.filter(|recall| recall.is_of(question));
        let mut asked: Vec<(usize, Option<EntityId>)> =
            self.recipients().into_iter().map(|(index, id)| (index, Some(id))).collect();
        asked.extend(self.of_kind(PluginKind::Notice).into_iter().map(|index| (index, None)));
        asked.extend(self.laws().into_iter().map(|index| (index, None)));
        for (index, recipient) in asked {
            self.ask_findings(index, recipient)?;
        }
        let generation = self.generation;
        self.spoken.sort_by_key(|spoken| generation.id_of(spoken.binding));
        Ok(())
    }

    fn laws(&mut self) -> Vec<usize> {
        let question = self.sourced.question();
        let mut reached = vec![];
        for index in self.of_kind(PluginKind::Jurisdiction) {
            let Some(binding) = self.generation.bindings.get(index) else {
                continue;
            };
            match reaches(&binding.manifest, question) {
                Ok(()) => reached.push(index),
                Err(not_asked) => self.not_asked.push(not_asked),
            }
        }
        let manifests: Vec<&Manifest> = reached
            .iter()
            .filter_map(|index| Some(&*self.generation.bindings.get(*index)?.manifest))
            .collect();
        let mut uncovered = uncovered_residences(&manifests, question);
        if matches!(question.kind, Kind::Retention | Kind::Rights) {
            uncovered.extend(uncovered_books(&manifests, question));
        }
        self.remarks.extend(uncovered.into_iter().map(Remark::Uncovered));
        reached
    }

    fn ask_findings(&mut self, index: usize, recipient: Option<EntityId>) -> Result<(), Overdue> {
        let Some(binding) = self.generation.bindings.get(index) else {
            return Ok(());
        };
        for kind in kinds_asked(self.sourced.question().kind) {
            let ability = Ability::from(*kind);
            if !exports(&binding.plugin, ability) {
                continue;
            }
            let recalled = self.recall.and_then(|recall| recall.answer(binding, ability));
            let call = match recalled {
                Some(answer) => Call { ability, word: Word::Answer(answer.clone()), fuel: 0, memory: 0 },
                None => self.ask(index, binding, *kind, recipient)?,
            };
            self.note(index, call);
        }
        Ok(())
    }

    fn ask(
        &self,
        index: usize,
        binding: &Binding,
        kind: Kind,
        recipient: Option<EntityId>,
    ) -> Result<Call, Overdue> {
        let ability = Ability::from(kind);
        let question = Question { kind, ..seen_by(self.sourced.question(), recipient) };
        let reply =
            in_time(self.deadline, |deadline| binding.plugin.ask(&question, &binding.settings, deadline));
        let (word, fuel, memory) = match reply {
            Ok(mut reply) => {
                // Decisions name findings by their place in an answer that is in order.
                reply.answer.put_in_order();
                (Word::Answer(reply.answer), reply.fuel_used, reply.memory_taken)
            }
            Err(error) => (failed(index, ability, &error)?, 0, 0),
        };
        Ok(Call { ability, word, fuel, memory })
    }

    fn note(&mut self, binding: usize, call: Call) {
        match self.spoken.iter_mut().find(|spoken| spoken.binding == binding) {
            Some(spoken) => spoken.calls.push(call),
            None => self.spoken.push(Spoken { binding, calls: vec![call] }),
        }
    }

    fn combined(self) -> Decided {
        let Gathered { question, origins, restated, contradictions } = self.sourced.gathered();
        let told = self.spoken.iter().filter_map(|s| voice_told(self.generation, s, question.kind));
        let voices: Vec<VoiceTold> = told.collect();
        let hearing = Hearing {
            question: &question,
            voices: &heard(&voices),
            retention: None,
            not_asked: &self.not_asked,
            contradictions: &contradictions,
            remarks: &self.remarks,
            confidence_wanted: self.generation.confidence_wanted,
            calendars: self.generation.calendars,
            dictionary: self.generation.dictionary,
        };
        let decision = combined(&hearing, &heard_kept(&voices));
        let told = Told {
            question,
            names: self.asked.names,
            paths: self.asked.paths,
            origins,
            voices,
            decision,
            generation: self.generation.number,
        };
        let (subject, as_of_today) = (self.asked.subject, self.asked.as_of_today);
        let told = Arc::new(told);
        Decided { told, spoken: self.spoken, subject, as_of_today, restated }
    }
}

/// Combines the findings. A rights question first settles how long each item is kept, since an
/// erasure that is owed may have to wait.
fn combined(hearing: &Hearing<'_>, kept: &[Voice<'_>]) -> Decision {
    if hearing.question.kind != Kind::Rights {
        return combine(hearing);
    }
    let question = Question { kind: Kind::Retention, ..hearing.question.clone() };
    let retention = combine(&Hearing { question: &question, voices: kept, ..*hearing });
    match &retention.ruling {
        Ruling::Retention(ruling) => combine(&Hearing { retention: Some(ruling), ..*hearing }),
        _ => combine(hearing),
    }
}

/// The interfaces that a question of this kind goes through: a rights question asks retention
/// too, for an erasure that is owed may have to wait.
fn kinds_asked(kind: Kind) -> &'static [Kind] {
    match kind {
        Kind::Sharing => &[Kind::Sharing],
        Kind::Retention => &[Kind::Retention],
        Kind::Rights => &[Kind::Rights, Kind::Retention],
        Kind::Incident => &[Kind::Incident],
    }
}

/// The question as one voice sees it: a processor sees no other recipient than its own.
fn seen_by(question: &Question, recipient: Option<EntityId>) -> Question {
    let mut question = question.clone();
    if recipient.is_some() {
        question.entities.retain(|e| e.kind != "recipient" || Some(e.id) == recipient);
    }
    question
}

fn exports(plugin: &Plugin, ability: Ability) -> bool {
    plugin.abilities().any(|exported| exported == ability)
}

/// A call that ran into the wall clock is tried once more with the usual time.
fn in_time<T>(deadline: Deadline, call: impl Fn(Deadline) -> Result<T, CallError>) -> Result<T, CallError> {
    match call(deadline) {
        Err(error) if error.environmental() => call(Deadline::usual()),
        other => other,
    }
}

fn failed(binding: usize, ability: Ability, error: &CallError) -> Result<Word, Overdue> {
    if error.environmental() {
        return Err(Overdue { binding, ability });
    }
    Ok(Word::Failed(Fault { code: error.code().into(), says: error.to_string() }))
}

fn voice_told(generation: &Generation, spoken: &Spoken, kind: Kind) -> Option<VoiceTold> {
    let binding = generation.bindings.get(spoken.binding)?;
    let kept = if kind == Kind::Rights { spoken.reply(Ability::Retention) } else { None };
    Some(VoiceTold {
        manifest: binding.manifest.clone(),
        digest: binding.plugin.digest().to_string(),
        own: spoken.reply(Ability::from(kind)),
        kept,
        period: binding.period,
    })
}
