//! What every decision has: duties, missing facts, remarks, the next step.

use std::collections::BTreeSet;

use praetor_wit::List;

use super::{Paragraph, Reader, words};
use crate::answer::{StandingState, Timing};
use crate::clock::Resolved;
use crate::decision::{Decision, FindingRef, Missing, Origin, Owed, Remark, Ruling, VoiceState};
use crate::manifest::{Authority, Confidence, Rule};
use crate::question::Day;

pub(super) fn paragraphs(reader: &Reader<'_>) -> Vec<Paragraph> {
    vec![
        Paragraph::new(
            "What is owed",
            reader.decision.obligations.iter().map(|owed| duty(reader, owed)).collect(),
        ),
        Paragraph::new("What is missing", missing(reader)),
        Paragraph::new("What was heard", heard(reader)),
        Paragraph::new("How sure this is", outlook(reader)),
    ]
}

pub(super) fn duty(reader: &Reader<'_>, owed: &Owed) -> String {
    let when = match owed.obligation.timing {
        Timing::Before => "Before the act",
        Timing::With => "With the act",
        Timing::After => "After the act",
    };
    let entry = reader.hearing.dictionary.list(List::Obligations).get(&owed.obligation.id);
    let id = &owed.obligation.id;
    let what =
        entry.map_or_else(String::new, |entry| format!(" ({})", words::first_sentence(&entry.meaning)));
    let parameters = owed.obligation.parameters.iter().filter_map(|fact| {
        let value = words::value(&fact.value, &|id| reader.name(id))?;
        Some(format!("{}: {value}", fact.name))
    });
    let parameters: Vec<String> = parameters.collect();
    let with = if parameters.is_empty() { String::new() } else { format!(", {}", words::list(&parameters)) };
    let done = if owed.attested { "; attested as done" } else { "" };
    format!("{when}: `{id}`{what}{with}{}{done}.", due(owed.due.as_ref()))
}

fn due(due: Option<&Resolved>) -> String {
    match due {
        None => String::new(),
        Some(Resolved::Formula(formula)) => format!(", due at {formula}"),
        Some(Resolved::StandsStill(still)) => {
            format!(", due not before {}, since the clock stands still", still.not_before)
        }
        Some(resolved) => resolved.day().map_or_else(String::new, |day| format!(", by {day}")),
    }
}

fn missing(reader: &Reader<'_>) -> Vec<String> {
    let wants = |missing: &Missing| {
        let fact = reader.wanted(&missing.fact);
        let by: Vec<String> = missing.wanted_by.iter().map(|at| reader.rule_words(*at)).collect();
        format!("State {fact}. On it hangs: {}.", by.join("; "))
    };
    let mut sentences: Vec<String> = reader.decision.missing.iter().map(wants).collect();
    let apart: Vec<String> =
        reader.decision.immaterial.iter().map(|missing| reader.path(&missing.fact)).collect();
    if !apart.is_empty() {
        sentences
            .push(format!("Also unknown, but without influence on this answer: {}.", words::list(&apart)));
    }
    sentences
}

fn heard(reader: &Reader<'_>) -> Vec<String> {
    let mut sentences = Vec::new();
    for voice in &reader.decision.voices {
        if let VoiceState::Undetermined(fault) = &voice.state {
            let (plugin, code) = (&voice.plugin, &fault.code);
            sentences.push(format!(
                "`{plugin}` could not be heard ({code}); what it would have said is undetermined."
            ));
        }
    }
    for law in &reader.decision.not_asked {
        let facts: Vec<String> = law.connecting_facts.iter().map(|fact| format!("`{fact}`")).collect();
        let (plugin, facts) = (&law.plugin, words::list(&facts));
        let why = if law.unknown { "nobody knows" } else { "it has no link through" };
        sentences.push(format!("`{plugin}` was not asked: {why} {facts}."));
    }
    for contradiction in &reader.decision.contradictions {
        let who: Vec<String> = contradiction.said.iter().map(|(origin, _)| source(origin)).collect();
        let path = reader.path(&contradiction.fact);
        sentences.push(format!("{} contradict each other on {path}.", words::list(&who)));
    }
    sentences
}

fn source(origin: &Origin) -> String {
    match origin {
        Origin::Caller => "the caller".to_owned(),
        Origin::Profile => "the controller profile".to_owned(),
        Origin::Plugin(plugin) => format!("`{plugin}`"),
        Origin::Mark => "a mark".to_owned(),
    }
}

fn outlook(reader: &Reader<'_>) -> Vec<String> {
    let mut sentences: Vec<String> =
        reader.decision.remarks.iter().map(|remark| remark_words(reader, remark)).collect();
    match reader.decision.confidence {
        Confidence::High => {}
        Confidence::Medium => {
            sentences.push("The author of a deciding rule is fairly sure of it.".to_owned())
        }
        Confidence::Low => sentences.push("The author of a deciding rule is in doubt about it.".to_owned()),
    }
    sentences.extend(resting_on(reader));
    if let Some(day) = reader.decision.valid_until {
        sentences.push(format!(
            "Ask again on {day}: this is the first known date on which the answer can change."
        ));
    }
    sentences
}

