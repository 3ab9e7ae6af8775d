//! What a case expects, and how far a decision differs from it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::Value as Json;

/// What a case expects. Everything that is stated must hold; what is not stated is not compared.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expect {
    /// The decision's effect; for rights that of the requests, joined by `, `.
    pub effect: Option<String>,
    /// The word for each item: a sharing effect, a retention action, or a rights outcome.
    #[serde(default)]
    pub items: BTreeMap<String, String>,
    /// The word for each use.
    #[serde(default)]
    pub uses: BTreeMap<String, String>,
    /// The word for each request.
    #[serde(default)]
    pub requests: BTreeMap<String, String>,
    /// Rules that must be among those that the decision rests on.
    #[serde(default)]
    pub rules: Vec<String>,
    /// Rules that must not be among them.
    #[serde(default)]
    pub not_rules: Vec<String>,
    /// Rules that must have said something, whether it counted or not.
    #[serde(default)]
    pub fired: Vec<String>,
    /// Obligations that must come with the decision.
    #[serde(default)]
    pub obligations: Vec<String>,
    /// Obligations that must not.
    #[serde(default)]
    pub not_obligations: Vec<String>,
    /// Treatments that must be due: `item treatment`.
    #[serde(default)]
    pub treatments: Vec<String>,
    /// Missing facts, `kind.name`, that the decision must ask for.
    #[serde(default)]
    pub missing: Vec<String>,
    /// Missing facts that it must not ask for.
    #[serde(default)]
    pub not_missing: Vec<String>,
    /// Last days: of a clock by its form (`respond`), of an obligation by its id.
    #[serde(default)]
    pub due: BTreeMap<String, String>,
    /// Days to aim for, by the form of the clock.
    #[serde(default)]
    pub target: BTreeMap<String, String>,
    /// The state of a clock by its form: `pending`, `on-time`, `overdue`, `late`.
    #[serde(default)]
    pub clocks: BTreeMap<String, String>,
    /// Until when an item is kept.
    #[serde(default)]
    pub until: BTreeMap<String, String>,
    /// How it stands with an extension: `none`, `available`, `valid`, `invalid`.
    pub extension: Option<String>,
    /// Marks that the decision must ask to be remembered.
    #[serde(default)]
    pub marks: Vec<String>,
    /// Marks that it must not.
    #[serde(default)]
    pub not_marks: Vec<String>,
    /// The last day of a mark, by its kind.
    #[serde(default)]
    pub mark_ends: BTreeMap<String, String>,
    /// What a mark is narrowed to: `kind name`.
    #[serde(default)]
    pub mark_scopes: Vec<String>,
    /// Coded reasons that must be given.
    #[serde(default)]
    pub reasons: Vec<String>,
    /// What the reply must state.
    #[serde(default)]
    pub must_state: Vec<String>,
    /// Remedies, or the names of their authorities.
    #[serde(default)]
    pub remedies: Vec<String>,
    /// Who must be told: `verb recipient action`.
    #[serde(default)]
    pub tell: Vec<String>,
    /// The least proof of identity.
    pub identity: Option<String>,
    /// What may be charged.
    pub fee: Option<String>,
    /// The standing of each plugin: `applies`, `does-not-apply`, `undetermined` ...
    #[serde(default)]
    pub standing: BTreeMap<String, String>,
    /// The first known day on which the decision can change.
    pub valid_until: Option<String>,
    /// The lowest confidence of the rules that decide: `low`, `medium`, `high`.
    pub confidence: Option<String>,
    /// Deciding rules of which the decision must say that a change is on its way.
    #[serde(default)]
    pub pending: Vec<String>,
    /// For whole tables: the last day of the rows of an item that are over now.
    #[serde(default)]
    pub cut_offs: BTreeMap<String, String>,
    /// Codes of remarks.
    #[serde(default)]
    pub remarks: Vec<String>,
}

/// What a decision shows of all that a case can expect.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// Single words by the key of the expectation, `effect` or `items.prompt`.
    pub words: BTreeMap<String, String>,
    /// Sets by the key of the expectation.
    pub sets: BTreeMap<&'static str, BTreeSet<String>>,
}

