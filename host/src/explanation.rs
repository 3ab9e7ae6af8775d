//! A decision in sentences, rendered when somebody reads it; nothing of it is stored.

use praetor_decision::calendar::Calendars;
use praetor_decision::decision::{Decision, Ruling};
use praetor_decision::due::{DueKind, places};
use praetor_decision::explain::{Paragraph, explain, meaning, sentence};
use praetor_decision::manifest::Confidence;
use praetor_decision::{Hearing, Kind, Question, Voice, combine};
use praetor_wit::Dictionary;

use crate::told::{Told, heard, heard_kept};

/// The explanation, paragraph by paragraph.
#[must_use]
pub fn paragraphs(told: &Told, calendars: &Calendars) -> Vec<Paragraph> {
    let voices = heard(&told.voices);
    let hearing = hearing(told, &voices, calendars);
    let naming = |id| Some(told.name_of(id));
    let kept = retention_beside(&hearing, &heard_kept(&told.voices));
    match kept.as_ref().map(|decision| &decision.ruling) {
        Some(Ruling::Retention(ruling)) => {
            explain(&told.decision, &Hearing { retention: Some(ruling), ..hearing }, &naming)
        }
        _ => explain(&told.decision, &hearing, &naming),
    }
}

/// What is due under a number of a decision, in a sentence; none if it has no such number.
#[must_use]
pub fn due(told: &Told, calendars: &Calendars, number: u32) -> Option<String> {
    let places = places(&told.decision);
    let place = *places.get(usize::try_from(number).ok()?)?;
    let voices = heard(&told.voices);
    let naming = |id| Some(told.name_of(id));
    Some(sentence(&told.decision, &hearing(told, &voices, calendars), &naming, place))
}

/// What a name of something due stands for, without its decision.
#[must_use]
pub fn due_meaning(kind: DueKind, name: &str) -> Option<String> {
    meaning(kind, name, Dictionary::bundled_or_empty())
}

/// What the decision was made from.
fn hearing<'a>(told: &'a Told, voices: &'a [Voice<'a>], calendars: &'a Calendars) -> Hearing<'a> {
    Hearing {
        question: &told.question,
        voices,
        retention: None,
        not_asked: &told.decision.not_asked,
        contradictions: &told.decision.contradictions,
        remarks: &told.decision.remarks,
        confidence_wanted: Confidence::Low,
        calendars,
        dictionary: Dictionary::bundled_or_empty(),
    }
}

/// The explanation as plain text.
#[must_use]
pub fn text(told: &Told, calendars: &Calendars) -> String {
    let mut text = String::new();
    for paragraph in paragraphs(told, calendars) {
        text.push_str(&paragraph.heading);
        text.push('\n');
        for sentence in paragraph.sentences {
            text.push_str("  ");
            text.push_str(&sentence);
            text.push('\n');
        }
    }
    text
}

/// How long the items of a rights question are kept, from the same plugins' answers.
fn retention_beside(hearing: &Hearing<'_>, kept: &[Voice<'_>]) -> Option<Decision> {
    if hearing.question.kind != Kind::Rights {
        return None;
    }
    let question = Question { kind: Kind::Retention, ..hearing.question.clone() };
    Some(combine(&Hearing { question: &question, voices: kept, ..*hearing }))
}
