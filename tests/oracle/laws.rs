//! What each law is asked, and which of its clocks a row of the oracle stands for.

use jiff::civil::date;
use praetor_decision::Day;

use crate::asked::{Asked, agrees};
use crate::row::{Row, after, rows};

/// The latest day that a row knows of: the question is asked on it.
fn as_of(row: &Row) -> Day {
    let again = row.again.map(|(_, until)| until);
    [Some(row.on), row.asked, row.back, again, row.identity, row.fee]
        .into_iter()
        .flatten()
        .max()
        .unwrap_or(row.on)
}

fn seat(place: &str) -> String {
    format!(
        r#"main-establishment = ["{place}"], acting-establishment = ["{place}"], targets = ["DE", "GB", "CH", "TR"]"#
    )
}

fn due(form: &str, last: Day) -> String {
    format!("due.{form} = \"{last}\"")
}

/// `, name = "2026-11-23"`, or nothing.
fn dated(name: &str, day: Option<Day>) -> String {
    day.map(|day| format!(", {name} = \"{day}\"")).unwrap_or_default()
}

/// GDPR Art. 12(3); in Iceland, Liechtenstein and Norway from 20 July 2018.
#[test]
fn eu_gdpr_answers_the_days_of_the_oracle() {
    agrees("eu-gdpr", rows(include_bytes!("../../host/decision/tests/oracle/eu-gdpr.tsv.zst")), |row| {
        let expected = match row.form.as_str() {
            "respond" | "paused" | "paused-twice" => due("respond", row.last),
            "extended" | "paused-extended" => due("respond-extended", row.last),
            "tell-extension" => due("tell-extension", row.last),
            "stepwise" => format!("target.respond-extended = \"{}\"", row.last),
            _ => return None,
        };
        // What is asked for later than a week after receipt stops no clock.
        let promptly = |asked: Option<Day>| asked.is_none_or(|asked| asked <= after(row.on, 7));
        let in_force = row.on >= date(2018, 7, 20);
        if !in_force || !promptly(row.asked) || !promptly(row.again.map(|(asked, _)| asked)) {
            return None;
        }
        let mut request = format!(r#"right = "access", received-on = "{}""#, row.on);
        request += &dated("identity-asked", row.asked);
        request += &dated("identity-received", row.back);
        if let Some((asked, answered)) = row.again {
            request += ", clarification-needed = true, large-volume = true";
            request += &dated("clarification-asked", Some(asked));
            request += &dated("clarification-received", Some(answered));
        }
        let place = if row.place == "-" { "US" } else { &row.place };
        Some(Asked::rights(as_of(row), &seat(place), "DE", &request, expected))
    });
}

/// UK GDPR Art. 12A, for requests from 5 February 2026; complaints from 19 June 2026.
#[test]
fn uk_gdpr_answers_the_days_of_the_oracle() {
    agrees("uk-gdpr", rows(include_bytes!("../../host/decision/tests/oracle/uk-gdpr.tsv.zst")), |row| {
        let (right, from, expected) = match row.form.as_str() {
            "respond" | "clarified" => ("access", date(2026, 2, 5), due("respond", row.last)),
            "clarified-limit" => ("access", date(2026, 2, 5), due("act", row.last)),
            "extended" => ("access", date(2026, 2, 5), due("respond-extended", row.last)),
            "tell-extension" => ("access", date(2026, 2, 5), due("tell-extension", row.last)),
            "complaint" => ("grievance", date(2026, 6, 19), due("acknowledge", row.last)),
            _ => return None,
        };
        if row.on < from {
            return None;
        }
        let mut request = format!(r#"right = "{right}", received-on = "{}""#, row.on);
        request += &dated("identity-asked", row.identity.map(|_| row.on));
        request += &dated("identity-received", row.identity);
        if row.fee.is_some() {
            request += r#", abuse = "proven""#;
            request += &dated("fee-told", Some(row.on));
            request += &dated("fee-paid", row.fee);
        }
        if row.asked.is_some() {
            request += ", clarification-needed = true, large-volume = true";
            request += &dated("clarification-asked", row.asked);
            request += &dated("clarification-received", row.back);
        }
        Some(Asked::rights(as_of(row), &seat(&row.place), "GB", &request, expected))
    });
}

/// FADP art. 25(7), DPO art. 19(3), from 1 September 2023.
#[test]
fn ch_fadp_answers_the_days_of_the_oracle() {
    agrees("ch-fadp", rows(include_bytes!("../../host/decision/tests/oracle/ch-fadp.tsv.zst")), |row| {
        if row.on < date(2023, 9, 1) {
            return None;
        }
        let mut request = format!(r#"right = "access", received-on = "{}""#, row.on);
        if let Some(told) = row.fee {
            request += r#", effort = "disproportionate", fee-amount = "200", fee-currency = "CHF""#;
            request += &dated("fee-told", Some(told));
            request += &dated("fee-confirmed", Some(told));
        }
        let expected = format!("{}\n{}", due("respond", row.last), due("tell-extension", row.last));
        Some(Asked::rights(as_of(row), &seat("CH"), "CH", &request, expected))
    });
}

/// KVKK art. 13(2), and art. 14(1) for the person's own complaint to the Board.
#[test]
fn tr_kvkk_answers_the_days_of_the_oracle() {
    agrees("tr-kvkk", rows(include_bytes!("../../host/decision/tests/oracle/tr-kvkk.tsv.zst")), |row| {
        let expected = match row.form.as_str() {
            "respond" => due("respond", row.last),
            "board" | "board-silence" => due("person-acts", row.last),
            _ => return None,
        };
        let mut request = format!(r#"right = "access", received-on = "{}""#, row.on);
        request += &dated("answered", row.back);
        Some(Asked::rights(as_of(row), &seat("TR"), "TR", &request, expected))
    });
}

/// KVKK art. 9(5), from 1 June 2024: a standard contract is notified within five business days.
#[test]
fn tr_kvkk_dates_the_notification_of_a_contract_like_the_oracle() {
    agrees("tr-kvkk", rows(include_bytes!("../../host/decision/tests/oracle/tr-kvkk.tsv.zst")), |row| {
        if row.form != "contract" || row.on < date(2024, 6, 1) {
            return None;
        }
        let question = format!(
            r#"
            kind = "sharing"
            as_of = "{on}"
            controller = {{ {controller}, role = "controller" }}
            subject = {{ residence = ["TR"], age-at-least = 18 }}
            items = [{{ id = "email", category = "account-email", needed = true }}]
            uses = [{{ id = "render", purpose = "content-generation", operation = "share", declared-basis = "contract", contract-necessary = true }}]
            recipients = [{{ id = "vendor", class = "ai-model", role = "processor", establishment = ["US"], processing-places = ["US"], contract = "signed", own-uses = [], training = "off", hops = ["h"] }}]
            hops = [{{ id = "h", from = "controller", to = "vendor", from-place = ["TR"], to-place = ["US"], access = "store", instruments = ["sc"] }}]
            instruments = [{{ id = "sc", type = "tr-standard-contract", module = "c2p", parties = ["controller", "vendor"], signed-on = "{on}", notified-on = "not-yet", unaltered = true }}]
            "#,
            on = row.on,
            controller = seat("TR"),
        );
        Some(Asked { question, expected: due("file-with-authority", row.last) })
    });
}
