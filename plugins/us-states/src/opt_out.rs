//! Opt-outs from sale, targeted advertising and profiling, and the signals that count as one.

use praetor_sdk::consent::{any, in_force, of_person};
use praetor_sdk::marks::{Looked, stands};
use praetor_sdk::reading::{any_listed, begun, known, names};
use praetor_sdk::{Cond, Question, SharingAnswer, Thing};

use crate::deal::{advertising, profiling, sale};
use crate::law::{gate, param, rule};
use crate::scope::has;
use crate::states::State;

/// Marks of somebody who opted out.
const OPTED_OUT: [&str; 2] = ["opt-out", "suppression"];

/// What one state stops after an opt-out or a signal.
pub fn opt_out<'q>(
    q: Question<'q>,
    state: &State,
    governs: &Cond<'q>,
    each: Thing<'q>,
    answer: &mut SharingAnswer,
) {
    let day = q.as_of();
    let sold = sale(q, each, has(state, "sells-for-money", day));
    let shown = advertising(each);
    let profiled = if has(state, "opt-out-profiling", day) { profiling(each) } else { Cond::no() };
    let traded = sold | shown;
    let again = back_in(q, each);
    let mut at = answer.at(gate::OPT_OUT).about(each);
    let stopped =
        governs.clone() & ((traded.clone() & trading_stopped(q, each)) | (profiled & marked(q, each)));
    at.prohibit(state.opt_out.when(stopped).reason("r-opted-out")).unless(rule::OPT_IN_LATER.when(again));
    if let Some(signal) = state.signal {
        let heard = q.subject().fact("signals").contains_any(&["gpc", "gpp-sale", "gpp-targeted-ads"]);
        let excused = if has(state, "conditional-signals", day) { excused(q) } else { Cond::no() };
        at.prohibit(signal.when(governs.clone() & traded & heard & !excused).reason("r-opted-out"));
    }
}

/// Texas, Nebraska: a controller that cannot process signals, or processes none for any state. Both must be known.
fn excused(q: Question<'_>) -> Cond<'_> {
    let controller = q.controller();
    known(!controller.fact("signals-technically-possible").is_true())
        | known(controller.fact("signals-honoured-in").is_empty_set())
}

fn marked<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    stands(q, Looked { kinds: &OPTED_OUT, marketing: names(&param::TRADING, q.as_of()) }, each)
}

/// An opt-out from sale or advertising reaches both, by whatever name the purpose goes.
fn trading_stopped<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    let general = any_listed(q.subject(), "marks", "mark", &q.marks(), |mark| {
        let (end, recipients) = (mark.fact("end"), mark.fact("recipients"));
        let over = if end.day().is_some() { !end.still_runs() } else { Cond::no() };
        let elsewhere = q.recipient().id().map_or(Cond::no(), |id| known(!recipients.points_at(id)));
        let kind = mark.fact("kind").is_any_of(&OPTED_OUT)
            & mark.fact("scope").contains_any(names(&param::TRADING, q.as_of()));
        known(kind) & begun(mark.fact("start")) & !over & !elsewhere
    });
    marked(q, each) | general
}

/// A consent that came after the last opt-out.
fn back_in<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    let marks = q.marks();
    let out = marks.which(|mark| mark.fact("kind").is_any_of(&OPTED_OUT));
    any(q, q.subject(), |consent| {
        let later = out.iter().map(|mark| match mark.fact("start").day() {
            Some(day) => consent.fact("given-on").after(day),
            None => Cond::missing(mark.fact("start").at()),
        });
        agreed(q, each, consent) & Cond::all(later)
    })
}

/// A consent by a clear act to sale, advertising or profiling, whichever is asked.
pub fn agreed<'q>(q: Question<'q>, each: Thing<'q>, consent: Thing<'q>) -> Cond<'q> {
    let acts = consent.fact("acts");
    let covers = if advertising(each).is_yes() {
        acts.contains("targeted-ads")
    } else if sale(q, each, false).is_no() {
        acts.contains_any(&["automated-decision", "processing"])
    } else {
        acts.contains("sale")
    };
    let clear = consent.fact("method").is_any_of(&praetor_sdk::consent::CLEAR_ACTS);
    in_force(consent) & of_person(q, consent, q.subject()) & covers & clear
}
