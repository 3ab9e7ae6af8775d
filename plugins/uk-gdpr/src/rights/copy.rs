//! Arts 15 and 20: access and portability, item by item.

use praetor_sdk::reading::{known, some};
use praetor_sdk::{Cond, Outcome, Question, RightsAnswer, Thing};

use super::{excessive, fulfil, items, uses_of};
use crate::basis::CONSENTS;
use crate::law::rule;
use crate::reading::version;

/// Interests of others that leave a part out of a copy.
const OF_OTHERS: [&str; 7] = [
    "third-person",
    "trade-secret",
    "legal-privilege",
    "investigation",
    "safety-of-others",
    "management-plans",
    "references",
];

/// Art. 15: everything that a reasonable search finds, also what is kept for a law only; what
/// concerns others is left out.
pub fn access(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let much = excessive(q, request);
    let backups = known(request.fact("asks-for").contains("backups"));
    let day = version(q, request);
    answer.on(request).must_state(rule::ART_15_1A.when(backups).as_at(day), "search-scope");
    let found = items(q, request);
    if found.is_empty() {
        let mut on = answer.on(request);
        on.owed(rule::ART_15_3.when(!much.clone()), fulfil(q));
        on.may_refuse(rule::ART_12_5.when(much).reason("r-excessive"), Outcome::Refuse);
        return;
    }
    for item in found {
        one(q, request, item, &much, answer);
    }
}

fn one<'q>(q: Question<'q>, request: Thing<'q>, item: Thing<'q>, much: &Cond<'q>, answer: &mut RightsAnswer) {
    let others = interests(q, item);
    let beyond = rule::ART_15_1A.when(out_of_reach(request, item)).reason("r-disproportionate");
    let beyond = (beyond.as_at(version(q, request)), Outcome::Refuse);
    let mut on = answer.on(request);
    refusal(&mut on, item, much);
    if others.is_empty() {
        on.owed_unless(rule::ART_15_3.when(!much.clone()).about(item), fulfil(q), [beyond]);
    }
    for interest in &others {
        let (rule, reason) = exemption(interest);
        let part = rule.when(!much.clone()).about(item).reason(reason);
        on.owed(part, Outcome::Redact(others.clone()));
    }
    let speech = known(item.fact("protected-interests").contains("expression"));
    on.review(rule::SCH_2_26.when(speech).about(item).reason("r-expression"));
}

/// Art. 15(1A): what only lies in backups or archives is searched as far as that is reasonable and
/// proportionate.
fn out_of_reach<'q>(request: Thing<'q>, item: Thing<'q>) -> Cond<'q> {
    let stored = known(item.fact("medium").is_any_of(&["backup", "archive"]));
    stored & request.fact("effort").is_any_of(&["disproportionate", "impossible"])
}

/// The paragraph of DPA 2018 Schs 2 and 3 that leaves a part out.
fn exemption(interest: &str) -> (praetor_sdk::Rule, &'static str) {
    match interest {
        "third-person" => (rule::SCH_2_16, "r-third-party-rights"),
        "legal-privilege" => (rule::SCH_2_19, "r-secret"),
        "investigation" => (rule::SCH_2_2, "r-investigation"),
        "management-plans" => (rule::SCH_2_22, "r-secret"),
        "references" => (rule::SCH_2_24, "r-secret"),
        "safety-of-others" => (rule::SCH_3, "r-third-party-rights"),
        _ => (rule::ART_15_4, "r-secret"),
    }
}

fn refusal<'q>(on: &mut praetor_sdk::OnRequest<'_>, item: Thing<'q>, much: &Cond<'q>) {
    if !much.is_no() {
        let clause = rule::ART_12_5.when(much.clone()).about(item);
        on.may_refuse(clause.reason("r-excessive"), Outcome::Refuse);
    }
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

/// Art. 20: provided or observed, on consent or contract, by automated means.
pub fn portability(q: Question<'_>, request: Thing<'_>, answer: &mut RightsAnswer) {
    let much = excessive(q, request);
    for item in items(q, request).or_gap() {
        let mut on = answer.on(request);
        refusal(&mut on, item, &much);
        let based = agreed(q, item);
        let origin = origin(item);
        let legal = known(item.fact("legal-only").is_true()) | known(!item.fact("automated").is_true());
        let provided = origin.is_any_of_origin(&["provided", "observed"], item);
        let made = origin.is_any_of_origin(&["generated"], item);
        let reach = based & !legal & !much.clone();
        let gives = reach.clone() & provided.clone();
        let others = interests(q, item);
        if others.is_empty() {
            on.owed(rule::ART_20_1.when(gives.clone()).about(item), fulfil(q));
        } else {
            on.owed(rule::ART_20_4.when(gives.clone()).about(item), Outcome::Redact(others));
        }
        let outputs = reach.clone() & made.clone();
        if !outputs.is_no() {
            on.owed(rule::ART_20_OUTPUTS.when(outputs).about(item), fulfil(q));
        }
        let not = !(reach & (provided | made)) & !much.clone();
        let reason = if known(origin.is_any_of_origin(&["derived"], item)).is_yes() {
            "r-not-provided"
        } else {
            "r-not-covered"
        };
        if !not.is_unknown() {
            on.no_right(rule::ART_20_NOT.when(not).about(item).reason(reason));
        }
    }
}

/// Some use of the item rests on consent or a contract.
fn agreed<'q>(q: Question<'q>, item: Thing<'q>) -> Cond<'q> {
    let uses = uses_of(q, item);
    if uses.is_empty() {
        return Cond::missing(
            q.uses()
                .or_gap()
                .iter()
                .next()
                .map_or(item.fact("origin").at(), |u| u.fact("declared-basis").at()),
        );
    }
    let mut bases = CONSENTS.to_vec();
    bases.push("contract");
    Cond::any(uses.into_iter().map(|each| each.fact("declared-basis").is_any_of(&bases)))
}

/// Where an item comes from: what was said, else what its category tells.
struct Origin(Option<&'static str>);

fn origin(item: Thing<'_>) -> Origin {
    let by_category = match item.category().code().unwrap_or_default() {
        "account-name"
        | "account-email"
        | "account-avatar"
        | "account-settings"
        | "prompt-text"
        | "notification-preference"
        | "privacy-choice"
        | "uploaded-image"
        | "uploaded-asset"
        | "support-message"
        | "phone"
        | "postal-address"
        | "birth-date" => Some("provided"),
        "task-history"
        | "usage-event"
        | "log-record"
        | "export-metadata"
        | "ip-address"
        | "device-info"
        | "device-id"
        | "billing-state"
        | "subscription-record"
        | "cookie-id"
        | "session-id"
        | "user-agent"
        | "diagnostics"
        | "transaction-record" => Some("observed"),
        "generated-output" => Some("generated"),
        "abuse-score" | "derived-score" | "marketing-profile" | "approx-location" => Some("derived"),
        _ => None,
    };
    Origin(by_category)
}

impl Origin {
    fn is_any_of_origin<'q>(&self, wanted: &[&str], item: Thing<'q>) -> Cond<'q> {
        let stated = item.fact("origin");
        match (stated.value(), self.0) {
            (None, Some(known)) => Cond::because(item.category().at(), wanted.contains(&known)),
            _ => stated.is_any_of(wanted),
        }
    }
}
