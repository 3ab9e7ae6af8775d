//! Art. 17: the grounds of erasure and what stands against it, item by item. Duties to keep under
//! a law on records are the word of that law, which the host asks beside this one.

use praetor_sdk::marks::any_stands;
use praetor_sdk::person::MAJORITY;
use praetor_sdk::reading::{known, names};
use praetor_sdk::{Clause, Cond, Mark, Outcome, Question, RightsAnswer, Thing, mark, obligation};

use super::{excessive, fulfil, items, tell, uses_of};
use crate::basis::CONSENTS;
use crate::law::{param, rule};
use crate::reading::home_duty;

/// Art. 17(1) and (3).
pub fn erase(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    for item in items(q, request).or_gap() {
        one(q, request, item, answer);
    }
}

fn one<'q>(q: Question<'q>, request: Thing<'q>, item: Thing<'q>, answer: &mut RightsAnswer) {
    let against = against(q, request, item);
    let stopped = Cond::any(against.iter().map(|clause| clause.1.clone()));
    let child = from_child(q, request, item);
    let unlawful = known(item.fact("lawfulness").is("unlawful"));
    let mut on = answer.on(request);
    let mut owed = false;
    for (rule, ground) in grounds(q, request, item, child, unlawful) {
        let holds = ground & !stopped.clone();
        owed |= holds.is_yes();
        let clause = remembering(q, item, rule.id(), rule.when(holds).about(item));
        let public = known(item.fact("public").is_any_of(&["by-link", "by-service"]));
        let clause = if public.is_yes() {
            clause.obliging(obligation("take-down-public-copies").after())
        } else {
            clause
        };
        on.owed(clause, fulfil(q));
        on.must_state(rule::ART_17_2.when(public & !stopped.clone()).about(item), "recipients-told");
    }
    for (clause, cond, outcome) in against {
        if cond.is_yes() {
            on.may_refuse(clause.about(item), outcome);
        }
    }
    let speech = known(item.fact("protected-interests").contains("expression"));
    on.review(rule::ART_17_3_A.when(speech).about(item).reason("r-expression"));
    if owed {
        tell::recipients(request, item, "erase", answer);
    }
}

/// Art. 21(3): an erasure that ends advertising is remembered, with the least that it takes, so that the person
/// is not taken up again.
fn remembering<'q>(q: Question<'q>, item: Thing<'q>, rule: &str, clause: Clause<'q>) -> Clause<'q> {
    let objected = rule == rule::ART_17_1_C.id() || rule == rule::ART_17_1_B.id();
    let advertising = |each: &Thing<'q>| {
        known(each.purpose().is_any_of(names(&param::MARKETING_PURPOSES, q.as_of()))).is_yes()
    };
    let purposes = uses_of(q, item).into_iter().filter(advertising).filter_map(|each| each.purpose().code());
    let purposes: Vec<&str> = purposes.filter(|_| objected).collect();
    if purposes.is_empty() {
        return clause;
    }
    let suppression = purposes.iter().copied().fold(mark("suppression", q.as_of()), Mark::over);
    clause.marking(suppression).obliging(obligation("suppress").with("purposes", purposes.as_slice()))
}

/// The ground of Art. 17(1) that fits the item. A request ends the contract or the consent on
/// which the item rested, and is an objection where it rests on a balancing.
fn grounds<'q>(
    q: Question<'q>,
    request: Thing<'q>,
    item: Thing<'q>,
    child: Cond<'q>,
    unlawful: Cond<'q>,
) -> Vec<(praetor_sdk::Rule, Cond<'q>)> {
    if unlawful.is_yes() {
        return vec![(rule::ART_17_1_D, unlawful)];
    }
    if child.is_yes() {
        return vec![(rule::ART_17_1_F, child)];
    }
    let uses = uses_of(q, item);
    let rests =
        |bases: &[&str]| Cond::any(uses.iter().map(|each| each.fact("declared-basis").is_any_of(bases)));
    let asked = Cond::yes().resting_on(request.fact("right").at());
    let consent = known(rests(&CONSENTS));
    if consent.is_yes() {
        return vec![(rule::ART_17_1_B, consent)];
    }
    let interest = known(rests(&["legitimate-interest", "public-task"]));
    if interest.is_yes() {
        return vec![(rule::ART_17_1_C, interest)];
    }
    vec![(rule::ART_17_1_A, asked)]
}

