//! Panics, which is a trap, where the setting `n` is not zero.

use praetor_guests::{guest, manifest, number, share};

guest!(manifest(), |question| {
    assert_eq!(number(&question), 0, "on purpose");
    share(question)
});
