//! California and the other states of the United States: which clock a row of the oracle stands for.

use jiff::civil::{Date, date};

use crate::asked::{Asked, agrees};
use crate::row::{Row, rows};

/// The first day on which the law of each state reaches a request.
const STATES: [(&str, Date); 20] = [
    ("US-VA", date(2023, 1, 1)),
    ("US-CO", date(2023, 7, 1)),
    ("US-CT", date(2023, 7, 1)),
    ("US-UT", date(2023, 12, 31)),
    ("US-TX", date(2024, 7, 1)),
    ("US-OR", date(2024, 7, 1)),
    ("US-MT", date(2024, 10, 1)),
    ("US-FL", date(2024, 7, 1)),
    ("US-DE", date(2025, 1, 1)),
    ("US-IA", date(2025, 1, 1)),
    ("US-NE", date(2025, 1, 1)),
    ("US-NH", date(2025, 1, 1)),
    ("US-NJ", date(2025, 1, 15)),
    ("US-TN", date(2025, 7, 1)),
    ("US-MN", date(2025, 7, 31)),
    ("US-MD", date(2026, 4, 1)),
    ("US-IN", date(2026, 1, 1)),
    ("US-KY", date(2026, 1, 1)),
    ("US-RI", date(2026, 1, 1)),
    ("US-OK", date(2027, 1, 1)),
];

/// A controller so large that every threshold is passed, and a request that reaches it on the day of the row.
fn request(row: &Row, right: &str, expected: String) -> Asked {
    let (on, place, year) = (row.on, &row.place, row.on.year() - 1);
    let question = format!(
        r#"
        kind = "rights"
        as_of = "{on}"
        controller = {{ role = "controller", for-profit = true, small-business = false, sells-or-shares = "both", activities = ["app-store"] }}
        subject = {{ residence = ["{place}"], capacity = "consumer", marks = [], matters = [], earlier-requests = [] }}
        requester = {{ relation = "self", identity-achieved = "verified", signed-in = true }}
        figures = [
            {{ id = "rev", measure = "revenue", amount = 2000000000, currency = "USD", year = {year} }},
            {{ id = "n", measure = "consumers", amount = 900000, place = ["{place}"], year = {year} }},
            {{ id = "w", measure = "consumers-without-payment-only", amount = 900000, place = ["{place}"], year = {year} }},
        ]
        items = [{{ id = "data", category = "account-email", origin = "provided" }}]
        uses = [{{ id = "use", purpose = "sell-data", operation = "sell", declared-basis = "consent" }}]
        requests = [{{ id = "r", right = "{right}", received-on = "{on}" }}]
        "#
    );
    Asked { question, expected }
}

/// 11 CCR §§ 7021, 7026(f), from 14 August 2020; Civ. Code § 1798.82 as amended, from 2026, is asked with the cases.
#[test]
fn us_ca_ccpa_answers_the_days_of_the_oracle() {
    agrees(
        "us-ca-ccpa",
        rows(include_bytes!("../../host/decision/tests/oracle/us-ca-ccpa.tsv.zst")),
        |row| {
            let (right, clock) = match row.form.as_str() {
                "acknowledge" => ("access", "acknowledge"),
                "respond" => ("erase", "respond"),
                "extended" => ("access", "respond-extended"),
                "stop" => ("opt-out-sale-share", "act"),
                _ => return None,
            };
            let in_force = row.on >= date(2020, 8, 14);
            in_force.then(|| request(row, right, format!("due.{clock} = \"{}\"", row.last)))
        },
    );
}

/// The comprehensive laws of the other states, each from the day on which it reaches a request.
#[test]
fn us_states_answer_the_days_of_the_oracle() {
    agrees("us-states", rows(include_bytes!("../../host/decision/tests/oracle/us-states.tsv.zst")), |row| {
        let (right, clock) = match row.form.as_str() {
            "respond" => ("access", "respond"),
            "extended" => ("erase", "respond-extended"),
            "appeal" => ("appeal", "decide-appeal"),
            "appeal-extended" => ("appeal", "respond-extended"),
            "revoked" => ("withdraw-consent", "act"),
            _ => return None,
        };
        let begun = STATES.iter().any(|(place, first)| *place == row.place && row.on >= *first);
        begun.then(|| request(row, right, format!("due.{clock} = \"{}\"", row.last)))
    });
}
