//! FADP art. 32(1), (2)(a)-(b), (3): correction, the note of a dispute, and prohibitions.

use praetor_sdk::reading::known;
use praetor_sdk::{Cond, Outcome, Question, RightsAnswer, Thing, mark};

use super::{claim, fulfil, items, tell};
use crate::law::rule;

/// Records whose alteration the law on books forbids.
const UNCHANGEABLE: [&str; 4] = ["voucher", "books", "annual-accounts", "invoice"];

/// Art. 32(1), (3).
pub fn rectify(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    for item in items(q, request).or_gap() {
        let disputed = item.fact("accuracy-disputed");
        let wrong = match disputed.code() {
            Some("disputed" | "not-disputed") | None => Cond::missing(disputed.at()),
            Some(_) => disputed.is("found-wrong"),
        };
        let open = known(disputed.is("disputed"));
        let undecided = known(disputed.is("undecidable"));
        let right = known(disputed.is("found-right"));
        let fixed = known(item.fact("record").is_any_of(&UNCHANGEABLE));
        let scope = item.category().code();
        let note = scope.into_iter().fold(mark("accuracy-contested", q.as_of()), praetor_sdk::Mark::over);
        let mut on = answer.on(request);
        on.interim(rule::ART_32_3.when(open).about(item), Outcome::Restrict);
        let noted = rule::ART_32_3.when(undecided.clone()).about(item).marking(note);
        on.owed(noted, fulfil(q));
        let statute = rule::ART_32_1_A.when(fixed).about(item).reason("r-legal-retention");
        let grounds = if statute.truth().is_yes() { vec![(statute, Outcome::Refuse)] } else { Vec::new() };
        on.owed_unless(rule::ART_32_1.when(wrong.clone()).about(item), fulfil(q), grounds);
        on.may_refuse(rule::ART_32_1_RIGHT.when(right).about(item).reason("r-not-covered"), Outcome::Refuse);
        if (wrong | undecided).is_yes() {
            tell::recipients(q, request, item, "rectify", answer);
        }
    }
}

/// Art. 32(2)(a)-(b): the person forbids a processing, or a disclosure to third parties.
pub fn forbid(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let disclosure = known(request.fact("right").is("de-index"));
    let law = if disclosure.is_yes() { rule::ART_32_2_B } else { rule::ART_32_2_A };
    for item in items(q, request).or_gap() {
        let found = claim::justified(q, item);
        let against: Vec<_> = found
            .into_iter()
            .filter(|(_, cond, outcome)| cond.is_yes() && *outcome == Outcome::Refuse)
            .map(|(clause, _, outcome)| (clause, outcome))
            .collect();
        let free = against.is_empty();
        let scope = item.category().code();
        let remember = scope.into_iter().fold(mark("restriction", q.as_of()), praetor_sdk::Mark::over);
        let clause = law.always().about(item);
        let clause = if free { clause.marking(remember) } else { clause };
        let mut on = answer.on(request);
        on.owed_unless(clause, Outcome::Restrict, against);
        on.interim(law.when(Cond::known(free)).about(item), Outcome::Restrict);
        if free {
            tell::recipients(q, request, item, "restrict", answer);
        }
    }
}
