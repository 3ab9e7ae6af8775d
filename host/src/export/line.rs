//! One decision as a line of NDJSON.

use praetor_ledger::Proof;
use serde_json::{Map, Value as Json};

use super::{Row, Word};
use crate::api::{write_answer, write_time};
use crate::wire::decision::kind_name;

/// The line of a decision: the answer as it was given, or what is left of it, with the address of its
/// proof, and the proof itself if there is one. None if the answer cannot be written.
#[must_use]
pub fn decision_line(row: &Row, proof: Option<&Proof>) -> Option<Vec<u8>> {
    let mut object = Map::new();
    object.insert("type".into(), "decision".into());
    object.insert("proof".into(), format!("/v1/decisions/{}/proof", row.receipt.id).into());
    if let Some(proof) = proof {
        object.insert("proof_file".into(), proof.to_text().into());
    }
    let Word::Told(answered) = &row.word else {
        object.append(&mut remains(row));
        return Some(line(&object));
    };
    let answer = write_answer(answered, None).ok()?.bytes;
    // Both are objects: the answer's bytes stay as they were given.
    let mut line = serde_json::to_vec(&object).ok()?;
    line.pop();
    line.push(b',');
    line.extend_from_slice(answer.get(1..)?);
    line.push(b'\n');
    Some(line)
}

/// What is clear in the log.
fn remains(row: &Row) -> Map<String, Json> {
    let mut object = Map::new();
    object.insert("id".into(), row.receipt.id.to_string().into());
    object.insert("recorded_at".into(), write_time(row.receipt.recorded_at).into());
    object.insert("sequence".into(), row.receipt.sequence.into());
    object.insert("leaf".into(), row.receipt.leaf.to_string().into());
    object.insert("kind".into(), kind_name(row.kind).into());
    object.insert("generation".into(), row.generation.into());
    match row.word {
        Word::Erased => drop(object.insert("erased".into(), true.into())),
        Word::Unreadable => drop(object.insert("unreadable".into(), true.into())),
        Word::Sealed | Word::Told(_) => {}
    }
    object
}

/// An object with the end of its line.
pub(super) fn line(object: &Map<String, Json>) -> Vec<u8> {
    let mut line = serde_json::to_vec(object).unwrap_or_default();
    line.push(b'\n');
    line
}
