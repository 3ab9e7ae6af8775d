//! From the evidence to the steps: what is done on each day, and from when.
//!
//! INVARIANT: a final step (erase, anonymise) begins only when a ceiling has passed, every duty
//! to keep has ended, no matter is open and there is no doubt.

use std::collections::BTreeSet;

use super::bound::{self, changes, passed, waits};
use super::evidence::{EVERY_ORDER, Evidence};
use crate::answer::retention::Expiry;
use crate::choice;
use crate::decision::FindingRef;
use crate::decision::retention::{Action, Bound, Ceiling, Conflict, Doubt, Effect, FloorRuling, Start, Step};
use crate::question::{Day, Name};

/// The steps of an item without its holds; the first begins on `as_of`.
pub(super) fn steps(evidence: &Evidence, as_of: Day) -> Vec<Step> {
    let mut steps = on_known_days(evidence, as_of);
    let end = bound::earliest(erasing(evidence).map(|ceiling| &ceiling.until), as_of);
    if waits(&end) {
        steps.truncate(1);
        steps.extend(after_waiting(evidence, &end));
    } else if end != Bound::Open && steps.iter().all(|step| !step.action.is_final()) {
        steps.extend(after_floors(evidence, &end));
    }
    let steps = warned(evidence, steps, as_of);
    collapsed(reviewed(evidence, steps))
}

/// Whether the law of a ceiling gives way to the duties to keep of a legal order: its own, and
/// those that it names. As with places, a prefix contains its parts: `US` names `US-CA`.
pub(crate) fn recognises(ceiling: &Ceiling, order: &str) -> bool {
    let own = !ceiling.order.is_empty() && choice::contains(&ceiling.order, order);
    own || ceiling.recognises.iter().any(|one| one == EVERY_ORDER || choice::contains(one, order))
}

/// Duties to keep that outlast a ceiling whose law does not recognise them.
pub(super) fn conflicts(evidence: &Evidence, as_of: Day) -> Vec<Conflict> {
    let mut conflicts = Vec::new();
    for ceiling in erasing(evidence) {
        let known = |floor: &&FloorRuling| recognises(ceiling, &floor.order);
        let good = evidence.floors.iter().filter(known).map(|floor| &floor.until);
        let from = bound::latest(good.chain([&ceiling.until]));
        for floor in evidence.floors.iter().filter(|floor| !known(floor)) {
            if outlasts(&floor.until, &from, as_of) {
                conflicts.push(Conflict {
                    floor: floor.from,
                    order: floor.order.clone(),
                    ceiling: ceiling.from.clone(),
                    from: start_after(&from, as_of),
                    until: floor.until.clone(),
                });
            }
        }
    }
    conflicts
}

/// Whether a duty may still run once a bound has passed: yes, unless it is known to have ended.
pub(crate) fn outlasts(floor: &Bound, bound: &Bound, as_of: Day) -> bool {
    match (floor, bound) {
        (Bound::Ended, _) | (_, Bound::Open) => false,
        (floor, _) if passed(floor, as_of) => false,
        (Bound::Through(floor), Bound::Through(bound)) => floor > bound,
        _ => true,
    }
}

/// The ceilings after which the record has to go.
fn erasing(evidence: &Evidence) -> impl Iterator<Item = &Ceiling> {
    evidence.ceilings.iter().filter(|ceiling| ceiling.at_expiry != Expiry::Separate)
}

/// The steps over the days that are known, as if no open event ever happened.
fn on_known_days(evidence: &Evidence, as_of: Day) -> Vec<Step> {
    let mut days = vec![as_of];
    for ceiling in &evidence.ceilings {
        changes(&ceiling.until, as_of, &mut days);
        changes(&ceiling.use_until, as_of, &mut days);
    }
    for floor in &evidence.floors {
        changes(&floor.until, as_of, &mut days);
    }
    let days: BTreeSet<Day> = days.into_iter().collect();
    let mut steps = Vec::new();
    for day in days {
        let step = On { evidence, day }.step();
        let over = step.action.is_final();
        steps.push(step);
        if over {
            break;
        }
    }
    collapsed(steps)
}

