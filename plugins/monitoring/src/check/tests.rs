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
    super::problems(Settings::new(&settings)).into_iter().map(|problem| problem.key).collect()
}

#[test]
fn whole_addresses_are_kept_for_a_purpose_that_needs_them() {
    let keeps = |purpose: &str| keys(vec![fact("keeps-ip", true), fact("purposes", [purpose])], vec![]);
    assert_eq!(keeps("performance-monitoring"), ["keeps-ip"]);
    assert_eq!(keeps("security"), Vec::<String>::new());
}

#[test]
fn an_address_is_cut_so_that_it_hides_the_line_and_fields_have_names() {
    assert_eq!(keys(vec![fact("ip-bits", 57_i64)], vec![]), ["ip-bits"]);
    assert_eq!(keys(vec![fact("ip-bits", 56_i64)], vec![]), Vec::<String>::new());
    let none: [&str; 0] = [];
    assert_eq!(keys(vec![fact("scrubbed-fields", none)], vec![]), ["scrubbed-fields"]);
}
