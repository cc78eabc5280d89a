//! Dates as far as they are known, as EDTF writes them: `2023-08`, `199X`, `XXXX-08-02`.

use std::fmt::{self, Write};

use jiff::civil::Date;

use super::Standard;

/// A date, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PartialDate {
    /// By its number: the 20th is `19XX`, the 3rd before Christ, -3, is `-02XX`.
    Century(i32),
    /// By its first year.
    Decade(i32),
    /// A year, or one that is not known, and what lies in it. Years are counted as astronomers do: 1 BC is 0.
    InYear(Option<i32>, YearPart),
}

/// What of a year is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum YearPart {
    Whole,
    /// As EDTF numbers them: seasons 21 to 24, quarters 33 to 36, half-years 40 and 41.
    Division(u8),
    /// ISO week; the year is the week's.
    Week(u8),
    Month(u8),
    /// Month and day.
    Day(u8, u8),
    /// A day of a month that is not known.
    DayOfMonth(u8),
    /// A day of a week that is not known, Monday being 1.
    DayOfWeek(u8),
}

/// EDTF's numbers of the divisions of a year, and TIMEX3's letters for them.
const DIVISIONS: [(u8, &str); 10] = [
    (21, "SP"),
    (22, "SU"),
    (23, "FA"),
    (24, "WI"),
    (33, "Q1"),
    (34, "Q2"),
    (35, "Q3"),
    (36, "Q4"),
    (40, "H1"),
    (41, "H2"),
];

impl PartialDate {
    /// Returns a day.
    pub(crate) fn day(day: Date) -> Self {
        let (month, number) = (day.month().unsigned_abs(), day.day().unsigned_abs());
        PartialDate::InYear(Some(day.year().into()), YearPart::Day(month, number))
    }

    /// Returns the month that holds a day.
    pub(crate) fn month(day: Date) -> Self {
        PartialDate::InYear(Some(day.year().into()), YearPart::Month(day.month().unsigned_abs()))
    }

    /// Returns a year.
    pub(crate) fn year(year: i32) -> Self {
        PartialDate::InYear(Some(year), YearPart::Whole)
    }

    /// Returns it without its year, if that is `year`.
    pub(crate) fn without_year(self, year: i32) -> Self {
        match self {
            PartialDate::InYear(Some(y), part) if y == year && part != YearPart::Whole => {
                PartialDate::InYear(None, part)
            }
            other => other,
        }
    }

    /// Returns its first and last day, where its year is known.
    pub(crate) fn days(self) -> Option<(Date, Date)> {
        let date = |year: i32, month: u8, day: u8| {
            Date::new(i16::try_from(year).ok()?, month.try_into().ok()?, day.try_into().ok()?).ok()
        };
        let months = |year: i32, first: u8, count: u8| {
            let start = date(year, first, 1)?;
            let last = first + count - 1;
            let end = date(year + i32::from((last - 1) / 12), (last - 1) % 12 + 1, 1)?;
            Some((start, end.last_of_month()))
        };
        match self {
            PartialDate::Century(n @ 1..) => {
                Some((date((n - 1) * 100, 1, 1)?, date((n - 1) * 100 + 99, 12, 31)?))
            }
            PartialDate::Century(n) => {
                Some((date(n * 100 + 1, 1, 1)?, date(n * 100 + 100, 12, 31)?))
            }
            PartialDate::Decade(year) => Some((date(year, 1, 1)?, date(year + 9, 12, 31)?)),
            PartialDate::InYear(None, _) => None,
            PartialDate::InYear(Some(year), part) => match part {
                YearPart::Whole => months(year, 1, 12),
                // Seasons begin in March; winter ends in February of the next year.
                YearPart::Division(code @ 21..=24) => months(year, 3 * (code - 20), 3),
                YearPart::Division(code @ 33..=36) => months(year, 3 * (code - 33) + 1, 3),
                YearPart::Division(code @ 40..=41) => months(year, 6 * (code - 40) + 1, 6),
                YearPart::Week(week) => {
                    let year = i16::try_from(year).ok()?;
                    let monday = jiff::civil::ISOWeekDate::new(
                        year,
                        week.try_into().ok()?,
                        jiff::civil::Weekday::Monday,
                    );
                    let monday = monday.ok()?.date();
                    Some((monday, monday.checked_add(jiff::Span::new().days(6)).ok()?))
                }
                YearPart::Month(month) => months(year, month, 1),
                YearPart::Day(month, day) => date(year, month, day).map(|d| (d, d)),
                YearPart::Division(_) | YearPart::DayOfMonth(_) | YearPart::DayOfWeek(_) => None,
            },
        }
    }

    pub(super) fn write(self, out: &mut impl Write, standard: Standard) -> fmt::Result {
        let (year, part) = match self {
            PartialDate::Century(n @ 1..) => return write!(out, "{:02}XX", n - 1),
            PartialDate::Century(n) => return write!(out, "-{:02}XX", -n - 1),
            PartialDate::Decade(year) => return write!(out, "{:03}X", year / 10),
            PartialDate::InYear(year, part) => (year, part),
        };
        match year {
            Some(year) => {
                if year < 0 {
                    out.write_char('-')?;
                }
                write_figures(out, year.unsigned_abs(), 4)?;
            }
            None => out.write_str("XXXX")?,
        }
        let mut write = |mark: &str, number: u8, count: u32| {
            out.write_str(mark)?;
            write_figures(out, number.into(), count)
        };
        match part {
            YearPart::Whole => Ok(()),
            YearPart::Division(code) => match DIVISIONS.iter().find(|d| d.0 == code) {
                Some((_, letters)) if standard == Standard::Timex3 => write!(out, "-{letters}"),
                _ => write("-", code, 2),
            },
            YearPart::Week(week) => write("-W", week, 2),
            YearPart::Month(month) => write("-", month, 2),
            YearPart::Day(month, day) => {
                write("-", month, 2)?;
                write("-", day, 2)
            }
            YearPart::DayOfMonth(day) => write("-XX-", day, 2),
            YearPart::DayOfWeek(weekday) => write("-WXX-", weekday, 1),
        }
    }

    /// Returns it as EDTF.
    pub(crate) fn to_edtf(self) -> String {
        let mut out = String::with_capacity("-2023-08-02".len());
        // Writing to a string cannot fail.
        let _ = self.write(&mut out, Standard::Edtf);
        out
    }
}

/// Writes the last figures of a number, faster than the formatter does.
fn write_figures(out: &mut impl Write, number: u32, count: u32) -> fmt::Result {
    (0..count).rev().try_for_each(|place| {
        let figure = number / 10u32.pow(place) % 10;
        out.write_char(char::from(b'0' + figure as u8))
    })
}
