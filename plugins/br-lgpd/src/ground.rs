//! Art. 7: the grounds of the law, by the names of the dictionary. `contract` and `lgpd-art-7-v` are the same ground.

use praetor_sdk::{Cond, Thing};

/// I: consent.
pub const CONSENT: [&str; 6] = [
    "consent",
    "explicit-consent",
    "parental-consent",
    "separate-consent",
    "written-release",
    "lgpd-art-7-i",
];

/// II: a legal or regulatory duty.
pub const DUTY: [&str; 2] = ["legal-obligation", "lgpd-art-7-ii"];

/// III: public policy.
pub const POLICY: [&str; 2] = ["public-task", "lgpd-art-7-iii"];

/// V: a contract with the person, or steps before it that the person asked for.
pub const CONTRACT: [&str; 2] = ["contract", "lgpd-art-7-v"];

/// VI: rights in proceedings.
pub const PROCEEDINGS: [&str; 2] = ["legal-claims", "lgpd-art-7-vi"];

/// VII: life or physical safety.
pub const LIFE: [&str; 2] = ["vital-interest", "lgpd-art-7-vii"];

/// IX: legitimate interests.
pub const INTEREST: [&str; 2] = ["legitimate-interest", "lgpd-art-7-ix"];

/// IV, VIII, X: research bodies, health professionals, credit protection. An online service seldom meets them, so a
/// person looks.
pub const OF_OTHERS: [&str; 3] = ["lgpd-art-7-iv", "lgpd-art-7-viii", "lgpd-art-7-x"];

/// Paragraph 4: made public by the person.
pub const PUBLISHED: [&str; 1] = ["made-public"];

/// Whether the use was declared to rest on one of these.
pub fn rests<'q>(each: Thing<'q>, on: &[&str]) -> Cond<'q> {
    each.fact("declared-basis").is_any_of(on)
}

/// The first code of the declared ground, or its own code where the law does not know it.
pub fn declared(each: Thing<'_>) -> Option<&'static str> {
    let code = each.fact("declared-basis").code()?;
    let groups: [&[&'static str]; 8] =
        [&CONSENT, &DUTY, &POLICY, &CONTRACT, &PROCEEDINGS, &LIFE, &INTEREST, &PUBLISHED];
    let known = groups.into_iter().find(|group| group.contains(&code));
    let first = known.and_then(|group| group.first()).copied();
    Some(first.unwrap_or(if OF_OTHERS.contains(&code) { "of-others" } else { "unknown" }))
}
