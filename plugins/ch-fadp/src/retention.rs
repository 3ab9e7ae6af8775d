//! FADP art. 6(4), how long purposes let an item be kept; and the Swiss duties to keep records.

mod account;
mod claim;
mod floor;

use praetor_sdk::consent as read;
use praetor_sdk::reading::{known, names};
use praetor_sdk::{Cond, Day, Ending, FactAt, Ground, Question, RetentionAnswer, Term, Thing};

use crate::consent::CONSENTS;
use crate::justification::{marketing, own_purpose};
use crate::law::{param, rule};
use crate::objection::forbidden;
use crate::scope::governs;

/// Records that prove that the controller kept to the law.
const PROOFS: [&str; 3] = ["request-record", "consent-proof", "refused-copy"];

/// Records and categories of operational logs.
const LOG_RECORDS: [&str; 2] = ["access-log", "connection-log"];
const LOG_CATEGORIES: [&str; 5] = ["log-record", "ip-address", "session-id", "user-agent", "diagnostics"];
const LOG_PURPOSES: [&str; 5] =
    ["security", "authentication", "abuse-prevention", "fraud-prevention", "performance-monitoring"];

/// Purposes that a law on books or another law gives.
const DUTIES: [&str; 3] = ["accounting", "audit", "legal-compliance"];

/// Every item: duties to keep it, and, where the act governs, the grounds that its uses give, claims
/// and holds.
pub fn retention(q: Question<'_>, answer: &mut RetentionAnswer) {
    let asked = if q.subject().fact("matters").value().is_some() {
        Cond::no()
    } else {
        Cond::missing(q.subject().fact("matters").at())
    };
    let personal = !governs(q).is_no();
    for item in q.items().or_gap() {
        floor::floors(q, item, personal, answer);
        if !personal {
            continue;
        }
        answer.review(rule::ART_6_4_UNKNOWN.when(asked.clone()).about(item));
        let claimed = claim::claims(q, item, answer);
        let kept = proof(q, item, answer) | claimed;
        grounds(q, item, kept, answer);
    }
}

fn grounds<'q>(q: Question<'q>, item: Thing<'q>, kept: bool, answer: &mut RetentionAnswer) {
    let uses = uses_of(q, item);
    let erased = requested(q, item);
    let listed = known(!item.fact("record").is("none"));
    if uses.is_empty() {
        let clause = match erased {
            Some(_) => rule::ART_6_4.always(),
            None if listed.is_yes() => rule::ART_6_4_DUTY.always(),
            None if kept => return,
            None => rule::ART_6_4.when(Cond::missing(q.one("use").purpose().at())),
        };
        answer.ground(clause.about(item), recognising(q, ending(erased)));
        return;
    }
    for each in uses {
        by_use(q, item, each, erased, answer);
    }
}

fn by_use<'q>(
    q: Question<'q>,
    item: Thing<'q>,
    each: Thing<'q>,
    erased: Option<Day>,
    answer: &mut RetentionAnswer,
) {
    let abstract_claim = known(each.fact("claims-need").is("abstract"));
    if abstract_claim.is_yes() {
        let clause = rule::ART_6_4_ABSTRACT.when(abstract_claim).about(item);
        answer.ground(clause.reason("r-abstract-claims"), recognising(q, Ending::now()));
        return;
    }
    if is_log(item, each) {
        return log(q, item, each, answer);
    }
    match base(q, each) {
        Base::Duty => duty(q, item, each, answer),
        Base::Consent => agreed(q, item, each, erased, answer),
        Base::Contract => account::contract(q, item, each, erased, answer),
        Base::Interest => interest(q, item, each, erased, answer),
        Base::Unknown => {
            let missing = Cond::missing(each.purpose().at());
            answer.ground(rule::ART_6_4.when(missing).about(item), recognising(q, Ending::running()));
        }
    }
}

/// What a use rests on for the time of keeping.
enum Base {
    Duty,
    Consent,
    Contract,
    Interest,
    Unknown,
}

/// What was declared counts; there need be no basis, so the purpose tells the rest.
fn base<'q>(q: Question<'q>, each: Thing<'q>) -> Base {
    let service = names(&param::SERVICE_PURPOSES, q.as_of());
    match (each.fact("declared-basis").code(), each.purpose().code()) {
        (Some("legal-obligation"), _) => Base::Duty,
        (Some(code), _) if CONSENTS.contains(&code) => Base::Consent,
        (Some("contract"), _) => Base::Contract,
        (Some(_), _) => Base::Interest,
        (None, Some(purpose)) if DUTIES.contains(&purpose) => Base::Duty,
        (None, Some(purpose)) if service.contains(&purpose) => Base::Contract,
        (None, Some(_)) => Base::Interest,
        (None, None) => Base::Unknown,
    }
}

/// A ground that gives way to Swiss duties to keep.
fn recognising(q: Question<'_>, end: impl Into<Ending>) -> Ground {
    Ground::until(end).recognising(names(&param::RECOGNISED_ORDERS, q.as_of()))
}

fn ending(erased: Option<Day>) -> Ending {
    erased.map_or_else(Ending::now, |day| Ending::at(Term::on(day)))
}

/// The day on which the person asked for the erasure of the item.
fn requested<'q>(q: Question<'q>, item: Thing<'q>) -> Option<Day> {
    let of_item = |request: Thing<'q>| {
        let items = request.fact("items");
        let reaches = match (item.id(), items.value()) {
            (Some(id), Some(_)) => items.points_at(id),
            _ => Cond::yes(),
        };
        request.fact("right").is("erase") & reaches
    };
    q.requests().which(of_item).into_iter().find_map(|request| request.fact("received-on").day())
}

