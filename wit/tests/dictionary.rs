//! What callers may rely on: lookups, nearest names, allowed names, and the generated page.
#![allow(clippy::expect_used, clippy::panic, reason = "a test may stop where its ground is missing")]

use std::collections::BTreeSet;

use praetor_wit::{
    Dictionary, Direction, List, MarkEnd, Origin, Sensitivity, SpanUnit, Timing, ValueType, dictionary_page,
};

fn dictionary() -> &'static Dictionary {
    Dictionary::bundled().expect("the dictionary reads")
}

#[test]
fn the_dictionary_without_a_result_is_the_bundled_one() {
    assert!(std::ptr::eq(Dictionary::bundled_or_empty(), dictionary()));
}

#[test]
fn the_committed_page_is_the_generated_one() {
    let committed = include_str!("../DICTIONARY.md");
    let generated = dictionary_page(dictionary());
    let same = committed.lines().zip(generated.lines()).take_while(|(old, new)| old == new);
    assert!(
        committed == generated,
        "wit/DICTIONARY.md is out of date from line {}; write it anew with `cargo run -p praetor-wit \
         --example dictionary-page`",
        same.count() + 1
    );
}

#[test]
fn every_fact_is_found_by_its_path() {
    for fact in dictionary().facts() {
        let found = dictionary().fact_at(&fact.path()).expect("a fact has a path");
        assert_eq!((&found.kind, &found.name), (&fact.kind, &fact.name));
    }
    assert!(dictionary().fact_at("item").is_none());
    assert!(dictionary().fact_at("item.no-such-fact").is_none());
    assert!(dictionary().fact("no-such-kind", "category").is_none());
}

#[test]
fn every_kind_is_found_by_its_id_and_its_key() {
    for kind in dictionary().kinds() {
        assert_eq!(dictionary().kind(&kind.id), Some(kind));
        assert_eq!(dictionary().kind_by_json(&kind.json), Some(kind));
    }
    assert_eq!(dictionary().kind_by_json("items").map(|kind| kind.id.as_str()), Some("item"));
    assert_eq!(dictionary().kind_by_json("item"), None);
}

#[test]
fn every_name_of_a_code_is_allowed_and_no_other() {
    for fact in dictionary().facts().filter(|fact| fact.value_type.is_named()) {
        let allowed = dictionary().allowed(fact);
        assert_eq!(allowed.is_empty(), fact.open, "{}", fact.path());
        assert!(allowed.iter().all(|code| dictionary().allows(fact, code)), "{}", fact.path());
        assert_eq!(dictionary().allows(fact, "no-such-name"), fact.open, "{}", fact.path());
    }
}

#[test]
fn every_parameter_combines_in_a_direction_that_fits_it() {
    let mut seen = 0;
    for list in [List::Obligations, List::Treatments, List::Statements] {
        for id in dictionary().list(list).ids() {
            for parameter in dictionary().parameters(list, id) {
                seen += 1;
                assert!(parameter.stricter.fits(parameter.value_type), "{id}.{}", parameter.name);
                assert_eq!(dictionary().parameter(list, id, &parameter.name), Some(parameter));
            }
        }
    }
    assert!(seen > 30, "only {seen} parameters");
}

#[test]
fn every_type_has_a_direction_unless_it_is_one_name_or_one_reference() {
    for &value_type in ValueType::ALL {
        let combines = Direction::ALL.iter().any(|direction| direction.fits(value_type));
        let single = matches!(value_type, ValueType::Code | ValueType::Ref);
        assert_eq!(combines, !single, "{value_type}");
    }
}

#[test]
fn the_axes_are_the_lists_of_the_same_name() {
    let origins: BTreeSet<&str> = Origin::ALL.iter().map(|origin| origin.as_str()).collect();
    assert_eq!(origins, dictionary().list(List::Origins).ids().collect());
    let sensitivities: BTreeSet<&str> = Sensitivity::ALL.iter().map(|axis| axis.as_str()).collect();
    assert_eq!(sensitivities, dictionary().list(List::Sensitivities).ids().collect());
}

