//! Law data to typed Rust, refusing what is uncited or gapped.
