//! Faults that last, and a sync that fails and leaves the system believing that it had not.

use super::whole::{attempt, name};
use super::*;

#[test]
fn a_full_or_read_only_disk_stops_everything_with_clear_words_until_it_is_mended() {
    for (fault, says) in
        [(Fault::Full, "No space left on device"), (Fault::ReadOnly, "Read-only file system")]
    {
        for operations in 0..12 {
            let (bench, disk) = (Bench::new(), Disk::default());
            let (store, mut told) = (bench.open(&disk), Told::default());
            append(&store, &mut told, 0).unwrap();
            catch_up(&store);
            disk.fail_after(operations, fault);
            let failed = (1..30).find_map(|n| append(&store, &mut told, n).err()).expect("a commit failed");
            // The follower may have met it first; redb then refuses the next transaction, or it is known
            // already that there is no store.
            let known = matches!(failed, LedgerError::OutcomeUnknown { .. } | LedgerError::Unavailable(_));
            assert!(known, "{failed}");
            let text = failed.to_string();
            assert!(text.contains(says) || text.contains("Previous I/O error"), "{text}");
            refuses_all(&store, &mut told, says);
            disk.mend();
            recovers(&store, &mut told, 31);
            let health = store.health();
            assert!(health.serving && health.fault.is_none());
            assert_whole(&store, &told);
            drop(store);
            assert_whole(&bench.open(&disk), &told);
        }
    }
}

/// Records, erasures, holds, exports and epochs: none of them happens, and each says why.
fn refuses_all(store: &Ledger, told: &mut Told, says: &str) {
    let whose = Whose { subject: name(1), actor: "officer".into() };
    let order = HoldOrder { subject: None, until: None, matter: "case-7".into(), actor: "officer".into() };
    let errors = [
        append(store, told, 1).unwrap_err(),
        store.erase(&whose).unwrap_err(),
        store.hold(&order).unwrap_err(),
        store.disclose(&whose).unwrap_err(),
        store.end_epoch().unwrap_err(),
        store.claim(&attempt(1)).wait().err().unwrap(),
        store.list(&Page::default()).wait().err().unwrap(),
    ];
    for error in errors {
        assert!(matches!(error, LedgerError::Unavailable(_)), "{error}");
        let text = error.to_string();
        assert!(text.contains(says) || text.contains("being opened again"), "{text}");
        assert!(text.contains("check the disk"), "{text}");
    }
    let health = store.health();
    assert!(!health.serving && health.fault.is_some_and(|fault| fault.contains(says)));
}

#[test]
fn a_full_disk_refuses_to_make_a_store_and_leaves_nothing_in_the_way_of_the_next_attempt() {
    for operations in 0..12 {
        let (bench, disk) = (Bench::new(), Disk::default());
        disk.fail_after(operations, Fault::Full);
        let refused = bench.open_at(&disk, system_clock).err().expect("it cannot be made");
        assert!(refused.to_string().contains("No space left on device"), "{refused}");
        disk.mend();
        let (store, mut told) = (bench.open(&disk), Told::default());
        append(&store, &mut told, 1).unwrap();
        assert_whole(&store, &told);
    }
}

#[test]
fn what_a_failed_sync_did_not_write_is_told_to_nobody_though_the_cache_shows_it() {
    let mut random = numbers(5);
    for operations in 0..40 {
        let (bench, disk) = (Bench::new(), Disk::default());
        let (store, mut told) = (bench.open(&disk), Told::default());
        append(&store, &mut told, 0).unwrap();
        catch_up(&store);
        disk.fail_after(operations, Fault::LostSync);
        let failed = (1..60).find(|n| keyed(&store, &mut told, *n).is_err()).unwrap_or(60);
        assert!(disk.is_sound(), "no sync failed");
        // Sent again under the same key: it is the stored one only if that is on the disk.
        keyed(&store, &mut told, failed).unwrap();
        for n in 61..70 {
            append(&store, &mut told, n).unwrap();
        }
        drop(store);
        let store = bench.open(&disk.after_crash(&mut random));
        assert_whole(&store, &told);
    }
}

/// What a service does with a request under a key.
fn keyed(store: &Ledger, told: &mut Told, n: u64) -> Result<(), LedgerError> {
    for _ in 0..100 {
        let receipt = match store.claim(&attempt(n)).wait() {
            Ok(Claimed::Stored(stored)) => Ok(stored.receipt),
            Ok(Claimed::Fresh(claim)) => store.append(store.prepare(&draft(n))?.under(claim)).wait(),
            Ok(_) => panic!("nobody else has the key"),
            Err(error) => Err(error),
        };
        match receipt {
            Ok(receipt) => {
                told.records.push((receipt, n));
                told.keyed.push((n, receipt));
                return Ok(());
            }
            Err(LedgerError::Repeated | LedgerError::Unavailable(_)) => {}
            Err(error) => return Err(error),
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("it does not recover")
}
