//! Chance finds what cases did not think of, and shows it small.

use std::path::PathBuf;

use crate::support::{KINDS, edit, praetor, workspace};

/// A copy of the new law as a further member of the workspace, with its rule changed.
fn law_with(id: &str, from: &str, to: &str) -> PathBuf {
    praetor(workspace(), &["plugin", "new", id, "--kind", "jurisdiction"]).good();
    let folder = workspace().join(id);
    edit(&folder.join("src/lib.rs"), from, to);
    folder
}

#[test]
fn nothing_is_found_in_new_plugins_and_chance_reached_their_rules() {
    for (kind, id) in KINDS {
        let said = praetor(workspace(), &["plugin", "fuzz", id, "--no-build", "--questions", "400"]).good();
        assert!(said.contains("nothing found in 400 questions from seed 1"), "{said}");
        assert!(said.contains("sharing deny"), "{said}");
        let word = if kind == "jurisdiction" { "sharing allow" } else { "sharing needs-review" };
        assert!(said.contains(word), "{said}");
    }
}

/// One test, since each change is a build in the same workspace.
#[test]
fn a_trap_and_a_consent_turned_against_the_person_are_found_and_made_small() {
    let rule = "    let too_young";
    let traps =
        law_with("my-trap", rule, "    assert!(q.subject().age().integer() != Some(17));\n    let too_young");
    let said = praetor(workspace(), &["plugin", "fuzz", traps.to_str().unwrap()]);
    assert_eq!(said.code, 1, "{}{}", said.out, said.err);
    assert!(said.out.contains("a call failed: the plugin trapped: unreachable (trapped)"), "{}", said.out);
    let (_, question) = said.out.split_once("as small as it gets:\n").unwrap();
    let question: serde_json::Value = serde_json::from_str(question).unwrap();
    let mut subject = question["subject"].as_object().unwrap().clone();
    assert_eq!(subject.remove("age").unwrap(), 17);
    assert_eq!(subject.keys().collect::<Vec<_>>(), ["residence"], "{question}");
    assert!(question.get("items").is_none() && question.get("consents").is_none(), "{question}");

    let consent = "    if q.consents().iter().count() > 0 {\n        \
                   answer.at(gate::MINOR).about(each).prohibit(rule::S_2.always());\n    }\n    let too_young";
    let turned = law_with("my-turn", rule, consent);
    edit(&turned.join("plugin.toml"), "\"use.basis\"", "\"use.basis\", \"consent.state\"");
    let said = praetor(workspace(), &["plugin", "fuzz", turned.to_str().unwrap()]);
    assert_eq!(said.code, 1, "{}{}", said.out, said.err);
    assert!(
        said.out.contains("an allow became a deny, by my-turn/s-2, which rests on no consent"),
        "{}",
        said.out
    );
    assert!(said.out.contains("added-consent"), "{}", said.out);
}
