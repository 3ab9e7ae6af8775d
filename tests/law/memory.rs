//! An ordinary call of a bundled plugin stays within its first memory: growing it costs page-table
//! work that halves throughput.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::date;
use praetor::config::{BindingConfig, Config};
use praetor::engine::{Binding, Generation};
use praetor::wire::read_question;
use praetor_decision::Question;
use praetor_sandbox::{CallError, Deadline, Plugin};
use praetor_wit::Dictionary;

use crate::support::{PATIENCE, ask, law, load, repository};
use crate::sweep::{HOME, questions};

#[test]
fn an_ordinary_call_of_a_law_does_not_grow_its_memory() {
    let (today, dictionary) = (date(2026, 11, 23), Dictionary::bundled().unwrap());
    for (id, place, _) in HOME {
        let plugin = law(id);
        for reads in &plugin.manifest().reads {
            for question in questions(reads.ability, place, today) {
                let asked = read_question(&question, None, today, dictionary).unwrap();
                let reply = plugin.ask(&asked.question, &[], Deadline::after(PATIENCE)).unwrap();
                assert_eq!(reply.memory_grown, 0, "{id} {:?}", reads.ability);
            }
        }
    }
}

const SAMPLE: &str = "examples/gpt-image-2";

/// The plugins of a config's bindings by the names of their files, built from their sources.
fn built(bindings: &[BindingConfig]) -> BTreeMap<String, Plugin> {
    let name = |binding: &BindingConfig| binding.file.file_stem().unwrap().to_string_lossy().into_owned();
    let names: BTreeSet<String> = bindings.iter().map(name).collect();
    let folders: Vec<_> = names.iter().map(|name| repository().join("plugins").join(name)).collect();
    let out = repository().join("target/plugins");
    // Two builds at once would take files from under each other: the laws' own comes first.
    let _ = law("eu-gdpr");
    praetor::guests::build(&folders, &out).unwrap();
    let plugin = |name: &String| load(&std::fs::read(out.join(format!("{name}.wasm"))).unwrap());
    names.iter().map(|name| (name.clone(), plugin(name))).collect()
}

/// The sample service: its policy, the laws, and a vendor of every class, with their settings.
fn sample() -> Arc<Generation> {
    let text = std::fs::read_to_string(repository().join(SAMPLE).join("praetor.toml")).unwrap();
    let config = Config::parse(&text, &repository(), std::iter::empty()).unwrap();
    let plugins = built(&config.bindings);
    let of =
        |declared: &BindingConfig| Ok(plugins[declared.file.file_stem().unwrap().to_str().unwrap()].clone());
    Generation::of(&config, 1, &of).unwrap()
}

/// By how many bytes each of a plugin's calls for a question grew its memory.
fn grown(binding: &Binding, question: &Question) -> Vec<usize> {
    let next = question.entities.iter().map(|entity| entity.id).max().unwrap_or_default() + 1;
    let deadline = || Deadline::after(PATIENCE);
    let stated = binding.plugin.state_facts(question, next, &binding.settings, deadline());
    let asked = binding.plugin.ask(question, &binding.settings, deadline());
    let calls = [stated.map(|stated| stated.memory_grown), asked.map(|reply| reply.memory_grown)];
    let made = calls.into_iter().filter(|call| !matches!(call, Err(CallError::NotExported { .. })));
    made.map(|call| call.unwrap_or_else(|error| panic!("{}: {error}", binding.manifest.id))).collect()
}

#[test]
fn an_ordinary_call_of_the_notice_or_a_vendor_does_not_grow_its_memory() {
    let (generation, today) = (sample(), date(2026, 11, 23));
    let mut calls = BTreeMap::new();
    for entry in std::fs::read_dir(repository().join(SAMPLE).join("questions")).unwrap() {
        let file = entry.unwrap().path();
        if file.extension().is_none_or(|ending| ending != "json") {
            continue;
        }
        let json = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
        let told = ask(&generation, &json, today);
        for binding in &generation.bindings {
            for bytes in grown(binding, &told.question) {
                assert_eq!(bytes, 0, "{}: {}", binding.manifest.id, file.display());
                *calls.entry(binding.manifest.id.to_string()).or_insert(0) += 1;
            }
        }
    }
    for binding in &generation.bindings {
        assert!(calls.contains_key(binding.manifest.id.as_str()), "`{}` was not asked", binding.manifest.id);
    }
}
