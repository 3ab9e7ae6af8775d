//! The README promises that every worked case of law can be asked with the facts of the dictionary.
#![allow(clippy::expect_used, reason = "a test may stop where its ground is missing")]

use std::collections::BTreeSet;

use praetor_wit::Dictionary;

const README: &str = include_str!("../README.md");

/// Every worked case: Europe, the rest of the world, and the rows about dates only.
#[rustfmt::skip]
const CASES: [&str; 210] = [
    "EU-S01", "EU-S02", "EU-S03", "EU-S04", "EU-S05", "EU-S06", "EU-S07", "EU-S08", "EU-S10",
    "EU-T01", "EU-T03", "EU-T04", "EU-T05", "EU-T07", "EU-T08", "EU-T09", "EU-T11", "EU-T12",
    "EU-T13", "EU-T14", "EU-R01", "EU-R02", "EU-R03", "EU-R04", "EU-R06", "EU-R09", "EU-R10",
    "EU-R11", "EU-R12", "EU-R13", "EU-R15", "EU-R16", "EU-R17", "EU-R19", "EU-R20", "EU-M01",
    "EU-M02", "EU-M03", "EU-M04", "EU-M05", "EU-M06", "EU-K01", "EU-K02", "EU-K03", "EU-K04",
    "EU-K05", "EU-K06", "UK-01", "UK-02", "UK-03", "UK-04", "UK-06", "UK-07", "UK-08", "UK-09",
    "UK-10", "CH-01", "CH-03", "CH-04", "CH-05", "CH-06", "CH-07", "TR-01", "TR-02", "TR-03",
    "TR-04", "TR-05", "TR-06", "W01", "W02", "W03", "W04", "W05", "W07", "W09", "W12", "W13",
    "W14", "W15", "W16", "W17", "W18", "W20", "W23", "W24", "W25", "W26", "W27", "W29", "W30",
    "W31", "W32", "W33", "W34", "W36", "W37", "W38", "W39", "W40", "W41", "W42", "W43", "W44",
    "W46", "W47", "W48", "W49", "W50", "W51", "W52", "W54", "W56", "W57", "W58", "W59", "W60",
    "W62", "W63", "W64", "W66", "W67", "W68", "W69", "W70", "W71", "W72", "W73", "W74", "W75",
    "W76", "V01", "V02", "V03", "V04", "V05", "V06", "V07", "V08", "V09", "V10", "V11", "V12",
    "V13", "V14", "V15", "V16", "V17", "V18", "V19", "V20", "V21", "V22", "V23", "V24", "V25",
    "V26", "V27", "V28", "V29", "V30", "V31", "V32", "V33", "V34", "V35", "V36", "V37", "EU-V01",
    "EU-V02", "EU-V03", "EU-V04", "EU-V05", "EU-V06", "EU-V07", "EU-V08", "EU-V09", "EU-V10",
    "EU-V11", "EU-V12", "EU-V13", "EU-V14", "EU-V15", "EU-V16", "EU-V17", "EU-V18", "EU-V19",
    "EU-V20", "UK-V01", "UK-V02", "UK-V03", "UK-V04", "UK-V05", "UK-V06", "UK-V07", "UK-V08",
    "UK-V09", "UK-V10", "UK-V11", "UK-V12", "CH-V01", "CH-V02", "CH-V03", "CH-V04", "CH-V05",
    "CH-V06", "TR-V01", "TR-V02", "TR-V03", "TR-V04", "TR-V05",
];

#[test]
fn every_worked_case_has_one_row() {
    let rows: Vec<&str> = rows_under("| case | facts |").map(|row| row.id).collect();
    for case in CASES {
        let times = rows.iter().filter(|row| **row == case).count();
        assert_eq!(times, 1, "`{case}` has {times} rows in the README");
    }
    let known: BTreeSet<&str> = CASES.into_iter().collect();
    let unknown: Vec<&&str> = rows.iter().filter(|row| !known.contains(**row)).collect();
    assert!(unknown.is_empty(), "no such cases: {unknown:?}");
}

#[test]
fn every_fact_that_a_row_names_is_in_the_dictionary() {
    let dictionary = Dictionary::bundled().expect("the bundled dictionary reads");
    for table in ["| case | facts |", "| clause | facts |"] {
        for row in rows_under(table) {
            assert!(!row.facts.is_empty(), "`{}` names no fact", row.id);
            for fact in row.facts {
                assert!(
                    dictionary.fact_at(fact).is_some(),
                    "`{}` needs `{fact}`, which no file of facts has",
                    row.id
                );
            }
        }
    }
}

#[test]
fn a_row_names_each_fact_once() {
    for table in ["| case | facts |", "| clause | facts |"] {
        for row in rows_under(table) {
            let distinct: BTreeSet<&str> = row.facts.iter().copied().collect();
            assert_eq!(distinct.len(), row.facts.len(), "`{}`", row.id);
        }
    }
}

#[test]
fn a_kind_has_facts_and_what_points_at_a_kind_finds_one() {
    let dictionary = Dictionary::bundled().expect("the bundled dictionary reads");
    for kind in dictionary.kinds() {
        assert!(dictionary.facts_of(&kind.id).next().is_some(), "the kind `{}` has no facts", kind.id);
    }
    for fact in dictionary.facts() {
        assert!(fact.meaning.ends_with('.'), "`{}` says nothing", fact.path());
    }
}

#[test]
fn a_list_that_can_be_empty_is_named_in_the_readme() {
    let dictionary = Dictionary::bundled().expect("the bundled dictionary reads");
    for fact in dictionary.facts() {
        let closes = fact.meaning.contains("Absent: nobody looked. Empty:");
        let path = format!("`{}`", fact.path());
        assert!(!closes || README.contains(&path), "{path} is not listed");
    }
}

#[test]
fn a_fact_that_the_text_mentions_is_in_the_dictionary() {
    let dictionary = Dictionary::bundled().expect("the bundled dictionary reads");
    for quoted in README.split('`').skip(1).step_by(2) {
        let kind = quoted.split('.').next().unwrap_or_default();
        let names_a_fact = quoted != kind && dictionary.kind(kind).is_some();
        assert!(
            !names_a_fact || dictionary.fact_at(quoted).is_some(),
            "the README speaks of `{quoted}`, which no file of facts has"
        );
    }
}

struct Row {
    id: &'static str,
    facts: Vec<&'static str>,
}

/// The rows of the table with this heading, up to the first line that is no row.
fn rows_under(heading: &str) -> impl Iterator<Item = Row> {
    let (_, below) = README.split_once(heading).expect("the table is there");
    below.lines().skip(2).take_while(|line| line.starts_with('|')).map(row)
}

fn row(line: &'static str) -> Row {
    let mut cells = line.trim_matches('|').split('|').map(str::trim);
    Row {
        id: cells.next().unwrap_or_default(),
        facts: cells.next().unwrap_or_default().split(", ").collect(),
    }
}
