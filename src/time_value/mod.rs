//! Values of time: EDTF (ISO 8601-2) for days and longer, ISO 8601-1 for clock times and durations.
//!
//! In: what [`crate::resolve`] finds out about an expression of time, or the text of a value. Out: [`TimeValue`], which
//! prints EDTF and TIMEX3.

mod duration;
mod parse;
mod partial_date;

use std::fmt::{self, Write};

use jiff::civil::{Date, Time};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

pub(crate) use self::{
    duration::{DurationUnit, IsoDuration},
    partial_date::{PartialDate, YearPart},
};
use crate::document::{DateType, Qualifier};

/// A value of time. It is printed, and written to JSON, as EDTF: `2023-08-02`, `2017/..`, `PT2.5H`, `R/XXXX-WXX-1`.
///
/// # Examples
///
/// ```
/// use yaowen::document::{DateType, TimeValue};
///
/// let value: TimeValue = "2022-35".parse()?;
/// assert_eq!(value.kind(), DateType::Date);
/// assert_eq!(value.to_string(), "2022-35");
/// assert_eq!(value.to_timex3(), "2022-Q3");
/// assert_eq!(value, "2022-35");
/// # Ok::<(), yaowen::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeValue {
    pub(crate) form: TimeForm,
    /// Printed as `~` or `?` behind the form.
    pub(crate) qualifier: Option<Qualifier>,
}

/// A value without its qualifier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TimeForm {
    /// 2023年, 8月2日, 9时30分.
    Point(TimePoint),
    /// 8月2日至3日, 自2017年以来, 截至7月.
    Interval(Interval),
    /// 三天.
    Duration(IsoDuration),
    /// 3至5天.
    Durations(IsoDuration, IsoDuration),
    /// 每周一; two where what recurs has two ends: 每天9时至17时.
    Set(Vec<Recurrence>),
    /// 近年来: a time that is referred to but not dated.
    Reference(Reference),
}

/// A point in time: a date, a clock time or both.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct TimePoint {
    pub(crate) date: Option<PartialDate>,
    pub(crate) clock: Option<ClockTime>,
}

/// A clock time, as fine as it is known; 24 is the end of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ClockTime {
    pub(crate) hour: u8,
    pub(crate) minute: Option<u8>,
    pub(crate) second: Option<u8>,
}

/// An end of an interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bound {
    Open,
    Point(TimePoint),
    /// 从那时到现在 where nothing says when that was.
    Reference(Reference),
}

/// The time between two bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Interval {
    start: Bound,
    end: Bound,
}

/// What recurs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Recurrence {
    /// Each time that looks like it: 每年8月2日, 每天9时.
    At(TimePoint),
    /// After each such duration: 每两年.
    Every(IsoDuration),
}

/// A time that is referred to but not dated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reference {
    Past,
    Present,
    Future,
}

/// The standard that a value is written by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standard {
    Edtf,
    Timex3,
}

impl TimeValue {
    /// Returns what kind of time it is.
    pub fn kind(&self) -> DateType {
        self.form.kind()
    }

    /// Returns the value as TIMEX3 (TimeML 1.2.1) writes it.
    ///
    /// Seasons, quarters and half-years are written `SP`, `Q1`, `H1`; an interval is written with a slash, which TIMEX3
    /// itself expresses by `beginPoint` and `endPoint`; sets name what recurs as their value.
    ///
    /// # Examples
    ///
    /// ```
    /// use yaowen::document::TimeValue;
    ///
    /// let value: TimeValue = "2021-21".parse()?;
    /// assert_eq!(value.to_timex3(), "2021-SP");
    /// # Ok::<(), yaowen::Error>(())
    /// ```
    pub fn to_timex3(&self) -> String {
        let mut out = String::new();
        // Writing to a string cannot fail.
        let _ = self.form.write(&mut out, Standard::Timex3);
        out
    }

    /// Returns whether it names years only: 2010, 2010/2021.
    pub(crate) fn is_years(&self) -> bool {
        let is_year = |bound: Bound| {
            let date = bound.point().filter(|point| point.clock.is_none()).and_then(|p| p.date);
            matches!(date, Some(PartialDate::InYear(Some(0..), YearPart::Whole)))
        };
        let (start, end) = self.form.ends();
        self.qualifier.is_none() && is_year(start) && is_year(end)
    }