/// The evidence on one day.
#[derive(Clone, Copy)]
struct On<'a> {
    evidence: &'a Evidence,
    day: Day,
}

impl<'a> On<'a> {
    fn step(self) -> Step {
        let over: Vec<&Ceiling> = erasing(self.evidence).filter(|c| self.is_over(&c.until)).collect();
        if over.is_empty() { self.within_ceilings() } else { self.beyond(&over) }
    }

    fn is_over(self, bound: &Bound) -> bool {
        passed(bound, self.day)
    }

    fn running(self) -> Vec<&'a FloorRuling> {
        self.evidence.floors.iter().filter(|floor| !self.is_over(&floor.until)).collect()
    }

    fn separated(self) -> impl Iterator<Item = &'a Ceiling> {
        let separate = |c: &&Ceiling| c.at_expiry == Expiry::Separate;
        self.evidence.ceilings.iter().filter(separate).filter(move |c| self.is_over(&c.until))
    }

    /// No ceiling has passed: keeping is allowed, if need be locked away or apart.
    fn within_ceilings(self) -> Step {
        let apart: Vec<FindingRef> = refs(self.separated());
        let unused = |c: &&Ceiling| c.at_expiry != Expiry::Separate && self.is_over(&c.use_until);
        let locked = refs(self.evidence.ceilings.iter().filter(unused));
        let (action, because) = match (apart.is_empty(), locked.is_empty()) {
            (false, _) => (Action::Separate, apart),
            (true, false) => (Action::Restrict, locked),
            (true, true) => (Action::Keep, self.why_kept()),
        };
        let limited = action != Action::Keep;
        let use_limit = limited.then(|| use_limit(&self.running())).flatten();
        self.made(action, vec![], use_limit, because)
    }

    /// Keeping rests on the ceiling that ends first, or on duties where nothing limits it.
    fn why_kept(self) -> Vec<FindingRef> {
        let first = refs(self.evidence.ceilings.iter().filter(|ceiling| ceiling.decides));
        if !first.is_empty() {
            return first;
        }
        let all = refs(self.evidence.ceilings.iter());
        if all.is_empty() { self.running().iter().map(|floor| floor.from).collect() } else { all }
    }

    /// A ceiling has passed: only duties to keep and doubts hold the record.
    fn beyond(self, over: &[&Ceiling]) -> Step {
        let running = self.running();
        let known = |floor: &&&FloorRuling| over.iter().all(|c| recognises(c, &floor.order));
        let good: Vec<_> = running.iter().filter(known).copied().collect();
        let ceilings = refs(over.iter().copied());
        if good.is_empty() && !running.is_empty() {
            let step = self.kept(Action::Review, &running, &running, ceilings);
            return Step { meanwhile: Some(Action::Separate), ..step };
        }
        if !good.is_empty() {
            let apart = self.separated().next().is_some();
            let action = if apart { Action::Separate } else { Action::Restrict };
            return self.kept(action, &running, &good, ceilings);
        }
        self.ended(over, ceilings)
    }

    /// Kept for the duties that run: all their fields, only the uses that each of them allows.
    fn kept(
        self,
        action: Action,
        running: &[&FloorRuling],
        deciding: &[&FloorRuling],
        mut because: Vec<FindingRef>,
    ) -> Step {
        let limit = use_limit(running);
        let none_left = limit.as_ref().is_some_and(Vec::is_empty);
        let action = if none_left && action != Action::Review { Action::Block } else { action };
        because.extend(deciding.iter().map(|floor| floor.from));
        self.made(action, fields(running), limit, because)
    }

    /// Nothing commands keeping any more. A doubt still does, and so does a ceiling that is not
    /// certain to exist.
    fn ended(self, over: &[&Ceiling], mut because: Vec<FindingRef>) -> Step {
        if self.evidence.doubts.iter().any(|doubt| doubt.effect() == Effect::NeedsReview) {
            let step = self.made(Action::Review, vec![], None, because);
            return Step { meanwhile: Some(Action::Restrict), ..step };
        }
        if !self.evidence.doubts.is_empty() || over.iter().all(|ceiling| ceiling.unclear) {
            return self.made(Action::Restrict, vec![], None, because);
        }
        because.extend(self.evidence.no_floor.iter().copied());
        because.extend(self.evidence.floors.iter().map(|floor| floor.from));
        self.made(at_expiry(over.iter().copied()), vec![], None, because)
    }

    fn made(
        self,
        action: Action,
        fields_kept: Vec<Name>,
        use_limit: Option<Vec<Name>>,
        because: Vec<FindingRef>,
    ) -> Step {
        let because: BTreeSet<FindingRef> = because.into_iter().collect();
        Step {
            from: Start::On(self.day),
            action,
            meanwhile: None,
            fields_kept,
            use_limit,
            because: because.into_iter().collect(),
        }
    }
}

