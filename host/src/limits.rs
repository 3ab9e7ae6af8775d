//! Every limit on what callers may send, in one place, each with its reason.

/// Bytes of a request body. A question of 1,000 items with ten facts each is below 400 KiB.
pub const BODY_BYTES_MAX: usize = 1024 * 1024;

/// Questions in one JSON batch; a longer list belongs in the NDJSON stream.
pub const BATCH_QUESTIONS_MAX: usize = 1_000;

/// Entities of one kind in a question. One decision names each of them, and its record must fit
/// into one ledger entry.
pub const ENTITIES_OF_KIND_MAX: usize = 500;

/// Entities of a question in all.
pub const ENTITIES_MAX: usize = 2_000;

/// Bytes of one string: ids, codes, paths. Free text has no place in a question.
pub const STRING_BYTES_MAX: usize = 256;

/// Members of one list value (codes, places, days, references).
pub const LIST_MEMBERS_MAX: usize = 500;

/// Problems that one answer lists; the caller mends these first.
pub const PROBLEMS_SHOWN_MAX: usize = 20;

/// Rows of one page of a search, and the number that is used when none is asked for.
pub const PAGE_ROWS_MAX: usize = 500;
/// Rows of a page when the caller asks for no number.
pub const PAGE_ROWS_DEFAULT: usize = 50;
