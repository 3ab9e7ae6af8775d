use praetor_sdk::wit::types::{Entity, Fact};
use praetor_sdk::{Day, IntoValue, Settings};

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
    <crate::Authority as praetor_sdk::Plugin>::check_settings(Settings::new(&settings))
        .into_iter()
        .map(|problem| problem.key)
        .collect()
}

#[test]
fn an_authority_is_a_public_body_with_powers() {
    assert_eq!(keys(vec![fact("office", "police")], vec![]), Vec::<String>::new());
    assert_eq!(keys(vec![fact("public-body", false)], vec![]), ["public-body"]);
    assert_eq!(keys(vec![fact("office", "private-party")], vec![]), ["office"]);
    assert_eq!(keys(vec![fact("class", "court"), fact("office", "police")], vec![]), ["office"]);
    assert_eq!(keys(vec![fact("subject-to-laws", ["us-ca-ccpa"])], vec![]), ["subject-to-laws"]);
}
