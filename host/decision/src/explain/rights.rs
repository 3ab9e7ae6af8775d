//! A ruling on rights in sentences.

use praetor_wit::List;

use super::retention::{computed, until};
use super::{Paragraph, Reader, words};
use crate::answer::rights::{Fee, Proof, Verb};
use crate::answer::{ClockForm, Strength};
use crate::clock::Timeliness;
use crate::decision::rights::{
    ClockRuling, ClockState, Doubt, Effect, Extension, Kept, Line, Outcome, RequestRuling, RetentionDoubt,
    Ruling, Telling,
};
use crate::question::Name;

pub(super) fn paragraphs(reader: &Reader<'_>, ruling: &Ruling) -> Vec<Paragraph> {
    let mut paragraphs: Vec<Paragraph> =
        ruling.requests.iter().flat_map(|request| of_request(reader, request)).collect();
    paragraphs.push(Paragraph::new("In this order", order(reader, ruling)));
    paragraphs
}

fn of_request(reader: &Reader<'_>, request: &RequestRuling) -> Vec<Paragraph> {
    let (right, name) = (&request.right, reader.name(request.request));
    let lines = request.lines.iter().flat_map(|line| of_line(reader, line));
    let clocks = request.clocks.iter().map(|clock| of_clock(reader, clock));
    vec![
        Paragraph::new(format!("Answer to {name} (`{right}`)"), answer(reader, request)),
        Paragraph::new(format!("Item by item, {name}"), lines.collect()),
        Paragraph::new(format!("By when, {name}"), clocks.collect()),
        Paragraph::new(format!("Whom to tell, {name}"), told(reader, request)),
        Paragraph::new(format!("What the reply must say, {name}"), reply(reader, request)),
    ]
}

fn answer(reader: &Reader<'_>, request: &RequestRuling) -> Vec<String> {
    let says = match request.effect {
        Effect::Fulfil => "Do what was asked.",
        Effect::Partial => "Do it in part: read the lines.",
        Effect::Restrict => "Do not erase or end it: lock it away, or let it rest.",
        Effect::Refuse => "Refuse, with the reasons.",
        Effect::AfterVerification => "Do it once the person has proved who they are.",
        Effect::Forward => "Pass it on: you are only the processor here.",
        Effect::NotOwed => "No law asked gives this right.",
        Effect::Lapsed => "The request has ended by itself.",
        Effect::NeedFacts => "Facts are missing; the clocks run.",
        Effect::NeedsReview => "A person must look; the clocks run.",
    };
    let mut sentences = vec![says.to_owned()];
    let by = request.respond_by.map(|day| {
        let from = request.respond_by_from.map(|at| reader.rule_words(at)).unwrap_or_default();
        format!("Answer the person by {day}: {from}.")
    });
    sentences.extend(by);
    sentences.extend(extension(reader, &request.extension));
    if request.identity.least > Proof::None {
        let (least, most) = (proof(request.identity.least), proof(request.identity.most));
        sentences.push(format!("Proof of identity: at least {least}, at most {most}."));
    }
    match request.fee.fee {
        Fee::None => {}
        Fee::Reasonable => sentences.push("A reasonable fee may be charged.".to_owned()),
        Fee::Deposit => sentences.push("A deposit may be asked for first.".to_owned()),
    }
    sentences
}

fn extension(reader: &Reader<'_>, extension: &Extension) -> Option<String> {
    match extension {
        Extension::None => None,
        Extension::Available { until: Some(until), tell_by } => {
            let tell = tell_by.map_or_else(String::new, |day| format!(", if the person is told by {day}"));
            Some(format!("It can be extended until {until}{tell} and every law's reasons are met."))
        }
        Extension::Available { until: None, .. } => Some("It can be extended.".to_owned()),
        Extension::Valid { until: Some(until) } => Some(format!("It is validly extended until {until}.")),
        Extension::Valid { until: None } => Some("It is validly extended.".to_owned()),
        Extension::Invalid { reasons } => {
            let meanings = reasons.iter().map(|reason| of_reason(reader, reason)).collect::<Vec<_>>();
            Some(format!("The extension that was claimed is not valid. {}", meanings.join(" ")))
        }
    }
}

const fn proof(proof: Proof) -> &'static str {
    match proof {
        Proof::None => "none",
        Proof::Claim => "the person's own word",
        Proof::Verified => "a check against what is on file",
        Proof::Strong => "a check by strong means",
    }
}

