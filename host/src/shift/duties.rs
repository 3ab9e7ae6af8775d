//! The duties, conditions and treatments that come with a decision, and what a reply must say.

use std::collections::BTreeSet;

use praetor_decision::decision::{Owed, Ruling, rights, sharing};
use praetor_decision::{EntityId, Name};

use super::{Change, Weight};
use crate::told::Told;

/// Every duty that is there in one decision only, or asks for something else.
pub(super) fn changes(was: &Told, now: &Told) -> Vec<Change> {
    let (before, after) = (duties(was), duties(now));
    let gone = before.difference(&after).map(|duty| (duty, "no more"));
    let new = after.difference(&before).map(|duty| (duty, "now"));
    let mut says: Vec<String> = gone.chain(new).map(|(duty, how)| format!("{} {how}", duty.label)).collect();
    says.dedup();
    says.into_iter().map(|says| Change::new(Weight::Obligations, says)).collect()
}

/// What is owed, in a form that does not depend on which finding it comes from.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Duty {
    label: String,
    about: Option<EntityId>,
    /// All that is asked for, which is compared and never told.
    content: String,
}

impl Duty {
    fn new(label: String, about: Option<EntityId>, content: impl std::fmt::Debug) -> Self {
        Self { label, about, content: format!("{content:?}") }
    }
}

fn duties(told: &Told) -> BTreeSet<Duty> {
    let decision = &told.decision;
    let mut duties: BTreeSet<Duty> = decision.obligations.iter().map(of_obligation).collect();
    duties.extend(decision.marks.iter().map(|mark| Duty::new("a mark to remember".to_owned(), None, mark)));
    match &decision.ruling {
        Ruling::Sharing(ruling) => duties.extend(ruling.items.iter().flat_map(of_item)),
        Ruling::Rights(ruling) => duties.extend(ruling.requests.iter().flat_map(of_request)),
        Ruling::Retention(_) | Ruling::Incident(_) => {}
    }
    duties
}

fn of_obligation(owed: &Owed) -> Duty {
    let obligation = &owed.obligation;
    let as_condition = if obligation.condition { "condition" } else { "obligation" };
    let content = (obligation.timing, &obligation.parameters, owed.attested);
    Duty::new(format!("{as_condition} `{}`", obligation.id), None, content)
}

fn of_item(item: &sharing::ItemRuling) -> impl Iterator<Item = Duty> {
    item.treatments.iter().map(|due| {
        Duty::new(format!("treatment `{}`", due.treatment.id), item.item, &due.treatment.parameters)
    })
}

fn of_request(request: &rights::RequestRuling) -> Vec<Duty> {
    let about = Some(request.request);
    let duty = |label: &str, name: &Name| format!("{label} `{name}`");
    let identity = (request.identity.least, request.identity.most, request.identity.crossing);
    let mut duties = vec![
        Duty::new("this proof of identity".to_owned(), about, identity),
        Duty::new("this fee".to_owned(), about, request.fee.fee),
        Duty::new("this extension".to_owned(), about, &request.extension),
    ];
    duties
        .extend(request.statements.iter().map(|(one, _)| Duty::new(duty("statement", &one.id), about, one)));
    duties.extend(
        request.remedies.iter().map(|(one, _)| Duty::new("a remedy of the person".to_owned(), about, one)),
    );
    duties.extend(
        request
            .tellings
            .iter()
            .map(|one| Duty::new(duty("telling a recipient to", &one.action), Some(one.recipient), one.verb)),
    );
    duties
}
