//! An export from a folder that no server has open.

use std::fs::File;
use std::io::BufWriter;

use praetor_ledger::ExtractOrder;

use super::file::Target;
use super::{ExportArgs, Rate, recorded};
use crate::cli::CliError;
use crate::export::Export;
use crate::service::{ClosedArchive, OpenError};
use crate::wire::question::KINDS;

/// Who asks, as the log has it.
const ACTOR: &str = "command-line";

/// Writes it from the ledger itself; gives the number of decisions.
pub(super) fn export(args: &ExportArgs, target: &Target) -> Result<u64, CliError> {
    let archive = ClosedArchive::open(&args.source.config()?).map_err(in_use)?;
    let extract = archive.extract(&order(args))?;
    let format = args.format()?;
    let export = Export { archive: &archive, extract: &extract, format, with_proofs: args.with_proofs };
    target.write(format, |file| write(&export, file))
}

fn write(export: &Export<'_>, file: &mut File) -> Result<(), CliError> {
    let mut rate = Rate::new();
    export.write(&mut BufWriter::new(file), &mut |done| rate.tell(done, "decisions"))?;
    Ok(())
}

fn order(args: &ExportArgs) -> ExtractOrder {
    let kind = KINDS.iter().find(|(name, _)| args.kind.as_deref() == Some(name));
    ExtractOrder {
        actor: ACTOR.into(),
        from: args.from.map(recorded),
        until: args.to.map(recorded),
        kinds: kind.into_iter().map(|(_, kind)| *kind).collect(),
        format: args.format.as_str().into(),
        by_reference: args.by_reference,
    }
}

fn in_use(error: OpenError) -> CliError {
    match error {
        OpenError::Ledger(error) => crate::cli::log::source::in_use(error),
        other => other.into(),
    }
}
