//! `praetor plugin inspect`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use praetor_decision::manifest::{Manifest, PluginKind, Stance};
use praetor_sandbox::{Engine, EngineOptions, Limits, Plugin, Provenance};
use serde_json::Value as Json;

use super::build::OUT_DEFAULT;
use super::{CliError, report};
use crate::wire::manifest::{kind_name, write_manifest};

#[derive(Debug, Args)]
pub struct InspectArgs {
    /// The plugin's file: a core module or a component
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Print the whole manifest as JSON
    #[arg(long)]
    json: bool,
}

/// Loads the plugin through the gate and shows its manifest.
pub fn run(args: &InspectArgs) -> Result<ExitCode, CliError> {
    let bytes =
        std::fs::read(&args.file).map_err(|e| format!("cannot read `{}`: {e}", args.file.display()))?;
    let plugin = load(&args.file, &bytes)?;
    if args.json {
        let manifest = Json::Object(write_manifest(plugin.manifest()));
        report::line(serde_json::to_string_pretty(&manifest)?);
    } else {
        show(&plugin, bytes.len());
    }
    Ok(ExitCode::SUCCESS)
}

/// Takes a plugin through the gate with all that a binding can ask for: to look at it, not to decide by it.
pub fn load(file: &Path, bytes: &[u8]) -> Result<Plugin, CliError> {
    // Where plugins are built, the machine code is kept: an interpreter takes half a minute to compile.
    let cache = Some(Path::new(OUT_DEFAULT)).filter(|out| out.is_dir()).map(|out| out.join(".compiled"));
    let engine = Engine::new(&EngineOptions { cache, ..EngineOptions::default() })?;
    let plugin = engine.load(bytes, Limits::most());
    plugin.map_err(|error| format!("`{}` is refused: {error} ({})", file.display(), error.code()).into())
}

fn show(plugin: &Plugin, bytes: usize) {
    let manifest = plugin.manifest();
    let abilities: Vec<String> =
        plugin.abilities().map(|ability| format!("{ability:?}").to_lowercase()).collect();
    report::line(format!("{} {} - {}", manifest.id, manifest.version, manifest.title));
    report::line(format!("kind         {}", kind_name(manifest.kind)));
    if manifest.kind == PluginKind::Jurisdiction {
        report::line(format!("legal order  {}", manifest.legal_order));
    }
    report::line(format!("answers      {}", abilities.join(", ")));
    report::line(format!("SHA-256      {} ({bytes} bytes)", plugin.digest()));
    if let Some(Provenance { by, source }) = plugin.provenance() {
        report::line(format!("built by     {by}, of source {source}"));
    }
    for connection in &manifest.connections {
        let places: Vec<&str> = connection.places.iter().map(AsRef::as_ref).collect();
        report::line(format!("reached by   {} in {}", connection.fact, places.join(" ")));
    }
    report::line(gates(manifest));
    report::line(rules(manifest));
    for reads in &manifest.reads {
        let facts: Vec<&str> = reads.facts.iter().map(AsRef::as_ref).collect();
        let ability = format!("{:?}", reads.ability).to_lowercase();
        report::line(format!("reads for {ability}: {}\n", facts.join(", ")));
    }
    if !manifest.settings.is_empty() {
        report::line(settings(manifest));
    }
}

fn gates(manifest: &Manifest) -> String {
    let rows = manifest.gates.iter().map(|gate| {
        let stance = if gate.stance == Stance::Closed { "closed" } else { "open" };
        vec![gate.id.to_string(), stance.to_owned(), gate.says.clone()]
    });
    report::table(&["gate", "stance", "condition"], rows)
}

fn rules(manifest: &Manifest) -> String {
    let rows = manifest.rules.iter().map(|rule| {
        let cites = rule.citations.iter().map(|cite| format!("{} {}", cite.instrument, cite.place));
        vec![
            rule.id.to_string(),
            rule.says.clone(),
            cites.collect::<Vec<_>>().join("; "),
            format!("{:?}", rule.confidence).to_lowercase(),
            rule.checked.to_string(),
        ]
    });
    report::table(&["rule", "says", "source", "confidence", "checked"], rows)
}

fn settings(manifest: &Manifest) -> String {
    let rows = manifest.settings.iter().map(|setting| {
        let key = match setting.table.as_str() {
            "" => setting.key.to_string(),
            table => format!("{table}.{}", setting.key),
        };
        let required = if setting.required { "yes" } else { "" };
        vec![key, format!("{:?}", setting.setting_type), required.into(), setting.says.clone()]
    });
    report::table(&["setting", "type", "required", "meaning"], rows)
}
