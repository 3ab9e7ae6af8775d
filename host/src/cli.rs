//! The command line: one command a file.

mod backup;
mod bench;
mod build;
mod check;
mod compact;
mod decide;
mod doctor;
mod due;
mod embed;
mod export;
mod fuzz;
mod inspect;
mod log;
mod new;
mod policy;
mod quickstart;
mod range;
mod replay;
mod report;
mod restore;
mod serve;
mod sign;
mod subject;
mod swap;
mod test;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

/// Decides for every use of personal data whether it may be shared, how long it is kept, and what
/// is owed to a person who exercises a right. Each law, vendor and policy is a sandboxed plugin.
#[derive(Debug, Parser)]
#[command(name = "praetor", version, max_term_width = 100, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Build the bundled plugins, start a server on an embedded database, and ask it the sample
    /// questions of the seed policy
    Quickstart(quickstart::QuickstartArgs),
    /// Decide one question from a file or from standard input, without a server; not recorded
    Decide(decide::DecideArgs),
    /// Answer questions over HTTP, each decision stored before it is answered
    Serve(serve::ServeArgs),
    /// Erase, export or hold what the ledger has about a person; asks the running server
    #[command(subcommand)]
    Subject(subject::SubjectCommand),
    /// List what must happen by when, and record that it was done, failed or is waived; asks the
    /// running server
    #[command(subcommand)]
    Due(due::DueCommand),
    /// Write stored decisions into a file, for auditors (NDJSON) or analysts (Parquet); this is logged
    ///
    /// A copy escapes erasure: what is erased from the ledger stays readable in it. Keep it as safe as the
    /// ledger and delete it by the date that stands in it as `expires`. `--by-reference` writes nothing
    /// that can be erased.
    ///
    /// The file gets its name once it is whole; what was cut short is named `.partial`. Exit code 0: the
    /// file is whole; 2: it is not.
    Export(export::ExportArgs),
    /// Prove that decisions stand in the log, and verify it
    #[command(subcommand)]
    Log(log::LogCommand),
    /// Make stored decisions again and compare them byte for byte
    ///
    /// Runs the exact bytes of the plugins that decided, with their settings of that time. Exit code 0:
    /// every decision that can be made again came out the same; 1: at least one did not, and its place is
    /// named; 2: something could not be made again. Erased ones, and those in which the machine had a part,
    /// are counted.
    Replay(replay::ReplayArgs),
    /// Bring the backup of the ledger up to now, beside the running server or without one
    Backup(backup::BackupArgs),
    /// Restore the ledger from a backup into an empty folder, and verify all of it
    ///
    /// Exit code 0: it is restored; 2: it is not, and nothing was left behind.
    Restore(restore::RestoreArgs),
    /// Give back the disk space that the ledger does not use any more; no server may have it open
    Compact(compact::CompactArgs),
    /// Look over the ledger, its keys, its disk and its backup
    ///
    /// Exit code 0: nothing must be mended; 1: something must; 2: it could not be looked over.
    Doctor(doctor::DoctorArgs),
    /// Build, inspect and test plugins, and swap them on the running server
    #[command(subcommand)]
    Plugin(PluginCommand),
    /// Look the published policy over, and compare two versions of it
    #[command(subcommand)]
    Policy(PolicyCommand),
}

#[derive(Debug, Subcommand)]
enum PluginCommand {
    /// Make the folder of a new plugin: it builds, and its comments teach
    New(new::NewArgs),
    /// Build plugins with cargo and put the components into a folder
    Build(build::BuildArgs),
    /// Put cases into a plugin that another toolchain built, so that they travel inside it
    Embed(embed::EmbedArgs),
    /// Look a plugin over: manifest, citations, gaps, dictionary, cases, limits
    ///
    /// Exit code 0: a server would take it; 1: something is to be mended.
    Check(check::CheckArgs),
    /// Show what a plugin says of itself: rules, citations, gates, facts, settings
    Inspect(inspect::InspectArgs),
    /// Measure a plugin's calls over its cases: microseconds, fuel and memory, against its limits
    Bench(bench::BenchArgs),
    /// Ask a plugin random valid questions: none may fail, be answered in two ways, or turn a consent against
    /// the person
    ///
    /// Exit code 0: nothing was found; 1: a fault, with the smallest question that shows it.
    Fuzz(fuzz::FuzzArgs),
    /// Make a key that signs plugins, and print the one that verifies
    Key(sign::KeyArgs),
    /// Sign a plugin: its bytes and what it says of itself
    Sign(sign::SignArgs),
    /// Say who signed a plugin
    ///
    /// Exit code 0: somebody who is trusted; 1: the signature is missing or wrong.
    Verify(sign::VerifyArgs),
    /// Run a plugin's cases through the real sandbox
    Test(test::TestArgs),
    /// List what is bound, and what was refused; asks the running server
    List(swap::ListArgs),
    /// Take a plugin through the gate and put it to work; asks the running server
    ///
    /// Requests that run keep what they have begun with. Settings, mode and the like stay as they are bound
    /// unless they are given. Exit code 2: it was refused, and what served goes on.
    Activate(swap::ActivateArgs),
    /// Make stored decisions again with a plugin in place, and tell what would be decided otherwise; asks
    /// the running server
    ///
    /// Nothing is put to work. Exit code 0: every decision would be the same; 1: at least one would not.
    Impact(swap::ImpactArgs),
    /// Tell what a plugin in shadow would have decided otherwise, or end it; asks the running server
    ///
    /// `praetor plugin activate FILE --mode shadow` puts one there: it is asked beside what serves, after the
    /// caller has the answer, and changes nothing.
    Shadow(swap::ShadowArgs),
    /// Put the bindings of an earlier generation to work again; asks the running server
    Rollback(swap::RollbackArgs),
    /// List who changed what when, and what was refused; asks the running server
    History(swap::HistoryArgs),
    /// List what differs between two generations: bindings, rules, and what stands beside them; asks the
    /// running server
    Diff(swap::DiffArgs),
}

