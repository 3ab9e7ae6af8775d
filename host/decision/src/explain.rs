//! Sentences that a person can read, made from a decision when somebody reads it.
