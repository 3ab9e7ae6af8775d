//! `praetor policy lint`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use jiff::civil::Date;
use serde_json::{Value as Json, json};

use super::source;
use crate::cli::{CliError, EXIT_FAILED, report};
use crate::policy::{Gap, Register, Weight, checks, lint};

#[derive(Debug, Args)]
pub struct LintArgs {
    /// The notice: a plugin's folder or a component
    #[arg(value_name = "NOTICE", default_value = "plugins/gpt-image-2-notice")]
    notice: PathBuf,
    /// The config file whose settings the notice works under; without it, none are set
    #[arg(long, short, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The day for which to look, YYYY-MM-DD; today if it is left out
    #[arg(long, value_name = "DAY")]
    as_of: Option<Date>,
    /// Print the gaps as JSON
    #[arg(long)]
    json: bool,
}

/// Looks the notice over and lists what it leaves out or leaves vague. Ends with 1 if something a
/// law wants is missing.
pub fn run(args: &LintArgs) -> Result<ExitCode, CliError> {
    let register = source::read(&args.notice, args.config.as_deref(), source::day(args.as_of))?;
    let checks = checks()?;
    let gaps = lint(&register, &checks);
    if args.json {
        let gaps: Vec<Json> = gaps.iter().map(as_json).collect();
        let whole = json!({
            "notice": register.plugin.as_str(), "version": register.version(),
            "as_of": register.as_of.to_string(), "checks": checks.len(), "gaps": gaps,
        });
        report::line(serde_json::to_string_pretty(&whole)?);
    } else {
        show(&register, &gaps, checks.len());
    }
    let missing = gaps.iter().any(|gap| gap.check.weight == Weight::Missing);
    Ok(if missing { ExitCode::from(EXIT_FAILED) } else { ExitCode::SUCCESS })
}

fn as_json(gap: &Gap<'_>) -> Json {
    let weight = word(gap.check.weight);
    json!({
        "id": gap.check.id, "weight": weight, "says": gap.check.says, "purposes": gap.purposes,
        "cites": gap.check.cite, "next": gap.check.next,
    })
}

const fn word(weight: Weight) -> &'static str {
    match weight {
        Weight::Missing => "missing",
        Weight::Vague => "vague",
    }
}

fn show(register: &Register, gaps: &[Gap<'_>], checks: usize) {
    let (id, version, day) = (&register.plugin, register.version(), register.as_of);
    report::line(format!("{id}, version {version}, as published on {day}\n"));
    for weight in [Weight::Missing, Weight::Vague] {
        for gap in gaps.iter().filter(|gap| gap.check.weight == weight) {
            report::line(format!("{:8} {}: {}", word(weight), gap.check.id, gap.check.says));
            if !gap.purposes.is_empty() {
                report::line(format!("         for: {}", gap.purposes.join(", ")));
            }
            report::line(format!("         wanted by: {}", gap.check.cite.join("; ")));
            report::line(format!("         next: {}\n", gap.check.next));
        }
    }
    let missing = gaps.iter().filter(|gap| gap.check.weight == Weight::Missing).count();
    let vague = gaps.len().saturating_sub(missing);
    let well = checks.saturating_sub(gaps.len());
    report::line(format!("{checks} checks: {missing} missing, {vague} vague, {well} in order"));
    report::line("A check finds what the notice says of itself, not whether it is true.");
}
