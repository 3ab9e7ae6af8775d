//! What logs and reports of errors carry.

use praetor_sdk::{AtGate, Question, SharingAnswer, Thing, treatment};
use praetor_vendor::names;

use crate::law::{gate, rule};

/// Lines and reports into which content slips.
const CARRIERS: [&str; 3] = ["log-record", "diagnostics", "task-history"];
/// Technical traces that hold none.
const TRACES: [&str; 9] = [
    "usage-event",
    "device-info",
    "user-agent",
    "session-id",
    "cookie-id",
    "device-id",
    "export-metadata",
    "approx-location",
    "auth-provider-id",
];
/// Purposes that need to tell one address from another.
const ADDRESSED: [&str; 3] = ["security", "abuse-prevention", "fraud-prevention"];
/// What is taken out if nobody said otherwise.
const FIELDS: [&str; 2] = ["request-body", "credentials"];
/// Bits of a network address that stay if nobody said otherwise.
const IP_BITS: i64 = 24;

/// Traces go; lines and reports go without content; addresses go shortened; the rest stays.
pub(crate) fn decide(q: Question<'_>, each: Thing<'_>, item: Thing<'_>, answer: &mut SharingAnswer) {
    let mut gate = answer.at(gate::PAYLOAD).about(each).about(item);
    let (carries, traces) = (item.category().is_any_of(&CARRIERS), item.category().is_any_of(&TRACES));
    let address = item.category().is("ip-address");
    gate.permit(rule::TELEMETRY.when(traces.clone()));
    if q.settings().plain().code("scrubbing") == Some("before-sending") {
        gate.permit(rule::PAYLOAD_SCRUBBED.when(carries.clone()));
    } else {
        let fields = treatment("redact-fields").with("fields", fields(q).as_slice());
        gate.permit(rule::PAYLOAD_RAW.when(carries.clone()).burden(1).treating(fields));
    }
    addresses(q, each, item, &mut gate);
    let stays = rule::PAYLOAD_STAYS.when(!(carries | traces | address)).reason("r-not-necessary");
    gate.prohibit(stays);
}

fn addresses(q: Question<'_>, each: Thing<'_>, item: Thing<'_>, gate: &mut AtGate<'_, gate::Payload>) {
    let plain = q.settings().plain();
    let address = item.category().is("ip-address");
    let truncated = treatment("truncate").with("bits", plain.integer("ip-bits").unwrap_or(IP_BITS));
    if plain.yes_no("keeps-ip") == Some(true) {
        let needed = each.purpose().is_any_of(&ADDRESSED);
        gate.permit(rule::ADDRESS_FULL.when(address.clone() & needed.clone()));
        gate.permit(rule::ADDRESS_TRUNCATED.when(address & !needed).burden(1).treating(truncated));
    } else {
        gate.permit(rule::ADDRESS_TRUNCATED.when(address).treating(truncated));
    }
}

fn fields(q: Question<'_>) -> Vec<&str> {
    let named = names(q.settings(), "scrubbed-fields");
    if named.is_empty() { FIELDS.to_vec() } else { named }
}
