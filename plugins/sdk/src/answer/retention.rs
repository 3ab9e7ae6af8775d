use crate::clause::{Clause, Parts, Verdict};
use crate::cond::earliest;
use crate::day::Day;
use crate::question::{Question, Thing};
use crate::term::Term;
use crate::wit::retention::{self as wit, Effect, End, Expiry, Finding, WorstCase};

/// What the rules say about how long items may and must be kept.
#[derive(Debug)]
pub struct RetentionAnswer {
    as_of: Day,
    findings: Vec<Finding>,
    silent_until: Option<Day>,
}

/// When a ground or a duty to keep ends.
#[derive(Clone, Debug, PartialEq)]
pub struct Ending(End);

impl Ending {
    /// It has ended, or never was.
    #[must_use]
    pub const fn now() -> Self {
        Self(End::Now)
    }

    /// It ends on the date that the term describes.
    #[must_use]
    pub fn at(term: Term) -> Self {
        Self(End::At(term.into()))
    }

    /// It runs, and its end is not known.
    #[must_use]
    pub const fn running() -> Self {
        Self(End::Running)
    }
}

impl From<Term> for Ending {
    fn from(term: Term) -> Self {
        Self::at(term)
    }
}

/// A reason for which keeping is allowed.
#[derive(Clone, Debug, PartialEq)]
pub struct Ground(wit::Ground);

impl Ground {
    /// A ground that ends then.
    #[must_use]
    pub fn until(end: impl Into<Ending>) -> Self {
        Self(wit::Ground { end: end.into().0, restricted: false, recognises: Vec::new() })
    }

    /// Keeping on this ground is locked away from daily use.
    #[must_use]
    pub const fn restricted(mut self) -> Self {
        self.0.restricted = true;
        self
    }

    /// Legal orders whose duties to keep this law gives way to.
    #[must_use]
    pub fn recognising(mut self, orders: &[&str]) -> Self {
        self.0.recognises = owned(orders);
        self
    }
}

/// A last day after which the law forbids keeping.
#[derive(Clone, Debug, PartialEq)]
pub struct Maximum(wit::Maximum);

impl Maximum {
    /// Erase at the end.
    #[must_use]
    pub fn until(end: impl Into<Ending>) -> Self {
        Self(wit::Maximum {
            end: end.into().0,
            at_expiry: Expiry::Erase,
            recognises: Vec::new(),
            warn_days: 0,
        })
    }

    /// At the end, anonymise or separate instead of erasing.
    #[must_use]
    pub const fn at_expiry(mut self, expiry: Expiry) -> Self {
        self.0.at_expiry = expiry;
        self
    }

    /// Legal orders whose duties to keep this law gives way to.
    #[must_use]
    pub fn recognising(mut self, orders: &[&str]) -> Self {
        self.0.recognises = owned(orders);
        self
    }

    /// So many days before the end the person is warned.
    #[must_use]
    pub const fn warning(mut self, days: u32) -> Self {
        self.0.warn_days = days;
        self
    }
}

/// A duty to keep.
#[derive(Clone, Debug, PartialEq)]
pub struct Floor(wit::Floor);

impl Floor {
    /// A duty of this legal order (`DE`) that ends then.
    #[must_use]
    pub fn of(order: &str, end: impl Into<Ending>) -> Self {
        Self(wit::Floor {
            end: end.into().0,
            order: order.to_owned(),
            use_limit: Vec::new(),
            fields_kept: Vec::new(),
        })
    }

    /// The only purposes for which the record may be used meanwhile.
    #[must_use]
    pub fn only_for(mut self, purposes: &[&str]) -> Self {
        self.0.use_limit = owned(purposes);
        self
    }

    /// The only fields that must be kept.
    #[must_use]
    pub fn only_fields(mut self, fields: &[&str]) -> Self {
        self.0.fields_kept = owned(fields);
        self
    }
}

fn owned(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

impl RetentionAnswer {
    /// An answer without a finding.
    #[must_use]
    pub const fn new(question: Question<'_>) -> Self {
        Self { as_of: question.as_of(), findings: Vec::new(), silent_until: None }
    }

    /// Keeping is allowed while the ground runs. A ground whose condition does not hold is shown
    /// as failed.
    pub fn ground<G>(&mut self, clause: Clause<'_, G>, ground: Ground) -> &mut Self {
        self.say_or_fail(clause.parts, Effect::Ground(ground.0), (WorstCase::Keep, WorstCase::Erase))
    }

    /// Keeping is forbidden after the maximum.
    pub fn maximum<G>(&mut self, clause: Clause<'_, G>, maximum: Maximum) -> &mut Self {
        self.say(clause.parts, Effect::Maximum(maximum.0), (WorstCase::Keep, WorstCase::Erase))
    }

    /// Keeping is commanded until the floor ends.
    pub fn floor<G>(&mut self, clause: Clause<'_, G>, floor: Floor) -> &mut Self {
        self.say_or_fail(clause.parts, Effect::Floor(floor.0), (WorstCase::Erase, WorstCase::Keep))
    }

    /// This legal order was asked and commands no keeping.
    pub fn no_floor<G>(&mut self, clause: Clause<'_, G>) -> &mut Self {
        self.say(clause.parts, Effect::NoFloor, (WorstCase::Erase, WorstCase::Keep))
    }

    /// Keep until this matter is released. A matter that the question does not have holds
    /// nothing.
    pub fn hold<G>(&mut self, clause: Clause<'_, G>, matter: Thing<'_>) -> &mut Self {
        match matter.id() {
            Some(id) => self.say(clause.parts, Effect::Hold(id), (WorstCase::Erase, WorstCase::Keep)),
            None => self,
        }
    }

    /// Leaves it to people.
    pub fn review<G>(&mut self, clause: Clause<'_, G>) -> &mut Self {
        self.say(clause.parts, Effect::Review, (WorstCase::Erase, WorstCase::Review))
    }

    /// The findings so far.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The first known day on which a rule that is silent today can speak up.
    pub(crate) const fn silent_until(&self) -> Option<Day> {
        self.silent_until
    }

    pub(crate) fn into_findings(self) -> Vec<Finding> {
        self.findings
    }

    fn say(&mut self, parts: Parts<'_>, holds: Effect, open: (WorstCase, WorstCase)) -> &mut Self {
        match parts.verdict(self.as_of) {
            Verdict::Yes => self.push(parts, holds),
            Verdict::Unknown => self.push(parts, Effect::NeedFacts(open)),
            Verdict::NotYet(day) => self.push(parts, Effect::NotYetInForce(day)),
            Verdict::No => {
                self.silent_until = earliest(self.silent_until, parts.begins_after(self.as_of));
                self
            }
            Verdict::Lapsed => self,
        }
    }

    fn say_or_fail(&mut self, parts: Parts<'_>, holds: Effect, open: (WorstCase, WorstCase)) -> &mut Self {
        match parts.verdict(self.as_of) {
            Verdict::No => self.push(parts, Effect::Fails),
            _ => self.say(parts, holds, open),
        }
    }

    fn push(&mut self, parts: Parts<'_>, effect: Effect) -> &mut Self {
        let speaks = !matches!(effect, Effect::Fails | Effect::NotYetInForce(_));
        let source = parts.source(self.as_of, &[]);
        let (obligations, marks) = if speaks { (parts.obligations, parts.marks) } else { Default::default() };
        self.findings.push(Finding { source, effect, obligations, marks });
        self
    }
}
