//! `praetor decide`.

use std::io::Read;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use praetor_sandbox::{Deadline, Engine, EngineOptions};
use praetor_wit::Dictionary;
use serde_json::Value as Json;

use super::{CliError, ConfigArg, report};
use crate::api::read_json;
use crate::config::Config;
use crate::engine::{Generation, decide};
use crate::wire::decision::write_decision;
use crate::wire::read_question;

#[derive(Debug, Args)]
pub struct DecideArgs {
    #[command(flatten)]
    config: ConfigArg,
    /// The question, JSON; `-` for standard input
    #[arg(value_name = "FILE", default_value = "-")]
    question: PathBuf,
    /// Print the whole decision as JSON
    #[arg(long)]
    json: bool,
}

/// Decides one question with the plugins of the config file. Nothing is stored.
pub fn run(args: &DecideArgs) -> Result<ExitCode, CliError> {
    let config = Config::load(&args.config.config)?;
    let text = read(&args.question)?;
    let json = read_json(text.as_bytes())?;
    let zone = jiff::tz::TimeZone::get(&config.time_zone)?;
    let today = zone.to_datetime(jiff::Timestamp::now()).date();
    let asked = read_question(&json, None, today, Dictionary::bundled()?)?;
    let cache = Some(config.data_dir.join("compiled"));
    let engine = Engine::new(&EngineOptions { cache, ..EngineOptions::default() })?;
    let generation = Generation::load(&config, 0, &engine)?;
    let decided = decide(&generation, asked, Deadline::usual())
        .map_err(|_| "the machine was too slow to finish in time; ask again")?;
    if args.json {
        let mut decision = write_decision(&decided.told);
        decision.insert("recorded".into(), "not-recorded".into());
        report::line(serde_json::to_string_pretty(&Json::Object(decision))?);
    } else {
        report::line(crate::explanation::text(&decided.told, generation.calendars));
        report::line("not recorded: no server was asked");
    }
    Ok(ExitCode::SUCCESS)
}

fn read(file: &std::path::Path) -> Result<String, CliError> {
    if file.as_os_str() == "-" {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text)?;
        return Ok(text);
    }
    std::fs::read_to_string(file).map_err(|error| format!("cannot read `{}`: {error}", file.display()).into())
}
