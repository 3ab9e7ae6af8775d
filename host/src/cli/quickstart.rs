//! `praetor quickstart`: from a fresh clone to real answers with one command.

mod running;
mod sample;
mod show;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::{CliError, EXIT_FAILED, report};
use crate::client::Client;
use crate::config::Config;
use crate::guests;
use running::Running;
use sample::Sample;

/// The plugins that the sample service is bound to: the notice, the laws, a vendor of each class.
const PLUGINS: [&str; 14] = [
    "gpt-image-2-notice",
    "eu-gdpr",
    "eu-records",
    "uk-gdpr",
    "ch-fadp",
    "tr-kvkk",
    "ai-model",
    "cloud-hosting",
    "authentication",
    "analytics",
    "monitoring",
    "payments",
    "adviser",
    "authority",
];

#[derive(Debug, Args)]
pub struct QuickstartArgs {
    /// End after printing instead of going on serving
    #[arg(long)]
    exit: bool,
    /// Where the sample's ledger, keys and plugins are kept
    #[arg(long, default_value = "target/quickstart", value_name = "FOLDER")]
    data: PathBuf,
}

/// Builds the plugins, starts the server, asks the sample questions, prints the answers.
pub fn run(args: &QuickstartArgs) -> Result<ExitCode, CliError> {
    let sample = Sample::find()?;
    report::progress(format!("building {} plugins ({})", PLUGINS.len(), PLUGINS.join(", ")));
    let folders: Vec<PathBuf> = PLUGINS.iter().map(|id| sample.root.join("plugins").join(id)).collect();
    guests::build(&folders, &args.data.join("plugins"))?;
    let config = config(&sample, args)?;
    let running = Running::start(&config)?;
    report::progress(format!(
        "serving on http://{} with {} plugins",
        running.address(),
        config.bindings.len()
    ));
    let unexpected = ask_and_show(&sample, &running)?;
    where_next(&config, &running, args.exit);
    if args.exit {
        running.stop()?
    } else {
        running.wait()?
    }
    Ok(if unexpected { ExitCode::from(EXIT_FAILED) } else { ExitCode::SUCCESS })
}

/// The sample's config, with its files in the data folder. A port that is taken is no reason to
/// fail: any free one does.
fn config(sample: &Sample, args: &QuickstartArgs) -> Result<Config, CliError> {
    let text = std::fs::read_to_string(sample.folder.join("praetor.toml"))?;
    let parsed = Config::parse(&text, &args.data, std::env::vars());
    let mut config = parsed.map_err(|problems| {
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        format!("the sample's config file: {}", lines.join("\n"))
    })?;
    let taken = std::net::TcpListener::bind(config.listen).is_err();
    if args.exit || taken {
        config.listen.set_port(0);
    }
    Ok(config)
}

/// Asks every question, prints the table and some whole explanations, and compares the answers with
/// what the sample expects. Says whether one came out otherwise.
fn ask_and_show(sample: &Sample, running: &Running) -> Result<bool, CliError> {
    let client = Client::new(running.address(), running.token()?);
    let mut answers = vec![];
    for question in &sample.questions {
        let kind = question.json.get("kind").and_then(|kind| kind.as_str()).unwrap_or("sharing");
        let answer = client.post(&format!("/v1/decisions/{kind}"), &question.json)?;
        answers.push((question, answer));
    }
    report::line(show::table(&answers));
    for (question, answer) in answers.iter().filter(|(question, _)| question.explain) {
        let id = answer.get("id").and_then(|id| id.as_str()).unwrap_or_default();
        let told = client.get(&format!("/v1/decisions/{id}?explain=true"))?;
        report::line(format!("\nThe whole explanation of \"{}\":", question.title));
        report::line(format!("({})\n", question.says));
        report::line(show::explanation(&told));
    }
    let unexpected = show::unexpected(&answers);
    if unexpected.is_empty() {
        report::line(format!("{} decisions, stored and as expected.\n", answers.len()));
    } else {
        report::line(format!("Not as expected:\n{}\n", unexpected.join("\n")));
    }
    Ok(!unexpected.is_empty())
}

fn where_next(config: &Config, running: &Running, exit: bool) {
    report::line("Where to go next");
    report::line("  README.md                        what a question looks like, and the map of the folders");
    report::line("  examples/gpt-image-2             the sample service: its config and the questions above");
    report::line("  plugins/README.md                add a law or a vendor in an afternoon");
    report::line(
        "  wit/DICTIONARY.md                every fact, purpose, category and right that can be asked about",
    );
    if !exit {
        let token = running.token_file().display().to_string();
        report::line(format!("  http://{}/openapi.json  the API (token: {token})", running.address()));
        report::line("\nThe server goes on; Ctrl-C ends it.");
    } else {
        report::line(format!("  {}  the ledger with these decisions", shown(&config.data_dir)));
    }
}

fn shown(path: &Path) -> String {
    format!("{:<31}", path.display())
}
