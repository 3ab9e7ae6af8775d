//! The configuration: one TOML file, every key of it can be set by the environment, and an
//! unknown key is an error that names the nearest one.
//!
//! `PRAETOR_LISTEN` sets `listen`, `PRAETOR_LEDGER__KEY_FILE` sets `ledger.key_file`.

mod backup;
mod publishing;
mod retention;
mod section;
mod signatures;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use praetor_decision::manifest::Confidence;
use praetor_decision::{Day, Name};
use praetor_ledger::{BackupFolders, Digest, RetentionClass};
use praetor_sandbox::Limits;
use serde_json::Value as Json;

pub use publishing::{Publishing, Receiver};
use section::Section;
pub use section::{ConfigError, ConfigProblem, json};

use crate::engine::Period;
use crate::signing::Trust;

/// Where the server listens when nothing else is said: this machine only.
pub const LISTEN_DEFAULT: &str = "127.0.0.1:8420";
/// Where the ledger, its keys and the compiled plugins are kept when nothing else is said.
pub const DATA_DIR_DEFAULT: &str = "praetor-data";
/// The prefix of the environment's variables.
pub const ENV_PREFIX: &str = "PRAETOR_";

/// What the operator declared.
#[derive(Clone, Debug)]
pub struct Config {
    /// `listen`: address and port of the API.
    pub listen: SocketAddr,
    /// `data_dir`: where the ledger and the compiled plugins are kept.
    pub data_dir: PathBuf,
    /// `ledger.key_file`: the keys that open the ledger; beside it by default, better elsewhere.
    pub key_file: PathBuf,
    /// `ledger.erasure_deadline`: after this time not even stale copies of an erased person's keys
    /// can be unwrapped.
    pub erasure_deadline: Duration,
    /// `ledger.origin`: the name under which the log signs its checkpoints; made at the first start if
    /// it is left out, and never changed.
    pub origin: Option<String>,
    /// `ledger.public_log`: checkpoints, tiles and proofs of consistency are given without a token.
    pub public_log: bool,
    /// Where checkpoints go, off the machine.
    pub publishing: Publishing,
    /// `[ledger.backup]`: where backups go, the log and the keys apart.
    pub backup: Option<BackupFolders>,
    /// `[[ledger.retention]]`: how long the ledger keeps which of its own records.
    pub retention: Vec<RetentionClass>,
    /// `[signatures]`: who is trusted to sign plugins.
    pub signatures: Trust,
    /// `token_file`: the bearer token that callers must send; made beside the ledger if it is not
    /// named and the server listens on this machine only.
    pub token_file: Option<PathBuf>,
    /// `time_zone`: the controller's IANA time zone; it says which civil day is today.
    pub time_zone: String,
    /// `fallback_jurisdictions`: places to assume for a person of unknown residence.
    pub fallback_jurisdictions: Vec<Name>,
    /// `confidence_wanted`: permissions that rest on less become reviews.
    pub confidence_wanted: Confidence,
    /// `[profile]`: the controller's standing facts.
    pub profile: Vec<ProfileEntry>,
    /// `shadow_share`: of so many in a hundred questions plugins in shadow are asked.
    pub shadow_share: u8,
    /// `plugins_dir`: a folder whose files are taken through the gate as they appear and change.
    pub plugins_dir: Option<PathBuf>,
    /// `[[bindings]]`: the plugins put to work.
    pub bindings: Vec<BindingConfig>,
}

/// One entity of the controller profile with the days on which it holds.
#[derive(Clone, Debug, PartialEq)]
pub struct ProfileEntry {
    /// The key of its kind in a JSON question: `controller`, `figures`.
    pub json_key: String,
    /// Its facts as in a JSON question.
    pub facts: serde_json::Map<String, Json>,
    /// The first day on which it holds.
    pub from: Option<Day>,
    /// The last day on which it holds.
    pub until: Option<Day>,
}

/// How a binding takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mode {
    /// It is asked and it counts.
    Enforce,
    /// It is asked beside, and never counts.
    Shadow,
    /// It is not asked.
    Off,
}

impl Mode {
    /// The spelling in the config file and in answers.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Enforce => "enforce",
            Self::Shadow => "shadow",
            Self::Off => "off",
        }
    }
}

/// A plugin put to work, as declared.
#[derive(Clone, Debug, PartialEq)]
pub struct BindingConfig {
    /// The binding's id: the plugin's own id, or for a vendor the name of the recipient.
    pub id: String,
    /// The plugin's file, relative to the config file.
    pub file: PathBuf,
    /// The SHA-256 of its bytes, if the ledger keeps them; it goes before the file.
    pub digest: Option<Digest>,
    /// How it takes part.
    pub mode: Mode,
    /// It needs 128 MiB instead of 16 MiB, as JavaScript and Python guests do.
    pub large_memory: bool,
    /// It may import WASI and gets stubs of it, as Python guests need.
    pub allow_stubbed_wasi: bool,
    /// The text of its `.sig` file, if the ledger keeps its bytes and it had one.
    pub signature: Option<String>,
    /// The operator's settings, as JSON.
    pub settings: serde_json::Map<String, Json>,
    /// When it serves: `from` and `until`.
    pub period: Period,
}

