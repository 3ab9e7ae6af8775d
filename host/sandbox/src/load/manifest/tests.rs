use praetor_decision::Day;
use praetor_decision::manifest::{
    Ability, Authority, Citation, Confidence, Connection, Gate, Manifest, PluginKind, Reads, Rule, Setting,
    SettingType, Stance,
};

use super::{LoadError, check};

fn rule(id: &str, gate: &str) -> Rule {
    Rule {
        id: id.into(),
        gate: gate.into(),
        says: "A rule.".into(),
        citations: vec![Citation { instrument: "Act".into(), place: "s. 1".into() }],
        authority: Authority::Statute,
        confidence: Confidence::High,
        checked: Day::new(2026, 11, 1).unwrap(),
        applies_from: None,
        applies_until: None,
        pending: String::new(),
    }
}

fn setting(key: &str, setting_type: SettingType) -> Setting {
    Setting {
        table: "".into(),
        key: key.into(),
        setting_type,
        required: false,
        allowed: Vec::new(),
        says: "A setting.".into(),
    }
}

fn good() -> Manifest {
    Manifest {
        id: "test-law".into(),
        version: "1.0.0".into(),
        kind: PluginKind::Jurisdiction,
        title: "A law".into(),
        legal_order: "EU".into(),
        specialises: Vec::new(),
        connections: vec![Connection { fact: "subject.residence".into(), places: vec!["DE".into()] }],
        gates: vec![Gate { id: "basis".into(), stance: Stance::Closed, says: "A gate.".into() }],
        rules: vec![rule("art-1", "basis"), rule("art-2", "")],
        reads: vec![Reads { ability: Ability::Sharing, facts: vec!["item.category".into()] }],
        settings: vec![setting("region", SettingType::Code)],
    }
}

/// What is said of the good manifest after a change.
fn said(change: impl FnOnce(&mut Manifest)) -> String {
    let mut manifest = good();
    change(&mut manifest);
    check(&manifest, &[Ability::Sharing]).unwrap_err().to_string()
}

#[test]
fn a_good_manifest_stands() {
    assert_eq!(check(&good(), &[Ability::Sharing]), Ok(()));
}

#[test]
fn names_are_unique_and_well_formed() {
    assert!(said(|m| m.id = "Test Law".into()).contains("`Test Law` is no id"));
    assert!(said(|m| m.version = "".into()).contains("no version"));
    assert!(said(|m| m.rules.push(rule("art-1", ""))).contains("the rule `art-1` is declared twice"));
    assert!(said(|m| m.gates.push(m.gates[0].clone())).contains("the gate `basis` is declared twice"));
    assert!(said(|m| m.rules.push(rule("", ""))).contains("a rule has no name"));
}

#[test]
fn every_rule_cites_and_its_gate_is_declared() {
    assert!(said(|m| m.rules[0].citations.clear()).contains("the rule `art-1` cites nothing"));
    let undeclared = said(|m| m.rules.push(rule("art-3", "minor")));
    assert!(undeclared.contains("the gate `minor`, which is not declared"));
    let unused = said(|m| m.rules[0].gate = "".into());
    assert!(unused.contains("the gate `basis` has no rule"));
    let backwards = said(|m| {
        m.rules[0].applies_from = Day::new(2026, 2, 1).ok();
        m.rules[0].applies_until = Day::new(2026, 1, 1).ok();
    });
    assert!(backwards.contains("applies until a day before it begins"));
}

#[test]
fn facts_are_of_the_dictionary() {
    let unknown = said(|m| m.reads[0].facts.push("item.categry".into()));
    assert!(unknown.contains("`item.categry`, which is not in the dictionary; `item.category` is near"));
    let unknown = said(|m| m.connections[0].fact = "subject.home".into());
    assert!(unknown.contains("`subject.home`"));
}

#[test]
fn facts_are_read_for_exported_interfaces_only() {
    let not_exported = said(|m| m.reads[0].ability = Ability::Rights);
    assert!(not_exported.contains("reads facts for `rights`, which it does not export"));
}

#[test]
fn the_kind_fits_the_exports() {
    let wrong = check(&good(), &[Ability::Sharing, Ability::Profile]);
    assert_eq!(wrong, Err(LoadError::WrongWorld { kind: "jurisdiction", ability: "profile" }));
    let nothing = check(&good(), &[]).unwrap_err().to_string();
    assert!(nothing.contains("exports nothing but `about`"));
}

#[test]
fn settings_have_keys_and_allow_codes_only_where_codes_are() {
    assert!(said(|m| m.settings.push(m.settings[0].clone())).contains("`region` is declared twice"));
    let allowed = said(|m| {
        m.settings[0].setting_type = SettingType::Integer;
        m.settings[0].allowed = vec!["eu".into()];
    });
    assert!(allowed.contains("the setting `region` allows codes"));
}
