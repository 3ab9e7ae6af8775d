//! Ss. 11 to 14 and Rule 14; until 12 May 2027 rules 5(6), 5(7) and 5(9) of 2011.

use praetor_asia::agreement::CONSENTS;
use praetor_asia::ground::MARKETING;
use praetor_asia::reply::{identity, states};
use praetor_asia::request::{forwarded, fulfil, items, stop, uses, uses_of};
use praetor_asia::right::{self, Erasing};
use praetor_sdk::reading::known;
use praetor_sdk::{Clock, ClockForm, Cond, Question, RightsAnswer, Term, Thing, mark};

use crate::interim::is_delicate;
use crate::law::{param, rule};
use crate::scope::{area, inside};

/// Bases that a law commands, against which the rights do not stand.
const COMMANDED: [&str; 2] = ["legal-obligation", "public-task"];

/// Lets the sections speak on each request. A processor passes it on.
pub fn rights(q: Question<'_>, answer: &mut RightsAnswer) {
    for request in q.requests() {
        if !forwarded(q, request, rule::S_8_FORWARD, answer) {
            clocks(q, request, answer);
            reply(q, request, answer);
            interim(q, request, answer);
            words(q, request, answer);
        }
    }
}

/// Rule 14(3): the published period, ninety days at most; rule 5(9) of 2011: a month. The day of
/// receipt picks which.
fn clocks(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let (received, answered) = (request.fact("received-on"), request.fact("answered"));
    let most = param::DAYS_TO_ANSWER.on(q.as_of()).or(90);
    let published = q.settings().plain().integer("grievance-days").filter(|days| (1..=most).contains(days));
    let days = u32::try_from(published.unwrap_or(most)).unwrap_or(0);
    let day = received.day();
    let respond = |term| Clock::new(ClockForm::Respond).latest(term).met_by(answered);
    let mut on = answer.on(request);
    on.clock(rule::RULE_14_3.always().as_at(day), respond(Term::days(days).from(received)));
    let old =
        known(inside(q)) & Cond::any(items(q, request).or_gap().iter().map(|item| is_delicate(q, item)));
    on.clock(rule::SPDI_5_9.when(old).as_at(day), respond(Term::months(1).from(received)));
    let stops = known(request.fact("right").is_any_of(&["withdraw-consent", "object", "object-marketing"]));
    let act = Clock::new(ClockForm::Act).at_once().met_by(request.fact("acted-on"));
    on.clock(rule::S_6_4_STOP.when(stops), act);
    let claimed =
        known(request.fact("extension-told").happened()) | request.fact("extension-until").is_stated();
    on.extension(rule::NO_EXTENSION.when(claimed).reason("r-no-extension"), false);
}

fn reply(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    identity(q, request, (rule::RULE_14_1, rule::S_14_AGENT), answer);
    let board = param::BOARD.on(q.as_of()).or("");
    answer
        .on(request)
        .must_state(rule::S_13_3.always(), "grievance-route")
        .remedy(rule::S_13_3.always(), "complaint-to-controller", "")
        .remedy(rule::S_13_3.always(), "complaint", board);
    let informed = ["confirmation", "categories", "purposes", "recipients"];
    states(request, rule::S_11, &["access", "be-informed", "portability"], &informed, answer);
    states(request, rule::S_11, &["list-third-parties"], &["third-party-list"], answer);
    states(request, rule::S_12_3, &["erase"], &["kept-and-why"], answer);
    states(request, rule::S_6_4_STOP, &["withdraw-consent"], &["consequences"], answer);
}

/// Rules 5(6), 5(7): sensitive personal data held by a body corporate in India.
fn interim(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let here = inside(q);
    match request.fact("right").code() {
        Some("access" | "rectify") => {
            for item in items(q, request).or_gap() {
                let right = here.clone() & is_delicate(q, item);
                answer.on(request).owed(rule::SPDI_5_6.when(right).about(item), fulfil(q));
            }
        }
        Some("withdraw-consent") => {
            for each in uses(q, request).or_gap() {
                let delicate = q.items().or_gap();
                let of = Cond::any(delicate.iter().map(|item| is_delicate(q, item)));
                let right = here.clone() & each.fact("declared-basis").is_any_of(&CONSENTS) & of;
                answer.on(request).owed(rule::SPDI_5_7.when(right).about(each), stop(q));
            }
        }
        _ => {}
    }
}

fn words(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    match request.fact("right").code() {
        Some("access" | "be-informed" | "list-third-parties" | "recipients-told") | None => {
            access(q, request, answer);
        }
        Some("rectify") => {
            right::rectify(q, request, (rule::S_12_2, rule::S_12_RIGHT, Some(rule::S_8_7_B)), answer);
        }
        Some("erase" | "de-index") => {
            let carrying = &["contract", "legitimate-use"];
            let (owed, needed) = (rule::S_12_3, rule::S_12_3_NEEDED);
            let rules = Erasing { owed, needed, tell: Some(rule::S_8_7_B), carrying, area: area(q) };
            right::erase(q, request, rules, answer);
        }
        Some("withdraw-consent") => {
            right::withdraw(q, request, (rule::S_6_4_STOP, rule::S_6_4_OTHER), &CONSENTS, answer);
        }
        Some("object-marketing" | "opt-out-targeted-ads") => {
            right::marketing(q, request, (rule::S_6_4_STOP, rule::S_6_4_OTHER), &MARKETING, answer);
        }
        Some("object") => object(q, request, answer),
        Some("grievance" | "complain") => all(q, request, rule::S_13, answer),
        Some("nominate") => all(q, request, rule::S_14, answer),
        Some(_) => right::absent(q, request, rule::NO_SUCH_RIGHT, "access", answer),
    }
}

/// S. 11: of what rests on consent, or was given; of what a law alone commands there is no right.
fn access(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let commanded = |item: Thing<'_>| {
        let uses = uses_of(q, item);
        let all = uses.iter().all(|each| each.fact("declared-basis").is_any_of(&COMMANDED).is_yes());
        !uses.is_empty() && all
    };
    let reached = items(q, request).iter().any(|item| !commanded(item));
    if reached || items(q, request).is_empty() {
        right::copy(q, request, (rule::S_11, rule::S_11_OTHERS, rule::S_11_2), answer);
        return;
    }
    for item in items(q, request) {
        answer.on(request).no_right(rule::S_11_SCOPE.always().about(item).reason("r-not-covered"));
    }
}

/// S. 7(a): a word against a use of what was given.
fn object(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    for each in uses(q, request).or_gap() {
        let given = each.fact("declared-basis").is_any_of(&["legitimate-use", "contract"]);
        let scope = each.purpose().code().unwrap_or_default();
        let clause = rule::S_7_A_OBJECT.when(given.clone()).about(each);
        let mut on = answer.on(request);
        on.owed(clause.marking(mark("objection", q.as_of()).over(scope)), stop(q));
        if given.is_no() {
            on.no_right(rule::S_7_A_NOT.when(!given).about(each).reason("r-not-covered"));
        }
    }
}

fn all(q: Question<'_>, request: Thing<'_>, rule: praetor_sdk::Rule, answer: &mut RightsAnswer) {
    for item in items(q, request).or_gap() {
        answer.on(request).owed(rule.always().about(item), fulfil(q));
    }
}
