//! Tiles and bundles hold what the tree and the log hold, and nothing that is not signed.

use tlog_tiles::record_hash;

use super::*;
use crate::proof::root_of;

fn tile(store: &Ledger, address: &str) -> Option<Vec<u8>> {
    store.tile(address.parse().unwrap()).wait().unwrap()
}

/// The entries of a bundle.
fn entries(mut bundle: &[u8]) -> Vec<&[u8]> {
    let mut entries = vec![];
    while let Some((length, rest)) = bundle.split_first_chunk::<2>() {
        let (entry, rest) = rest.split_at(u16::from_be_bytes(*length).into());
        entries.push(entry);
        bundle = rest;
    }
    entries
}

#[test]
fn tiles_and_bundles_are_those_of_the_signed_tree() {
    let folder = tempfile::tempdir().unwrap();
    let store = open_in(folder.path());
    let receipts = fill(&store, 0..700);
    store.shared.catch_up().unwrap();
    for (address, bundle, first, count) in [
        ("0/000", "entries/000", 0, 256),
        ("0/001", "entries/001", 256, 256),
        ("0/002.p/188", "entries/002.p/188", 512, 188),
        ("0/002.p/7", "entries/002.p/7", 512, 7),
    ] {
        let (hashes, bundle) = (tile(&store, address).unwrap(), tile(&store, bundle).unwrap());
        let entries = entries(&bundle);
        assert_eq!((hashes.len(), entries.len()), (count * 32, count));
        for ((entry, hash), receipt) in entries.iter().zip(hashes.chunks(32)).zip(&receipts[first..]) {
            assert_eq!(hash, receipt.leaf.as_bytes());
            assert_eq!(hash, record_hash(entry).0);
        }
    }
    let full: Vec<Hash> =
        tile(&store, "0/001").unwrap().chunks(32).map(|hash| Hash(hash.try_into().unwrap())).collect();
    assert_eq!(tile(&store, "1/000.p/2").unwrap()[32..], root_of(&full).0);
    for beyond in
        ["0/002", "0/002.p/189", "0/003.p/1", "1/000", "1/000.p/3", "2/000.p/1", "63/000.p/1", "entries/002"]
    {
        assert_eq!(tile(&store, beyond), None, "{beyond}");
    }
}

#[test]
fn a_tile_of_what_is_not_signed_yet_is_not_given() {
    let folder = tempfile::tempdir().unwrap();
    let store = open_in(folder.path());
    assert_eq!(tile(&store, "0/000.p/1"), None);
    fill(&store, 0..3);
    store.shared.catch_up().unwrap();
    *store.shared.signed.lock().unwrap() = Some(Signed { note: vec![], size: 2 });
    assert!(tile(&store, "0/000.p/2").is_some());
    assert_eq!(tile(&store, "0/000.p/3"), None);
    assert_eq!(tile(&store, "entries/000.p/3"), None);
}
