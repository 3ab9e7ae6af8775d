//! Every limit of the ledger, with its reason.

/// Records that may wait for the writer. At 150,000 records a second this is under 30 ms of work;
/// beyond it a caller is better told to come back (503, `Retry-After`) than kept waiting.
pub const QUEUE_RECORDS: usize = 4_096;

/// Bytes that may wait for the writer: a full queue of ordinary records is 4 MiB, and large ones
/// must not fill the memory.
pub const QUEUE_BYTES: usize = 64 * 1024 * 1024;

/// Records in one commit: everything that can wait, so that a full queue drains at once.
pub const BATCH_RECORDS: usize = 4_096;

/// Stored bytes in one commit, so that large records cannot make one commit slow for all others.
pub const BATCH_BYTES: usize = 4 * 1024 * 1024;

/// Bytes of one entry: the bundles of C2SP tlog-tiles carry a 16-bit length. A larger payload goes
/// to the blob table, and its entry holds its SHA-256.
pub const ENTRY_BYTES: usize = 65_535;

/// Bytes of one encoded record before compression. A question at the limits of the API stays far
/// below; it also bounds what a forged payload can make the reader unpack.
pub const PAYLOAD_BYTES: usize = 8 * 1024 * 1024;

/// Bytes of a subject's identifier: longer ones are not identifiers but documents.
pub const SUBJECT_BYTES: usize = 1_024;

/// Records on one page of a listing: a page is opened in memory, and a read transaction pins freed
/// pages while it lives.
pub const PAGE_RECORDS: usize = 1_000;

/// Entries that one page may look at while it filters; the page then ends early, with a position.
pub const PAGE_SCAN: usize = 20_000;

/// Decisions on one page of a bulk export: each page is a snapshot that pins freed pages, and its
/// records are in memory at the same time.
pub const EXTRACT_RECORDS: usize = 256;

/// Stored bytes of the payloads on one page of a bulk export, so that large decisions do not fill the
/// memory; unpacked they take several times as much.
pub const EXTRACT_BYTES: usize = 1024 * 1024;

/// Subjects' keys kept unwrapped in memory; 32 bytes each. When full, all are dropped.
pub const UNWRAPPED_KEYS: usize = 65_536;

/// Bytes that redb may cache. Appends touch only the right edge of the trees.
pub const CACHE_BYTES: usize = 128 * 1024 * 1024;

/// File size from which each commit also saves the allocator's state. After a crash redb else walks
/// the whole file (0.6 s warm for 0.7 GB). Saving grows with the file: up to a third of the throughput
/// at 2 GB, but at 9 GB it writes 2.3 MB with each commit, and single records come at a third of their rate.
pub const QUICK_REPAIR_FROM_BYTES: u64 = 2 * 1024 * 1024 * 1024;

/// Commits after which the size of the file is looked at again: rare, and long before it doubles.
pub const COMMITS_BETWEEN_SIZES: u64 = 1_024;

/// Payloads are padded to multiples of this many bytes, for their length would tell the outcome.
pub const PADDING_BYTES: usize = 32;

/// Level of the compressor: higher ones cost more time than the disk space is worth.
pub const COMPRESSION_LEVEL: i32 = 1;

/// Work that one page may do, in looks at a header: opening a record costs [`WORK_OPENED`] of them, a
/// stretch of the index [`WORK_STRETCH`].
pub const WORK_OPENED: usize = 8;

/// Looks in the index for one stretch of the log: a few rows of it.
pub const WORK_STRETCH: usize = 4;

/// Entries of one unit of the index, for each of whose terms there is a row: a term of all entries
/// takes 1 KiB, and ten million entries are 1,221 looks for a term of none.
pub const INDEX_UNIT: u64 = 8_192;

/// Entries of one part of a segment whose run of subjects is not whole yet: what a batch of the
/// follower rewrites at most is 20 KiB.
pub const INDEX_PART: u64 = 2_048;

/// Items of one chunk of a run: about a page of the file.
pub const RUN_CHUNK: usize = 400;

/// Terms of a range of due days; a wider range is searched among all that is due some day.
pub const DUE_TERMS: usize = 200;

/// Terms whose keyed hashes the follower remembers; when full, all are forgotten.
pub const TERMS_REMEMBERED: usize = 16_384;

/// Records that the follower takes into the derived tables in one transaction: it holds up the hot
/// commits for as long as it takes (a few milliseconds).
pub const FOLLOW_RECORDS: u64 = 2_048;

