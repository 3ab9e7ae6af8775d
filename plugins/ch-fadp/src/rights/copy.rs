//! FADP arts 25 to 29, DPO art. 20: information and handing over, item by item.

use praetor_sdk::reading::{known, some};
use praetor_sdk::{Clause, Cond, Outcome, Question, RightsAnswer, Thing};

use super::{fee, fulfil, items, unfounded, uses_of};
use crate::consent::CONSENTS;
use crate::justification::contract;
use crate::law::rule;

/// Interests of others that leave a part out (art. 26(1)(b)).
const OF_OTHERS: [&str; 2] = ["third-person", "safety-of-others"];

/// Interests of the controller itself (art. 26(2)(a)).
const OWN: [&str; 3] = ["trade-secret", "investigation", "management-plans"];

/// Art. 25: the data as such, unless art. 26 lets the controller refuse.
pub fn access(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    for item in items(q, request).or_gap() {
        let others = interests(q, item);
        let grounds = refusals(q, request, item, false);
        let mut on = answer.on(request);
        if others.is_empty() {
            on.owed_unless(rule::ART_25_1.always().about(item), fulfil(q), grounds);
        } else {
            let part = rule::ART_26_1_B.always().about(item).reason("r-third-party-rights");
            on.owed_unless(part, Outcome::Redact(others), grounds);
        }
    }
}

/// Arts 28, 29: what the person gave or the service watched, by machine, on consent or contract.
pub fn portability(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    for item in items(q, request).or_gap() {
        let origin = Origin::of(item);
        let based =
            based(q, item) & item.fact("automated").is_true() & !known(item.fact("legal-only").is_true());
        let gives = based.clone() & origin.is_any_of(&["provided", "observed"], item);
        let outputs = based.clone() & origin.is_any_of(&["generated"], item);
        let own = origin.is_any_of(&["derived"], item);
        let others = interests(q, item);
        let outcome = || if others.is_empty() { fulfil(q) } else { Outcome::Redact(others.clone()) };
        let mut on = answer.on(request);
        on.owed_unless(
            rule::ART_28_1.when(gives.clone()).about(item),
            outcome(),
            refusals(q, request, item, true),
        );
        if !outputs.is_no() {
            let made = rule::ART_28_1_OUTPUTS.when(outputs.clone()).about(item);
            on.owed_unless(made, outcome(), refusals(q, request, item, true));
        }
        on.no_right(rule::DPO_20_2.when(known(own.clone())).about(item).reason("r-not-provided"));
        let none = !(gives | outputs) & !known(own);
        if none.is_yes() {
            on.no_right(rule::ART_28_1_NOT.when(none).about(item).reason("r-not-covered"));
        }
    }
    directly(request, answer);
}

/// Art. 28(2): to another controller, where that takes no disproportionate effort.
fn directly(request: Thing<'_>, answer: &mut RightsAnswer) {
    let asked = known(request.fact("asks-for").contains("direct-transfer"))
        | known(Cond::because(
            request.fact("transfer-to").at(),
            request.fact("transfer-to").value().is_some(),
        ));
    if asked.is_no() {
        return;
    }
    let feasible = request.fact("transfer-feasible").is_true();
    let to = request.follow_one("transfer-to", "recipient");
    let mut on = answer.on(request);
    if feasible.is_yes() {
        let clause = rule::ART_28_2.when(asked & feasible);
        on.tell(clause, to, praetor_sdk::Verb::Notify, "portability", None);
    } else {
        on.must_state(rule::ART_28_2.when(asked), "reasons");
    }
}

