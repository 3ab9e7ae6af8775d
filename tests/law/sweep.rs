//! Each law is asked one question of each kind for the first day of every quarter of 2018 to 2030,
//! and around each day on which one of its rules begins or ends. There must be no gap (a condition
//! without an answer), no overlap (two clocks where the law has one), and no trap.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::{Date, date};
use praetor::engine::Generation;
use praetor::told::Told;
use praetor::wire::decision::write_decision;
use praetor_decision::manifest::Ability;
use serde_json::{Value as Json, json};

use crate::support::{LAWS, ask, generation, law};

/// Where each law's person lives and its controller works, and the first day on which it governs.
pub const HOME: [(&str, &str, Date); 8] = [
    ("ch-fadp", "CH", date(2023, 9, 1)),
    ("eu-gdpr", "FR", date(2018, 5, 25)),
    ("eu-records", "FR", FIRST),
    ("tr-kvkk", "TR", date(2016, 4, 7)),
    ("uk-gdpr", "GB-ENG", date(2021, 1, 1)),
    ("us-ca-ccpa", "US-CA", date(2020, 1, 1)),
    ("us-coppa", CHILDREN, FIRST),
    ("us-states", "US-VA", date(2023, 1, 1)),
];

/// Plugins with a duty to tell of breaches that is older than the law that they stand for.
const TELLING_BEFORE: [&str; 2] = ["us-ca-ccpa", "us-states"];

/// A place whose person is a child, since one law knows no others.
const CHILDREN: &str = "US-OH";

const FIRST: Date = date(2018, 1, 1);
const LAST: Date = date(2030, 12, 31);

/// The first day of each quarter, and the days around each beginning and end of a rule.
fn days(generation: &Generation) -> BTreeSet<Date> {
    let quarters = (2018..=2030).flat_map(|year| [1, 4, 7, 10].map(|month| date(year, month, 1)));
    let rules = generation.bindings.iter().flat_map(|binding| binding.plugin.manifest().rules.clone());
    let turns = rules.flat_map(|rule| {
        let last = rule.applies_until.map(|day| day.tomorrow().unwrap());
        [rule.applies_from, last].into_iter().flatten()
    });
    let around = turns.flat_map(|day| [day.yesterday().unwrap(), day, day.tomorrow().unwrap()]);
    quarters.chain(around).filter(|day| (FIRST..=LAST).contains(day)).collect()
}

/// A person, and a controller so large that it passes every threshold.
fn people(place: &str, day: Date) -> Json {
    let year = day.year() - 1;
    json!({
        "figures": [
            { "id": "revenue", "measure": "revenue", "amount": 2_000_000_000, "currency": "USD", "year": year },
            { "id": "people", "measure": "consumers", "amount": 900_000, "place": [place], "year": year },
        ],
        "controller": {
            "role": "controller", "main-establishment": [place], "establishments": [place],
            "acting-establishment": [place], "processing-places": [place], "books-of": [place],
            "targets": [place], "for-profit": true,
        },
        "subject": {
            "residence": [place], "age": if place == CHILDREN { 11 } else { 34 }, "age-knowledge": "verified", "has-contract": true,
            "marks": [], "consents": [], "matters": [], "earlier-requests": [],
            "account-status": "active",
        },
    })
}

fn question(kind: &str, place: &str, day: Date, more: Json) -> Json {
    let mut question = people(place, day);
    question["kind"] = kind.into();
    question["as_of"] = day.to_string().into();
    question.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    question
}

/// May the prompt be used, go to a vendor at home, go to one abroad?
fn sharing(place: &str, day: Date) -> Vec<Json> {
    let items = json!([{ "id": "prompt", "category": "prompt-text", "scan": "full", "needed": true }]);
    let a_use = |operation: &str| {
        json!([{
            "id": "render", "purpose": "content-generation", "operation": operation,
            "declared-basis": "contract", "contract-necessary": true,
        }])
    };
    let vendor = |works: &str| {
        json!([{
            "id": "vendor", "class": "ai-model", "role": "processor", "establishment": [works],
            "processing-places": [works], "own-uses": [], "sub-processors": [], "contract": "signed",
        }])
    };
    let own = json!({ "items": items, "uses": a_use("use") });
    let home = json!({ "items": items, "uses": a_use("share"), "recipients": vendor(place) });
    let abroad = json!({ "items": items, "uses": a_use("share"), "recipients": vendor("US") });
    let asked = [own, home, abroad].into_iter();
    asked.map(|more| question("sharing", place, day, more)).collect()
}

