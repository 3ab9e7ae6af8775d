//! How findings on rights combine: for each request and each item or use what is done, by when,
//! and what the person is told (DESIGN section 5, Rights, Clocks and dates).
//!
//! A refusal never silently replaces a fulfilment: where a law owes and something stands against
//! it that the law does not recognise, a person must look, and the clocks run.

mod acts;
mod clocks;
mod erasure;
mod extension;
mod identity;
mod line;
mod reply;
mod request;
mod summary;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use super::horizon::Horizon;
use super::missing::Wanted;
use super::obligations::{self, Duty};
use super::order::Speaker;
use super::{Combined, Hearing, marks};
use crate::answer::rights::{Effect as Said, Finding};
use crate::decision::retention::Bound;
use crate::decision::rights::{ClockRuling, Effect, RequestRuling, Ruling};
use crate::decision::{self, FindingRef, Remark};
use crate::manifest::{Confidence, Rule};
use crate::question::{Day, FactOf};
use line::Decided;
use request::{Request, Spoken};

/// The right of the dictionary that asks retention first.
const ERASE: &str = "erase";
/// The reason of an item that a law commands to keep.
const LEGAL_RETENTION: &str = "r-legal-retention";
/// The reason of an item that is held for a matter.
const LEGAL_HOLD: &str = "r-legal-hold";
/// The reason of a line that waits for proof.
const IDENTITY_NEEDED: &str = "r-identity-needed";

/// The rulings on all requests, with what they share.
pub(super) fn combine(hearing: &Hearing<'_>, speakers: &[Speaker<'_>]) -> Combined {
    let entities = hearing.question.of_kind("request");
    let requests: Vec<Request<'_>> = entities.map(|entity| Request::new(hearing, speakers, entity)).collect();
    let decided: Vec<(&Request<'_>, Vec<Decided>)> =
        requests.iter().map(|request| (request, lines(request))).collect();
    let rulings: Vec<RequestRuling> = decided.iter().map(|(request, lines)| ruling(request, lines)).collect();
    let proof: Vec<FactOf> = requests.iter().map(identity::achieved_fact).collect();
    let heard = Heard::new(speakers, &decided);
    heard.combined(hearing, rulings, &proof)
}

fn lines(request: &Request<'_>) -> Vec<Decided> {
    let lines = request.lines();
    lines.into_iter().map(|(entity, matter)| line::decide(request, entity, matter)).collect()
}

fn ruling(request: &Request<'_>, decided: &[Decided]) -> RequestRuling {
    let clocks = clocks::clocks(request);
    let (deciding, replying) = (reply::deciding(decided), reply::replying(request, decided));
    let respond_by = clocks::respond_by(&clocks);
    let winners = winners(request, decided, &replying);
    let lines: Vec<_> = decided.iter().map(|one| one.line.clone()).collect();
    let on: Vec<_> = decided.iter().map(|one| (one.line.entity, one.line.matter, one.wins.clone())).collect();
    let all = request.spoken.iter().map(|spoken| spoken.from);
    let forward = of(request, |said| *said == Said::Forward);
    RequestRuling {
        request: request.id,
        right: request.right.clone(),
        effect: effect(request, &lines, &forward, &clocks),
        identity: identity::ruling(request, &on),
        fee: reply::fee(request, &deciding),
        extension: extension::ruling(request, &clocks),
        clocks,
        respond_by: respond_by.map(|(day, _)| day),
        respond_by_from: respond_by.map(|(_, from)| from),
        tellings: reply::tellings(request, decided),
        statements: reply::statements(request, &replying),
        remedies: reply::remedies(request, &replying),
        forward,
        lines,
        losers: all.filter(|from| !winners.contains(from)).collect(),
        winners: winners.into_iter().collect(),
    }
}

/// An answer whose only date cannot be computed is for a person to look at: a date too late is a
/// breach.
fn effect(
    request: &Request<'_>,
    lines: &[decision::rights::Line],
    forward: &[FindingRef],
    clocks: &[ClockRuling],
) -> Effect {
    let undated = clocks.iter().any(|clock| clock.problem.is_some());
    let governed = !request.laws.is_empty() || !request.spoken.is_empty();
    if undated {
        return Effect::NeedsReview;
    }
    if !governed && request.doubts.is_empty() && request.hearing.contradictions.is_empty() {
        return Effect::NotOwed;
    }
    summary::effect(lines, !forward.is_empty(), !request.doubts.is_empty())
}

fn of(request: &Request<'_>, wanted: impl Fn(&Said) -> bool) -> Vec<FindingRef> {
    let all = request.spoken.iter().filter(|spoken| wanted(&spoken.finding.effect));
    all.map(|spoken| spoken.from).collect()
}

/// The findings that the ruling rests on: the winning words, what is done meanwhile, every clock,
/// and what the deciding voices say about the reply.
fn winners(request: &Request<'_>, decided: &[Decided], replying: &BTreeSet<u16>) -> BTreeSet<FindingRef> {
    let mut winners: BTreeSet<FindingRef> = decided.iter().flat_map(|one| one.wins.iter().copied()).collect();
    for Spoken { from, finding, .. } in &request.spoken {
        let counts = match &finding.effect {
            Said::Clock(_) | Said::Extension(_) | Said::Interim(_) | Said::Forward => true,
            Said::Identity(_) | Said::Fee(_) | Said::MustState(_) | Said::Remedy(_) => {
                replying.contains(&from.voice)
            }
            _ => false,
        };
        if counts {
            winners.insert(*from);
        }
    }
    let tellings = reply::tellings(request, decided);
    winners.extend(tellings.into_iter().flat_map(|telling| telling.from));
    winners
}

/// All findings that were heard, with their rules, and what the lines ask for.
struct Heard<'a> {
    findings: BTreeMap<FindingRef, (&'a Finding, Option<&'a Rule>)>,
    speakers: &'a [Speaker<'a>],
    asks: BTreeMap<FindingRef, bool>,
    asks_proof: bool,
}

