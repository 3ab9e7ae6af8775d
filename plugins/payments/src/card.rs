//! Card numbers: never through the controller if the provider's fields take them, and only to a
//! provider that is certified on the day.

use praetor_sdk::{Day, Question, Row, SharingAnswer, Thing};

use crate::law::{gate, rule};

/// The certification that the card schemes want.
const SCHEME: &str = "pci-dss";

/// Speaks of the item if it is a card number.
pub(crate) fn decide(q: Question<'_>, item: Thing<'_>, answer: &mut SharingAnswer) {
    let card = item.category().is("payment-card");
    let mut gate = answer.at(gate::CARD_NUMBER).about(item);
    gate.permit(rule::CARD_ABSENT.when(!card.clone()));
    if q.settings().plain().code("card-entry") != Some("through-you") {
        gate.prohibit(rule::CARD_HOSTED.when(card).reason("r-not-necessary"));
        return;
    }
    let mut rows = q.settings().rows("certifications").filter(|row| row.code("scheme") == Some(SCHEME));
    let certified = rows.find(|row| is_certified(*row, q.as_of()));
    if let Some(row) = certified {
        gate.permit(rule::CARD_CERTIFIED.when(card).changes_on(row.day("to").map(Day::next)));
    } else {
        gate.prohibit(rule::CARD_UNCERTIFIED.when(card).reason("r-measures-missing"));
    }
}

/// The vendor's own listing, active when somebody looked, and on the day of the question.
fn is_certified(row: Row<'_>, day: Day) -> bool {
    row.code("of").unwrap_or("vendor") == "vendor"
        && row.code("status") == Some("active")
        && row.day("from").is_none_or(|from| day >= from)
        && row.day("to").is_none_or(|last| day <= last)
}
