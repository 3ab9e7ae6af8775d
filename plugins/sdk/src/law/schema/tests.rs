use super::*;
use crate::duty::{IntoValue, fact};
use crate::wit::about::{PluginKind, SettingType};

const fn setting(key: &'static str, setting_type: SettingType, required: bool) -> SettingText {
    SettingText { table: "", key, setting_type, required, allowed: &[], says: "what it means" }
}

const LAW: Law = Law {
    id: "vendor",
    version: "1",
    kind: PluginKind::Processor,
    title: "",
    legal_order: "",
    specialises: &[],
    connections: &[],
    gates: &[],
    rules: &[],
    reads: &[],
    settings: &[
        setting("contract-signed", SettingType::YesNo, true),
        SettingText { allowed: &["on", "off"], ..setting("training", SettingType::Code, false) },
        SettingText { table: "sub-processor", ..setting("name", SettingType::Code, true) },
    ],
};

fn entity(kind: &str, facts: Vec<crate::wit::types::Fact>) -> Entity {
    Entity { id: 0, kind: kind.to_owned(), facts }
}

fn said(entities: &[Entity]) -> Vec<String> {
    let problems = LAW.check_settings(Settings::new(entities));
    problems.into_iter().map(|problem| format!("{}: {}", problem.key, problem.says)).collect()
}

fn signed(more: Option<(&str, Value)>) -> Entity {
    let mut facts = vec![fact("contract-signed", true)];
    facts.extend(more.map(|(name, value)| fact(name, value)));
    entity("settings", facts)
}

#[test]
fn good_settings_have_no_problem() {
    let row = entity("sub-processor", vec![fact("name", "acme")]);
    assert_eq!(said(&[signed(Some(("training", "off".into_value()))), row]), Vec::<String>::new());
}

#[test]
fn a_required_setting_that_is_missing_is_named_with_its_meaning() {
    assert_eq!(said(&[]), ["contract-signed: is missing: what it means"]);
    let row = entity("sub-processor", vec![]);
    assert_eq!(said(&[signed(None), row]), ["sub-processor.name: is missing: what it means"]);
}

#[test]
fn a_wrong_type_or_code_says_what_would_be_right() {
    let wrong = |value| said(&[signed(Some(("training", value)))]);
    assert_eq!(wrong(true.into_value()), ["training: has the wrong type; write a name in quotes"]);
    assert_eq!(wrong("maybe".into_value()), ["training: `maybe` is not allowed; write one of `on`, `off`"]);
}

#[test]
fn an_unknown_setting_is_refused_with_those_that_exist() {
    let said = said(&[signed(Some(("trainings", "off".into_value())))]);
    assert_eq!(said, ["trainings: unknown setting; known: `contract-signed`, `training`"]);
}
