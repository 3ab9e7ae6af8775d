//! Arts 6 and 7: each use needs a ground, and it is the one that was declared.

use praetor_sdk::marks::{self, Looked};
use praetor_sdk::reading::{begun, claim_in_sight, items_of, known, names, some};
use praetor_sdk::{AtGate, Cond, Question, SharingAnswer, Thing, obligation};

use crate::consent;
use crate::ground::{CONSENT, CONTRACT, DUTY, INTEREST, POLICY, PROCEEDINGS, declared, rests};
use crate::law::{gate, param, rule};
use crate::scope::area;

/// Acts that no contract with the person can need.
const BEYOND_CONTRACT: [&str; 4] = ["train", "sell", "share-for-ads", "send-marketing"];

/// Art. 7: the declared ground; without one that holds, nothing is lawful.
pub fn basis(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let stated = each.fact("declared-basis");
    let mut at = answer.at(gate::BASIS).about(each);
    match declared(each) {
        None => {
            at.permit(rule::ART_7_V.when(Cond::missing(stated.at())));
        }
        Some("vital-interest" | "of-others") => {
            at.review(rule::ART_7_OTHERS.when(Cond::yes().resting_on(stated.at())));
            return beside(q, each, answer);
        }
        Some("consent") => of_consent(q, each, &mut at),
        Some(_) => others(q, each, &mut at),
    }
    at.otherwise_prohibit(rule::ART_7.when(Cond::yes().resting_on(stated.at())).reason(reason(q, each)));
    beside(q, each, answer);
}

/// Arts 7 I, 8: item by item, for a consent may name categories.
fn of_consent<'q>(q: Question<'q>, each: Thing<'q>, at: &mut AtGate<'_, gate::Basis>) {
    for item in items_of(q, each).or_gap() {
        let carried = rests(each, &CONSENT) & consent::carries(q, each, item);
        let clause = rule::ART_7_I.when(carried).about(each).about(item).burden(1);
        at.permit(clause.obliging(obligation("keep-consent-proof")));
    }
}

/// Art. 7 II, III, V, VI, IX and par. 4.
fn others<'q>(q: Question<'q>, each: Thing<'q>, at: &mut AtGate<'_, gate::Basis>) {
    let holds = condition(q, each).resting_on(each.fact("declared-basis").at());
    match declared(each) {
        Some("contract") => at.permit(rule::ART_7_V.when(holds)),
        Some("legal-obligation") => at.permit(rule::ART_7_II.when(holds)),
        Some("public-task") => at.permit(rule::ART_7_III.when(holds)),
        Some("made-public") => at.permit(rule::ART_7_4.when(holds)),
        Some("legal-claims") => {
            at.permit(rule::ART_7_VI.when(holds).obliging(obligation("document-disclosure")))
        }
        Some("legitimate-interest") => at.permit(rule::ART_7_IX.when(holds)),
        _ => at,
    };
}

/// Whether a ground of art. 7 carries the use of all its items: sharing and transfers build on it.
pub fn condition<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    let stated = each.fact("declared-basis");
    match declared(each) {
        None => Cond::missing(stated.at()),
        Some("consent") => {
            Cond::all(items_of(q, each).or_gap().iter().map(|item| consent::carries(q, each, item)))
        }
        Some("contract") => contract(q, each),
        Some("legal-obligation" | "public-task") => duty_at_home(q, each),
        Some("made-public") => published(q, each),
        Some("legal-claims") => claim_in_sight(q, each),
        Some("legitimate-interest") => interest(each),
        Some("vital-interest" | "of-others") => Cond::yes().resting_on(stated.at()),
        Some(_) => Cond::no(),
    }
}

/// Art. 7 V: a contract with this person, which cannot be performed without the use.
fn contract<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    let (purpose, stated) = (each.purpose(), each.fact("contract-necessary"));
    let of_the_service = purpose.is_any_of(names(&param::SERVICE_PURPOSES, q.as_of()));
    let necessary = match (stated.value(), of_the_service.is_yes()) {
        (None, true) => of_the_service,
        _ => stated.is_true(),
    };
    let beyond = purpose.is_any_of(names(&param::OWN_PURPOSES, q.as_of()))
        | purpose.is_any_of(names(&param::MARKETING_PURPOSES, q.as_of()))
        | known(each.operation().is_any_of(&BEYOND_CONTRACT));
    let without = known(!q.subject().fact("has-contract").is_true());
    let ended = known(q.subject().fact("contract-ended-on").happened());
    necessary & !beyond & !without & !ended
}

