//! §§ 1798.105, 1798.99.80, 1798.99.86, 11 CCR § 7022: deletion, its exceptions, backups, data brokers. Duties to keep
//! records are the word of the rules on keeping, which the host asks beside these.

use praetor_sdk::reading::{known, some};
use praetor_sdk::{Clause, Cond, Outcome, Question, RightsAnswer, Rule, Thing, obligation};

use super::{excessive, fulfil, items, proof_withheld, tell, unproven, uses_of};
use crate::law::rule;

/// Item by item. An exception must be known to stand; what it does not reach is deleted.
pub fn delete(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    for item in items(q, request).or_gap() {
        if let Some((clause, outcome)) = refused(q, request, item) {
            answer.on(request).may_refuse(clause.about(item), outcome);
            continue;
        }
        let foreign = known(item.fact("origin").is("provided-by-third-party"))
            | known(item.fact("source").is_any_of(&[
                "identity-provider",
                "other-controller",
                "public-source",
            ]));
        let resting = known(item.fact("medium").is_any_of(&["backup", "archive"]))
            & !known(item.fact("restored-on").happened());
        let mut on = answer.on(request);
        if foreign.is_yes() {
            on.no_right(rule::S_1798_105_A.when(foreign).about(item).reason("r-not-provided"));
        } else if resting.is_yes() {
            let later = rule::CCR_7022_D.when(resting.clone()).about(item).reason("d-backup");
            on.owed(later.obliging(obligation("erase-on-restore").after()), Outcome::Restrict);
            on.must_state(rule::CCR_7022_D.when(resting), "backup-delay");
        } else {
            let asked = Cond::yes().resting_on(request.fact("right").at());
            on.owed(rule::S_1798_105.when(asked).about(item), fulfil(q));
            tell::deletion(request, item, answer);
        }
    }
}

/// The first ground of refusal that is known to stand.
fn refused<'q>(q: Question<'q>, request: Thing<'q>, item: Thing<'q>) -> Option<(Clause<'q>, Outcome)> {
    let agent = unproven(q) & proof_withheld(q);
    let identity = known(request.fact("identity-refused").happened())
        | known(q.requester().fact("points-matched").under(1));
    let identity =
        identity & !known(q.requester().fact("identity-achieved").is_any_of(&["verified", "strong"]));
    let fixed = [
        (excessive(request), rule::S_1798_145_H_3, "r-unfounded", Outcome::Refuse),
        (agent, rule::CCR_7063, "r-agent-unproven", Outcome::Refuse),
        (identity, rule::CCR_7060, "r-identity-failed", Outcome::Refuse),
    ];
    let first = fixed.into_iter().chain(exceptions(q, item)).find(|(cond, ..)| cond.is_yes());
    first.map(|(cond, rule, reason, outcome)| (rule.when(cond).reason(reason), outcome))
}

type Ground<'q> = (Cond<'q>, Rule, &'static str, Outcome);

/// § 1798.105(d), § 1798.145(a). A law that names the record speaks through its floor.
fn exceptions<'q>(q: Question<'q>, item: Thing<'q>) -> Vec<Ground<'q>> {
    let uses = uses_of(q, item);
    let of = |test: &dyn Fn(Thing<'q>) -> Cond<'q>| {
        Cond::any(uses.iter().map(|each| known(test(*each)) & !known(each.fact("ended-on").happened())))
    };
    let over = known(q.subject().fact("contract-ended-on").happened())
        | known(q.subject().fact("account-status").is("closed"));
    let contract = of(&|each| each.fact("contract-necessary").is_true() & each.fact("ended-on").not_yet());
    let open = some(&q.all("transaction"), |deal| {
        let named = deal.fact("items");
        let here = item.id().map_or(Cond::no(), |id| named.points_at(id));
        here & deal.fact("completed-on").not_yet()
    });
    let needed = |each: Thing<'q>| each.fact("keeping-need").is("documented");
    let guarding = ["security", "abuse-prevention", "fraud-prevention", "performance-monitoring"];
    let security = of(&|each| each.purpose().is_any_of(&guarding) & needed(each));
    let inward = of(&|each| {
        each.fact("reasonable-expectation").is_true()
            & needed(each)
            & each.operation().is_any_of(&["use", "store"])
    });
    let speech = known(item.fact("protected-interests").contains("expression"));
    let listed = known(!item.fact("record").is("none"));
    let legal =
        of(&|each| each.purpose().is("legal-compliance") & each.fact("obligation-of").within(&["US"]))
            | known(item.fact("legal-only").is_true());
    vec![
        ((contract & !over) | open, rule::S_1798_105_D_1, "r-contract-needed", Outcome::Refuse),
        (claim(q, item), rule::S_1798_145_A_CLAIMS, "r-legal-claims", Outcome::Restrict),
        (legal & !listed, rule::S_1798_105_D_8, "r-legal-retention", Outcome::Restrict),
        (security, rule::S_1798_105_D_2, "r-not-covered", Outcome::Restrict),
        (speech, rule::S_1798_105_D_4, "r-expression", Outcome::Refuse),
        (inward, rule::S_1798_105_D_7, "r-not-covered", Outcome::Restrict),
    ]
}

/// A claim in sight that needs the item.
fn claim<'q>(q: Question<'q>, item: Thing<'q>) -> Cond<'q> {
    some(&q.matters(), |matter| {
        let named = matter.fact("items");
        let here = match (item.id(), named.value()) {
            (Some(id), Some(_)) => named.points_at(id),
            _ => Cond::yes(),
        };
        here & matter.fact("concrete").is_true() & !known(matter.fact("released-on").happened())
    })
}

/// § 1798.99.80: who knowingly sells data of people without a direct relation.
pub fn broker(q: Question<'_>) -> Cond<'_> {
    let controller = q.controller();
    let sells = controller.fact("sells-or-shares").is_any_of(&["sells", "both"]);
    let direct = controller.fact("collects-directly").is_true();
    known(controller.fact("activities").contains("data-broker")) | (sells & !direct)
}

/// A deletion through DROP binds data brokers alone.
pub fn by_list(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let version = request.fact("received-on").day();
    for item in items(q, request).or_gap() {
        let mut on = answer.on(request);
        on.owed(rule::S_1798_99_86.when(broker(q)).about(item).as_at(version), Outcome::Fulfil);
        if broker(q).is_no() {
            on.no_right(rule::S_1798_99_80.when(!broker(q)).about(item).reason("r-outside-law"));
        }
    }
}
