//! A candidate is tried among those that serve, and nothing is changed or recorded.

use praetor::config::Config;
use praetor::engine::{Generation, decide};
use praetor::service::{Activation, Service, Start};
use praetor::wire::read_question;
use praetor_decision::Kind;
use praetor_sandbox::Deadline;

use crate::support::plugins::{amended, guest};
use crate::support::{Folder, contract};

/// The digests of those that speak, by their ids.
fn voices(generation: &Generation) -> Vec<(String, String)> {
    let mut question = contract();
    question["subject"]["residence"] = serde_json::json!(["XA", "DE"]);
    let today = jiff::civil::date(2026, 11, 23);
    let asked = read_question(&question, Some(Kind::Sharing), today, generation.dictionary).unwrap();
    let decided = decide(generation, asked, Deadline::usual()).unwrap();
    let voices = decided.told.voices.iter();
    voices.map(|voice| (voice.manifest.id.to_string(), voice.digest.clone())).collect()
}

#[test]
fn a_candidate_takes_the_place_of_what_is_bound_or_stands_beside_it() {
    let honest = guest("honest");
    let folder = Folder::new("");
    let config = Config::load(&folder.path().join("praetor.toml")).unwrap();
    let service = Service::open(&config, Start { actor: "test", apply_config: false }).unwrap();
    let (serving, records) = (service.generation(), service.health().records);
    let candidate = |id: &str, bytes: Vec<u8>| {
        let digest = Some(service.keep_plugin(bytes, id, "test").unwrap());
        service.candidate(&Activation { id: id.into(), digest, ..Activation::default() })
    };
    let digest = |bytes: &[u8]| praetor_ledger::Digest::of(bytes).to_string();

    let amended_law = candidate("tiny-law", amended()).unwrap();
    assert!(amended_law.proof.cases >= 3);
    let with = serving.with(amended_law.binding);
    assert_eq!(voices(&with), [("tiny-law".to_owned(), digest(&amended()))]);
    let beside = serving.with(candidate("honest", honest.clone()).unwrap().binding);
    let ids: Vec<String> = voices(&beside).into_iter().map(|(id, _)| id).collect();
    assert_eq!(ids, ["honest", "tiny-law"]);
    let refused = candidate("tiny-law", honest).unwrap_err();
    assert!(refused.to_string().contains("only a vendor may be bound under another name"), "{refused}");

    assert_ne!(voices(&serving), voices(&with));
    assert_eq!(service.generation().number, 1);
    assert!(service.refusals().is_empty());
    assert_eq!(service.health().records, records, "nothing was recorded");
    service.close().unwrap();
}