    /// Returns whether it is finer than years: it has a month, a week or a day.
    pub(crate) fn is_finer_than_years(&self) -> bool {
        let finer = |bound: Bound| {
            let date = bound.point().and_then(|point| point.date);
            matches!(date, Some(PartialDate::InYear(_, part)) if part != YearPart::Whole)
        };
        let (start, end) = self.form.ends();
        finer(start) || finer(end)
    }

    /// Returns whether it refers to a time without dating it.
    pub(crate) fn is_reference(&self) -> bool {
        matches!(self.form, TimeForm::Reference(_))
    }

    /// Returns whether it is a year or a month that holds the day of another value.
    pub(crate) fn is_year_or_month_of(&self, other: &TimeValue) -> bool {
        use PartialDate::InYear;
        let date = |value: &TimeValue| match value.form {
            TimeForm::Point(TimePoint { date: Some(InYear(year, part)), clock }) => {
                Some((year, part, clock))
            }
            _ => None,
        };
        let (Some((year, part, None)), Some((of_year, YearPart::Day(month, _), _))) =
            (date(self), date(other))
        else {
            return false;
        };
        let holds = matches!(part, YearPart::Whole) || part == YearPart::Month(month);
        self.qualifier.is_none() && year == of_year && holds
    }

    /// Returns whether it repeats the words of another value: it is the same, has it as an end or is finer.
    pub(crate) fn repeats(&self, other: &TimeValue) -> bool {
        if self == other {
            return true;
        }
        if other.qualifier.is_some() {
            return false;
        }
        match (&self.form, &other.form) {
            (TimeForm::Point(point), TimeForm::Point(of)) => point.refines(of),
            (TimeForm::Interval(interval), TimeForm::Point(of)) => {
                let mut ends = [interval.start, interval.end].into_iter().filter_map(Bound::point);
                ends.any(|end| end.refines(of))
            }
            (TimeForm::Interval(a), TimeForm::Interval(b)) => {
                let finer = match (a.end, b.end) {
                    (Bound::Point(a), Bound::Point(b)) => a.refines(&b),
                    (a, b) => a == b,
                };
                a.start == b.start && finer
            }
            (a, b) => a == b,
        }
    }
}

impl TimeForm {
    /// Returns what kind of time it is.
    pub(crate) fn kind(&self) -> DateType {
        match self {
            TimeForm::Point(TimePoint { date: Some(_), clock: None }) => DateType::Date,
            TimeForm::Point(TimePoint { date: Some(_), clock: Some(_) }) => DateType::Datetime,
            TimeForm::Point(TimePoint { date: None, .. }) => DateType::Time,
            TimeForm::Interval(_) => DateType::Range,
            TimeForm::Duration(_) | TimeForm::Durations(..) => DateType::Duration,
            TimeForm::Set(_) => DateType::Set,
            TimeForm::Reference(_) => DateType::Deixis,
        }
    }

    /// Returns the ends of an interval; of a point and a reference, which are both.
    pub(crate) fn ends(&self) -> (Bound, Bound) {
        match *self {
            TimeForm::Point(point) => (Bound::Point(point), Bound::Point(point)),
            TimeForm::Interval(Interval { start, end }) => (start, end),
            TimeForm::Reference(reference) => {
                (Bound::Reference(reference), Bound::Reference(reference))
            }
            TimeForm::Duration(_) | TimeForm::Durations(..) | TimeForm::Set(_) => {
                (Bound::Open, Bound::Open)
            }
        }
    }

    fn write(&self, out: &mut impl Write, standard: Standard) -> fmt::Result {
        match self {
            TimeForm::Point(point) => point.write(out, standard),
            TimeForm::Interval(Interval { start, end }) => {
                start.write(out, standard)?;
                out.write_char('/')?;
                end.write(out, standard)
            }
            TimeForm::Duration(duration) => write!(out, "{duration}"),
            TimeForm::Durations(from, to) => write!(out, "{from}/{to}"),
            TimeForm::Set(recurrences) => {
                if standard == Standard::Edtf {
                    out.write_char('R')?;
                }
                for (i, recurrence) in recurrences.iter().enumerate() {
                    if standard == Standard::Edtf || i > 0 {
                        out.write_char('/')?;
                    }
                    match recurrence {
                        Recurrence::At(point) => point.write(out, standard)?,
                        Recurrence::Every(duration) => write!(out, "{duration}")?,
                    }
                }
                Ok(())
            }
            TimeForm::Reference(reference) => out.write_str(reference.as_str()),
        }
    }
}

