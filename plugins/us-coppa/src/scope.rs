//! § 312.2: children under 13 of whom the service knows, or to whom it is directed.

use praetor_sdk::person::under;
use praetor_sdk::reading::known;
use praetor_sdk::{Cond, Question, Standing};

use crate::law::{param, rule};

/// By knowledge, by audience, or by the age that a mixed audience was asked.
pub fn reaches(q: Question<'_>) -> Standing {
    let audience = q.controller().fact("audience");
    let here = || american(q) & !known(!q.controller().fact("for-profit").is_true()) & !concerns_no_parent(q);
    let directed = known(audience.is("directed-to-children"));
    let mixed = known(audience.is("mixed"));
    Standing::by_any(
        q,
        [
            rule::S_312_2_KNOWLEDGE.when(here() & !mixed.clone() & !directed.clone() & knows(q) & young(q)),
            rule::S_312_2_DIRECTED.when(here() & directed & !known(!young(q))),
            rule::S_312_2_MIXED.when(here() & mixed & young(q)),
        ],
    )
}

fn american(q: Question<'_>) -> Cond<'_> {
    let subject = q.subject();
    let located = known(subject.fact("location").within(&["US"]));
    if located.is_yes() { located } else { subject.residence().within(&["US"]) }
}

/// Somebody asks for themselves, and nobody stated an age: whatever it is, no right of a parent was exercised.
fn concerns_no_parent(q: Question<'_>) -> Cond<'_> {
    let relation = q.requester().fact("relation");
    let asked = Cond::known(!q.requests().is_empty() && young(q).is_unknown());
    asked & known(!relation.is_any_of(&["parent", "guardian"]))
}

/// Actual knowledge: of an age that was stated, unless it was said that nothing is known.
fn knows(q: Question<'_>) -> Cond<'_> {
    let knowledge = q.subject().fact("age-knowledge");
    if knowledge.value().is_some() { !knowledge.is("none") } else { Cond::yes() }
}

fn young(q: Question<'_>) -> Cond<'_> {
    under(q.subject(), param::AGE.on(q.as_of()).or(13))
}
