//! What is to be done, in order: stops and restrictions first, access and portability before
//! erasure.

use crate::decision::rights::{Act, Line, Outcome, Part, RequestRuling, Stage};
use crate::question::EntityId;

/// Rights that give the person a copy or information. They come before anything is erased.
const GIVING: [&str; 6] =
    ["access", "portability", "list-third-parties", "explain-automated", "be-informed", "recipients-told"];

/// Rights that stop or lock away.
const STOPPING: [&str; 9] = [
    "restrict",
    "object",
    "object-marketing",
    "withdraw-consent",
    "opt-out-sale-share",
    "opt-out-targeted-ads",
    "opt-out-profiling",
    "limit-sensitive",
    "no-solely-automated",
];

/// The acts of all requests.
pub(super) fn acts(requests: &[RequestRuling]) -> Vec<Act> {
    let mut acts: Vec<Act> = requests.iter().flat_map(of_request).collect();
    let giving: Vec<EntityId> = requests.iter().filter(|one| is_due(one)).map(|one| one.request).collect();
    for act in acts.iter_mut().filter(|act| act.stage == Stage::Erase) {
        act.waits_for = giving.iter().copied().filter(|id| *id != act.request).collect();
    }
    acts.sort_by_key(|act| (act.stage, !act.interim, act.request, act.entity));
    acts
}

/// A request for copies of which something is given or still open.
fn is_due(ruling: &RequestRuling) -> bool {
    let due = |line: &Line| {
        line.outcome.gives() || matches!(line.outcome, Outcome::NeedFacts | Outcome::NeedsReview)
    };
    GIVING.contains(&ruling.right.as_str()) && ruling.lines.iter().any(due)
}

fn of_request(ruling: &RequestRuling) -> Vec<Act> {
    ruling.lines.iter().flat_map(|line| of_line(ruling, line)).collect()
}

fn of_line(ruling: &RequestRuling, line: &Line) -> Vec<Act> {
    let act = |stage, outcome: &Outcome, interim| Act {
        stage,
        request: ruling.request,
        entity: line.entity,
        outcome: outcome.clone(),
        interim,
        after_verification: line.after_verification && !interim,
        waits_for: vec![],
    };
    let mut acts: Vec<Act> = line.interim.iter().map(|outcome| act(Stage::Stop, outcome, true)).collect();
    if line.outcome.gives() {
        acts.push(act(stage(&ruling.right, &line.outcome), &line.outcome, false));
    }
    // Where a duty to keep needs some fields only, the others are erased now.
    if let Some(kept) = line.kept.as_ref().filter(|kept| !kept.fields.is_empty()) {
        let rest = Outcome::Part(Part { redact: kept.fields.clone(), ..Part::default() });
        acts.push(act(Stage::Erase, &rest, false));
    }
    acts
}

fn stage(right: &str, outcome: &Outcome) -> Stage {
    match outcome {
        Outcome::Stop | Outcome::StopWhileChecking | Outcome::Restrict => Stage::Stop,
        _ if right == super::ERASE => Stage::Erase,
        _ if GIVING.contains(&right) => Stage::Give,
        _ if STOPPING.contains(&right) => Stage::Stop,
        _ => Stage::Change,
    }
}
