//! The outcome of a request in one word.

use crate::decision::rights::{Effect, Line, Outcome};

/// One word for all lines. What is open counts first, then whether all lines agree.
pub(super) fn effect(lines: &[Line], forwarded: bool, unheard: bool) -> Effect {
    let spoken = lines.iter().any(|line| !line.words.is_empty());
    if forwarded && !spoken && !unheard {
        return Effect::Forward;
    }
    let has = |wanted: fn(&Outcome) -> bool| lines.iter().any(|line| wanted(&line.outcome));
    let all = |wanted: fn(&Outcome) -> bool| lines.iter().all(|line| wanted(&line.outcome));
    if lines.is_empty() || has(|outcome| *outcome == Outcome::NeedsReview) {
        return Effect::NeedsReview;
    }
    if has(|outcome| *outcome == Outcome::NeedFacts) {
        return Effect::NeedFacts;
    }
    if lines.iter().any(|line| line.after_verification) {
        return Effect::AfterVerification;
    }
    if all(|outcome| matches!(outcome, Outcome::Fulfil | Outcome::Stop)) {
        return Effect::Fulfil;
    }
    if all(|outcome| matches!(outcome, Outcome::Restrict | Outcome::StopWhileChecking)) {
        return Effect::Restrict;
    }
    if has(Outcome::gives) {
        return Effect::Partial;
    }
    nothing_given(lines)
}

/// A use goes on because of a refusal or because there is no right; the words tell which.
fn nothing_given(lines: &[Line]) -> Effect {
    let effects: Vec<Effect> = lines.iter().map(one).collect();
    match effects.first() {
        Some(first) if effects.iter().all(|effect| effect == first) => *first,
        _ => Effect::Refuse,
    }
}

fn one(line: &Line) -> Effect {
    use crate::answer::rights::Claim;
    let denied = line.words.iter().filter(|word| word.wins).all(|word| word.claim == Claim::NoRight);
    match line.outcome {
        Outcome::Lapsed => Effect::Lapsed,
        Outcome::NotOwed => Effect::NotOwed,
        Outcome::Proceed if denied => Effect::NotOwed,
        _ => Effect::Refuse,
    }
}