fn refs<'a>(ceilings: impl Iterator<Item = &'a Ceiling>) -> Vec<FindingRef> {
    let all: BTreeSet<FindingRef> = ceilings.flat_map(|ceiling| ceiling.from.iter().copied()).collect();
    all.into_iter().collect()
}

/// The stricter of the ends that have come: erasing satisfies a law that asks to anonymise.
fn at_expiry<'a>(over: impl Iterator<Item = &'a Ceiling>) -> Action {
    let anonymise = over.filter(|c| !c.unclear).all(|c| c.at_expiry == Expiry::Anonymise);
    if anonymise { Action::Anonymise } else { Action::Erase }
}

/// All fields that a running duty needs; a duty to keep the whole record needs all (empty).
pub(crate) fn fields(running: &[&FloorRuling]) -> Vec<Name> {
    if running.iter().any(|floor| floor.fields_kept.is_empty()) {
        return vec![];
    }
    let all: BTreeSet<&Name> = running.iter().flat_map(|floor| &floor.fields_kept).collect();
    all.into_iter().cloned().collect()
}

/// The uses that every running duty allows; none: no duty states a limit.
pub(crate) fn use_limit(running: &[&FloorRuling]) -> Option<Vec<Name>> {
    let mut limits = running.iter().map(|floor| &floor.use_limit).filter(|limit| !limit.is_empty());
    let mut common = limits.next()?.clone();
    for limit in limits {
        common.retain(|purpose| limit.contains(purpose));
    }
    Some(common)
}

/// The steps after a ceiling that waits for its event.
fn after_waiting(evidence: &Evidence, end: &Bound) -> Vec<Step> {
    let over: Vec<&Ceiling> = erasing(evidence).collect();
    let running: Vec<&FloorRuling> =
        evidence.floors.iter().filter(|floor| floor.until != Bound::Ended).collect();
    let (good, bad): (Vec<&FloorRuling>, Vec<&FloorRuling>) =
        running.iter().partition(|floor| over.iter().all(|c| recognises(c, &floor.order)));
    let on = On { evidence, day: Day::MAX };
    let ceilings = refs(over.iter().copied());
    let mut steps = Vec::new();
    if !good.is_empty() {
        let step = on.kept(Action::Restrict, &running, &good, ceilings.clone());
        steps.push(Step { from: Start::After(end.clone()), ..step });
    }
    if !bad.is_empty() {
        let from = bound::latest(good.iter().map(|floor| &floor.until).chain([end]));
        let step = on.kept(Action::Review, &running, &bad, ceilings);
        steps.push(Step { from: Start::After(from), meanwhile: Some(Action::Separate), ..step });
    }
    steps.extend(last(evidence, &over, end));
    steps
}

