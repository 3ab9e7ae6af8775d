//! Arts 38 to 40 and CAC Order 16 of 2024: exports, by what they are needed for and by how many
//! persons' information was exported since 1 January.

use praetor_asia::agreement::{CONSENTS, separate};
use praetor_asia::content::touches;
use praetor_asia::hop::{assessed, binds, by_places, certified, instrument, stays, unseen};
use praetor_sdk::person::under;
use praetor_sdk::reading::{known, names};
use praetor_sdk::{
    AtGate, Bound, Clause, Cond, Decimal, Question, Refs, SharingAnswer, Term, Thing, obligation,
};

use crate::law::{gate, param, rule};
use crate::scope::area;

/// For how long the result of a security assessment stands (Order 16 art. 9).
const YEARS_OF_ASSESSMENT: u16 = 3;

/// Hop by hop; without hops by the places of the recipient.
pub fn transfer(q: Question<'_>, answer: &mut SharingAnswer) {
    for hop in q.hops() {
        by_hop(q, hop, answer);
        consent_abroad(q, hop, answer);
    }
    if q.hops().is_empty() {
        let rules = (gate::TRANSFER, rule::NO_EXPORT, asks(q), rule::ART_38);
        by_places(q, rules, area(q), answer);
    } else {
        unseen(q, (gate::ONWARD, rule::ART_38_UNSEEN), area(q), answer);
    }
}

/// The rule under which the ways abroad are asked for.
fn asks(q: Question<'_>) -> praetor_sdk::Rule<gate::Transfer> {
    if old(q) { rule::ART_38_OLD } else { rule::ORDER_16_8_CONTRACT }
}

/// Whether the day is before Order 16.
fn old(q: Question<'_>) -> bool {
    rule::ORDER_16_7.as_ref().from.is_some_and(|first| q.as_of() < first)
}

fn by_hop<'q>(q: Question<'q>, hop: Thing<'q>, answer: &mut SharingAnswer) {
    let mut at = answer.at(gate::TRANSFER).about(hop);
    let free = stays(hop, area(q));
    at.permit(rule::NO_EXPORT.when(free.clone()));
    if !free.is_yes() && old(q) {
        at.review(rule::ART_38_OLD.when(!free).reason("r-no-mechanism"));
        return;
    }
    if !free.is_yes() {
        exemptions(q, hop, &mut at);
        mechanisms(q, hop, &mut at);
    }
    at.otherwise_prohibit(rule::ART_38.always().reason("r-no-mechanism"));
}

/// Order 16 arts 4, 5.
fn exemptions<'q>(q: Question<'q>, hop: Thing<'q>, at: &mut AtGate<'_, gate::Transfer>) {
    let collected = |item: Thing<'q>| {
        let own = item.fact("place-at-collection");
        let place = if own.value().is_some() { own } else { q.subject().fact("place-at-collection") };
        !place.within(area(q))
    };
    let foreign = known(Cond::all(q.items().or_gap().iter().map(collected)));
    let need = hop.fact("necessity");
    let few = !is_critical(q)
        & !sensitive(q)
        & exported(q, "persons-exported", |f| f.under(bound(&param::FEW_PERSONS, q)))
        & none_sensitive_exported(q);
    at.permit(told(rule::ORDER_16_4.when(foreign)));
    at.permit(told(rule::ORDER_16_5_CONTRACT.when(known(need.is("contract-with-subject")))));
    at.permit(told(rule::ORDER_16_5_EMERGENCY.when(known(need.is("vital")))));
    at.permit(told(rule::ORDER_16_5_FEW.when(few).burden(1)));
}

/// Order 16 arts 7, 8: contract or certification below the thresholds, a security assessment always.
fn mechanisms<'q>(q: Question<'q>, hop: Thing<'q>, at: &mut AtGate<'_, gate::Transfer>) {
    let below = !is_critical(q)
        & exported(q, "persons-exported", |f| f.under(bound(&param::MANY_PERSONS, q)))
        & below_sensitive(q);
    let contract = |i: Thing<'q>| {
        i.fact("type").is("cn-standard-contract") & binds(hop, i) & !known(!i.fact("unaltered").is_true())
    };
    let signed = instrument(q, hop, contract);
    let listed = hop.fact("instruments").value().is_some();
    let all = if listed { hop.follow("instruments", "instrument") } else { q.instruments() };
    let clause = rule::ORDER_16_8_CONTRACT.when(signed & below.clone()).burden(2);
    let clause = all.which(contract).first().map_or(clause.clone(), |i| filed(q, clause, *i));
    at.permit(told(clause));
    let certified = certified(q, hop, &["cn-certification"]);
    at.permit(told(rule::ORDER_16_8_CERTIFICATION.when(known(certified) & below).burden(2)));
    at.permit(told(rule::ORDER_16_7.when(approved(q, hop)).burden(3)));
}

