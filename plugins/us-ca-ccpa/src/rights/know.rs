//! §§ 1798.110, 1798.130, 11 CCR § 7024: to know, with the specific pieces in a portable form.

use praetor_sdk::reading::known;
use praetor_sdk::{Cond, Day, Outcome, Question, RightsAnswer, Says, Thing};

use super::{day_of, excessive, fulfil, items, labels_of, never_disclosed, proof_withheld, unproven};
use crate::law::{param, rule};

/// Item by item; what stands against the request as a whole first.
pub fn know(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let stated = request.fact("right").at();
    for item in items(q, request).or_gap() {
        let (barred, reason) = against(q, request);
        let mut on = answer.on(request);
        if excessive(request).is_yes() {
            let clause = rule::S_1798_145_H_3.when(excessive(request)).about(item).reason("r-unfounded");
            on.may_refuse(clause, Outcome::Refuse);
        } else if barred.is_yes() {
            let rule = if reason == "r-limit-reached" { rule::S_1798_130_B } else { rule::CCR_7063 };
            on.may_refuse(rule.when(barred).about(item).reason(reason), Outcome::Refuse);
        } else if known(unverified(q, request)).is_yes() {
            let clause = rule::CCR_7024_A.when(unverified(q, request)).about(item);
            on.may_refuse(clause.reason("r-identity-failed"), Outcome::Refuse);
        } else if known(by_categories(q, request)).is_yes() {
            let clause = rule::CCR_7024_A.when(by_categories(q, request)).about(item);
            on.owed(clause.reason("r-identity-failed"), Outcome::DescribeOnly);
        } else {
            pieces(q, request, item, Cond::yes().resting_on(stated), answer);
        }
    }
    let categories = asks_for_pieces(request) & known(by_categories(q, request) | unverified(q, request));
    let mut on = answer.on(request);
    on.must_state(rule::CCR_7024_A.when(categories), Says::of("treated-as").with("rights", ["access"]));
    on.must_state(rule::CCR_7024_A.when(known(unverified(q, request))), "privacy-policy");
}

/// § 1798.130(b): two answers in 12 months are enough; an agent who withholds proof gets none.
fn against<'q>(q: Question<'q>, request: Thing<'q>) -> (Cond<'q>, &'static str) {
    let limit = usize::try_from(param::REQUESTS_A_YEAR.on(day_of(q, request)).or(2)).unwrap_or(2);
    let received = day_of(q, request);
    let recent = |day: Option<Day>| day.is_some_and(|d| d <= received && d.plus_months(12) > received);
    let answered = q.earlier_requests().which(|earlier| {
        earlier.fact("right").is_any_of(&super::KNOWING)
            & Cond::known(recent(earlier.fact("answered-on").day()))
    });
    match answered.first() {
        Some(first) if answered.len() >= limit => {
            (Cond::because(first.fact("answered-on").at(), true), "r-limit-reached")
        }
        _ => (unproven(q) & proof_withheld(q), "r-agent-unproven"),
    }
}

