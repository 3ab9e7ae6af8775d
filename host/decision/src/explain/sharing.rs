//! A ruling on sharing in sentences: cells that came out alike share a paragraph.

use super::{Paragraph, Reader, words};
use crate::decision::FindingRef;
use crate::decision::sharing::{Cell, Effect, GateOf, GateRuling, GateState, Ruling};

pub(super) fn paragraphs(reader: &Reader<'_>, ruling: &Ruling) -> Vec<Paragraph> {
    let mut paragraphs = vec![Paragraph::new("Answer", answer(ruling))];
    let mut alike: Vec<(Vec<&Cell>, Vec<String>)> = Vec::new();
    for cell in &ruling.cells {
        let sentences = cell_sentences(reader, cell);
        match alike.iter_mut().find(|(_, there)| *there == sentences) {
            Some((cells, _)) => cells.push(cell),
            None => alike.push((vec![cell], sentences)),
        }
    }
    let of_cells = |(cells, sentences): (Vec<&Cell>, _)| Paragraph::new(heading(reader, &cells), sentences);
    paragraphs.extend(alike.into_iter().map(of_cells));
    paragraphs.push(Paragraph::new("What must be done to the items", treatments(reader, ruling)));
    paragraphs
}

fn answer(ruling: &Ruling) -> Vec<String> {
    let (says, next) = match ruling.effect {
        Effect::Allow => ("Yes.", "Nothing stands in the way."),
        Effect::AllowWithConditions => (
            "Yes, under conditions.",
            "Keep what is owed and do what must be done to the items; otherwise the answer is no.",
        ),
        Effect::Partial => (
            "For some items and uses yes, for others no.",
            "Go on with those that are allowed, and leave the others out.",
        ),
        Effect::NeedFacts => {
            ("Nobody can say yet.", "State the missing facts and ask again; until then the answer is no.")
        }
        Effect::NeedsReview => (
            "A person must decide.",
            "Hand the question to whoever is in charge of privacy; until then the answer is no.",
        ),
        Effect::Deny => ("No.", "Do not do it; ask again only once the facts named below have changed."),
    };
    vec![says.to_owned(), next.to_owned()]
}

fn heading(reader: &Reader<'_>, cells: &[&Cell]) -> String {
    let name = |cell: &&Cell| match (cell.item, cell.for_use) {
        (Some(item), Some(for_use)) => {
            format!("{} for {}", reader.name(item), reader.name(for_use))
        }
        (Some(only), None) | (None, Some(only)) => reader.name(only),
        (None, None) => "The whole question".to_owned(),
    };
    words::list(&cells.iter().map(name).collect::<Vec<_>>())
}

fn cell_sentences(reader: &Reader<'_>, cell: &Cell) -> Vec<String> {
    let mut sentences = vec![effect_sentence(cell.effect).to_owned()];
    for gate in strictest_first(cell) {
        sentences.extend(gate_sentences(reader, gate));
    }
    if cell.effect != Effect::Deny && cell.gates.iter().any(|gate| gate.state.effect() == Effect::Deny) {
        sentences.extend(cell.demanded_by.iter().map(|at| {
            format!(
                "It is demanded: {}. A person must weigh this against the denial.",
                reader.rule_words(*at)
            )
        }));
    }
    for id in &cell.impossible {
        sentences.push(format!("Nothing could satisfy all that is demanded under `{id}`."));
    }
    sentences
}

fn effect_sentence(effect: Effect) -> &'static str {
    match effect {
        Effect::Allow => "Allowed.",
        Effect::AllowWithConditions => "Allowed under conditions.",
        Effect::Partial => "Allowed in part.",
        Effect::NeedFacts => "Open: facts are missing.",
        Effect::NeedsReview => "A person must look.",
        Effect::Deny => "Denied.",
    }
}

/// What is against it first; gates without objection say nothing unless something was tested.
fn strictest_first(cell: &Cell) -> Vec<&GateRuling> {
    let mut gates: Vec<&GateRuling> = cell.gates.iter().collect();
    gates.sort_by_key(|gate| std::cmp::Reverse(gate.state.effect()));
    gates
}