fn of_line(reader: &Reader<'_>, line: &Line) -> Vec<String> {
    let mut says = format!("{}: {}", reader.name(line.entity), outcome(&line.outcome));
    if line.after_verification {
        says.push_str(", after verification");
    }
    if let Some(interim) = &line.interim {
        says.push_str(&format!("; at once: {}", outcome(interim)));
    }
    let mut sentences = vec![says + "."];
    sentences.extend(line.kept.iter().map(|kept| of_kept(reader, kept)));
    for word in line.words.iter().filter(|word| word.wins) {
        sentences.push(format!("Because {}.", reader.rule_words(word.from)));
    }
    sentences.extend(line.reasons.iter().map(|reason| of_reason(reader, reason)));
    sentences.extend(line.doubts.iter().map(|doubt| of_doubt(reader, doubt)));
    sentences
}

fn of_reason(reader: &Reader<'_>, reason: &Name) -> String {
    let entry = reader.hearing.dictionary.list(List::Reasons).get(reason);
    let meaning = entry.map_or_else(|| ".".to_owned(), |entry| format!(": {}", entry.meaning));
    format!("Reason `{reason}`{meaning}")
}

fn outcome(outcome: &Outcome) -> String {
    let part = match outcome {
        Outcome::Part(part) => part,
        Outcome::Fulfil => return "done in full".to_owned(),
        Outcome::Restrict => return "kept, locked away from daily use".to_owned(),
        Outcome::Refuse => return "refused".to_owned(),
        Outcome::Lapsed => return "lapsed".to_owned(),
        Outcome::NotOwed => return "not owed".to_owned(),
        Outcome::Stop => return "stop this use".to_owned(),
        Outcome::StopWhileChecking => return "let this use rest while it is checked".to_owned(),
        Outcome::Proceed => return "this use may go on".to_owned(),
        Outcome::NeedFacts => return "open, facts are missing".to_owned(),
        Outcome::NeedsReview => return "open, a person must look".to_owned(),
    };
    let mut says = String::from("done in part");
    if part.describe_only {
        says.push_str(", described and not handed over");
    }
    if let Some(since) = part.since {
        says.push_str(&format!(", only what was collected since {since}"));
    }
    if !part.redact.is_empty() {
        let left_out: Vec<String> = part.redact.iter().map(ToString::to_string).collect();
        says.push_str(&format!(", without {}", words::list(&left_out)));
    }
    says
}

pub(super) fn of_kept(reader: &Reader<'_>, kept: &Kept) -> String {
    let floors: Vec<String> = kept
        .floors
        .iter()
        .map(|floor| {
            format!("{} ({}, {})", cited(reader, &floor.plugin, &floor.rule), floor.order, floor.plugin)
        })
        .collect();
    let then = if kept.then_review { "then a person must decide" } else { "then it is erased" };
    let why = if floors.is_empty() { String::new() } else { format!(", for {}", words::list(&floors)) };
    format!("It is kept until {}{why}; {then}.", until(reader, &kept.until))
}

/// A rule of the answers on retention, found by its plugin: the voices of both questions differ.
fn cited(reader: &Reader<'_>, plugin: &Name, rule: &Name) -> String {
    let voice = reader.hearing.voices.iter().find(|voice| voice.manifest.id == *plugin);
    let Some(rule) = voice.and_then(|voice| voice.manifest.rule(rule)) else {
        return format!("{plugin}/{rule}");
    };
    let cited = rule.citations.iter().map(|one| format!("{} {}", one.instrument, one.place));
    words::list(&cited.collect::<Vec<_>>())
}

fn of_doubt(reader: &Reader<'_>, doubt: &Doubt) -> String {
    match doubt {
        Doubt::Unheard(voice) => format!("{} could not be heard.", reader.title(*voice)),
        Doubt::Silent(voice) => {
            format!("{} governs and says nothing on this.", reader.title(*voice))
        }
        Doubt::NoLaw => "No law was heard.".to_owned(),
        Doubt::SwitchedOff(plugin) => format!("The plugin `{plugin}` is switched off."),
        Doubt::Review(at) => format!("A person must look: {}.", reader.rule_words(*at)),
        Doubt::Contradiction(fact) => {
            format!("Sources contradict each other on {}.", reader.path(fact))
        }
        Doubt::Uncovered(place) => format!("No plugin covers `{place}`."),
        Doubt::Collision(owed, forbidden) => format!(
            "One law owes it ({}), another forbids it ({}), and the first does not recognise the second.",
            reader.rule_words(*owed),
            reader.rule_words(*forbidden)
        ),
        Doubt::Proof(least, most) => format!(
            "One law asks for more proof ({}) than another lets be asked ({}).",
            reader.rule_words(*least),
            reader.rule_words(*most)
        ),
        Doubt::Retention(why) => retention(*why).to_owned(),
        Doubt::NeedFacts(at) => format!("Facts are missing for {}.", reader.rule_words(*at)),
        Doubt::Unclear(voice) => {
            format!("Whether {} governs depends on missing facts.", reader.title(*voice))
        }
    }
}

