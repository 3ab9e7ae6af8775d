//! Arts 4 and 5: each use needs a condition, and it is the one that was declared.

use praetor_sdk::marks::{self, Looked};
use praetor_sdk::reading::{begun, claim_in_sight, items_of, known, names, some};
use praetor_sdk::{AtGate, Cond, Question, SharingAnswer, Thing, obligation};

use crate::consent::{self, CONSENTS};
use crate::law::{gate, param, rule};
use crate::scope::area;

/// Acts that no contract with the person can need, and for which consent is taken to be needed.
const BEYOND_CONTRACT: [&str; 4] = ["train", "sell", "share-for-ads", "send-marketing"];

/// Art. 5: the condition of the declared basis; without one that holds, nothing is lawful.
pub fn basis(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let declared = each.fact("declared-basis");
    let mut at = answer.at(gate::BASIS).about(each);
    match declared.code() {
        None => {
            at.permit(rule::ART_5_2_C.when(Cond::missing(declared.at())));
        }
        Some(code) if CONSENTS.contains(&code) => {
            for item in items_of(q, each).or_gap() {
                let carried = declared.is(code) & consent::carries(q, each, item);
                let clause = rule::ART_5_1.when(carried).about(each).about(item).burden(1);
                at.permit(clause.obliging(obligation("keep-consent-proof")));
            }
        }
        Some("vital-interest") => {
            at.review(rule::ART_5_2_B.when(declared.is("vital-interest")));
        }
        Some(_) => other(q, each, &mut at),
    }
    if declared.code() != Some("vital-interest") {
        at.otherwise_prohibit(
            rule::ART_5.when(Cond::yes().resting_on(declared.at())).reason(reason(q, each)),
        );
    }
    beside(q, each, answer);
}

/// Art. 5(2): the conditions beside consent.
fn other<'q>(q: Question<'q>, each: Thing<'q>, at: &mut AtGate<'_, gate::Basis>) {
    let declared = each.fact("declared-basis");
    match declared.code() {
        Some("contract") => at.permit(rule::ART_5_2_C.when(declared.is("contract") & contract(q, each))),
        Some("legal-obligation") => {
            let bound = declared.is("legal-obligation") & duty_at_home(q, each);
            at.permit(rule::ART_5_2_CH.when(bound))
        }
        Some("public-task") => {
            at.permit(rule::ART_5_2_A.when(declared.is("public-task") & duty_at_home(q, each)))
        }
        Some("made-public") => at.permit(rule::ART_5_2_D.when(published(q, each))),
        Some("legal-claims") => {
            let claim = declared.is("legal-claims") & claim_in_sight(q, each);
            at.permit(rule::ART_5_2_E.when(claim).obliging(obligation("document-disclosure")))
        }
        Some("legitimate-interest") => {
            at.permit(rule::ART_5_2_F.when(declared.is("legitimate-interest") & interest(q, each)))
        }
        _ => at,
    };
}

/// Whether a condition of art. 5 carries the use of all its items: arts 8 and 9 build on it.
pub fn condition<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    let declared = each.fact("declared-basis");
    match declared.code() {
        None => Cond::missing(declared.at()),
        Some(code) if CONSENTS.contains(&code) => {
            Cond::all(items_of(q, each).or_gap().iter().map(|item| consent::carries(q, each, item)))
        }
        Some("contract") => contract(q, each),
        Some("legal-obligation" | "public-task") => duty_at_home(q, each),
        Some("made-public") => published(q, each),
        Some("legal-claims") => claim_in_sight(q, each),
        Some("legitimate-interest") => interest(q, each),
        Some("vital-interest") => Cond::yes().resting_on(declared.at()),
        Some(_) => Cond::no(),
    }
}

/// Art. 5(2)(c): a contract with this person, to which the use is directly related and necessary.
fn contract<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    let (purpose, stated) = (each.purpose(), each.fact("contract-necessary"));
    let of_the_service = purpose.is_any_of(names(&param::SERVICE_PURPOSES, q.as_of()));
    let necessary = match (stated.value(), of_the_service.is_yes()) {
        (None, true) => of_the_service,
        _ => stated.is_true(),
    };
    let without = known(!q.subject().fact("has-contract").is_true());
    let ended = known(q.subject().fact("contract-ended-on").happened());
    necessary & !needs_consent(q, each) & !without & !ended
}

