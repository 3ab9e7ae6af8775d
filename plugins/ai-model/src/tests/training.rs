use praetor_sdk::wit::types::{Entity, Fact};
use praetor_sdk::{Day, IntoValue, Plugin, Settings};

use crate::AiModel;

fn entity(kind: &str, facts: Vec<Fact>) -> Entity {
    Entity { id: 0, kind: kind.to_owned(), facts }
}

fn fact(name: &str, value: impl IntoValue) -> Fact {
    Fact { name: name.to_owned(), value: value.into_value() }
}

fn signed() -> Fact {
    fact("contract-signed-on", Day::of(2026, 1, 10))
}

/// The keys that are faulty, but for those that are only missing.
fn keys_of(facts: Vec<Fact>) -> Vec<String> {
    let settings = [entity("settings", facts)];
    let problems = AiModel::check_settings(Settings::new(&settings));
    problems.into_iter().map(|problem| problem.key).collect()
}

#[test]
fn words_on_training_must_agree() {
    let switched = vec![signed(), fact("training", "off"), fact("training-switched", "off")];
    assert_eq!(keys_of(switched), ["training-switched"]);
    let own = vec![signed(), fact("training", "off"), fact("own-uses", ["train-own-models"])];
    assert_eq!(keys_of(own), ["own-uses"]);
    let term = vec![signed(), fact("training", "on"), fact("contract-terms", ["no-training"])];
    assert_eq!(keys_of(term), ["contract-terms"]);
}
