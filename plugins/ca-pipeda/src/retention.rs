//! Schedule 1 clause 4.5: how long the purposes of an item let it be kept, and what Canadian law commands to keep.

mod claim;
mod floor;

use praetor_sdk::consent::{any, in_force, names_purpose};
use praetor_sdk::reading::{known, names};
use praetor_sdk::{Cond, Day, Ending, Ground, Question, RetentionAnswer, Rule, Term, Thing};

use crate::ground::declared;
use crate::law::{param, rule};
use crate::scope::{area, governs};

/// Every item: Canadian floors, and, where the law on personal data governs, the grounds of its uses, claims and holds.
pub fn retention(q: Question<'_>, answer: &mut RetentionAnswer) {
    let personal = !governs(q).is_no();
    for item in q.items().or_gap() {
        floor::floors(q, item, answer);
        if personal {
            of_item(q, item, answer);
        }
    }
}

fn of_item<'q>(q: Question<'q>, item: Thing<'q>, answer: &mut RetentionAnswer) {
    let matters = q.subject().fact("matters");
    if matters.value().is_none() {
        answer.review(rule::MATTERS_UNKNOWN.when(Cond::missing(matters.at())).about(item));
    }
    let claimed = claim::claims(q, item, answer);
    let erased = requested(q, item);
    let uses = uses_of(q, item);
    let decided = Cond::any(uses.iter().map(|each| known(each.operation().is("decide-automatically"))));
    answer.review(rule::CL_4_5_DECISION.when(decided).about(item));
    if uses.is_empty() {
        without_use(q, item, erased, claimed, answer);
    }
    for each in uses {
        by_use(q, item, each, erased, answer);
    }
}

/// Nobody said what the item is for: a record is left to its floors, the rest is asked about.
fn without_use<'q>(
    q: Question<'q>,
    item: Thing<'q>,
    erased: Option<Day>,
    claimed: bool,
    answer: &mut RetentionAnswer,
) {
    let listed = known(!item.fact("record").is("none"));
    let clause = match erased {
        Some(_) => rule::CL_4_5.always(),
        None if listed.is_yes() => rule::CL_4_5.when(listed),
        None if claimed => return,
        None => rule::CL_4_5.when(Cond::missing(q.one("use").purpose().at())),
    };
    answer.ground(clause.about(item), recognising(q, on_request(erased)));
}

fn by_use<'q>(
    q: Question<'q>,
    item: Thing<'q>,
    each: Thing<'q>,
    erased: Option<Day>,
    answer: &mut RetentionAnswer,
) {
    let merely_possible = known(each.fact("claims-need").is("abstract"));
    if merely_possible.is_yes() {
        let clause = rule::ABSTRACT_CLAIM.when(merely_possible).about(item).reason("r-abstract-claims");
        answer.ground(clause, recognising(q, Ending::now()));
        return;
    }
    match base(q, each) {
        Some("legal-obligation") => duty(q, item, each, answer),
        Some("consent") => agreed(q, item, each, erased, answer),
        Some("implied-consent") => service(q, item, each, erased, answer),
        Some("legal-claims" | "vital-interest") => {
            let concrete = each.fact("claims-need").is("concrete");
            until_done(q, item, each, erased.filter(|_| !concrete.is_yes()), rule::CL_4_5_PURPOSE, answer);
        }
        Some("made-public") => until_done(q, item, each, erased, rule::CL_4_5_PURPOSE, answer),
        Some(_) => {
            answer.ground(rule::CL_4_5.always().about(item), recognising(q, Ending::now()));
        }
        None => {
            let missing = rule::CL_4_5.when(Cond::missing(each.fact("declared-basis").at()));
            answer.ground(missing.about(item), recognising(q, Ending::running()));
        }
    }
}

/// The declared basis; a purpose of the ordered service rests on the contract unless it was said otherwise.
fn base<'q>(q: Question<'q>, each: Thing<'q>) -> Option<&'static str> {
    let service = each.purpose().is_any_of(names(&param::EXPECTED_PURPOSES, q.as_of()));
    let marketing = each.purpose().is_any_of(names(&param::MARKETING_PURPOSES, q.as_of()));
    declared(each).or_else(|| match (service.is_yes(), marketing.is_yes()) {
        (true, _) => Some("implied-consent"),
        (_, true) => Some("consent"),
        _ => None,
    })
}

