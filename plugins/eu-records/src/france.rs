//! What France commands beside books and taxes: contracts with consumers, and hosts.

use praetor_sdk::{Cond, FactAt, Floor, Question, RetentionAnswer, Term, Thing, Truth};

use crate::law::{param, rule, table};
use crate::record;

/// The duties that hold or may hold of the item. Gives whether any commands keeping.
pub fn duties<'q>(
    q: Question<'q>,
    item: Thing<'q>,
    here: &Cond<'q>,
    answer: &mut RetentionAnswer,
) -> Cond<'q> {
    consumer_contract(q, item, here, answer) | host(q, item, here, answer)
}

/// Code de la consommation Arts L213-1, D213-1, D213-2: ten years from the conclusion of an
/// electronic contract with a consumer, or from its performance where that comes later.
fn consumer_contract<'q>(
    q: Question<'q>,
    item: Thing<'q>,
    here: &Cond<'q>,
    answer: &mut RetentionAnswer,
) -> Cond<'q> {
    // Where no transaction names the item, its facts stay unknown.
    let sale = record::sale_of(item).unwrap_or(item);
    let performed = sale.fact("completed-on");
    let from = if performed.value().is_some() { performed } else { item.fact("dated-on") };
    let commands = here.clone()
        & record::is_any_of(item, &["consumer-contract"])
        & electronic(sale)
        & worth(q, item, sale);
    answer.floor(
        rule::FR_CONSUMER_CONTRACT.when(commands.clone()).about(item),
        Floor::of("FR", Term::years(10).from(from)).only_for(&["accounting", "legal-compliance"]),
    );
    commands
}

/// Contracts of a service that is ordered online are electronic unless the question says not.
fn electronic(sale: Thing<'_>) -> Cond<'_> {
    let stated = sale.fact("consumer-electronic");
    match stated.truth() {
        Truth::Unknown => Cond::yes(),
        known => Cond::because(stated.at(), known.is_yes()),
    }
}

/// Whether the sum, of the record or of the sale, reaches the one of the law. A sum in another
/// currency leaves it open.
fn worth<'q>(q: Question<'q>, item: Thing<'q>, sale: Thing<'q>) -> Cond<'q> {
    let priced = if item.fact("amount").value().is_some() { item } else { sale };
    let (amount, currency): (FactAt<'q>, FactAt<'q>) = (priced.fact("amount"), priced.fact("currency"));
    let minimum = param::FR_CONSUMER_CONTRACT_FROM.on(q.as_of());
    match currency.code() {
        Some("EUR") => amount.at_least(minimum).resting_on(currency.at()),
        Some(_) => Cond::unknown().resting_on(currency.at()),
        None if amount.value().is_some() => Cond::missing(currency.at()),
        None => Cond::missing(amount.at()) & Cond::missing(currency.at()),
    }
}

/// CPCE Art. L34-1 II bis with Décret 2021-1362: what a host keeps about its users.
fn host<'q>(q: Question<'q>, item: Thing<'q>, here: &Cond<'q>, answer: &mut RetentionAnswer) -> Cond<'q> {
    let is_host = q.controller().fact("hosting-provider").is_true();
    let mut spoken = Cond::no();
    for row in table::HOST.on(q.as_of()) {
        let commands = here.clone() & is_of(item, row) & is_host.clone();
        let term = Term::period(row.length).from(start(q, item, row.start));
        answer.floor(
            row.rule.when(commands.clone()).about(item),
            Floor::of("FR", term).only_for(&["legal-compliance"]),
        );
        spoken = spoken | commands;
    }
    spoken
}

/// `item.record` decides; where it is left out, the category, as far as it is clear.
fn is_of<'q>(item: Thing<'q>, row: &table::Host) -> Cond<'q> {
    let (stated, category) = (item.fact("record"), item.category());
    if stated.value().is_some() {
        return stated.is_any_of(row.record.as_slice());
    }
    match category.code() {
        Some(code) if row.asks.contains(&code) => Cond::missing(stated.at()),
        Some(code) => Cond::because(category.at(), row.categories.contains(&code)),
        None => Cond::missing(category.at()),
    }
}

fn start<'q>(q: Question<'q>, item: Thing<'q>, event: &'static str) -> FactAt<'q> {
    match event {
        "dated-on" => item.fact(event),
        _ => q.subject().fact(event),
    }
}
