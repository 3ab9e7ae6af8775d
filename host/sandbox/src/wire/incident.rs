//! `wit/v1/incident.wit`.

use praetor_decision::answer::incident::{
    Answer as CoreAnswer, Audience as CoreAudience, Effect as CoreEffect, Finding as CoreFinding,
    Notice as CoreNotice,
};

use super::types::{Clock, Day, Mark, Obligation, Source, Standing};

choice! { Audience as CoreAudience {
    Authority "authority",
    Persons "persons",
    Controller "controller",
    Others "others",
} }

record! { Notice as CoreNotice {
    audience "audience": Audience,
    name "name": String,
    clock "clock": Clock,
} }

variant! { Effect as CoreEffect {
    Notify "notify" (notice: Notice),
    NoDuty "no-duty" (audience: Audience),
    NeedFacts "need-facts" (audience: Audience),
    Review "review",
    Fails "fails",
    NotYetInForce "not-yet-in-force" (from: Day),
} }

record! { Finding as CoreFinding {
    source "source": Source,
    effect "effect": Effect,
    obligations "obligations": Vec<Obligation>,
    marks "marks": Vec<Mark>,
} }

record! { Answer as CoreAnswer {
    standing "standing": Standing,
    findings "findings": Vec<Finding>,
} }
