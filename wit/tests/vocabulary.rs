//! The vocabulary: every name that was agreed is there, with the mappings that were checked, and
//! every mapping is well formed.
#![allow(clippy::expect_used, clippy::panic, reason = "a test may stop where its ground is missing")]

use std::collections::BTreeMap;

use praetor_wit::{Dictionary, Entry, List};

/// Name, fideslang key and DPV concepts as they were checked by hand; `-` for none.
const CHECKED: &str = include_str!("vocabulary.tsv");

/// How many names each list must at least have: those that were counted by hand.
const COUNTED: [(List, usize); 12] = [
    (List::Categories, 50),
    (List::Purposes, 22),
    (List::Bases, 22),
    (List::Roles, 10),
    (List::SubjectKinds, 11),
    (List::ConsentStates, 9),
    (List::RequestStates, 10),
    (List::Rights, 18),
    (List::TransferMechanisms, 14),
    (List::Measures, 26),
    (List::Reasons, 19),
    (List::Obligations, 24),
];

/// The modules of DPV 2.3 that the dictionary maps to.
const DPV_PREFIXES: [&str; 5] = ["dpv", "pd", "eu-gdpr", "ai", "justifications"];

/// Values of fideslang's enumerations and keys of its data subjects, where a list maps to those
/// and not to the dotted keys of its taxonomy.
const FIDESLANG_VALUES: [(List, &[&str]); 5] = [
    (
        List::Bases,
        &[
            "Consent",
            "Contract",
            "Legal obligations",
            "Vital interests",
            "Public interest",
            "Legitimate interests",
            "Explicit consent",
            "Made public by the data subject",
            "Legal claims or judicial acts",
        ],
    ),
    (List::Roles, &["Controller", "Processor", "Sub-Processor"]),
    (
        List::Rights,
        &[
            "Informed",
            "Access",
            "Rectification",
            "Erasure",
            "Portability",
            "Restrict Processing",
            "Withdraw Consent",
            "Object",
            "Object to Automated Processing",
        ],
    ),
    (List::TransferMechanisms, &["Adequacy Decision", "SCCs", "BCRs", "Supplementary Measures", "Other"]),
    (List::SubjectKinds, &["customer", "visitor", "anonymous_user", "employee", "job_applicant"]),
];

fn dictionary() -> &'static Dictionary {
    Dictionary::bundled().expect("the dictionary reads")
}

struct CheckedRow {
    list: List,
    id: &'static str,
    fideslang: Option<&'static str>,
    dpv: Vec<&'static str>,
}

fn checked_rows() -> Vec<CheckedRow> {
    let lines = CHECKED.lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| row(line).unwrap_or_else(|| panic!("`{line}` has four columns"))).collect()
}

fn row(line: &'static str) -> Option<CheckedRow> {
    let mut columns = line.split('\t');
    let list = columns.next()?;
    Some(CheckedRow {
        list: List::ALL.iter().copied().find(|known| known.as_str() == list)?,
        id: columns.next()?,
        fideslang: columns.next().map(|key| (key != "-").then_some(key))?,
        dpv: columns.next()?.split(' ').filter(|concept| *concept != "-").collect(),
    })
}

#[test]
fn every_name_that_was_checked_keeps_its_mappings() {
    for row in checked_rows() {
        let entry = dictionary().list(row.list).get(row.id);
        let entry = entry.unwrap_or_else(|| panic!("`{}` has no `{}`", row.list, row.id));
        assert_eq!(entry.fideslang.as_deref(), row.fideslang, "{}: {}", row.list, row.id);
        assert_eq!(entry.dpv, row.dpv, "{}: {}", row.list, row.id);
    }
}

#[test]
fn every_list_has_the_names_that_were_counted() {
    let mut counts = BTreeMap::new();
    for row in checked_rows() {
        *counts.entry(row.list).or_insert(0) += 1;
    }
    assert_eq!(counts, BTreeMap::from(COUNTED));
}

#[test]
fn no_list_is_empty() {
    for &list in List::ALL {
        assert!(!dictionary().list(list).is_empty(), "`{list}` is empty");
    }
}

#[test]
fn every_meaning_is_a_sentence() {
    let facts = dictionary().facts().map(|fact| (fact.path(), &fact.meaning));
    let kinds = dictionary().kinds().map(|kind| (kind.id.clone(), &kind.meaning));
    let entries = all_entries().map(|(list, entry)| (format!("{list}: {}", entry.id), &entry.meaning));
    for (name, meaning) in facts.chain(kinds).chain(entries) {
        let starts_well = meaning.starts_with(|first: char| first.is_uppercase() || first.is_ascii_digit());
        assert!(starts_well && meaning.ends_with('.'), "{name}: `{meaning}`");
    }
}

#[test]
fn every_fideslang_mapping_is_well_formed() {
    for (list, entry) in all_entries() {
        let Some(key) = entry.fideslang.as_deref() else {
            continue;
        };
        let values = FIDESLANG_VALUES.iter().find(|(of, _)| *of == list).map(|(_, values)| *values);
        let good = values.map_or_else(|| is_taxonomy_key(key), |values| values.contains(&key));
        assert!(good, "{list}: `{}` maps to `{key}`", entry.id);
    }
    for fact in dictionary().facts() {
        assert!(fact.fideslang.as_deref().is_none_or(is_taxonomy_key), "{}", fact.path());
    }
}

/// Lower-case words with underscores, joined by dots.
fn is_taxonomy_key(key: &str) -> bool {
    key.split('.')
        .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'))
}

#[test]
fn every_dpv_mapping_is_well_formed() {
    let entries = all_entries().map(|(list, entry)| (format!("{list}: {}", entry.id), &entry.dpv));
    let facts = dictionary().facts().map(|fact| (fact.path(), &fact.dpv));
    for (name, concepts) in entries.chain(facts) {
        for concept in concepts {
            assert!(is_dpv_concept(concept), "{name} maps to `{concept}`");
        }
    }
}

fn is_dpv_concept(concept: &str) -> bool {
    concept.split_once(':').is_some_and(|(prefix, name)| {
        DPV_PREFIXES.contains(&prefix)
            && name.starts_with(|first: char| first.is_ascii_uppercase())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    })
}

fn all_entries() -> impl Iterator<Item = (List, &'static Entry)> {
    List::ALL.iter().flat_map(|&list| dictionary().list(list).iter().map(move |entry| (list, entry)))
}
