//! NDJSON: a head, one decision a line, an end that says that it is complete.

use std::io::Write;

use serde_json::{Map, Value as Json};

use super::line::{decision_line, line};
use super::{Counts, Export, ExportError, Row, head};

/// Writes everything.
pub(super) fn write(
    export: &Export<'_>,
    out: &mut dyn Write,
    progress: &mut dyn FnMut(u64),
) -> Result<Counts, ExportError> {
    out.write_all(&typed("export", head::head(export)))?;
    let counts = export.each(progress, |row| one(export, &row, out))?;
    out.write_all(&typed("end", head::end(&counts)))?;
    out.flush()?;
    Ok(counts)
}

fn one(export: &Export<'_>, row: &Row, out: &mut dyn Write) -> Result<(), ExportError> {
    let (id, checkpoint) = (row.receipt.id, &export.extract.checkpoint);
    let proof = export.with_proofs.then(|| export.archive.proof(id, checkpoint)).transpose()?.flatten();
    let written = decision_line(row, proof.as_ref()).ok_or(ExportError::Fault(row.receipt.sequence))?;
    Ok(out.write_all(&written)?)
}

/// The type first, so that a reader knows at once what the line is.
fn typed(name: &str, mut rest: Map<String, Json>) -> Vec<u8> {
    let mut object = Map::new();
    object.insert("type".into(), name.into());
    object.append(&mut rest);
    line(&object)
}