impl BindingConfig {
    /// A binding without settings, that always counts, of a file that is named later.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            file: PathBuf::new(),
            digest: None,
            mode: Mode::Enforce,
            large_memory: false,
            allow_stubbed_wasi: false,
            signature: None,
            settings: serde_json::Map::new(),
            period: Period::ALWAYS,
        }
    }

    /// The signature as the gate reads it.
    #[must_use]
    pub fn signature_bytes(&self) -> Option<&[u8]> {
        self.signature.as_deref().map(str::as_bytes)
    }

    /// The limits of the plugin's calls.
    #[must_use]
    pub fn limits(&self) -> Limits {
        let limits = if self.large_memory { Limits::large() } else { Limits::default() };
        Limits { stubbed_wasi: self.allow_stubbed_wasi, ..limits }
    }
}

impl Config {
    /// Reads a config file and the environment.
    ///
    /// # Errors
    /// The file cannot be read or is not TOML, or the problems with its keys.
    pub fn load(file: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(file)
            .map_err(|source| ConfigError::Unreadable { file: file.to_owned(), source })?;
        let folder = file.parent().unwrap_or_else(|| Path::new("."));
        Self::parse(&text, folder, std::env::vars())
            .map_err(|problems| ConfigError::Wrong { file: file.to_owned(), problems })
    }

    /// Reads the text of a config file; relative paths start at `folder`.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn parse(
        text: &str,
        folder: &Path,
        environment: impl Iterator<Item = (String, String)>,
    ) -> Result<Self, Vec<ConfigProblem>> {
        let mut table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
            vec![ConfigProblem { key: String::new(), says: error.to_string().trim().to_owned() }]
        })?;
        section::override_by_environment(&mut table, environment);
        Self::from_toml(table, folder)
    }

    /// Reads a config that is a table already; relative paths start at `folder`.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn from_toml(table: toml::Table, folder: &Path) -> Result<Self, Vec<ConfigProblem>> {
        let mut problems = vec![];
        let config = Self::from_table(table, folder, &mut problems);
        match config {
            Some(config) if problems.is_empty() => Ok(config),
            _ => Err(problems),
        }
    }

    fn from_table(table: toml::Table, folder: &Path, problems: &mut Vec<ConfigProblem>) -> Option<Self> {
        let mut top = Section::new("", table);
        let listen = top.parsed("listen", LISTEN_DEFAULT, "an address with a port, `127.0.0.1:8420`");
        let data_dir = folder.join(top.text("data_dir").unwrap_or_else(|| DATA_DIR_DEFAULT.into()));
        let mut ledger = top.section("ledger");
        let key_file = ledger.text("key_file").map(|file| folder.join(file));
        let erasure_deadline = ledger.parsed("erasure_deadline", "P7D", "a period of at most P30D, `P7D`");
        let origin = ledger.text("origin").map(|name| origin(name, problems));
        let public_log = ledger.yes_no("public_log").unwrap_or(false);
        let publishing = Publishing::take(&mut ledger, folder, problems);
        let backup = backup::take(&mut ledger, folder, problems);
        let retention = retention::take(&mut ledger, problems);
        let signatures = signatures::take(&mut top, problems);
        let token_file = top.text("token_file").map(|file| folder.join(file));
        let time_zone = top.text("time_zone").unwrap_or_else(|| "UTC".into());
        let fallback_jurisdictions = top.names("fallback_jurisdictions");
        let confidence_wanted = top.one_of("confidence_wanted", &CONFIDENCES);
        let shadow_share = top.percent("shadow_share");
        let plugins_dir = top.text("plugins_dir").map(|at| folder.join(at));
        let profile = top.section("profile").profile(problems);
        let bindings = top.sections("bindings").into_iter().map(|s| binding(s, folder, problems)).collect();
        ledger.finish(problems);
        top.finish(problems);
        Some(Self {
            listen: listen?,
            key_file: key_file.unwrap_or_else(|| data_dir.join("ledger.keys")),
            data_dir,
            erasure_deadline: erasure_deadline.map(|Fixed(period)| period)?,
            origin,
            public_log,
            publishing: publishing?,
            backup,
            retention,
            signatures,
            token_file,
            time_zone,
            fallback_jurisdictions,
            confidence_wanted: confidence_wanted.unwrap_or(Confidence::Low),
            profile,
            shadow_share: shadow_share.unwrap_or(100),
            plugins_dir,
            bindings,
        })
    }
}

/// The name of a log must fit into the lines of its checkpoints (C2SP signed-note).
fn origin(name: String, problems: &mut Vec<ConfigProblem>) -> String {
    if name.is_empty() || name.contains(|letter: char| letter == '+' || letter.is_whitespace()) {
        let says = format!("wants a name without blanks and `+`, `example.org/praetor`, and is `{name}`");
        problems.push(ConfigProblem { key: "ledger.origin".into(), says });
    }
    name
}

