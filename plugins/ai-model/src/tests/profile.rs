use praetor_sdk::wit::types::{self, Entity, Fact, Value};
use praetor_sdk::{Day, IntoValue, Places, Question, plugin::ask_profile};

use crate::AiModel;

/// Ids of the entities of every question here.
const CONTROLLER: u32 = 1;
const VENDOR: u32 = 2;
const NEXT: u32 = 10;

fn entity(id: u32, kind: &str, facts: Vec<Fact>) -> Entity {
    Entity { id, kind: kind.to_owned(), facts }
}

fn fact(name: &str, value: impl IntoValue) -> Fact {
    Fact { name: name.to_owned(), value: value.into_value() }
}

fn stated(as_of: Day, settings: Vec<Entity>) -> Vec<Entity> {
    let entities = vec![
        entity(CONTROLLER, "controller", vec![fact("main-establishment", Places(&["DE"]))]),
        entity(VENDOR, "recipient", vec![]),
    ];
    ask_profile::<AiModel>(Question::new(&types::Question { as_of, entities, settings }), NEXT)
}

fn plain(facts: Vec<Fact>) -> Entity {
    entity(0, "settings", facts)
}

fn of_kind<'a>(entities: &'a [Entity], kind: &str) -> Vec<&'a Entity> {
    entities.iter().filter(|entity| entity.kind == kind).collect()
}

fn value(entity: &Entity, name: &str) -> Option<Value> {
    entity.facts.iter().find(|fact| fact.name == name).map(|fact| fact.value.clone())
}

fn code(name: &str) -> Option<Value> {
    Some(Value::Code(name.to_owned()))
}

fn dpf(to: Day) -> Vec<Entity> {
    vec![
        plain(vec![fact("legal-entity", "acme-inc")]),
        entity(
            1,
            "hops",
            vec![fact("id", "out"), fact("to-place", Places(&["US-CA"])), fact("access", "store")],
        ),
        entity(
            2,
            "certifications",
            vec![
                fact("scheme", "eu-us-dpf"),
                fact("entity", "acme-inc"),
                fact("status", "active"),
                fact("from", Day::of(2025, 11, 1)),
                fact("to", to),
            ],
        ),
    ]
}

fn status_on(day: Day) -> Option<Value> {
    let entities = stated(day, dpf(Day::of(2026, 10, 31)));
    of_kind(&entities, "certification").first().and_then(|one| value(one, "status"))
}

#[test]
fn a_certification_counts_from_its_first_to_its_last_day() {
    assert_eq!(status_on(Day::of(2025, 10, 31)), code("pending"));
    assert_eq!(status_on(Day::of(2025, 11, 1)), code("active"));
    assert_eq!(status_on(Day::of(2026, 10, 31)), code("active"));
    assert_eq!(status_on(Day::of(2026, 11, 1)), code("lapsed"));
}

#[test]
fn a_hop_leads_from_the_controller_to_the_vendor_and_names_what_covers_it() {
    let entities = stated(Day::of(2026, 11, 23), dpf(Day::of(2027, 1, 1)));
    let hops = of_kind(&entities, "hop");
    let (Some(hop), Some(certification)) =
        (hops.first(), of_kind(&entities, "certification").first().copied())
    else {
        panic!("{entities:?}")
    };
    assert_eq!(value(hop, "from"), Some(Value::Ref(CONTROLLER)));
    assert_eq!(value(hop, "to"), Some(Value::Ref(VENDOR)));
    assert_eq!(value(hop, "from-place"), Some(Value::Places(vec!["DE".into()])));
    assert_eq!(value(hop, "certifications"), Some(Value::Refs(vec![certification.id])));
    assert_eq!(value(hop, "instruments"), Some(Value::Refs(vec![])));
    assert_eq!(value(hop, "assessments"), Some(Value::Refs(vec![])));
    let vendor = of_kind(&entities, "recipient");
    assert_eq!(vendor.first().and_then(|one| value(one, "hops")), Some(Value::Refs(vec![hop.id])));
}

