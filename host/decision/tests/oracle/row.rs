//! A row of the oracle: one period, what went into it, and the day on which it ends.

use praetor_decision::Day;

/// The lines of a table that the oracle wrote, without its head.
pub fn table(packed: &[u8]) -> Vec<String> {
    let text = zstd::decode_all(packed).expect("a packed table");
    let text = String::from_utf8(text).expect("a text");
    text.lines().skip(1).map(str::to_owned).collect()
}

/// So many days after a day.
pub fn after(day: Day, days: i32) -> Day {
    day.checked_add(jiff::Span::new().days(days)).expect("a day")
}

/// One period of the oracle.
pub struct Row {
    /// Which period of its law.
    pub form: String,
    /// Whose holidays count; `-` for none.
    pub place: String,
    /// The day of the event.
    pub on: Day,
    /// When something was asked for.
    pub asked: Option<Day>,
    /// When it came back, or when the answer was learnt.
    pub back: Option<Day>,
    /// A second time: when something was asked for, and when it came back.
    pub again: Option<(Day, Day)>,
    /// When the identity was proved.
    pub identity: Option<Day>,
    /// When the fee was asked for or paid.
    pub fee: Option<Day>,
    /// The end of the financial year, month and day.
    pub year_end: Option<(u8, u8)>,
    /// Days or months of a period whose length is drawn.
    pub length: u32,
    /// The last day.
    pub last: Day,
    /// The last day without the accepted differences; it is never earlier.
    pub strict: Day,
    /// The accepted differences that make it another.
    pub because: Vec<String>,
    /// The line as it stands in the file.
    pub line: String,
}

impl Row {
    fn read(line: &str) -> Self {
        let cells: Vec<&str> = line.split('\t').collect();
        assert_eq!(cells.len(), 13, "{line}");
        let on: Day = cells[2].parse().expect("a day");
        let day = |cell: &str| cell.parse::<i32>().ok().map(|days| after(on, days));
        let last = day(cells[10]).expect("a last day");
        Self {
            form: cells[0].to_owned(),
            place: cells[1].to_owned(),
            on,
            asked: day(cells[3]),
            back: day(cells[4]),
            again: day(cells[5]).zip(day(cells[6])),
            identity: day(cells[7]),
            fee: day(cells[8]),
            year_end: year_end(cells[8]),
            length: cells[9].parse().unwrap_or(0),
            last,
            strict: day(cells[11]).unwrap_or(last),
            because: cells[12].split(',').filter(|id| !id.is_empty()).map(str::to_owned).collect(),
            line: line.to_owned(),
        }
    }
}

/// `03-31`.
fn year_end(cell: &str) -> Option<(u8, u8)> {
    let (month, day) = cell.split_once('-')?;
    Some((month.parse().ok()?, day.parse().ok()?))
}

/// All rows of a packed table.
pub fn rows(packed: &[u8]) -> Vec<Row> {
    table(packed).iter().map(|line| Row::read(line)).collect()
}
