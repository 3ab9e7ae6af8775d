//! §§ 1798.120, 1798.125, 1798.135, 11 CCR §§ 7025-7028: opting out, in again, and being left alone.

use praetor_sdk::consent::{any, in_force, of_person};
use praetor_sdk::marks::{Looked, stands};
use praetor_sdk::person::under;
use praetor_sdk::reading::{any_listed, begun, known, names};
use praetor_sdk::{Cond, Day, FactAt, Question, SharingAnswer, Thing};

use crate::deal::{deal, sale, sharing};
use crate::law::{gate, param, rule};

/// Marks of somebody who opted out.
const OPTED_OUT: [&str; 2] = ["opt-out", "suppression"];

/// An opt-out that stands, or a signal of the browser.
pub fn opt_out(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let mut at = answer.at(gate::OPT_OUT).about(each);
    let again = back_in(q, each);
    at.prohibit(rule::S_1798_120.when(deal(q, each) & opted_out(q, each)).reason("r-opted-out"))
        .unless(rule::CCR_7028_A.when(again));
    let signals = q.subject().fact("signals");
    let sold = sale(q, each) & signals.contains_any(&["gpc", "gpp-sale"]);
    let shared = sharing(q, each) & signals.contains_any(&["gpc", "gpp-sharing", "gpp-targeted-ads"]);
    at.prohibit(rule::CCR_7025.when(sold | shared).reason("r-opted-out"));
}

/// Whether an opt-out stands. One from sale or sharing reaches both, by whatever name the purpose goes.
fn opted_out<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    let trading = names(&param::OPTED_OUT_TOGETHER, q.as_of());
    let marked = stands(q, Looked { kinds: &OPTED_OUT, marketing: trading }, each);
    let general = any_listed(q.subject(), "marks", "mark", &q.marks(), |mark| {
        let (end, recipients) = (mark.fact("end"), mark.fact("recipients"));
        let over = if end.day().is_some() { !end.still_runs() } else { Cond::no() };
        let elsewhere = q.recipient().id().map_or(Cond::no(), |id| known(!recipients.points_at(id)));
        let kind = mark.fact("kind").is_any_of(&OPTED_OUT) & mark.fact("scope").contains_any(trading);
        known(kind) & begun(mark.fact("start")) & !over & !elsewhere
    });
    marked | general
}

/// 11 CCR § 7028(a): an opt-in in two steps, given after the last opt-out.
fn back_in<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    let marks = q.marks();
    let out = marks.which(|mark| mark.fact("kind").is_any_of(&OPTED_OUT));
    any(q, q.subject(), |consent| {
        let later = Cond::all(out.iter().map(|mark| after(consent, mark.fact("start"))));
        opted_in(q, each, consent) & consent.fact("method").is("two-step") & later
    })
}

fn after<'q>(consent: Thing<'q>, start: FactAt<'q>) -> Cond<'q> {
    match start.day() {
        Some(day) => consent.fact("given-on").after(day),
        None => Cond::missing(start.at()),
    }
}

/// A consent of the person to what is asked: sale, or sharing for advertising.
pub fn opted_in<'q>(q: Question<'q>, each: Thing<'q>, consent: Thing<'q>) -> Cond<'q> {
    let acts = consent.fact("acts");
    let shared = sharing(q, each);
    let covers = match (shared.is_yes(), sale(q, each).is_no()) {
        (true, true) => acts.contains("targeted-ads"),
        (true, false) => acts.contains_all(&["targeted-ads", "sale"]),
        _ => acts.contains("sale"),
    };
    in_force(consent) & of_person(q, consent, q.subject()) & covers
}

/// § 1798.135(c)(4)-(5): who opted out or refused is not asked again for 12 months.
pub fn asking(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    if !each.operation().is("ask-consent").is_yes() {
        return;
    }
    let months = u32::try_from(param::MONTHS_WITHOUT_ASKING.on(q.as_of()).or(12)).unwrap_or(12);
    let marked = any_listed(q.subject(), "marks", "mark", &q.marks(), |mark| {
        let kind = mark.fact("kind");
        let told = kind.is("do-not-ask-before") & mark.fact("end").after(q.as_of());
        let scope = mark.fact("scope");
        let purpose = each.purpose().code().map(|code| vec![code]).unwrap_or_default();
        let other = Cond::known(!scope.codes().is_empty())
            & !scope.contains_any(&purpose)
            & !scope.contains_any(names(&param::OPTED_OUT_TOGETHER, q.as_of()));
        (told | (kind.is_any_of(&OPTED_OUT) & recent(q, mark.fact("start"), months))) & !other
    });
    let mut at = answer.at(gate::ASKING).about(each);
    at.prohibit(rule::S_1798_135_C_4.when(marked).reason("r-asked-too-soon"));
    let young = under(q.subject(), param::AGE_OF_OPT_IN.on(q.as_of()).or(16));
    let refused = any_listed(q.subject(), "consents", "consent", &q.consents(), |consent| {
        let refused = consent.fact("refused-on");
        if refused.value().is_none() { Cond::no() } else { recent(q, refused, months) }
    });
    at.prohibit(rule::S_1798_135_C_5.when(known(refused) & young).reason("r-asked-too-soon"));
}

/// Whether a day lies not more than so many months back: the last day of the period counts in (Civ. Code § 10).
fn recent<'q>(q: Question<'q>, from: FactAt<'q>, months: u32) -> Cond<'q> {
    let over: Option<Day> = from.day().map(|day| day.plus_months(months).next());
    match over {
        Some(free) => from.on_or_before(q.as_of()) & Cond::known(q.as_of() < free).until(free),
        None => known(from.not_yet()) & Cond::no() | Cond::missing(from.at()),
    }
}

/// § 1798.125(b)(3): a benefit for leaving the data to be sold.
pub fn incentive(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let offered = known(q.one("notice").fact("financial-incentive").is_true());
    if offered.is_no() {
        return;
    }
    let agreed = any(q, q.subject(), |consent| opted_in(q, each, consent));
    let mut at = answer.at(gate::INCENTIVE).about(each);
    at.prohibit(rule::S_1798_125_B.when(offered & deal(q, each)).reason("r-consent-missing"))
        .unless(rule::S_1798_125_B_CONSENT.when(agreed));
}
