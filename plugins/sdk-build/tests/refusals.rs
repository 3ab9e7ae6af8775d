//! Every refusal of the build step, in the exact words that an author reads.

#![allow(clippy::unwrap_used, reason = "a panic is a failing test")]

use std::fs;

use praetor_sdk_build::read;
use tempfile::TempDir;

const PLUGIN: &str = r#"
id = "tiny"
version = "0.1.0"
kind = "jurisdiction"
title = "Tiny Act"
legal-order = "XA"

[[connection]]
fact = "subject.residence"
places = ["XA"]

[[gate]]
id = "basis"
stance = "closed"
says = "Needs a ground."

[reads]
sharing = ["subject.residence"]
"#;

const RULES: &str = r#"
[[rule]]
id = "s-2"
gate = "basis"
says = "A contract is a ground."
cite = ["Tiny Act s. 2"]
checked = "2026-11-23"
confidence = "high"
"#;

const AGES: &str = r#"
[[parameter]]
id = "age"
says = "Age of consent."
type = "integer"
key = "place"
cite = ["Tiny Act s. 3"]
checked = "2026-11-23"
confidence = "high"

[[parameter.value]]
key = "DK"
from = "2018-05-25"
until = "2023-12-31"
value = 13

[[parameter.value]]
key = "DK"
from = "2024-01-01"
value = 15
"#;

const CASES: &str = r#"
[[case]]
name = "A contract"
[case.question]
kind = "sharing"
[case.expect]
effect = "allow"
"#;

/// What is said of a plugin in which one text was replaced by another.
fn said_with(file: &str, old: &str, new: &str) -> Vec<String> {
    let files = [
        ("plugin.toml", PLUGIN),
        ("law/rules.toml", RULES),
        ("law/ages.toml", AGES),
        ("cases/contract.toml", CASES),
    ];
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("law")).unwrap();
    fs::create_dir(folder.path().join("cases")).unwrap();
    for (name, text) in files {
        assert!(name != file || text.contains(old), "`{old}` is not in {file}");
        let text = if name == file { text.replacen(old, new, 1) } else { text.to_owned() };
        fs::write(folder.path().join(name), text).unwrap();
    }
    let refusals = read(folder.path()).err().unwrap_or_default();
    refusals.iter().map(ToString::to_string).collect()
}

#[test]
fn an_uncited_value() {
    let own = "value = 13\ncite = [\"Tiny Act s. 9\"]";
    let uncited = AGES.replacen("cite = [\"Tiny Act s. 3\"]\n", "", 1).replacen("value = 13", own, 1);
    let says = "law/ages.toml: parameter `age`, value number 2 (`DK`): has no citation; write `cite = [\"GDPR Art. 6(1)(b)\"]` or `cite = [{ instrument = \"GDPR\", place = \"Art. 6(1)(b)\" }]`";
    assert_eq!(said_with("law/ages.toml", AGES, &uncited), [says]);
}

macro_rules! refuses {
    ($($name:ident: $file:literal, $old:literal => $new:literal, $says:literal;)+) => {
        $(#[test]
        fn $name() {
            assert_eq!(said_with($file, $old, $new), [$says]);
        })+
    };
}

#[test]
fn a_sound_plugin_is_not_refused() {
    assert_eq!(said_with("plugin.toml", "Tiny Act", "Tiny Act"), Vec::<String>::new());
}

#[test]
fn all_faults_are_shown_at_once() {
    let said = said_with("law/rules.toml", "cite = [\"Tiny Act s. 2\"]\nchecked = \"2026-11-23\"\n", "");
    assert_eq!(said.len(), 2, "{said:?}");
}

