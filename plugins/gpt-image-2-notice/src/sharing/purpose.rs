//! Section 3: the purposes, and those that the policy leaves out.

use praetor_sdk::{Cond, Question, Rule, SharingAnswer, Thing};

use crate::law::{gate, rule, table};
use crate::published::purpose_of;

const MARKETING: [&str; 2] = ["marketing", "marketing-profiling"];
const SALE: [&str; 3] = ["sell-data", "targeted-ads", "partner-own-purposes"];

/// Section 3: the purpose is declared, or the use is denied.
pub(super) fn speak(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    declared(q, each, answer);
    account_closed(q, each, answer);
    left_out(q, each, answer);
}

/// Section 3, first to seventh item.
fn declared(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let clause = purpose_of(each, q.as_of()).map_or("", |row| row.clause);
    let named: Vec<&str> = table::PURPOSES.on(q.as_of()).map(|row| row.purpose).collect();
    let cond = each.purpose().is_any_of(&named);
    answer.at(gate::PURPOSE).about(each).permit(rule_of(clause).when(cond));
}

fn rule_of(clause: &str) -> Rule<gate::Purpose> {
    match clause {
        "3a" => rule::S_3A_ACCOUNT,
        "3b" => rule::S_3B_SECURE,
        "3d" => rule::S_3D_BILLING,
        "3e" => rule::S_3E_SUPPORT,
        "3f" => rule::S_3F_IMPROVE,
        "3g" => rule::S_3G_LAW,
        _ => rule::S_3C_GENERATE,
    }
}

/// Section 3, first item: an account that is closed is not managed.
fn account_closed(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let closed = each.purpose().is("account-management") & q.subject().fact("account-status").is("closed");
    answer.at(gate::PURPOSE).about(each).prohibit(rule::S_3A_CLOSED.when(closed).reason("r-purpose-ended"));
}

/// Sections 3 and 5: training, advertising and selling are not declared, nor is anything else.
fn left_out(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let (training, marketing, sale) = (training(each), marketing(each), sale(q, each));
    let special = training.clone() | marketing.clone() | each.purpose().is_any_of(&SALE);
    let named: Vec<&str> = table::PURPOSES.on(q.as_of()).map(|row| row.purpose).collect();
    let other = !each.purpose().is_any_of(&named) & !special;
    let mut gate = answer.at(gate::PURPOSE).about(each);
    gate.prohibit(rule::S_3F_TRAINING.when(training).reason("r-not-declared"));
    gate.prohibit(rule::S_3E_MARKETING.when(marketing).reason("r-not-declared"));
    gate.prohibit(rule::S_5E_NO_SALE.when(sale).reason("r-not-declared"));
    gate.prohibit(rule::S_3_OTHER.when(other).reason("r-not-declared"));
}

/// Section 3, sixth item: "improve the Service" trains no model.
fn training(each: Thing<'_>) -> Cond<'_> {
    each.purpose().is("ai-training") | each.operation().is("train")
}

/// Section 3, fifth item: service communications are no advertising.
fn marketing(each: Thing<'_>) -> Cond<'_> {
    each.purpose().is_any_of(&MARKETING) | each.operation().is("send-marketing")
}

/// Section 5, last sentence. Anything of value that the controller gets makes it a sale; where
/// nobody says that it gets something, the laws ask.
fn sale<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    let paid = q.recipient().fact("consideration");
    each.purpose().is_any_of(&SALE)
        | each.operation().is_any_of(&["sell", "share-for-ads"])
        | (paid.is_stated() & paid.is_any_of(&["money", "other"]))
}
