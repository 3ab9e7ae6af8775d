//! Art. 6: each use needs one of the bases, and it is the one that was declared.

mod recognised;

use praetor_sdk::person::{MAJORITY, under};
use praetor_sdk::reading::{begun, claim_in_sight, items_of, known, names, some};
use praetor_sdk::{Cond, Question, SharingAnswer, Thing, obligation};

use crate::ask;
use crate::consent;
use crate::law::{gate, param, rule};
use crate::marks;
use crate::reading::home_duty;

/// The declared bases that are consent in the sense of Art. 6(1)(a).
pub const CONSENTS: [&str; 5] =
    ["consent", "explicit-consent", "parental-consent", "separate-consent", "written-release"];

/// The declared bases to which a person can object, Art. 21(1).
pub const BALANCED: [&str; 3] = ["legitimate-interest", "public-task", "recognised-legitimate-interest"];

/// Acts that no contract with the person can need.
const BEYOND_CONTRACT: [&str; 4] = ["train", "sell", "share-for-ads", "send-marketing"];

/// Art. 6(1): the permits of the declared basis; without one that holds, nothing is lawful.
pub fn basis(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    if ask::asks(each).is_yes() {
        return ask::ask(q, each, answer);
    }
    let declared = each.fact("declared-basis");
    let reason = reason(q, each);
    let mut at = answer.at(gate::BASIS).about(each);
    match declared.code() {
        None => {
            at.permit(rule::ART_6_1_B.when(Cond::missing(declared.at())));
        }
        Some(code) if CONSENTS.contains(&code) => {
            for item in items_of(q, each).or_gap() {
                at.permit(
                    rule::ART_6_1_A
                        .when(declared.is(code) & consent::carries(q, each, item))
                        .about(each)
                        .about(item)
                        .obliging(obligation("keep-consent-proof")),
                );
            }
            refused(q, each, &mut at);
        }
        Some("contract") => {
            at.permit(rule::ART_6_1_B.when(declared.is("contract") & contract(q, each)));
        }
        Some("legal-obligation") => {
            at.permit(rule::ART_6_1_C.when(declared.is("legal-obligation") & home_duty(q, each)));
        }
        Some("legitimate-interest" | "legal-claims") => interest(q, each, &mut at),
        Some("vital-interest") if !told_of_threat(q).is_yes() => {
            at.review(rule::ART_6_1_D.when(declared.is("vital-interest")));
            return swapped(q, each, answer);
        }
        Some("vital-interest") => {
            let threat = declared.is("vital-interest") & told_of_threat(q);
            at.permit(rule::ART_6_1_D.when(threat).obliging(obligation("document-disclosure")));
        }
        Some("public-task") => {
            at.review(rule::ART_6_1_E.when(declared.is("public-task")));
            return swapped(q, each, answer);
        }
        Some("recognised-legitimate-interest") => {
            if recognised::interest(q, each, &mut at) {
                return swapped(q, each, answer);
            }
        }
        Some(_) => {}
    }
    at.otherwise_prohibit(rule::ART_6_1.when(Cond::yes().resting_on(declared.at())).reason(reason));
    swapped(q, each, answer);
}

/// Arts 4(11), 7: a consent that the person turned down is remembered, so that nobody asks at once.
fn refused<'q>(q: Question<'q>, each: Thing<'q>, at: &mut praetor_sdk::AtGate<'_, gate::Basis>) {
    for consent in ask::said_no(q, each) {
        if let Some(mark) = ask::not_again(q, each, consent) {
            let no = Cond::yes().resting_on(consent.fact("state").at());
            at.prohibit(rule::ART_7_REFUSED.when(no).reason("r-consent-withdrawn").marking(mark));
        }
    }
}

/// Art. 6(1)(b): a contract with this person that cannot be performed without the use.
fn contract<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    let (purpose, stated) = (each.purpose(), each.fact("contract-necessary"));
    let never = purpose.is_any_of(names(&param::NEVER_CONTRACT, q.as_of()))
        | known(each.operation().is_any_of(&BEYOND_CONTRACT));
    let of_the_service = purpose.is_any_of(names(&param::SERVICE_PURPOSES, q.as_of()));
    let necessary = match (stated.value(), of_the_service.is_yes()) {
        (None, true) => of_the_service,
        _ => stated.is_true(),
    };
    let without = known(!q.subject().fact("has-contract").is_true());
    let ended = known(q.subject().fact("contract-ended-on").happened());
    necessary & !never & !without & !ended
}

/// Art. 6(1)(f): weighed before the start, passed, no unresolved objection; claims apart.
fn interest<'q>(q: Question<'q>, each: Thing<'q>, at: &mut praetor_sdk::AtGate<'_, gate::Basis>) {
    let declared = each.fact("declared-basis");
    let on_claims = declared.is("legal-claims") | each.purpose().is("dispute-handling");
    let claim = rule::ART_6_1_F_CLAIMS.when(on_claims & claim_in_sight(q, each));
    at.permit(claim.obliging(obligation("document-disclosure")));
    let weighed = declared.is("legitimate-interest") & was_weighed(each) & !objected(q, each);
    let unexpected = known(!each.fact("reasonable-expectation").is_true());
    let clause = rule::ART_6_1_F.when(weighed & !unexpected).burden(1);
    let own = each.purpose().is_any_of(names(&param::OWN_PURPOSES, q.as_of()));
    at.permit(if own.is_yes() {
        clause.with_conditions().obliging(obligation("offer-objection").before().as_condition())
    } else {
        clause
    });
    outweighed(q, each, at);
}