/// Whether the pieces themselves are asked for, and not only their categories.
pub fn asks_for_pieces(request: Thing<'_>) -> Cond<'_> {
    known(request.fact("asks-for").contains_any(&["copy", "specific-pieces", "portable-copy"]))
        | known(request.fact("right").is("portability"))
}

/// 11 CCR §§ 7061-7062: an account with its login, or a reasonably high degree by other means.
pub fn at_home(q: Question<'_>) -> Cond<'_> {
    let requester = q.requester();
    let matched = known(requester.fact("points-matched").at_least(3))
        & known(requester.fact("declaration-signed").is_true());
    known(requester.fact("signed-in").is_true())
        | known(requester.fact("identity-achieved").is("strong"))
        | matched
}

/// Pieces were asked for, and the proof is good enough for categories only.
pub fn by_categories<'q>(q: Question<'q>, request: Thing<'q>) -> Cond<'q> {
    let requester = q.requester();
    let given_up = known(request.fact("identity-refused").happened())
        | known(requester.fact("points-matched").under(3))
        | known(!requester.fact("declaration-signed").is_true());
    asks_for_pieces(request) & !at_home(q) & given_up & reasonable(q)
}

fn reasonable(q: Question<'_>) -> Cond<'_> {
    let requester = q.requester();
    known(requester.fact("points-matched").at_least(2))
        | known(requester.fact("identity-achieved").is_any_of(&["verified", "strong"]))
}

/// Nothing matched, or proof was refused: not even the categories.
fn unverified<'q>(q: Question<'q>, request: Thing<'q>) -> Cond<'q> {
    let requester = q.requester();
    let failed =
        known(requester.fact("points-matched").under(2)) | known(request.fact("identity-refused").happened());
    failed & !at_home(q) & !reasonable(q)
}

/// One item: never disclosed, not searchable, too old, or given with what concerns others left out.
fn pieces<'q>(
    q: Question<'q>,
    request: Thing<'q>,
    item: Thing<'q>,
    asked: Cond<'q>,
    answer: &mut RightsAnswer,
) {
    let (categories, labels) = never_disclosed(q);
    let secret = known(item.category().is_any_of(categories));
    let buried = known(!item.fact("searchable").is_true()) & known(item.fact("legal-only").is_true());
    let mut on = answer.on(request);
    if secret.is_yes() {
        let clause = rule::CCR_7024_D.when(secret.clone()).about(item).reason("r-never-disclosed");
        on.owed(clause.clone(), Outcome::DescribeOnly).must_not(clause, Outcome::DescribeOnly);
        on.must_state(rule::CCR_7024_D.when(secret), "data-types-held");
    } else if buried.is_yes() {
        let clause = rule::CCR_7024_C.when(buried).about(item).reason("r-disproportionate");
        on.may_refuse(clause, Outcome::DescribeOnly);
        on.must_state(rule::CCR_7024_C.always(), "search-scope");
    } else if let Some(first) = reaches_back_to(q, request, item) {
        old(request, item, first, on.must_state(rule::S_1798_110.always(), "categories"));
    } else {
        let mut left_out = labels_of(q, item, labels);
        let rule = if left_out.is_empty() { rule::S_1798_145_K } else { rule::CCR_7024_D };
        left_out.extend(of_others(q, item));
        if left_out.is_empty() {
            on.owed(rule::S_1798_110.when(asked).about(item), fulfil(q));
        } else {
            on.owed(rule.always().about(item).reason("r-third-party-rights"), Outcome::Redact(left_out));
        }
    }
}

/// § 1798.130(a)(2): the first day that the answer reaches back to, if the item is older.
fn reaches_back_to(q: Question<'_>, request: Thing<'_>, item: Thing<'_>) -> Option<Day> {
    let received = day_of(q, request);
    let year_before = received.plus_days(-365)?;
    let narrow = known(request.fact("range").is("last-12-months"))
        | known(request.fact("effort").is_any_of(&["disproportionate", "impossible"]));
    let first = param::LOOK_BACK.on(received).value.filter(|_| narrow.is_no()).unwrap_or(year_before);
    let first = request.fact("range-from").day().map_or(first, |from| from.max(first));
    let oldest = [item.fact("oldest").day(), item.fact("collected-on").day()].into_iter().flatten().min();
    oldest.filter(|day| *day < first).map(|_| first)
}

fn old(request: Thing<'_>, item: Thing<'_>, first: Day, on: &mut praetor_sdk::OnRequest<'_>) {
    let version = request.fact("received-on").day();
    let oldest = item.fact("oldest");
    let newest = item.fact("newest");
    let begun = if oldest.value().is_some() { oldest } else { item.fact("collected-on") };
    let many = oldest.value().is_some() || newest.value().is_some();
    let over = !many || newest.day().is_some_and(|day| day < first);
    let because = || Cond::yes().resting_on(begun.at());
    for rule in [rule::S_1798_130_A_2_B, rule::S_1798_130_A_2] {
        let clause = rule.when(because()).about(item).reason("r-before-look-back").as_at(version);
        if over {
            on.may_refuse(clause, Outcome::Refuse);
        } else {
            on.owed(clause, Outcome::Since(first));
        }
    }
}

/// What of others an item holds.
fn of_others(q: Question<'_>, item: Thing<'_>) -> Vec<String> {
    const OF_OTHERS: [&str; 4] = ["third-person", "trade-secret", "legal-privilege", "safety-of-others"];
    let stated = item.fact("protected-interests").codes().iter();
    let mut all: Vec<String> = stated.filter(|code| OF_OTHERS.contains(&code.as_str())).cloned().collect();
    let shown = q.labels().into_iter().any(|label| {
        let here = item.id().map_or(Cond::no(), |id| label.fact("item").points_at(id));
        (here & label.fact("state").is("present") & label.fact("owner").is("third-person")).is_yes()
    });
    if shown && !all.iter().any(|code| code == "third-person") {
        all.push("third-person".to_owned());
    }
    all
}
