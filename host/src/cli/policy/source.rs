//! Which notice is meant: a component, or a plugin's folder, with the settings of a config file.

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use praetor_sandbox::{Engine, EngineOptions, Limits, Plugin};
use praetor_wit::Dictionary;

use crate::cli::CliError;
use crate::cli::build::OUT_DEFAULT;
use crate::config::{BindingConfig, Config};
use crate::engine::Generation;
use crate::guests;
use crate::policy::Register;

/// Reads what the notice declares on a day. `config` gives the settings under which it works.
pub fn read(path: &Path, config: Option<&Path>, as_of: Date) -> Result<Register, CliError> {
    let plugin = load(path)?;
    let id = plugin.manifest().id.to_string();
    let settings = match config {
        Some(file) => Config::load(file)?.bindings.into_iter().find(|binding| binding.id == id),
        None => None,
    };
    let binding = settings.unwrap_or_else(|| BindingConfig::new(id));
    let empty = Config::from_toml(toml::Table::new(), Path::new("."));
    let empty = empty.map_err(|_| "the empty configuration is refused")?;
    let config = Config { bindings: vec![binding], ..empty };
    let generation = Generation::of(&config, 0, &|_| Ok(plugin.clone()))?;
    let settings = generation.bindings.first().map(|binding| binding.settings.clone()).unwrap_or_default();
    Ok(Register::of(&plugin, &settings, as_of, Dictionary::bundled()?)?)
}

fn load(path: &Path) -> Result<Plugin, CliError> {
    let file = component(path)?;
    let bytes = std::fs::read(&file).map_err(|error| format!("cannot read `{}`: {error}", file.display()))?;
    let engine = Engine::new(&EngineOptions::default())?;
    let plugin = engine.load(&bytes, Limits::default());
    plugin.map_err(|error| format!("`{}` is refused: {error}", file.display()).into())
}

/// The component itself, or the one that is built of a plugin's folder.
fn component(path: &Path) -> Result<PathBuf, CliError> {
    if !path.is_dir() {
        return Ok(path.to_owned());
    }
    let built = guests::build(&[path.to_owned()], Path::new(OUT_DEFAULT))?;
    let first = built.into_iter().next().ok_or("nothing was built")?;
    Ok(first.file)
}

/// Today, where nobody named a day.
pub fn day(stated: Option<Date>) -> Date {
    stated.unwrap_or_else(|| jiff::tz::TimeZone::system().to_datetime(jiff::Timestamp::now()).date())
}
