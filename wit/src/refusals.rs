//! Tests: what a faulty dictionary file is refused for.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::dictionary::Dictionary;
use crate::error::DictionaryError;
use crate::list::List;
use crate::read::{FACTS_FILES, File};

/// Reads the built-in files with one of them replaced.
fn refusal(file: File, text: &str) -> DictionaryError {
    Dictionary::read(&|wanted| if wanted == file { text } else { wanted.text() })
        .expect_err("the faulty file is refused")
}

/// The built-in text with more appended.
fn with_more(file: File, more: &str) -> String {
    format!("{}\n{more}", file.text())
}

fn fact(body: &str) -> String {
    let head = "[[fact]]\nkind = \"item\"\nname = \"invented\"\nmeaning = \"Invented.\"\n";
    with_more(File::of_facts("item"), &format!("{head}{body}"))
}

fn refused_fact(body: &str) -> String {
    refusal(File::of_facts("item"), &fact(body)).to_string()
}

#[test]
fn the_fault_free_fact_of_these_tests_is_accepted() {
    let text = fact("type = \"day\"");
    let file = File::of_facts("item");
    let dictionary = Dictionary::read(&|wanted| if wanted == file { &text } else { wanted.text() });
    assert!(dictionary.expect("it is accepted").fact("item", "invented").is_some());
}

#[test]
fn an_unknown_key_of_an_entry_is_refused_with_the_entry() {
    let file = File::List(List::Purposes);
    let text = with_more(file, "[[entry]]\nid = \"dancing\"\nmeaning = \"To dance.\"\ncolour = \"red\"");
    let error = refusal(file, &text).to_string();
    assert!(error.contains("`purposes.toml`"), "{error}");
    assert!(error.contains("`dancing`") && error.contains("`colour`"), "{error}");
}

#[test]
fn an_unknown_key_of_a_fact_is_refused() {
    let error = refused_fact("type = \"day\"\ncolour = \"red\"");
    assert!(error.contains("`colour`"), "{error}");
}

#[test]
fn a_key_of_another_list_is_refused() {
    let file = File::List(List::Labels);
    let text = with_more(
        file,
        "[[entry]]\nid = \"tired\"\nmeaning = \"Tired.\"\nsensitivity = \"ordinary\"\norigin = \"derived\"",
    );
    assert!(refusal(file, &text).to_string().contains("`origin`"));
}

#[test]
fn an_entry_without_a_meaning_is_refused() {
    let file = File::List(List::Roles);
    let error = refusal(file, &with_more(file, "[[entry]]\nid = \"jester\"")).to_string();
    assert!(error.contains("`meaning`") && error.contains("`jester`"), "{error}");
}

#[test]
fn two_entries_with_one_name_are_refused() {
    let file = File::List(List::Purposes);
    let text = with_more(file, "[[entry]]\nid = \"billing\"\nmeaning = \"To bill.\"");
    let expected = DictionaryError::Duplicate { file: "purposes.toml", name: "billing".to_owned() };
    assert_eq!(refusal(file, &text), expected);
}

#[test]
fn two_facts_of_a_kind_with_one_name_are_refused() {
    let file = File::of_facts("item");
    let again = "[[fact]]\nkind = \"item\"\nname = \"category\"\ntype = \"day\"\nmeaning = \"Again.\"";
    let expected = DictionaryError::Duplicate { file: "facts/item.toml", name: "item.category".to_owned() };
    assert_eq!(refusal(file, &with_more(file, again)), expected);
}

#[test]
fn two_kinds_with_one_json_key_are_refused() {
    let twin = "[[kind]]\nid = \"twin\"\njson = \"items\"\nmany = true\nmeaning = \"Twin.\"";
    let expected = DictionaryError::Duplicate { file: "kinds.toml", name: "items".to_owned() };
    assert_eq!(refusal(File::Kinds, &with_more(File::Kinds, twin)), expected);
}

#[test]
fn names_in_other_spellings_are_refused() {
    for name in ["Dancing", "dan_cing", "dan--cing", "-dancing", "dancing-", "", "tänze"] {
        let file = File::List(List::Purposes);
        let text = with_more(file, &format!("[[entry]]\nid = \"{name}\"\nmeaning = \"To dance.\""));
        let expected = DictionaryError::Spelling { file: "purposes.toml", name: name.to_owned() };
        assert_eq!(refusal(file, &text), expected);
    }
}

#[test]
fn a_parent_that_does_not_exist_is_refused_with_the_nearest_name() {
    let file = File::List(List::Purposes);
    let text = with_more(file, "[[entry]]\nid = \"dancing\"\nmeaning = \"To dance.\"\nparent = \"biling\"");
    let error = refusal(file, &text).to_string();
    assert!(error.contains("`biling`") && error.contains("`billing`"), "{error}");
}

