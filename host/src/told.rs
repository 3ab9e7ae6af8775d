//! A decision with all that is needed to read it; the one just made and the one read from the
//! ledger are told alike.

use std::collections::BTreeMap;
use std::sync::Arc;

use praetor_decision::answer::{Answer, Source};
use praetor_decision::decision::{Fault, FindingRef, Ruling};
use praetor_decision::manifest::{Manifest, PluginKind, Rule};
use praetor_decision::sources::FactOrigin;
use praetor_decision::{Decision, EntityId, Name, Question, Voice};

use crate::engine::Period;

/// A plugin's part in a decision.
#[derive(Clone, Debug)]
pub struct VoiceTold {
    /// What it says of itself; a vendor under the id of its binding.
    pub manifest: Arc<Manifest>,
    /// SHA-256 of its bytes, in hex.
    pub digest: String,
    /// Its answer to the question, if it was asked.
    pub own: Option<Result<Answer, Fault>>,
    /// Its answer on retention beside a rights question.
    pub kept: Option<Result<Answer, Fault>>,
    /// When it serves under this id.
    pub period: Period,
}

/// A decision with all that is needed to read it.
#[derive(Clone, Debug)]
pub struct Told {
    /// The question with the facts of all sources.
    pub question: Question,
    /// The caller's names of the entities, by number.
    pub names: Vec<String>,
    /// Where the caller keeps the items.
    pub paths: BTreeMap<EntityId, String>,
    /// The facts that the caller did not state.
    pub origins: Vec<FactOrigin>,
    /// The plugins that took part, in the order of their ids.
    pub voices: Vec<VoiceTold>,
    /// The combined answer.
    pub decision: Decision,
    /// The generation that served.
    pub generation: u64,
}

impl Told {
    /// The caller's name of an entity; a derived one for entities that a plugin added.
    #[must_use]
    pub fn name_of(&self, id: EntityId) -> String {
        let at = usize::try_from(id).unwrap_or(usize::MAX);
        match self.names.get(at) {
            Some(name) => name.clone(),
            None => {
                let kind = self.question.entity(id).map_or("entity", |entity| entity.kind.as_str());
                format!("{kind}#{id}")
            }
        }
    }

    /// The rules that the outcome rests on, as `plugin/rule`, each once, sorted.
    #[must_use]
    pub fn deciding(&self) -> Vec<Name> {
        let heard = heard(&self.voices);
        let findings = deciding(&self.decision.ruling);
        let mut rules: Vec<Name> =
            findings.iter().filter_map(|finding| Some(rule(&heard, *finding)?.id())).collect();
        rules.sort_unstable();
        rules.dedup();
        rules
    }

    /// The legal orders of the laws that were asked, each once, sorted.
    #[must_use]
    pub fn jurisdictions(&self) -> Vec<Name> {
        let asked = self.decision.voices.iter().map(|heard| &heard.plugin);
        let asked = asked.filter_map(|id| self.voices.iter().find(|voice| voice.manifest.id == *id));
        let laws = asked.filter(|voice| voice.manifest.kind == PluginKind::Jurisdiction);
        let mut orders: Vec<Name> = laws.map(|law| law.manifest.legal_order.clone()).collect();
        orders.retain(|order| !order.is_empty());
        orders.sort_unstable();
        orders.dedup();
        orders
    }

    /// The rule that a finding names, as `plugin/rule`, with its manifest.
    #[must_use]
    pub fn rule(&self, finding: FindingRef) -> Option<RuleTold<'_>> {
        rule(&heard(&self.voices), finding)
    }
}

/// The voices as `combine` hears them.
#[must_use]
pub fn heard(voices: &[VoiceTold]) -> Vec<Voice<'_>> {
    with_reply(voices, |voice| voice.own.as_ref())
}

/// The voices on retention beside a rights question.
#[must_use]
pub fn heard_kept(voices: &[VoiceTold]) -> Vec<Voice<'_>> {
    with_reply(voices, |voice| voice.kept.as_ref())
}

/// A rule as a finding names it.
#[derive(Clone, Copy, Debug)]
pub struct RuleTold<'a> {
    /// The plugin that it belongs to.
    pub manifest: &'a Manifest,
    /// The finding's source.
    pub source: &'a Source,
    /// The rule of the manifest; none if it was not declared.
    pub rule: Option<&'a Rule>,
}

impl RuleTold<'_> {
    /// `plugin/rule`.
    #[must_use]
    pub fn id(&self) -> Name {
        format!("{}/{}", self.manifest.id, self.source.rule).into()
    }
}

/// The findings that a ruling rests on.
fn deciding(ruling: &Ruling) -> Vec<FindingRef> {
    match ruling {
        Ruling::Sharing(ruling) => ruling.deciding.clone(),
        Ruling::Incident(ruling) => ruling.deciding.clone(),
        Ruling::Retention(ruling) => {
            ruling.items.iter().flat_map(|item| item.winners.iter().copied()).collect()
        }
        Ruling::Rights(ruling) => {
            ruling.requests.iter().flat_map(|request| request.winners.iter().copied()).collect()
        }
    }
}

fn with_reply<'a>(
    voices: &'a [VoiceTold],
    answer: impl Fn(&'a VoiceTold) -> Option<&'a Result<Answer, Fault>>,
) -> Vec<Voice<'a>> {
    let asked = voices.iter().filter_map(|voice| Some((voice, answer(voice)?)));
    asked.map(|(voice, reply)| Voice { manifest: &voice.manifest, reply: reply.as_ref() }).collect()
}

fn rule<'a>(voices: &[Voice<'a>], finding: FindingRef) -> Option<RuleTold<'a>> {
    let voice = voices.get(usize::from(finding.voice))?;
    let answer = voice.reply.ok()?;
    let source = match finding.finding {
        FindingRef::STANDING => &answer.standing().source,
        number => answer.sources().nth(usize::from(number))?,
    };
    Some(RuleTold { manifest: voice.manifest, source, rule: voice.manifest.rule(&source.rule) })
}
