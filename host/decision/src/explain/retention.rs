//! A ruling on retention in sentences.

use super::{Paragraph, Reader, words};
use crate::clock::Resolved;
use crate::decision::FindingRef;
use crate::decision::retention::{
    Action, Bound, Ceiling, Conflict, Copy, Doubt, Effect, FloorRuling, Hold, ItemRuling, RowCutOff, Ruling,
    Start, Step,
};

pub(super) fn paragraphs(reader: &Reader<'_>, ruling: &Ruling) -> Vec<Paragraph> {
    ruling.items.iter().map(|item| of_item(reader, item)).collect()
}

fn of_item(reader: &Reader<'_>, item: &ItemRuling) -> Paragraph {
    let mut sentences = vec![settled(item.effect).to_owned()];
    sentences.extend(item.steps.iter().map(|step| of_step(reader, step)));
    if !item.after_release.is_empty() {
        sentences.push("Once every matter is released, this applies:".to_owned());
        sentences.extend(item.after_release.iter().map(|step| of_step(reader, step)));
    }
    sentences.extend(item.holds.iter().map(|hold| of_hold(reader, hold)));
    sentences.extend(item.ceilings.iter().map(|ceiling| of_ceiling(reader, ceiling)));
    sentences.extend(item.floors.iter().map(|floor| of_floor(reader, floor)));
    sentences.extend(item.conflicts.iter().map(|conflict| of_conflict(reader, conflict)));
    sentences.extend(item.doubts.iter().map(|doubt| of_doubt(reader, doubt)));
    sentences.extend(item.cut_offs.iter().map(|row| of_row(reader, row)));
    sentences.extend(item.copies.iter().map(|copy| of_copy(reader, copy)));
    if item.unlimited {
        sentences.push("Alarm: no law asked says when keeping ends.".to_owned());
    }
    sentences.extend(item.recheck_on.map(|day| format!("Ask again on {day}.")));
    Paragraph::new(format!("How long to keep {}", reader.name(item.item)), sentences)
}

const fn settled(effect: Effect) -> &'static str {
    match effect {
        Effect::Settled => "The schedule is settled.",
        Effect::NeedFacts => "Facts are missing; nothing is erased before they are known.",
        Effect::NeedsReview => "A person must look; nothing is erased before.",
        Effect::Undetermined => {
            "Alarm: a voice could not be heard or did not speak; nothing is erased, and keeping for ever is a breach too."
        }
    }
}

pub(super) fn of_step(reader: &Reader<'_>, step: &Step) -> String {
    let mut says = format!("{}: {}", from(reader, &step.from), action(step.action));
    if let Some(meanwhile) = step.meanwhile {
        says.push_str(&format!("; meanwhile {}", action(meanwhile)));
    }
    if !step.fields_kept.is_empty() {
        let fields: Vec<String> = step.fields_kept.iter().map(ToString::to_string).collect();
        says.push_str(&format!("; only the fields {}", words::list(&fields)));
    }
    if let Some(limit) = &step.use_limit {
        let uses: Vec<String> = limit.iter().map(ToString::to_string).collect();
        let uses = if uses.is_empty() { "nothing".to_owned() } else { words::list(&uses) };
        says.push_str(&format!("; usable only for {uses}"));
    }
    if !step.because.is_empty() {
        says.push_str(&format!(". Because {}", rules(reader, &step.because)));
    }
    says + "."
}

pub(super) const fn action(action: Action) -> &'static str {
    match action {
        Action::Keep => "keep it",
        Action::Warn => "warn the person that it will be erased",
        Action::Restrict => "keep it locked away from daily use",
        Action::Block => "keep it without any use",
        Action::Separate => "keep it apart from live records",
        Action::Hold => "hold it for an open matter",
        Action::Review => "a person must decide",
        Action::Anonymise => "remove every link to a person",
        Action::Erase => "erase it",
    }
}

fn from(reader: &Reader<'_>, start: &Start) -> String {
    match start {
        Start::On(day) if *day <= reader.decision.as_of => "Now".to_owned(),
        Start::On(day) => format!("From {day}"),
        Start::After(bound) => format!("After {}", until(reader, bound)),
    }
}

/// A bound in words: `2034-12-31`, or the formula that remains.
pub(super) fn until(reader: &Reader<'_>, bound: &Bound) -> String {
    let all = |bounds: &[Bound]| {
        let parts: Vec<String> = bounds.iter().map(|one| until(reader, one)).collect();
        words::list(&parts)
    };
    match bound {
        Bound::Ended => "an end that has passed".to_owned(),
        Bound::Through(day) => day.to_string(),
        Bound::Formula(resolved) => match resolved.as_ref() {
            Resolved::Formula(formula) => formula.to_string(),
            _ => "the end of a period that stands still".to_owned(),
        },
        Bound::Release(matters) => {
            let names: Vec<String> = matters.iter().map(|id| reader.name(*id)).collect();
            format!("the release of {}", words::list(&names))
        }
        Bound::Latest(bounds) => format!("the latest of {}", all(bounds)),
        Bound::Earliest(bounds) => format!("the earliest of {}", all(bounds)),
        Bound::Open => "an end that nobody knows yet".to_owned(),
    }
}

