//! What kind of record an item is.

use praetor_sdk::{Cond, Thing};

/// Categories that are no record of the business unless `item.record` says so: what people make
/// with the service, their profile and settings, what is observed of them, and what the law on
/// data protection itself lets a controller write down. An address that stands on an invoice is
/// part of the invoice, not this item.
const NEVER: &[&str] = &[
    "account-name",
    "account-email",
    "account-avatar",
    "auth-provider-id",
    "auth-credential",
    "security-answer",
    "account-settings",
    "notification-preference",
    "privacy-choice",
    "postal-address",
    "phone",
    "birth-date",
    "age-band",
    "prompt-text",
    "uploaded-image",
    "uploaded-asset",
    "generated-output",
    "export-metadata",
    "task-history",
    "usage-event",
    "log-record",
    "support-message",
    "diagnostics",
    "derived-score",
    "abuse-score",
    "marketing-profile",
    "ip-address",
    "device-info",
    "device-id",
    "user-agent",
    "approx-location",
    "precise-location",
    "cookie-id",
    "session-id",
    "health",
    "biometric-template",
    "genetic",
    "race-ethnicity",
    "religion",
    "political",
    "sexual-life",
    "trade-union",
    "criminal-record",
    "child-data",
    "rights-record",
    "consent-record",
];

/// Whether the item is one of these kinds of record. `item.record` decides; where it is left out,
/// an invoice is an invoice, a business letter a commercial letter, and any other category that
/// may be a record of the business leaves it unknown.
pub fn is_any_of<'q>(item: Thing<'q>, kinds: &[&str]) -> Cond<'q> {
    let (stated, category) = (item.fact("record"), item.category());
    if stated.value().is_some() {
        return stated.is_any_of(kinds);
    }
    match category.code() {
        Some("invoice") => Cond::because(category.at(), kinds.contains(&"invoice")),
        Some("business-letter") => Cond::because(category.at(), kinds.contains(&"commercial-letter")),
        Some(code) if NEVER.contains(&code) => Cond::because(category.at(), false),
        _ => Cond::missing(stated.at()),
    }
}