/// A period of days and hours, of at most a month: the laws leave no more time for an erasure.
struct Fixed(Duration);

impl FromStr for Fixed {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let span: jiff::Span = text.parse().map_err(|_| ())?;
        let period = span.to_duration(jiff::SpanRelativeTo::days_are_24_hours()).map_err(|_| ())?;
        let period = Duration::try_from(period).map_err(|_| ())?;
        if period <= Duration::from_secs(30 * 86_400) { Ok(Self(period)) } else { Err(()) }
    }
}

const CONFIDENCES: [(&str, Confidence); 3] =
    [("low", Confidence::Low), ("medium", Confidence::Medium), ("high", Confidence::High)];

const MODES: [(&str, Mode); 3] = [("enforce", Mode::Enforce), ("shadow", Mode::Shadow), ("off", Mode::Off)];

fn binding(mut section: Section, folder: &Path, problems: &mut Vec<ConfigProblem>) -> BindingConfig {
    let id = section.required("id");
    let file = section.text("file").unwrap_or_else(|| format!("plugins/{id}.wasm"));
    let mode = section.one_of("mode", &MODES).unwrap_or(Mode::Enforce);
    let large_memory = section.yes_no("large_memory").unwrap_or(false);
    let allow_stubbed_wasi = section.yes_no("allow_stubbed_wasi").unwrap_or(false);
    let settings = section.json_table("settings");
    let period = Period { from: section.instant("from"), until: section.instant("until") };
    section.finish(problems);
    BindingConfig {
        file: folder.join(file),
        mode,
        large_memory,
        allow_stubbed_wasi,
        settings,
        period,
        ..BindingConfig::new(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Config, Vec<ConfigProblem>> {
        Config::parse(text, Path::new("conf"), std::iter::empty())
    }

    fn only_problem(text: &str) -> String {
        let problems = parse(text).unwrap_err();
        assert_eq!(problems.len(), 1, "{problems:?}");
        problems[0].to_string()
    }

    #[test]
    fn an_empty_file_is_a_config_with_defaults() {
        let config = parse("").unwrap();
        assert_eq!(config.listen.to_string(), LISTEN_DEFAULT);
        assert_eq!(config.key_file, Path::new("conf/praetor-data/ledger.keys"));
        assert!(config.bindings.is_empty());
    }

    #[test]
    fn an_unknown_key_is_refused_with_the_nearest_name() {
        assert_eq!(only_problem("lisen = \"127.0.0.1:1\""), "`lisen` is not a key; did you mean `listen`?");
        let nested = "[[bindings]]\nid = \"eu-gdpr\"\nfil = \"x.wasm\"";
        assert_eq!(only_problem(nested), "`bindings.0.fil` is not a key; did you mean `file`?");
    }

    #[test]
    fn a_wrong_value_names_what_is_wanted() {
        assert_eq!(
            only_problem("listen = \"here\""),
            "`listen` wants an address with a port, `127.0.0.1:8420`, and is `here`"
        );
        let mode = "[[bindings]]\nid = \"eu-gdpr\"\nmode = \"on\"";
        assert_eq!(only_problem(mode), "`bindings.0.mode` wants one of enforce, shadow, off, and is `on`");
    }

    #[test]
    fn the_environment_overrides_the_file() {
        let environment = [
            ("PRAETOR_LISTEN".to_owned(), "127.0.0.1:9".to_owned()),
            ("PRAETOR_LEDGER__KEY_FILE".to_owned(), "/keys/praetor".to_owned()),
            ("OTHER".to_owned(), "x".to_owned()),
        ];
        let text = "listen = \"127.0.0.1:1\"";
        let config = Config::parse(text, Path::new("."), environment.into_iter()).unwrap();
        assert_eq!(config.listen.port(), 9);
        assert_eq!(config.key_file, Path::new("/keys/praetor"));
    }

    #[test]
    fn the_name_of_a_log_must_fit_into_a_checkpoint() {
        assert_eq!(
            parse("[ledger]\norigin = \"example.org/log\"").unwrap().origin.unwrap(),
            "example.org/log"
        );
        for wrong in ["", "two words", "a+b", "line\\n"] {
            let problem = only_problem(&format!("[ledger]\norigin = \"{wrong}\""));
            assert!(problem.starts_with("`ledger.origin` wants a name without blanks"), "{problem}");
        }
        assert!(!parse("").unwrap().public_log);
    }

    #[test]
    fn the_profile_is_dated() {
        let config =
            parse("[profile.controller]\nvalid_from = 2026-01-01\nmain-establishment = [\"DE\"]").unwrap();
        let entry = &config.profile[0];
        assert_eq!(entry.from, Some(jiff::civil::date(2026, 1, 1)));
        assert_eq!(entry.json_key, "controller");
        assert!(entry.facts.contains_key("main-establishment") && !entry.facts.contains_key("valid_from"));
    }
}