const fn retention(doubt: RetentionDoubt) -> &'static str {
    match doubt {
        RetentionDoubt::NotAsked => "Nobody was asked how long it must be kept.",
        RetentionDoubt::NeedFacts => "How long it must be kept depends on missing facts.",
        RetentionDoubt::NeedsReview => "A person must decide how long it must be kept.",
        RetentionDoubt::Undetermined => "How long it must be kept is undetermined.",
    }
}

pub(super) fn of_clock(reader: &Reader<'_>, clock: &ClockRuling) -> String {
    let what = form(clock.form);
    let latest = clock.latest.as_ref().map_or_else(String::new, |latest| match latest.day() {
        Some(day) => format!(" by {day}"),
        None => " by a day that waits for its event".to_owned(),
    });
    let at_once = if clock.at_once { " at once" } else { "" };
    let target = clock.target.as_ref().and_then(|target| target.day());
    let target = target.map_or_else(String::new, |day| format!(", better by {day}"));
    let advice = if clock.strength == Strength::Recommended { " (good practice)" } else { "" };
    format!(
        "{what}{at_once}{latest}{target}{advice}, {}: {}.{}",
        state(clock.state),
        reader.rule_words(clock.from),
        computed(clock.latest.iter()),
    )
}

pub(super) const fn form(form: ClockForm) -> &'static str {
    match form {
        ClockForm::Acknowledge => "Confirm receipt",
        ClockForm::Act => "Do what was asked",
        ClockForm::Respond => "Answer the person",
        ClockForm::RespondExtended => "Answer after an extension",
        ClockForm::TellExtension => "Tell the person of an extension",
        ClockForm::Notify => "Notify",
        ClockForm::DecideAppeal => "Decide on an appeal",
        ClockForm::PersonActs => "The person may act",
    }
}

fn state(state: ClockState) -> String {
    match state {
        ClockState::Judged(Timeliness::OnTime) => "met in time".to_owned(),
        ClockState::Judged(Timeliness::Late(last)) => format!("met late, after {last}"),
        ClockState::Judged(Timeliness::Overdue(last)) => format!("overdue since {last}"),
        ClockState::Judged(Timeliness::Pending) => "pending".to_owned(),
        ClockState::Judged(Timeliness::Unclear) => "unclear".to_owned(),
        ClockState::Extended => "replaced by its extension".to_owned(),
        ClockState::NotClaimed => "only with a valid extension".to_owned(),
        ClockState::NoDate => "its date cannot be computed".to_owned(),
    }
}

fn told(reader: &Reader<'_>, request: &RequestRuling) -> Vec<String> {
    request.tellings.iter().map(|telling| of_telling(reader, telling)).collect()
}

pub(super) fn of_telling(reader: &Reader<'_>, telling: &Telling) -> String {
    let who = reader.name(telling.recipient);
    let how = match telling.verb {
        Verb::Command => "Command",
        Verb::Instruct => "Instruct",
        Verb::Notify => "Notify",
        Verb::PassToSource => "Tell the source",
    };
    let due = telling.due.as_ref().and_then(|due| due.day());
    let due = due.map_or_else(String::new, |day| format!(" by {day}"));
    format!("{how} {who}: `{}`{due}.", telling.action)
}

fn reply(reader: &Reader<'_>, request: &RequestRuling) -> Vec<String> {
    let statements = request.statements.iter().map(|(statement, _)| {
        let entry = reader.hearing.dictionary.list(List::Statements).get(&statement.id);
        entry.map_or_else(|| format!("`{}`.", statement.id), |entry| entry.meaning.clone())
    });
    let remedies = request.remedies.iter().map(|(remedy, _)| match remedy.authority.as_str() {
        "" => format!("Remedy: `{}`.", remedy.id),
        authority => format!("Remedy: `{}`, {authority}.", remedy.id),
    });
    statements.chain(remedies).collect()
}

fn order(reader: &Reader<'_>, ruling: &Ruling) -> Vec<String> {
    let acts = (1..).zip(&ruling.acts).map(|(n, act): (u32, _)| {
        let waits: Vec<String> = act.waits_for.iter().map(|id| reader.name(*id)).collect();
        let waits = if waits.is_empty() { String::new() } else { format!(", after {}", words::list(&waits)) };
        format!("{n}. {}: {}{waits}.", reader.name(act.entity), outcome(&act.outcome))
    });
    acts.collect()
}
