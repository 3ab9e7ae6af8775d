//! `praetor plugin new`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::{CliError, report};
use crate::authoring::{Begun, Kind, begin};

#[derive(Debug, Args)]
pub struct NewArgs {
    /// The plugin's id, which is also the name of its folder and of its crate: `br-lgpd`
    #[arg(value_name = "NAME")]
    name: String,
    /// What it speaks for
    #[arg(long, value_enum)]
    kind: Kind,
    /// The folder in which its own is made; `plugins` inside Praetor's repository, else this one
    #[arg(long, value_name = "FOLDER")]
    into: Option<PathBuf>,
    /// A copy of Praetor's repository, for a plugin that is kept elsewhere
    #[arg(long, value_name = "FOLDER")]
    sdk: Option<PathBuf>,
}

/// Makes the folder, and says what to do next.
pub fn run(args: &NewArgs) -> Result<ExitCode, CliError> {
    let into = args.into.clone().unwrap_or_else(|| usual(args.sdk.as_deref()).to_owned());
    let today = jiff::tz::TimeZone::system().to_datetime(jiff::Timestamp::now()).date();
    let begun = begin(&args.name, args.kind, &into, args.sdk.as_deref(), today)?;
    show(&begun, &into.join(&args.name));
    Ok(ExitCode::SUCCESS)
}

/// Praetor's own plugins lie in one folder; whoever names a copy of the repository is outside it.
fn usual(sdk: Option<&Path>) -> &'static Path {
    let own = Path::new("plugins");
    if sdk.is_none() && own.join("sdk/Cargo.toml").is_file() { own } else { Path::new(".") }
}

fn show(begun: &Begun, folder: &Path) {
    for file in &begun.files {
        let below = file.strip_prefix(&begun.folder).unwrap_or(file);
        report::line(format!("made    {}", folder.join(below).display()));
    }
    if let Some(workspace) = &begun.joined {
        report::line(format!("joined  {}", workspace.display()));
    }
    let folder = folder.display();
    report::line(format!(
        "\nIt builds and passes its cases as it is. Replace what is marked REPLACE, then:\n  \
         praetor plugin check {folder}          looks over the plugin, its law and its limits\n  \
         praetor plugin test {folder} --watch   runs its cases after each change"
    ));
}
