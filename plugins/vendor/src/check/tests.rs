use praetor_sdk::wit::types::{Entity, Fact};
use praetor_sdk::{Day, IntoValue, Places, Settings};

use crate::Class;

const CLASS: Class =
    Class { class: "ai-model", role: "processor", handles_content: true, erasure_route: None };

fn entity(kind: &str, facts: Vec<Fact>) -> Entity {
    Entity { id: 0, kind: kind.to_owned(), facts }
}

fn fact(name: &str, value: impl IntoValue) -> Fact {
    Fact { name: name.to_owned(), value: value.into_value() }
}

fn signed() -> Fact {
    fact("contract-signed-on", Day::of(2026, 1, 10))
}

fn keys(settings: &[Entity]) -> Vec<String> {
    super::problems(Settings::new(settings), CLASS).into_iter().map(|problem| problem.key).collect()
}

fn keys_of(mut facts: Vec<Fact>) -> Vec<String> {
    facts.push(fact("legal-entity", "acme-inc"));
    keys(&[entity("settings", facts)])
}

#[test]
fn a_processor_needs_a_contract_and_another_role_does_not() {
    assert_eq!(keys_of(vec![]), ["contract-signed-on"]);
    assert_eq!(keys_of(vec![fact("role", "independent-controller")]), Vec::<String>::new());
    assert_eq!(keys_of(vec![signed()]), Vec::<String>::new());
}

#[test]
fn dates_of_a_contract_in_the_wrong_order_are_named() {
    let until = fact("contract-until", Day::of(2025, 12, 31));
    assert_eq!(keys_of(vec![signed(), until]), ["contract-until"]);
    let from = fact("contract-from", Day::of(2027, 1, 1));
    let until = fact("contract-until", Day::of(2026, 12, 31));
    assert_eq!(keys_of(vec![signed(), from, until]), ["contract-until"]);
}

fn certified(facts: Vec<Fact>) -> Vec<String> {
    let mut row = vec![fact("scheme", "eu-us-dpf"), fact("status", "active")];
    row.extend(facts);
    keys(&[
        entity("settings", vec![signed(), fact("legal-entity", "acme-inc")]),
        entity("certifications", row),
    ])
}

#[test]
fn a_certification_of_another_entity_or_with_reversed_dates_is_refused() {
    assert_eq!(certified(vec![fact("entity", "acme-inc")]), Vec::<String>::new());
    assert_eq!(certified(vec![fact("entity", "acme-holding")]), ["certifications.entity"]);
    let reversed =
        vec![fact("entity", "acme-inc"), fact("from", Day::of(2026, 5, 1)), fact("to", Day::of(2026, 4, 30))];
    assert_eq!(certified(reversed), ["certifications.to"]);
    let one_day =
        vec![fact("entity", "acme-inc"), fact("from", Day::of(2026, 5, 1)), fact("to", Day::of(2026, 5, 1))];
    assert_eq!(certified(one_day), Vec::<String>::new());
    assert_eq!(certified(vec![fact("entity", "acme-inc"), fact("of", "nobody")]), ["certifications.of"]);
}

#[test]
fn names_that_lead_nowhere_are_refused_with_those_that_lead_somewhere() {
    let settings = [
        entity("settings", vec![signed()]),
        entity("hops", vec![fact("id", "out"), fact("to", "suport"), fact("to-place", Places(&["PH"]))]),
        entity("instruments", vec![fact("hop", "ot"), fact("type", "eu-scc")]),
    ];
    let problems = super::problems(Settings::new(&settings), CLASS);
    let says: Vec<_> = problems.iter().map(|problem| (problem.key.as_str(), problem.says.as_str())).collect();
    assert_eq!(
        says,
        [
            ("hops.to", "`suport` is nobody that the settings name; write `vendor`"),
            ("instruments.hop", "`ot` is nobody that the settings name; write `out`"),
        ]
    );
}

#[test]
fn an_id_is_taken_once_and_never_means_somebody_else() {
    let settings = [
        entity("settings", vec![signed()]),
        entity("sub-processors", vec![fact("id", "vendor")]),
        entity("hops", vec![fact("id", "out")]),
        entity("hops", vec![fact("id", "out")]),
    ];
    assert_eq!(keys(&settings), ["sub-processors.id", "hops.id"]);
}

#[test]
fn an_assessment_with_a_result_has_a_day_and_its_measures_have_names() {
    let assessed =
        |facts: Vec<Fact>| keys(&[entity("settings", vec![signed()]), entity("assessments", facts)]);
    assert_eq!(assessed(vec![fact("result", "pending")]), Vec::<String>::new());
    assert_eq!(assessed(vec![fact("result", "positive")]), ["assessments.done-on"]);
    let measures = vec![fact("result", "positive-with-measures"), fact("done-on", Day::of(2026, 8, 1))];
    assert_eq!(assessed(measures), ["assessments.measures"]);
}

#[test]
fn data_that_are_tied_to_places_are_not_stored_elsewhere() {
    let hop = |place: &'static str, access: &str| {
        vec![fact("id", "out"), fact("to-place", Places(&[place])), fact("access", access)]
    };
    let pinned = |hop: Vec<Fact>| {
        keys(&[
            entity("settings", vec![signed(), fact("region-pin", Places(&["DE", "US-CA"]))]),
            entity("hops", hop),
        ])
    };
    assert_eq!(pinned(hop("DE", "store")), Vec::<String>::new());
    assert_eq!(pinned(hop("DE-BE", "store")), Vec::<String>::new());
    assert_eq!(pinned(hop("PH", "remote")), Vec::<String>::new());
    assert_eq!(pinned(hop("FR", "store")), ["hops.to-place"]);
    assert_eq!(pinned(hop("US", "store")), ["hops.to-place"]);
    assert_eq!(pinned(hop("DEX", "store")), ["hops.to-place"]);
}

#[test]
fn nobody_on_instructions_has_purposes_of_its_own() {
    let uses = |role: &str| vec![signed(), fact("role", role), fact("own-uses", ["advertising"])];
    assert_eq!(keys_of(uses("processor")), ["role"]);
    assert_eq!(keys_of(uses("service-provider")), ["role"]);
    assert_eq!(keys_of(uses("third-party")), Vec::<String>::new());
    let sold = [fact("own-uses", ["sell-on"]), fact("contract-terms", ["no-sale-or-sharing"])];
    assert_eq!(keys_of([vec![fact("role", "third-party")], sold.into()].concat()), ["contract-terms"]);
}

#[test]
fn joint_controllers_have_arranged_it() {
    let joint = || entity("settings", vec![fact("role", "joint-controller")]);
    assert_eq!(keys(&[joint()]), ["instruments.type"]);
    let arranged = entity("instruments", vec![fact("type", "joint-arrangement")]);
    assert_eq!(keys(&[joint(), arranged]), Vec::<String>::new());
}