/// Measures on the Standard Contract art. 7: ten working days from its effect, counted by the calendar.
fn filed<'q>(
    q: Question<'q>,
    clause: Clause<'q, gate::Transfer>,
    contract: Thing<'q>,
) -> Clause<'q, gate::Transfer> {
    if known(contract.fact("filed-on").happened()).is_yes() {
        return clause;
    }
    let days = u32::try_from(param::DAYS_TO_FILE.on(q.as_of()).or(0)).unwrap_or(0);
    let effective = contract.fact("effective-on");
    let from = if effective.day().is_some() { effective } else { contract.fact("signed-on") };
    let file = obligation("file-with-authority").after().due(Term::days(days).from(from));
    clause.obliging(match contract.id() {
        Some(id) => file.with("instruments", Refs(&[id])),
        None => file,
    })
}

/// Order 16 art. 9: the result stands for three years.
fn approved<'q>(q: Question<'q>, hop: Thing<'q>) -> Cond<'q> {
    assessed(q, hop, "cn-security-assessment", |a| {
        let (done, until) = (a.fact("done-on"), a.fact("valid-until"));
        let runs_still = match (until.value(), done.day()) {
            (Some(_), _) => until.still_runs(),
            (None, Some(day)) => Cond::because(done.at(), q.as_of() < day.plus_years(YEARS_OF_ASSESSMENT)),
            (None, None) => Cond::missing(until.at()),
        };
        a.fact("result").is_any_of(&["positive", "positive-with-measures"]) & runs_still
    })
}

fn told(clause: Clause<'_, gate::Transfer>) -> Clause<'_, gate::Transfer> {
    clause.obliging(obligation("transfer-notice"))
}

fn is_critical(q: Question<'_>) -> Cond<'_> {
    q.controller().fact("ciio").is_true()
}

/// Whether what is asked about is sensitive, by content or by the age of the person.
fn sensitive(q: Question<'_>) -> Cond<'_> {
    let contents = names(&param::SENSITIVE_CONTENT, q.as_of());
    let child = under(q.subject(), param::AGE_OF_CONSENT.on(q.as_of()).or(14));
    child | Cond::any(q.items().or_gap().iter().map(|item| touches(q, item, contents)))
}

/// Sensitive information of fewer persons than the threshold; what is not sensitive, and of which
/// nobody counted any, is below it.
fn below_sensitive(q: Question<'_>) -> Cond<'_> {
    let below =
        exported(q, "sensitive-persons-exported", |f| f.under(bound(&param::MANY_SENSITIVE_PERSONS, q)));
    if below.is_unknown() && sensitive(q).is_no() { Cond::yes() } else { below }
}

/// Who exports sensitive information too has no exemption for the rest: the stricter reading.
fn none_sensitive_exported(q: Question<'_>) -> Cond<'_> {
    let none = exported(q, "sensitive-persons-exported", |f| f.under(1));
    if none.is_unknown() { Cond::yes() } else { none }
}

/// A figure of this year, counted since 1 January.
fn exported<'q>(
    q: Question<'q>,
    measure: &str,
    test: impl Fn(praetor_sdk::FactAt<'q>) -> Cond<'q>,
) -> Cond<'q> {
    let of_year = |figure: Thing<'q>| {
        let place = figure.fact("place");
        figure.fact("measure").is(measure)
            & !known(!figure.fact("year").at_least(i64::from(q.as_of().year)))
            & !known(!place.within(area(q)))
    };
    let found = q.all("figure").which(of_year);
    if found.is_empty() {
        return Cond::missing(q.one("figure").fact("amount").at());
    }
    Cond::all(found.into_iter().map(|figure| test(figure.fact("amount"))))
}

fn bound(number: &praetor_sdk::Parameter<i64>, q: Question<'_>) -> Bound {
    let found = number.on(q.as_of());
    Bound::new(found.value.map(|digits| Decimal { digits, scale: 0 }), found.changes_on)
}

/// Art. 39: where consent is the basis.
fn consent_abroad<'q>(q: Question<'q>, hop: Thing<'q>, answer: &mut SharingAnswer) {
    let away = !known(stays(hop, area(q)));
    for each in q.uses() {
        let rests = known(each.fact("declared-basis").is_any_of(&CONSENTS));
        let agreed = separate(q, q.subject(), each, &["transfer"], |_| Cond::yes());
        let mut at = answer.at(gate::ABROAD).about(each).about(hop);
        at.prohibit(rule::ART_39.when(rests & away.clone()).reason("r-consent-missing"))
            .unless(rule::ART_39_AGREED.when(agreed));
    }
}
