//! Arts 15, 24, 44 to 50: what is owed to a person, in time; no days are counted.

use praetor_asia::agreement::CONSENTS;
use praetor_asia::ground::{self, MARKETING};
use praetor_asia::reply::{identity, states};
use praetor_asia::request::{forwarded, fulfil, items, stop, uses};
use praetor_asia::right::{self, Erasing};
use praetor_sdk::reading::known;
use praetor_sdk::{Clock, ClockForm, Cond, Outcome, Question, RightsAnswer, Term, Thing, obligation};

use crate::law::{param, rule};
use crate::scope::area;

/// Lets the articles speak on each request. An entrusted party passes it on.
pub fn rights(q: Question<'_>, answer: &mut RightsAnswer) {
    for request in q.requests() {
        if !forwarded(q, request, rule::ART_21_FORWARD, answer) {
            clocks(q, request, answer);
            reply(q, request, answer);
            words(q, request, answer);
        }
    }
}

/// Art. 50: in time. The thirty days of the standard are a target.
fn clocks(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let days = u32::try_from(param::DAYS_TO_ANSWER.on(q.as_of()).or(0)).unwrap_or(0);
    let target = Term::days(days).from(request.fact("received-on"));
    let respond = Clock::new(ClockForm::Respond).at_once().met_by(request.fact("answered"));
    let mut on = answer.on(request);
    on.clock(rule::ART_50.always(), respond.clone());
    on.clock(rule::GBT_35273_8_7.always(), respond.target(target).recommended());
    let stops =
        request.fact("right").is_any_of(&["withdraw-consent", "object-marketing", "erase", "restrict"]);
    let act = Clock::new(ClockForm::Act).at_once().met_by(request.fact("acted-on"));
    on.clock(rule::ART_50.when(known(stops)), act);
    let claimed =
        known(request.fact("extension-told").happened()) | request.fact("extension-until").is_stated();
    on.extension(rule::NO_EXTENSION.when(claimed).reason("r-no-extension"), false);
}

fn reply(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    identity(q, request, (rule::ART_50_IDENTITY, rule::ART_31_49_AGENT), answer);
    answer
        .on(request)
        .must_state(rule::ART_50.always(), "reasons")
        .remedy(rule::ART_50_COURT.always(), "court", "people's court")
        .remedy(rule::ART_65.always(), "complaint", param::AUTHORITY.on(q.as_of()).or(""));
    let informed = ["purposes", "categories", "retention-period", "rights", "contact"];
    states(request, rule::ART_48, &["be-informed"], &informed, answer);
    states(
        request,
        rule::ART_24_3_REFUSE,
        &["explain-automated", "no-solely-automated"],
        &["automated-logic"],
        answer,
    );
    states(request, rule::ART_47_2, &["erase"], &["kept-and-why"], answer);
    states(request, rule::ART_15_WITHDRAW, &["withdraw-consent"], &["consequences"], answer);
}

fn words(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    match request.fact("right").code() {
        Some("access" | "list-third-parties" | "recipients-told") | None => {
            right::copy(q, request, (rule::ART_45, rule::ART_45_OTHERS, rule::ART_45_SECRET), answer);
        }
        Some("be-informed") => {
            for item in items(q, request).or_gap() {
                answer.on(request).owed(rule::ART_48.always().about(item), fulfil(q));
            }
        }
        Some("portability") => portability(q, request, answer),
        Some("rectify") => {
            let rules = (rule::ART_46, rule::ART_46_RIGHT, Some(rule::ART_21_RETURN));
            right::rectify(q, request, rules, answer);
        }
        Some("erase" | "de-index") => right::erase(q, request, erasing(q), answer),
        Some("withdraw-consent") => {
            right::withdraw(q, request, (rule::ART_15_WITHDRAW, rule::ART_15_OTHER), &CONSENTS, answer);
        }
        Some("object-marketing" | "opt-out-targeted-ads" | "opt-out-profiling") => {
            right::marketing(q, request, (rule::ART_24_2_REFUSE, rule::ART_24_2_NONE), &MARKETING, answer);
        }
        Some("no-solely-automated" | "explain-automated") => machine(q, request, answer),
        Some("restrict" | "object" | "limit-sensitive") => restrict(q, request, answer),
        Some("compensation") => {
            answer.on(request).review(rule::ART_69.when(Cond::yes().resting_on(request.fact("right").at())));
        }
        Some(_) => right::absent(q, request, rule::NO_SUCH_RIGHT, "access", answer),
    }
}

fn erasing(q: Question<'_>) -> Erasing<'static> {
    Erasing {
        owed: rule::ART_47,
        needed: rule::ART_47_NEEDED,
        tell: Some(rule::ART_21_RETURN),
        carrying: &["contract"],
        area: area(q),
    }
}

/// Art. 45(3), Order 790 art. 25.
fn portability(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let verified = q.requester().fact("identity-achieved").is_any_of(&["verified", "strong"])
        | known(q.requester().fact("signed-in").is_true());
    let feasible = !known(!request.fact("transfer-feasible").is_true());
    for item in items(q, request).or_gap() {
        let harmless = Cond::known(praetor_asia::request::interests(q, item).is_empty());
        let rests = Cond::any(praetor_asia::request::uses_of(q, item).iter().map(|each| {
            each.fact("declared-basis").is_any_of(&CONSENTS) | each.fact("declared-basis").is("contract")
        }));
        let owed = verified.clone() & feasible.clone() & harmless & rests;
        let mut on = answer.on(request);
        on.owed(rule::ART_45_3.when(owed.clone()).about(item), fulfil(q));
        if owed.is_no() {
            on.no_right(rule::ART_45_3_NOT.when(!owed).about(item).reason("r-not-covered"));
        }
    }
}

/// Art. 24(3).
fn machine(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    for each in right::contested(q, request).or_gap() {
        let grave = right::by_machine(each);
        let mut on = answer.on(request);
        let clause = rule::ART_24_3_REFUSE.when(grave.clone()).about(each);
        on.owed(clause.obliging(obligation("offer-human-review")), stop(q));
        if grave.is_no() {
            on.no_right(rule::ART_24_3_NONE.when(!grave).about(each).reason("r-not-covered"));
        }
    }
}

/// Art. 44: refusal and restriction, but for what a law commands or the contract needs.
fn restrict(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    for each in uses(q, request).or_gap() {
        let law = known(each.fact("declared-basis").is("legal-obligation") & ground::duty(q, each, area(q)));
        let contract = known(each.fact("declared-basis").is("contract") & ground::contract(q, each));
        let goes_on = law | contract;
        let mut on = answer.on(request);
        on.owed(rule::ART_44.when(!goes_on.clone()).about(each), stop(q));
        if goes_on.is_yes() {
            let clause = rule::ART_44_NOT.when(goes_on).about(each).reason("r-contract-needed");
            on.may_refuse(clause, Outcome::Proceed);
        }
    }
}
