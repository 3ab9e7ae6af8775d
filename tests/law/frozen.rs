//! What was promised to compiled plugins stays true: the contract keeps its shapes, and components
//! that were built against it once still load, and still pass the cases that they carry.

use std::collections::BTreeMap;
use std::path::PathBuf;

use praetor::cases::{Runner, cases_inside};
use wit_component::WitPrinter;
use wit_parser::Resolve;

use crate::support::{load, repository};

fn frozen() -> PathBuf {
    repository().join("tests/frozen")
}

/// The shapes of the contract without their comments.
fn shapes() -> String {
    let mut resolve = Resolve::default();
    let (package, _) = resolve.push_dir(repository().join("wit/v1")).unwrap();
    let mut printer = WitPrinter::default();
    printer.emit_docs(false).print(&resolve, package, &[]).unwrap();
    printer.output.to_string()
}

/// `wit/README.md` says what may change. If this fails, a compiled plugin would no longer load: a
/// new ability is a new interface in a new file, which is then added to the frozen shapes.
#[test]
fn the_contract_keeps_its_shapes() {
    let promised = std::fs::read_to_string(frozen().join("wit-v1.wit")).unwrap();
    assert!(promised.trim_end() == shapes().trim_end(), "wit/v1 is frozen; it now reads\n{}", shapes());
}

#[test]
fn components_built_against_the_first_contract_still_pass_their_own_cases() {
    let mut asked = 0;
    for entry in std::fs::read_dir(frozen().join("components")).unwrap() {
        let file = entry.unwrap().path();
        let bytes = std::fs::read(&file).unwrap();
        let cases = cases_inside(&bytes, &file).unwrap();
        let mut runner = Runner::new(load(&bytes), BTreeMap::new());
        for case in cases.iter().filter(|case| case.with.is_empty()) {
            let outcome = runner.run(case);
            assert!(outcome.failure.is_none(), "{}: {outcome:?}", file.display());
            asked += 1;
        }
    }
    assert!(asked > 50, "only {asked} cases were found in the frozen components");
}
