//! Kills a server again and again under mixed load, and looks for what it answered.
//!
//! `cargo bench -p praetor --bench soak -- [--kills 1000] [--cerbos BINARY]`
//!
//! With the binary of Cerbos (npm package `@cerbos/cerbos-linux-x64`) the same is done to its file
//! audit log: how many of the decisions that it answered are missing there after the kills.

#![allow(
    missing_docs,
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a soak that meets the unexpected shall end at once"
)]

#[path = "soak/cerbos.rs"]
mod cerbos;
mod crash;
mod support;

use std::time::Instant;

use crash::Seen;

/// Kills without `--kills`.
const KILLS: u64 = 1_000;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let kills = after(&arguments, "--kills").map_or(KILLS, |kills| kills.parse().unwrap());
    let begun = Instant::now();
    let seen = crash::kill_again_and_again(kills, |kill, seen| {
        if kill % 20 == 0 || kill == kills {
            let (seconds, Seen { answered, proofs }) = (begun.elapsed().as_secs(), seen);
            eprintln!(
                "praetor: {kill} of {kills} kills, {answered} answered decisions, {proofs} proofs, {seconds} s"
            );
        }
    });
    let Seen { answered, proofs } = seen;
    println!(
        "praetor: {kills} kills, {answered} decisions answered, none lost, none doubled, all as answered; {proofs} proofs given before a kill, all hold after it"
    );
    match after(&arguments, "--cerbos") {
        Some(binary) => cerbos::soak(binary, kills),
        None => println!("cerbos: not run; give its binary with --cerbos"),
    }
}

fn after<'a>(arguments: &'a [String], name: &str) -> Option<&'a str> {
    let place = arguments.iter().position(|argument| argument == name)?;
    arguments.get(place + 1).map(String::as_str)
}
