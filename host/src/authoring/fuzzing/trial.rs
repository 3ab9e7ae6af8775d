//! One question, asked twice, and once more with a consent.

use std::fmt;

use praetor_decision::FactOf;
use praetor_decision::decision::sharing::{Cell, Effect};
use praetor_decision::decision::{FindingRef, Ruling};
use praetor_sandbox::Deadline;
use praetor_wit::Dictionary;
use serde_json::Value as Json;

use super::TODAY;
use crate::engine::{Decided, Generation, Word, decide};
use crate::wire::decision::write_decision;
use crate::wire::read_question;

/// What a plugin did wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A call failed: a trap, no fuel, an undeclared rule, a name that is not in the dictionary.
    Failed {
        /// The stable name of the failure.
        code: String,
        /// What happened.
        says: String,
    },
    /// Two answers to one question.
    Differs,
    /// A consent turned an allow into a deny, and no rule that forbids rests on a consent.
    ConsentDenied {
        /// The rules that forbid now.
        rules: Vec<String>,
    },
    /// The fuzzer made a question that is not valid: its own fault, never the plugin's.
    NotAsked(String),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failed { code, says } => write!(f, "a call failed: {says} ({code})"),
            Self::Differs => {
                f.write_str("asked twice, it gave two answers; a plugin must be a pure function")
            }
            Self::ConsentDenied { rules } => {
                let rules = if rules.is_empty() { "no rule".to_owned() } else { rules.join(", ") };
                write!(
                    f,
                    "with one more consent an allow became a deny, by {rules}, which rests on no consent"
                )
            }
            Self::NotAsked(says) => write!(f, "a question was made that is not valid: {says}"),
        }
    }
}

impl Fault {
    /// Whether the other is of the same kind, so that a smaller question shows the same.
    pub fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Failed { code, .. }, Self::Failed { code: other, .. }) => code == other,
            (Self::ConsentDenied { .. }, Self::ConsentDenied { .. }) => true,
            (Self::NotAsked(_), _) => false,
            (one, other) => one == other,
        }
    }
}

/// How a question came out.
#[derive(Clone, Debug, Default)]
pub struct Tried {
    /// Kind of the question and effect of the decision.
    pub effect: Option<String>,
    /// What is wrong.
    pub fault: Option<Fault>,
    /// A consent was added.
    pub consented: bool,
    /// The machine was too slow.
    pub overdue: bool,
}

/// Asks twice, and once more with the consent if the answer was an allow.
pub fn try_question(generation: &Generation, question: &Json, consent: Option<&Json>) -> Tried {
    let mut tried = Tried::default();
    match rounds(generation, question, consent, &mut tried) {
        Ok(()) => {}
        Err(Stop::Overdue) => tried.overdue = true,
        Err(Stop::Fault(fault)) => tried.fault = Some(fault),
    }
    tried
}

enum Stop {
    Overdue,
    Fault(Fault),
}

fn rounds(
    generation: &Generation,
    question: &Json,
    consent: Option<&Json>,
    tried: &mut Tried,
) -> Result<(), Stop> {
    let once = asked(generation, question)?;
    tried.effect = effect_of(question, &once);
    if !alike(&once, &asked(generation, question)?) {
        return Err(Stop::Fault(Fault::Differs));
    }
    let allowed = cells(&once).iter().any(|cell| own_effect(cell).is_some_and(Effect::is_yes));
    let Some(consent) = consent.filter(|_| allowed) else { return Ok(()) };
    tried.consented = true;
    let with = asked(generation, &with_consent(question, consent))?;
    for (before, after) in cells(&once).iter().zip(cells(&with)) {
        let was_yes = own_effect(before).is_some_and(Effect::is_yes);
        if was_yes && own_effect(after) == Some(Effect::Deny) {
            denied_by_consent(&with, after)?;
        }
    }
    Ok(())
}

/// The question with one more consent.
pub fn with_consent(question: &Json, consent: &Json) -> Json {
    let mut question = question.clone();
    if let Some(question) = question.as_object_mut() {
        let consents = question.entry("consents").or_insert_with(|| Json::Array(vec![]));
        if let Some(consents) = consents.as_array_mut() {
            consents.push(consent.clone());
        }
    }
    question
}

fn asked(generation: &Generation, question: &Json) -> Result<Decided, Stop> {
    let asked = read_question(question, None, TODAY, Dictionary::bundled_or_empty());
    let asked = asked.map_err(|error| Stop::Fault(Fault::NotAsked(error.to_string())))?;
    let decided = decide(generation, asked, Deadline::usual()).map_err(|_| Stop::Overdue)?;
    let calls = decided.spoken.iter().flat_map(|spoken| &spoken.calls);
    let failed = calls.filter_map(|call| match &call.word {
        Word::Failed(fault) => Some(fault),
        _ => None,
    });
    match failed.into_iter().next() {
        Some(fault) => {
            Err(Stop::Fault(Fault::Failed { code: fault.code.to_string(), says: fault.says.clone() }))
        }
        None => Ok(decided),
    }
}

fn alike(one: &Decided, other: &Decided) -> bool {
    let words = |decided: &Decided| -> Vec<String> {
        let calls = decided.spoken.iter().flat_map(|spoken| &spoken.calls);
        calls.map(|call| format!("{:?} {:?}", call.ability, call.word)).collect()
    };
    words(one) == words(other)
}

fn cells(decided: &Decided) -> &[Cell] {
    match &decided.told.decision.ruling {
        Ruling::Sharing(ruling) => &ruling.cells,
        _ => &[],
    }
}

/// What the plugin's own gates mean for a cell, whatever follows where no law is asked; none if it says
/// nothing of it.
fn own_effect(cell: &Cell) -> Option<Effect> {
    cell.gates.iter().map(|gate| gate.state.effect()).max()
}

/// A rule that forbids and rests on a consent says so: then the denial is the law's word on the consent.
fn denied_by_consent(with: &Decided, cell: &Cell) -> Result<(), Stop> {
    let prohibitions: Vec<FindingRef> =
        cell.gates.iter().flat_map(|gate| gate.prohibitions.iter().copied()).collect();
    let rules = prohibitions.iter().filter_map(|finding| with.told.rule(*finding));
    let of_consent = |fact: &FactOf| fact.kind == "consent";
    if rules.clone().any(|rule| rule.source.because.iter().any(of_consent)) {
        return Ok(());
    }
    let rules = rules.map(|rule| rule.id().to_string()).collect();
    Err(Stop::Fault(Fault::ConsentDenied { rules }))
}

fn effect_of(question: &Json, decided: &Decided) -> Option<String> {
    let decision = write_decision(&decided.told);
    let effect = decision.get("effect").and_then(Json::as_str).unwrap_or("decided");
    Some(format!("{} {effect}", question.get("kind")?.as_str()?))
}