fn of_hold(reader: &Reader<'_>, hold: &Hold) -> String {
    let matter = reader.name(hold.matter);
    let state = hold.released_on.map_or_else(|| "is open".to_owned(), |day| format!("is released on {day}"));
    format!("Held for {matter}, which {state}: {}.", rules(reader, &hold.from))
}

fn of_ceiling(reader: &Reader<'_>, ceiling: &Ceiling) -> String {
    let decides = if ceiling.decides { " This ends first." } else { "" };
    let unclear = if ceiling.unclear { " Whether it binds depends on missing facts." } else { "" };
    format!(
        "{} allows keeping until {}: {}.{}{decides}{unclear}",
        reader.title(ceiling.voice),
        until(reader, &ceiling.until),
        rules(reader, &ceiling.from),
        computed(ceiling.dates.iter().map(|(_, date)| date)),
    )
}

fn of_floor(reader: &Reader<'_>, floor: &FloorRuling) -> String {
    let lost = if floor.decides { "" } else { " It prolongs nothing." };
    format!(
        "The law of {} commands keeping until {}: {}.{}{lost}",
        floor.order,
        until(reader, &floor.until),
        reader.rule_words(floor.from),
        computed(floor.date.iter()),
    )
}

/// How dates came about: ` Computed: from 2026-03-15, end of calendar year of it: 2026-12-31.`
pub(super) fn computed<'a>(dates: impl Iterator<Item = &'a Resolved>) -> String {
    let mut says = String::new();
    for date in dates {
        let steps: Vec<String> = date.steps().iter().map(ToString::to_string).collect();
        if !steps.is_empty() {
            says.push_str(&format!(" Computed: {}.", steps.join(", ")));
        }
    }
    says
}

fn of_conflict(reader: &Reader<'_>, conflict: &Conflict) -> String {
    format!(
        "Conflict: {} commands keeping until {}, and {} does not recognise that. Erasing breaks the first; keeping breaks the second. {}: keep it apart until a person has decided.",
        reader.rule_words(conflict.floor),
        until(reader, &conflict.until),
        rules(reader, &conflict.ceiling),
        from(reader, &conflict.from),
    )
}

fn of_doubt(reader: &Reader<'_>, doubt: &Doubt) -> String {
    match doubt {
        Doubt::Unheard(voice) => format!("{} could not be heard.", reader.title(*voice)),
        Doubt::Silent(voice) => format!(
            "{} governs, and says neither that it commands keeping nor that it does not.",
            reader.title(*voice)
        ),
        Doubt::NoDate(at, why) => format!("No date for {}: {why}.", reader.rule_words(*at)),
        Doubt::NoLaw => "No law was heard.".to_owned(),
        Doubt::SwitchedOff(plugin) => format!("The plugin `{plugin}` is switched off."),
        Doubt::Review(at) => format!("A person must look: {}.", reader.rule_words(*at)),
        Doubt::Contradiction(fact) => {
            format!("Sources contradict each other on {}.", reader.path(fact))
        }
        Doubt::Uncovered(place) => format!("No plugin covers `{place}`."),
        Doubt::LowConfidence(at) => {
            format!("Erasing would rest on a rule of low confidence: {}.", reader.rule_words(*at))
        }
        Doubt::NeedFacts(at) => format!("Facts are missing for {}.", reader.rule_words(*at)),
        Doubt::Unclear(voice) => {
            format!("Whether {} governs depends on missing facts.", reader.title(*voice))
        }
        Doubt::ResidenceUnknown(plugin) => {
            format!("The residence is unknown, so `{plugin}` may reach the record.")
        }
    }
}

fn of_row(reader: &Reader<'_>, row: &RowCutOff) -> String {
    let event = reader.path(&row.event);
    format!("In a whole table: rows with {event} on {} or earlier may be erased.", row.through)
}

fn of_copy(reader: &Reader<'_>, copy: &Copy) -> String {
    let review = if copy.review { " A person must look at its contract." } else { "" };
    let (who, until) = (reader.title(copy.voice), until(reader, &copy.until));
    format!("{who} keeps its own copy until {until}.{review}")
}

fn rules(reader: &Reader<'_>, from: &[FindingRef]) -> String {
    let all: Vec<String> = from.iter().map(|at| reader.rule_words(*at)).collect();
    words::list(&all)
}
