//! The append-only store of decisions: the only crate that knows redb.