/// Art. 17(1)(f): collected from a child on consent.
fn from_child<'q>(q: Question<'q>, request: Thing<'q>, item: Thing<'q>) -> Cond<'q> {
    let young = item.fact("age-at-collection").under(MAJORITY);
    let consent =
        Cond::any(uses_of(q, item).into_iter().map(|each| each.fact("declared-basis").is_any_of(&CONSENTS)));
    let said = known(request.fact("ground").is_any_of(&["collected-as-child", "unlawful-child-data"]));
    known(young.clone() & consent) | (known(young) & said)
}

/// What stands against erasure; the controller proves it, so only what is known counts.
fn against<'q>(q: Question<'q>, request: Thing<'q>, item: Thing<'q>) -> Vec<(Clause<'q>, Cond<'q>, Outcome)> {
    let uses = uses_of(q, item);
    let much = excessive(q, request);
    let needed = Cond::any(uses.iter().map(|each| {
        let runs = known(each.fact("ended-on").not_yet()) & known(each.fact("contract-necessary").is_true());
        each.fact("declared-basis").is("contract") & runs
    }));
    let needed = known(needed) & !known(q.subject().fact("contract-ended-on").happened());
    let listed = known(!item.fact("record").is("none"));
    let duty = Cond::any(uses.iter().map(|each| {
        let on_duty = each.fact("declared-basis").is("legal-obligation") & home_duty(q, *each);
        on_duty & !known(each.fact("ended-on").happened())
    }));
    let duty = known(duty) | known(item.fact("legal-only").is_true());
    let override_ = Cond::any(uses.iter().map(|each| {
        let marketing = each.purpose().is_any_of(names(&param::MARKETING_PURPOSES, q.as_of()));
        each.fact("declared-basis").is("legitimate-interest")
            & each.fact("compelling-grounds").is("documented")
            & !marketing
    }));
    let claims = claims(q, item);
    let choice = known(item.category().is("privacy-choice")) & any_stands(q, &["suppression"]);
    let say = |rule: praetor_sdk::Rule, cond: &Cond<'q>, reason: &'static str| {
        rule.when(cond.clone()).reason(reason)
    };
    let unlisted = duty & !listed;
    let overridden = known(override_);
    vec![
        (say(rule::ART_12_5, &much, "r-excessive"), much, Outcome::Refuse),
        (say(rule::ART_17_1_NEEDED, &needed, "r-contract-needed"), needed, Outcome::Refuse),
        (say(rule::ART_17_3_B, &unlisted, "r-legal-retention"), unlisted, Outcome::Restrict),
        (say(rule::ART_21_1_COMPELLING, &overridden, "r-li-override"), overridden, Outcome::Refuse),
        (say(rule::ART_21_3_KEPT, &choice, "r-objected"), choice, Outcome::Restrict),
        (say(rule::ART_17_3_E, &claims, "r-legal-claims"), claims, Outcome::Restrict),
    ]
}

/// Art. 17(3)(e): an open matter that is in sight and reaches the item.
fn claims<'q>(q: Question<'q>, item: Thing<'q>) -> Cond<'q> {
    praetor_sdk::reading::some(&q.matters(), |matter| {
        let named = matter.fact("items");
        let reaches = match (item.id(), named.value()) {
            (Some(id), Some(_)) => named.points_at(id),
            _ => Cond::yes(),
        };
        let open = !known(matter.fact("released-on").happened());
        let concrete = !known(!matter.fact("concrete").is_true());
        reaches & open & concrete & matter.exists()
    })
}
