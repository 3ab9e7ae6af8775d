//! The plugins, the settings and the question of the benchmarks.

use std::path::{Path, PathBuf};

use praetor::config::Config;
use serde_json::{Value as Json, json};

/// A law of the European Union, the notice, a vendor, and the tiny law of the examples.
pub const FOUR: [&str; 4] =
    ["plugins/eu-gdpr", "plugins/gpt-image-2-notice", "plugins/ai-model", "examples/plugins/tiny-law"];

const VENDOR: &str = r#"
[bindings.settings]
legal-entity = "acme-ai-bv"
establishment = ["NL"]
processing-places = ["NL"]
contract-signed-on = "2026-01-10"
contract-terms = ["processing-described", "documented-instructions", "confidentiality", "security", "sub-processor-conditions", "assist-rights", "assist-security", "delete-or-return", "audits", "in-writing"]
purposes = ["content-generation"]
own-uses = []
training = "off"
"#;

/// A config with these plugins, built into a folder, which also holds the data.
pub fn config(folder: &Path, plugins: &[&str]) -> Config {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let sources: Vec<PathBuf> = plugins.iter().map(|plugin| repository.join(plugin)).collect();
    let built = praetor::guests::build(&sources, &folder.join("plugins")).unwrap();
    let mut text = "listen = \"127.0.0.1:0\"\n".to_owned();
    for plugin in built {
        text.push_str(&format!("[[bindings]]\nid = \"{}\"\n", plugin.id));
        if plugin.id == "ai-model" {
            text.push_str(VENDOR);
        }
    }
    Config::parse(&text, folder, std::iter::empty()).unwrap()
}

/// A prompt and an upload go to the vendor. It reaches each of the four plugins.
pub fn question() -> Json {
    json!({
        "as_of": "2026-11-23",
        "controller": { "main-establishment": ["DE"], "role": "controller" },
        "subject": { "id": "user-4711", "residence": ["FR", "XA"], "age": 34, "account-status": "active" },
        "items": [
            { "id": "prompt", "category": "prompt-text", "scan": "full", "needed": true },
            { "id": "upload", "category": "uploaded-image", "scan": "full", "needed": true },
        ],
        "uses": [{ "id": "generate", "purpose": "content-generation", "operation": "share",
            "basis": "contract", "contract-necessary": true }],
        "recipients": [{ "id": "ai-model" }],
    })
}
