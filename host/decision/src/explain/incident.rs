//! A ruling on a breach in sentences.

use super::{Paragraph, Reader};
use crate::answer::incident::Audience;
use crate::decision::incident::{Duty, Effect, Ruling, RunningClock};

pub(super) fn paragraphs(reader: &Reader<'_>, ruling: &Ruling) -> Vec<Paragraph> {
    let open = ruling.open.iter().map(|at| format!("Open: {}.", reader.rule_words(*at)));
    vec![
        Paragraph::new("Answer", answer(ruling)),
        Paragraph::new(
            "Who must be told",
            ruling.duties.iter().flat_map(|duty| told(reader, duty)).collect(),
        ),
        Paragraph::new("Who need not be told", spared(reader, ruling)),
        Paragraph::new("What is not settled", open.collect()),
    ]
}

fn answer(ruling: &Ruling) -> Vec<String> {
    let says = match ruling.effect {
        Effect::Notify => "Somebody must be told.",
        Effect::NeedsReview => "Not settled: a person must look, and clocks may be running.",
        Effect::NoDuty => "Nobody need be told.",
    };
    let mut sentences = vec![says.to_owned()];
    if ruling.review && ruling.effect == Effect::Notify {
        sentences.push("A person must look besides; the clocks do not wait for that.".to_owned());
    }
    sentences
}

/// One law's clock for a duty to notify.
pub(super) fn of_clock(reader: &Reader<'_>, duty: &Duty, clock: &RunningClock) -> String {
    let at_once = if clock.clock.at_once { ", at once" } else { "" };
    let latest = clock.latest.as_ref().and_then(|latest| latest.day());
    let by = latest.map_or_else(String::new, |day| format!(", at the latest by {day}"));
    format!("Tell {}{at_once}{by}: {}.", addressee(duty), reader.rule_words(clock.from))
}

fn addressee(duty: &Duty) -> String {
    let who = audience(duty.audience);
    if duty.name.is_empty() { who.to_owned() } else { format!("{who} ({})", duty.name) }
}

fn told(reader: &Reader<'_>, duty: &Duty) -> Vec<String> {
    let who = addressee(duty);
    let at_once = if duty.at_once { ", at once" } else { "" };
    let latest = duty.latest.as_ref().and_then(|latest| latest.day());
    let by = latest.map_or_else(String::new, |day| format!(", at the latest by {day}"));
    let mut sentences = vec![format!("Tell {who}{at_once}{by}.")];
    for clock in &duty.clocks {
        sentences.push(format!(
            "Asked for by {}: {}.",
            reader.title(clock.from.voice),
            reader.rule_words(clock.from)
        ));
        sentences.extend(reader.because(clock.from));
    }
    sentences
}

fn spared(reader: &Reader<'_>, ruling: &Ruling) -> Vec<String> {
    let settled = ruling.audiences.iter().filter(|one| one.effect == Effect::NoDuty);
    let words = settled.flat_map(|one| {
        let who = audience(one.audience);
        one.no_duty.iter().map(move |at| format!("Not {who}: {}.", reader.rule_words(*at)))
    });
    words.collect()
}

pub(super) const fn audience(audience: Audience) -> &'static str {
    match audience {
        Audience::Authority => "the authority",
        Audience::Persons => "the persons concerned",
        Audience::Controller => "the controller",
        Audience::Others => "others",
    }
}
