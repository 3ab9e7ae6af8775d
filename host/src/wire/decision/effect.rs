//! The effect of a decision, and every word for one.

use std::collections::BTreeSet;

use praetor_decision::decision::{Ruling, incident, retention, rights, sharing};
use praetor_decision::{Decision, Kind};

/// The decision's effect in one word; for rights the words of the requests, joined.
#[must_use]
pub fn effect(decision: &Decision) -> String {
    match &decision.ruling {
        Ruling::Sharing(ruling) => ruling.effect.as_str().to_owned(),
        Ruling::Retention(ruling) => ruling.effect.as_str().to_owned(),
        Ruling::Incident(ruling) => ruling.effect.as_str().to_owned(),
        Ruling::Rights(ruling) => {
            let mut words: Vec<&str> = ruling.requests.iter().map(|r| r.effect.as_str()).collect();
            words.dedup();
            words.join(", ")
        }
    }
}

/// Every effect that a decision on a kind of question, or on any kind, can have; of a rights
/// question, that one of its requests can have.
#[must_use]
pub fn effects(kind: Option<Kind>) -> BTreeSet<&'static str> {
    let of = |one: Kind, words: &[&'static str]| match kind {
        Some(kind) if kind != one => vec![],
        _ => words.to_vec(),
    };
    let all = [of(Kind::Sharing, &SHARING), of(Kind::Retention, &RETENTION)].into_iter();
    all.chain([of(Kind::Rights, &RIGHTS), of(Kind::Incident, &INCIDENT)]).flatten().collect()
}

const SHARING: [&str; 6] = {
    use sharing::Effect::{Allow, AllowWithConditions, Deny, NeedFacts, NeedsReview, Partial};
    [
        Allow.as_str(),
        AllowWithConditions.as_str(),
        Partial.as_str(),
        NeedFacts.as_str(),
        NeedsReview.as_str(),
        Deny.as_str(),
    ]
};

const RETENTION: [&str; 4] = {
    use retention::Effect::{NeedFacts, NeedsReview, Settled, Undetermined};
    [Settled.as_str(), NeedFacts.as_str(), NeedsReview.as_str(), Undetermined.as_str()]
};

const RIGHTS: [&str; 10] = {
    use rights::Effect::{AfterVerification, Forward, Fulfil, Lapsed, NeedFacts, NeedsReview};
    use rights::Effect::{NotOwed, Partial, Refuse, Restrict};
    [
        Fulfil.as_str(),
        Partial.as_str(),
        Restrict.as_str(),
        Refuse.as_str(),
        AfterVerification.as_str(),
        Forward.as_str(),
        NotOwed.as_str(),
        Lapsed.as_str(),
        NeedFacts.as_str(),
        NeedsReview.as_str(),
    ]
};

const INCIDENT: [&str; 3] = {
    use incident::Effect::{NeedsReview, NoDuty, Notify};
    [NoDuty.as_str(), NeedsReview.as_str(), Notify.as_str()]
};
