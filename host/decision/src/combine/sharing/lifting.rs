//! Which findings lift which prohibitions.
//!
//! A prohibition is lifted only by a finding that holds and names it: an exception of the same
//! law, or of a law that the manifest specialises. A contract or a policy never lifts a law.

use super::cells::Place;
use super::clauses::Open;
use super::said::{Floor, Heard, Said};
use crate::answer::StandingState;
use crate::manifest::{Manifest, PluginKind};
use crate::question::EntityId;

/// One finding that names one prohibition.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lift<'a> {
    /// Position of the finding that lifts.
    pub by: usize,
    /// Index of the voice whose prohibition it names.
    voice: u16,
    rule: &'a str,
    /// What must turn out well for it to lift; none: it can never lift.
    if_all: Option<[Option<Open>; 2]>,
}

impl Lift<'_> {
    /// It lifts, whatever the missing facts are.
    pub(super) fn holds(&self) -> bool {
        self.if_all == Some([None, None])
    }

    /// What it hangs on, if it might lift.
    pub(super) fn hangs_on(&self) -> Vec<Open> {
        self.if_all.into_iter().flatten().flatten().collect()
    }
}

/// All findings that name prohibitions.
pub(super) fn lifts<'a>(floor: &Floor<'a>) -> Vec<Lift<'a>> {
    let mut lifts = Vec::new();
    for heard in &floor.heard {
        for &by in heard.seats.iter().flat_map(|seat| &seat.said) {
            let Some(said) = floor.said.get(by) else {
                continue;
            };
            let named = said.finding.displaces.iter();
            lifts.extend(named.filter_map(|name| lift(floor, heard, said, by, name)));
        }
    }
    lifts
}

/// The findings that name a prohibition and speak of its cell and hop.
pub(super) fn naming<'a>(
    floor: &Floor<'_>,
    lifts: &[Lift<'a>],
    prohibition: &Said<'_>,
    place: Place,
    (hop, hops): (Option<EntityId>, &[EntityId]),
) -> Vec<Lift<'a>> {
    let names = |lift: &&Lift<'a>| {
        lift.voice == prohibition.at.voice
            && lift.rule == prohibition.finding.source.rule
            && floor
                .said
                .get(lift.by)
                .is_some_and(|by| by.at != prohibition.at && by.covers(place) && covers_hop(by, hop, hops))
    };
    lifts.iter().filter(names).copied().collect()
}

/// A prohibition of all hops is lifted only by what speaks of all of them.
fn covers_hop(by: &Said<'_>, hop: Option<EntityId>, hops: &[EntityId]) -> bool {
    by.hops.is_empty()
        || match hop {
            Some(hop) => by.hops.contains(&hop),
            None => hops.iter().all(|hop| by.hops.contains(hop)),
        }
}

fn lift<'a>(
    floor: &Floor<'a>,
    heard: &Heard<'a>,
    said: &Said<'a>,
    by: usize,
    name: &'a str,
) -> Option<Lift<'a>> {
    let may_hold = said.word.burden().is_some() || said.word.may_permit();
    if !may_hold {
        return None;
    }
    let best = said.word.may_permit().then_some(Open::Best(said.at));
    let own = heard.speaker.manifest;
    let (plugin, rule) = name.split_once('/').unwrap_or((own.id.as_str(), name));
    if plugin == own.id {
        return Some(Lift { by, voice: heard.speaker.index, rule, if_all: Some([best, None]) });
    }
    let target = floor.heard.iter().find(|other| other.speaker.manifest.id == plugin)?;
    let if_all = match heard.state {
        _ if !may_lift(own, target.speaker.manifest) => None,
        StandingState::Applies => Some([best, None]),
        StandingState::Unclear => Some([best, Some(Open::Governs(heard.speaker.index))]),
        StandingState::DoesNotApply | StandingState::NotYetInForce(_) => None,
    };
    Some(Lift { by, voice: target.speaker.index, rule, if_all })
}

/// Only a law may lift the prohibitions of a law, and only of one that it declares to specialise.
fn may_lift(own: &Manifest, target: &Manifest) -> bool {
    own.kind == PluginKind::Jurisdiction
        && target.kind == PluginKind::Jurisdiction
        && own.specialises.contains(&target.id)
}
