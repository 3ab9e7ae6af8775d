//! Runs plugins: the only crate that knows wasmtime and WIT.
