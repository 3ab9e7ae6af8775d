//! Puts a file with secrets in the place of another, so that at each moment one of both is whole.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

/// Writes beside, then renames: a replacement that is cut short leaves the file before as it was.
pub(crate) fn put(path: &Path, text: &[u8]) -> io::Result<()> {
    write_beside(path, text)?;
    fs::rename(beside(path), path)?;
    sync_folder_of(path)
}

/// As [`put`], and overwrites the bytes of the file before. They keep a second name until that is
/// done, so that [`finish`] can do it after a replacement that was cut short.
pub(super) fn put_and_destroy(path: &Path, text: &[u8]) -> io::Result<()> {
    finish(path)?;
    write_beside(path, text)?;
    exchange(path)
}

/// Begins a file that [`exchange`] puts in the place of the one at `path`; its owner alone may read it.
pub(crate) fn begin_beside(path: &Path) -> io::Result<File> {
    finish(path)?;
    open_beside(path)
}

/// Puts the file that was written and synced beside in its place, and overwrites the one before.
pub(crate) fn exchange(path: &Path) -> io::Result<()> {
    match fs::hard_link(path, former(path)) {
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        linked => linked?,
    }
    sync_folder_of(path)?;
    fs::rename(beside(path), path)?;
    sync_folder_of(path)?;
    finish(path)
}

/// Ends a replacement that was cut short: overwrites and removes the file before, if it is still there,
/// and what was written beside and never took its place.
pub(super) fn finish(path: &Path) -> io::Result<()> {
    let beside = beside(path);
    if beside.try_exists()? {
        overwrite(&beside)?;
        fs::remove_file(&beside)?;
    }
    let former = former(path);
    if !former.try_exists()? {
        return Ok(());
    }
    // Cut short before the new file had its name: both names stand for the file that is in use.
    if !have_same_content(&former, path)? {
        overwrite(&former)?;
    }
    fs::remove_file(&former)?;
    sync_folder_of(path)
}

/// Waits until the names in the folder of this file are on the disk.
pub(crate) fn sync_folder_of(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(folder) if cfg!(unix) && !folder.as_os_str().is_empty() => File::open(folder)?.sync_all(),
        _ => Ok(()),
    }
}

fn beside(path: &Path) -> PathBuf {
    named(path, ".part")
}

fn former(path: &Path) -> PathBuf {
    named(path, ".former")
}

/// The whole name with an ending: files that differ in their extension alone, as the keys and the record
/// of the checkpoints, must never be written beside under one name.
fn named(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

fn write_beside(path: &Path, text: &[u8]) -> io::Result<()> {
    let mut file = open_beside(path)?;
    file.write_all(text)?;
    file.sync_all()
}

fn open_beside(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(beside(path))
}

/// Compares piece by piece: the file can be a backup of many keys.
fn have_same_content(one: &Path, other: &Path) -> io::Result<bool> {
    let (mut one, mut other) = (BufReader::new(File::open(one)?), BufReader::new(File::open(other)?));
    loop {
        let (a, b) = (one.fill_buf()?, other.fill_buf()?);
        let length = a.len().min(b.len());
        if a.get(..length) != b.get(..length) || (length == 0 && a.len() != b.len()) {
            return Ok(false);
        }
        if length == 0 {
            return Ok(true);
        }
        one.consume(length);
        other.consume(length);
    }
}

/// Zeros over the whole file. What a disk keeps behind its addresses is beyond the reach of any program.
fn overwrite(path: &Path) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).open(path)?;
    let length = file.metadata()?.len();
    io::copy(&mut io::repeat(0).take(length), &mut file)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_replacement_leaves_one_private_file_and_nothing_of_the_one_before() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys");
        put(&path, b"first").unwrap();
        let held = File::open(&path).unwrap();
        put_and_destroy(&path, b"second").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"second");
        assert_eq!(io::read_to_string(held).unwrap(), "\0".repeat(5), "the bytes before are overwritten");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn files_of_one_stem_that_are_replaced_at_the_same_time_stay_themselves() {
        let folder = tempfile::tempdir().unwrap();
        let paths = ["keys", "checkpoint-key", "checkpoint"]
            .map(|end| folder.path().join("ledger").with_extension(end));
        std::thread::scope(|scope| {
            for (path, text) in
                paths.iter().zip([b"first ".repeat(900), b"second".repeat(700), b"third ".repeat(800)])
            {
                scope.spawn(move || {
                    for _ in 0..40 {
                        put(path, &text).unwrap();
                        put_and_destroy(path, &text[1..]).unwrap();
                        assert_eq!(fs::read(path).unwrap(), &text[1..]);
                    }
                });
            }
        });
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
    }

    #[test]
    fn what_was_written_beside_and_never_took_its_place_is_destroyed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys");
        put(&path, b"first").unwrap();
        write_beside(&path, b"second").unwrap();
        let held = File::open(beside(&path)).unwrap();
        finish(&path).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"first");
        assert_eq!(io::read_to_string(held).unwrap(), "\0".repeat(6));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_replacement_that_was_cut_short_anywhere_is_ended_at_the_next_start() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys");
        put(&path, b"first").unwrap();
        // Cut short before the rename: both names are one file, which must live.
        fs::hard_link(&path, former(&path)).unwrap();
        finish(&path).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"first");
        // Cut short after it: the file before must go.
        fs::hard_link(&path, former(&path)).unwrap();
        put(&path, b"second").unwrap();
        let held = File::open(former(&path)).unwrap();
        finish(&path).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"second");
        assert_eq!(io::read_to_string(held).unwrap(), "\0".repeat(5));
        assert!(!former(&path).exists());
    }
}
