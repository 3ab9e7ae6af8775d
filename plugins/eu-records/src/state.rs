//! The duties of each state, as `law/floors.toml` lists them.

use praetor_sdk::{Cond, Day, Ending, FactAt, Floor, Question, RetentionAnswer, Thing};

use crate::law::{rule, table};
use crate::{BOOKKEEPING, books, france, record, start};

/// Every state under whose law the item's books are or may be kept: its floors, what was not
/// settled, or that it commands nothing.
pub fn duties<'q>(q: Question<'q>, item: Thing<'q>, answer: &mut RetentionAnswer) {
    for state in table::STATES.on(q.as_of()) {
        let here = books::kept_in(q, item, state.places);
        if !here.truth.is_no() {
            duties_of(q, item, state, &here, answer);
        }
    }
}

fn duties_of<'q>(
    q: Question<'q>,
    item: Thing<'q>,
    state: &'static table::States,
    here: &Cond<'q>,
    answer: &mut RetentionAnswer,
) {
    let rows = table::FLOORS.on(q.as_of()).filter(|row| row.state == state.state);
    let mut spoken = Cond::any(rows.map(|row| floor(q, item, row, here, answer)));
    if state.state == "FR" {
        spoken = spoken | france::duties(q, item, here, answer);
    }
    spoken = spoken | unsettled(q, item, state.state, here, answer);
    answer.no_floor(state.none.when(!spoken).about(item));
}

/// One row: the floor, and the assessment that keeps it from ending. Gives whether it commands.
fn floor<'q>(
    q: Question<'q>,
    item: Thing<'q>,
    row: &'static table::Floors,
    here: &Cond<'q>,
    answer: &mut RetentionAnswer,
) -> Cond<'q> {
    let from = start::of(q, item, row.start);
    if !is_of_time(from.day(), row.dated_from, row.dated_until) {
        return Cond::no();
    }
    let commands = here.clone() & record::is_any_of(item, row.records) & is_of_activity(q, row);
    let term = start::term(from, row.length, row.rounding);
    answer
        .floor(row.rule.when(commands.clone()).about(item), Floor::of(row.state, term).only_for(BOOKKEEPING));
    assessment(q, item, row, from, &commands, answer);
    commands
}

/// Whether the row is about records of that time. An undated record falls under the row without
/// an end, which is the longer one.
fn is_of_time(day: Option<Day>, first: Option<Day>, last: Option<Day>) -> bool {
    match day {
        Some(day) => first.is_none_or(|first| first <= day) && last.is_none_or(|last| day <= last),
        None => last.is_none(),
    }
}

/// Whether the controller does what the row is about. A firm under supervision knows that and
/// says so once in its profile; of all others nobody is asked.
fn is_of_activity<'q>(q: Question<'q>, row: &table::Floors) -> Cond<'q> {
    let Some(activity) = row.activity else {
        return Cond::yes();
    };
    let stated = q.controller().fact("activities");
    if stated.value().is_some() { stated.contains(activity) } else { Cond::no() }
}

/// While an assessment is open the period does not end. Whether it is matters only once the
/// period may be over, so nobody is asked before; the schedule is asked for anew on that day.
fn assessment<'q>(
    q: Question<'q>,
    item: Thing<'q>,
    row: &'static table::Floors,
    from: FactAt<'q>,
    commands: &Cond<'q>,
    answer: &mut RetentionAnswer,
) {
    let (Some(open), assessed) = (row.open, item.fact("tax-assessment")) else {
        return;
    };
    let early = start::runs_beyond(from, row.length, row.rounding, q.as_of());
    if commands.truth.is_no() || (assessed.value().is_none() && early) {
        return;
    }
    answer.floor(
        open.when(commands.clone() & assessed.is("open")).about(item),
        Floor::of(row.state, Ending::running()).only_for(BOOKKEEPING),
    );
}

/// Classes of records that were not looked up for the state: never a "no".
fn unsettled<'q>(
    q: Question<'q>,
    item: Thing<'q>,
    state: &str,
    here: &Cond<'q>,
    answer: &mut RetentionAnswer,
) -> Cond<'q> {
    let rows = table::UNSETTLED.on(q.as_of()).filter(|row| row.state == state);
    let open = Cond::any(rows.map(|row| {
        let ends = row.until.map(Day::next);
        here.clone() & record::is_any_of(item, row.records).until(ends)
    }));
    if open.truth.is_yes() {
        answer.review(rule::UNSETTLED.when(open.clone()).about(item));
    }
    open
}
