//! Art. 12A(2): the relevant time, the latest of receipt, of the proof of identity that was asked
//! for, and of payment of the fee that was charged. The month starts anew, it does not pause.

use praetor_sdk::reading::known;
use praetor_sdk::{Day, FactAt, Question, Term, Thing};

use super::month_later;

/// From when the month counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// From receipt; the day may be unknown.
    Receipt(Option<Day>),
    /// From this later day.
    Anew(Day),
    /// It waits for this event of the request, which is known not to have happened.
    Waits(&'static str),
}

impl Start {
    /// The day, if it is known.
    pub const fn day(self) -> Option<Day> {
        match self {
            Self::Receipt(day) => day,
            Self::Anew(day) => Some(day),
            Self::Waits(_) => None,
        }
    }

    /// So many months from the relevant time; a formula while it waits.
    pub fn months(self, request: Thing<'_>, count: u32) -> Term {
        match self {
            Self::Receipt(_) => Term::months(count).from(request.fact("received-on")),
            Self::Anew(day) => Term::months(count).from(request.fact("received-on")).restarted_on(Some(day)),
            Self::Waits(event) => Term::months(count).from(request.fact(event)),
        }
    }
}

/// The relevant time of a request.
pub fn relevant_time(q: Question<'_>, request: Thing<'_>) -> Start {
    let received = request.fact("received-on").day();
    let proof = proof_asked(q, request).then(|| ("identity-received", request.fact("identity-received")));
    let fee = fee_charged(request).then(|| ("fee-paid", request.fact("fee-paid")));
    let mut latest = None;
    for (name, event) in [proof, fee].into_iter().flatten() {
        if awaited(event) {
            return Start::Waits(name);
        }
        latest = latest.max(event.day());
    }
    match (received, latest) {
        (Some(first), Some(last)) if last > first => Start::Anew(last),
        _ => Start::Receipt(received),
    }
}

/// Known not to have come yet. What nobody knows counts from receipt, which is never too late.
fn awaited(event: FactAt<'_>) -> bool {
    known(event.not_yet()).is_yes()
}

/// Art. 12(6): asked for on reasonable doubts, which nobody denies, and before the month from receipt
/// was over: nobody restarts a clock that has run out.
fn proof_asked(q: Question<'_>, request: Thing<'_>) -> bool {
    let doubted = !known(!q.requester().fact("doubts-documented").is_true()).is_yes();
    let asked = request.fact("identity-asked");
    let came = request.fact("identity-received").day();
    let first = asked.day().or(came);
    let month = request.fact("received-on").day().and_then(month_later);
    let in_time = match (first, month) {
        (Some(first), Some(last)) => first <= last,
        _ => true,
    };
    doubted && in_time && (known(asked.happened()).is_yes() || came.is_some())
}

/// Art. 12(5): a fee was charged, and it is not known that none could be.
fn fee_charged(request: Thing<'_>) -> bool {
    let (abuse, unfounded) = (request.fact("abuse"), request.fact("unfounded"));
    let chargeable =
        known(abuse.is("proven") | unfounded.is_true()) | known(request.fact("further-copy").is_true());
    let unsaid = abuse.value().is_none() && unfounded.value().is_none();
    let told = known(request.fact("fee-told").happened());
    let charged = told.is_yes() || request.fact("fee-paid").day().is_some();
    charged && (chargeable.is_yes() || unsaid)
}