#[test]
fn what_covers_one_hop_does_not_cover_another() {
    let settings = vec![
        plain(vec![]),
        entity(1, "sub-processors", vec![fact("id", "support"), fact("places", Places(&["PH"]))]),
        entity(
            2,
            "hops",
            vec![fact("id", "out"), fact("to-place", Places(&["IN"])), fact("access", "store")],
        ),
        entity(
            3,
            "hops",
            vec![
                fact("id", "onward"),
                fact("from", "vendor"),
                fact("to", "support"),
                fact("to-place", Places(&["PH"])),
                fact("access", "remote"),
            ],
        ),
        entity(
            4,
            "instruments",
            vec![
                fact("hop", "out"),
                fact("type", "eu-scc"),
                fact("module", "c2p"),
                fact("signed-on", Day::of(2026, 8, 3)),
            ],
        ),
    ];
    let entities = stated(Day::of(2026, 11, 23), settings);
    let covered: Vec<_> = of_kind(&entities, "hop").iter().map(|hop| value(hop, "instruments")).collect();
    let instrument = of_kind(&entities, "instrument").first().map_or(0, |one| one.id);
    assert_eq!(covered, [Some(Value::Refs(vec![instrument])), Some(Value::Refs(vec![]))]);
    let support = of_kind(&entities, "sub-processor").first().map_or(0, |one| one.id);
    let onward = of_kind(&entities, "hop").get(1).and_then(|hop| value(hop, "to"));
    assert_eq!(onward, Some(Value::Ref(support)));
}

#[test]
fn hops_and_sub_processors_that_nobody_wrote_down_stay_unknown() {
    let entities = stated(Day::of(2026, 11, 23), vec![plain(vec![fact("legal-entity", "acme")])]);
    let vendor = of_kind(&entities, "recipient");
    let vendor = vendor.first().copied();
    assert_eq!(vendor.and_then(|one| value(one, "hops")), None);
    assert_eq!(vendor.and_then(|one| value(one, "sub-processors")), None);
}

#[test]
fn a_list_that_was_compared_and_has_no_rows_says_that_there_is_none() {
    let settings = vec![plain(vec![fact("sub-processors-checked-on", Day::of(2026, 11, 1))])];
    let entities = stated(Day::of(2026, 11, 23), settings);
    let vendor = of_kind(&entities, "recipient");
    assert_eq!(vendor.first().and_then(|one| value(one, "sub-processors")), Some(Value::Refs(vec![])));
}

#[test]
fn the_contract_is_none_draft_signed_or_ended_by_its_dates() {
    let on = |day| {
        let settings = vec![plain(vec![
            fact("contract-signed-on", Day::of(2026, 1, 10)),
            fact("contract-from", Day::of(2026, 2, 1)),
            fact("contract-until", Day::of(2026, 12, 31)),
        ])];
        let entities = stated(day, settings);
        of_kind(&entities, "recipient").first().and_then(|one| value(one, "contract"))
    };
    assert_eq!(on(Day::of(2026, 1, 31)), code("draft"));
    assert_eq!(on(Day::of(2026, 2, 1)), code("signed"));
    assert_eq!(on(Day::of(2026, 12, 31)), code("signed"));
    assert_eq!(on(Day::of(2027, 1, 1)), code("ended"));
    let none = stated(Day::of(2026, 2, 1), vec![]);
    assert_eq!(of_kind(&none, "recipient").first().and_then(|one| value(one, "contract")), code("none"));
}

#[test]
fn a_contract_never_begins_before_it_is_signed() {
    let settings = vec![plain(vec![
        fact("contract-signed-on", Day::of(2026, 3, 1)),
        fact("contract-from", Day::of(2026, 2, 1)),
    ])];
    let entities = stated(Day::of(2026, 2, 15), settings);
    assert_eq!(of_kind(&entities, "recipient").first().and_then(|one| value(one, "contract")), code("draft"));
}

#[test]
fn a_switch_that_nobody_states_stays_unknown_and_one_that_is_not_there_does_not_apply() {
    let switched = |training: &str| {
        let entities = stated(Day::of(2026, 11, 23), vec![plain(vec![fact("training", training)])]);
        of_kind(&entities, "recipient").first().and_then(|one| value(one, "training-switched"))
    };
    assert_eq!(switched("switchable"), None);
    assert_eq!(switched("off"), code("not-applicable"));
}