impl TimePoint {
    /// Returns a day.
    pub(crate) fn day(day: Date) -> Self {
        TimePoint { date: Some(PartialDate::day(day)), clock: None }
    }

    /// Returns a clock time of a day, as fine as it is not zero.
    pub(crate) fn moment(day: Date, time: Time) -> Self {
        let clock = ClockTime {
            hour: time.hour().unsigned_abs(),
            minute: Some(time.minute().unsigned_abs()),
            second: Some(time.second().unsigned_abs()).filter(|s| *s > 0),
        };
        TimePoint { clock: Some(clock), ..TimePoint::day(day) }
    }

    /// Returns whether it is another point or lies in it.
    fn refines(&self, other: &TimePoint) -> bool {
        use PartialDate::InYear;
        if other.clock.is_some() {
            return self.clock == other.clock && (self.date == other.date || other.date.is_none());
        }
        match (self.date, other.date) {
            (a, b) if a == b => true,
            (Some(InYear(Some(year), _)), Some(InYear(Some(of), YearPart::Whole))) => year == of,
            (Some(InYear(year, YearPart::Day(m, _))), Some(InYear(of, YearPart::Month(month)))) => {
                year == of && m == month
            }
            _ => false,
        }
    }

    /// Returns its first and last day, where its year is known.
    pub(crate) fn days(&self) -> Option<(Date, Date)> {
        self.date?.days()
    }

    fn write(&self, out: &mut impl Write, standard: Standard) -> fmt::Result {
        if let Some(date) = self.date {
            date.write(out, standard)?;
        }
        if let Some(ClockTime { hour, minute, second }) = self.clock {
            write!(out, "T{hour:02}")?;
            for part in [minute, second].into_iter().flatten() {
                write!(out, ":{part:02}")?;
            }
        }
        Ok(())
    }
}

impl Bound {
    /// Returns the point, unless it is open or a reference.
    pub(crate) fn point(self) -> Option<TimePoint> {
        match self {
            Bound::Point(point) => Some(point),
            Bound::Open | Bound::Reference(_) => None,
        }
    }

    /// Returns the bound with its point changed.
    pub(crate) fn map(self, change: impl FnOnce(TimePoint) -> TimePoint) -> Self {
        match self {
            Bound::Point(point) => Bound::Point(change(point)),
            other => other,
        }
    }

    fn write(self, out: &mut impl Write, standard: Standard) -> fmt::Result {
        match self {
            Bound::Open if standard == Standard::Timex3 => Ok(()),
            Bound::Open => out.write_str(".."),
            Bound::Point(point) => point.write(out, standard),
            Bound::Reference(reference) => out.write_str(reference.as_str()),
        }
    }
}

impl Interval {
    /// Returns the time between two bounds. The earlier is the start: no interval is reversed.
    pub(crate) fn new(start: Bound, end: Bound) -> Self {
        let days = |bound: Bound| bound.point().and_then(|point| point.days());
        match days(start).zip(days(end)) {
            Some((a, b)) if b.1 < a.0 => Interval { start: end, end: start },
            _ => Interval { start, end },
        }
    }

    /// Returns its first bound.
    pub(crate) fn start(&self) -> Bound {
        self.start
    }

    /// Returns its last bound.
    pub(crate) fn end(&self) -> Bound {
        self.end
    }
}

impl Reference {
    const ALL: [Reference; 3] = [Reference::Past, Reference::Present, Reference::Future];

    /// Returns the reference for a time so far from the present: behind it, at it or ahead of it.
    pub(crate) fn toward(offset: i32) -> Self {
        match offset {
            ..0 => Reference::Past,
            0 => Reference::Present,
            1.. => Reference::Future,
        }
    }

    fn as_str(self) -> &'static str {
        match self {
            Reference::Past => "PAST_REF",
            Reference::Present => "PRESENT_REF",
            Reference::Future => "FUTURE_REF",
        }
    }
}

impl fmt::Display for TimeValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.form.write(f, Standard::Edtf)?;
        match self.qualifier {
            Some(Qualifier::Approximate) => f.write_char('~'),
            Some(Qualifier::Uncertain) => f.write_char('?'),
            None => Ok(()),
        }
    }
}

impl PartialEq<str> for TimeValue {
    fn eq(&self, other: &str) -> bool {
        other.parse::<TimeValue>().is_ok_and(|other| other == *self)
    }
}

impl PartialEq<&str> for TimeValue {
    fn eq(&self, other: &&str) -> bool {
        *self == **other
    }
}

impl Serialize for TimeValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TimeValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests;
