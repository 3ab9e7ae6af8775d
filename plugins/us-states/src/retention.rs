//! How long the purposes of an item let it be kept, limits of their own, and the federal duty to keep records.

mod floor;

use praetor_sdk::reading::known;
use praetor_sdk::{Cond, Day, Ending, FactAt, Ground, Maximum, Question, RetentionAnswer, Term, Thing};

use crate::law::rule;
use crate::scope;
use crate::states::State;

/// Proceedings for which nothing is erased while they run.
const HOLDING: [&str; 7] = [
    "litigation",
    "arbitration",
    "regulator-inquiry",
    "tax-audit",
    "legal-hold",
    "preservation-order",
    "access-review",
];

/// Legal orders whose duties to keep these laws give way to: federal, state and local.
const ORDERS: &[&str] = &["US"];

/// Every item: the federal duty, and, where a law of a state governs, what its purposes allow.
pub fn retention(q: Question<'_>, answer: &mut RetentionAnswer) {
    let states = scope::governing(q);
    let templates = q.items().any(|item| item.category().is("biometric-template"));
    let personal = !states.is_empty() || known(templates).is_yes() || known(new_york(q)).is_yes();
    for item in q.items().or_gap() {
        floor::floors(q, item, answer);
        if personal {
            of_item(q, item, answer);
            florida(&states, q, item, answer);
        }
    }
}

fn new_york(q: Question<'_>) -> Cond<'_> {
    q.subject().residence().within(&["US-NY"])
}

fn of_item<'q>(q: Question<'q>, item: Thing<'q>, answer: &mut RetentionAnswer) {
    let listed = q.subject().fact("matters");
    if listed.value().is_none() {
        answer.review(rule::MATTERS_UNKNOWN.when(Cond::missing(listed.at())).about(item));
    }
    let claimed = matters(q, item, answer);
    let uses = uses_of(q, item);
    if uses.is_empty() {
        without_use(q, item, claimed, answer);
    }
    for each in uses {
        purpose(q, item, each, answer);
    }
}

/// Matters that hold the item, and claims that keep it locked away.
fn matters<'q>(q: Question<'q>, item: Thing<'q>, answer: &mut RetentionAnswer) -> bool {
    let mut kept = false;
    for matter in q.matters() {
        let named = matter.fact("items");
        let here = match (item.id(), named.value()) {
            (Some(id), Some(_)) => named.points_at(id),
            _ => Cond::yes(),
        };
        let open = here & !known(matter.fact("released-on").happened());
        if open.is_no() || known(!matter.fact("concrete").is_true()).is_yes() {
            continue;
        }
        let proceeding =
            known(matter.fact("kind").is_any_of(&HOLDING)) | known(matter.fact("suit-filed-on").happened());
        if proceeding.is_yes() {
            answer.hold(rule::HOLD.when(proceeding & open).about(item), matter);
        } else {
            let ends = Term::days(0).from(matter.fact("released-on"));
            answer.ground(rule::KEPT_FOR_CLAIMS.when(open).about(item), recognising(ends).restricted());
        }
        kept = true;
    }
    kept
}

/// Nobody said what the item is for: a record is left to its floors, the rest is asked about.
fn without_use<'q>(q: Question<'q>, item: Thing<'q>, claimed: bool, answer: &mut RetentionAnswer) {
    let record = known(!item.fact("record").is("none"));
    let clause = match requested(q, item) {
        Some(_) => rule::DELETION_ENDS.always(),
        None if record.is_yes() => rule::LIMIT.when(record),
        None if claimed => return,
        None => rule::LIMIT.when(Cond::missing(q.one("use").purpose().at())),
    };
    let end = requested(q, item).map_or_else(Ending::now, |day| Ending::at(Term::on(day)));
    answer.ground(clause.about(item), recognising(end));
}

/// Until the purpose has ended, the account was closed, or the person asked for deletion and no exemption stands.
fn purpose<'q>(q: Question<'q>, item: Thing<'q>, each: Thing<'q>, answer: &mut RetentionAnswer) {
    let (ended, closed) = (each.fact("ended-on"), q.subject().fact("account-closed-on"));
    let over = [ended, q.subject().fact("contract-ended-on"), closed];
    let over = over.into_iter().find(|fact| known(fact.happened()).is_yes());
    let asked = requested(q, item).filter(|_| !excepted(each));
    if let (None, Some(day)) = (over, asked) {
        answer.ground(rule::DELETION_ENDS.always().about(item), recognising(Term::on(day)));
        return;
    }
    let end = Term::days(0).from(over.unwrap_or(ended));
    answer.ground(rule::LIMIT.always().about(item), recognising(end));
    template(q, item, over.unwrap_or(ended), answer);
}

/// Illinois: three years after the last interaction at the latest; Texas: a year after the purpose.
fn template<'q>(q: Question<'q>, item: Thing<'q>, ended: FactAt<'q>, answer: &mut RetentionAnswer) {
    let biometric = known(item.category().is("biometric-template"));
    if biometric.is_no() {
        return;
    }
    let lives = |place: &'static str| biometric.clone() & q.subject().residence().within(&[place]);
    let years = |count, from: FactAt<'q>| Term::years(count).from(from).algorithm("calendar-months");
    let three = Maximum::until(years(3, q.subject().fact("last-active-on"))).recognising(ORDERS);
    answer.maximum(rule::IL_KEEP.when(lives("US-IL")).about(item), three);
    let one = Maximum::until(years(1, ended)).recognising(ORDERS);
    answer.maximum(rule::TX_KEEP.when(lives("US-TX")).about(item), one);
}

/// Florida: two years after the last interaction, where its law governs.
fn florida<'q>(
    states: &[(&'static State, Cond<'q>)],
    q: Question<'q>,
    item: Thing<'q>,
    answer: &mut RetentionAnswer,
) {
    for (_, governs) in states.iter().filter(|(state, _)| state.place == "US-FL") {
        let two = Term::years(2).from(q.subject().fact("last-active-on")).algorithm("calendar-months");
        let clause = rule::FL_KEEP.when(governs.clone()).about(item);
        answer.maximum(clause, Maximum::until(two).recognising(ORDERS));
    }
}

/// A use that goes on and is known to need the item.
fn excepted(each: Thing<'_>) -> bool {
    let runs = known(each.fact("ended-on").not_yet());
    let needed =
        known(each.fact("contract-necessary").is_true()) | known(each.fact("keeping-need").is("documented"));
    (runs & needed).is_yes()
}

/// The day on which the person asked for the deletion of the item.
fn requested<'q>(q: Question<'q>, item: Thing<'q>) -> Option<Day> {
    let of_item = |request: Thing<'q>| {
        let named = request.fact("items");
        let reaches = match (item.id(), named.value()) {
            (Some(id), Some(_)) => named.points_at(id),
            _ => Cond::yes(),
        };
        request.fact("right").is("erase") & reaches
    };
    q.requests().which(of_item).into_iter().find_map(|request| request.fact("received-on").day())
}

fn uses_of<'q>(q: Question<'q>, item: Thing<'q>) -> Vec<Thing<'q>> {
    let names = |each: &Thing<'q>| match (item.id(), each.fact("items").value()) {
        (Some(id), Some(_)) => each.fact("items").points_at(id).is_yes(),
        _ => true,
    };
    q.uses().into_iter().filter(names).collect()
}

/// Federal, state and local laws are given way to, others are not.
fn recognising(end: impl Into<Ending>) -> Ground {
    Ground::until(end).recognising(ORDERS)
}
