use super::*;
use crate::law::Rule;
use crate::testing::Given;
use crate::{Cond, FactRef, Question};

const RIGHT: Rule = Rule::generated("right", None, None);
const ABUSE: Rule = Rule::generated("abuse", None, None);
const TODAY: Day = Day::of(2026, 11, 23);

fn open() -> Cond<'static> {
    Cond::missing(FactRef { kind: "request", entity: None, name: "abuse" })
}

fn effects(speak: impl FnOnce(Question<'_>, &mut OnRequest<'_>)) -> Vec<Effect> {
    let given = Given::on(TODAY).a("request").with("received-on", TODAY).a("item");
    let question = given.question();
    let mut answer = RightsAnswer::new(question);
    speak(question, &mut answer.on(question.one("request")));
    answer.into_findings().into_iter().map(|finding| finding.effect).collect()
}

fn claimed(abuse: Cond<'_>) -> Vec<Effect> {
    effects(|_, on| {
        on.owed_unless(RIGHT.always(), Outcome::Fulfil, [(ABUSE.when(abuse), Outcome::Refuse)]);
    })
}

#[test]
fn a_claim_is_owed_when_the_ground_of_refusal_fails() {
    let owed = Effect::Word(Word { claim: Claim::Owed, outcome: Outcome::Fulfil });
    assert_eq!(claimed(Cond::no()), [Effect::Fails, owed]);
}

#[test]
fn a_ground_of_refusal_that_holds_takes_the_place_of_the_claim() {
    let refusable = Effect::Word(Word { claim: Claim::MayRefuse, outcome: Outcome::Refuse });
    assert_eq!(claimed(Cond::yes()), [refusable]);
}

#[test]
fn an_unknown_ground_of_refusal_leaves_the_claim_open() {
    let open_claim = MissingClaims { best: Claim::Owed, worst: Claim::MayRefuse };
    assert_eq!(claimed(open()), [Effect::NeedFacts(open_claim)]);
}

#[test]
fn a_clock_runs_also_while_it_is_unknown_whether_it_must() {
    let clock = Clock::new(crate::ClockForm::Respond);
    let effects = effects(|_, on| {
        on.clock(RIGHT.when(open()), clock.clone());
    });
    assert_eq!(effects, [Effect::Clock(clock.0)]);
}

#[test]
fn nothing_is_charged_and_no_extension_counts_while_the_condition_is_unknown() {
    let effects = effects(|_, on| {
        on.fee(RIGHT.when(open()), Fee::Reasonable).extension(RIGHT.when(open()), true);
    });
    assert_eq!(effects, [Effect::Extension(false)]);
}

#[test]
fn a_ground_of_refusal_speaks_of_the_items_of_the_claim() {
    let given = Given::on(TODAY).a("request").a("item");
    let question = given.question();
    let mut answer = RightsAnswer::new(question);
    answer.on(question.one("request")).owed_unless(
        RIGHT.always().about(question.one("item")),
        Outcome::Fulfil,
        [(ABUSE.always(), Outcome::Refuse)],
    );
    assert_eq!(answer.findings()[0].source.about, [2]);
}

#[test]
fn a_date_counts_from_the_fact_or_stays_a_formula() {
    use crate::wit::types::Anchor;
    let given = Given::on(TODAY).a("request").with("received-on", TODAY);
    let request = given.question().one("request");
    let term = |name| crate::wit::types::Term::from(Term::months(1).from(request.fact(name)));
    assert_eq!(term("received-on").anchor, Anchor::On(TODAY));
    let formula = FactRef { kind: "request", entity: Some(1), name: "identity-received" };
    assert_eq!(term("identity-received").anchor, Anchor::Event(formula.into()));
}
