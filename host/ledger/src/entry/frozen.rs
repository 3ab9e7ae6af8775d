//! What was written once is read for ever: a key file, the row of a key, and entries of each kind.
//!
//! Each folder of `tests/frozen` holds what one shape of the payload looked like. A folder is never
//! changed once a version with its shape was released: a new shape adds a folder and a decoder.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Label, Parsed, Sealed, leaf, pack};
use crate::id::{RecordId, Timestamp, hex};
use crate::keys::{Dek, KeyFile, KeyRing, KeyRow, Scope};
use crate::record::Record;
use crate::store::RecordKind;
use crate::{Draft, sample};

const AT: Timestamp = Timestamp(1_795_400_000_000_000);

/// The records that are frozen, by name.
fn records() -> Vec<(&'static str, Record)> {
    let event = |draft: Draft| draft.record;
    vec![
        ("allowed", sample::decision(1)),
        ("denied", sample::decision(5)),
        ("failed", sample::decision(41)),
        ("values", sample::every_value()),
        ("generation", event(sample::generation(3))),
        ("overdue", event(sample::overdue())),
    ]
}

#[test]
fn entries_of_every_shape_ever_released_are_read_as_they_were_written() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/frozen");
    let shapes: Vec<PathBuf> = fs::read_dir(root)
        .unwrap()
        .map(|shape| shape.unwrap().path())
        .filter(|shape| shape.is_dir())
        .collect();
    assert!(!shapes.is_empty());
    for shape in shapes {
        let dek = dek(&shape);
        for (name, _) in records() {
            let entry = read_hex(&shape.join(format!("{name}.entry")));
            let record = Parsed::read(&entry).unwrap().open(&dek, || Ok::<_, ()>(None));
            let record = record.unwrap().unwrap_or_else(|error| {
                panic!("`{name}` is no longer read ({error:?}): a changed type takes the next `SHAPE`")
            });
            let text = fs::read_to_string(shape.join(format!("{name}.txt"))).unwrap();
            assert_eq!(format!("{}\n{record:?}\n", leaf(&entry)), text, "`{name}`");
        }
    }
}

/// The subject's key, found as a running store finds it.
fn dek(shape: &Path) -> Dek {
    let text = fs::read_to_string(shape.join("keys.txt")).unwrap();
    let ring = KeyRing::new(KeyFile::parse(&shape.join("keys.txt"), &text).unwrap(), shape.join("keys.txt"));
    let row = KeyRow::decode(&read_hex(&shape.join("key.row"))).unwrap();
    ring.load([Ok((1, row.clone()))].into_iter()).unwrap();
    let found = ring.key_for(Scope::Subject("person-1"), 0, AT, |_| Ok(Some(row.clone()))).unwrap();
    assert!(found.id == 1 && !found.new, "the subject's hash has changed");
    found.dek
}

/// Writes what the test above reads, for the present shape; only where nothing is frozen yet.
#[test]
#[ignore = "run once for each new shape, before its release"]
fn freeze() {
    let shape =
        Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/frozen/shape-{}", super::payload::SHAPE));
    fs::create_dir(&shape).unwrap();
    let keys = KeyFile::create(&shape.join("keys.txt")).unwrap();
    let ring = KeyRing::new(keys, shape.join("keys.txt"));
    ring.key_for(Scope::Log, 0, AT, |_| Ok(None)).unwrap();
    let key = ring.key_for(Scope::Subject("person-1"), 0, AT, |_| Ok(None)).unwrap();
    fs::write(shape.join("key.row"), hex(&ring.unwritten(key.id).unwrap().encode()) + "\n").unwrap();
    for (name, record) in records() {
        let label = Label { id: RecordId::new(), kind: kind_of(&record), generation: 7, key_id: key.id };
        let (entry, _) = Sealed::new(&label, pack(&record).unwrap(), &key.dek).unwrap().finish(AT);
        fs::write(shape.join(format!("{name}.entry")), hex(&entry) + "\n").unwrap();
        fs::write(shape.join(format!("{name}.txt")), format!("{}\n{record:?}\n", leaf(&entry))).unwrap();
    }
}

const fn kind_of(record: &Record) -> RecordKind {
    match record {
        Record::Decision(decision) => RecordKind::Decision(decision.question.kind),
        Record::Event(event) => event.kind(),
    }
}

fn read_hex(path: &Path) -> Vec<u8> {
    let text = fs::read_to_string(path).unwrap();
    let digits = text.trim().as_bytes();
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
    digits.chunks(2).map(byte).collect()
}
