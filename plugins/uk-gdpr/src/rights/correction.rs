//! Arts 16 and 18: correction and restriction.

use praetor_sdk::reading::known;
use praetor_sdk::{Cond, Outcome, Question, RightsAnswer, Thing, mark, obligation};

use super::{fulfil, items, tell};
use crate::law::rule;

/// Art. 16, with Art. 18(1)(a) while it is checked.
pub fn rectify(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    for item in items(q, request).or_gap() {
        let disputed = item.fact("accuracy-disputed");
        let open = known(disputed.is("disputed"));
        let wrong = match disputed.code() {
            Some("disputed" | "not-disputed") | None => Cond::missing(disputed.at()),
            Some(_) => disputed.is("found-wrong"),
        };
        let undecided = known(disputed.is("undecidable"));
        let mut on = answer.on(request);
        on.interim(rule::ART_18_1_A.when(open).about(item), Outcome::Restrict);
        on.owed(rule::ART_18_1_A.when(undecided).about(item), Outcome::Restrict);
        on.owed(rule::ART_16.when(wrong.clone()).about(item), fulfil(q));
        let right = known(disputed.is("found-right"));
        on.may_refuse(rule::ART_16_RIGHT.when(right).about(item).reason("r-not-covered"), Outcome::Refuse);
        if wrong.is_yes() {
            tell::recipients(request, item, "rectify", answer);
        }
    }
}

/// Art. 18: the four grounds; storage only, and the person is told before it ends.
pub fn restrict(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let ground = request.fact("ground");
    for item in items(q, request).or_gap() {
        let right = known(item.fact("accuracy-disputed").is("found-right"));
        let contested = (ground.is("accuracy-contested")
            | known(item.fact("accuracy-disputed").is("disputed")))
            & !right.clone();
        let unlawful =
            ground.is_any_of(&["opposes-erasure", "unlawful"]) & item.fact("lawfulness").is("unlawful");
        let claims = ground.is("needs-for-claims");
        let objected = ground.is_any_of(&["objection-pending", "objection"]);
        let any = contested.clone() | unlawful.clone() | claims.clone() | objected.clone();
        let mut on = answer.on(request);
        for (rule, cond) in [
            (rule::ART_18_1_A, contested),
            (rule::ART_18_1_B, unlawful),
            (rule::ART_18_1_C, claims),
            (rule::ART_18_1_D, objected),
        ] {
            if cond.is_yes() {
                let scope = item.category().code();
                let remember = mark("restriction", q.as_of());
                let remember = scope.into_iter().fold(remember, praetor_sdk::Mark::over);
                let clause = rule.when(cond.clone()).about(item).marking(remember);
                on.owed(clause.obliging(obligation("tell-before-lifting").after()), Outcome::Restrict);
                on.interim(rule.when(cond).about(item), Outcome::Restrict);
            }
        }
        if any.is_unknown() {
            on.owed(rule::ART_18_1_A.when(any.clone()).about(item), Outcome::Restrict);
        }
        on.may_refuse(rule::ART_18_1.when(!any.clone()).about(item).reason("r-not-covered"), Outcome::Refuse);
        if any.is_yes() {
            tell::recipients(request, item, "restrict", answer);
        }
    }
}
