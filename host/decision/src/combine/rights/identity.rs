//! How much proof of identity a line or a request takes.

use std::collections::BTreeSet;

use super::request::Request;
use crate::answer::rights::{Claim, Effect, Identity, Proof};
use crate::decision::FindingRef;
use crate::decision::rights::{Doubt, IdentityRuling, Matter};
use crate::question::{EntityId, FactOf, Value};

/// What the laws ask for on a line, and what has been reached.
pub(super) struct Asked {
    all: Vec<(FindingRef, Identity)>,
    achieved: Option<Proof>,
}

/// The proof that the laws ask for on a line. For a use only laws that owe count, so that a stop
/// is never delayed by a law that does not grant it; for an item each law that grants anything.
pub(super) fn on_line(
    request: &Request<'_>,
    entity: EntityId,
    matter: Matter,
    wins: &BTreeSet<FindingRef>,
) -> Asked {
    let counts = |voice: u16| match matter {
        Matter::Use => wins.iter().any(|from| from.voice == voice),
        Matter::Item | Matter::Request => grants(request, entity, matter, voice),
    };
    let all = request.spoken.iter().filter_map(|spoken| match &spoken.finding.effect {
        Effect::Identity(identity) => Some((spoken, *identity)),
        _ => None,
    });
    let on =
        all.filter(|(spoken, _)| counts(spoken.from.voice) && request.covers(spoken.finding, entity, matter));
    Asked { all: on.map(|(spoken, identity)| (spoken.from, identity)).collect(), achieved: achieved(request) }
}

/// Whether a voice says anything but `no-right` on the line.
fn grants(request: &Request<'_>, entity: EntityId, matter: Matter, voice: u16) -> bool {
    let mut words = request
        .spoken
        .iter()
        .filter(|spoken| spoken.from.voice == voice)
        .filter(|spoken| request.covers(spoken.finding, entity, matter))
        .filter_map(|spoken| match &spoken.finding.effect {
            Effect::Word(word) => Some(word.claim),
            _ => None,
        })
        .peekable();
    words.peek().is_none() || words.any(|claim| claim != Claim::NoRight)
}

/// The fact that tells which proof has been reached.
pub(super) fn achieved_fact(request: &Request<'_>) -> FactOf {
    let requester = request.hearing.question.of_kind("requester").next();
    FactOf {
        kind: "requester".into(),
        entity: requester.map(|entity| entity.id),
        name: "identity-achieved".into(),
    }
}

fn achieved(request: &Request<'_>) -> Option<Proof> {
    match request.hearing.question.fact("requester", "identity-achieved")? {
        Value::Code(proof) => match proof.as_str() {
            "none" => Some(Proof::None),
            "claim" => Some(Proof::Claim),
            "verified" => Some(Proof::Verified),
            "strong" => Some(Proof::Strong),
            _ => None,
        },
        _ => None,
    }
}

impl Asked {
    fn least(&self) -> Option<&(FindingRef, Identity)> {
        self.all.iter().max_by(|a, b| (a.1.least, b.0).cmp(&(b.1.least, a.0)))
    }

    fn most(&self) -> Option<&(FindingRef, Identity)> {
        self.all.iter().min_by_key(|(from, identity)| (identity.most, *from))
    }

    /// One law asks for more proof than another lets be asked.
    pub(super) fn crossing(&self) -> Option<Doubt> {
        let (least, most) = (self.least()?, self.most()?);
        (least.1.least > most.1.most).then_some(Doubt::Proof(least.0, most.0))
    }

    /// The proof that was reached is less than the least. Unknown is not yes.
    pub(super) fn lacks(&self) -> bool {
        let least = self.least().map_or(Proof::None, |(_, identity)| identity.least);
        self.achieved.unwrap_or(Proof::None) < least
    }

    /// Proof is needed, and nobody said which was reached.
    pub(super) fn asks(&self) -> bool {
        self.achieved.is_none() && self.lacks()
    }
}

/// The proof for a request: over all its lines.
pub(super) fn ruling(
    request: &Request<'_>,
    lines: &[(EntityId, Matter, BTreeSet<FindingRef>)],
) -> IdentityRuling {
    let mut all: Vec<(FindingRef, Identity)> = lines
        .iter()
        .flat_map(|(entity, matter, wins)| on_line(request, *entity, *matter, wins).all)
        .collect();
    all.sort_unstable_by_key(|(from, _)| *from);
    all.dedup_by_key(|(from, _)| *from);
    let least = all.iter().map(|(_, one)| one.least).max().unwrap_or(Proof::None);
    let most = all.iter().map(|(_, one)| one.most).min().unwrap_or(Proof::Strong);
    IdentityRuling {
        least,
        most,
        achieved: achieved(request),
        crossing: least > most,
        from: all.into_iter().map(|(from, _)| from).collect(),
    }
}
