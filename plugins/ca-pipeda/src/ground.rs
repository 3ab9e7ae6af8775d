//! Schedule 1 clause 4.3 and section 7: consent and its exceptions, by the names of the dictionary.

use praetor_sdk::{Cond, Thing};

/// Express consent, as far as the consents on file show it.
pub const CONSENT: [&str; 5] =
    ["consent", "explicit-consent", "parental-consent", "separate-consent", "written-release"];

/// What others call a contract or an interest can here only be the consent that the person's conduct implies.
pub const IMPLIED: [&str; 3] = ["implied-consent", "contract", "legitimate-interest"];

/// A law commands it.
pub const DUTY: [&str; 2] = ["legal-obligation", "public-task"];

/// Investigations and debts.
pub const CLAIMS: [&str; 1] = ["legal-claims"];

/// An emergency.
pub const EMERGENCY: [&str; 1] = ["vital-interest"];

/// Publicly available.
pub const PUBLISHED: [&str; 1] = ["made-public"];

/// Whether the use was declared to rest on one of these.
pub fn rests<'q>(each: Thing<'q>, on: &[&str]) -> Cond<'q> {
    each.fact("declared-basis").is_any_of(on)
}

/// The first code of the declared ground; `unknown` where the Act does not know it.
pub fn declared(each: Thing<'_>) -> Option<&'static str> {
    let code = each.fact("declared-basis").code()?;
    let groups: [&[&'static str]; 6] = [&CONSENT, &IMPLIED, &DUTY, &CLAIMS, &EMERGENCY, &PUBLISHED];
    let known = groups.into_iter().find(|group| group.contains(&code));
    Some(known.and_then(|group| group.first()).copied().unwrap_or("unknown"))
}
