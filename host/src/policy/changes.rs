//! What a new version of a notice changes, and what each law asks for before it takes effect.

use praetor_decision::question::Period;
use praetor_decision::{Entity, Value};

use super::register::{Register, code, codes};
use super::rows::{Step, StepKind};

/// The kind of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// A purpose that was not declared.
    NewPurpose,
    /// A purpose rests on another basis.
    BasisChanged,
    /// A class of recipients that the purpose did not have.
    NewRecipientClass,
    /// A category that the purpose did not have.
    NewCategory,
    /// A place of transfer that was not named.
    NewTransfer,
    /// Longer, or stated less clearly.
    LongerRetention,
    /// Training of models is no longer excluded.
    TrainingDeclared,
    /// Selling is no longer denied.
    SaleDeclared,
    /// Something that people were told is told no more.
    LessRights,
    /// A purpose that is declared no more.
    PurposeDropped,
    /// A class of recipients that gets nothing any more.
    RecipientClassDropped,
    /// Another version that changes none of these.
    Wording,
}

impl ChangeKind {
    /// Every kind.
    pub const ALL: [Self; 12] = [
        Self::NewPurpose,
        Self::BasisChanged,
        Self::NewRecipientClass,
        Self::NewCategory,
        Self::NewTransfer,
        Self::LongerRetention,
        Self::TrainingDeclared,
        Self::SaleDeclared,
        Self::LessRights,
        Self::PurposeDropped,
        Self::RecipientClassDropped,
        Self::Wording,
    ];

    /// The word that the data and the pages use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NewPurpose => "new-purpose",
            Self::BasisChanged => "basis-changed",
            Self::NewRecipientClass => "new-recipient-class",
            Self::NewCategory => "new-category",
            Self::NewTransfer => "new-transfer",
            Self::LongerRetention => "longer-retention",
            Self::TrainingDeclared => "training-declared",
            Self::SaleDeclared => "sale-declared",
            Self::LessRights => "less-rights",
            Self::PurposeDropped => "purpose-dropped",
            Self::RecipientClassDropped => "recipient-class-dropped",
            Self::Wording => "wording",
        }
    }
}

/// One change between two versions.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// Its kind.
    pub kind: ChangeKind,
    /// The purpose that it touches; empty: the notice as a whole.
    pub purpose: String,
    /// What is new, gone or different.
    pub what: String,
    /// The bases that the new version gives for the purpose.
    pub bases: Vec<String>,
}

/// What a law asks for.
#[derive(Clone, Debug)]
pub struct StepDue<'s> {
    /// The row that says so; none: nothing is known of this law and change.
    pub row: Option<&'s Step>,
    /// The law.
    pub law: String,
}

/// The changes from one version to another, the weightiest kinds first.
#[must_use]
pub fn diff(old: &Register, new: &Register) -> Vec<Change> {
    let mut changes = vec![];
    for declared in &new.uses {
        let purpose = code(declared, "purpose").unwrap_or_default();
        match old.purpose(purpose) {
            None => changes.push(change(ChangeKind::NewPurpose, declared, purpose)),
            Some(before) => of_purpose(before, declared, &mut changes),
        }
    }
    for declared in &old.uses {
        let purpose = code(declared, "purpose").unwrap_or_default();
        if new.purpose(purpose).is_none() {
            changes.push(change(ChangeKind::PurposeDropped, declared, purpose));
        }
    }
    of_notice(old, new, &mut changes);
    if changes.is_empty() && old.version() != new.version() {
        let what = format!("{} to {}", old.version(), new.version());
        changes.push(change(ChangeKind::Wording, &new.notice, &what));
    }
    changes.sort();
    changes
}

fn change(kind: ChangeKind, declared: &Entity, what: &str) -> Change {
    Change {
        kind,
        purpose: code(declared, "purpose").unwrap_or_default().to_owned(),
        what: what.to_owned(),
        bases: codes(declared, "bases").iter().map(ToString::to_string).collect(),
    }
}

