//! What the commands print: errors with their causes, sentences, and tables.

use std::error::Error;

use comfy_table::presets::UTF8_HORIZONTAL_ONLY;
use comfy_table::{ContentArrangement, Table};

/// Prints an error and what caused it, where the cause says more.
#[expect(clippy::print_stderr, reason = "errors of a command belong on standard error")]
pub fn error(error: &dyn Error) {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        let says = next.to_string();
        if !text.contains(&says) {
            text = format!("{text}: {says}");
        }
        cause = next.source();
    }
    eprintln!("praetor: {text}");
}

/// Prints a line of the command's result.
#[expect(clippy::print_stdout, reason = "the result of a command belongs on standard output")]
pub fn line(text: impl AsRef<str>) {
    println!("{}", text.as_ref());
}

/// Prints what is going on; not part of the result.
#[expect(clippy::print_stderr, reason = "progress belongs on standard error")]
pub fn progress(text: impl AsRef<str>) {
    eprintln!("{}", text.as_ref());
}

/// A table that fits the terminal.
#[must_use]
pub fn table(header: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut table = Table::new();
    table.load_style(UTF8_HORIZONTAL_ONLY);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    if table.width().is_none() {
        table.set_width(WIDTH_WITHOUT_TERMINAL);
    }
    table.set_header(header);
    table.add_rows(rows);
    table.to_string()
}

/// Columns of a table that is not shown on a terminal.
const WIDTH_WITHOUT_TERMINAL: u16 = 140;
