use toml::Value;

use super::{LawData, check_new};
use crate::citation::{Grounds, Said, grounds, said};
use crate::date::Day;
use crate::node::{Node, called};
use crate::refusal::Refusals;
use crate::spelling;
use crate::value::{TYPES, rust_value};

/// A table of the law with columns of its own.
#[derive(Debug)]
pub(crate) struct TableEntry {
    pub(crate) id: String,
    pub(crate) file: String,
    pub(crate) says: String,
    pub(crate) columns: Vec<Column>,
    pub(crate) rows: Vec<RowEntry>,
}

#[derive(Clone, Debug)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) value_type: &'static str,
    pub(crate) optional: bool,
}

#[derive(Debug)]
pub(crate) struct RowEntry {
    pub(crate) at: String,
    pub(crate) from: Day,
    pub(crate) until: Option<Day>,
    pub(crate) grounds: Option<Grounds>,
    /// One Rust expression a column, in the order of the columns.
    pub(crate) cells: Vec<Cell>,
}

#[derive(Debug)]
pub(crate) struct Cell {
    pub(crate) rust: Option<String>,
    /// The rule that a cell of the type `rule` names.
    pub(crate) rule: Option<String>,
}

/// Columns that every row has beside those of its table.
const BUILT_IN: [&str; 6] = ["from", "until", "cite", "checked", "confidence", "note"];

/// Stands for a type that was refused.
const UNTYPED: &str = "";

/// Reads the tables of one file.
pub(super) fn read(root: &Node<'_>, tables: &mut Vec<TableEntry>) {
    for node in root.tables("table", |i, table| called("table", i, table)) {
        let table = table(&node);
        let taken = tables.iter().map(|t| (t.id.as_str(), t.file.as_str()));
        check_new(&node, &table.id, taken);
        tables.push(table);
    }
}

/// Refuses a row that names a rule that is not declared.
pub(super) fn check_rules(law: &LawData, refusals: &Refusals) {
    for table in &law.tables {
        for row in &table.rows {
            let named = row.cells.iter().filter_map(|cell| cell.rule.as_ref());
            for id in named.filter(|id| !law.rules.iter().any(|rule| rule.id == **id)) {
                let hint = spelling::hint(id, law.rules.iter().map(|rule| rule.id.as_str()));
                refusals.add(
                    &table.file,
                    &row.at,
                    format!("names the rule `{id}`, which is not declared; {hint}"),
                );
            }
        }
    }
}

fn table(node: &Node<'_>) -> TableEntry {
    let (id, says) = (node.id("id"), node.text("says"));
    let columns = columns(node);
    let around = said(node);
    let rows = node.tables("row", |i, _| format!("{}, row number {}", node.at, i + 1));
    if rows.is_empty() {
        node.refuse("has no `[[table.row]]`; add one");
    }
    let rows = rows.iter().filter_map(|row| read_row(row, &columns, &around)).collect();
    node.done();
    TableEntry { id, file: node.file.to_owned(), says, columns, rows }
}

fn columns(node: &Node<'_>) -> Vec<Column> {
    let Some(columns) = node.table("columns") else {
        if !node.has("columns") {
            node.refuse("has no `columns`; write `columns = { place = \"place\", years = \"integer\" }`");
        }
        return Vec::new();
    };
    columns.entries().filter_map(|(name, value)| column(&columns, name, value)).collect()
}

fn column(node: &Node<'_>, name: &str, value: &Value) -> Option<Column> {
    if BUILT_IN.contains(&name) {
        node.refuse(format!("every row has `{name}` already; remove the column"));
        return None;
    }
    if !spelling::is_id(name) {
        node.refuse(format!(
            "`{name}` is no name of a column; write lower-case words joined by hyphens, `like-this`"
        ));
        return None;
    }
    let written = value.as_str().unwrap_or_default();
    let (bare, optional) = written.strip_suffix('?').map_or((written, false), |bare| (bare, true));
    let Some(value_type) = TYPES.iter().find(|known| **known == bare) else {
        node.refuse(format!("column `{name}` has the type `{written}`; write one of {}, with `?` behind if it may be left out", spelling::list(&TYPES)));
        // The column stays, so that its cells are not refused as unknown keys too.
        return Some(Column { name: name.to_owned(), value_type: UNTYPED, optional: true });
    };
    Some(Column { name: name.to_owned(), value_type, optional })
}

fn read_row(node: &Node<'_>, columns: &[Column], around: &Said) -> Option<RowEntry> {
    let (from, until) = (node.day_or_none("from"), node.day_or_none("until"));
    if !node.has("from") {
        node.refuse("has no `from`; add the first day on which it applies");
    }
    if let (Some(from), Some(until)) = (from, until)
        && until < from
    {
        node.refuse(format!("ends on {until}, before it begins on {from}; correct one of the two"));
    }
    node.text_or("note", "");
    let grounds = grounds(node, said(node), around);
    let cells = columns.iter().map(|column| cell(node, column)).collect();
    node.done();
    Some(RowEntry { at: node.at.clone(), from: from?, until, grounds, cells })
}

fn cell(node: &Node<'_>, column: &Column) -> Cell {
    let Some(value) = node.raw(&column.name) else {
        if !column.optional {
            node.refuse(format!("`{}` is missing; add it", column.name));
        }
        return Cell { rust: None, rule: None };
    };
    if column.value_type == UNTYPED {
        return Cell { rust: None, rule: None };
    }
    let rust = rust_value(column.value_type, value);
    let rule = value.as_str().filter(|_| column.value_type == "rule").map(str::to_owned);
    match rust {
        Ok(rust) => Cell { rust: Some(rust), rule },
        Err(wrong) => {
            node.refuse(format!("`{}`: {wrong}", column.name));
            Cell { rust: None, rule: None }
        }
    }
}
