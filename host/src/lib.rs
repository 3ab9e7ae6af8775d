//! The Praetor server and command line.
