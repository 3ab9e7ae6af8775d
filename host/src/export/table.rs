//! Apache Parquet: one row a decision, in row groups of bounded size.

mod columns;

use std::fs::File;
use std::io::Write;
use std::sync::Arc;

use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::metadata::{KeyValue, SortingColumn};
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use parquet::schema::types::ColumnPath;
use serde_json::{Map, Value as Json};

use super::{Counts, Export, ExportError, head};
use crate::limits::{EXPORT_GROUP_BYTES, EXPORT_GROUP_ROWS};
use columns::Columns;

/// The columns, in the order in which [`Columns`] writes them. Numbers are signed, for not every
/// reader knows others; texts and JSON are UTF-8.
const SCHEMA: &str = "
    message decisions {
        required int64 sequence;
        required binary id (STRING);
        required int64 recorded_at (TIMESTAMP(MICROS,true));
        required binary kind (STRING);
        required int64 generation;
        optional binary effect (STRING);
        optional int32 as_of (DATE);
        optional group plugins (LIST) { repeated group list { required binary element (STRING); } }
        optional group rules (LIST) { repeated group list { required binary element (STRING); } }
        optional group jurisdictions (LIST) { repeated group list { required binary element (STRING); } }
        optional int32 valid_until (DATE);
        required boolean erased;
        required boolean unreadable;
        required binary leaf (STRING);
        optional binary payload (JSON);
    }";

/// Columns with few different values.
const FEW_VALUES: [&[&str]; 5] = [
    &["kind"],
    &["effect"],
    &["plugins", "list", "element"],
    &["rules", "list", "element"],
    &["jurisdictions", "list", "element"],
];

/// Values after which the size of a page is looked at: a payload has some kilobytes.
const VALUES_BETWEEN_SIZES: usize = 64;

/// What stands before each key of ours in the file's metadata.
const PREFIX: &str = "praetor.";

/// Writes everything. The memory holds one row group.
pub(super) fn write(
    export: &Export<'_>,
    out: &mut (dyn Write + Send),
    progress: &mut dyn FnMut(u64),
) -> Result<Counts, ExportError> {
    let schema = Arc::new(parse_message_type(SCHEMA)?);
    let properties = Arc::new(properties(head::head(export))?);
    let mut file = SerializedFileWriter::new(out, schema, properties)?;
    let mut columns = Columns::default();
    let counts = export.each(progress, |row| {
        columns.push(row)?;
        if columns.rows() >= EXPORT_GROUP_ROWS || columns.bytes() >= EXPORT_GROUP_BYTES {
            columns.write(&mut file)?;
        }
        Ok(())
    })?;
    if columns.rows() > 0 {
        columns.write(&mut file)?;
    }
    pairs(head::end(&counts)).into_iter().for_each(|pair| file.append_key_value_metadata(pair));
    file.close()?;
    Ok(counts)
}

fn properties(head: Map<String, Json>) -> Result<WriterProperties, ParquetError> {
    let sequence = SortingColumn { column_idx: 0, descending: false, nulls_first: false };
    let mut properties = WriterProperties::builder()
        .set_created_by(format!("praetor version {}", env!("CARGO_PKG_VERSION")))
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(1)?))
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_dictionary_enabled(false)
        .set_write_batch_size(VALUES_BETWEEN_SIZES)
        .set_sorting_columns(Some(vec![sequence]))
        .set_key_value_metadata(Some(pairs(head)))
        // The least and the greatest payload of a group are of no use, and would stand in clear twice.
        .set_column_statistics_enabled(ColumnPath::from("payload"), EnabledStatistics::None);
    for column in FEW_VALUES {
        let path = ColumnPath::new(column.iter().map(|part| (*part).to_owned()).collect());
        properties = properties.set_column_dictionary_enabled(path, true);
    }
    Ok(properties.build())
}

/// Texts as they are, everything else as JSON.
fn pairs(object: Map<String, Json>) -> Vec<KeyValue> {
    let text = |value: Json| match value {
        Json::String(text) => text,
        other => other.to_string(),
    };
    object.into_iter().map(|(key, value)| KeyValue::new(format!("{PREFIX}{key}"), text(value))).collect()
}

/// Reads the footer of a file, and compares its rows with what it says of itself; gives their number.
///
/// # Errors
/// It is no Parquet file, was cut short, or has other rows than were written.
pub fn check(file: File) -> Result<u64, ParquetError> {
    let reader = SerializedFileReader::new(file)?;
    let metadata = reader.metadata().file_metadata();
    let said = |key: &str| {
        let pairs = metadata.key_value_metadata().into_iter().flatten();
        let pair = pairs.into_iter().find(|pair| pair.key.strip_prefix(PREFIX) == Some(key));
        pair.and_then(|pair| pair.value.clone())
    };
    let rows = u64::try_from(metadata.num_rows()).unwrap_or(0);
    if said("complete").as_deref() == Some("true") && said("decisions") == Some(rows.to_string()) {
        return Ok(rows);
    }
    Err(ParquetError::General("the file does not say that it is complete".to_owned()))
}
