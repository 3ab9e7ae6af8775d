//! What was answered already. A plugin is a pure function of its settings and of what it sees of the
//! question, so where both are the same it need not be asked again.

use praetor_decision::answer::Answer;
use praetor_decision::manifest::Ability;
use praetor_decision::{Name, Question};
use praetor_ledger::{DecisionRecord, Digest, VoiceWord};

use super::binding::Binding;
use super::decided::{Decided, Word};
use super::generation::Generation;
use super::record::{digest_of, settings_digest};

/// The findings of one decision.
pub struct Recall<'a> {
    /// With the facts of all sources: what each plugin sees of it is derived.
    question: &'a Question,
    said: Vec<Said<'a>>,
}

struct Said<'a> {
    plugin: &'a Name,
    digest: Digest,
    settings: Digest,
    ability: Ability,
    answer: &'a Answer,
}

impl<'a> Recall<'a> {
    /// Of a decision on record. Made by another engine, it must not be recalled.
    #[must_use]
    pub fn of_record(record: &'a DecisionRecord) -> Self {
        let said = record.voices.iter().flat_map(|voice| {
            voice.calls.iter().filter_map(|call| match &call.word {
                VoiceWord::Answer(answer) => Some(Said {
                    plugin: &voice.plugin,
                    digest: voice.digest,
                    settings: voice.settings,
                    ability: call.ability,
                    answer,
                }),
                _ => None,
            })
        });
        Self { question: &record.question, said: said.collect() }
    }

    /// Of a decision that was just made.
    #[must_use]
    pub fn of_decided(decided: &'a Decided, generation: &'a Generation) -> Self {
        let said = decided.spoken.iter().filter_map(|spoken| {
            let binding = generation.bindings.get(spoken.binding)?;
            Some(spoken.calls.iter().filter_map(move |call| match &call.word {
                Word::Answer(answer) => Some(Said {
                    plugin: &binding.manifest.id,
                    digest: digest_of(binding),
                    settings: settings_digest(binding),
                    ability: call.ability,
                    answer,
                }),
                _ => None,
            }))
        });
        Self { question: &decided.told.question, said: said.flatten().collect() }
    }

    /// Whether it was of the same question.
    pub(super) fn is_of(&self, question: &Question) -> bool {
        self.question == question
    }

    /// What a binding said through an interface. Failures are not recalled: some are of limits that can
    /// be others now.
    pub(super) fn answer(&self, binding: &Binding, ability: Ability) -> Option<&'a Answer> {
        let (digest, settings) = (digest_of(binding), settings_digest(binding));
        let same = |said: &&Said<'_>| {
            said.ability == ability
                && *said.plugin == binding.manifest.id
                && said.digest == digest
                && said.settings == settings
        };
        self.said.iter().find(same).map(|said| said.answer)
    }
}
