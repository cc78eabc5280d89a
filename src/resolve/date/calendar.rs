//! Stretches of the calendar and how they are written: EDTF (ISO 8601-2) for days and longer, ISO 8601-1 for clock times.

use jiff::{Span, civil::Date};

use crate::{
    document::{Calendar, DateMod, DateType, DateValue, Decimal, Qualifier},
    mention::date::{Length, Level, Unit},
};

/// A time that is placed: its value, and the days it covers where they are known.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Placed {
    /// How fine it is told.
    pub(crate) grain: Level,
    pub(crate) kind: DateType,
    pub(crate) value: String,
    /// First and last day.
    pub(crate) days: Option<(Date, Date)>,
    pub(crate) modifier: Option<DateMod>,
    pub(crate) part: Option<String>,
    pub(crate) calendar: Calendar,
    pub(crate) qualifier: Option<Qualifier>,
    /// Minutes of the day, where a clock time is told.
    pub(crate) minutes: Option<i32>,
}

impl Placed {
    fn new(grain: Level, kind: DateType, value: String, days: Option<(Date, Date)>) -> Self {
        Placed {
            grain,
            kind,
            value,
            days,
            modifier: None,
            part: None,
            calendar: Calendar::Gregorian,
            qualifier: None,
            minutes: None,
        }
    }

    /// A value without days: a clock time, a duration, a set, a word such as `PAST_REF`.
    pub(crate) fn bare(kind: DateType, value: String) -> Self {
        Placed::new(Level::Clock, kind, value, None)
    }

    /// A year.
    pub(crate) fn year(year: i32) -> Option<Self> {
        let days = (date(year, 1, 1)?, date(year, 12, 31)?);
        Some(Placed::new(Level::Year, DateType::Date, year_text(year), Some(days)))
    }

    /// A month of a year.
    pub(crate) fn month(year: i32, month: u8) -> Option<Self> {
        let first = date(year, month, 1)?;
        Some(Placed::new(
            Level::Month,
            DateType::Date,
            month_text(first),
            Some((first, first.last_of_month())),
        ))
    }

    /// A day.
    pub(crate) fn day(day: Date) -> Self {
        Placed::new(Level::Day, DateType::Date, day_text(day), Some((day, day)))
    }

    /// The ISO week that holds a day.
    pub(crate) fn week(day: Date) -> Option<Self> {
        let week = day.iso_week_date();
        let first = monday(day)?;
        let value = format!("{:04}-W{:02}", week.year(), week.week());
        let days = Some((first, add_days(first, 6)?));
        Some(Placed::new(Level::Week, DateType::Date, value, days))
    }

    /// A part of a year as EDTF numbers it: seasons 21 to 24, quarters 33 to 36, half-years 40 and 41.
    pub(crate) fn stretch(year: i32, code: u8) -> Option<Self> {
        let (from, to) = match code {
            // Seasons begin in March; winter ends in February of the next year.
            21..=24 => (3 * (i32::from(code) - 20), 3 * (i32::from(code) - 20) + 2),
            33..=36 => (3 * (i32::from(code) - 33) + 1, 3 * (i32::from(code) - 33) + 3),
            _ => (6 * (i32::from(code) - 40) + 1, 6 * (i32::from(code) - 40) + 6),
        };
        let end = date(year + (to - 1) / 12, ((to - 1) % 12 + 1) as u8, 1)?.last_of_month();
        let days = (date(year, from as u8, 1)?, end);
        let value = format!("{}-{code:02}", year_text(year));
        Some(Placed::new(Level::Stretch, DateType::Date, value, Some(days)))
    }

    /// A decade, by its first year.
    pub(crate) fn decade(year: i32) -> Option<Self> {
        let days = (date(year, 1, 1)?, date(year + 9, 12, 31)?);
        Some(Placed::new(Level::Decade, DateType::Date, format!("{:03}X", year / 10), Some(days)))
    }

    /// A century: the 20th runs from 1900 to 1999, as EDTF writes it; the 3rd before Christ is -3.
    pub(crate) fn century(number: i32) -> Option<Self> {
        let (first, value) = match number {
            1.. => ((number - 1) * 100, format!("{:02}XX", number - 1)),
            _ => (number * 100 + 1, format!("-{:02}XX", -number - 1)),
        };
        let days = (date(first, 1, 1)?, date(first + 99, 12, 31)?);
        Some(Placed::new(Level::Century, DateType::Date, value, Some(days)))
    }

    /// Days from one to another; months or years where whole ones are meant and `grain` says so.
    pub(crate) fn days(from: Date, to: Date, grain: Level) -> Self {
        let value = match grain {
            Level::Month => joined(from, to, push_month),
            Level::Year => joined(from, to, |out, day| push_year(out, day.year().into())),
            _ => joined(from, to, push_day),
        };
        Placed::new(grain, DateType::Range, value, Some((from, to)))
    }

    /// From one placed time to another.
    pub(crate) fn range(from: &Placed, to: &Placed) -> Self {
        let days = from.days.zip(to.days).map(|(a, b)| (a.0, b.1));
        let first = from.value.split('/').next().unwrap_or_default();
        let last = to.value.rsplit('/').next().unwrap_or_default();
        let value = format!("{first}/{last}");
        Placed { kind: DateType::Range, value, days, qualifier: to.qualifier, ..from.clone() }
    }

