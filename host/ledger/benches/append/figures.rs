//! Figures, on the screen and in a file.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

/// A figure with what it belongs to.
pub struct Figure {
    pub name: &'static str,
    /// Records on their way at the same time; none: it does not depend on that.
    pub waiting: Option<usize>,
    pub value: f64,
}

/// Adds figures to a file, one a line; a new file begins with the names of the columns.
pub fn append(file: &Path, preloaded: u64, figures: &[Figure]) {
    let new = !file.exists();
    let mut file = OpenOptions::new().append(true).create(true).open(file).unwrap();
    if new {
        writeln!(file, "figure,waiting,preloaded,value").unwrap();
    }
    for Figure { name, waiting, value } in figures {
        let waiting = waiting.map(|waiting| waiting.to_string()).unwrap_or_default();
        writeln!(file, "{name},{waiting},{preloaded},{value:.4}").unwrap();
    }
}

/// The value at a part of the way from the least to the greatest; 0.5 is the median.
pub fn at(mut values: Vec<f64>, part: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    values[((values.len() - 1) as f64 * part) as usize]
}

/// Bytes that this process has had written to disks; 0 where the system does not say.
pub fn written_bytes() -> f64 {
    let text = std::fs::read_to_string("/proc/self/io").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("write_bytes: "));
    line.and_then(|bytes| bytes.parse().ok()).unwrap_or(0.0)
}

/// Bytes of a file on the disk: redb's file is sparse, so its length says nothing.
#[cfg(unix)]
pub fn allocated(file: &Path) -> f64 {
    std::os::unix::fs::MetadataExt::blocks(&std::fs::metadata(file).unwrap()) as f64 * 512.0
}

/// The length, where the system does not say more.
#[cfg(not(unix))]
pub fn allocated(file: &Path) -> f64 {
    std::fs::metadata(file).unwrap().len() as f64
}