impl<'a> Heard<'a> {
    fn new(speakers: &'a [Speaker<'a>], decided: &[(&Request<'a>, Vec<Decided>)]) -> Self {
        let (mut findings, mut asks, mut asks_proof) = (BTreeMap::new(), BTreeMap::new(), false);
        for (request, lines) in decided {
            for spoken in &request.spoken {
                let speaker = request.speaker(spoken.from.voice);
                let rule = speaker.and_then(|s| s.manifest.rule(&spoken.finding.source.rule));
                findings.insert(spoken.from, (spoken.finding, rule));
            }
            for line in lines {
                asks_proof |= line.asks_proof;
                for (from, material) in &line.asks {
                    *asks.entry(*from).or_insert(false) |= material;
                }
            }
        }
        Self { findings, speakers, asks, asks_proof }
    }

    fn combined(&self, hearing: &Hearing<'_>, requests: Vec<RequestRuling>, proof: &[FactOf]) -> Combined {
        let winners: BTreeSet<FindingRef> =
            requests.iter().flat_map(|one| one.winners.iter().copied()).collect();
        let united = obligations::unite(hearing, &self.duties(&winners));
        let (missing, immaterial) = self.wanted(&requests, &winners, proof).lists();
        let deciding: BTreeSet<FindingRef> = requests.iter().flat_map(RequestRuling::resting_on).collect();
        let found = winners.iter().filter_map(|from| self.findings.get(from));
        Combined {
            confidence: self.confidence(&requests, &deciding),
            valid_until: self.valid_until(hearing, &requests),
            remarks: self.remarks(hearing, &requests, &deciding, &united.undated),
            marks: marks::unite(found.flat_map(|(finding, _)| &finding.marks)),
            obligations: united.owed,
            missing,
            immaterial,
            ruling: decision::Ruling::Rights(Ruling { acts: acts::acts(&requests), requests }),
        }
    }

    fn rule(&self, from: &FindingRef) -> Option<&'a Rule> {
        self.findings.get(from).and_then(|(_, rule)| *rule)
    }

    /// The lowest of the rules that decide, those of the duties to keep included.
    fn confidence(&self, requests: &[RequestRuling], deciding: &BTreeSet<FindingRef>) -> Confidence {
        let lines = requests.iter().flat_map(|one| &one.lines);
        let kept = lines.filter_map(|line| line.kept.as_ref()).flat_map(|kept| &kept.floors);
        let keeping = kept.filter_map(|floor| {
            let speaker = self.speakers.iter().find(|speaker| speaker.manifest.id == floor.plugin)?;
            speaker.manifest.rule(&floor.rule)
        });
        let rules = deciding.iter().filter_map(|from| self.rule(from)).chain(keeping);
        rules.map(|rule| rule.confidence).min().unwrap_or(Confidence::High)
    }

