//! The `praetor` command.

fn main() {}
