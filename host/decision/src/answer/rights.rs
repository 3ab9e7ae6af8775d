//! Findings on what is owed to a person who exercised rights.

use serde::{Deserialize, Serialize};

use super::{Clock, Mark, Obligation, Source, Standing};
use crate::question::{Day, EntityId, Fact, Name};
use crate::term::Term;

/// One law's word on a request for an item or a use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Claim {
    /// The person has a claim to it.
    Owed,
    /// The controller may refuse.
    MayRefuse,
    /// The controller must refuse.
    MustNot,
    /// The law gives no such right.
    NoRight,
}

/// What is done with an item (to `NotOwed`) or a use (the last three).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Outcome {
    /// Done in full.
    Fulfil,
    /// Done with these parts left out or blackened.
    Redact(Vec<Name>),
    /// Described, never handed over.
    DescribeOnly,
    /// Only what was collected since this day.
    Since(Day),
    /// Kept, locked away from daily use.
    Restrict,
    /// Not done.
    Refuse,
    /// Done once the person has proved who they are.
    AfterVerification,
    /// The request has ended by itself.
    Lapsed,
    /// Not owed by any law asked.
    NotOwed,
    /// The use ends.
    Stop,
    /// The use rests while the objection or doubt is checked.
    StopWhileChecking,
    /// The use goes on.
    Proceed,
}

/// Claim and outcome together.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Word {
    /// Whether it is owed.
    pub claim: Claim,
    /// What is done.
    pub outcome: Outcome,
}

/// Proof of identity, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Proof {
    /// None.
    None,
    /// The person's own word.
    Claim,
    /// Checked against what is on file.
    Verified,
    /// Checked by strong means.
    Strong,
}

/// How much proof a law asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Identity {
    /// The least.
    pub least: Proof,
    /// The most that may be asked for.
    pub most: Proof,
}

/// What the person may be charged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Fee {
    /// Nothing.
    None,
    /// A reasonable fee.
    Reasonable,
    /// A deposit first.
    Deposit,
}

/// How somebody is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Verb {
    /// A processor is commanded.
    Command,
    /// A service provider is instructed.
    Instruct,
    /// An independent controller is notified.
    Notify,
    /// The source of the data is told.
    PassToSource,
}

/// Somebody who must be told.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Tell {
    /// Who.
    pub recipient: EntityId,
    /// How.
    pub verb: Verb,
    /// What they must do.
    pub action: Name,
    /// By when.
    pub due: Option<Term>,
}

/// A thing that the reply must say.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Statement {
    /// A statement of the dictionary.
    pub id: Name,
    /// Named parameters.
    pub parameters: Vec<Fact>,
}

/// What the person can do against the answer.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Remedy {
    /// A remedy of the dictionary.
    pub id: Name,
    /// The authority's name, or empty.
    pub authority: String,
}

/// The effect of a rights finding.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Effect {
    /// Claim and outcome.
    Word(Word),
    /// The claim depends on missing facts.
    NeedFacts {
        /// The claim under the best values for the person.
        best: Claim,
        /// The claim under the worst values.
        worst: Claim,
    },
    /// A person must look.
    Review,
    /// A period that runs.
    Clock(Clock),
    /// How much proof.
    Identity(Identity),
    /// What may be charged.
    Fee(Fee),
    /// Somebody who must be told.
    Tell(Tell),
    /// A thing that the reply must say.
    MustState(Statement),
    /// What the person can do against the answer.
    Remedy(Remedy),
    /// Done now, whatever the final answer.
    Interim(Outcome),
    /// The controller is only a processor here: pass the request on.
    Forward,
    /// The extension that was claimed is valid or not.
    Extension(bool),
    /// Tested and does not hold.
    Fails,
    /// The rule applies only from this day.
    NotYetInForce(Day),
}

/// One rule's word on a request.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Finding {
    /// Where it comes from; items and uses are in `source.about`.
    pub source: Source,
    /// The request that it answers.
    pub request: EntityId,
    /// What it says.
    pub effect: Effect,
    /// Duties that come with it.
    pub obligations: Vec<Obligation>,
    /// What must be remembered.
    pub marks: Vec<Mark>,
}

/// A plugin's answer to a rights question.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Answer {
    /// Whether it governs the question.
    pub standing: Standing,
    /// What it finds.
    pub findings: Vec<Finding>,
}
