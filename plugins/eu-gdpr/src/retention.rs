//! Art. 5(1)(e): how long the purposes of an item let it be kept. Duties to keep records are the
//! word of other laws, to which this one gives way (Arts 6(3), 17(3)(b)).

mod account;
mod claim;
mod remembered;

use praetor_sdk::marks::looked_for;
use praetor_sdk::reading::{known, names};
use praetor_sdk::{Cond, Day, Ending, FactAt, Ground, Question, RetentionAnswer, Rounding, Term, Thing};

use crate::basis::CONSENTS;
use crate::consent;
use crate::law::{param, rule};
use crate::marks;

/// Records that prove that the controller kept to the law.
const PROOFS: [&str; 3] = ["request-record", "consent-proof", "refused-copy"];

/// Records and categories of operational logs.
const LOG_RECORDS: [&str; 2] = ["access-log", "connection-log"];
const LOG_CATEGORIES: [&str; 5] = ["log-record", "ip-address", "session-id", "user-agent", "diagnostics"];
const LOG_PURPOSES: [&str; 5] =
    ["security", "authentication", "abuse-prevention", "fraud-prevention", "performance-monitoring"];

/// Every item: no floor of its own, the grounds that its uses give, claims and holds.
pub fn retention(q: Question<'_>, answer: &mut RetentionAnswer) {
    let asked = !(listed(q, "matters") & looked_for(q));
    for item in q.items().or_gap() {
        answer.no_floor(rule::ART_5_1_E.always().about(item));
        answer.review(rule::ART_17_3_E_UNKNOWN.when(asked.clone()).about(item));
        remembered::remembered(q, item, requested(q, item).is_some(), answer);
        let claimed = claim::claims(q, item, answer);
        proof(q, item, answer);
        grounds(q, item, claimed, answer);
    }
}

/// Unknown where nobody said which there are: an absent list is no empty one.
fn listed<'q>(q: Question<'q>, list: &'q str) -> Cond<'q> {
    let fact = q.subject().fact(list);
    if fact.value().is_some() { Cond::yes() } else { Cond::missing(fact.at()) }
}

fn grounds<'q>(q: Question<'q>, item: Thing<'q>, claimed: bool, answer: &mut RetentionAnswer) {
    let uses = uses_of(q, item);
    let erased = requested(q, item);
    let listed = known(!item.fact("record").is("none"));
    if uses.is_empty() {
        let clause = match erased {
            Some(_) => rule::ART_5_1_E_CONTRACT.always(),
            None if listed.is_yes() => rule::ART_5_1_E_DUTY.always(),
            None if claimed => return,
            None => rule::ART_5_1_E_CONTRACT.when(Cond::missing(q.one("use").purpose().at())),
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
        let clause = rule::ART_17_3_E_ABSTRACT.when(abstract_claim).about(item);
        answer.ground(clause.reason("r-abstract-claims"), recognising(q, Ending::now()));
        return;
    }
    if is_log(item, each) {
        return log(q, item, each, answer);
    }
    match base(q, each) {
        Some("legal-obligation") => duty(q, item, each, answer),
        Some(code) if CONSENTS.contains(&code) => agreed(q, item, each, erased, answer),
        Some("contract") => account::contract(q, item, each, erased, answer),
        Some("legitimate-interest" | "legal-claims" | "public-task") => {
            interest(q, item, each, erased, answer)
        }
        _ => {
            let missing = Cond::missing(each.fact("declared-basis").at());
            answer.ground(
                rule::ART_5_1_E_CONTRACT.when(missing).about(item),
                recognising(q, Ending::running()),
            );
        }
    }
}

/// The declared basis; a purpose of the ordered service rests on the contract unless it was said
/// otherwise.
fn base<'q>(q: Question<'q>, each: Thing<'q>) -> Option<&'q str> {
    let service = each.purpose().is_any_of(names(&param::SERVICE_PURPOSES, q.as_of()));
    let marketing = each.purpose().is_any_of(names(&param::MARKETING_PURPOSES, q.as_of()));
    each.fact("declared-basis").code().or_else(|| match (service.is_yes(), marketing.is_yes()) {
        (true, _) => Some("contract"),
        (_, true) => Some("legitimate-interest"),
        _ => None,
    })
}

/// A ground that gives way to the duties of the Union and of its states.
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
        request.fact("right").is_any_of(&["erase", "de-index"]) & reaches
    };
    let found = q.requests().which(of_item);
    found.into_iter().find_map(|request| request.fact("received-on").day())
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

