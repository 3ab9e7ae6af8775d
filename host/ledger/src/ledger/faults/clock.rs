//! The clock jumps, also over the ends of quarters and of epochs.

use std::sync::atomic::{AtomicU64, Ordering};

use super::whole::name;
use super::*;
use crate::id::Timestamp;

const QUARTER: u64 = 92 * 86_400_000_000;

#[test]
fn a_clock_that_jumps_back_never_makes_times_fall() {
    static NOW: AtomicU64 = AtomicU64::new(0);
    let (bench, disk, mut told) = (Bench::new(), Disk::default(), Told::default());
    for now in [5_000, 9_000, 2_000, 8_999, 9_001, 1] {
        NOW.store(now, Ordering::SeqCst);
        let store = bench.open_at(&disk, || Timestamp(NOW.load(Ordering::SeqCst))).unwrap();
        append(&store, &mut told, now).unwrap();
        assert_whole(&store, &told);
    }
    let times: Vec<_> = told.records.iter().map(|(receipt, _)| receipt.recorded_at.0).collect();
    assert_eq!(times, [5_000, 9_000, 9_000, 9_000, 9_001, 9_001]);
}

#[test]
fn a_subject_gets_a_new_key_in_each_quarter_and_old_records_stay_readable() {
    static NOW: AtomicU64 = AtomicU64::new(0);
    let (bench, disk, mut told) = (Bench::new(), Disk::default(), Told::default());
    // The last one steps back, and stays in the quarter that was reached.
    for quarter in [0, 0, 1, 1, 2, 1] {
        NOW.store(quarter * QUARTER, Ordering::SeqCst);
        let store = bench.open_at(&disk, || Timestamp(NOW.load(Ordering::SeqCst))).unwrap();
        append(&store, &mut told, 1).unwrap();
    }
    let store = bench.open(&disk);
    assert_whole(&store, &told);
    let keys = store.shared.read(|reader| Ok(reader.key_rows()?.count())).unwrap();
    assert_eq!(keys, 4, "three quarters and the log itself");
}

#[test]
fn jumps_over_quarters_between_epochs_lose_no_key_and_hide_none_from_an_erasure() {
    static NOW: AtomicU64 = AtomicU64::new(0);
    let clock = || Timestamp(NOW.load(Ordering::SeqCst));
    for reopened in [false, true] {
        let (bench, disk, mut told) = (Bench::new(), Disk::default(), Told::default());
        NOW.store(20 * QUARTER, Ordering::SeqCst);
        let mut store = bench.open_at(&disk, clock).unwrap();
        for (step, quarter) in [20, 23, 19, 23, 24, 0, 24].into_iter().enumerate() {
            NOW.store(quarter * QUARTER, Ordering::SeqCst);
            for person in [1, 2] {
                append(&store, &mut told, person).unwrap();
            }
            if step % 2 == 1 {
                assert_eq!(store.end_epoch().unwrap(), 2 + u32::try_from(step / 2).unwrap());
            }
            if reopened {
                drop(store);
                store = bench.open_at(&disk, clock).unwrap();
            }
            assert_whole(&store, &told);
        }
        let Erasure::Erased { receipt, keys, .. } =
            store.erase(&Whose { subject: name(1), actor: "officer".into() }).unwrap()
        else {
            panic!("nothing is held")
        };
        assert_eq!(keys, 3, "one for each quarter that was reached");
        told.asked.insert(1);
        told.erased.insert(1, receipt.sequence);
        NOW.store(0, Ordering::SeqCst);
        store.end_epoch().unwrap();
        assert_whole(&store, &told);
        drop(store);
        assert_whole(&bench.open_at(&disk, clock).unwrap(), &told);
    }
}