fn retention(place: &str, day: Date) -> Vec<Json> {
    let more = json!({
        "items": [
            { "id": "profile", "category": "account-email", "collected-on": "2017-06-01" },
            { "id": "log", "category": "log-record", "record": "access-log", "collected-on": "2017-11-01" },
            { "id": "invoice", "category": "invoice", "record": "invoice", "dated-on": "2017-12-01",
              "tax-assessment": "closed" },
        ],
        "uses": [{ "id": "account", "purpose": "account-management", "declared-basis": "contract" }],
    });
    vec![question("retention", place, day, more)]
}

fn rights(place: &str, day: Date) -> Vec<Json> {
    let rights = ["access", "rectify", "erase", "portability", "object", "withdraw-consent"];
    let requests = rights.map(|right| json!({ "id": right, "right": right, "received-on": day.to_string() }));
    let more = json!({
        "requester": { "relation": "self", "identity-achieved": "verified", "signed-in": true },
        "items": [{ "id": "prompt", "category": "prompt-text", "origin": "provided" }],
        "uses": [{ "id": "account", "purpose": "account-management", "declared-basis": "contract" }],
        "requests": requests,
    });
    vec![question("rights", place, day, more)]
}

fn incident(place: &str, day: Date) -> Vec<Json> {
    let more = json!({ "incident": {
        "kind": ["confidentiality"], "state": "confirmed", "aware-at": format!("{day}T10:00:00+01:00"),
        "discovered-on": day.to_string(), "risk": "high", "authority-notified": "not-yet", "persons-notified": "not-yet",
    }});
    vec![question("incident", place, day, more)]
}

pub fn questions(ability: Ability, place: &str, day: Date) -> Vec<Json> {
    match ability {
        Ability::Sharing => sharing(place, day),
        Ability::Retention => retention(place, day),
        Ability::Rights => rights(place, day),
        Ability::Incident => incident(place, day),
        Ability::Profile => vec![],
    }
}

