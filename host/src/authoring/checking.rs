//! `praetor plugin check`: all that can be said of a plugin before it serves, one line a step.

use std::path::Path;

use praetor_decision::Day;
use praetor_decision::manifest::{Confidence, Manifest};
use praetor_sandbox::{Deadline, custom_sections};

use super::under_test::{Taking, UnderTest};
use crate::cases::{Cost, Runner};
use crate::limits::{CASES_SHARE, LAW_CHECKED_DAYS};

/// How a step came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nothing is to be said against it.
    Good,
    /// Worth a look; the plugin can serve.
    Note,
    /// The plugin cannot serve.
    Bad,
}

/// One line of what was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// How it came out.
    pub state: State,
    /// What was looked over.
    pub step: &'static str,
    /// What was found, with the next step.
    pub says: String,
}

/// Looks a plugin over. Later steps need the earlier ones, so it ends at the first that cannot be passed.
#[must_use]
pub fn check(taking: Taking<'_>, today: Day) -> Vec<Line> {
    let mut lines = Lines::default();
    if !taking.is_file() && !lines.data(taking.target) {
        return lines.0;
    }
    match taking.take() {
        Err(error) => lines.add(State::Bad, "gate", error.to_string()),
        Ok(taken) => {
            lines.add(State::Good, "gate", gate_says(&taken));
            lines.manifest(taken.plugin.manifest(), today);
            lines.cases(taken);
        }
    }
    lines.0
}

#[derive(Default)]
struct Lines(Vec<Line>);

impl Lines {
    fn add(&mut self, state: State, step: &'static str, says: impl Into<String>) {
        self.0.push(Line { state, step, says: says.into() });
    }

    /// `plugin.toml`, `law/` and `cases/` as text: every fault at once, before anything is compiled.
    fn data(&mut self, folder: &Path) -> bool {
        if !folder.join("plugin.toml").is_file() {
            let says = format!("`{}` has no `plugin.toml`; see plugins/README.md", folder.display());
            self.add(State::Bad, "law", says);
            return false;
        }
        match praetor_sdk_build::read(folder) {
            Err(refusals) => {
                refusals.iter().for_each(|refusal| self.add(State::Bad, "law", refusal.to_string()));
                false
            }
            Ok(_) => {
                self.add(State::Good, "law", "cited, without gaps, every name is in the dictionary");
                let left = left_over(folder);
                if !left.is_empty() {
                    let says = format!("{} marks REPLACE are left: {}", left.len(), left.join(", "));
                    self.add(State::Note, "text", says);
                }
                true
            }
        }
    }

    fn manifest(&mut self, manifest: &Manifest, today: Day) {
        let rules = manifest.rules.len();
        self.add(State::Good, "manifest", format!("{} rules, {} gates", rules, manifest.gates.len()));
        let old = |day: Day| {
            let days = (today - day).total(jiff::Unit::Day).unwrap_or_default();
            days > f64::from(LAW_CHECKED_DAYS)
        };
        let stale: Vec<&str> =
            manifest.rules.iter().filter(|rule| old(rule.checked)).map(|rule| rule.id.as_str()).collect();
        if !stale.is_empty() {
            let says = format!("compare again, last checked over a year ago: {}", stale.join(", "));
            self.add(State::Note, "citations", says);
        }
        let doubtful = manifest.rules.iter().filter(|rule| rule.confidence == Confidence::Low).count();
        if doubtful > 0 {
            self.add(State::Note, "citations", format!("{doubtful} of {rules} rules are of low confidence"));
        }
    }

    /// The cases, and what the calls to which they lead cost.
    fn cases(&mut self, taken: UnderTest) {
        let UnderTest { plugin, bytes, cases, others } = taken;
        if custom_sections(&bytes, crate::cases::CASES_SECTION).is_empty() {
            let says = "none travels inside the plugin, so no server can test it; see plugins/README.md";
            self.add(State::Bad, "cases", says);
        }
        let mut runner = Runner::new(plugin.clone(), others);
        let (mut failed, mut most) = (vec![], Cost::default());
        for case in &cases {
            if runner.run(case).failure.is_some() {
                failed.push(case.name.clone());
            }
            for call in runner.calls(case).unwrap_or_default() {
                // What a case says of a failing call it has said; here only the cost counts.
                if let Ok(cost) = call.put_to(&plugin, Deadline::usual()) {
                    most.fuel = most.fuel.max(cost.fuel);
                    most.memory = most.memory.max(cost.memory);
                }
            }
        }
        self.passed(cases.len(), &failed);
        self.fired(&runner);
        self.limits(most, plugin.limits());
    }

    fn passed(&mut self, all: usize, failed: &[String]) {
        match failed {
            [] if all == 0 => self.add(State::Bad, "cases", "there is none; write at least one a rule"),
            [] => self.add(State::Good, "cases", format!("all {all} pass")),
            some => {
                let says = format!("{} of {all} fail: {}", some.len(), some.join("; "));
                self.add(State::Bad, "cases", says);
            }
        }
    }

    fn fired(&mut self, runner: &Runner) {
        match runner.unfired().as_slice() {
            [] => self.add(State::Good, "rules", "each fires in a case"),
            some => self.add(State::Bad, "rules", format!("no case fires {}", some.join(", "))),
        }
    }

    fn limits(&mut self, most: Cost, limits: praetor_sandbox::Limits) {
        let memory = (u64::try_from(most.memory).unwrap_or(u64::MAX), limits.memory_bytes as u64);
        for (step, unit, (used, allowed)) in
            [("fuel", "units", (most.fuel, limits.fuel)), ("memory", "bytes", memory)]
        {
            let share = allowed / CASES_SHARE;
            let state = if used > share { State::Bad } else { State::Good };
            let says = format!("{used} {unit} at most in a call; cases may take {share} of {allowed}");
            self.add(state, step, says);
        }
    }
}

fn gate_says(taken: &UnderTest) -> String {
    let manifest = taken.plugin.manifest();
    let kib = taken.bytes.len().div_ceil(1024);
    format!("{} {}, {kib} KiB, SHA-256 {}", manifest.id, manifest.version, taken.plugin.digest())
}

/// Where a mark of the template stands still: `law/act.toml:2`.
fn left_over(folder: &Path) -> Vec<String> {
    let (mut found, mut folders) = (vec![], vec![folder.to_owned()]);
    while let Some(next) = folders.pop() {
        for path in std::fs::read_dir(next).into_iter().flatten().flatten().map(|entry| entry.path()) {
            let built = path.file_name().is_some_and(|name| name == "target" || name == ".git");
            match std::fs::read_to_string(&path) {
                _ if path.is_dir() && !built => folders.push(path),
                Ok(text) => found.extend(marks(folder, &path, &text)),
                Err(_) => {}
            }
        }
    }
    found.sort();
    found
}

fn marks(folder: &Path, path: &Path, text: &str) -> Vec<String> {
    let below = path.strip_prefix(folder).unwrap_or(path).display();
    let lines = text.lines().enumerate().filter(|(_, line)| line.contains("REPLACE"));
    lines.map(|(at, _)| format!("{below}:{}", at + 1)).collect()
}
