//! `praetor plugin fuzz`.

use std::process::ExitCode;

use clap::Args;

use super::check::TargetArgs;
use super::{CliError, EXIT_FAILED, report};
use crate::authoring::{Found, Fuzzing};

#[derive(Debug, Args)]
pub struct FuzzArgs {
    #[command(flatten)]
    target: TargetArgs,
    /// How many questions to ask
    #[arg(long, default_value_t = 2_000, value_name = "NUMBER")]
    questions: u64,
    /// Where chance begins: the same number asks the same questions
    #[arg(long, default_value_t = 1, value_name = "NUMBER")]
    seed: u64,
}

/// Asks the plugin random questions, and shows the first that it does not answer well.
pub fn run(args: &FuzzArgs) -> Result<ExitCode, CliError> {
    let taken = args.target.taking().take()?;
    let id = taken.plugin.manifest().id.clone();
    let all = args.questions;
    let fuzzing = Fuzzing { questions: all, seed: args.seed };
    let fuzzed = fuzzing.run(taken, &mut |number| {
        if number > 0 && number % 1_000 == 0 {
            report::progress(format!("asked {number} of {all}"));
        }
    })?;
    for (effect, count) in &fuzzed.effects {
        report::line(format!("{count:>8}  {effect}"));
    }
    if fuzzed.overdue > 0 {
        report::line(format!("{:>8}  not answered in time: the machine is busy", fuzzed.overdue));
    }
    report::line(match fuzzed.reads_consents {
        true => format!("{:>8}  were asked once more with a consent", fuzzed.consents),
        false => "          it reads of no consent, so none was added".to_owned(),
    });
    Ok(match &fuzzed.found {
        None => {
            report::line(format!("\n{id}: nothing found in {all} questions from seed {}", args.seed));
            ExitCode::SUCCESS
        }
        Some(found) => {
            show(&id, found, args.seed)?;
            ExitCode::from(EXIT_FAILED)
        }
    })
}

fn show(id: &str, found: &Found, seed: u64) -> Result<(), CliError> {
    report::line(format!("\n{id}: FAILED at question {} from seed {seed}", found.number));
    report::line(found.fault.to_string());
    report::line(format!(
        "\nThe question, as small as it gets:\n{}",
        serde_json::to_string_pretty(&found.question)?
    ));
    if found.settings.as_object().is_some_and(|settings| !settings.is_empty()) {
        report::line(format!("\nUnder these settings:\n{}", serde_json::to_string_pretty(&found.settings)?));
    }
    Ok(())
}
