//! Arts 17(3)(e), 18, 21(3): what earlier decisions asked to keep.

use praetor_sdk::marks::{any_stands, on_item};
use praetor_sdk::reading::known;
use praetor_sdk::{Day, Ending, FactAt, Floor, Mark, Question, RetentionAnswer, Term, Thing, mark};

use super::recognising;
use crate::law::rule;

/// The legal order for which a mark speaks here: the law under which it was set.
const ORDER: &str = "GB";
/// What is kept of a person so that an objection stays respected.
const CHOICES: &str = "privacy-choice";

/// A hold stops until it is released, a day to preserve until is a floor, and what is restricted is
/// stored until the restriction is lifted or the person asks for its erasure.
pub fn remembered(q: Question<'_>, item: Thing<'_>, erased: bool, answer: &mut RetentionAnswer) {
    for (mark, stands) in on_item(q, &["hold"], item) {
        answer.hold(rule::ART_17_3_E_HELD.when(stands).about(item), mark);
    }
    for (mark, stands) in on_item(q, &["preserve-until"], item) {
        let floor = Floor::of(ORDER, last(mark.fact("end")));
        answer.floor(rule::ART_17_3_E_PRESERVED.when(stands).about(item), floor);
    }
    for (mark, stands) in on_item(q, &["restriction"], item) {
        if !erased {
            let floor = Floor::of(ORDER, last(mark.fact("end")));
            answer.floor(rule::ART_18_2_KEPT.when(stands).about(item), floor);
        }
    }
    suppression(q, item, answer);
}

/// Art. 21(3): the choice itself is kept as long as it is to be respected.
fn suppression(q: Question<'_>, item: Thing<'_>, answer: &mut RetentionAnswer) {
    if known(item.category().is(CHOICES)).is_yes() {
        let stands = any_stands(q, &["suppression"]);
        let ground = recognising(q, Ending::running()).restricted();
        answer.ground(rule::ART_21_3_REMEMBERED.when(stands).about(item), ground);
    }
}

/// What is kept for a matter is remembered as held until it is released.
pub fn hold(q: Question<'_>, item: Thing<'_>) -> Mark {
    scoped(mark("hold", q.as_of()), item)
}

/// What is kept until a claim is barred is remembered with that day; a day that is not known is a hold.
pub fn until(q: Question<'_>, item: Thing<'_>, last: Option<Day>) -> Mark {
    match last {
        Some(day) => scoped(mark("preserve-until", q.as_of()), item).until(day),
        None => hold(q, item),
    }
}

fn scoped(mark: Mark, item: Thing<'_>) -> Mark {
    item.category().code().into_iter().fold(mark, Mark::over)
}

fn last(end: FactAt<'_>) -> Ending {
    end.day().map_or_else(Ending::running, |day| Ending::at(Term::on(day)))
}
