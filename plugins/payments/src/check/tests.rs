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
fn whoever_moves_money_holds_a_licence() {
    assert_eq!(keys(vec![], vec![]), ["regulated-as"]);
    assert_eq!(keys(vec![fact("role", "processor")], vec![]), Vec::<String>::new());
    assert_eq!(keys(vec![fact("regulated-as", ["bank"])], vec![]), Vec::<String>::new());
}

#[test]
fn cards_that_pass_through_you_take_a_certification() {
    let through = || vec![fact("regulated-as", ["bank"]), fact("card-entry", "through-you")];
    assert_eq!(keys(through(), vec![]), ["certifications.scheme"]);
    let certified = entity("certifications", vec![fact("scheme", "pci-dss"), fact("entity", "acme")]);
    assert_eq!(keys(through(), vec![certified]), Vec::<String>::new());
}

#[test]
fn a_licence_does_not_end_before_it_begins() {
    let from = fact("licence-from", Day::of(2026, 6, 1));
    let until = fact("licence-until", Day::of(2026, 5, 31));
    assert_eq!(keys(vec![fact("regulated-as", ["bank"]), from, until], vec![]), ["licence-until"]);
}
