//! The lunar calendar and the solar terms, 1900 to 2100, from the facts in `tables/lunar.tsv`.

use jiff::civil::Date;

use super::calendar::{add_days, date};
use crate::rules::{Column, Fault, Form, Schema, Tables};

/// Facts of the lunar calendar.
pub(crate) const LUNAR: Schema = Schema {
    name: "lunar",
    form: Form::Plain,
    key: "year",
    columns: &[
        Column::required("year"),
        Column::required("first"),
        Column::optional("leap"),
        Column::required("months").checked(|cell| {
            let lengths = cell.chars().all(|c| matches!(c, '大' | '小'));
            match lengths && (12..=13).contains(&cell.chars().count()) {
                true => Ok(()),
                false => Err(format!("expected 12 or 13 times 大 or 小, found `{cell}`")),
            }
        }),
        Column::required("terms").checked(|cell| match cell.split(' ').count() {
            24 => Ok(()),
            n => Err(format!("expected 24 days, found {n}")),
        }),
    ],
};

/// One lunar year.
#[derive(Debug, Clone)]
struct Year {
    first: Date,
    leap: Option<u8>,
    /// Bit i: whether the i-th month, the leap month in its place, has 30 days.
    long: u16,
    months: u8,
    terms: [u8; 24],
}

/// The lunar calendar.
#[derive(Debug, Clone)]
pub(crate) struct Lunar {
    from: i32,
    years: Vec<Year>,
}

impl Lunar {
    /// Reads the facts; they stand in the order of the years, without gap.
    pub(crate) fn compile(tables: &Tables) -> Result<Self, Vec<Fault>> {
        let mut lunar = Lunar { from: 0, years: Vec::new() };
        let mut faults = Vec::new();
        for row in tables.rows("lunar") {
            let year: i32 = row.cell("year").parse::<i16>().unwrap_or(0).into();
            if lunar.years.is_empty() {
                lunar.from = year;
            }
            let first = format!("{year:04}-{}", row.cell("first")).parse::<Date>();
            let (Ok(first), true) = (first, year == lunar.from + lunar.years.len() as i32) else {
                faults.push(row.fault(
                    "year",
                    0,
                    "expected the next year and its first day".to_owned(),
                ));
                continue;
            };
            let months = row.cell("months");
            let long =
                months.chars().enumerate().fold(0, |bits, (i, c)| bits | u16::from(c == '大') << i);
            let mut terms = [0; 24];
            for (term, day) in terms.iter_mut().zip(row.cell("terms").split(' ')) {
                *term = day.parse().unwrap_or(1);
            }
            lunar.years.push(Year {
                first,
                leap: row.cell("leap").parse().ok(),
                long,
                months: months.chars().count() as u8,
                terms,
            });
        }
        if faults.is_empty() { Ok(lunar) } else { Err(faults) }
    }

    fn year(&self, year: i32) -> Option<&Year> {
        self.years.get(usize::try_from(year.checked_sub(self.from)?).ok()?)
    }

    /// Returns the first and last day of a lunar month; nothing outside the table or when the year has no such leap month.
    pub(crate) fn month(&self, year: i32, month: u8, leap: bool) -> Option<(Date, Date)> {
        let facts = self.year(year)?;
        let leap_month = facts.leap.unwrap_or(13);
        if leap && leap_month != month {
            return None;
        }
        let place = month.checked_sub(1)? + u8::from(leap || month > leap_month);
        if place >= facts.months {
            return None;
        }
        let length = |i: u8| 29 + i64::from(facts.long >> i & 1);
        let before: i64 = (0..place).map(length).sum();
        let first = add_days(facts.first, before)?;
        Some((first, add_days(first, length(place) - 1)?))
    }

    /// Returns a day of a lunar month.
    pub(crate) fn day(&self, year: i32, month: u8, leap: bool, day: u8) -> Option<Date> {
        let (first, last) = self.month(year, month, leap)?;
        let found = add_days(first, i64::from(day) - 1)?;
        (day >= 1 && found <= last).then_some(found)
    }

    /// Returns the first and last day of a lunar year.
    pub(crate) fn year_days(&self, year: i32) -> Option<(Date, Date)> {
        let first = self.year(year)?.first;
        let last = self.month(year, 12, self.year(year)?.leap == Some(12))?.1;
        Some((first, last))
    }

    /// Returns the day of a solar term (from 0 小寒 to 23 冬至) in a Gregorian year.
    pub(crate) fn term(&self, year: i32, term: u8) -> Option<Date> {
        let day = *self.year(year)?.terms.get(usize::from(term))?;
        date(year, term / 2 + 1, day)
    }
}

/// Returns the Sunday of the western Easter of a year (Gregorian computus, Meeus/Jones/Butcher).
pub(crate) fn easter(year: i32) -> Option<Date> {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    date(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
}
