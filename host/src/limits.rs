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

/// Bytes of the reference of a matter: a file number of a court or of an authority.
pub const MATTER_BYTES_MAX: usize = 64;

/// Bytes of the reference that a completion gives: a ticket, a file number, never a person's name.
pub const REFERENCE_BYTES_MAX: usize = 64;

/// Different settings of a plugin's cases under which it is fuzzed: each is a generation of its own.
pub const FUZZ_SETTINGS_MAX: usize = 16;

/// Smaller questions that are tried before the fuzzer shows one: some seconds at most.
pub const FUZZ_SMALLER_TRIALS: usize = 2_000;

/// Bytes of the file with the signatures on a plugin: hundreds of signers.
pub const SIGNATURE_BYTES_MAX: u64 = 64 * 1024;

/// Free bytes on a disk from which it is worth a word: a busy day of decisions.
pub const DISK_FREE_LOW: u64 = 2 * 1024 * 1024 * 1024;

/// Free bytes on a disk from which nothing may be stored any more within minutes.
pub const DISK_FREE_LEAST: u64 = 256 * 1024 * 1024;

/// Milliseconds between two lines on the progress of a backup.
pub const BACKUP_LINE_MILLISECONDS: u64 = 500;

/// Parts of a stream that are written before the caller has read those before.
pub const STREAM_PARTS_AHEAD: usize = 4;

/// Exports of decisions that run at the same time: each has a thread, and a row group of a table in
/// memory. The auditors of a controller are few.
pub const EXPORTS_AT_ONCE: usize = 2;

/// Time that the reader of a stream has to take the next part of it; then it is cut, so that a reader
/// that hangs holds no thread.
pub const STREAM_STALL_SECONDS: u64 = 60;

/// Bytes of one part of a stream: large enough that handing it over costs nothing.
pub const STREAM_PART_BYTES: usize = 64 * 1024;

/// Rows of one row group of a Parquet file: a segment of the ledger.
pub const EXPORT_GROUP_ROWS: usize = 65_536;

/// Bytes of one row group before compression: it is in memory until it is written. Readers like large
/// groups, and a few thousand rows is large enough.
pub const EXPORT_GROUP_BYTES: usize = 32 * 1024 * 1024;

/// Days after which a copy with content is to be deleted: a month, in which an erasure must be done.
pub const EXPORT_COPY_DAYS: u64 = 30;

/// Depth of nested JSON. A question in a batch has four levels; more is an attack on the reader.
pub const NESTING_MAX: usize = 16;

/// Questions of one batch that are decided at the same time. Enough to fill each commit of the
/// ledger, and few enough to leave the plugin threads to others.
pub const BATCH_AT_ONCE: usize = 64;

/// Time for a request's head to arrive, and for an idle connection to be used again.
pub const HEAD_SECONDS: u64 = 30;

/// Time for a request's body to arrive: 1 MiB in this time is under one Mbit/s.
pub const BODY_SECONDS: u64 = 10;

/// Time for a whole request. A full batch of questions with four plugins takes under a second.
pub const REQUEST_SECONDS: u64 = 30;

/// Bytes of a request's head: a token and what proxies add.
pub const HEAD_BYTES_MAX: usize = 32 * 1024;

/// Connections that are open at the same time; more wait in the system's queue.
pub const CONNECTIONS_MAX: usize = 1_024;

/// Bytes of a request id that a caller may choose: a UUID has 36, a trace id 55.
pub const REQUEST_ID_BYTES_MAX: usize = 128;

/// Bytes of an idempotency key: what is usual for them, and far more than a UUID.
pub const IDEMPOTENCY_KEY_BYTES_MAX: usize = 255;

/// Time that a receiver of checkpoints has to take one: they are a few hundred bytes, and a receiver
/// that hangs must not keep the others from theirs.
pub const PUBLISH_SECONDS: u64 = 10;

/// Pause before a checkpoint that was not taken is sent again, or a newer one in its place.
pub const PUBLISH_RETRY_SECONDS: u64 = 5;

/// Bytes of a witness's answer: a line for each of its keys.
pub const PUBLISH_ANSWER_BYTES: u64 = 64 * 1024;

/// Time that running requests get to finish when the server is stopped.
pub const SHUTDOWN_SECONDS: u64 = 20;

/// Time that one decision may take when it is replayed: at a low priority beside a busy server, calls
/// that burn all their fuel take seconds.
pub const REPLAY_SECONDS: u64 = 60;

/// Past generations whose plugins stay loaded for replays. A range passes from one to the next.
pub const PAST_GENERATIONS: usize = 4;

/// Time after which a past generation that could not be loaded is looked into again. Until then a long
/// replay does not read the same broken file for each decision.
pub const REPLAY_RETRY_SECONDS: u64 = 5;

/// Records that a thread of a sweep takes at once, in one snapshot: some milliseconds of work. While
/// a snapshot is read, an erasure waits.
pub const SWEEP_RECORDS_AT_ONCE: u64 = 32;

/// How long a thread of a sweep lets questions go first before it makes one decision again: at 32
/// callers who never pause, two threads make some dozens a second and cost them little.
pub const SWEEP_GIVES_WAY_MILLISECONDS: u64 = 50;

/// Time between two lines on the progress of a sweep.
pub const SWEEP_PROGRESS_SECONDS: u64 = 1;

/// Differences of one decision that are listed; the first ones name the cause.
pub const DIFFERENCES_SHOWN_MAX: usize = 20;

/// Bytes of a value in a difference.
pub const DIFFERENCE_BYTES_MAX: usize = 400;

/// The part of a call's fuel and of its memory that the cases of a plugin may take: one in so many. The
/// questions of a service are larger than cases, and must not run into the limits.
pub const CASES_SHARE: u64 = 4;

/// Days after which a rule or a value of the law should be compared with its source again.
pub const LAW_CHECKED_DAYS: i32 = 365;
/// Differences that are told of a plugin whose own case fails; its author sees all.
pub const CASE_LINES_SHOWN: usize = 3;

/// Time that an uploaded plugin has to arrive: the largest, 32 MiB, at some ten Mbit/s.
pub const UPLOAD_SECONDS: u64 = 25;

/// Generations and refusals of one page of the history, at most and where none are asked for.
pub const HISTORY_ROWS: usize = 100;

/// Changes and refusals that are looked through at the start for plugins that are still refused.
pub const REFUSALS_SOUGHT: usize = 10_000;

/// Pause between two looks at the folder of plugins. A file is taken once it has not changed from one
/// look to the next, so that one that is being written is left alone.
pub const WATCH_MILLISECONDS: u64 = 1_000;

/// Groups of shifts that are told apart; further ones are only counted. A candidate with so many ways to
/// differ is another law.
pub const SHIFT_GROUPS_MAX: usize = 1_000;

/// Decisions that are named for each group of shifts.
pub const SHIFT_EXAMPLES: usize = 5;

/// Decisions that wait for the plugins in shadow: some seconds of a busy server. More are not shown to
/// them and counted.
pub const SHADOW_QUEUE: usize = 4_096;

/// Differences on record that are looked through at the start, and for one page.
pub const SHADOWS_SOUGHT: usize = 100_000;