#[test]
fn the_strictest_parameters_are_those_that_the_law_means() {
    let stricter = |id, name| {
        let parameter = dictionary().parameter(List::Obligations, id, name);
        parameter.map(|parameter| (parameter.value_type, parameter.stricter, parameter.required))
    };
    let within = (ValueType::Period, Direction::Shorter, true);
    assert_eq!(stricter("delete-inputs", "within"), Some(within));
    let countries = (ValueType::Places, Direction::Intersect, true);
    assert_eq!(stricter("region-pin", "countries"), Some(countries));
    let lead = (ValueType::Period, Direction::Longer, true);
    assert_eq!(stricter("warn-before-erasure", "lead"), Some(lead));
}

#[test]
fn obligations_that_must_come_first_are_due_before() {
    for id in ["processing-contract", "check-listing", "notice-recipient-category", "switch-training-off"] {
        let timing = dictionary().obligation(id).map(|obligation| obligation.timing);
        assert_eq!(timing, Some(Timing::Before), "{id}");
    }
}

#[test]
fn marks_that_only_say_a_day_need_that_day() {
    for id in ["preserve-until", "do-not-ask-before"] {
        assert_eq!(dictionary().mark(id).map(|mark| mark.end), Some(MarkEnd::Required), "{id}");
    }
    assert_eq!(dictionary().mark("opt-out").map(|mark| mark.end), Some(MarkEnd::Optional));
}

#[test]
fn every_clock_says_what_it_counts_and_by_what_source() {
    for id in dictionary().list(List::ClockAlgorithms).ids() {
        let clock = dictionary().clock_algorithm(id).unwrap_or_else(|| panic!("`{id}` is a clock"));
        assert!(!clock.spans.is_empty() && !clock.source.is_empty(), "{id}");
    }
    let units = |id| dictionary().clock_algorithm(id).map(|clock| clock.spans.as_slice());
    assert_eq!(units("eu-1182-71"), Some(&[SpanUnit::Months, SpanUnit::Days][..]));
    assert_eq!(units("hours"), Some(&[SpanUnit::Hours][..]));
}

#[test]
fn content_that_can_hold_anything_is_of_any_sensitivity() {
    for id in ["prompt-text", "uploaded-image", "unlabelled"] {
        let sensitivity = dictionary().category(id).map(|category| category.sensitivity);
        assert_eq!(sensitivity, Some(Sensitivity::Any), "{id}");
    }
    let health = dictionary().label("health").map(|label| label.sensitivity);
    assert_eq!(health, Some(Sensitivity::SpecialCategory));
}

#[test]
fn a_slip_of_the_pen_finds_the_name_that_was_meant() {
    for (list, wrong, meant) in [
        (List::Categories, "acount-email", "account-email"),
        (List::Categories, "account_email", "account-email"),
        (List::Categories, "accountEmail", "account-email"),
        (List::Purposes, "AI Training", "ai-training"),
        (List::Rights, "eraze", "erase"),
        (List::TransferMechanisms, "tr-adequacey", "tr-adequacy"),
    ] {
        assert_eq!(dictionary().nearest(list, wrong), Some(meant), "{wrong}");
    }
    assert_eq!(dictionary().nearest_kind("items"), Some("item"));
    assert_eq!(dictionary().nearest_json_key("item"), Some("items"));
    assert_eq!(dictionary().nearest_fact("subject", "residense"), Some("residence"));
}

#[test]
fn a_word_that_is_nothing_like_a_name_finds_none() {
    assert_eq!(dictionary().nearest(List::Rights, "photosynthesis"), None);
    assert_eq!(dictionary().nearest(List::Rights, ""), None);
    assert_eq!(dictionary().nearest(List::Rights, &"erase".repeat(1000)), None);
}