#[derive(Debug, Subcommand)]
enum PolicyCommand {
    /// List what the notice leaves out or leaves vague, with the provisions that want it
    Lint(policy::LintArgs),
    /// List what a new version changes, and what each law asks for before it takes effect
    Diff(policy::DiffArgs),
}

/// Where the configuration is.
#[derive(Debug, Args)]
pub struct ConfigArg {
    /// The config file
    #[arg(long, short, env = "PRAETOR_CONFIG", default_value = "praetor.toml", value_name = "FILE")]
    pub config: PathBuf,
}

/// An error for the person at the terminal.
pub type CliError = Box<dyn std::error::Error + Send + Sync>;

/// Runs the command that was given.
#[must_use]
pub fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Quickstart(args) => quickstart::run(&args),
        Command::Decide(args) => decide::run(&args),
        Command::Serve(args) => serve::run(&args),
        Command::Export(args) => export::run(&args),
        Command::Log(command) => log::run(&command),
        Command::Replay(args) => replay::run(&args),
        Command::Subject(command) => subject::run(&command),
        Command::Due(command) => due::run(&command),
        Command::Backup(args) => backup::run(&args),
        Command::Restore(args) => restore::run(&args),
        Command::Compact(args) => compact::run(&args),
        Command::Doctor(args) => doctor::run(&args),
        Command::Plugin(PluginCommand::New(args)) => new::run(&args),
        Command::Plugin(PluginCommand::Embed(args)) => embed::run(&args),
        Command::Plugin(PluginCommand::Check(args)) => check::run(&args),
        Command::Plugin(PluginCommand::Build(args)) => build::run(&args),
        Command::Plugin(PluginCommand::Bench(args)) => bench::run(&args),
        Command::Plugin(PluginCommand::Fuzz(args)) => fuzz::run(&args),
        Command::Plugin(PluginCommand::Key(args)) => sign::key(&args),
        Command::Plugin(PluginCommand::Sign(args)) => sign::run(&args),
        Command::Plugin(PluginCommand::Verify(args)) => sign::verify(&args),
        Command::Plugin(PluginCommand::Inspect(args)) => inspect::run(&args),
        Command::Plugin(PluginCommand::Test(args)) => test::run(&args),
        Command::Plugin(PluginCommand::Impact(args)) => swap::impact(&args),
        Command::Plugin(PluginCommand::Shadow(args)) => swap::shadow(&args),
        Command::Plugin(PluginCommand::List(args)) => swap::list(&args),
        Command::Plugin(PluginCommand::Activate(args)) => swap::activate(&args),
        Command::Plugin(PluginCommand::Rollback(args)) => swap::rollback(&args),
        Command::Plugin(PluginCommand::History(args)) => swap::history(&args),
        Command::Plugin(PluginCommand::Diff(args)) => swap::diff(&args),
        Command::Policy(PolicyCommand::Lint(args)) => policy::lint(&args),
        Command::Policy(PolicyCommand::Diff(args)) => policy::diff(&args),
    };
    match result {
        Ok(code) => code,
        Err(error) => {
            report::error(error.as_ref());
            ExitCode::from(EXIT_ERROR)
        }
    }
}

/// Something went wrong that the person can mend: a file, a setting, a plugin.
pub const EXIT_ERROR: u8 = 2;
/// The work was done, and its outcome is a failure: cases that fail.
pub const EXIT_FAILED: u8 = 1;