    fn duties(&self, winners: &BTreeSet<FindingRef>) -> Vec<Duty<'a>> {
        let of = |from: &FindingRef| {
            let from = *from;
            let owed = self.findings.get(&from).map_or(&[][..], |(finding, _)| &finding.obligations);
            owed.iter().map(move |obligation| Duty { obligation, from })
        };
        winners.iter().flat_map(of).collect()
    }

    fn wanted<'b>(
        &self,
        requests: &[RequestRuling],
        winners: &BTreeSet<FindingRef>,
        proof: &'b [FactOf],
    ) -> Wanted<'b>
    where
        'a: 'b,
    {
        let mut wanted = Wanted::default();
        for (from, material) in &self.asks {
            wanted.note(*from, self.missing_of(from), *material);
        }
        for (from, (finding, _)) in &self.findings {
            // One whose claims are equal asks for nothing.
            let equal = matches!(finding.effect, Said::NeedFacts { .. });
            if !self.asks.contains_key(from) {
                wanted.note(*from, &finding.source.missing, winners.contains(from) && !equal);
            }
        }
        if self.asks_proof {
            for from in requests.iter().flat_map(|one| &one.identity.from) {
                wanted.note(*from, proof, true);
            }
        }
        wanted
    }

    fn missing_of(&self, from: &FindingRef) -> &'a [FactOf] {
        if let Some((finding, _)) = self.findings.get(from) {
            return &finding.source.missing;
        }
        let speaker = self.speakers.iter().find(|speaker| speaker.index == from.voice);
        match speaker.map(|speaker| speaker.reply) {
            Some(Ok(answer)) => &answer.standing().source.missing,
            _ => &[],
        }
    }

    fn remarks(
        &self,
        hearing: &Hearing<'_>,
        requests: &[RequestRuling],
        deciding: &BTreeSet<FindingRef>,
        undated: &[FindingRef],
    ) -> Vec<Remark> {
        let mut remarks: Vec<Remark> = undated.iter().map(|from| Remark::NoDate(*from)).collect();
        let clocks = requests.iter().flat_map(|one| &one.clocks);
        let problems = clocks.filter(|clock| clock.problem.is_some());
        remarks.extend(problems.map(|clock| Remark::NoDate(clock.from)));
        let pending = |from: &&FindingRef| self.rule(from).is_some_and(|r| !r.pending.is_empty());
        remarks.extend(deciding.iter().filter(pending).map(|from| Remark::Pending(*from)));
        let low = |from: &&FindingRef| {
            self.rule(from).is_some_and(|rule| rule.confidence < hearing.confidence_wanted)
        };
        remarks.extend(deciding.iter().filter(low).map(|from| Remark::LowConfidence(*from)));
        remarks.extend(self.speakers.is_empty().then_some(Remark::NoVoice));
        remarks
    }

    /// The first day on which a rule or law changes, a clock runs out or a duty to keep ends.
    fn valid_until(&self, hearing: &Hearing<'_>, requests: &[RequestRuling]) -> Option<Day> {
        let mut horizon = Horizon::after(hearing.question.as_of);
        for (finding, rule) in self.findings.values() {
            horizon.note_source(&finding.source);
            if let Some(rule) = rule {
                horizon.note_rule(rule);
            }
            if let Said::NotYetInForce(day) = finding.effect {
                horizon.note(Some(day));
            }
        }
        for answer in self.speakers.iter().filter_map(|speaker| speaker.reply.ok()) {
            horizon.note_standing(answer.standing().state);
            horizon.note_source(&answer.standing().source);
        }
        let erasing = requests.iter().any(|request| request.right == ERASE);
        horizon.note(hearing.retention.filter(|_| erasing).and_then(|ruling| ruling.recheck_on));
        for request in requests {
            for clock in &request.clocks {
                let met = clock.met_on.filter(|met| *met <= hearing.question.as_of);
                let over = clock.latest.as_ref().and_then(|latest| latest.over_from());
                horizon.note(over.filter(|_| met.is_none()));
                // A day still to come has not happened yet.
                horizon.note(clock.met_on);
            }
            for kept in request.lines.iter().filter_map(|line| line.kept.as_ref()) {
                if let Bound::Through(last) = kept.until {
                    horizon.note(last.tomorrow().ok());
                }
            }
        }
        horizon.first()
    }
}
