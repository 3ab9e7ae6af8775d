//! The contract reads.

use std::path::Path;

use wit_parser::Resolve;

#[test]
fn the_contract_reads_and_has_the_three_worlds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../wit/v1");
    let mut resolve = Resolve::default();
    let (package, _) = resolve.push_dir(folder).unwrap();
    let worlds: Vec<_> = resolve.packages[package].worlds.keys().map(String::as_str).collect();
    assert_eq!(worlds, ["jurisdiction", "processor", "notice"]);
}
