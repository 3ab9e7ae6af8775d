//! Parquet, read back.

use std::fs::File;
use std::process::Command;

use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::{Field, Row};
use serde_json::{Value as Json, json};

use super::{bytes, decide};
use crate::support::{Server, no_ground};

/// A file of the bytes, and what it says of itself.
fn table(bytes: &[u8]) -> (SerializedFileReader<File>, Json) {
    let file = tempfile::tempfile().unwrap();
    std::io::Write::write_all(&mut &file, bytes).unwrap();
    let reader = SerializedFileReader::new(file).unwrap();
    let pairs = reader.metadata().file_metadata().key_value_metadata().unwrap();
    let said = pairs.iter().map(|pair| (pair.key.clone(), pair.value.clone().into()));
    let said = Json::Object(said.collect());
    (reader, said)
}

fn field<'r>(row: &'r Row, name: &str) -> &'r Field {
    row.get_column_iter().find(|(column, _)| *column == name).unwrap().1
}

fn text(row: &Row, name: &str) -> Option<String> {
    match field(row, name) {
        Field::Str(text) => Some(text.clone()),
        Field::Null => None,
        other => panic!("{name}: {other}"),
    }
}

fn list(row: &Row, name: &str) -> Vec<String> {
    match field(row, name) {
        Field::ListInternal(list) => {
            list.elements().iter().map(|member| member.to_string().replace('"', "")).collect()
        }
        other => panic!("{name}: {other}"),
    }
}

#[test]
fn each_decision_is_a_row_whose_payload_is_the_answer() {
    let server = Server::start();
    let mut answers = decide(&server, 200);
    answers.push(server.client().post("/v1/decisions/sharing", &no_ground()).ok());
    let (reader, said) = table(&bytes(&server, &json!({ "format": "parquet" })));
    let rows: Vec<Row> = reader.get_row_iter(None).unwrap().map(Result::unwrap).collect();
    assert_eq!(rows.len(), answers.len());
    for (row, answer) in rows.iter().zip(&answers) {
        assert_eq!(*field(row, "sequence"), Field::Long(answer["sequence"].as_i64().unwrap()));
        let payload: Json = serde_json::from_str(&text(row, "payload").unwrap()).unwrap();
        assert_eq!(payload, *answer);
        for name in ["id", "kind", "effect", "leaf"] {
            assert_eq!(text(row, name).unwrap(), answer[name], "{name}");
        }
        let recorded: jiff::Timestamp = answer["recorded_at"].as_str().unwrap().parse().unwrap();
        assert_eq!(*field(row, "recorded_at"), Field::TimestampMicros(recorded.as_microsecond()));
        assert_eq!(*field(row, "generation"), Field::Long(1));
        // 2026-11-23 is the 20,780th day after 1970-01-01.
        assert_eq!(*field(row, "as_of"), Field::Date(20_780));
        assert_eq!(list(row, "plugins"), ["tiny-law"]);
        assert_eq!(list(row, "jurisdictions"), ["XA"]);
        let rule = if answer["effect"] == "deny" { "tiny-law/s-3" } else { "tiny-law/s-2" };
        assert!(
            list(row, "rules").contains(&rule.to_owned()),
            "{:?} {}",
            list(row, "rules"),
            answer["effect"]
        );
        assert_eq!(
            (field(row, "erased"), field(row, "unreadable")),
            (&Field::Bool(false), &Field::Bool(false))
        );
    }
    assert_eq!(said["praetor.complete"], "true");
    assert_eq!(said["praetor.decisions"], answers.len().to_string());
    assert!(said["praetor.note"].as_str().unwrap().contains("escapes erasure"));
    assert!(said["praetor.checkpoint"].as_str().unwrap().lines().count() >= 5);
}

#[test]
fn erased_rows_and_rows_by_reference_have_no_content() {
    let server = Server::start();
    decide(&server, 3);
    server.client().post("/v1/subjects/erase", &json!({ "id": "person-2" })).ok();
    for (by_reference, told) in [(false, 2), (true, 0)] {
        let body = json!({ "format": "parquet", "by_reference": by_reference });
        let (reader, said) = table(&bytes(&server, &body));
        let rows: Vec<Row> = reader.get_row_iter(None).unwrap().map(Result::unwrap).collect();
        assert_eq!(rows.iter().filter(|row| *field(row, "erased") == Field::Bool(true)).count(), 1);
        assert_eq!(rows.iter().filter(|row| text(row, "payload").is_some()).count(), told);
        let empty = rows.iter().filter(|row| text(row, "payload").is_none());
        for row in empty {
            for name in ["effect", "plugins", "rules", "jurisdictions", "as_of", "valid_until"] {
                assert_eq!(*field(row, name), Field::Null, "{name}");
            }
            assert_eq!(text(row, "leaf").unwrap().len(), 64);
        }
        assert_eq!((&said["praetor.decisions"], &said["praetor.erased"]), (&json!("3"), &json!("1")));
    }
}

#[test]
fn nothing_to_give_is_a_table_without_rows() {
    let server = Server::start();
    let (reader, said) = table(&bytes(&server, &json!({ "format": "parquet" })));
    assert_eq!(reader.metadata().file_metadata().num_rows(), 0);
    assert_eq!(said["praetor.complete"], "true");
}

#[test]
fn the_command_checks_the_footer() {
    let server = Server::start();
    decide(&server, 50);
    let file = server.folder.path().join("decisions.parquet");
    let output = Command::new(env!("CARGO_BIN_EXE_praetor"))
        .args(["export", "--format", "parquet", "--server", &server.address, "--token-file"])
        .arg(server.folder.path().join("data/token"))
        .arg("--output")
        .arg(&file)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(praetor::export::check_table(File::open(&file).unwrap()).unwrap(), 50);
    let whole = std::fs::read(&file).unwrap();
    let cut = tempfile::tempfile().unwrap();
    std::io::Write::write_all(&mut &cut, &whole[..whole.len() - 9]).unwrap();
    assert!(praetor::export::check_table(cut).is_err());
}
