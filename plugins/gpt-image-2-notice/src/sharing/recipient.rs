//! Section 5: who may receive something.

use praetor_sdk::{Cond, Question, Rule, SharingAnswer, Thing, obligation};

use crate::law::{gate, rule, table};
use crate::sharing::is_own_use;

/// Section 5: the recipient's class is named for the purpose, or the recipient gets nothing.
pub(super) fn speak(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    if is_own_use(q, each) {
        answer.at(gate::RECIPIENT_CLASS).about(each).permit(rule::S_5_OWN_USE.always());
        return;
    }
    let class = q.recipient().fact("class");
    let row = class.code().map(|code| table::CLASSES.on(q.as_of()).find(|row| row.class == code));
    match row {
        Some(Some(row)) if row.clause == "5d" => where_required(q, each, answer),
        Some(Some(row)) => provider(q, each, row, answer),
        Some(None) => unnamed(q, each, answer),
        None => unknown(q, each, answer),
    }
}

/// Section 5, first to third item.
fn provider(q: Question<'_>, each: Thing<'_>, row: &table::Classes, answer: &mut SharingAnswer) {
    let for_purpose = for_purpose(q, each, row.class);
    let mut gate = answer.at(gate::RECIPIENT_CLASS).about(each);
    gate.permit(rule_of(row.clause).when(for_purpose.clone()));
    gate.prohibit(rule::S_5_OTHER_PURPOSE.when(!for_purpose).reason("r-not-declared"));
}

fn rule_of(clause: &str) -> Rule<gate::RecipientClass> {
    match clause {
        "5b" => rule::S_5B_PAYMENT,
        "5c" => rule::S_5C_AI_VENDORS,
        _ => rule::S_5A_PROVIDERS,
    }
}

/// Section 5, fourth item: advisers, auditors and authorities, where required.
fn where_required(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let class = q.recipient().fact("class").code().unwrap_or_default();
    let (for_purpose, required) = (for_purpose(q, each, class), is_required(each, class));
    let mut gate = answer.at(gate::RECIPIENT_CLASS).about(each);
    gate.permit(
        rule::S_5D_REQUIRED
            .when(for_purpose.clone() & required.clone())
            .obliging(obligation("log-disclosure")),
    );
    gate.review(rule::S_5D_LOOK.when(for_purpose.clone() & !required));
    gate.prohibit(rule::S_5_OTHER_PURPOSE.when(!for_purpose).reason("r-not-declared"));
}

/// An authority needs a good order; an adviser or auditor a cited duty or a claim in sight; a
/// court either.
fn is_required<'q>(each: Thing<'q>, class: &str) -> Cond<'q> {
    let ordered = each.follow("orders", "order").any(good_order);
    let claims = each.fact("claims-need").is("concrete");
    let duty = each.fact("obligation-cited").is_true();
    match class {
        "authority" => ordered,
        "court" => ordered | claims,
        _ => duty | claims | ordered,
    }
}

/// In writing, with the provision that gives the power, and found genuine.
fn good_order(order: Thing<'_>) -> Cond<'_> {
    order.fact("written").is_true()
        & order.fact("legal-basis-cited").is_true()
        & order.fact("genuine").is("verified")
}

/// The purposes for which section 5 brings in a class.
fn for_purpose<'q>(q: Question<'q>, each: Thing<'q>, class: &str) -> Cond<'q> {
    let rows = table::PURPOSES.on(q.as_of()).filter(|row| row.recipient_classes.contains(&class));
    let purposes: Vec<&str> = rows.map(|row| row.purpose).collect();
    each.purpose().is_any_of(&purposes).resting_on(q.recipient().fact("class").at())
}

/// A class that section 5 does not name.
fn unnamed(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let cond = Cond::because(q.recipient().fact("class").at(), true);
    answer
        .at(gate::RECIPIENT_CLASS)
        .about(each)
        .prohibit(rule::S_5_OTHER_CLASS.when(cond).reason("r-not-declared"));
}

/// Nobody said what the recipient is: at best it is a provider.
fn unknown(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let class = || Cond::missing(q.recipient().fact("class").at());
    let mut gate = answer.at(gate::RECIPIENT_CLASS).about(each);
    gate.permit(rule::S_5A_PROVIDERS.when(class()));
    gate.prohibit(rule::S_5_OTHER_CLASS.when(class()).reason("r-not-declared"));
}
