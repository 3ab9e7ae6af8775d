//! What a decision can be found by besides its place, its time and its subject.

use std::collections::BTreeSet;

use praetor_decision::answer::{Answer, Source, StandingState};
use praetor_decision::decision::{FindingRef, Ruling, VoiceState, incident, retention, rights, sharing};
use praetor_decision::manifest::Ability;
use praetor_decision::{Day, Decision, Name};

use crate::limits;
use crate::record::{DecisionRecord, VoiceWord};
use crate::store::Filter;

/// What a decision can be found by.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Aspects {
    /// Its effect; of a rights question, the effect of each request.
    pub(crate) effects: BTreeSet<&'static str>,
    /// Every plugin that took part.
    pub(crate) plugins: BTreeSet<Name>,
    /// Plugins that did not say that they have no say in it.
    pub(crate) laws: BTreeSet<Name>,
    /// `plugin/rule` of the findings that it rests on.
    pub(crate) rules: BTreeSet<Name>,
    /// Days by which something must be done.
    pub(crate) due: BTreeSet<Day>,
}

impl Aspects {
    pub(crate) fn of(record: &DecisionRecord) -> Self {
        let decision = &record.decision;
        Self {
            effects: effects(&decision.ruling),
            plugins: record.voices.iter().map(|voice| voice.plugin.clone()).collect(),
            laws: laws(decision),
            rules: rules(record),
            due: due(decision),
        }
    }

    /// Whether it is what is asked for; the subject is not looked at.
    pub(crate) fn fits(&self, filter: &Filter) -> bool {
        let has =
            |set: &BTreeSet<Name>, word: &Option<Name>| word.as_ref().is_none_or(|word| set.contains(word));
        filter.effect.as_ref().is_none_or(|effect| self.effects.contains(effect.as_str()))
            && has(&self.plugins, &filter.plugin)
            && has(&self.rules, &filter.rule)
            && filter.laws.as_ref().is_none_or(|laws| laws.iter().any(|law| self.laws.contains(law)))
            && filter.due.is_none_or(|(from, until)| self.due.iter().any(|day| (from..=until).contains(day)))
    }

    /// The words for its due days: the day, its month, its year, and that there is one.
    pub(crate) fn due_words(&self) -> BTreeSet<Name> {
        let mut words = BTreeSet::new();
        for day in &self.due {
            words.extend([day_word(*day), month_word(*day), year_word(*day), SOME_DAY]);
        }
        words
    }
}

/// The word of all that is due some day.
const SOME_DAY: Name = Name::new_static("*");

/// Words one of which everything has that is due from one day to another.
pub(crate) fn due_within(from: Day, until: Day) -> Vec<Name> {
    let (mut words, mut next) = (Vec::new(), Some(from));
    while let Some(day) = next.filter(|day| *day <= until) {
        if words.len() == limits::DUE_TERMS {
            return vec![SOME_DAY];
        }
        let (word, last) = if day.day_of_year() == 1 && day.last_of_year() <= until {
            (year_word(day), day.last_of_year())
        } else if day.day() == 1 && day.last_of_month() <= until {
            (month_word(day), day.last_of_month())
        } else {
            (day_word(day), day)
        };
        words.push(word);
        next = last.tomorrow().ok();
    }
    words
}

fn day_word(day: Day) -> Name {
    format!("{day}").into()
}

fn month_word(day: Day) -> Name {
    format!("{}-{}", day.year(), day.month()).into()
}

fn year_word(day: Day) -> Name {
    format!("{}", day.year()).into()
}

fn effects(ruling: &Ruling) -> BTreeSet<&'static str> {
    match ruling {
        Ruling::Sharing(ruling) => [ruling.effect.as_str()].into(),
        Ruling::Retention(ruling) => [ruling.effect.as_str()].into(),
        Ruling::Rights(ruling) => ruling.requests.iter().map(|request| request.effect.as_str()).collect(),
        Ruling::Incident(ruling) => [ruling.effect.as_str()].into(),
    }
}

fn laws(decision: &Decision) -> BTreeSet<Name> {
    let governs = |state: &VoiceState| match state {
        VoiceState::Heard(StandingState::Applies | StandingState::Unclear) | VoiceState::Undetermined(_) => {
            true
        }
        VoiceState::Heard(StandingState::DoesNotApply | StandingState::NotYetInForce(_)) => false,
    };
    let heard = decision.voices.iter().filter(|voice| governs(&voice.state));
    heard.map(|voice| voice.plugin.clone()).collect()
}