#[test]
fn every_law_answers_every_quarter_and_around_each_change_without_gap_overlap_or_trap() {
    assert_eq!(HOME.map(|(id, ..)| id), LAWS);
    let mut wrong = vec![];
    for (id, place, begins) in HOME {
        let plugin = law(id);
        let abilities: Vec<Ability> = plugin.manifest().reads.iter().map(|reads| reads.ability).collect();
        let generation = generation(&[plugin]);
        for day in days(&generation) {
            for ability in &abilities {
                for question in questions(*ability, place, day) {
                    let told = ask(&generation, &question, day);
                    let faults = faults(&told, id, day, begins);
                    wrong.extend(faults.into_iter().map(|says| format!("{id} {ability:?} {day}: {says}")));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} faults, of which:\n{}", wrong.len(), first_lines(&wrong));
}

/// Some lines of each law: the first of many faults would hide the others.
fn first_lines(wrong: &[String]) -> String {
    let of_law = |id: &'static str| wrong.iter().filter(move |line| line.starts_with(id)).take(15);
    LAWS.iter().copied().flat_map(of_law).cloned().collect::<Vec<_>>().join("\n")
}

fn faults(told: &Told, law: &str, day: Date, begins: Date) -> Vec<String> {
    let decision = Json::Object(write_decision(told));
    let standing = decision["voices"][0]["standing"].as_str().unwrap_or_default().to_owned();
    if day < begins {
        let in_force = format!("{begins}");
        let dated = decision.to_string().contains(&in_force);
        // Duties to keep books are older than the law on data protection that they stand beside.
        let books = decision["kind"] == "retention";
        let older = books || (decision["kind"] == "incident" && TELLING_BEFORE.contains(&law));
        let said = (older && standing == "applies") || (standing == "not-yet-in-force" && dated);
        return if said { vec![] } else { vec![format!("before the law: `{standing}`")] };
    }
    if standing != "applies" {
        return vec![format!("the law is in force and says `{standing}`")];
    }
    let text = decision.to_string();
    let mut found = vec![];
    if text.contains("\"undetermined\"") {
        found.push(format!("a gap: {}", gap(&decision)));
    }
    found.extend(two_clocks(&decision));
    found.extend(unanswered(&decision));
    found
}

/// The gates or items that nobody decided.
fn gap(decision: &Json) -> String {
    let cells = decision["cells"].as_array().cloned().unwrap_or_default();
    let gates = cells.iter().flat_map(|cell| cell["gates"].as_array().cloned().unwrap_or_default());
    let open: BTreeSet<String> = gates
        .filter(|gate| gate["state"] == "undetermined")
        .map(|gate| gate["gate"].as_str().unwrap_or_default().to_owned())
        .collect();
    if open.is_empty() { decision["items"].to_string() } else { format!("{open:?}") }
}

/// One law has one clock of each form for a request.
fn two_clocks(decision: &Json) -> Vec<String> {
    let mut seen: BTreeMap<(String, String, String), Vec<String>> = BTreeMap::new();
    for request in decision["requests"].as_array().into_iter().flatten() {
        for clock in request["clocks"].as_array().into_iter().flatten() {
            let of = |key: &str| clock[key].as_str().unwrap_or_default().to_owned();
            let once = ["respond", "respond-extended", "tell-extension", "acknowledge"];
            if once.contains(&of("form").as_str()) {
                let id = request["id"].as_str().unwrap_or_default().to_owned();
                seen.entry((id, of("form"), of("strength"))).or_default().push(of("rule"));
            }
        }
    }
    let twice = seen.into_iter().filter(|(_, rules)| rules.len() > 1);
    twice.map(|(what, rules)| format!("an overlap: {what:?} from {rules:?}")).collect()
}

/// A request has an answer for the item or says that the right is not given; a breach an answer
/// about the authority.
fn unanswered(decision: &Json) -> Vec<String> {
    let mut found = vec![];
    for request in decision["requests"].as_array().into_iter().flatten() {
        if request["effect"] == "needs-review" && request["lines"].as_array().is_none_or(Vec::is_empty) {
            found.push(format!("nothing is said of {}", request["id"]));
        }
    }
    if decision["kind"] == "incident" && decision["audiences"].as_array().is_none_or(Vec::is_empty) {
        found.push("nobody is named to be told".to_owned());
    }
    found
}

/// `valid_until` is the first known day on which a decision can change: until then it is the same.
#[test]
fn a_decision_stays_the_same_until_the_day_that_it_names() {
    let mut wrong = vec![];
    for (id, place, _) in HOME {
        let plugin = law(id);
        let shares = plugin.manifest().reads.iter().any(|reads| reads.ability == Ability::Sharing);
        let generation = generation(&[plugin]);
        let days: Vec<Date> = days(&generation).into_iter().collect();
        for which in 0..if shares { 3 } else { 0 } {
            let mut before: Option<(Date, String, Option<String>)> = None;
            for day in &days {
                let told = ask(&generation, &sharing(place, *day)[which], *day);
                let decision = Json::Object(write_decision(&told));
                let said = format!("{} {}", decision["effect"], decision["decided_by"]);
                if let Some((earlier, then, until)) = &before
                    && until.as_ref().is_none_or(|until| *until > day.to_string())
                    && *then != said
                {
                    wrong.push(format!(
                        "{id} sharing {which}: {then} on {earlier} until {until:?}, but {said} on {day}"
                    ));
                }
                let until = decision["valid_until"].as_str().map(str::to_owned);
                before = Some((*day, said, until));
            }
        }
    }
    assert!(wrong.is_empty(), "{} faults, of which:\n{}", wrong.len(), first_lines(&wrong));
}

#[test]
fn the_days_of_the_sweep_are_all_quarters_and_more() {
    let days = days(&generation(&[law("eu-gdpr")]));
    let quarter = (0..52).all(|n| days.contains(&FIRST.checked_add((n * 3).months()).unwrap()));
    assert!(quarter && days.len() > 52);
}