    /// Returns the record's form.
    pub(crate) fn value(self, anchored: crate::document::Anchored) -> DateValue {
        let mark = match self.qualifier {
            Some(Qualifier::Approximate) => "~",
            Some(Qualifier::Uncertain) => "?",
            None => "",
        };
        DateValue {
            kind: self.kind,
            lo: self.days.filter(|_| !self.value.starts_with("..")).map(|d| day_text(d.0)),
            hi: self.days.filter(|_| !self.value.ends_with("..")).map(|d| day_text(d.1)),
            value: self.value + mark,
            modifier: self.modifier,
            part_of_day: self.part,
            calendar: self.calendar,
            qualifier: self.qualifier,
            anchored,
            from: Vec::new(),
        }
    }
}

/// Returns a day; years as astronomers count them (1 BC is 0).
pub(crate) fn date(year: i32, month: u8, day: u8) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Returns the month so many months away, its day kept or clamped to the month's last; nothing beyond the calendar.
pub(crate) fn add_months(day: Date, months: i32) -> Option<Date> {
    // `ToSpan` panics on lengths beyond the calendar.
    day.checked_add(Span::new().try_months(months).ok()?).ok()
}

/// Returns the day so many days away; nothing beyond the calendar.
pub(crate) fn add_days(day: Date, days: impl Into<i64>) -> Option<Date> {
    day.checked_add(Span::new().try_days(days.into()).ok()?).ok()
}

/// Returns the day so many weeks away; nothing beyond the calendar.
pub(crate) fn add_weeks(day: Date, weeks: i32) -> Option<Date> {
    add_days(day, 7 * i64::from(weeks))
}

/// Returns the Monday of the week that holds a day.
pub(crate) fn monday(day: Date) -> Option<Date> {
    add_days(day, -day.weekday().to_monday_zero_offset())
}

fn year_text(year: i32) -> String {
    let mut out = String::with_capacity(5);
    push_year(&mut out, year);
    out
}

fn month_text(day: Date) -> String {
    let mut out = String::with_capacity(8);
    push_month(&mut out, day);
    out
}

pub(crate) fn day_text(day: Date) -> String {
    let mut out = String::with_capacity(11);
    push_day(&mut out, day);
    out
}

fn push_year(out: &mut String, year: i32) {
    if year < 0 {
        out.push('-');
    }
    let year = year.unsigned_abs();
    push_two(out, year / 100);
    push_two(out, year % 100);
}

fn push_month(out: &mut String, day: Date) {
    push_year(out, day.year().into());
    out.push('-');
    push_two(out, day.month().unsigned_abs().into());
}

fn push_day(out: &mut String, day: Date) {
    push_month(out, day);
    out.push('-');
    push_two(out, day.day().unsigned_abs().into());
}

/// Adds a number below 100 in two digits.
fn push_two(out: &mut String, number: u32) {
    for digit in [number / 10, number % 10] {
        out.push(char::from(b'0' + digit as u8));
    }
}

/// Returns two values as the ends of a range.
fn joined(from: Date, to: Date, push: fn(&mut String, Date)) -> String {
    let mut out = String::with_capacity(22);
    push(&mut out, from);
    out.push('/');
    push(&mut out, to);
    out
}

/// Returns a length as ISO 8601 writes it; `X` stands for a number that the words leave open.
pub(crate) fn length_text(length: &Length) -> String {
    let mut sums = [(Some(Decimal::ZERO), false); 7];
    let mut add = |place: usize, n: Option<Decimal>| {
        sums[place] = (sums[place].0.zip(n).and_then(|(a, b)| a.plus(b)), true);
    };
    for &(n, unit) in &length.parts {
        match unit {
            Unit::Year => match n {
                // 一年半 is a year and six months.
                Some(n) if n.fraction() == Decimal::HALF => {
                    if n >= Decimal::ONE {
                        add(0, Some(n.whole()));
                    }
                    add(1, Some(6.into()));
                }
                n => add(0, n),
            },
            Unit::Quarter => add(1, n.and_then(|n| n.times(3.into()))),
            // 一个半月 is 45 days; 半个月 stays half a month.
            Unit::Month => match n.filter(|n| *n > Decimal::ONE && n.fraction() == Decimal::HALF) {
                Some(n) => add(3, n.times(30.into())),
                None => add(1, n),
            },
            Unit::Week => add(2, n),
            Unit::Day | Unit::Weekday => add(3, n),
            Unit::Hour => add(4, n),
            Unit::Minute => add(5, n),
            Unit::Second => add(6, n),
        }
    }
    let mut out = "P".to_owned();
    for (i, (letter, (sum, told))) in "YMWDHMS".chars().zip(sums).enumerate() {
        if !told {
            continue;
        }
        if i >= 4 && !out.contains('T') {
            out.push('T');
        }
        match sum {
            Some(n) => out.push_str(&format!("{n}")),
            None => out.push('X'),
        }
        out.push(letter);
    }
    out
}