fn rules(record: &DecisionRecord) -> BTreeSet<Name> {
    let decision = &record.decision;
    let mut findings: BTreeSet<FindingRef> =
        decision.obligations.iter().flat_map(|owed| owed.from.iter().copied()).collect();
    let mut rules = BTreeSet::new();
    match &decision.ruling {
        Ruling::Sharing(ruling) => resting_on_sharing(ruling, &mut findings),
        Ruling::Retention(ruling) => resting_on_retention(ruling, &mut findings),
        Ruling::Incident(ruling) => resting_on_incident(ruling, &mut findings),
        Ruling::Rights(ruling) => {
            findings.extend(ruling.requests.iter().flat_map(rights::RequestRuling::resting_on));
            let lines = ruling.requests.iter().flat_map(|request| &request.lines);
            let floors = lines.filter_map(|line| line.kept.as_ref()).flat_map(|kept| &kept.floors);
            rules.extend(floors.map(|floor| rule_name(&floor.plugin, &floor.rule)));
        }
    }
    rules.extend(findings.into_iter().filter_map(|finding| rule_of(record, finding)));
    rules
}

fn resting_on_sharing(ruling: &sharing::Ruling, findings: &mut BTreeSet<FindingRef>) {
    findings.extend(&ruling.deciding);
    for cell in &ruling.cells {
        findings.extend(cell.deciding.iter().chain(&cell.demanded_by));
        for gate in &cell.gates {
            findings.extend(gate.winner.iter().chain(&gate.prohibitions));
        }
    }
}

fn resting_on_retention(ruling: &retention::Ruling, findings: &mut BTreeSet<FindingRef>) {
    let steps = ruling.items.iter().flat_map(|item| item.steps.iter().chain(&item.after_release));
    findings.extend(steps.flat_map(|step| &step.because));
}

fn resting_on_incident(ruling: &incident::Ruling, findings: &mut BTreeSet<FindingRef>) {
    findings.extend(&ruling.deciding);
    findings.extend(ruling.duties.iter().flat_map(|duty| &duty.clocks).map(|clock| clock.from));
}

/// The rule that a finding names.
fn rule_of(record: &DecisionRecord, at: FindingRef) -> Option<Name> {
    let heard = record.decision.voices.get(usize::from(at.voice))?;
    let voice = record.voices.iter().find(|voice| voice.plugin == heard.plugin)?;
    let ability = Ability::from(record.question.kind);
    let answer = voice.calls.iter().find_map(|call| match &call.word {
        VoiceWord::Answer(answer) if call.ability == ability => Some(answer),
        _ => None,
    })?;
    Some(rule_name(&heard.plugin, &source(answer, at.finding)?.rule))
}

fn source(answer: &Answer, finding: u16) -> Option<&Source> {
    match finding {
        FindingRef::STANDING => Some(&answer.standing().source),
        number => answer.sources().nth(usize::from(number)),
    }
}

fn rule_name(plugin: &str, rule: &str) -> Name {
    format!("{plugin}/{rule}").into()
}

/// Last days of duties and clocks that are not met, and days on which a step of a schedule begins.
fn due(decision: &Decision) -> BTreeSet<Day> {
    let owed = decision.obligations.iter().filter(|owed| !owed.attested);
    let mut days: BTreeSet<Day> = owed.filter_map(|owed| owed.due.as_ref()?.day()).collect();
    match &decision.ruling {
        Ruling::Sharing(_) => {}
        Ruling::Retention(ruling) => {
            let steps = ruling.items.iter().flat_map(|item| &item.steps);
            let starts = steps.filter_map(|step| match step.from {
                retention::Start::On(day) => Some(day),
                retention::Start::After(_) => None,
            });
            days.extend(starts.filter(|day| *day > decision.as_of));
        }
        Ruling::Rights(ruling) => days.extend(ruling.requests.iter().flat_map(due_on_request)),
        Ruling::Incident(ruling) => {
            let clocks = ruling.duties.iter().flat_map(|duty| &duty.clocks);
            let running = clocks.filter(|clock| clock.clock.met_on.is_none());
            days.extend(running.filter_map(|clock| clock.latest.as_ref()?.day()));
        }
    }
    days
}

fn due_on_request(request: &rights::RequestRuling) -> impl Iterator<Item = Day> + '_ {
    use rights::ClockState::{Extended, NotClaimed};
    let runs = |clock: &&rights::ClockRuling| {
        clock.met_on.is_none() && !matches!(clock.state, Extended | NotClaimed)
    };
    let clocks = request.clocks.iter().filter(runs).filter_map(|clock| clock.latest.as_ref()?.day());
    let tellings = request.tellings.iter().filter_map(|telling| telling.due.as_ref()?.day());
    clocks.chain(tellings).chain(request.respond_by)
}
