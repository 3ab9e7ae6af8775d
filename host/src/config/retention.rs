//! `[[ledger.retention]]`: how long the ledger keeps which of its own records.

use praetor_decision::{Kind, Name};
use praetor_ledger::RetentionClass;

use super::ConfigProblem;
use super::section::Section;
use crate::wire::question::KINDS;

/// Takes the classes from `[ledger]`.
pub fn take(ledger: &mut Section, problems: &mut Vec<ConfigProblem>) -> Vec<RetentionClass> {
    let mut classes: Vec<RetentionClass> = vec![];
    for mut section in ledger.sections("retention") {
        let class = class(&mut section);
        if let Some(class) = class {
            if classes.iter().any(|other| other.name == class.name) {
                section.refuse(&format!("has the name `{}` of another class", class.name));
            }
            classes.push(class);
        }
        section.finish(problems);
    }
    classes
}

const NAME: &str = "a name of 1 to 64 small letters, digits and `-`, which is never given to another class";
const KEEP: &str = "a period of years, months, weeks or days, `P6M`, or `forever`";

fn class(section: &mut Section) -> Option<RetentionClass> {
    let name = section.parsed("name", "", NAME);
    let kinds = kinds(section);
    let jurisdictions = section.names("jurisdictions");
    let keep = section.parsed("keep", "", KEEP);
    let ClassName(name) = name?;
    Some(RetentionClass { name, kinds, jurisdictions, keep: keep? })
}

fn kinds(section: &mut Section) -> Vec<Kind> {
    let mut kinds = vec![];
    for stated in section.names("kinds") {
        match KINDS.iter().find(|(name, _)| *name == stated.as_str()) {
            Some((_, kind)) => kinds.push(*kind),
            None => {
                let known: Vec<&str> = KINDS.iter().map(|(name, _)| *name).collect();
                let known = known.join(", ");
                section.refuse(&format!("has in `kinds` the unknown `{stated}`; known are {known}"));
            }
        }
    }
    kinds
}

/// The name of a class.
struct ClassName(Name);

impl std::str::FromStr for ClassName {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let fits = (1..=64).contains(&text.len()) && text.bytes().all(fits);
        if fits { Ok(Self(text.into())) } else { Err(()) }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::config::Config;

    fn parse(text: &str) -> Result<Config, Vec<ConfigProblem>> {
        Config::parse(text, Path::new("conf"), std::iter::empty())
    }

    #[test]
    fn classes_are_read_in_their_order() {
        let text = "[[ledger.retention]]\nname = \"ai-act\"\nkinds = [\"sharing\", \"rights\"]\njurisdictions = [\"eu-ai-act\"]\nkeep = \"P6M\"\n[[ledger.retention]]\nname = \"rest\"\nkeep = \"forever\"";
        let classes = parse(text).unwrap().retention;
        let told: Vec<_> =
            classes.iter().map(|class| (class.name.as_str(), class.keep.to_string())).collect();
        assert_eq!(told, [("ai-act", "P6M".to_owned()), ("rest", "forever".to_owned())]);
        assert_eq!(classes[0].kinds, [Kind::Sharing, Kind::Rights]);
        assert_eq!(classes[0].jurisdictions, ["eu-ai-act"]);
        assert!(parse("").unwrap().retention.is_empty());
    }

    #[test]
    fn what_is_wrong_is_named_with_its_key() {
        for (wrong, says) in [
            ("keep = \"P6M\"", "`ledger.retention.0.name` wants a name of 1 to 64"),
            ("name = \"Logs\"\nkeep = \"P6M\"", "`ledger.retention.0.name` wants a name of 1 to 64"),
            ("name = \"logs\"", "`ledger.retention.0.keep` wants a period of years"),
            ("name = \"logs\"\nkeep = \"P0D\"", "`ledger.retention.0.keep` wants a period of years"),
            ("name = \"logs\"\nkeep = \"PT1H\"", "`ledger.retention.0.keep` wants a period of years"),
            (
                "name = \"logs\"\nkeep = \"P6M\"\nkinds = [\"share\"]",
                "`ledger.retention.0` has in `kinds` the unknown `share`",
            ),
            (
                "name = \"logs\"\nkeep = \"P6M\"\nkind = [\"sharing\"]",
                "`ledger.retention.0.kind` is not a key; did you mean `kinds`?",
            ),
            (
                "name = \"logs\"\nkeep = \"P6M\"\n[[ledger.retention]]\nname = \"logs\"\nkeep = \"P1Y\"",
                "`ledger.retention.1` has the name `logs` of another class",
            ),
        ] {
            let problems = parse(&format!("[[ledger.retention]]\n{wrong}")).unwrap_err();
            assert_eq!(problems.len(), 1, "{problems:?}");
            assert!(problems[0].to_string().starts_with(says), "{}", problems[0]);
        }
    }
}