/// DPO art. 19(3) and FADP art. 26, which art. 29 takes over for portability.
fn refusals<'q>(
    q: Question<'q>,
    request: Thing<'q>,
    item: Thing<'q>,
    port: bool,
) -> Vec<(Clause<'q>, Outcome)> {
    let secret = known(item.fact("protected-interests").contains("legal-privilege"))
        | known(item.category().is("professional-secret"));
    let frivolous = unfounded(request);
    let own = known(item.fact("protected-interests").contains_any(&OWN));
    let own = if own.is_yes() { own & kept_in_group(item) } else { own };
    let of = |law: praetor_sdk::Rule, cond: Cond<'q>, reason: &'q str| {
        let law = if port && !cond.is_no() { rule::ART_29_1 } else { law };
        (law.when(cond).about(item).reason(reason), Outcome::Refuse)
    };
    let mut all = Vec::new();
    if let Some((clause, outcome)) = fee::lapsed(q, request) {
        all.push((clause.about(item), outcome));
    }
    for (law, cond, reason) in [
        (rule::ART_26_1_A, secret, "r-secret"),
        (rule::ART_26_1_C, frivolous, "r-unfounded"),
        (rule::ART_26_2_A, own, "r-secret"),
    ] {
        if !cond.is_no() {
            all.push(of(law, cond, reason));
        }
    }
    all
}

/// Art. 26(2)(a), (3): nobody but the group and those who work for the controller received it.
fn kept_in_group(item: Thing<'_>) -> Cond<'_> {
    let told = item.fact("disclosed-to");
    if told.value().is_none() {
        return Cond::missing(told.at());
    }
    item.follow("disclosed-to", "disclosure").all(|disclosure| {
        let to = disclosure.follow_one("recipient", "recipient");
        known(to.role().is_any_of(&["processor", "sub-processor", "service-provider", "contractor"]))
            | to.fact("group-member").is_true()
    })
}

/// What of others an item holds, by what was documented and by its labels.
fn interests(q: Question<'_>, item: Thing<'_>) -> Vec<String> {
    let stated = item.fact("protected-interests").codes().iter();
    let mut all: Vec<String> = stated.filter(|code| OF_OTHERS.contains(&code.as_str())).cloned().collect();
    let shown = some(&q.labels(), |label| {
        let here = item.id().map_or(Cond::no(), |id| label.fact("item").points_at(id));
        here & label.fact("state").is("present") & label.fact("owner").is("third-person")
    });
    if shown.is_yes() && !all.iter().any(|code| code == "third-person") {
        all.push("third-person".to_owned());
    }
    all
}

/// Art. 28(1)(b): with consent, or in direct connection with a contract.
fn based<'q>(q: Question<'q>, item: Thing<'q>) -> Cond<'q> {
    let uses = uses_of(q, item);
    if uses.is_empty() {
        return Cond::missing(q.one("use").fact("declared-basis").at());
    }
    let mut bases = CONSENTS.to_vec();
    bases.push("contract");
    Cond::any(uses.into_iter().map(|each| match each.fact("declared-basis").code() {
        Some(_) => each.fact("declared-basis").is_any_of(&bases),
        None => contract(q, each),
    }))
}

/// Where an item comes from: what was said, else what its category tells.
struct Origin(Option<&'static str>);

impl Origin {
    fn of(item: Thing<'_>) -> Self {
        let category = item.category().code().unwrap_or_default();
        let is = |names: &[&str]| names.contains(&category);
        Self(if is(&PROVIDED) {
            Some("provided")
        } else if is(&OBSERVED) {
            Some("observed")
        } else if is(&["abuse-score", "derived-score", "marketing-profile", "approx-location"]) {
            Some("derived")
        } else {
            is(&["generated-output"]).then_some("generated")
        })
    }

    fn is_any_of<'q>(&self, wanted: &[&str], item: Thing<'q>) -> Cond<'q> {
        let stated = item.fact("origin");
        match (stated.value(), self.0) {
            (None, Some(known)) => Cond::because(item.category().at(), wanted.contains(&known)),
            _ => stated.is_any_of(wanted),
        }
    }
}

const PROVIDED: [&str; 13] = [
    "account-name",
    "account-email",
    "account-avatar",
    "account-settings",
    "prompt-text",
    "notification-preference",
    "privacy-choice",
    "uploaded-image",
    "uploaded-asset",
    "support-message",
    "phone",
    "postal-address",
    "birth-date",
];

const OBSERVED: [&str; 14] = [
    "task-history",
    "usage-event",
    "log-record",
    "export-metadata",
    "ip-address",
    "device-info",
    "device-id",
    "billing-state",
    "subscription-record",
    "cookie-id",
    "session-id",
    "user-agent",
    "diagnostics",
    "transaction-record",
];