#[test]
fn a_code_without_allowed_names_is_refused() {
    let error = refused_fact("type = \"codes\"");
    assert!(error.contains("`values`, `from` or `open = true`"), "{error}");
}

#[test]
fn a_code_that_is_open_and_bounded_is_refused() {
    assert!(refused_fact("type = \"code\"\nopen = true\nvalues = [\"one\"]").contains("is open"));
}

#[test]
fn names_for_a_fact_that_holds_none_are_refused() {
    assert!(refused_fact("type = \"day\"\nvalues = [\"one\"]").contains("holds no names"));
}

#[test]
fn a_value_that_is_said_twice_is_refused() {
    assert!(refused_fact("type = \"code\"\nvalues = [\"one\", \"one\"]").contains("twice"));
    let listed = refused_fact("type = \"code\"\nvalues = [\"billing\"]\nfrom = \"purposes\"");
    assert!(listed.contains("twice"), "{listed}");
}

#[test]
fn a_list_that_does_not_exist_is_refused() {
    let error = refused_fact("type = \"code\"\nfrom = \"colours\"");
    assert!(error.contains("`colours`") && error.contains("`purposes`"), "{error}");
}

#[test]
fn a_reference_to_no_kind_or_to_an_unknown_kind_is_refused() {
    assert!(refused_fact("type = \"ref\"").contains("`refers-to`"));
    assert!(refused_fact("type = \"day\"\nrefers-to = [\"item\"]").contains("`refers-to`"));
    let unknown = refused_fact("type = \"refs\"\nrefers-to = [\"itme\"]");
    assert!(unknown.contains("`itme`") && unknown.contains("`item`"), "{unknown}");
}

#[test]
fn an_event_that_is_no_day_is_refused() {
    assert!(refused_fact("type = \"integer\"\nevent = true").contains("is an event"));
}

#[test]
fn a_direction_that_does_not_fit_the_type_is_refused() {
    let error = refused_fact("type = \"places\"\ncombine = \"earlier\"");
    assert!(error.contains("`places`") && error.contains("`earlier`"), "{error}");
}

#[test]
fn a_fact_in_the_file_of_another_kind_is_refused() {
    let file = File::of_facts("item");
    let stray = "[[fact]]\nkind = \"use\"\nname = \"invented\"\ntype = \"day\"\nmeaning = \"Stray.\"";
    let error = refusal(file, &with_more(file, stray)).to_string();
    assert!(error.contains("`use.invented`") && error.contains("`item`"), "{error}");
}

#[test]
fn a_parameter_without_a_stricter_direction_is_refused() {
    let file = File::List(List::Obligations);
    let text = with_more(
        file,
        "[[entry]]\nid = \"dance\"\nmeaning = \"Dance.\"\ntiming = \"with\"\nowner = \"controller\"\n\
         [[entry.parameter]]\nname = \"steps\"\ntype = \"integer\"\nmeaning = \"Steps.\"",
    );
    let error = refusal(file, &text).to_string();
    assert!(error.contains("`stricter`") && error.contains("`dance`"), "{error}");
}

#[test]
fn every_file_in_the_folder_is_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("dictionary");
    let read: BTreeSet<String> = File::all().map(|file| file.name().to_owned()).collect();
    let mut found = files_in(&folder, "");
    found.extend(files_in(&folder.join("facts"), "facts/"));
    assert_eq!(read, found);
}

fn files_in(folder: &Path, prefix: &str) -> BTreeSet<String> {
    fs::read_dir(folder)
        .expect("the folder exists")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("a plain name"))
        .filter(|name| name.ends_with(".toml"))
        .map(|name| format!("{prefix}{name}"))
        .collect()
}

#[test]
fn every_kind_with_facts_is_a_kind() {
    let dictionary = Dictionary::bundled().expect("the dictionary reads");
    for file in FACTS_FILES {
        assert!(dictionary.kind(file.kind).is_some(), "`{}` is no kind", file.kind);
        assert!(dictionary.facts_of(file.kind).next().is_some(), "`{}` has no facts", file.kind);
    }
}

#[test]
fn the_fingerprint_changes_with_any_file() {
    let bundled = Dictionary::bundled().expect("the dictionary reads").fingerprint();
    for file in File::all() {
        let text = with_more(file, "# another comment\n");
        let changed = Dictionary::read(&|wanted| if wanted == file { &text } else { wanted.text() });
        assert_ne!(changed.expect("a comment does no harm").fingerprint(), bundled);
    }
}
