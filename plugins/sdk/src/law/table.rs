use crate::day::Day;

/// A table of the law: rows with columns of their own, each dated and cited, such as adequacy
/// decisions or duties to keep records. Unlike the values of a parameter, rows may overlap.
#[derive(Debug)]
pub struct Table<R: 'static> {
    /// The id in `law/`.
    pub id: &'static str,
    /// All rows.
    pub rows: &'static [R],
}

/// A row of a table; implemented by generated code.
pub trait Row: 'static {
    /// The first day on which it applies.
    fn from(&self) -> Day;
    /// The last day on which it applies; none: until further notice.
    fn until(&self) -> Option<Day>;
}

impl<R: Row> Table<R> {
    /// The rows that apply on a day.
    pub fn on(&self, day: Day) -> impl Iterator<Item = &'static R> {
        self.rows.iter().filter(move |row| row.from() <= day && row.until().is_none_or(|last| day <= last))
    }

    /// The first day after this one on which a row that the test picks begins or ceases to apply.
    #[must_use]
    pub fn changes_after(&self, day: Day, test: impl Fn(&R) -> bool) -> Option<Day> {
        let rows = self.rows.iter().filter(|row| test(row));
        let dates = rows.flat_map(|row| [Some(row.from()), row.until().map(Day::next)]);
        dates.flatten().filter(|date| *date > day).min()
    }
}