impl Expect {
    /// What differs, a line each; empty if the decision is as expected.
    #[must_use]
    pub fn differences(&self, seen: &Seen) -> Vec<String> {
        let mut lines = vec![];
        for (key, expected) in self.words() {
            let found = seen.words.get(&key);
            if found != Some(&expected) {
                let found = found.map_or("nothing", String::as_str);
                lines.push(format!("{key}: expected `{expected}`, found `{found}`"));
            }
        }
        for (key, expected, wanted) in self.sets() {
            let found = seen.sets.get(key).cloned().unwrap_or_default();
            for member in expected {
                if found.contains(member) != wanted {
                    let list: Vec<&str> = found.iter().map(String::as_str).collect();
                    let word = if wanted { "is missing" } else { "must not be there" };
                    lines.push(format!("{key}: `{member}` {word}; found: {}", list.join(", ")));
                }
            }
        }
        lines
    }

    fn words(&self) -> Vec<(String, String)> {
        let mut words = vec![];
        let single = [
            ("effect", &self.effect),
            ("extension", &self.extension),
            ("identity", &self.identity),
            ("fee", &self.fee),
            ("valid_until", &self.valid_until),
            ("confidence", &self.confidence),
        ];
        for (key, expected) in single {
            words.extend(expected.iter().map(|word| (key.to_owned(), word.clone())));
        }
        let tables = [
            ("items", &self.items),
            ("uses", &self.uses),
            ("requests", &self.requests),
            ("due", &self.due),
            ("target", &self.target),
            ("clocks", &self.clocks),
            ("until", &self.until),
            ("cut_offs", &self.cut_offs),
            ("standing", &self.standing),
            ("mark_ends", &self.mark_ends),
        ];
        for (key, table) in tables {
            words.extend(table.iter().map(|(name, word)| (format!("{key}.{name}"), word.clone())));
        }
        words
    }

    fn sets(&self) -> Vec<(&'static str, Vec<&String>, bool)> {
        vec![
            ("rules", self.rules.iter().collect(), true),
            ("rules", self.not_rules.iter().collect(), false),
            ("fired", self.fired.iter().collect(), true),
            ("obligations", self.obligations.iter().collect(), true),
            ("obligations", self.not_obligations.iter().collect(), false),
            ("missing", self.missing.iter().collect(), true),
            ("missing", self.not_missing.iter().collect(), false),
            ("treatments", self.treatments.iter().collect(), true),
            ("marks", self.marks.iter().collect(), true),
            ("marks", self.not_marks.iter().collect(), false),
            ("mark_scopes", self.mark_scopes.iter().collect(), true),
            ("reasons", self.reasons.iter().collect(), true),
            ("must_state", self.must_state.iter().collect(), true),
            ("remedies", self.remedies.iter().collect(), true),
            ("tell", self.tell.iter().collect(), true),
            ("remarks", self.remarks.iter().collect(), true),
            ("pending", self.pending.iter().collect(), true),
        ]
    }
}

impl Seen {
    /// Reads a decision as the API would show it.
    #[must_use]
    pub fn in_decision(decision: &serde_json::Map<String, Json>) -> Self {
        let mut seen = Self::default();
        seen.word("effect", decision.get("effect"));
        seen.word("valid_until", decision.get("valid_until"));
        seen.word("confidence", decision.get("confidence"));
        for item in list(decision.get("items")) {
            seen.item(item);
        }
        for cell in list(decision.get("cells")) {
            seen.cell(cell);
        }
        for request in list(decision.get("requests")) {
            seen.request(request);
        }
        for duty in list(decision.get("duties")) {
            let form = text(duty.get("audience"));
            seen.word(&format!("due.{form}"), duty.get("latest"));
        }
        for owed in list(decision.get("obligations")) {
            seen.add("obligations", owed.get("id"));
            seen.word(&format!("due.{}", text(owed.get("id"))), owed.get("due"));
            seen.all("rules", owed.get("rules"));
        }
        for voice in list(decision.get("voices")) {
            seen.word(&format!("standing.{}", text(voice.get("plugin"))), voice.get("standing"));
        }
        for (key, field) in [("missing", "fact"), ("marks", "kind"), ("remarks", "code")] {
            list(decision.get(key)).for_each(|entry| seen.add(key, entry.get(field)));
        }
        for mark in list(decision.get("marks")) {
            let kind = text(mark.get("kind"));
            seen.word(&format!("mark_ends.{kind}"), mark.get("end"));
            for name in list(mark.get("scope")) {
                let words = format!("{kind} {}", text(Some(name)));
                seen.sets.entry("mark_scopes").or_default().insert(words);
            }
        }
        for remark in list(decision.get("remarks")) {
            if text(remark.get("code")) == "pending-change" {
                seen.add("pending", remark.get("rule"));
            }
        }
        seen.all("rules", decision.get("decided_by"));
        seen
    }

