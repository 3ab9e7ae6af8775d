//! Brazil: which clock a row of the oracle stands for.

use jiff::civil::{Date, date};

use crate::asked::{Asked, agrees};
use crate::row::{Row, rows};

/// Since when small agents have twice the time, and since when an incident is told within business days.
const SMALL_AGENTS: Date = date(2022, 1, 28);
const INCIDENTS: Date = date(2024, 4, 26);
const IN_FORCE: Date = date(2020, 9, 18);

/// LGPD art. 19 II, Resolution 2/2022 art. 14; Resolution 15/2024 arts 6 and 9.
#[test]
fn br_lgpd_answers_the_days_of_the_oracle() {
    agrees("br-lgpd", rows(include_bytes!("../../host/decision/tests/oracle/br-lgpd.tsv.zst")), |row| {
        let small = row.form.ends_with("small");
        match row.form.as_str() {
            "respond" if row.on >= IN_FORCE => Some(request(row, small)),
            "small" if row.on >= SMALL_AGENTS => Some(request(row, small)),
            "incident" | "incident-small" if row.on >= INCIDENTS => Some(incident(row, small, "authority")),
            "more" | "more-small" if row.on >= INCIDENTS => Some(incident(row, small, "file-with-authority")),
            _ => None,
        }
    });
}

fn request(row: &Row, small: bool) -> Asked {
    let controller = format!(r#"main-establishment = ["BR"], small-agent = {small}"#);
    let request = format!(r#"right = "access", received-on = "{}""#, row.on);
    Asked::rights(row.on, &controller, "BR", &request, format!("due.respond = \"{}\"", row.last))
}

/// The authority was told on the day of the incident, so that the rest is counted from it too.
fn incident(row: &Row, small: bool, due: &str) -> Asked {
    let on = row.on;
    let told = if due == "authority" { "not-yet".to_owned() } else { on.to_string() };
    let question = format!(
        r#"
        kind = "incident"
        as_of = "{on}"
        controller = {{ main-establishment = ["BR"], small-agent = {small} }}
        subject = {{ residence = ["BR"], age-at-least = 18 }}
        items = [{{ id = "card", category = "payment-card" }}]
        incident = {{ kind = ["confidentiality"], state = "confirmed", risk = "high", known-affected-on = "{on}", authority-notified = "{told}", persons-notified = "not-yet" }}
        "#
    );
    Asked { question, expected: format!("due.{due} = \"{}\"", row.last) }
}
