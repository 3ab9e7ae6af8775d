//! Finds the words behind the references of a decision.

use praetor_wit::List;

use super::{Naming, words};
use crate::answer::{Answer, Source};
use crate::combine::Hearing;
use crate::combine::order::{Finding, Speaker, referred, speakers};
use crate::decision::{Decision, FindingRef};
use crate::manifest::{Manifest, Rule};
use crate::question::{EntityId, FactOf};

/// A decision with everything that its sentences are made of.
pub(crate) struct Reader<'r> {
    /// The decision.
    pub decision: &'r Decision,
    /// What it was made from.
    pub hearing: &'r Hearing<'r>,
    naming: Naming<'r>,
    speakers: Vec<Speaker<'r>>,
}

impl<'r> Reader<'r> {
    pub(super) fn new(decision: &'r Decision, hearing: &'r Hearing<'r>, naming: Naming<'r>) -> Self {
        Self { decision, hearing, naming, speakers: speakers(hearing.voices) }
    }

    /// What the plugin behind a voice says of itself.
    pub(crate) fn manifest(&self, voice: u16) -> Option<&'r Manifest> {
        self.speakers.get(usize::from(voice)).map(|speaker| speaker.manifest)
    }

    /// The title of a voice, or its plugin's id where it has none.
    pub(crate) fn title(&self, voice: u16) -> String {
        let title = self.manifest(voice).map(|manifest| match manifest.title.as_str() {
            "" => manifest.id.to_string(),
            title => title.to_owned(),
        });
        title.unwrap_or_else(|| "a plugin that is not at hand".to_owned())
    }

    /// Where a finding or a standing comes from.
    pub(crate) fn source(&self, at: FindingRef) -> Option<&'r Source> {
        let speaker = self.speakers.get(usize::from(at.voice))?;
        let answer = speaker.reply.ok()?;
        if at.finding == FindingRef::STANDING {
            return Some(&answer.standing().source);
        }
        match answer {
            Answer::Sharing(answer) => nth(at, &answer.findings),
            Answer::Retention(answer) => nth(at, &answer.findings),
            Answer::Rights(answer) => nth(at, &answer.findings),
            Answer::Incident(answer) => nth(at, &answer.findings),
        }
    }

    /// The rule behind a finding or a standing.
    pub(crate) fn rule(&self, at: FindingRef) -> Option<&'r Rule> {
        self.manifest(at.voice)?.rule(&self.source(at)?.rule)
    }

    /// The rule's own sentence with its citations: `Health data may not be used (GDPR Art. 9(1))`,
    /// without a full stop.
    pub(crate) fn rule_words(&self, at: FindingRef) -> String {
        match self.rule(at) {
            Some(rule) => {
                let says = rule.says.trim_end_matches('.');
                let cited: Vec<String> = rule
                    .citations
                    .iter()
                    .map(|citation| format!("{} {}", citation.instrument, citation.place))
                    .collect();
                format!("{says} ({})", cited.join("; "))
            }
            None => format!("an unknown rule of {}", self.title(at.voice)),
        }
    }

    /// The facts that a finding rests on, with their values, as one sentence; none if it names no
    /// fact that is known.
    pub(crate) fn because(&self, at: FindingRef) -> Option<String> {
        let facts: Vec<String> =
            self.source(at)?.because.iter().filter_map(|fact| self.known(fact)).collect();
        (!facts.is_empty()).then(|| format!("This rests on {}.", words::list(&facts)))
    }

    /// The coded reason of a finding in the dictionary's words.
    pub(crate) fn reason(&self, at: FindingRef) -> Option<String> {
        let reason = &self.source(at)?.reason;
        let entry = self.hearing.dictionary.list(List::Reasons).get(reason)?;
        Some(entry.meaning.clone())
    }

    /// How a person calls an entity: by the caller's name, else by its kind.
    pub(crate) fn name(&self, id: EntityId) -> String {
        let kind = || self.hearing.question.entity(id).map(|entity| entity.kind.to_string());
        (self.naming)(id).or_else(kind).unwrap_or_else(|| "something unknown".to_owned())
    }

    /// A missing fact: its path, and what it means.
    pub(crate) fn wanted(&self, fact: &FactOf) -> String {
        let path = self.path(fact);
        match self.hearing.dictionary.fact(&fact.kind, &fact.name) {
            Some(spec) => format!("{path} ({})", words::first_sentence(&spec.meaning)),
            None => path,
        }
    }

    /// `residence of subject`, with the caller's name for the entity.
    pub(crate) fn path(&self, fact: &FactOf) -> String {
        let of = fact.entity.map_or_else(|| fact.kind.to_string(), |id| self.name(id));
        format!("`{}` of {of}", fact.name)
    }

    fn known(&self, fact: &FactOf) -> Option<String> {
        let question = self.hearing.question;
        let value = match fact.entity {
            Some(id) => question.entity(id)?.fact(&fact.name),
            None => question.fact(&fact.kind, &fact.name),
        }?;
        let spec = self.hearing.dictionary.fact(&fact.kind, &fact.name);
        let hidden = spec.is_none_or(|spec| spec.personal);
        let shown = if hidden { None } else { words::value(value, &|id| self.name(id)) };
        let path = self.path(fact);
        Some(shown.map_or_else(|| path.clone(), |shown| format!("{path} = {shown}")))
    }
}

fn nth<F: Finding>(at: FindingRef, findings: &[F]) -> Option<&Source> {
    let all = referred(at.voice, findings);
    all.into_iter().find(|(here, _)| *here == at).map(|(_, finding)| finding.source())
}