    fn item(&mut self, item: &Json) {
        let id = text(item.get("id"));
        let word = item.get("action_now").or_else(|| item.get("effect"));
        self.word(&format!("items.{id}"), word);
        self.all("rules", item.get("winners"));
        for cut_off in list(item.get("row_cut_offs")) {
            self.word(&format!("cut_offs.{id}"), cut_off.get("through"));
        }
        for treatment in list(item.get("treatments")) {
            let words = format!("{id} {}", text(treatment.get("id")));
            self.sets.entry("treatments").or_default().insert(words);
        }
        let steps = list(item.get("steps"));
        let last = steps.filter(|step| matches!(text(step.get("action")).as_str(), "erase" | "anonymise"));
        if let Some(step) = last.into_iter().next_back() {
            let from = step.get("from").and_then(|from| from.get("after").or(Some(from)));
            self.word(&format!("until.{id}"), from);
        }
    }

    fn cell(&mut self, cell: &Json) {
        if let Some(used) = cell.get("use") {
            self.word(&format!("uses.{}", text(Some(used))), cell.get("effect"));
        }
        for gate in list(cell.get("gates")) {
            self.add("rules", gate.get("winner"));
            self.all("rules", gate.get("prohibitions"));
            self.all("fired", gate.get("needs"));
        }
    }

    fn request(&mut self, request: &Json) {
        self.word(&format!("requests.{}", text(request.get("id"))), request.get("effect"));
        let extension = request.get("extension");
        self.word("extension", extension.and_then(|e| e.get("state")));
        self.all("reasons", extension.and_then(|e| e.get("reasons")));
        self.word("due.respond_by", request.get("respond_by"));
        self.word("identity", request.get("identity").and_then(|i| i.get("least")));
        self.word("fee", request.get("fee").and_then(|fee| fee.get("fee")));
        self.all("rules", request.get("winners"));
        list(request.get("lines")).for_each(|line| self.line(line));
        list(request.get("clocks")).for_each(|clock| self.clock(clock));
        list(request.get("must_state")).for_each(|s| self.add("must_state", s.get("id")));
        for remedy in list(request.get("remedies")) {
            self.add("remedies", remedy.get("id"));
            self.add("remedies", remedy.get("authority"));
        }
        for tell in list(request.get("tell")) {
            let words = ["verb", "recipient", "action"].map(|key| text(tell.get(key)));
            self.sets.entry("tell").or_default().insert(words.join(" "));
        }
    }

    fn line(&mut self, line: &Json) {
        for (key, group) in [("item", "items"), ("use", "uses")] {
            if let Some(name) = line.get(key) {
                let id = text(Some(name));
                self.word(&format!("{group}.{id}"), line.get("outcome"));
                self.word(&format!("until.{id}"), line.get("kept").and_then(|kept| kept.get("until")));
            }
        }
        self.all("reasons", line.get("reasons"));
        for floor in list(line.get("kept").and_then(|kept| kept.get("floors"))) {
            self.add("rules", floor.get("rule"));
        }
    }

    fn clock(&mut self, clock: &Json) {
        let form = text(clock.get("form"));
        self.word(&format!("due.{form}"), clock.get("latest"));
        self.word(&format!("target.{form}"), clock.get("target"));
        let state = match clock.get("state") {
            Some(Json::Object(state)) => state.keys().next().map(|key| key.replace("_since", "")),
            state => state.and_then(Json::as_str).map(str::to_owned),
        };
        if let Some(state) = state {
            self.words.entry(format!("clocks.{form}")).or_insert(state);
        }
    }

    /// The first word that is found for a key stands: lists come strictest or earliest first.
    fn word(&mut self, key: &str, value: Option<&Json>) {
        if let Some(value) = value.filter(|value| !value.is_null()) {
            self.words.entry(key.to_owned()).or_insert_with(|| text(Some(value)));
        }
    }

    fn add(&mut self, key: &'static str, value: Option<&Json>) {
        if let Some(value) = value.and_then(Json::as_str) {
            self.sets.entry(key).or_default().insert(value.to_owned());
        }
    }

    fn all(&mut self, key: &'static str, values: Option<&Json>) {
        list(values).for_each(|value| self.add(key, Some(value)));
    }
}

fn list(value: Option<&Json>) -> std::slice::Iter<'_, Json> {
    value.and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default().iter()
}

fn text(value: Option<&Json>) -> String {
    match value {
        Some(Json::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => String::new(),
    }
}
