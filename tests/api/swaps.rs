//! Swaps plugins on a server under sustained load, and measures what the callers notice of it.
//!
//! `cargo bench -p praetor --bench swaps -- [--seconds 180] [--rest 60] [--callers 32] [--swaps-per-minute 100]
//! [--csv FILE]`; from the development build with `cargo bench --profile dev`.
//!
//! The callers ask without swaps, then with them, then without again, so that a machine that grows slower shows.
//! Every request must be answered, and afterwards every stored decision is compared with the generation that it
//! names. The file has a line for each ten seconds.

#![allow(
    missing_docs,
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a benchmark that meets the unexpected shall end at once"
)]

mod figures;
#[path = "swapping/load.rs"]
mod load;
mod support;

use std::fmt::Write;
use std::time::{Duration, Instant};

use figures::{after, sorted, within};
use load::{Load, Pair, Seen, Timed, assert_unmixed, run};
use support::Server;

/// Seconds of one line of the file.
const LINE: u64 = 10;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let number = |name: &str, usual: u64| after(&arguments, name).map_or(usual, |text| text.parse().unwrap());
    let (callers, rest) = (number("--callers", 32) as usize, Duration::from_secs(number("--rest", 60)));
    let pause = Duration::from_secs(60) / number("--swaps-per-minute", 100) as u32;
    let time = Duration::from_secs(number("--seconds", 180));
    let server = Server::start();
    let mut pair = Pair::of(&server);
    let phase = |name: &'static str, pair: &mut Pair, time, pause| {
        eprintln!("{name}: {} s, {callers} connections", Duration::as_secs(&time));
        (name, run(&server, pair, Load { time, callers, pause }))
    };
    phase("warming up", &mut pair, rest / 6, None);
    let phases = [
        phase("without swaps", &mut pair, rest, None),
        phase("with swaps", &mut pair, time, Some(pause)),
        phase("without swaps again", &mut pair, rest, None),
    ];
    report(&phases);
    let file = after(&arguments, "--csv").unwrap_or(concat!(env!("CARGO_TARGET_TMPDIR"), "/swaps.csv"));
    std::fs::write(file, csv(&phases)).unwrap();
    println!("each ten seconds: {file}");
    let begun = Instant::now();
    let looked_at = assert_unmixed(&server);
    println!(
        "no request failed; each of the {looked_at} stored decisions names the plugins of its generation and no other (looked at in {} s)",
        begun.elapsed().as_secs()
    );
}

fn report(phases: &[(&str, Seen); 3]) {
    println!(
        "{:<20} {:>9} {:>8} {:>9} {:>9} {:>9} {:>6} {:>9} {:>9}",
        "", "answers", "/s", "p50 ms", "p99 ms", "max ms", "swaps", "p50 ms", "max ms"
    );
    for (name, seen) in phases {
        let (answers, swaps) = (sorted(&seen.answers), sorted(&seen.swaps));
        let seconds = seen.answers.iter().map(|answer| answer.at).max().unwrap_or_default().as_secs_f64();
        println!(
            "{name:<20} {:>9} {:>8.0} {:>9.2} {:>9.2} {:>9.2} {:>6} {:>9.2} {:>9.2}",
            answers.len(),
            answers.len() as f64 / seconds,
            within(&answers, 500),
            within(&answers, 990),
            within(&answers, 1_000),
            swaps.len(),
            within(&swaps, 500),
            within(&swaps, 1_000),
        );
    }
    let [(_, before), (_, with), (_, again)] = phases;
    let rest: Vec<Timed> = before.answers.iter().chain(&again.answers).copied().collect();
    let (rest, with) = (within(&sorted(&rest), 990), within(&sorted(&with.answers), 990));
    println!("p99 with swaps is {:.2} times the p99 without ({with:.2} and {rest:.2} ms)", with / rest);
}

/// A line for each ten seconds of each phase.
fn csv(phases: &[(&str, Seen)]) -> String {
    let mut lines = "phase,from_s,answers,p50_ms,p99_ms,max_ms,swaps,swap_p50_ms,swap_max_ms\n".to_owned();
    for (name, seen) in phases {
        let last = seen.answers.iter().map(|answer| answer.at.as_secs() / LINE).max().unwrap_or_default();
        for line in 0..=last {
            let of = |all: &[Timed]| -> Vec<Timed> {
                all.iter().filter(|one| one.at.as_secs() / LINE == line).copied().collect()
            };
            let (answers, swaps) = (sorted(&of(&seen.answers)), sorted(&of(&seen.swaps)));
            let figures = [within(&answers, 500), within(&answers, 990), within(&answers, 1_000)];
            let figures = figures.map(|figure| format!("{figure:.3}")).join(",");
            let (count, p50, most) = (swaps.len(), within(&swaps, 500), within(&swaps, 1_000));
            writeln!(lines, "{name},{},{},{figures},{count},{p50:.3},{most:.3}", line * LINE, answers.len())
                .unwrap();
        }
    }
    lines
}
