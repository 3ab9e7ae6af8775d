//! The tables of the settings.

use praetor_sdk::{Problem, Row, Settings};

use super::{problem, reversed};

/// Names that the operator may use for those that are no sub-processor.
const RESERVED: [&str; 2] = ["controller", "vendor"];

/// Checks all tables.
pub(super) fn check(settings: Settings<'_>, problems: &mut Vec<Problem>) {
    let subs: Vec<&str> = settings.rows("sub-processors").filter_map(|row| row.code("id")).collect();
    let hops: Vec<&str> = settings.rows("hops").filter_map(|row| row.code("id")).collect();
    unique("sub-processors", &subs, problems);
    unique("hops", &hops, problems);
    for row in settings.rows("sub-processors") {
        reversed(row, "sub-processors", ("announced-on", "objection-until"), problems);
    }
    for row in settings.rows("hops") {
        ends(row, &subs, problems);
    }
    for table in ["instruments", "certifications", "assessments"] {
        for row in settings.rows(table) {
            covered(row, table, &hops, problems);
        }
    }
    for row in settings.rows("certifications") {
        certification(row, settings, &subs, problems);
    }
    for row in settings.rows("instruments") {
        reversed(row, "instruments", ("signed-on", "until"), problems);
        reversed(row, "instruments", ("signed-on", "terminated-on"), problems);
    }
    for row in settings.rows("assessments") {
        assessment(row, problems);
    }
}

/// Each name once, and none that means somebody else.
fn unique(table: &str, names: &[&str], problems: &mut Vec<Problem>) {
    let key = format!("{table}.id");
    for (at, name) in names.iter().enumerate() {
        if names.iter().take(at).any(|other| other == name) {
            problems.push(problem(&key, format!("`{name}` is taken; give each row its own id")));
        }
        if table == "sub-processors" && RESERVED.contains(name) {
            problems.push(problem(&key, format!("`{name}` means somebody else; choose another id")));
        }
    }
}

/// A hop leads from and to somebody who is known.
fn ends(row: Row<'_>, subs: &[&str], problems: &mut Vec<Problem>) {
    for (key, allowed) in [("from", RESERVED.as_slice()), ("to", &["vendor"])] {
        if let Some(name) = row.code(key).filter(|name| !allowed.contains(name) && !subs.contains(name)) {
            problems.push(unknown(&format!("hops.{key}"), name, allowed.iter().chain(subs)));
        }
    }
}

/// A row that covers a hop names one that there is.
fn covered(row: Row<'_>, table: &str, hops: &[&str], problems: &mut Vec<Problem>) {
    if let Some(name) = row.code("hop").filter(|name| !hops.contains(name)) {
        problems.push(unknown(&format!("{table}.hop"), name, hops.iter()));
    }
}

fn unknown<'a>(key: &str, name: &str, known: impl Iterator<Item = &'a &'a str>) -> Problem {
    let known: Vec<String> = known.map(|one| format!("`{one}`")).collect();
    let known =
        if known.is_empty() { "there is none".to_owned() } else { format!("write {}", known.join(" or ")) };
    problem(key, format!("`{name}` is nobody that the settings name; {known}"))
}

/// A certification belongs to the entity that receives, and its dates are in order.
fn certification(row: Row<'_>, settings: Settings<'_>, subs: &[&str], problems: &mut Vec<Problem>) {
    reversed(row, "certifications", ("from", "to"), problems);
    let of = row.code("of").unwrap_or("vendor");
    if of != "vendor" && !subs.contains(&of) {
        problems.push(unknown("certifications.of", of, ["vendor"].iter().chain(subs)));
        return;
    }
    let (Some(holder), Some(listed)) = (legal_entity(of, settings), row.code("entity")) else {
        return;
    };
    if holder != listed {
        let says = format!(
            "`{listed}` is not the legal entity of `{of}`, which is `{holder}`; a certification counts only for its own entity"
        );
        problems.push(problem("certifications.entity", says));
    }
}

fn legal_entity<'q>(of: &'q str, settings: Settings<'q>) -> Option<&'q str> {
    if of == "vendor" {
        return settings.plain().code("legal-entity");
    }
    let row = settings.rows("sub-processors").find(|row| row.code("id") == Some(of))?;
    row.code("legal-entity").or(Some(of))
}

/// A result that counts has a day, and a result with measures names them.
fn assessment(row: Row<'_>, problems: &mut Vec<Problem>) {
    reversed(row, "assessments", ("done-on", "review-by"), problems);
    reversed(row, "assessments", ("done-on", "valid-until"), problems);
    let result = row.code("result");
    if result != Some("pending") && result.is_some() && row.day("done-on").is_none() {
        problems.push(problem("assessments.done-on", "is missing: an assessment with a result was finished on some day; write it, or `pending` as its result"));
    }
    if result == Some("positive-with-measures") && row.codes("measures").is_none_or(<[String]>::is_empty) {
        problems.push(problem(
            "assessments.measures",
            "is missing: name the measures on which the result depends, or write `positive`",
        ));
    }
}
