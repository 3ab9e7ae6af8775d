//! §§ 1798.121, 1798.140(ae), 11 CCR § 7027: sensitive personal information, once it was limited.

use praetor_sdk::marks::{Looked, stands_on};
use praetor_sdk::reading::{items_of, known, names};
use praetor_sdk::{Cond, Question, SharingAnswer, Thing};

use crate::law::{gate, param, rule};
use crate::minor::knows_to_be_under;

/// Whether a purpose goes beyond what a person who limited expects (11 CCR § 7027(m)).
pub fn beyond<'q>(q: Question<'q>, each: Thing<'q>) -> Cond<'q> {
    let harmless = known(!each.fact("infers-characteristics").is_true());
    !each.purpose().is_any_of(names(&param::EXPECTED_PURPOSES, q.as_of())) & !harmless
}

/// What an item is, or what its content shows. Content that nobody has searched is unknown.
pub fn sensitive<'q>(q: Question<'q>, item: Thing<'q>) -> Cond<'q> {
    let list = names(&param::SENSITIVE_CONTENT, q.as_of());
    let young = Cond::known(param::MINORS_ARE_SENSITIVE.on(q.as_of()).or(false))
        & known(knows_to_be_under(q, param::AGE_OF_OPT_IN.on(q.as_of()).or(16)));
    holds(q, item, list, list) | young
}

/// Whether an item is of one of these categories, or holds content of one of these labels.
pub fn holds<'q>(q: Question<'q>, item: Thing<'q>, categories: &[&str], labels: &[&str]) -> Cond<'q> {
    let category = item.category().is_any_of(categories);
    let shown = Cond::any(q.labels().iter().map(|label| {
        let here = item.id().map_or(Cond::no(), |id| label.fact("item").points_at(id));
        known(here & label.fact("content").is_any_of(labels) & label.fact("state").is("present"))
    }));
    let open = known(item.category().is_any_of(names(&param::ANY_CONTENT, q.as_of())));
    let unseen = open & !item.fact("scan").is_any_of(&["full", "not-applicable"]);
    let unseen = if unseen.is_yes() { Cond::missing(item.fact("scan").at()) } else { unseen };
    category | shown | unseen
}

/// § 1798.121(b): after a limit, no use beyond the list.
pub fn limited(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    let looked = Looked { kinds: &["limit-sensitive"], marketing: &[] };
    for item in items_of(q, each).or_gap() {
        let barred = beyond(q, each) & sensitive(q, item) & stands_on(q, looked, each, item);
        let mut at = answer.at(gate::SENSITIVE).about(each).about(item);
        at.prohibit(rule::S_1798_121.when(barred).reason("r-opted-out"));
    }
}
