//! What lets somebody receive at all.

use praetor_sdk::reading::{begun, known, runs};
use praetor_sdk::{AtGate, Cond, Gate, Question, Rule, SharingAnswer, Thing, obligation};

use crate::part::{Part, is_authority, part, passes_on};

/// The rules of a law on recipients.
#[derive(Clone, Copy, Debug)]
pub struct Receiving<G> {
    /// Nothing is handed on.
    pub own: Rule<G>,
    /// An authority receives; what it may demand is asked at another gate.
    pub authority: Rule<G>,
    /// A processor receives under a contract.
    pub processor: Rule<G>,
    /// A processor gets nothing before there is a contract.
    pub no_contract: Rule<G>,
    /// Nobody else receives.
    pub none: Rule<G>,
}

/// The gate of recipients. `terms` are what the contract with a processor must hold; `third` says
/// what lets one receive that decides for itself, or the public.
pub fn recipient<'q, G: Gate>(
    q: Question<'q>,
    each: Thing<'q>,
    (gate, rules): (G, &Receiving<G>),
    terms: &[&str],
    third: impl FnOnce(&mut AtGate<'_, G>),
    answer: &mut SharingAnswer,
) {
    let mut at = answer.at(gate).about(each);
    let receiver = q.recipient();
    if receiver.exists().is_no() {
        let passing = passes_on(each);
        let alone = if passing.is_yes() { Cond::missing(receiver.role().at()) } else { !passing };
        at.permit(rules.own.when(alone));
    } else if known(receiver.fact("same-legal-entity").is_true()).is_yes() {
        at.permit(rules.own.when(receiver.fact("same-legal-entity").is_true()));
    } else if is_authority(q).is_yes() {
        at.permit(rules.authority.when(is_authority(q)).obliging(obligation("log-disclosure")));
    } else {
        match part(q) {
            Part::Processor => processor(q, rules, terms, &mut at),
            Part::Third | Part::Public => third(&mut at),
            Part::Unknown => {
                at.permit(rules.processor.when(Cond::missing(receiver.role().at())));
            }
        }
    }
    at.otherwise_prohibit(rules.none.always().reason("r-recipient-unknown"));
}

fn processor<'q, G: Gate>(q: Question<'q>, rules: &Receiving<G>, terms: &[&str], at: &mut AtGate<'_, G>) {
    let receiver = q.recipient();
    let signed = receiver.fact("contract").is("signed");
    let agreed =
        if terms.is_empty() { Cond::yes() } else { receiver.fact("contract-terms").contains_all(terms) };
    let stands =
        signed & begun(receiver.fact("contract-from")) & runs(receiver.fact("contract-until")) & agreed;
    let none = !stands.clone();
    at.permit(
        rules
            .processor
            .when(stands)
            .obliging(obligation("record-vendor-chain"))
            .obliging(obligation("delete-or-return-at-end").after()),
    );
    if none.is_yes() {
        let contract = obligation("processing-contract").before().as_condition();
        let clause = rules.no_contract.when(none).burden(1).with_conditions();
        at.permit(clause.obliging(contract).obliging(obligation("record-vendor-chain")));
    }
}