/// CNIL on logs: twelve months, three years with a documented need. A range of rows counts from
/// its newest row where even that is known; else the date stays a formula for each row.
fn log(q: Question<'_>, item: Thing<'_>, each: Thing<'_>, answer: &mut RetentionAnswer) {
    let documented = each.fact("keeping-need").is("documented");
    let months = |of: &praetor_sdk::Parameter<i64>| u32::try_from(of.on(q.as_of()).or(0)).unwrap_or(0);
    let needed = known(documented).is_yes();
    let (rule, length) = if needed {
        (rule::CNIL_2021_122_NEED, months(&param::MONTHS_OF_LOGS_NEEDED))
    } else {
        (rule::CNIL_2021_122, months(&param::MONTHS_OF_LOGS))
    };
    let term = Term::months(length).from(row_date(item)).algorithm("calendar-months");
    answer.ground(rule.always().about(item), recognising(q, term));
}

/// The day from which an item ages.
fn row_date(item: Thing<'_>) -> FactAt<'_> {
    let stated = ["dated-on", "newest", "collected-on"].map(|name| item.fact(name));
    stated.into_iter().find(|fact| fact.day().is_some()).unwrap_or_else(|| item.fact("collected-on"))
}

/// Art. 6(1)(c): where a law on records names the record, its days count; else as long as the duty.
fn duty(q: Question<'_>, item: Thing<'_>, each: Thing<'_>, answer: &mut RetentionAnswer) {
    let home = names(&param::RECOGNISED_ORDERS, q.as_of());
    let foreign = known(!each.fact("obligation-of").within(home));
    let listed = known(!item.fact("record").is("none"));
    let ground = if listed.is_yes() || foreign.is_yes() {
        recognising(q, Ending::now())
    } else {
        recognising(q, Term::days(0).from(each.fact("ended-on"))).restricted()
    };
    answer.ground(rule::ART_5_1_E_DUTY.always().about(item), ground);
}

/// Consent: until it is taken back, or the request took it back.
fn agreed(
    q: Question<'_>,
    item: Thing<'_>,
    each: Thing<'_>,
    erased: Option<Day>,
    answer: &mut RetentionAnswer,
) {
    let clause = rule::ART_5_1_E_CONSENT;
    if let Some(day) = erased {
        answer.ground(clause.always().about(item), recognising(q, Term::on(day)));
        return;
    }
    let stands = consent::any(q, q.subject(), |c| consent::in_force(c) & consent::names_purpose(c, each));
    let own = q.consents().which(|c| consent::in_force(c) & consent::names_purpose(c, each));
    let end = own.first().map_or_else(Ending::now, |c| match c.fact("expires-on").day() {
        Some(day) => Ending::at(Term::on(day)),
        None => Ending::at(Term::days(0).from(c.fact("withdrawn-on"))),
    });
    let end = if stands.is_unknown() { Ending::running() } else { end };
    let cond = if stands.is_unknown() { stands } else { Cond::yes() };
    answer.ground(clause.when(cond).about(item), recognising(q, end));
}

/// A balancing: until the purpose is reached, the person objects, or asks for erasure.
fn interest(
    q: Question<'_>,
    item: Thing<'_>,
    each: Thing<'_>,
    erased: Option<Day>,
    answer: &mut RetentionAnswer,
) {
    let objected = known(crate::basis::objected(q, each)) | known(marks::stands(q, &["objection"], each));
    let marketing = known(each.purpose().is_any_of(names(&param::MARKETING_PURPOSES, q.as_of())));
    let compelling = known(each.fact("compelling-grounds").is("documented"));
    let last_sign = q.subject().fact("last-active-on");
    let (rule, end) = if objected.is_yes() || (erased.is_some() && !compelling.is_yes()) {
        (rule::ART_5_1_E_INTEREST, ending(erased))
    } else if marketing.is_yes() {
        let months = u32::try_from(param::MONTHS_OF_PROSPECTS.on(q.as_of()).or(0)).unwrap_or(0);
        let term = Term::months(months).from(last_sign).algorithm("calendar-months");
        (rule::CNIL_2022_PROSPECTS, Ending::at(term))
    } else {
        (rule::ART_5_1_E_INTEREST, Ending::at(Term::days(0).from(each.fact("ended-on"))))
    };
    answer.ground(rule.always().about(item), recognising(q, end));
}

/// Art. 5(2): the proof of a request or a consent.
fn proof(q: Question<'_>, item: Thing<'_>, answer: &mut RetentionAnswer) {
    let proof = known(item.fact("record").is_any_of(&PROOFS));
    if proof.is_yes() {
        let months = u32::try_from(param::MONTHS_OF_PROOF.on(q.as_of()).or(0)).unwrap_or(0);
        let term = Term::months(months).from(item.fact("dated-on"));
        let term = term.algorithm("calendar-months").rounded(Rounding::EndOfCalendarYear);
        answer.ground(rule::ART_5_2_PROOF.when(proof).about(item), recognising(q, term).restricted());
    }
}
