//! What one voice says on one item: grounds become a ceiling, duties become floors, and whatever
//! cannot be settled becomes a doubt.

use std::collections::BTreeSet;

use super::bound;
use super::evidence::{EVERY_ORDER, Evidence, is_law};
use super::world::World;
use crate::answer::retention::{Effect, End, Expiry, Finding, Floor, Ground, Maximum, WorstCase};
use crate::clock::{Resolved, resolve};
use crate::combine::Hearing;
use crate::combine::order::Speaker;
use crate::decision::FindingRef;
use crate::decision::retention::{Bound, Ceiling, CeilingKind, Copy, Doubt, FloorRuling, Hold};
use crate::manifest::PluginKind;
use crate::question::{EntityId, Name, Value};

/// What one voice has said so far.
pub(super) struct Said<'a> {
    hearing: &'a Hearing<'a>,
    speaker: &'a Speaker<'a>,
    unclear: bool,
    grounds: Vec<(FindingRef, Bound, bool)>,
    recognises: BTreeSet<Name>,
    maxima: Vec<(FindingRef, Bound, Maximum)>,
    dates: Vec<(FindingRef, Resolved)>,
    doubtful: Vec<FindingRef>,
    review: bool,
    spoken: bool,
}

impl<'a> Said<'a> {
    pub(super) fn new(hearing: &'a Hearing<'a>, speaker: &'a Speaker<'a>, unclear: bool) -> Self {
        Self {
            hearing,
            speaker,
            unclear,
            grounds: vec![],
            recognises: BTreeSet::new(),
            maxima: vec![],
            dates: vec![],
            doubtful: vec![],
            review: false,
            spoken: false,
        }
    }

    pub(super) fn take(&mut self, to: &mut Evidence, from: FindingRef, finding: &Finding, world: &World) {
        match &finding.effect {
            Effect::Ground(ground) => self.ground(to, from, ground),
            Effect::Maximum(maximum) => {
                let until = self.bound(to, from, &maximum.end);
                self.maxima.push((from, until, maximum.clone()));
            }
            Effect::Floor(floor) => self.floor(to, (from, &finding.source.rule), floor),
            Effect::NoFloor => {
                self.spoken = true;
                to.no_floor.push(from);
            }
            Effect::Hold(matter) => self.hold(to, from, *matter),
            Effect::Review => self.person_must_look(to, from),
            Effect::NeedFacts(a, b) => {
                self.need_facts(to, (from, &finding.source.rule), (*a, *b), world.assumed(from));
            }
            Effect::Fails | Effect::NotYetInForce(_) => {}
        }
    }

    fn ground(&mut self, to: &mut Evidence, from: FindingRef, ground: &Ground) {
        let until = self.bound(to, from, &ground.end);
        self.recognises.extend(ground.recognises.iter().cloned());
        self.grounds.push((from, until, ground.restricted));
    }

    fn floor(&mut self, to: &mut Evidence, (from, rule): (FindingRef, &Name), floor: &Floor) {
        self.spoken = true;
        if self.speaker.manifest.kind == PluginKind::Processor {
            return;
        }
        let until = self.bound(to, from, &floor.end);
        let date = self.dates.iter().find(|(of, _)| *of == from).map(|(_, date)| date.clone());
        to.floors.push(FloorRuling {
            order: floor.order.clone(),
            plugin: self.speaker.manifest.id.clone(),
            rule: rule.clone(),
            until,
            use_limit: sorted(&floor.use_limit),
            fields_kept: sorted(&floor.fields_kept),
            from,
            date,
            decides: false,
        });
    }

    fn hold(&self, to: &mut Evidence, from: FindingRef, matter: EntityId) {
        match to.holds.iter_mut().find(|hold| hold.matter == matter) {
            Some(hold) => hold.from.push(from),
            None => {
                let entity = self.hearing.question.entity(matter);
                let released_on = match entity.and_then(|matter| matter.fact("released-on")) {
                    Some(Value::Day(day)) => Some(*day),
                    // Not released, or nobody said: unknown is not yes.
                    _ => None,
                };
                to.holds.push(Hold { matter, released_on, from: vec![from] });
                to.holds.sort_by_key(|hold| hold.matter);
            }
        }
    }

    fn person_must_look(&mut self, to: &mut Evidence, from: FindingRef) {
        self.spoken = true;
        self.review = true;
        if self.speaker.manifest.kind != PluginKind::Processor {
            to.doubts.insert(Doubt::Review(from));
        }
    }

    /// A finding that lacks facts says `Keep`, `Erase` or `Review` where both of its outcomes or
    /// the assumed world say so; else it keeps nothing and erases nothing, and is a doubt.
    fn need_facts(
        &mut self,
        to: &mut Evidence,
        (from, rule): (FindingRef, &Name),
        (a, b): (WorstCase, WorstCase),
        assumed: Option<WorstCase>,
    ) {
        match assumed.or_else(|| (a == b).then_some(a)) {
            Some(WorstCase::Keep) => self.keeps(to, from, rule),
            Some(WorstCase::Review) => self.person_must_look(to, from),
            Some(WorstCase::Erase) if assumed.is_some() => {
                self.spoken = true;
                self.grounds.push((from, Bound::Ended, false));
                self.recognises.insert(EVERY_ORDER.into());
            }
            Some(WorstCase::Erase) => {}
            None => {
                self.spoken = true;
                to.doubts.insert(Doubt::NeedFacts(from));
                if a == WorstCase::Erase || b == WorstCase::Erase {
                    self.doubtful.push(from);
                }
            }
        }
    }

