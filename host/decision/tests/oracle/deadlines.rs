//! Deadlines, against those of the oracle.

use praetor_decision::Day;
use praetor_decision::calendar::Calendars;
use praetor_decision::clock::{NoFacts, resolve};
use praetor_decision::term::{Anchor, Pause, Rounding, Span, Term};

use crate::differences::differences;
use crate::row::{Row, after, rows};

/// What the issue asks for, a law.
const ROWS_LEAST: usize = 20_000;

/// A difference that no holiday makes: see the README.
const ARTICLE_3_5: &str = "article-3-5";

fn term(row: &Row, span: Span, algorithm: &str) -> Term {
    Term {
        anchor: Anchor::On(row.on),
        rounding: Rounding::None,
        span,
        algorithm: algorithm.into(),
        calendars: (row.place != "-").then(|| row.place.as_str().into()).into_iter().collect(),
        pauses: Vec::new(),
        restart: None,
    }
}

/// One term, or several of which the earliest day counts.
type Terms = Vec<Term>;

fn european(row: &Row) -> Terms {
    let pauses = pauses(row, 0);
    let span = match row.form.as_str() {
        "respond" | "tell-extension" | "paused" | "paused-twice" => Span::Months(1),
        "extended" | "paused-extended" | "stepwise" => Span::Months(3),
        "days" => Span::Days(row.length),
        other => panic!("unknown form {other}"),
    };
    let algorithm = if row.form == "stepwise" { "eu-1182-71-stepwise" } else { "eu-1182-71" };
    vec![Term { pauses, ..term(row, span, algorithm) }]
}

fn british(row: &Row) -> Terms {
    let span = match row.form.as_str() {
        "extended" => Span::Months(3),
        "complaint" => Span::Days(30),
        _ => Span::Months(1),
    };
    // Where the statute counts the asking day too, the pause ends a day later.
    let pauses = pauses(row, i32::from(row.form == "clarified-limit"));
    let restart = row.identity.max(row.fee);
    vec![Term { pauses, restart, ..term(row, span, "corresponding-date") }]
}

fn swiss(row: &Row) -> Terms {
    // The thirty days start anew after ten days of reflection on the fee.
    let restart = row.fee.map(|asked| after(asked, 10));
    vec![Term { restart, ..term(row, Span::Days(30), "calendar-days-rolled") }]
}

fn turkish(row: &Row) -> Terms {
    let days = |days| term(row, Span::Days(days), "calendar-days");
    match row.form.as_str() {
        "respond" => vec![days(30)],
        "board-silence" => vec![days(60)],
        "board" => {
            let learnt = row.back.expect("the day of the answer");
            vec![Term { anchor: Anchor::On(learnt), ..days(30) }, days(60)]
        }
        "contract" => vec![term(row, Span::BusinessDays(5), "business-days")],
        other => panic!("unknown form {other}"),
    }
}

fn californian(row: &Row) -> Terms {
    match row.form.as_str() {
        "acknowledge" | "stop" => vec![term(row, Span::BusinessDays(row.length), "business-days")],
        "respond" | "extended" | "persons" | "attorney-general" => {
            vec![term(row, Span::Days(row.length), "calendar-days")]
        }
        other => panic!("unknown form {other}"),
    }
}

/// Calendar days, for which no calendar is asked.
fn of_the_states(row: &Row) -> Terms {
    vec![Term { calendars: Vec::new(), ..term(row, Span::Days(row.length), "calendar-days") }]
}

fn brazilian(row: &Row) -> Terms {
    match row.form.as_str() {
        "respond" | "small" => vec![term(row, Span::Days(row.length), "calendar-days")],
        "incident" | "incident-small" | "more" | "more-small" => {
            vec![term(row, Span::BusinessDays(row.length), "business-days")]
        }
        other => panic!("unknown form {other}"),
    }
}

fn of_records(row: &Row) -> Terms {
    let rounding = match (row.form.as_str(), row.year_end) {
        ("year-end", _) => Rounding::EndOfCalendarYear,
        ("next-year", _) => Rounding::StartOfNextYear,
        ("month-end", _) => Rounding::EndOfMonth,
        ("financial-year", Some((month, day))) => Rounding::EndOfFiscalYear(month, day),
        ("day", _) => Rounding::None,
        other => panic!("unknown form {other:?}"),
    };
    let calendars = Vec::new();
    vec![Term { rounding, calendars, ..term(row, Span::Months(row.length), "calendar-months") }]
}

fn pauses(row: &Row, more: i32) -> Vec<Pause> {
    let pauses = row.asked.zip(row.back).into_iter().chain(row.again);
    pauses.map(|(start, back)| Pause { start, end: Some(after(back, more)) }).collect()
}

fn computed(terms: &[Term], calendars: &Calendars) -> Result<Day, String> {
    let last = |term: &Term| {
        resolve(term, calendars, &NoFacts)
            .map_err(|wrong| wrong.to_string())?
            .day()
            .ok_or_else(|| "no day".to_owned())
    };
    let days = terms.iter().map(last).collect::<Result<Vec<Day>, String>>()?;
    days.into_iter().min().ok_or_else(|| "no term".to_owned())
}

/// Every row ends where the oracle says, and where an accepted difference moves it, it names one
/// that exists and ends no later than without it.
fn agrees(packed: &[u8], terms: fn(&Row) -> Terms) {
    let (calendars, rows) = (Calendars::bundled().expect("bundled calendars"), rows(packed));
    assert!(rows.len() >= ROWS_LEAST, "rows went missing: {}", rows.len());
    let known: Vec<String> = differences().into_iter().map(|one| one.id).collect();
    let mut wrong = vec![];
    for row in &rows {
        let found = computed(&terms(row), &calendars);
        if found != Ok(row.last) {
            wrong.push(format!("{}\n  wanted {}, found {found:?}", row.line, row.last));
        }
        let explained = row.because.iter().all(|id| known.contains(id) || id == ARTICLE_3_5);
        let silent = row.because.is_empty() != (row.strict == row.last);
        if !explained || silent || row.strict < row.last {
            wrong.push(format!("{}\n  its difference is not explained, or makes the date later", row.line));
        }
    }
    let first: Vec<&str> = wrong.iter().take(20).map(String::as_str).collect();
    assert!(wrong.is_empty(), "{} of {} rows differ:\n{}", wrong.len(), rows.len(), first.join("\n"));
}

#[test]
fn european_deadlines_agree() {
    agrees(include_bytes!("eu-gdpr.tsv.zst"), european);
}

#[test]
fn british_deadlines_agree() {
    agrees(include_bytes!("uk-gdpr.tsv.zst"), british);
}

#[test]
fn swiss_deadlines_agree() {
    agrees(include_bytes!("ch-fadp.tsv.zst"), swiss);
}

#[test]
fn turkish_deadlines_agree() {
    agrees(include_bytes!("tr-kvkk.tsv.zst"), turkish);
}

#[test]
fn californian_deadlines_agree() {
    agrees(include_bytes!("us-ca-ccpa.tsv.zst"), californian);
}

#[test]
fn deadlines_of_the_other_states_agree() {
    agrees(include_bytes!("us-states.tsv.zst"), of_the_states);
}

#[test]
fn brazilian_deadlines_agree() {
    agrees(include_bytes!("br-lgpd.tsv.zst"), brazilian);
}

#[test]
fn periods_of_keeping_of_the_member_states_agree() {
    agrees(include_bytes!("eu-records.tsv.zst"), of_records);
}