/// Clause 4.5.2: legislative requirements are read as those of Canada, so those of other legal orders are not given way to.
fn recognising(q: Question<'_>, end: impl Into<Ending>) -> Ground {
    Ground::until(end).recognising(names(&param::RECOGNISED_ORDERS, q.as_of()))
}

fn on_request(erased: Option<Day>) -> Ending {
    erased.map_or_else(Ending::now, |day| Ending::at(Term::on(day)))
}

/// The service runs while the account is open; a request for erasure or the closing ends it.
fn service<'q>(
    q: Question<'q>,
    item: Thing<'q>,
    each: Thing<'q>,
    erased: Option<Day>,
    answer: &mut RetentionAnswer,
) {
    let subject = q.subject();
    let ends = [each.fact("ended-on"), subject.fact("contract-ended-on"), subject.fact("account-closed-on")];
    let over = ends.into_iter().find(|fact| known(fact.happened()).is_yes());
    let needed = known(each.fact("contract-necessary").is_true()) & known(each.fact("ended-on").not_yet());
    let clause = rule::CL_4_5_SERVICE.always().about(item);
    match (over, erased) {
        (Some(day), _) => {
            answer.ground(clause, recognising(q, Term::days(0).from(day)));
        }
        (None, Some(_)) if !needed.is_yes() => {
            answer.ground(clause, recognising(q, on_request(erased)));
        }
        _ => {
            let idle = known(subject.fact("account-status").is("dormant"));
            answer.review(rule::CL_4_5_IDLE.when(idle).about(item));
            let closing = Term::days(0).from(subject.fact("account-closed-on"));
            answer.ground(clause, recognising(q, closing));
        }
    }
}

/// Consent: until it is taken back or runs out, or the request took it back.
fn agreed<'q>(
    q: Question<'q>,
    item: Thing<'q>,
    each: Thing<'q>,
    erased: Option<Day>,
    answer: &mut RetentionAnswer,
) {
    let clause = |cond: Cond<'q>| rule::CL_4_5_CONSENT.when(cond).about(item);
    if erased.is_some() {
        answer.ground(clause(Cond::yes()), recognising(q, on_request(erased)));
        return;
    }
    let stands = any(q, q.subject(), |c| in_force(c) & names_purpose(c, each));
    if stands.is_unknown() {
        answer.ground(clause(stands), recognising(q, Ending::running()));
        return;
    }
    let own = q.consents().which(|c| in_force(c) & names_purpose(c, each));
    let end = own.first().map_or_else(Ending::now, |c| match c.fact("expires-on").day() {
        Some(day) => Ending::at(Term::on(day)),
        None => Ending::at(Term::days(0).from(c.fact("withdrawn-on"))),
    });
    answer.ground(clause(Cond::yes()), recognising(q, end));
}

/// Until the purpose is reached, or the person asked for erasure and no condition was shown to stand (`erased`; the
/// rules on erasure say the same).
fn until_done<'q>(
    q: Question<'q>,
    item: Thing<'q>,
    each: Thing<'q>,
    erased: Option<Day>,
    rule: Rule,
    answer: &mut RetentionAnswer,
) {
    let ended = each.fact("ended-on");
    let over = known(ended.happened());
    let end = match erased {
        Some(_) if !over.is_yes() => on_request(erased),
        _ => Ending::at(Term::days(0).from(ended)),
    };
    answer.ground(rule.always().about(item), recognising(q, end));
}

/// Clause 4.5.2: where a floor names the record its days count; else as long as the duty lasts. A duty of another
/// legal order is none.
fn duty<'q>(q: Question<'q>, item: Thing<'q>, each: Thing<'q>, answer: &mut RetentionAnswer) {
    let foreign = known(!each.fact("obligation-of").within(area(q)));
    let listed = known(!item.fact("record").is("none"));
    let ground = if listed.is_yes() || foreign.is_yes() {
        recognising(q, Ending::now())
    } else {
        recognising(q, Term::days(0).from(each.fact("ended-on"))).restricted()
    };
    answer.ground(rule::CL_4_5_LAW.always().about(item), ground);
}

/// The day on which the person asked for the erasure of the item.
fn requested<'q>(q: Question<'q>, item: Thing<'q>) -> Option<Day> {
    let of_item = |request: Thing<'q>| {
        let named = request.fact("items");
        let reaches = match (item.id(), named.value()) {
            (Some(id), Some(_)) => named.points_at(id),
            _ => Cond::yes(),
        };
        request.fact("right").is_any_of(&["erase", "de-index"]) & reaches
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
