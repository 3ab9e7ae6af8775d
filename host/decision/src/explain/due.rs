//! What is due, in a sentence that says what to do; and in a few words, where the decision is gone.

use praetor_wit::{Dictionary, List};

use super::{Naming, Reader, incident, retention, rights, shared};
use crate::answer::ClockForm;
use crate::answer::incident::Audience;
use crate::combine::Hearing;
use crate::decision::Decision;
use crate::decision::retention::Action;
use crate::due::{DueKind, Place};

/// What is due at one place of a decision. The hearing must be the one that the decision was made from.
#[must_use]
pub fn sentence(decision: &Decision, hearing: &Hearing<'_>, naming: Naming<'_>, place: Place<'_>) -> String {
    let reader = Reader::new(decision, hearing, naming);
    match place {
        Place::Obligation(owed) => shared::duty(&reader, owed),
        Place::Clock(_, clock) => rights::of_clock(&reader, clock),
        Place::Telling(_, telling) => rights::of_telling(&reader, telling),
        Place::Kept(_, line) => {
            let kept = line.kept.iter().map(|kept| rights::of_kept(&reader, kept));
            kept.collect::<Vec<_>>().join(" ")
        }
        Place::Step(_, step) => retention::of_step(&reader, step),
        Place::AskAgain(item) => {
            let on = item.recheck_on.map_or_else(String::new, |day| format!(" on {day}"));
            format!("Ask again{on} how long {} is kept.", reader.name(item.item))
        }
        Place::Notice(duty, clock) => incident::of_clock(&reader, duty, clock),
    }
}

/// What a name of a due thing stands for, in a few words; none if it is not known.
#[must_use]
pub fn meaning(kind: DueKind, name: &str, dictionary: &Dictionary) -> Option<String> {
    match kind {
        DueKind::Obligation => Some(dictionary.list(List::Obligations).get(name)?.meaning.clone()),
        DueKind::Clock => {
            let form = ClockForm::ALL.into_iter().find(|form| form.as_str() == name)?;
            Some(format!("{}.", rights::form(form)))
        }
        DueKind::Telling => Some(format!("Tell a recipient: `{name}`.")),
        DueKind::Step => {
            let action = Action::ALL.into_iter().find(|action| action.as_str() == name)?;
            let words = retention::action(action);
            let (first, rest) = words.split_at_checked(1)?;
            Some(format!("{}{rest}.", first.to_uppercase()))
        }
        DueKind::AskAgain => Some("Ask again how long it is kept.".to_owned()),
        DueKind::Notice => {
            let audience = Audience::ALL.into_iter().find(|audience| audience.as_str() == name)?;
            Some(format!("Tell {} of a breach.", incident::audience(audience)))
        }
    }
}
