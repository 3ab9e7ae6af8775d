//! Trains the dictionary that payloads are compressed with, from the records of a ledger.
//!
//! `cargo run -p praetor-ledger --example train-dictionary FOLDER FILE`
//!
//! The folder must hold a ledger of invented persons only, such as that of `praetor quickstart`: a
//! dictionary is clear bytes inside the program, and no key erases what stands in it. A dictionary that was
//! released is never changed: a new one takes the next number in `entry/dictionary`.

use std::error::Error;
use std::path::Path;

use praetor_ledger::{Content, Ledger, LedgerOptions, Order, Page, Record, Store};

/// Beyond this size a dictionary costs more time per record than it saves bytes.
const BYTES: usize = 32 * 1024;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(folder), Some(file)) = (arguments.next(), arguments.next()) else {
        return Err("give the folder of a ledger and the file to write".into());
    };
    let samples = samples(Path::new(&folder))?;
    let dictionary = zstd::dict::from_samples(&samples, BYTES)?;
    std::fs::write(&file, &dictionary)?;
    let sizes = |level| -> std::io::Result<(usize, usize)> {
        let mut plain = zstd::bulk::Compressor::new(level)?;
        let mut trained = zstd::bulk::Compressor::with_dictionary(level, &dictionary)?;
        samples.iter().try_fold((0, 0), |(without, with), sample| {
            Ok((without + plain.compress(sample)?.len(), with + trained.compress(sample)?.len()))
        })
    };
    let (without, with) = sizes(1)?;
    let all: usize = samples.iter().map(Vec::len).sum();
    println!("{} records of {all} bytes: {without} compressed, {with} with the dictionary", samples.len());
    Ok(())
}

/// The encoded decisions of a ledger.
fn samples(folder: &Path) -> Result<Vec<Vec<u8>>, Box<dyn Error>> {
    let store = Ledger::open(&LedgerOptions::in_folder(folder))?;
    let (mut page, mut samples) = (Page { order: Order::OldestFirst, ..Page::default() }, Vec::new());
    loop {
        let listing = store.list(&page).wait()?;
        for stored in listing.records {
            match stored.content {
                Content::Record(record @ Record::Decision(_)) => {
                    samples.push(postcard::to_allocvec(&record)?)
                }
                _ => continue,
            }
        }
        page.after = match listing.next {
            Some(next) => Some(next),
            None => return Ok(samples),
        };
    }
}
