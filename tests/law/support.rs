//! The plugins, loaded once, and a generation of some of them.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use jiff::civil::Date;
use praetor::config::{BindingConfig, Config};
use praetor::engine::{Generation, decide};
use praetor::told::Told;
use praetor::wire::read_question;
use praetor_sandbox::{Deadline, Engine, EngineOptions, Limits, Plugin};
use praetor_wit::Dictionary;
use serde_json::Value as Json;

/// The laws of Europe and of the United States.
pub const LAWS: [&str; 8] =
    ["ch-fadp", "eu-gdpr", "eu-records", "tr-kvkk", "uk-gdpr", "us-ca-ccpa", "us-coppa", "us-states"];

/// A test machine may be busy; fuel bounds the plugin anyway.
pub const PATIENCE: Duration = Duration::from_secs(60);

pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

pub fn engine() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(|| {
        let cache = Some(repository().join("target/plugins/.compiled"));
        Engine::new(&EngineOptions { cache, ..EngineOptions::default() }).unwrap()
    })
}

pub fn load(bytes: &[u8]) -> Plugin {
    engine().load(bytes, Limits::default()).unwrap()
}

/// Every law, built from its source.
fn laws() -> &'static BTreeMap<&'static str, Plugin> {
    static PLUGINS: OnceLock<BTreeMap<&str, Plugin>> = OnceLock::new();
    PLUGINS.get_or_init(|| {
        let folders: Vec<PathBuf> = LAWS.iter().map(|id| repository().join("plugins").join(id)).collect();
        let out = repository().join("target/plugins");
        praetor::guests::build(&folders, &out).unwrap();
        let plugin = |id| load(&std::fs::read(out.join(format!("{id}.wasm"))).unwrap());
        LAWS.iter().map(|id| (*id, plugin(id))).collect()
    })
}

pub fn law(id: &str) -> Plugin {
    laws()[id].clone()
}

/// A generation with these plugins and no settings.
pub fn generation(plugins: &[Plugin]) -> Arc<Generation> {
    let text = toml::from_str("").unwrap();
    let config = Config::from_toml(text, Path::new(".")).unwrap();
    let bindings = plugins.iter().map(|plugin| binding(plugin.manifest().id.as_str())).collect();
    let config = Config { listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), bindings, ..config };
    let of = |id: &str| plugins.iter().find(|plugin| plugin.manifest().id == *id).unwrap().clone();
    Generation::of(&config, 1, &|declared| Ok(of(&declared.id))).unwrap()
}

fn binding(id: &str) -> BindingConfig {
    BindingConfig::new(id)
}

pub fn ask(generation: &Generation, question: &Json, today: Date) -> Told {
    let dictionary = Dictionary::bundled().unwrap();
    let asked = read_question(question, None, today, dictionary)
        .unwrap_or_else(|error| panic!("the question is wrong: {error}\n{question:#}"));
    match decide(generation, asked, Deadline::after(PATIENCE)) {
        Ok(decided) => Arc::unwrap_or_clone(decided.told),
        Err(_) => panic!("the machine was too slow"),
    }
}