fn gate_sentences(reader: &Reader<'_>, gate: &GateRuling) -> Vec<String> {
    let mut sentences = state_sentences(reader, gate);
    for lift in &gate.displaced {
        let (by, what) = (reader.rule_words(lift.by), reader.rule_words(lift.prohibition));
        sentences.push(format!("{what}: lifted, because {by}."));
    }
    for lift in &gate.not_displaced {
        let (by, what) = (reader.rule_words(lift.by), reader.rule_words(lift.prohibition));
        sentences.push(format!("{what}: not lifted by {by}, which has no power over it here."));
    }
    sentences.extend(rules(reader, "Tested and found wanting", &gate.failed));
    sentences.extend(rules(reader, "Not in force yet", &gate.not_yet_in_force));
    if gate.winner.is_some() {
        sentences.extend(rules(reader, "If that fell away, this would remain", &gate.fallbacks));
    }
    sentences
}

fn state_sentences(reader: &Reader<'_>, gate: &GateRuling) -> Vec<String> {
    match gate.state {
        GateState::NoObjection => vec![],
        GateState::Passed | GateState::PassedWithConditions => {
            gate.winner.iter().flat_map(|at| rule_sentences(reader, "Permitted", *at)).collect()
        }
        GateState::NeedFacts => {
            gate.needs.iter().flat_map(|at| rule_sentences(reader, "Depends on missing facts", *at)).collect()
        }
        GateState::Review => {
            let asking = if gate.reviews.is_empty() { &gate.needs } else { &gate.reviews };
            asking.iter().flat_map(|at| rule_sentences(reader, "A person is asked for", *at)).collect()
        }
        GateState::Prohibited => {
            gate.prohibitions.iter().flat_map(|at| rule_sentences(reader, "Forbidden", *at)).collect()
        }
        GateState::Undetermined => vec![undetermined(reader, gate)],
    }
}

fn undetermined(reader: &Reader<'_>, gate: &GateRuling) -> String {
    let title = reader.title(gate.voice);
    let hop = gate.hop.map_or_else(String::new, |hop| format!(" for {}", reader.name(hop)));
    match &gate.gate {
        GateOf::Voice => format!("{title} could not be heard, so its answer counts as no."),
        GateOf::Rule(rule) => {
            format!("{title} named a rule that it does not have, `{rule}`, so its answer counts as no.")
        }
        GateOf::Gate(id) => {
            let says = reader.manifest(gate.voice).and_then(|manifest| manifest.gate(id));
            let says = says.map_or(id.as_str(), |gate| gate.says.trim_end_matches('.'));
            format!("Nothing in {title} permits it{hop}, and it needs a permit: {says}.")
        }
    }
}

fn rule_sentences(reader: &Reader<'_>, lead: &str, at: FindingRef) -> Vec<String> {
    let mut sentences = vec![format!("{lead} by {}: {}.", reader.title(at.voice), reader.rule_words(at))];
    sentences.extend(reader.reason(at));
    sentences.extend(reader.because(at));
    sentences
}

fn rules(reader: &Reader<'_>, lead: &str, all: &[FindingRef]) -> Option<String> {
    let words: Vec<String> = all.iter().map(|at| reader.rule_words(*at)).collect();
    (!words.is_empty()).then(|| format!("{lead}: {}.", words.join("; ")))
}

fn treatments(reader: &Reader<'_>, ruling: &Ruling) -> Vec<String> {
    let list = reader.hearing.dictionary.list(praetor_wit::List::Treatments);
    let mut sentences = Vec::new();
    for item in &ruling.items {
        let name = item.item.map_or_else(|| "Everything".to_owned(), |id| reader.name(id));
        for due in &item.treatments {
            let id = &due.treatment.id;
            let what = list.get(id).map_or("", |entry| words::first_sentence(&entry.meaning));
            let values = due.treatment.parameters.iter();
            let values: Vec<String> =
                values.filter_map(|fact| words::value(&fact.value, &|id| reader.name(id))).collect();
            let with = if values.is_empty() { String::new() } else { format!(": {}", words::list(&values)) };
            sentences.push(format!("{name}: `{id}` ({what}){with}."));
        }
        if item.may_be_dropped {
            sentences.push(format!("{name}: leave it out; the rest may go on without it."));
        }
    }
    sentences
}