/// Training, advertising and sale: explicit consent is the rule (the purpose map of the law's table).
fn needs_consent<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    each.purpose().is_any_of(names(&param::CONSENT_PURPOSES, q.as_of()))
        | known(each.operation().is_any_of(&BEYOND_CONTRACT))
}

/// Art. 5(2)(a), (ç): a duty of Turkish law that is named; foreign law is none.
pub fn duty_at_home<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    let ordered = some(&q.all("order"), |order| order.fact("legal-basis-cited").is_true());
    each.fact("obligation-of").within(area(q)) & (ordered | each.fact("obligation-cited").is_true())
}

/// Art. 5(2)(d): the person made it public; the purpose of that has to cover the use.
fn published<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    let items = items_of(q, each).or_gap();
    let public = Cond::all(items.iter().map(|item| item.fact("public").is("by-subject")));
    public & each.fact("compatible").is_any_of(&["compatible", "same-purpose"])
}

/// Art. 5(2)(f): weighed before the start and not found to harm; the person's objection is no ground of the law, but an
/// expectation that is known to be lacking tips the balance.
fn interest<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    let unexpected = known(!each.fact("reasonable-expectation").is_true());
    was_weighed(each) & !needs_consent(q, each) & !unexpected
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

/// A needless consent, a withdrawal that was remembered, a ground that was swapped, and data held for somebody else.
fn beside<'q>(q: Question<'q>, each: Thing<'q>, answer: &mut SharingAnswer) {
    let declared = each.fact("declared-basis");
    let on_consent = declared.is_any_of(&CONSENTS);
    let service = each.purpose().is_any_of(names(&param::SERVICE_PURPOSES, q.as_of()));
    let needless = known(service) & known(q.subject().fact("has-contract").is_true());
    let asked = on_consent.clone() | known(each.operation().is("ask-consent"));
    let looked = Looked {
        kinds: &["consent-withdrawn", "opt-out"],
        marketing: names(&param::MARKETING_PURPOSES, q.as_of()),
    };
    let withdrawn = known(marks::stands(q, looked, each));
    let held = known(q.controller().role().is_any_of(&["processor", "sub-processor"]));
    let mut at = answer.at(gate::BASIS).about(each);
    at.review(rule::ART_5_1_NEEDLESS.when(needless & known(asked)).reason("r-consent-invalid"));
    at.prohibit(rule::ART_5_1_WITHDRAWN.when(on_consent & withdrawn).reason("r-consent-withdrawn"));
    at.review(rule::ART_5_DIFFERS.when(differs(each)).reason("r-not-informed"));
    at.review(rule::ART_3_1_G.when(held));
}

fn differs(each: Thing<'_>) -> Cond<'_> {
    let (declared, used) = (each.fact("declared-basis"), each.fact("basis"));
    match (declared.code(), used.code()) {
        (Some(one), Some(other)) => {
            let same = one == other || (CONSENTS.contains(&one) && CONSENTS.contains(&other));
            Cond::because(used.at(), !same).resting_on(declared.at())
        }
        _ => Cond::no(),
    }
}

/// Other people in an upload: neither the contract nor the consent of the uploader is theirs.
pub fn third_persons(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let mut personal = CONSENTS.to_vec();
    personal.push("contract");
    let rests = each.fact("declared-basis").is_any_of(&personal);
    for item in items_of(q, each) {
        let shown = some(&q.labels(), |label| {
            let here = item.id().map_or(Cond::no(), |id| label.fact("item").points_at(id));
            let other = label.fact("owner").is("third-person") | label.fact("content").is("third-person");
            here & label.fact("state").is("present") & other
        });
        if shown.is_yes() {
            let mut at = answer.at(gate::THIRD_PERSON).about(each).about(item);
            at.prohibit(rule::ART_5_THIRD_PERSON.when(shown & rests.clone()).reason("r-no-basis"))
                .unless(rule::ART_5_2_F_THIRD_PERSON.when(was_weighed(each)));
        }
    }
}

fn reason<'q>(q: Question<'q>, each: Thing<'q>) -> &'static str {
    if !each.fact("declared-basis").is_any_of(&CONSENTS).is_yes() {
        return "r-no-basis";
    }
    let consents = q.consents();
    if consents.is_empty() {
        return "r-consent-missing";
    }
    let stands = consents.iter().any(|one| !praetor_sdk::consent::in_force(one).is_no());
    if stands { "r-consent-invalid" } else { "r-consent-withdrawn" }
}
