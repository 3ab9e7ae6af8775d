//! What earlier decisions asked to be remembered: objections, withdrawals, restrictions.

use praetor_sdk::marks::Looked;
use praetor_sdk::reading::names;
use praetor_sdk::{Cond, Question, Thing};

use crate::law::param;

/// Whether a mark of these kinds stands against the use.
pub fn stands<'q>(q: Question<'q>, kinds: &[&str], each: Thing<'q>) -> Cond<'q> {
    praetor_sdk::marks::stands(q, looked(q, kinds), each)
}

/// Whether a mark of these kinds stands against one item of the use.
pub fn stands_on<'q>(q: Question<'q>, kinds: &[&str], each: Thing<'q>, item: Thing<'q>) -> Cond<'q> {
    praetor_sdk::marks::stands_on(q, looked(q, kinds), each, item)
}

fn looked<'k>(q: Question<'_>, kinds: &'k [&'k str]) -> Looked<'k> {
    Looked { kinds, marketing: names(&param::MARKETING_PURPOSES, q.as_of()) }
}