/// Art. 7 II-III: a duty of Brazilian law that is named; foreign law is none.
pub fn duty_at_home<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    let ordered = some(&q.all("order"), |order| order.fact("legal-basis-cited").is_true());
    each.fact("obligation-of").within(area(q)) & (ordered | each.fact("obligation-cited").is_true())
}

/// Art. 7 pars 3, 4 and 7: the person made it public; the purpose of that has to cover the use.
fn published<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    let items = items_of(q, each).or_gap();
    let public = Cond::all(items.iter().map(|item| item.fact("public").is("by-subject")));
    public & each.fact("compatible").is_any_of(&["compatible", "same-purpose"])
}

/// Arts 7 IX, 10: weighed before the start; an expectation that is known to be lacking tips the balance. Data are never
/// sold on this ground here: selling serves nobody whom the person deals with (medium).
fn interest(each: Thing<'_>) -> Cond<'_> {
    let unexpected = known(!each.fact("reasonable-expectation").is_true());
    let sold = known(each.operation().is("sell")) | each.purpose().is_any_of(&["sell-data"]);
    was_weighed(each) & !unexpected & !known(sold)
}

/// The balancing was passed, before the use began.
pub fn was_weighed(each: Thing<'_>) -> Cond<'_> {
    let (on, start) = (each.fact("lia-on"), each.fact("started-on"));
    let in_time = match start.day() {
        Some(start) => on.on_or_before(start),
        None => on.happened(),
    };
    each.fact("lia").is("passed") & in_time & begun(on)
}

/// A withdrawal or an objection that was remembered, a ground that was swapped, and data held for somebody else.
fn beside<'q>(q: Question<'q>, each: Thing<'q>, answer: &mut SharingAnswer) {
    let marketing = names(&param::MARKETING_PURPOSES, q.as_of());
    let withdrawn = Looked { kinds: &["consent-withdrawn", "opt-out"], marketing };
    let objected = Looked { kinds: &["objection", "opt-out"], marketing };
    let withdrawn = rests(each, &CONSENT) & known(marks::stands(q, withdrawn, each));
    let objected = rests(each, &INTEREST) & known(marks::stands(q, objected, each));
    let held = known(q.controller().role().is_any_of(&["processor", "sub-processor"]));
    let mut at = answer.at(gate::BASIS).about(each);
    at.prohibit(rule::ART_8_5.when(withdrawn).reason("r-consent-withdrawn"));
    at.prohibit(rule::ART_18_2.when(objected).reason("r-objected"));
    at.review(rule::ART_7_DIFFERS.when(differs(each)).reason("r-not-informed"));
    at.review(rule::ART_39_HELD.when(held));
}

fn differs(each: Thing<'_>) -> Cond<'_> {
    let (stated, used) = (each.fact("declared-basis"), each.fact("basis"));
    match (stated.code(), used.code()) {
        (Some(one), Some(other)) => {
            let groups: [&[&str]; 6] = [&CONSENT, &DUTY, &POLICY, &CONTRACT, &PROCEEDINGS, &INTEREST];
            let together = groups.iter().any(|group| group.contains(&one) && group.contains(&other));
            Cond::because(used.at(), one != other && !together).resting_on(stated.at())
        }
        _ => Cond::no(),
    }
}

/// Other people in an upload: neither the contract nor the consent of the uploader is theirs.
pub fn third_persons(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let mut personal = CONSENT.to_vec();
    personal.extend(CONTRACT);
    let rested = rests(each, &personal);
    for item in items_of(q, each) {
        let shown = some(&q.labels(), |label| {
            let here = item.id().map_or(Cond::no(), |id| label.fact("item").points_at(id));
            let other = label.fact("owner").is("third-person") | label.fact("content").is("third-person");
            here & label.fact("state").is("present") & other
        });
        if shown.is_yes() {
            let mut at = answer.at(gate::THIRD_PERSON).about(each).about(item);
            at.prohibit(rule::ART_7_THIRD_PERSON.when(shown & rested.clone()).reason("r-no-basis"))
                .unless(rule::ART_7_IX_THIRD_PERSON.when(was_weighed(each)));
        }
    }
}

fn reason<'q>(q: Question<'q>, each: Thing<'q>) -> &'static str {
    if !rests(each, &CONSENT).is_yes() {
        return "r-no-basis";
    }
    let consents = q.consents();
    if consents.is_empty() {
        return "r-consent-missing";
    }
    let stands = consents.iter().any(|one| !praetor_sdk::consent::in_force(one).is_no());
    if stands { "r-consent-invalid" } else { "r-consent-withdrawn" }
}