refuses! {
    an_uncited_rule: "law/rules.toml", "cite = [\"Tiny Act s. 2\"]\n" => "",
        "law/rules.toml: rule `s-2`: has no citation; write `cite = [\"GDPR Art. 6(1)(b)\"]` or `cite = [{ instrument = \"GDPR\", place = \"Art. 6(1)(b)\" }]`";
    a_citation_without_a_place: "law/rules.toml", "Tiny Act s. 2" => "GDPR",
        "law/rules.toml: rule `s-2`: `cite` does not name an instrument and a place in it; write `cite = [\"GDPR Art. 6(1)(b)\"]` or `cite = [{ instrument = \"GDPR\", place = \"Art. 6(1)(b)\" }]`";
    a_missing_checked_date: "law/rules.toml", "checked = \"2026-11-23\"\n" => "",
        "law/rules.toml: rule `s-2`: has no `checked`; add the day on which somebody last compared it with its source";
    a_missing_confidence: "law/rules.toml", "confidence = \"high\"\n" => "",
        "law/rules.toml: rule `s-2`: has no `confidence`; write `low`, `medium` or `high`";
    an_unknown_confidence: "law/rules.toml", "confidence = \"high\"" => "confidence = \"sure\"",
        "law/rules.toml: rule `s-2`: `confidence` is `sure`; write one of `low`, `medium`, `high`";
    a_day_that_does_not_exist: "law/rules.toml", "2026-11-23" => "2026-02-29",
        "law/rules.toml: rule `s-2`: `checked` is `2026-02-29`, which is no date; write `2026-11-23`";
    a_rule_that_ends_before_it_begins: "law/rules.toml", "confidence" => "from = \"2026-01-02\"\nuntil = \"2026-01-01\"\nconfidence",
        "law/rules.toml: rule `s-2`: ends on 2026-01-01, before it begins on 2026-01-02; correct one of the two";
    a_gap_between_two_values: "law/ages.toml", "until = \"2023-12-31\"" => "until = \"2023-06-30\"",
        "law/ages.toml: parameter `age`: key `DK`: no value from 2023-07-01 to 2023-12-31; add one, with `value = \"none\"` if the law had none";
    two_values_that_overlap: "law/ages.toml", "until = \"2023-12-31\"" => "until = \"2024-01-31\"",
        "law/ages.toml: parameter `age`: key `DK`: two values overlap from 2024-01-01 to 2024-01-31; correct `until` or the next `from`";
    two_values_from_the_same_day: "law/ages.toml", "from = \"2024-01-01\"" => "from = \"2018-05-25\"",
        "law/ages.toml: parameter `age`: key `DK`: two values begin on 2018-05-25; remove one or correct its `from`";
    a_value_of_the_wrong_type: "law/ages.toml", "value = 13" => "value = \"thirteen\"",
        "law/ages.toml: parameter `age`, value number 1 (`DK`): `thirteen` is no integer; write a whole number, `16`";
    a_value_without_a_first_day: "law/ages.toml", "from = \"2024-01-01\"\n" => "",
        "law/ages.toml: parameter `age`, value number 2 (`DK`): has no `from`; add the first day on which it applies";
    a_value_that_is_left_out: "law/ages.toml", "value = 15" => "",
        "law/ages.toml: parameter `age`, value number 2 (`DK`): has no `value`; write `value = \"none\"` if the law had none in this time";
    a_key_that_is_no_place: "law/ages.toml", "key = \"DK\"\nfrom = \"2024" => "key = \"Denmark\"\nfrom = \"2024",
        "law/ages.toml: parameter `age`, value number 2 (`Denmark`): its key `Denmark` is no place; write an ISO 3166 code, `DE` or `DE-BY`";
    an_unknown_key_of_a_rule: "law/rules.toml", "says =" => "sais = \"x\"\nsays =",
        "law/rules.toml: rule `s-2`: unknown key `sais`; did you mean `says`?";
    an_unknown_list_of_a_file: "law/rules.toml", "[[rule]]" => "[[ruel]]\n[[rule]]",
        "law/rules.toml: unknown key `ruel`; did you mean `rule`?";
    an_unknown_key_of_the_plugin: "plugin.toml", "legal-order" => "gates = 1\nlegal-order",
        "plugin.toml: unknown key `gates`; did you mean `gate`?";
    a_gate_that_is_not_declared: "law/rules.toml", "confidence = \"high\"\n" => "confidence = \"high\"\n[[rule]]\nid = \"s-4\"\ngate = \"basys\"\nsays = \"x\"\ncite = [\"Tiny Act s. 4\"]\nchecked = \"2026-11-23\"\nconfidence = \"low\"\n",
        "law/rules.toml: rule `s-4`: its gate `basys` is not declared in plugin.toml; did you mean `basis`?";
    a_gate_without_rules: "law/rules.toml", "gate = \"basis\"\n" => "",
        "plugin.toml: gate `basis`: no rule belongs to it; add a rule with this `gate`, or remove the gate";
    a_gate_declared_twice: "plugin.toml", "[reads]" => "[[gate]]\nid = \"basis\"\nstance = \"open\"\nsays = \"x\"\n[reads]",
        "plugin.toml: gate `basis`: is declared twice; remove or rename one";
    a_rule_declared_twice: "law/ages.toml", "[[parameter]]" => "[[rule]]\nid = \"s-2\"\ngate = \"basis\"\nsays = \"x\"\ncite = [\"Tiny Act s. 2\"]\nchecked = \"2026-11-23\"\nconfidence = \"low\"\n[[parameter]]",
        "law/rules.toml: rule `s-2`: is declared in `law/ages.toml` too; remove or rename one";
    a_fact_that_the_dictionary_does_not_have: "plugin.toml", "sharing = [\"subject.residence\"]" => "sharing = [\"subject.residense\"]",
        "plugin.toml: `reads`: `subject.residense` is no fact of the dictionary; did you mean `subject.residence`?";
    a_kind_that_the_dictionary_does_not_have: "plugin.toml", "sharing = [\"subject.residence\"]" => "sharing = [\"subjct.residence\"]",
        "plugin.toml: `reads`: `subjct.residence` is no fact of the dictionary; did you mean `subject.residence`?";
    a_connecting_fact_that_holds_no_places: "plugin.toml", "fact = \"subject.residence\"" => "fact = \"subject.age\"",
        "plugin.toml: connection number 1: `subject.age` holds no places; name a fact of the type `places`";
    a_row_with_an_undeclared_rule: "law/rules.toml", "[[rule]]" => "[[table]]\nid = \"floors\"\nsays = \"x\"\ncolumns = { years = \"integer\", rule = \"rule\" }\nchecked = \"2026-11-23\"\nconfidence = \"low\"\ncite = [\"AO § 147\"]\n[[table.row]]\nfrom = \"2025-01-01\"\nyears = 8\nrule = \"s-3\"\n[[rule]]",
        "law/rules.toml: table `floors`, row number 1: names the rule `s-3`, which is not declared; did you mean `s-2`?";
    a_row_without_a_column: "law/rules.toml", "[[rule]]" => "[[table]]\nid = \"floors\"\nsays = \"x\"\ncolumns = { years = \"integer\", note-to = \"text?\" }\nchecked = \"2026-11-23\"\nconfidence = \"low\"\ncite = [\"AO § 147\"]\n[[table.row]]\nfrom = \"2025-01-01\"\n[[rule]]",
        "law/rules.toml: table `floors`, row number 1: `years` is missing; add it";
    a_column_of_an_unknown_type: "law/rules.toml", "[[rule]]" => "[[table]]\nid = \"floors\"\nsays = \"x\"\ncolumns = { years = \"number\" }\nchecked = \"2026-11-23\"\nconfidence = \"low\"\ncite = [\"AO § 147\"]\n[[table.row]]\nfrom = \"2025-01-01\"\nyears = 8\n[[rule]]",
        "law/rules.toml: table `floors`, `columns`: column `years` has the type `number`; write one of `integer`, `decimal`, `yes-no`, `code`, `codes`, `text`, `place`, `places`, `day`, `period`, `rule`, with `?` behind if it may be left out";
    an_unknown_interface: "plugin.toml", "[reads]" => "[reads]\nshareing = []",
        "plugin.toml: `reads`: unknown interface `shareing`; did you mean `sharing`?";
    a_jurisdiction_without_a_legal_order: "plugin.toml", "legal-order = \"XA\"\n" => "",
        "plugin.toml: `legal-order` is missing; add it";
    a_file_that_is_not_toml: "law/rules.toml", "[[rule]]" => "[[rule",
        "law/rules.toml: is not TOML: unclosed array table, expected `]]`";
    a_case_without_a_name: "cases/contract.toml", "name = \"A contract\"\n" => "",
        "cases/contract.toml: case number 1: `name` is missing; add it";
    a_case_without_an_expectation: "cases/contract.toml", "[case.expect]\neffect = \"allow\"\n" => "",
        "cases/contract.toml: case number 1: has no `expect`; add `[case.expect]`";
    a_case_file_with_something_else: "cases/contract.toml", "[[case]]" => "note = \"x\"\n[[case]]",
        "cases/contract.toml: unknown key `note`; known: `case`";
}
