//! Plugins are swapped under load: no request fails, and no decision is made by a mixture of generations.
//! `cargo bench -p praetor --bench swaps` does the same for minutes, and measures it.

use std::time::Duration;

use super::load::{Load, Pair, assert_unmixed, run};
use crate::support::Server;

#[test]
fn swaps_under_load_fail_no_request_and_mix_no_generations() {
    let server = Server::start();
    let mut pair = Pair::of(&server);
    let load = Load { time: Duration::from_secs(5), callers: 8, pause: Some(Duration::from_millis(100)) };
    let seen = run(&server, &mut pair, load);
    let (swaps, answers) = (seen.swaps.len(), seen.answers.len());
    assert!(swaps >= 5 && answers > 100, "too little happened: {swaps} swaps, {answers} answers");
    assert_eq!(assert_unmixed(&server), answers);
}