/// The uses that work with an item.
fn uses_of<'q>(q: Question<'q>, item: Thing<'q>) -> Vec<Thing<'q>> {
    let names = |each: &Thing<'q>| match (item.id(), each.fact("items").value()) {
        (Some(id), Some(_)) => each.fact("items").points_at(id).is_yes(),
        _ => true,
    };
    q.uses().into_iter().filter(names).collect()
}

fn is_log(item: Thing<'_>, each: Thing<'_>) -> bool {
    let record = known(item.fact("record").is_any_of(&LOG_RECORDS));
    let category = known(item.category().is_any_of(&LOG_CATEGORIES));
    (record | (category & known(each.purpose().is_any_of(&LOG_PURPOSES)))).is_yes()
}

/// Twelve months, three years with a documented need; counted from the row, or for many rows from
/// the newest.
fn log(q: Question<'_>, item: Thing<'_>, each: Thing<'_>, answer: &mut RetentionAnswer) {
    let needed = known(each.fact("keeping-need").is("documented"));
    let (rule, length) = if needed.is_yes() {
        (rule::ART_6_4_LOGS_NEED, months(q, &param::MONTHS_OF_LOGS_NEEDED))
    } else {
        (rule::ART_6_4_LOGS, months(q, &param::MONTHS_OF_LOGS))
    };
    let term = Term::months(length).from(row_date(item)).algorithm("calendar-months");
    answer.ground(rule.always().about(item), recognising(q, term));
}

/// A number of months of the law, for the day of the question.
fn months(q: Question<'_>, of: &praetor_sdk::Parameter<i64>) -> u32 {
    u32::try_from(of.on(q.as_of()).or(0)).unwrap_or(0)
}

/// A number of years of the law, in months.
fn years(q: Question<'_>, of: &praetor_sdk::Parameter<i64>) -> u32 {
    months(q, of).saturating_mul(12)
}

/// The day from which an item ages.
fn row_date(item: Thing<'_>) -> FactAt<'_> {
    let stated = ["dated-on", "newest", "collected-on"].map(|name| item.fact(name));
    stated.into_iter().find(|fact| fact.day().is_some()).unwrap_or_else(|| item.fact("collected-on"))
}

/// Where a duty on records names the record, its days count; else as long as the Swiss duty runs.
fn duty(q: Question<'_>, item: Thing<'_>, each: Thing<'_>, answer: &mut RetentionAnswer) {
    let foreign = known(!each.fact("obligation-of").within(names(&param::RECOGNISED_ORDERS, q.as_of())));
    let listed = known(!item.fact("record").is("none")) | known(item.category().is("invoice"));
    let ground = if listed.is_yes() || foreign.is_yes() {
        recognising(q, Ending::now())
    } else {
        recognising(q, Term::days(0).from(each.fact("ended-on"))).restricted()
    };
    answer.ground(rule::ART_6_4_DUTY.always().about(item), ground);
}

/// Consent: until it is taken back, or the request took it back.
fn agreed(
    q: Question<'_>,
    item: Thing<'_>,
    each: Thing<'_>,
    erased: Option<Day>,
    answer: &mut RetentionAnswer,
) {
    let clause = rule::ART_6_4_CONSENT;
    if let Some(day) = erased {
        answer.ground(clause.always().about(item), recognising(q, Term::on(day)));
        return;
    }
    let carries = |c: Thing<'_>| (read::in_force(c) & read::names_purpose(c, each)).is_yes();
    let stands = read::any(q, q.subject(), |c| read::in_force(c) & read::names_purpose(c, each));
    let own = q.consents().into_iter().find(|c| carries(*c));
    let end = own.map_or_else(Ending::now, |c| match c.fact("expires-on").day() {
        Some(day) => Ending::at(Term::on(day)),
        None => Ending::at(Term::days(0).from(c.fact("withdrawn-on"))),
    });
    let (cond, end) = if stands.is_unknown() { (stands, Ending::running()) } else { (Cond::yes(), end) };
    answer.ground(clause.when(cond).about(item), recognising(q, end));
}

/// An interest: until it is met, the person objects, or asks for erasure.
fn interest(
    q: Question<'_>,
    item: Thing<'_>,
    each: Thing<'_>,
    erased: Option<Day>,
    answer: &mut RetentionAnswer,
) {
    let said = known(forbidden(q, each));
    let own = known(own_purpose(q, each) | marketing(q, each));
    let compelling = known(each.fact("compelling-grounds").is("documented")) & !own;
    let ended = (said.is_yes() || erased.is_some()) && !compelling.is_yes();
    let end = if ended { ending(erased) } else { Ending::at(Term::days(0).from(each.fact("ended-on"))) };
    answer.ground(rule::ART_6_4_INTEREST.always().about(item), recognising(q, end));
}

/// The proof of a request or a consent, as long as somebody may question it: CO art. 127, because
/// such a claim is none of those of art. 128.
fn proof(q: Question<'_>, item: Thing<'_>, answer: &mut RetentionAnswer) -> bool {
    let proof = known(item.fact("record").is_any_of(&PROOFS));
    if proof.is_yes() {
        let term = Term::months(years(q, &param::YEARS_OF_CLAIMS)).from(item.fact("dated-on"));
        let term = term.algorithm("calendar-months");
        let clause = rule::ART_6_4_PROOF.when(proof).about(item);
        answer.ground(clause, recognising(q, term).restricted());
        return true;
    }
    false
}
