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
fn an_adviser_is_bound_to_secrecy_by_law_or_agreement() {
    assert_eq!(keys(vec![fact("class", "adviser")], vec![]), ["contract-terms"]);
    let agreed = || vec![fact("class", "adviser"), fact("contract-terms", ["confidentiality"])];
    assert_eq!(keys(agreed(), vec![]), Vec::<String>::new());
    let signed = entity("instruments", vec![fact("type", "confidentiality-agreement")]);
    assert_eq!(keys(vec![fact("class", "adviser")], vec![signed]), Vec::<String>::new());
}

#[test]
fn a_lawyer_is_admitted_as_one() {
    assert_eq!(
        keys(vec![fact("class", "lawyer"), fact("regulated-as", ["auditor"])], vec![]),
        ["regulated-as"]
    );
    assert_eq!(
        keys(vec![fact("class", "lawyer"), fact("regulated-as", ["lawyer"])], vec![]),
        Vec::<String>::new()
    );
}
