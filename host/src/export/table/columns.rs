//! The values of one row group, column by column.

use std::io::Write;

use jiff::civil::Date;
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use praetor_decision::Name;

use super::super::{ExportError, Row, Word};
use crate::api::write_answer;
use crate::wire::decision::{effect, kind_name};

/// About the bytes of a row besides its texts.
const ROW_BYTES: usize = 256;

/// One row group as it fills.
#[derive(Default)]
pub(super) struct Columns {
    sequence: Vec<i64>,
    id: Vec<ByteArray>,
    recorded_at: Vec<i64>,
    kind: Vec<ByteArray>,
    generation: Vec<i64>,
    effect: Optional<ByteArray>,
    as_of: Optional<i32>,
    plugins: Lists,
    rules: Lists,
    jurisdictions: Lists,
    valid_until: Optional<i32>,
    erased: Vec<bool>,
    unreadable: Vec<bool>,
    leaf: Vec<ByteArray>,
    payload: Optional<ByteArray>,
    bytes: usize,
}

/// Values that may be missing: level 1 is a value, level 0 is none.
#[derive(Default)]
struct Optional<T> {
    values: Vec<T>,
    defined: Vec<i16>,
}

/// Lists of texts: level 2 is a member, level 1 an empty list, level 0 none; a list begins where a
/// member repeats nothing.
#[derive(Default)]
struct Lists {
    values: Vec<ByteArray>,
    defined: Vec<i16>,
    repeated: Vec<i16>,
}

impl Columns {
    /// Rows that were pushed since they were written.
    pub(super) fn rows(&self) -> usize {
        self.sequence.len()
    }

    /// About the bytes that they take.
    pub(super) const fn bytes(&self) -> usize {
        self.bytes
    }

    /// Adds a decision.
    pub(super) fn push(&mut self, row: Row) -> Result<(), ExportError> {
        self.sequence.push(signed(row.receipt.sequence));
        self.id.push(text(&row.receipt.id.to_string()));
        self.recorded_at.push(signed(row.receipt.recorded_at.0));
        self.kind.push(text(kind_name(row.kind)));
        self.generation.push(signed(row.generation));
        self.leaf.push(text(&row.receipt.leaf.to_string()));
        self.erased.push(matches!(row.word, Word::Erased));
        self.unreadable.push(matches!(row.word, Word::Unreadable));
        self.bytes += ROW_BYTES;
        self.told(&row)
    }

    fn told(&mut self, row: &Row) -> Result<(), ExportError> {
        let answered = if let Word::Told(answered) = &row.word { Some(answered) } else { None };
        let told = answered.map(|answered| &*answered.told);
        let decision = told.map(|told| &told.decision);
        let payload = answered.map(|answered| write_answer(answered, None)).transpose();
        let payload = payload.map_err(|_| ExportError::Fault(row.receipt.sequence))?;
        self.bytes += payload.as_ref().map_or(0, |payload| payload.bytes.len());
        self.payload.push(payload.map(|payload| payload.bytes.into()));
        self.effect.push(told.map(|told| text(&effect(&told.decision))));
        self.as_of.push(decision.map(|decision| days(decision.as_of)));
        self.valid_until.push(decision.and_then(|decision| decision.valid_until).map(days));
        let plugins = told.map(|told| told.voices.iter().map(|voice| voice.manifest.id.clone()).collect());
        self.plugins.push(plugins);
        self.rules.push(told.map(crate::told::Told::deciding));
        self.jurisdictions.push(told.map(crate::told::Told::jurisdictions));
        Ok(())
    }

    /// Writes a row group, and begins the next one.
    pub(super) fn write<W: Write + Send>(
        &mut self,
        file: &mut SerializedFileWriter<W>,
    ) -> Result<(), ParquetError> {
        let columns = std::mem::take(self);
        let mut group = file.next_row_group()?;
        put::<Int64Type, W>(&mut group, &columns.sequence, None, None)?;
        put::<ByteArrayType, W>(&mut group, &columns.id, None, None)?;
        put::<Int64Type, W>(&mut group, &columns.recorded_at, None, None)?;
        put::<ByteArrayType, W>(&mut group, &columns.kind, None, None)?;
        put::<Int64Type, W>(&mut group, &columns.generation, None, None)?;
        columns.effect.put::<ByteArrayType, W>(&mut group)?;
        columns.as_of.put::<Int32Type, W>(&mut group)?;
        columns.plugins.put(&mut group)?;
        columns.rules.put(&mut group)?;
        columns.jurisdictions.put(&mut group)?;
        columns.valid_until.put::<Int32Type, W>(&mut group)?;
        put::<BoolType, W>(&mut group, &columns.erased, None, None)?;
        put::<BoolType, W>(&mut group, &columns.unreadable, None, None)?;
        put::<ByteArrayType, W>(&mut group, &columns.leaf, None, None)?;
        columns.payload.put::<ByteArrayType, W>(&mut group)?;
        group.close()?;
        Ok(())
    }
}

impl<T> Optional<T> {
    fn push(&mut self, value: Option<T>) {
        self.defined.push(i16::from(value.is_some()));
        self.values.extend(value);
    }

    fn put<D: DataType<T = T>, W: Write + Send>(
        &self,
        group: &mut SerializedRowGroupWriter<'_, W>,
    ) -> Result<(), ParquetError> {
        put::<D, W>(group, &self.values, Some(&self.defined), None)
    }
}

impl Lists {
    fn push(&mut self, list: Option<Vec<Name>>) {
        match list.as_deref() {
            None => self.level(0, 0),
            Some([]) => self.level(1, 0),
            Some(members) => {
                for (at, member) in members.iter().enumerate() {
                    self.level(2, i16::from(at > 0));
                    self.values.push(text(member));
                }
            }
        }
    }

    fn level(&mut self, defined: i16, repeated: i16) {
        self.defined.push(defined);
        self.repeated.push(repeated);
    }

    fn put<W: Write + Send>(&self, group: &mut SerializedRowGroupWriter<'_, W>) -> Result<(), ParquetError> {
        put::<ByteArrayType, W>(group, &self.values, Some(&self.defined), Some(&self.repeated))
    }
}

/// Writes the next column of a row group.
fn put<D: DataType, W: Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    values: &[D::T],
    defined: Option<&[i16]>,
    repeated: Option<&[i16]>,
) -> Result<(), ParquetError> {
    let column = group.next_column()?;
    let mut column = column.ok_or_else(|| ParquetError::General("the schema has no more columns".into()))?;
    column.typed::<D>().write_batch(values, defined, repeated)?;
    column.close()
}

fn text(text: &str) -> ByteArray {
    text.as_bytes().to_vec().into()
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Days since 1970-01-01.
fn days(day: Date) -> i32 {
    let since = day.duration_since(Date::constant(1970, 1, 1));
    i32::try_from(since.as_hours() / 24).unwrap_or(i32::MAX)
}
