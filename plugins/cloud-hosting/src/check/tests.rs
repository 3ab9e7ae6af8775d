use praetor_sdk::wit::types::{Entity, Fact};
use praetor_sdk::{Day, IntoValue, Places, Settings};

fn entity(kind: &str, facts: Vec<Fact>) -> Entity {
    Entity { id: 0, kind: kind.to_owned(), facts }
}

fn fact(name: &str, value: impl IntoValue) -> Fact {
    Fact { name: name.to_owned(), value: value.into_value() }
}

fn keys(mut plain: Vec<Fact>, rows: Vec<Entity>) -> Vec<String> {
    plain.push(fact("contract-signed-on", Day::of(2026, 1, 10)));
    plain.push(fact("legal-entity", "acme"));
    let mut settings = vec![entity("settings", plain)];
    settings.extend(rows);
    super::problems(Settings::new(&settings)).into_iter().map(|problem| problem.key).collect()
}

fn remote(place: &'static str) -> Entity {
    entity("hops", vec![fact("id", "desk"), fact("to-place", Places(&[place])), fact("access", "remote")])
}

fn support(how: &str, places: &[&str]) -> Vec<Fact> {
    let mut facts = vec![fact("key-holder", "vendor"), fact("remote-support", how)];
    facts.extend((!places.is_empty()).then(|| fact("support-places", Places(places))));
    facts
}

#[test]
fn whoever_looks_in_does_so_from_a_place_to_which_a_hop_leads() {
    assert_eq!(keys(support("never", &[]), vec![]), Vec::<String>::new());
    assert_eq!(keys(support("never", &["PH"]), vec![]), ["support-places"]);
    assert_eq!(keys(support("standing", &[]), vec![]), ["support-places"]);
    assert_eq!(keys(support("on-approval", &["PH"]), vec![]), ["hops.to-place"]);
    assert_eq!(keys(support("on-approval", &["PH"]), vec![remote("IN")]), ["hops.to-place"]);
    assert_eq!(keys(support("on-approval", &["PH"]), vec![remote("PH")]), Vec::<String>::new());
}

#[test]
fn who_has_no_key_reads_nothing() {
    let own = |more: Fact| {
        keys(vec![fact("key-holder", "controller"), fact("remote-support", "never"), more], vec![])
    };
    assert_eq!(own(fact("handles-content", true)), ["handles-content"]);
    assert_eq!(own(fact("handles-content", false)), Vec::<String>::new());
    assert_eq!(own(fact("keys-needed", ["health"])), ["keys-needed"]);
}
