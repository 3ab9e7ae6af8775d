//! Arts 2 to 4: whom the Regulation reaches.

use praetor_sdk::reading::known;
use praetor_sdk::{Cond, Question, Standing};

use crate::law::rule;
use crate::reading::{eea, inside};

/// Art. 3: an establishment inside, or people inside to whom somebody outside turns. It protects
/// living human beings only (Art. 4(1), Recital 27).
pub fn reaches(q: Question<'_>) -> Standing {
    let living = living(q);
    let by_seat = rule::ART_3_1.when(living.clone() & established(q, inside(q)));
    let by_target = rule::ART_3_2.when(living.clone() & targeted(q, inside(q)));
    let in_the_area = known(established(q, eea(q))) | known(targeted(q, eea(q)));
    let by_agreement = rule::EEA_154_2018.when(living & in_the_area);
    Standing::by_any(q, [by_seat, by_target, by_agreement])
}

fn living(q: Question<'_>) -> Cond<'_> {
    let subject = q.subject();
    !known(subject.fact("kind").is("juristic")) & !known(subject.fact("deceased-on").happened())
}

/// Art. 3(1): the controller, or a processor that the operator is, acts through an establishment.
fn established<'q>(q: Question<'q>, area: &[&str]) -> Cond<'q> {
    let controller = q.controller();
    let facts = ["main-establishment", "establishments", "acting-establishment"];
    let stated = facts.map(|name| controller.fact(name)).into_iter().filter(|fact| fact.value().is_some());
    let mut seats = stated.map(|fact| fact.within(area)).peekable();
    if seats.peek().is_none() {
        return Cond::missing(controller.fact("main-establishment").at());
    }
    Cond::any(seats)
}

/// Art. 3(2): people inside are offered something or watched: those who live there, and those who are
/// known to be there now or were at collection. Whoever has them as users is taken
/// to turn to them unless it is known to turn elsewhere.
fn targeted<'q>(q: Question<'q>, area: &[&str]) -> Cond<'q> {
    let subject = q.subject();
    let passing = ["location", "place-at-collection"].map(|name| known(subject.fact(name).within(area)));
    let people = Cond::any(passing) | subject.residence().within(area);
    let elsewhere = known(!q.controller().fact("targets").within(area));
    people & !elsewhere
}
