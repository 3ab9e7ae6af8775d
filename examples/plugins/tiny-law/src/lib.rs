//! The Tiny Privacy Act of Exampleland: an invented law, the smallest one that shows everything.

use praetor_sdk::plugin::Sharing;
use praetor_sdk::{Cond, Law, Plugin, Question, SharingAnswer, Standing, Thing, obligation};

praetor_sdk::law!();

use law::{gate, param, rule};

struct TinyLaw;

praetor_sdk::export!(TinyLaw: sharing);

impl Plugin for TinyLaw {
    fn law() -> &'static Law {
        &law::LAW
    }

    /// Section 1: everyone who lives in Exampleland.
    fn reaches(q: Question<'_>) -> Standing {
        Standing::by(q, rule::S_1.when(q.subject().residence().within(&["XA"])))
    }
}

impl Sharing for TinyLaw {
    fn sharing(q: Question<'_>, answer: &mut SharingAnswer) {
        for each in q.uses().or_gap() {
            basis(q, each, answer);
        }
    }
}

/// Sections 2 and 3: a contract, or consent; nothing without a ground.
fn basis(q: Question<'_>, each: Thing<'_>, answer: &mut SharingAnswer) {
    answer
        .at(gate::BASIS)
        .about(each)
        .permit(rule::S_2.when(each.fact("basis").is("contract")))
        .permit(
            rule::S_2_CONSENT
                .when(each.fact("basis").is("consent") & own_consent(q))
                .burden(1)
                .obliging(obligation("keep-consent-proof")),
        )
        .otherwise_prohibit(rule::S_3.always().reason("r-no-basis"));
}

/// Given, by somebody who is old enough on the day of the question.
fn own_consent(q: Question<'_>) -> Cond<'_> {
    let (subject, as_of) = (q.subject(), q.as_of());
    let too_young = param::AGE_OF_CONSENT.is_under_for_place(subject.age(), subject.residence(), as_of);
    q.consents().any(|consent| consent.fact("given-on").happened()) & !too_young
}

#[cfg(test)]
mod tests {
    use super::*;
    use praetor_sdk::plugin::ask_sharing;
    use praetor_sdk::testing::{Given, missing, rulings, undeclared};
    use praetor_sdk::wit::about::Ability;
    use praetor_sdk::{Day, Places};

    fn a_question(age: i64, basis: &str, as_of: Day) -> Given {
        Given::on(as_of)
            .a("subject")
            .with("residence", Places(&["XA"]))
            .with("age", age)
            .a("use")
            .with("basis", basis)
    }

    const TODAY: Day = Day::of(2026, 11, 23);

    #[test]
    fn a_contract_is_a_ground_at_any_age() {
        let given = a_question(12, "contract", TODAY);
        let answer = ask_sharing::<TinyLaw>(given.question());
        assert_eq!(rulings(&answer), ["s-2 permits", "s-2-consent fails", "s-3 prohibits"]);
    }

    #[test]
    fn consent_counts_from_fifteen_since_july_2025_and_from_sixteen_before() {
        let consented = |as_of| {
            let given = a_question(15, "consent", as_of).a("consent").with("given-on", Day::of(2025, 1, 1));
            rulings(&ask_sharing::<TinyLaw>(given.question()))
        };
        assert_eq!(consented(Day::of(2025, 6, 30)), ["s-2 fails", "s-2-consent fails", "s-3 prohibits"]);
        assert_eq!(consented(Day::of(2025, 7, 1)), ["s-2 fails", "s-2-consent permits", "s-3 prohibits"]);
    }

    #[test]
    fn an_unknown_consent_is_asked_for_and_nothing_else() {
        let given = a_question(30, "consent", TODAY);
        let answer = ask_sharing::<TinyLaw>(given.question());
        assert_eq!(rulings(&answer), ["s-2 fails", "s-2-consent needs facts", "s-3 prohibits"]);
        assert_eq!(missing(&answer), ["consent.given-on"]);
    }

    #[test]
    fn the_rules_read_no_fact_that_the_manifest_does_not_name() {
        let given = Given::on(TODAY);
        let answer = ask_sharing::<TinyLaw>(given.question());
        let sources = answer.findings.iter().map(|finding| &finding.source);
        let sources = sources.chain([&answer.standing.source]);
        assert_eq!(undeclared(&law::LAW, Ability::Sharing, sources), Vec::<String>::new());
    }

    #[test]
    fn somebody_from_elsewhere_is_not_heard() {
        let given = Given::on(TODAY).a("subject").with("residence", Places(&["DE"])).a("use");
        let answer = ask_sharing::<TinyLaw>(given.question());
        assert!(answer.findings.is_empty());
    }
}
