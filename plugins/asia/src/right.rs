//! The rights that these laws have in common, each under the rules of the law that calls.

use praetor_sdk::reading::{items_of, known, some};
use praetor_sdk::{
    Cond, EntityId, Outcome, Question, RightsAnswer, Rule, Says, Thing, Verb, mark, obligation,
};

use crate::request::{fulfil, interests, items, stop, uses, uses_of};

/// Everything held; what concerns others is left out, what an investigation needs may be kept back.
pub fn copy(
    q: Question<'_>,
    request: Thing<'_>,
    (owed, others, refused): (Rule, Rule, Rule),
    answer: &mut RightsAnswer,
) {
    for item in items(q, request).or_gap() {
        let concerned = interests(q, item);
        let kept_back = known(item.fact("protected-interests").contains("investigation"));
        let mut on = answer.on(request);
        if kept_back.is_yes() {
            let clause = refused.when(kept_back).about(item).reason("r-investigation");
            on.may_refuse(clause, Outcome::Refuse);
        } else if concerned.is_empty() {
            let asked = Cond::yes().resting_on(request.fact("right").at());
            on.owed(owed.when(asked).about(item), fulfil(q));
        } else {
            let part = others.always().about(item).reason("r-third-party-rights");
            on.owed(part, Outcome::Redact(concerned));
        }
    }
}

/// What is wrong or incomplete is corrected, and who received it is told.
pub fn rectify(
    q: Question<'_>,
    request: Thing<'_>,
    (owed, right, tell): (Rule, Rule, Option<Rule>),
    answer: &mut RightsAnswer,
) {
    for item in items(q, request).or_gap() {
        let disputed = item.fact("accuracy-disputed");
        let wrong = match disputed.code() {
            Some("disputed" | "not-disputed") | None => Cond::missing(disputed.at()),
            Some(_) => disputed.is("found-wrong"),
        };
        let stays = known(disputed.is_any_of(&["found-right", "undecidable"]));
        let mut on = answer.on(request);
        on.owed(owed.when(wrong.clone()).about(item), fulfil(q));
        on.may_refuse(right.when(stays).about(item).reason("r-not-covered"), Outcome::Refuse);
        if let (true, Some(rule)) = (wrong.is_yes(), tell) {
            recipients((request, item, item), "rectify", rule, answer);
        }
    }
}

/// The rules of a law on erasure.
#[derive(Clone, Copy, Debug)]
pub struct Erasing<'l> {
    /// Erasure is owed.
    pub owed: Rule,
    /// A need that still holds stands against it.
    pub needed: Rule,
    /// Who received the item is told, where the law says so.
    pub tell: Option<Rule>,
    /// Bases that carry a use while its purpose goes on.
    pub carrying: &'l [&'l str],
    /// The places whose law commands a use.
    pub area: &'l [&'l str],
}

/// Item by item. The controller shows that a need still holds: only what is known counts against
/// the person. Duties to keep records are the word of the rules on retention, asked beside these.
pub fn erase(q: Question<'_>, request: Thing<'_>, rules: Erasing<'_>, answer: &mut RightsAnswer) {
    for item in items(q, request).or_gap() {
        let stands = standing(q, item, rules);
        let stopped = Cond::any(stands.iter().map(|(cond, ..)| cond.clone()));
        let owed = !stopped;
        let mut on = answer.on(request);
        let clause = rules.owed.when(owed.clone().resting_on(request.fact("right").at()));
        on.owed(clause.about(item), fulfil(q));
        for (cond, reason, outcome) in stands {
            if cond.is_yes() {
                on.may_refuse(rules.needed.when(cond).about(item).reason(reason), outcome);
            }
        }
        if let (true, Some(rule)) = (owed.is_yes(), rules.tell) {
            recipients((request, item, item), "erase", rule, answer);
        }
    }
}