/// Art. 6(1)(f): the balancing test was passed before the use began.
pub fn was_weighed(each: Thing<'_>) -> Cond<'_> {
    let (on, start) = (each.fact("lia-on"), each.fact("started-on"));
    let in_time = match start.day() {
        Some(start) => on.on_or_before(start),
        None => on.happened(),
    };
    each.fact("lia").is("passed") & in_time & begun(on)
}

/// Art. 21(1): an objection stands that no compelling grounds outweigh; against marketing nothing
/// is weighed.
pub fn objected<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    let marketing = each.purpose().is_any_of(names(&param::MARKETING_PURPOSES, q.as_of()));
    let compelling = known(each.fact("compelling-grounds").is("documented"));
    marks::stands(q, &["objection", "opt-out", "suppression"], each) & (marketing | !compelling)
}

/// Art. 6(1)(f) at its end: where the person is a child, and for advertising by behaviour elsewhere.
fn outweighed<'q>(q: Question<'q>, each: Thing<'q>, at: &mut praetor_sdk::AtGate<'_, gate::Basis>) {
    let interest = each.fact("declared-basis").is("legitimate-interest");
    let against = each.purpose().is_any_of(names(&param::AGAINST_CHILD, q.as_of()))
        | known(each.fact("profiling").is_true());
    let weighed = each.purpose().is_any_of(names(&param::WEIGHED_FOR_CHILD, q.as_of()));
    let child = under(q.subject(), MAJORITY);
    at.prohibit(rule::ART_6_1_F_CHILD.when(interest.clone() & against & child.clone()).reason("r-minor"));
    let ads = rule::ART_6_1_F_ADS.when(interest.clone() & each.purpose().is("targeted-ads"));
    at.review(ads.reason("r-consent-missing"));
    at.review(rule::ART_6_1_F_CHILD_REVIEW.when(interest & weighed & known(child)).reason("r-minor"));
}

/// Art. 6(1)(d): an emergency that an order tells of; any other is for a person to see.
fn told_of_threat(q: Question<'_>) -> Cond<'_> {
    some(&q.all("order"), |order| order.fact("threat-to-life").is_true())
}

/// Arts 7(3), 13(1)(c), 28(3)(a): a withdrawal that was remembered, a basis that was swapped, and
/// data that are held for somebody else.
fn swapped(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let (declared, used) = (each.fact("declared-basis"), each.fact("basis"));
    let rests_on_consent = declared.is_any_of(&CONSENTS);
    let differs = match (declared.code(), used.code()) {
        (Some(one), Some(other)) => {
            let same = one == other || (CONSENTS.contains(&one) && CONSENTS.contains(&other));
            Cond::because(used.at(), !same).resting_on(declared.at())
        }
        _ => Cond::no(),
    };
    let withdrawn = known(marks::stands(q, &["consent-withdrawn", "opt-out"], each));
    let held_for_others = known(q.controller().role().is_any_of(&["processor", "sub-processor"]));
    let mut at = answer.at(gate::BASIS).about(each);
    at.prohibit(rule::ART_7_3.when(rests_on_consent & withdrawn).reason("r-consent-withdrawn"));
    let objecting = known(objected(q, each)) & declared.is_any_of(&BALANCED);
    at.prohibit(rule::ART_21_1.when(objecting).reason("r-objected"));
    at.review(rule::ART_13_1_C.when(differs).reason("r-not-informed"));
    at.review(rule::ART_28_3_A_INSTRUCTIONS.when(held_for_others));
}

/// Art. 6(1)(b): other people in an upload have no contract with the service.
pub fn third_persons(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let personal = ["contract"].iter().chain(&CONSENTS).copied().collect::<Vec<_>>();
    let rests = each.fact("declared-basis").is_any_of(&personal);
    for item in items_of(q, each) {
        let shown = some(&q.labels(), |label| {
            let of_item = item.id().map_or(Cond::no(), |id| label.fact("item").points_at(id));
            let other = label.fact("owner").is("third-person") | label.fact("content").is("third-person");
            of_item & label.fact("state").is("present") & other
        });
        if shown.is_yes() {
            let at = answer.at(gate::THIRD_PERSON).about(each).about(item);
            let mut at = at;
            at.prohibit(rule::ART_6_1_THIRD_PERSON.when(shown & rests.clone()).reason("r-no-basis"))
                .unless(rule::ART_6_1_F_THIRD_PERSON.when(was_weighed(each)));
        }
    }
}

fn reason<'q>(q: Question<'q>, each: Thing<'q>) -> &'static str {
    let declared = each.fact("declared-basis");
    if !declared.is_any_of(&CONSENTS).is_yes() {
        return "r-no-basis";
    }
    let mut consents = q.consents().into_iter().peekable();
    if consents.peek().is_none() {
        return "r-consent-missing";
    }
    if consents.any(|consent| in_some_force(consent)) { "r-consent-invalid" } else { "r-consent-withdrawn" }
}

fn in_some_force(consent: Thing<'_>) -> bool {
    !consent::in_force(consent).is_no()
}
