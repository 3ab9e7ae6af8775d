//! The part of the recipient: what was said of it, else what its profession tells.

use praetor_sdk::reading::known;
use praetor_sdk::{Cond, Question, Thing};

/// Acts that hand something to somebody else.
const PASSING_ON: [&str; 5] = ["share", "disclose", "publish", "sell", "share-for-ads"];

/// Professions and licences that act on duties of their own, and decide for themselves therefore.
const OWN_DUTIES: [&str; 6] = ["payment-institution", "bank", "auditor", "lawyer", "tax-adviser", "insurer"];

/// What the recipient is to the controller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// It works for the controller.
    Processor,
    /// It decides for itself.
    Third,
    /// An undefined number of people.
    Public,
    /// Nobody said.
    Unknown,
}

/// The part of the recipient of the question.
#[must_use]
pub fn part(q: Question<'_>) -> Part {
    let recipient = q.recipient();
    match recipient.role().code() {
        Some("processor" | "sub-processor" | "service-provider" | "contractor") => Part::Processor,
        Some("public") => Part::Public,
        Some(_) => Part::Third,
        None if recipient.fact("regulated-as").contains_any(&OWN_DUTIES).is_yes() => Part::Third,
        None => match recipient.fact("class").code() {
            Some("lawyer" | "auditor" | "insurer" | "data-broker" | "partner") => Part::Third,
            Some("public") => Part::Public,
            _ => Part::Unknown,
        },
    }
}

/// Whether the recipient works on the controller's behalf.
pub fn is_processor(q: Question<'_>) -> Cond<'_> {
    let role = q.recipient().role();
    match part(q) {
        Part::Processor => Cond::because(role.at(), true),
        Part::Unknown => Cond::missing(role.at()),
        Part::Third | Part::Public => Cond::no(),
    }
}

/// Whether the recipient is an authority or a court.
pub fn is_authority(q: Question<'_>) -> Cond<'_> {
    let recipient = q.recipient();
    known(recipient.role().is("authority"))
        | known(recipient.fact("class").is_any_of(&["authority", "court"]))
}

/// Whether the use hands something on.
pub fn passes_on(each: Thing<'_>) -> Cond<'_> {
    known(each.operation().is_any_of(&PASSING_ON))
}

/// Whether the use reaches an undefined number of people.
pub fn publishes<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    let public = Cond::because(q.recipient().role().at(), part(q) == Part::Public);
    known(each.operation().is("publish")) | public
}