/// How sure each deciding rule is, where that is less than it could be, and when they were checked.
fn resting_on(reader: &Reader<'_>) -> Vec<String> {
    let deciding = deciding(reader.decision);
    let rules: Vec<(FindingRef, &Rule)> =
        deciding.into_iter().filter_map(|at| Some((at, reader.rule(at)?))).collect();
    let unsure: BTreeSet<String> = rules.iter().filter_map(|(at, rule)| unsure(reader, *at, rule)).collect();
    let oldest: Option<Day> = rules.iter().map(|(_, rule)| rule.checked).min();
    let checked = oldest.map(|day| format!("The deciding rules were last checked on {day} or later."));
    unsure.into_iter().chain(checked).collect()
}

fn unsure(reader: &Reader<'_>, at: FindingRef, rule: &Rule) -> Option<String> {
    let how = match (rule.confidence, rule.authority) {
        (Confidence::Low, _) => "Low confidence",
        (Confidence::Medium, _) => "Medium confidence",
        (Confidence::High, Authority::Guidance) => "Guidance, not law",
        (Confidence::High, _) => return None,
    };
    let kind = match rule.authority {
        Authority::Statute => "statute",
        Authority::CaseLaw => "case law",
        Authority::Guidance => "guidance",
        Authority::Contract => "contract",
        Authority::Policy => "policy",
    };
    Some(format!("{how}: {} ({kind}, last checked on {}).", reader.rule_words(at), rule.checked))
}

/// The findings and standings that the decision rests on, whatever was asked.
fn deciding(decision: &Decision) -> BTreeSet<FindingRef> {
    let mut all: BTreeSet<FindingRef> = match &decision.ruling {
        Ruling::Sharing(ruling) => {
            let gates = ruling.cells.iter().flat_map(|cell| &cell.gates);
            let cells = ruling.cells.iter().flat_map(|cell| cell.deciding.iter().copied());
            cells.chain(gates.filter_map(|gate| gate.winner)).collect()
        }
        Ruling::Retention(ruling) => ruling.items.iter().flat_map(|item| item.winners.clone()).collect(),
        Ruling::Rights(ruling) => ruling.requests.iter().flat_map(|one| one.resting_on()).collect(),
        Ruling::Incident(ruling) => {
            let spared = ruling.audiences.iter().flat_map(|one| one.no_duty.iter().copied());
            ruling.deciding.iter().copied().chain(spared).collect()
        }
    };
    let absent = |state: &VoiceState| {
        matches!(state, VoiceState::Heard(StandingState::DoesNotApply | StandingState::NotYetInForce(_)))
    };
    let voices = (0..).zip(&decision.voices).filter(|(_, voice)| absent(&voice.state));
    all.extend(voices.map(|(index, _)| FindingRef::standing(index)));
    all
}

fn remark_words(reader: &Reader<'_>, remark: &Remark) -> String {
    match remark {
        Remark::NoLawObjects(None) => "Every law that was asked says that it does not apply.".to_owned(),
        Remark::NoLawObjects(Some(day)) => {
            format!("Every law that was asked says that it does not apply; one of them may from {day}.")
        }
        Remark::NoLawAsked => "No law was asked, so nobody can say that none objects.".to_owned(),
        Remark::Fallback(laws) => {
            let laws: Vec<String> = laws.iter().map(|law| format!("`{law}`")).collect();
            format!("The residence is unknown; the operator's fallback was used: {}.", words::list(&laws))
        }
        Remark::Uncovered(place) => format!("No plugin covers {place}."),
        Remark::SwitchedOff(plugin) => format!("`{plugin}` is needed and is switched off."),
        Remark::LowConfidence(at) => {
            format!("{}: the operator wants more confidence than this rule has.", reader.rule_words(*at))
        }
        Remark::Pending(at) => {
            let pending = reader.rule(*at).map_or("", |rule| rule.pending.trim_end_matches('.'));
            format!("{}: a change is on its way: {pending}.", reader.rule_words(*at))
        }
        Remark::NoVoice => "No plugin was heard.".to_owned(),
        Remark::NoDate(at) => {
            format!("{}: its date cannot be computed, so a person must look.", reader.rule_words(*at))
        }
        Remark::DraftNotice => "The notice is a draft that nobody has attested.".to_owned(),
        Remark::MayReach(law) => format!(
            "The residence is unknown, so `{law}` was not asked and may object; state `subject.residence`, or \
             set `fallback_jurisdictions`."
        ),
    }
}
