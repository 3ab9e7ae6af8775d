//! docs/seed-policy.md: every clause of the sample service's policy, and the questions that decide it.
//!
//! The page is made here, of `examples/gpt-image-2/clauses.toml` and the questions' own list; what the questions expect
//! is compared with real answers by `quickstart`. So the page cannot say what is not answered. After a change of either
//! file, `PRAETOR_WRITE=1 cargo test -p praetor --test seed` writes it anew.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Clauses {
    introduces: Vec<String>,
    clause: Vec<Clause>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Clause {
    section: String,
    words: String,
    answers: Vec<Answer>,
}

/// A question that decides a clause, the part of its answer that does, and the rule.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    question: String,
    item: Option<String>,
    #[serde(rename = "use")]
    used: Option<String>,
    rule: String,
}

#[derive(Deserialize)]
struct Index {
    question: Vec<Question>,
}

#[derive(Deserialize)]
struct Question {
    file: String,
    title: String,
    expect: Expect,
}

#[derive(Deserialize)]
struct Expect {
    effect: Option<String>,
    #[serde(default)]
    items: BTreeMap<String, String>,
    #[serde(default)]
    uses: BTreeMap<String, String>,
    #[serde(default)]
    rules: Vec<String>,
    #[serde(default)]
    fired: Vec<String>,
    #[serde(default)]
    due: BTreeMap<String, String>,
    #[serde(default)]
    until: BTreeMap<String, String>,
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn read(path: &str) -> String {
    let path = repository().join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn clauses() -> Clauses {
    toml::from_str(&read("examples/gpt-image-2/clauses.toml")).unwrap()
}

/// The questions by the names of their files, without the ending.
fn questions() -> BTreeMap<String, Question> {
    let index: Index = toml::from_str(&read("examples/gpt-image-2/questions/index.toml")).unwrap();
    let named = index.question.into_iter().map(|q| (q.file.trim_end_matches(".json").to_owned(), q));
    named.collect()
}

/// What the answer is for the clause: the effect of its part, and the day that comes with it.
fn effect(question: &Question, answer: &Answer) -> Option<String> {
    let expect = &question.expect;
    let word = match (&answer.item, &answer.used) {
        (Some(item), None) => expect.items.get(item)?,
        (None, Some(used)) => expect.uses.get(used)?,
        (None, None) => expect.effect.as_ref()?,
        (Some(_), Some(_)) => return None,
    };
    let until = answer.item.as_ref().and_then(|item| expect.until.get(item));
    let by = ["respond", "respond_by", "authority"].iter().find_map(|form| expect.due.get(*form));
    Some(match (until, by) {
        // What is kept is stated by its last day in an answer on rights, a schedule by the first day after.
        (Some(day), _) if expect.effect.as_deref() == Some("settled") => format!("{word}, gone from {day}"),
        (Some(day), _) => format!("{word} until {day}"),
        (None, Some(day)) => format!("{word} by {day}"),
        (None, None) => word.clone(),
    })
}

/// What is wrong with an answer of a clause; none: nothing.
fn wrong(answer: &Answer, questions: &BTreeMap<String, Question>) -> Option<String> {
    let Some(question) = questions.get(&answer.question) else {
        return Some("is not in index.toml".to_owned());
    };
    if !repository().join(format!("examples/gpt-image-2/questions/{}.json", answer.question)).is_file() {
        return Some("has no file".to_owned());
    }
    let mut expected = question.expect.rules.iter().chain(&question.expect.fired);
    if !expected.any(|rule| *rule == answer.rule) {
        return Some(format!("does not expect the rule `{}`", answer.rule));
    }
    effect(question, answer).is_none().then(|| "expects no effect of that part".to_owned())
}

const HEAD: &str = "# The policy, clause by clause

<!-- Made by tests/seed.rs of examples/gpt-image-2/clauses.toml and questions/index.toml; not edited by hand. -->

Every clause of the [policy](../examples/gpt-image-2/policy.txt) for which Praetor was first built, in its own words, with the
[sample questions](../examples/gpt-image-2/questions) that decide it. `praetor quickstart --exit` asks them all and compares
each answer with what is said here. Where one question decides several items or uses, the one that counts is named.

";

fn page(clauses: &Clauses, questions: &BTreeMap<String, Question>) -> String {
    let mut page = HEAD.to_owned();
    let rows: usize = clauses.clause.iter().map(|clause| clause.answers.len()).sum();
    writeln!(page, "{} clauses, {} questions, {rows} rows.\n", clauses.clause.len(), questions.len())
        .unwrap();
    page.push_str(
        "| section | words of the policy | question | effect | deciding rule |\n|---|---|---|---|---|\n",
    );
    for clause in &clauses.clause {
        for (number, answer) in clause.answers.iter().enumerate() {
            let (section, words) =
                if number == 0 { (clause.section.as_str(), clause.words.as_str()) } else { ("", "") };
            let Some(question) = questions.get(&answer.question) else { continue };
            let part = answer.item.iter().chain(&answer.used).map(|part| format!(": {part}"));
            let part: String = part.collect();
            let file = format!("../examples/gpt-image-2/questions/{}.json", answer.question);
            let effect = effect(question, answer).unwrap_or_default();
            let (title, rule) = (&question.title, &answer.rule);
            writeln!(page, "| {section} | {words} | [{title}]({file}){part} | {effect} | `{rule}` |")
                .unwrap();
        }
    }
    page
}

#[test]
fn every_row_names_a_question_that_is_asked_and_a_rule_and_effect_that_it_expects() {
    let (clauses, questions) = (clauses(), questions());
    let answers = clauses.clause.iter().flat_map(|clause| clause.answers.iter().map(move |a| (clause, a)));
    let lies: Vec<String> = answers
        .filter_map(|(clause, answer)| {
            let wrong = wrong(answer, &questions)?;
            Some(format!("{}, \"{}\": {} {wrong}", clause.section, clause.words, answer.question))
        })
        .collect();
    assert!(lies.is_empty(), "{}", lies.join("\n"));
}

#[test]
fn every_clause_has_a_question_and_every_question_decides_a_clause() {
    let (clauses, questions) = (clauses(), questions());
    for clause in &clauses.clause {
        assert!(!clause.answers.is_empty(), "{}: no question decides \"{}\"", clause.section, clause.words);
    }
    let named = clauses.clause.iter().flat_map(|clause| clause.answers.iter().map(|a| a.question.as_str()));
    let named: BTreeSet<&str> = named.collect();
    let idle: Vec<&String> = questions.keys().filter(|name| !named.contains(name.as_str())).collect();
    assert!(idle.is_empty(), "these questions decide no clause of clauses.toml: {idle:?}");
}

/// The lines of the policy that are no headings, each with the number of its section.
fn lines_of_the_policy() -> Vec<(String, String)> {
    let (mut section, mut lines) = ("head".to_owned(), vec![]);
    for line in read("examples/gpt-image-2/policy.txt").lines().filter(|line| !line.trim().is_empty()) {
        let number = line.split(' ').next().unwrap_or_default().trim_end_matches('.');
        let heading = number.starts_with(|c: char| c.is_ascii_digit());
        if heading {
            section = number.to_owned();
        } else {
            lines.push((section.clone(), line.to_owned()));
        }
    }
    lines
}

#[test]
fn the_clauses_are_the_whole_policy_word_for_word() {
    let clauses = clauses();
    let mut found = BTreeSet::new();
    for (section, line) in lines_of_the_policy() {
        if clauses.introduces.contains(&line) {
            continue;
        }
        let mut rest = line.clone();
        let mut mine: Vec<&Clause> = clauses.clause.iter().filter(|c| c.section == section).collect();
        // The longest first: a short one may be part of a long one.
        mine.sort_by_key(|clause| std::cmp::Reverse(clause.words.len()));
        for clause in mine.into_iter().filter(|clause| line.contains(&clause.words)) {
            rest = rest.replacen(&clause.words, "", 1);
            found.insert((clause.section.clone(), clause.words.clone()));
        }
        let left =
            rest.split(|c: char| !c.is_alphanumeric()).filter(|word| !["", "and", "or"].contains(word));
        let left: Vec<&str> = left.collect();
        assert!(left.is_empty(), "section {section}: no clause has {left:?} of \"{line}\"");
    }
    let invented = clauses.clause.iter().find(|c| !found.contains(&(c.section.clone(), c.words.clone())));
    assert!(invented.is_none(), "not in the policy: {:?}", invented.map(|clause| &clause.words));
}

#[test]
fn the_page_is_what_the_clauses_and_questions_make() {
    let made = page(&clauses(), &questions());
    let path = repository().join("docs/seed-policy.md");
    if std::env::var_os("PRAETOR_WRITE").is_some() {
        std::fs::write(&path, &made).unwrap();
    }
    let stands = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        stands == made,
        "docs/seed-policy.md is stale: PRAETOR_WRITE=1 cargo test -p praetor --test seed"
    );
}