/// The last step, where a ceiling passes on a known day and a duty to keep waits for an event.
fn after_floors(evidence: &Evidence, end: &Bound) -> Vec<Step> {
    let waiting = evidence.floors.iter().any(|floor| waits(&floor.until));
    let over: Vec<&Ceiling> = erasing(evidence).collect();
    if waiting { last(evidence, &over, end) } else { vec![] }
}

fn last(evidence: &Evidence, over: &[&Ceiling], end: &Bound) -> Vec<Step> {
    let from = bound::latest(evidence.floors.iter().map(|floor| &floor.until).chain([end]));
    if from == Bound::Open {
        return vec![];
    }
    let step = On { evidence, day: Day::MAX }.ended(over, refs(over.iter().copied()));
    vec![Step { from: Start::After(from), ..step }]
}

/// Puts the warning before an end of which the person must be warned. If the end has come and
/// the person may be unwarned, it waits: a plugin gives no warning days once the warning is done.
fn warned(evidence: &Evidence, mut steps: Vec<Step>, as_of: Day) -> Vec<Step> {
    let days = evidence.ceilings.iter().map(|ceiling| ceiling.warn_days).max().unwrap_or(0);
    let Some(at) = steps.iter().position(|step| step.action.is_final()) else {
        return steps;
    };
    let Some(Start::On(end)) = steps.get(at).map(|step| step.from.clone()) else {
        return steps;
    };
    let ahead = jiff::Span::new().try_days(days).ok();
    let (Some(ahead), true) = (ahead, days > 0) else {
        return steps;
    };
    let begins = end.checked_sub(ahead).unwrap_or(Day::MIN).max(as_of);
    let ends = if end > as_of { end } else { end.checked_add(ahead).unwrap_or(Day::MAX) };
    let last = steps.split_off(at);
    let because = last.iter().flat_map(|step| step.because.clone()).collect::<Vec<_>>();
    let within = |step: &Step| matches!(step.from, Start::On(day) if day >= begins);
    let before = steps.last().cloned();
    let kept = before.as_ref().map_or(Action::Restrict, |step| step.action);
    steps.retain(|step| !within(step));
    steps.push(Step {
        from: Start::On(begins),
        action: Action::Warn,
        meanwhile: Some(kept),
        fields_kept: before.as_ref().map_or_else(Vec::new, |step| step.fields_kept.clone()),
        use_limit: before.and_then(|step| step.use_limit),
        because,
    });
    steps.extend(last.into_iter().map(|step| Step { from: Start::On(ends), ..step }));
    steps
}

/// Where a person must look, every step is a review; the record is kept meanwhile.
fn reviewed(evidence: &Evidence, steps: Vec<Step>) -> Vec<Step> {
    // Low confidence forbids only the erasure that would rest on it.
    let look =
        |doubt: &Doubt| doubt.effect() == Effect::NeedsReview && !matches!(doubt, Doubt::LowConfidence(_));
    if !evidence.doubts.iter().any(look) {
        return steps;
    }
    let review =
        |step: Step| Step { meanwhile: step.meanwhile.or(Some(step.action)), action: Action::Review, ..step };
    steps.into_iter().map(review).collect()
}

/// Joins neighbouring steps that do the same.
fn collapsed(steps: Vec<Step>) -> Vec<Step> {
    let mut joined: Vec<Step> = Vec::with_capacity(steps.len());
    for step in steps {
        let same = |last: &Step| does(last) == does(&step);
        if !joined.last().is_some_and(same) {
            joined.push(step);
        }
    }
    joined
}

/// What a step does, apart from when and why.
fn does(step: &Step) -> (Action, Option<Action>, &[Name], &Option<Vec<Name>>) {
    (step.action, step.meanwhile, &step.fields_kept, &step.use_limit)
}

fn start_after(bound: &Bound, as_of: Day) -> Start {
    match bound {
        Bound::Ended => Start::On(as_of),
        Bound::Through(last) => match last.tomorrow() {
            Ok(day) => Start::On(day.max(as_of)),
            Err(_) => Start::After(bound.clone()),
        },
        other => Start::After(other.clone()),
    }
}
