//! Clocks: the last day of a period, computed once for every guest language.
//!
//! A plugin describes a date as a [`Term`]; [`resolve`] turns it into a day, a moment, or the
//! formula that remains while its event is unknown. Nothing here knows what day it is.
//!
//! Where a duty to act is in doubt (which holidays, which hour), the earlier day is the result: a
//! date too late is a breach, a date too early is not. Periods of keeping are the other way round,
//! so they use algorithms that read no calendar and leave nothing in doubt.

mod algorithm;
mod anchor;
mod count;
mod cut_off;
mod error;
mod judge;
mod pause;
mod resolved;
mod says;

pub use algorithm::Algorithm;
pub use anchor::{Facts, NoFacts};
pub use cut_off::CutOff;
pub use error::ClockError;
pub use judge::{Timeliness, judge};
pub use resolved::{Dated, Formula, Happened, Resolved, Step, Still, Timed};

use crate::calendar::Calendars;
use crate::term::Term;
use anchor::Start;

/// The last day (or moment) of a term.
///
/// `facts` is asked only for the event of an [`Anchor::Event`](crate::term::Anchor::Event): the
/// question itself, or [`NoFacts`]. The result is never before the anchor.
///
/// # Errors
/// The term makes no sense (unknown algorithm, a span that the algorithm does not count, a pause
/// that ends before it starts), leaves the years 1 to 9999, or needs a holiday calendar that is
/// unknown or does not cover the day. None of them is ever answered with a guess.
pub fn resolve(term: &Term, calendars: &Calendars, facts: &dyn Facts) -> Result<Resolved, ClockError> {
    let algorithm = Algorithm::named(&term.algorithm)?;
    algorithm.check_span(term.span)?;
    match anchor::start(term, facts)? {
        Start::Formula(event, happened) => {
            Ok(Resolved::Formula(Formula { event, happened, term: term.clone() }))
        }
        Start::Running(started) => count::run(algorithm, term, started, calendars),
    }
}
