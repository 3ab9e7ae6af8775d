//! Plugins are swapped under load: no request fails, and no decision is made by a mixture of generations.
//! `cargo bench -p praetor --bench swaps` does the same for minutes, and measures it.

use std::time::{Duration, Instant};

use super::load::{Load, Pair, assert_unmixed, run};
use crate::support::Server;

const SWAPS: usize = 20;
/// A machine that is busy with other things gets more time.
const PATIENCE: Duration = Duration::from_secs(60);

#[test]
fn swaps_under_load_fail_no_request_and_mix_no_generations() {
    let server = Server::start();
    let mut pair = Pair::of(&server);
    let load = Load { time: Duration::from_secs(2), callers: 8, pause: Some(Duration::from_millis(50)) };
    let (begun, mut swaps, mut answers) = (Instant::now(), 0, 0);
    while swaps < SWAPS && begun.elapsed() < PATIENCE {
        let seen = run(&server, &mut pair, load);
        (swaps, answers) = (swaps + seen.swaps.len(), answers + seen.answers.len());
    }
    assert!(swaps >= SWAPS && answers > 100, "too little happened: {swaps} swaps, {answers} answers");
    assert_eq!(assert_unmixed(&server), answers);
}