/// What changed for one purpose.
fn of_purpose(old: &Entity, new: &Entity, changes: &mut Vec<Change>) {
    if codes(old, "bases") != codes(new, "bases") {
        let what = format!("{} to {}", listed(old, "bases"), listed(new, "bases"));
        changes.push(change(ChangeKind::BasisChanged, new, &what));
    }
    let sets = [
        ("recipient-classes", ChangeKind::NewRecipientClass),
        ("categories", ChangeKind::NewCategory),
        ("transfer-places", ChangeKind::NewTransfer),
    ];
    for (fact, kind) in sets {
        changes.extend(added(old, new, fact).map(|name| change(kind, new, name)));
    }
    let dropped = added(new, old, "recipient-classes");
    changes.extend(dropped.map(|class| change(ChangeKind::RecipientClassDropped, new, class)));
    if let Some(what) = longer(old, new) {
        changes.push(change(ChangeKind::LongerRetention, new, &what));
    }
    if code(new, "training") == Some("included") && code(old, "training") != Some("included") {
        changes.push(change(ChangeKind::TrainingDeclared, new, "training of models"));
    }
    if code(new, "sale") == Some("declared") && code(old, "sale") != Some("declared") {
        changes.push(change(ChangeKind::SaleDeclared, new, "selling"));
    }
}

fn added<'e>(old: &'e Entity, new: &'e Entity, fact: &'e str) -> impl Iterator<Item = &'e str> {
    let before = codes(old, fact);
    codes(new, fact).iter().filter(|name| !before.contains(name)).map(AsRef::as_ref)
}

fn listed(entity: &Entity, fact: &str) -> String {
    let names: Vec<&str> = codes(entity, fact).iter().map(AsRef::as_ref).collect();
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

/// Retention that grew, counts from another event, or is stated less clearly.
fn longer(old: &Entity, new: &Entity) -> Option<String> {
    let (before, after) = (period(old), period(new));
    let (stated, states) = (clearness(old), clearness(new));
    if let (Some(before), Some(after)) = (before, after)
        && days_at_most(after) > days_at_most(before)
    {
        return Some(format!("{} to {}", words(before), words(after)));
    }
    let (anchor, anchors) = (code(old, "retention-anchor"), code(new, "retention-anchor"));
    if before.is_some() && after.is_some() && anchor != anchors {
        return Some(format!("counted from {} instead of {}", anchors.unwrap_or("?"), anchor.unwrap_or("?")));
    }
    (states < stated).then(|| "stated less clearly than before".to_owned())
}

fn period(entity: &Entity) -> Option<Period> {
    match entity.fact("retention-period") {
        Some(Value::Period(period)) => Some(*period),
        _ => None,
    }
}

/// For comparing only: months of 31 days.
const fn days_at_most(period: Period) -> u64 {
    period.months as u64 * 31 + period.days as u64
}

fn words(period: Period) -> String {
    match (period.months, period.days) {
        (months, 0) => format!("{months} months"),
        (0, days) => format!("{days} days"),
        (months, days) => format!("{months} months and {days} days"),
    }
}

/// How clearly a period is stated, the clearest highest.
fn clearness(entity: &Entity) -> u8 {
    match code(entity, "retention-stated") {
        Some("period") => 3,
        Some("criteria") => 2,
        Some("vague") => 1,
        _ => 0,
    }
}

/// What changed for the notice as a whole.
fn of_notice(old: &Register, new: &Register, changes: &mut Vec<Change>) {
    let gone: Vec<&str> = added(&new.notice, &old.notice, "topics").collect();
    changes.extend(gone.into_iter().map(|topic| change(ChangeKind::LessRights, &new.notice, topic)));
}

/// What each law asks for before a change takes effect; the row for the basis wins.
#[must_use]
pub fn steps<'s>(change: &Change, laws: &[String], rows: &'s [Step]) -> Vec<StepDue<'s>> {
    let of_law = |law: &String| {
        let mine = rows.iter().filter(|row| row.change == change.kind.as_str() && row.law == *law);
        let fits = mine.filter(|row| row.basis.as_ref().is_none_or(|basis| change.bases.contains(basis)));
        let strictest = fits.max_by_key(|row| (row.step, row.basis.is_some()));
        StepDue { row: strictest, law: law.clone() }
    };
    laws.iter().map(of_law).collect()
}

/// The strictest step of all laws for a change.
#[must_use]
pub fn strictest(due: &[StepDue<'_>]) -> Option<StepKind> {
    due.iter().filter_map(|due| due.row.map(|row| row.step)).max()
}
