//! Any order of recording, erasing, holding, ending epochs and opening again.

use proptest::prelude::*;

use super::*;
use crate::store::Prepared;

#[derive(Clone, Debug)]
enum Step {
    Append(u8),
    /// Prepared now, stored at some later step.
    Prepare(u8),
    Store,
    Erase(u8),
    Hold(u8),
    Release,
    EndEpoch,
    Reopen,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..4_u8).prop_map(Step::Append),
        2 => (0..4_u8).prop_map(Step::Prepare),
        2 => Just(Step::Store),
        2 => (0..4_u8).prop_map(Step::Erase),
        1 => (0..4_u8).prop_map(Step::Hold),
        1 => Just(Step::Release),
        1 => Just(Step::EndEpoch),
        1 => Just(Step::Reopen),
    ]
}

#[derive(Default)]
struct World {
    /// Every record with its subject and whether it may be read.
    records: Vec<(u8, Receipt, bool)>,
    waiting: Vec<(u8, Prepared)>,
    /// Number and subject of each hold.
    holds: Vec<(u64, u8)>,
    epoch: u32,
}

fn name(subject: u8) -> String {
    format!("person-{subject}")
}

impl World {
    fn take(&mut self, bench: &Bench, store: Ledger, step: Step) -> Ledger {
        match step {
            Step::Append(who) => self.records.push((who, append(&store, &draft(&name(who), 1)), true)),
            Step::Prepare(who) => self.waiting.push((who, store.prepare(&draft(&name(who), 2)).unwrap())),
            Step::Store => {
                for (who, prepared) in self.waiting.drain(..) {
                    self.records.push((who, store.append(prepared).wait().unwrap(), true));
                }
            }
            Step::Erase(who) => self.erase(&store, who),
            Step::Hold(who) => {
                let hold = store.hold(&hold_order(Some(&name(who)), None)).unwrap();
                self.holds.push((hold.number, who));
            }
            Step::Release => {
                if let Some((hold, _)) = self.holds.pop() {
                    assert!(store.release(hold, &Name::new("officer")).unwrap().is_some());
                }
            }
            Step::EndEpoch => {
                self.epoch += 1;
                assert_eq!(store.end_epoch().unwrap(), self.epoch + 1);
            }
            Step::Reopen => {
                // What is prepared belongs to the process that prepared it.
                self.waiting.clear();
                drop(store);
                return bench.open();
            }
        }
        store
    }

    fn erase(&mut self, store: &Ledger, who: u8) {
        let erasure = store.erase(&whose(&name(who))).unwrap();
        let held = self.holds.iter().any(|(_, held)| *held == who);
        assert_eq!(matches!(erasure, Erasure::Refused { .. }), held);
        if !held {
            self.records.iter_mut().filter(|(of, ..)| *of == who).for_each(|record| record.2 = false);
        }
    }

    fn check(&self, store: &Ledger) {
        for (who, receipt, readable) in &self.records {
            assert_eq!(is_readable(store, receipt), *readable, "person-{who}, {}", receipt.sequence);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn exactly_the_erased_records_are_unreadable_after_any_steps(
        steps in prop::collection::vec(step(), 1..40)
    ) {
        let bench = Bench::new();
        let (mut store, mut world) = (bench.open(), World::default());
        for step in steps {
            store = world.take(&bench, store, step);
            world.check(&store);
        }
        drop(store);
        world.check(&bench.open());
    }
}
