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
    <crate::Authentication as praetor_sdk::Plugin>::check_settings(Settings::new(&settings))
        .into_iter()
        .map(|problem| problem.key)
        .collect()
}

#[test]
fn linking_is_a_use_of_its_own() {
    let links = |links: bool, uses: &[&str]| {
        keys(
            vec![fact("service", "social-sign-in"), fact("links-accounts", links), fact("own-uses", uses)],
            vec![],
        )
    };
    assert_eq!(links(true, &[]), ["own-uses"]);
    assert_eq!(links(true, &["combine-sources"]), Vec::<String>::new());
    assert_eq!(links(false, &["combine-sources"]), ["own-uses"]);
    assert_eq!(links(false, &[]), Vec::<String>::new());
}

#[test]
fn one_with_accounts_of_its_own_is_on_nobodys_instructions() {
    let social = |role: &str| keys(vec![fact("service", "social-sign-in"), fact("role", role)], vec![]);
    assert_eq!(social("processor"), ["role"]);
    assert_eq!(social("independent-controller"), Vec::<String>::new());
}
