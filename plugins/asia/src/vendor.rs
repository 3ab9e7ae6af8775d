//! What stands against a recipient although a contract is signed.

use praetor_sdk::reading::known;
use praetor_sdk::{AtGate, Cond, Gate, Question, Rule, SharingAnswer, Thing, obligation};

use crate::part::{Part, is_authority, part};

/// The rules of a law on the conduct of recipients.
#[derive(Clone, Copy, Debug)]
pub struct Conduct<G> {
    /// A processor uses nothing for itself.
    pub own_use: Rule<G>,
    /// Training is switched off before anything is sent.
    pub switched: Rule<G>,
    /// A further processor that was not accepted gets nothing.
    pub sub: Rule<G>,
    /// Another recipient uses the data for what it was told of only.
    pub other: Rule<G>,
}

/// What a processor may do for itself: duties of its own law, and keeping misuse out.
const OWN_USES_LET: [&str; 2] = ["abuse-monitoring", "own-legal-duties"];

/// The gate of contracts. `own_purposes` are those that are never part of the ordered service.
pub fn conduct<G: Gate>(
    q: Question<'_>,
    each: Thing<'_>,
    (gate, rules): (G, &Conduct<G>),
    own_purposes: &[&str],
    answer: &mut SharingAnswer,
) {
    let receiver = q.recipient();
    if receiver.exists().is_no() || is_authority(q).is_yes() {
        return;
    }
    let mut at = answer.at(gate).about(each);
    if part(q) == Part::Processor {
        own_uses(q, rules, &mut at);
        sub_processors(q, rules, &mut at);
    } else {
        let own = !receiver.fact("own-uses").contains_only(&OWN_USES_LET);
        let meant = each.purpose().is_any_of(own_purposes);
        at.review(rules.other.when(known(own) & !meant).reason("r-recipient-own-use"));
    }
}

fn own_uses<G: Gate>(q: Question<'_>, rules: &Conduct<G>, at: &mut AtGate<'_, G>) {
    let receiver = q.recipient();
    let but_training = [OWN_USES_LET.as_slice(), &["train-own-models"]].concat();
    let other = !receiver.fact("own-uses").contains_only(&but_training);
    let reason = if other.is_yes() { "r-recipient-own-use" } else { "r-training" };
    let switchable = receiver.fact("training").is("switchable") & !other.clone();
    let off = obligation("switch-training-off").before().as_condition();
    let switched = rules.switched.when(switchable).with_conditions();
    at.prohibit(rules.own_use.when(other | trains(receiver)).reason(reason))
        .unless(switched.obliging(off).obliging(obligation("no-train")));
}

/// Whether the recipient would train its models on the data as things stand.
fn trains(receiver: Thing<'_>) -> Cond<'_> {
    let training = receiver.fact("training");
    match training.code() {
        Some("off") => Cond::because(training.at(), false),
        Some("on") => Cond::because(training.at(), true),
        Some("switchable") => !receiver.fact("training-switched").is("off"),
        _ => receiver.fact("own-uses").contains("train-own-models"),
    }
}

fn sub_processors<'q, G: Gate>(q: Question<'q>, rules: &Conduct<G>, at: &mut AtGate<'_, G>) {
    let receiver = q.recipient();
    let listed = receiver.fact("sub-processors").value().is_some();
    let all =
        if listed { receiver.follow("sub-processors", "sub-processor") } else { q.all("sub-processor") };
    if all.is_empty() {
        return;
    }
    let in_path =
        |sub: Thing<'q>| !known(!sub.fact("in-path").is_true()) & !known(sub.fact("dropped-on").happened());
    let refused = all.any(|sub| in_path(sub) & !accepted(q, sub));
    at.prohibit(rules.sub.when(refused).reason("r-sub-processor"));
}

/// Approved, or announced under a general authorisation with the time to object over and unused.
fn accepted<'q>(q: Question<'q>, sub: Thing<'q>) -> Cond<'q> {
    let approved = sub.fact("approved-on").happened();
    let general = match q.recipient().fact("sub-processor-authorisation").code() {
        Some("none" | "specific") => Cond::no(),
        _ => sub.fact("announced-on").happened() & !sub.fact("objection-until").still_runs(),
    };
    let may = if approved.is_yes() { approved } else { approved | general };
    may & !known(sub.fact("objected-on").happened())
}