    fn keeps(&mut self, to: &mut Evidence, from: FindingRef, rule: &Name) {
        self.spoken = true;
        self.grounds.push((from, Bound::Open, false));
        to.floors.push(FloorRuling {
            order: self.speaker.manifest.legal_order.clone(),
            plugin: self.speaker.manifest.id.clone(),
            rule: rule.clone(),
            until: Bound::Open,
            use_limit: vec![],
            fields_kept: vec![],
            from,
            date: None,
            decides: false,
        });
    }

    /// The end of a finding. One that cannot be computed is open, and a doubt.
    fn bound(&mut self, to: &mut Evidence, from: FindingRef, end: &End) -> Bound {
        let term = match end {
            End::Now => return Bound::Ended,
            End::Running => return Bound::Open,
            End::At(term) => term,
        };
        match resolve(term, self.hearing.calendars, self.hearing.question) {
            Ok(resolved) => {
                self.dates.push((from, resolved.clone()));
                resolved.day().map_or_else(|| Bound::Formula(Box::new(resolved.clone())), Bound::Through)
            }
            Err(problem) => {
                to.doubts.insert(Doubt::NoDate(from, problem.to_string()));
                Bound::Open
            }
        }
    }

    /// Turns grounds and limits into ceilings, and notes what the voice left unsaid.
    pub(super) fn close(self, to: &mut Evidence) {
        let law = is_law(self.speaker);
        if self.unclear && law {
            to.doubts.insert(Doubt::Unclear(self.speaker.index));
        }
        if law && !self.spoken {
            to.doubts.insert(Doubt::Silent(self.speaker.index));
        }
        to.ceilings.extend(self.of_grounds());
        to.ceilings.extend(self.maxima.iter().map(|maximum| self.of_maximum(maximum)));
        if self.grounds.is_empty() && !self.doubtful.is_empty() {
            let open = self.ceiling(CeilingKind::Grounds, Bound::Ended, self.doubtful.clone());
            to.ceilings.push(Ceiling { unclear: true, recognises: vec![EVERY_ORDER.into()], ..open });
        }
    }

    /// The latest of the grounds; a voice that states none sets no ceiling by grounds.
    fn of_grounds(&self) -> Option<Ceiling> {
        let last = |all: &mut dyn Iterator<Item = &(FindingRef, Bound, bool)>| {
            bound::latest(all.map(|(_, until, _)| until))
        };
        let until = last(&mut self.grounds.iter());
        let use_until = last(&mut self.grounds.iter().filter(|(_, _, restricted)| !restricted));
        let makes =
            |(_, end, _): &&(FindingRef, Bound, bool)| part_of(end, &until) || part_of(end, &use_until);
        let from: Vec<_> = self.grounds.iter().filter(makes).map(|(from, ..)| *from).collect();
        if self.grounds.is_empty() {
            return None;
        }
        let ceiling = self.ceiling(CeilingKind::Grounds, until, from);
        Some(Ceiling { use_until, recognises: self.recognises.iter().cloned().collect(), ..ceiling })
    }

    fn of_maximum(&self, (from, until, maximum): &(FindingRef, Bound, Maximum)) -> Ceiling {
        Ceiling {
            at_expiry: maximum.at_expiry,
            warn_days: maximum.warn_days,
            recognises: sorted(&maximum.recognises),
            ..self.ceiling(CeilingKind::Maximum, until.clone(), vec![*from])
        }
    }

    fn ceiling(&self, kind: CeilingKind, until: Bound, from: Vec<FindingRef>) -> Ceiling {
        Ceiling {
            voice: self.speaker.index,
            plugin: self.speaker.manifest.id.clone(),
            order: self.speaker.manifest.legal_order.clone(),
            kind,
            use_until: until.clone(),
            until,
            at_expiry: Expiry::Erase,
            warn_days: 0,
            recognises: vec![],
            dates: self.dates.iter().filter(|(of, _)| from.contains(of)).cloned().collect(),
            from,
            decides: false,
            unclear: self.unclear,
        }
    }

    /// What a recipient does with its copy: its own limits, which bind nobody else's record.
    pub(super) fn copy(self) -> Option<Copy> {
        let maxima = self.maxima.iter().map(|(_, until, _)| until);
        let grounds = self.grounds.iter().map(|(_, until, _)| until);
        let kept = (!self.grounds.is_empty()).then(|| bound::latest(grounds));
        let until = bound::earliest(maxima.chain(&kept), self.hearing.question.as_of);
        let at_expiry = self.maxima.iter().map(|(_, _, maximum)| maximum.at_expiry).min();
        let refs = self.grounds.iter().map(|(from, ..)| *from);
        let from: Vec<_> = refs.chain(self.maxima.iter().map(|(from, ..)| *from)).collect();
        let (voice, plugin) = (self.speaker.index, self.speaker.manifest.id.clone());
        let at_expiry = at_expiry.unwrap_or(Expiry::Erase);
        let said = !from.is_empty() || self.review;
        said.then_some(Copy { voice, plugin, until, at_expiry, review: self.review, from })
    }
}

/// Whether an end is the whole, or one of the parts that wait, of a bound.
fn part_of(end: &Bound, whole: &Bound) -> bool {
    match whole {
        Bound::Latest(parts) => parts.contains(end),
        whole => whole == end,
    }
}

fn sorted(names: &[Name]) -> Vec<Name> {
    let set: BTreeSet<&Name> = names.iter().collect();
    set.into_iter().cloned().collect()
}
