//! Proofs from the store and those of an independent crate are the same bytes, at every size.

use ct_merkle::mem_backed_tree::MemoryBackedTree;
use sha2_oracle::Sha256;

use super::super::reading::StoredHashes;
use super::*;

#[test]
fn proofs_are_those_of_an_independent_crate_at_every_size() {
    const RECORDS: u64 = 560;
    let folder = tempfile::tempdir().unwrap();
    let store = open_in(folder.path());
    fill(&store, 0..RECORDS);
    store.shared.catch_up().unwrap();
    let entries = store.shared.read(|reader| reader.raw(0..RECORDS)).unwrap();
    let mut oracle = MemoryBackedTree::<Sha256, Vec<u8>>::new();
    let mut roots = vec![];
    store
        .shared
        .read(|reader| {
            for (entry, size) in entries.into_iter().zip(1..) {
                oracle.push(entry.unwrap());
                let root = oracle.root();
                for index in [0, 1, size / 3, size / 2, size - 1].into_iter().filter(|index| *index < size) {
                    let ours = prove_record(size, index, &StoredHashes(reader)).unwrap();
                    let ours: Vec<u8> = ours.iter().flat_map(|hash| hash.0).collect();
                    let at = usize::try_from(index).unwrap();
                    let theirs = oracle.prove_inclusion(at);
                    assert_eq!(ours, theirs.as_bytes(), "entry {index} of {size}");
                    root.verify_inclusion(&oracle.items()[at], index, &theirs).unwrap();
                }
                for from in
                    [1, size / 4, size / 2, size - 1].into_iter().filter(|from| (1..size).contains(from))
                {
                    let ours = prove_tree(size, from, &StoredHashes(reader)).unwrap();
                    let ours: Vec<u8> = ours.iter().flat_map(|hash| hash.0).collect();
                    let theirs = oracle.prove_consistency(usize::try_from(size - from).unwrap());
                    assert_eq!(ours, theirs.as_bytes(), "from {from} to {size}");
                    let old = &roots[usize::try_from(from - 1).unwrap()];
                    root.verify_consistency(old, &theirs).unwrap();
                }
                roots.push(root);
            }
            Ok(())
        })
        .unwrap();
    let note = store.checkpoint().wait().unwrap().unwrap();
    let checkpoint = open(&note, &store.verifier_key()).unwrap();
    assert_eq!(checkpoint.hash().0.as_slice(), roots.last().unwrap().as_bytes().as_slice());
}
