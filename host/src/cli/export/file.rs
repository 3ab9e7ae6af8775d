//! The file of an export: named `.partial` until it is whole.

use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, ErrorKind, Write};
use std::path::{Path, PathBuf};

use serde_json::Value as Json;

use crate::cli::CliError;
use crate::export::Format;

/// Where an export goes.
pub(super) struct Target {
    file: PathBuf,
    partial: PathBuf,
}

impl Target {
    /// A file that is not there yet.
    pub(super) fn new(file: &Path) -> Result<Self, CliError> {
        if file.exists() {
            return Err(format!("`{}` exists; name another file, or move it away", file.display()).into());
        }
        let mut partial = file.as_os_str().to_owned();
        partial.push(".partial");
        Ok(Self { file: file.to_owned(), partial: partial.into() })
    }

    /// Writes with `write`, makes it durable, checks that it is whole, and gives it its name. Gives the
    /// number of decisions in it. What is not whole keeps the name `.partial`.
    pub(super) fn write(
        &self,
        format: Format,
        write: impl FnOnce(&mut File) -> Result<(), CliError>,
    ) -> Result<u64, CliError> {
        let mut file = private(&self.partial)?;
        let written = write(&mut file).and_then(|()| {
            file.flush()?;
            file.sync_all()?;
            check(&self.partial, format)
        });
        let decisions = written.map_err(|error| {
            format!("the export was cut short ({error}); what came is in `{}`", self.partial.display())
        })?;
        self.name()?;
        Ok(decisions)
    }

    /// Gives it its name, if nobody took that meanwhile.
    fn name(&self) -> Result<(), CliError> {
        match std::fs::hard_link(&self.partial, &self.file) {
            Ok(()) => Ok(std::fs::remove_file(&self.partial)?),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                let (file, partial) = (self.file.display(), self.partial.display());
                Err(format!("`{file}` was made meanwhile; the export is whole, in `{partial}`").into())
            }
            // Not every file system has links.
            Err(_) => Ok(std::fs::rename(&self.partial, &self.file)?),
        }
    }
}

/// A new file that only its owner may read.
fn private(file: &Path) -> Result<File, CliError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file).map_err(|error| format!("cannot make `{}`: {error}", file.display()).into())
}

/// The decisions in a whole export.
fn check(file: &Path, format: Format) -> Result<u64, CliError> {
    match format {
        Format::Ndjson => check_lines(file),
        #[cfg(feature = "parquet")]
        Format::Parquet => Ok(crate::export::check_table(File::open(file)?)?),
    }
}

/// The last line says that it is complete, and how many lines there are.
fn check_lines(file: &Path) -> Result<u64, CliError> {
    let (mut lines, mut count, mut last) = (BufReader::new(File::open(file)?), 0_u64, Vec::new());
    loop {
        let mut line = Vec::new();
        if lines.read_until(b'\n', &mut line)? == 0 {
            break;
        }
        (count, last) = (count + 1, line);
    }
    let end: Json = serde_json::from_slice(&last).unwrap_or_default();
    let decisions = end.get("decisions").and_then(Json::as_u64);
    match (end.get("complete").and_then(Json::as_bool), decisions) {
        (Some(true), Some(decisions)) if decisions.checked_add(2) == Some(count) => Ok(decisions),
        (Some(true), _) => Err("it has other lines than its end says".into()),
        _ => Err("its last line is missing".into()),
    }
}