/// The needs that still hold for an item. Unlawful processing has none.
fn standing<'q>(
    q: Question<'q>,
    item: Thing<'q>,
    rules: Erasing<'_>,
) -> Vec<(Cond<'q>, &'static str, Outcome)> {
    if known(item.fact("lawfulness").is("unlawful")).is_yes() {
        return Vec::new();
    }
    let uses = uses_of(q, item);
    let of = |test: &dyn Fn(Thing<'q>) -> Cond<'q>| {
        Cond::any(uses.iter().map(|each| known(test(*each)) & !known(each.fact("ended-on").happened())))
    };
    let over = known(q.subject().fact("contract-ended-on").happened())
        | known(q.subject().fact("account-status").is("closed"));
    let contract = of(&|each| {
        each.fact("declared-basis").is_any_of(rules.carrying)
            & each.fact("contract-necessary").is_true()
            & each.fact("ended-on").not_yet()
    });
    let listed = known(!item.fact("record").is("none"));
    let duty = of(&|each| {
        each.fact("declared-basis").is_any_of(&["legal-obligation", "public-task"])
            & each.fact("obligation-of").within(rules.area)
            & each.fact("obligation-cited").is_true()
    });
    let duty = (duty | known(item.fact("legal-only").is_true())) & !listed;
    vec![
        (contract & !over, "r-contract-needed", Outcome::Refuse),
        (duty, "r-legal-retention", Outcome::Restrict),
        (claims(q, item), "r-legal-claims", Outcome::Restrict),
    ]
}

/// An open matter that is in sight and reaches the item.
fn claims<'q>(q: Question<'q>, item: Thing<'q>) -> Cond<'q> {
    some(&q.matters(), |matter| {
        let named = matter.fact("items");
        let reaches = match (item.id(), named.value()) {
            (Some(id), Some(_)) => named.points_at(id),
            _ => Cond::yes(),
        };
        let open = !known(matter.fact("released-on").happened());
        reaches & open & !known(!matter.fact("concrete").is_true())
    })
}

/// What rested on a consent ends and is remembered; who works with the items is told. What rests on
/// another ground goes on (`other`).
pub fn withdraw(
    q: Question<'_>,
    request: Thing<'_>,
    (ends, other): (Rule, Rule),
    consents: &[&str],
    answer: &mut RightsAnswer,
) {
    for each in uses(q, request).or_gap() {
        let rested = each.fact("declared-basis").is_any_of(consents);
        let remember = mark("consent-withdrawn", q.as_of()).over(each.purpose().code().unwrap_or_default());
        let clause = ends.when(rested.clone()).about(each).marking(remember);
        answer.on(request).owed(clause, stop(q));
        if rested.is_yes() {
            for item in items_of(q, each) {
                recipients((request, item, each), "withdraw-consent", ends, answer);
            }
        } else if rested.is_no() {
            let clause = other.when(!rested).about(each);
            answer.on(request).no_right(clause.reason("r-not-covered"));
        }
    }
}

/// Advertising ends, and the person is left out of it from then on; what is none is not reached.
pub fn marketing(
    q: Question<'_>,
    request: Thing<'_>,
    (ends, other): (Rule, Rule),
    purposes: &[&str],
    answer: &mut RightsAnswer,
) {
    for each in uses(q, request).or_gap() {
        let advertising = each.purpose().is_any_of(purposes) | known(each.operation().is("send-marketing"));
        let scope = each.purpose().code().unwrap_or_default();
        let clause = ends.when(advertising.clone()).about(each).reason("r-objected");
        let clause = clause.marking(mark("opt-out", q.as_of()).over(scope));
        let clause = clause.obliging(obligation("suppress").with("purposes", [scope]));
        answer.on(request).owed(clause, stop(q));
        if advertising.is_no() {
            let clause = other.when(!advertising).about(each);
            answer.on(request).no_right(clause.reason("r-not-covered"));
        }
    }
}

/// The uses that a request contests.
#[must_use]
pub fn contested<'q>(q: Question<'q>, request: Thing<'q>) -> praetor_sdk::Things<'q> {
    let named = request.fact("of-decision").value().is_some();
    if named { request.follow("of-decision", "use") } else { uses(q, request) }
}

/// A decision that a machine alone took, with a grave effect.
pub fn by_machine(each: Thing<'_>) -> Cond<'_> {
    each.fact("solely-automated").is_true() & !known(each.fact("significant-effect").is("none"))
}

/// A right that the law does not know; the request is taken for another one.
pub fn absent(q: Question<'_>, request: Thing<'_>, rule: Rule, taken_for: &str, answer: &mut RightsAnswer) {
    let clause = || rule.when(Cond::yes().resting_on(request.fact("right").at()));
    let of_uses = request.fact("uses").value().is_some();
    let about = if of_uses { uses(q, request) } else { items(q, request) };
    for thing in about.or_gap() {
        answer.on(request).no_right(clause().about(thing).reason("r-no-such-right"));
    }
    if !taken_for.is_empty() {
        let says = Says::of("treated-as").with("rights", [taken_for]);
        answer.on(request).must_state(rule.always(), says);
    }
}

/// Tells everybody who received an item (`about` an item), or who works with it for the controller
/// (`about` a use).
pub fn recipients(
    (request, item, about): (Thing<'_>, Thing<'_>, Thing<'_>),
    action: &str,
    rule: Rule,
    answer: &mut RightsAnswer,
) {
    let mut told: Vec<EntityId> = Vec::new();
    for disclosure in item.follow("disclosed-to", "disclosure") {
        let recipient = disclosure.follow_one("recipient", "recipient");
        let gone = known(disclosure.fact("still-held").is("erased"));
        let role = recipient.role().code();
        let works = matches!(role, Some("processor" | "sub-processor" | "service-provider" | "contractor"));
        let Some(id) = recipient.id() else { continue };
        if gone.is_yes() || told.contains(&id) || (about.kind() == "use" && !works) {
            continue;
        }
        told.push(id);
        let because = Cond::yes().resting_on(recipient.role().at());
        let verb = if works { Verb::Command } else { Verb::Notify };
        answer.on(request).tell(rule.when(because).about(about), recipient, verb, action, None);
    }
}
