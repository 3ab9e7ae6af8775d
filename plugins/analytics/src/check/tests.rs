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
fn an_address_is_cut_so_that_it_hides_the_line() {
    let bits = |bits: i64| keys(vec![fact("ip-bits", bits)], vec![]);
    for (most, said) in [(7, true), (8, false), (24, false), (56, false), (57, true), (128, true)] {
        assert_eq!(bits(most) == ["ip-bits"], said, "{most}");
    }
}

#[test]
fn a_restricted_mode_bars_something_and_has_a_first_day() {
    let from = || fact("restricted-from", Day::of(2026, 6, 1));
    let until = |day| fact("restricted-until", day);
    let own = || fact("own-uses", ["advertising"]);
    assert_eq!(keys(vec![from()], vec![]), ["restricted-from"]);
    assert_eq!(keys(vec![from(), own()], vec![]), Vec::<String>::new());
    assert_eq!(keys(vec![from(), own(), until(Day::of(2026, 5, 31))], vec![]), ["restricted-until"]);
    assert_eq!(keys(vec![until(Day::of(2026, 5, 31))], vec![]), ["restricted-from"]);
    assert_eq!(keys(vec![own()], vec![]), ["role"]);
}

#[test]
fn what_always_runs_is_never_strictly_necessary() {
    let runs = vec![fact("consent-mode", "always"), fact("device-access", "strictly-necessary")];
    assert_eq!(keys(runs, vec![]), ["device-access"]);
}