/// Decisions of which the follower finds ready what it takes in, about 1 KiB each: a few batches, for
/// whoever is further behind reads the entries.
pub const GLEANINGS: usize = 16_384;

/// The follower begins at the latest after this time, in milliseconds, if anything is new: the
/// rhythm of the checkpoints.
pub const FOLLOW_MILLISECONDS: u64 = 1_000;

/// Entries of a segment, which are deleted together: 256 full tiles, so that what is left of the tree
/// are whole tiles.
pub const SEGMENT_RECORDS: u64 = 65_536;

/// Entries at the end of the log whose bytes are hashed and compared with their leaves whenever the
/// store is opened: what a failing disk or a careless hand most likely touched, in a few milliseconds.
pub const TAIL_RECORDS: u64 = 4_096;

/// How long somebody waits for a follower that does not get on before it is said that the store cannot
/// be used, in milliseconds: one batch takes a fraction of it.
pub const CATCH_UP_MILLISECONDS: u64 = 5_000;

/// Rows of keys that are looked at in one snapshot: a long one would pin freed pages.
pub const KEYS_LOOKED_AT: u64 = 65_536;

/// Keys that expire in one transaction, with one event: a few milliseconds, in which nothing else is
/// stored.
pub const KEYS_EXPIRED: usize = 1_024;

/// Entries that are deleted in one transaction, each with the row of its id: a few milliseconds again.
pub const ENTRIES_DELETED: usize = 1_024;

/// Segments whose deletion one event tells of.
pub const SEGMENTS_DELETED: usize = 256;

/// Entries that a survey of what could be deleted looks at in one snapshot.
pub const ENTRIES_SURVEYED: u64 = 16_384;

/// Pause before a step that found the queue full is tried again, in milliseconds, and how often: what
/// cleans up waits for those who ask, but not for ever.
pub const STEP_PAUSE_MILLISECONDS: u64 = 20;
/// Times that such a step is tried.
pub const STEP_TRIES: usize = 500;

/// Rows of keys that are wrapped anew in one transaction: about 2 ms, in which nothing else is stored.
pub const KEYS_REWRAPPED: usize = 1_024;

/// Time after which stale copies of an erased key can be unwrapped no more, unless another one is
/// set, in seconds: a week, well within the month that the laws leave.
pub const ERASURE_DEADLINE_SECONDS: u64 = 7 * 86_400;

/// Longest pause between two looks at what waits for the end of an epoch, in seconds.
pub const EPOCH_PAUSE_SECONDS: u64 = 60;

/// Hours for which a request under an idempotency key is known again; the drafts ask for a day. A row
/// counts by the hour of its record, so it is known for up to an hour more.
pub const IDEMPOTENCY_HOURS: u32 = 24;

/// Rows of idempotency keys that are dropped in one transaction: about a millisecond, in which nothing
/// else is stored.
pub const IDEMPOTENCY_DROPPED: usize = 1_024;

/// Longest pause between two looks at what is to be dropped, in seconds.
pub const DROP_PAUSE_SECONDS: u64 = 600;

/// Pause before the writer tries again to open a store that failed, in milliseconds.
pub const REOPEN_PAUSE_MILLISECONDS: u64 = 200;

/// Entries that a backup reads in one snapshot and writes in one transaction: a snapshot that lives
/// long pins every page that is freed meanwhile, and a commit of its own for fewer would be mostly waiting.
pub const BACKUP_RECORDS: u64 = 8_192;

/// Bytes of the cache of a backup's file: it is only appended to.
pub const BACKUP_CACHE_BYTES: usize = 16 * 1024 * 1024;

/// Times that the keys are read anew because an epoch of theirs ended meanwhile, which is rare, and that a
/// backup catches up with a log that grows before it takes all that is left in one snapshot.
pub const BACKUP_TRIES: usize = 4;

/// Records that are deleted from a backup in one transaction.
pub const BACKUP_DELETED: u64 = 4_096;

/// Keys that are tried when the store is looked over, spread from the first to the last: a
/// millisecond's work, and a key file of another store is found by the first of them.
pub const KEYS_EXAMINED: u64 = 256;

/// Entries that what is derived may be behind the log before it is worth a word: a busy second.
pub const BEHIND_RECORDS: u64 = 200_000;

/// Age from which a backup is worth a word, in seconds: one a day, and one that was missed.
pub const BACKUP_AGE_SECONDS: u64 = 50 * 3_600;

/// Seconds that the last entry may lie ahead of the clock: what a time server corrects at once.
pub const CLOCK_AHEAD_SECONDS: u64 = 60;
