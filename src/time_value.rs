//! Values of time: EDTF (ISO 8601-2) for days and longer, ISO 8601-1 for clock times and durations.
//!
//! In: what [`crate::resolve`] finds out about an expression of time, or the text of a value. Out: [`TimeValue`], which
//! prints EDTF and TIMEX3.

use std::{
    fmt::{self, Write},
    str::FromStr,
};

use jiff::civil::{Date, Time};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::{
    Error,
    document::{DateType, Decimal, Qualifier},
};

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

/// A duration: amounts with their units, from coarse to fine; an amount that is not known is printed as `X`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct IsoDuration {
    pub(crate) parts: Vec<(DurationUnit, Option<Decimal>)>,
}

/// A unit of a duration, from coarse to fine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum DurationUnit {
    Year,
    Month,
    Week,
    Day,
    Hour,
    Minute,
    Second,
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

    fn write(self, out: &mut impl Write, standard: Standard) -> fmt::Result {
        let (year, part) = match self {
            PartialDate::Century(n @ 1..) => return write!(out, "{:02}XX", n - 1),
            PartialDate::Century(n) => return write!(out, "-{:02}XX", -n - 1),
            PartialDate::Decade(year) => return write!(out, "{:03}X", year / 10),
            PartialDate::InYear(year, part) => (year, part),
        };
        match year {
            Some(year) if year < 0 => write!(out, "-{:04}", year.unsigned_abs())?,
            Some(year) => write!(out, "{year:04}")?,
            None => out.write_str("XXXX")?,
        }
        match part {
            YearPart::Whole => Ok(()),
            YearPart::Division(code) => match DIVISIONS.iter().find(|d| d.0 == code) {
                Some((_, letters)) if standard == Standard::Timex3 => write!(out, "-{letters}"),
                _ => write!(out, "-{code:02}"),
            },
            YearPart::Week(week) => write!(out, "-W{week:02}"),
            YearPart::Month(month) => write!(out, "-{month:02}"),
            YearPart::Day(month, day) => write!(out, "-{month:02}-{day:02}"),
            YearPart::DayOfMonth(day) => write!(out, "-XX-{day:02}"),
            YearPart::DayOfWeek(weekday) => write!(out, "-WXX-{weekday}"),
        }
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
    /// Returns the time from one bound to another.
    pub(crate) fn new(start: Bound, end: Bound) -> Self {
        Interval { start, end }
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

impl DurationUnit {
    const ALL: [DurationUnit; 7] = [
        DurationUnit::Year,
        DurationUnit::Month,
        DurationUnit::Week,
        DurationUnit::Day,
        DurationUnit::Hour,
        DurationUnit::Minute,
        DurationUnit::Second,
    ];

    fn letter(self) -> char {
        match self {
            DurationUnit::Year => 'Y',
            DurationUnit::Month | DurationUnit::Minute => 'M',
            DurationUnit::Week => 'W',
            DurationUnit::Day => 'D',
            DurationUnit::Hour => 'H',
            DurationUnit::Second => 'S',
        }
    }

    fn is_clock(self) -> bool {
        self >= DurationUnit::Hour
    }
}

impl IsoDuration {
    /// Returns the duration of amounts, those of one unit added up.
    pub(crate) fn sum(amounts: impl Iterator<Item = (DurationUnit, Option<Decimal>)>) -> Self {
        let mut parts: Vec<(DurationUnit, Option<Decimal>)> = Vec::new();
        for (unit, amount) in amounts {
            match parts.iter_mut().find(|p| p.0 == unit) {
                Some((_, sum)) => *sum = sum.zip(amount).and_then(|(a, b)| a.plus(b)),
                None => parts.push((unit, amount)),
            }
        }
        parts.sort_by_key(|p| p.0);
        IsoDuration { parts }
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

impl fmt::Display for IsoDuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('P')?;
        let mut clock = false;
        for (unit, amount) in &self.parts {
            if unit.is_clock() && !std::mem::replace(&mut clock, true) {
                f.write_char('T')?;
            }
            match amount {
                Some(amount) => write!(f, "{amount}")?,
                None => f.write_char('X')?,
            }
            f.write_char(unit.letter())?;
        }
        Ok(())
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, Standard::Edtf)
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

impl FromStr for TimeValue {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let (bare, qualifier) = match text.char_indices().next_back() {
            Some((at, '~')) => (&text[..at], Some(Qualifier::Approximate)),
            Some((at, '?')) => (&text[..at], Some(Qualifier::Uncertain)),
            _ => (text, None),
        };
        let form = parse_form(bare).ok_or_else(|| Error::date(text))?;
        Ok(TimeValue { form, qualifier })
    }
}

fn parse_form(text: &str) -> Option<TimeForm> {
    let reference = |text: &str| Reference::ALL.into_iter().find(|r| r.as_str() == text);
    if let Some(reference) = reference(text) {
        return Some(TimeForm::Reference(reference));
    }
    if let Some(recurrences) = text.strip_prefix("R/") {
        let recurrence = |part: &str| match part.starts_with('P') {
            true => parse_duration(part).map(Recurrence::Every),
            false => parse_point(part).map(Recurrence::At),
        };
        return recurrences.split('/').map(recurrence).collect::<Option<_>>().map(TimeForm::Set);
    }
    let end = |text: &str| match text {
        ".." => Some(Bound::Open),
        text => match reference(text) {
            Some(reference) => Some(Bound::Reference(reference)),
            None => parse_point(text).map(Bound::Point),
        },
    };
    match text.split_once('/') {
        Some((from, to)) if to.starts_with('P') && reference(to).is_none() => {
            Some(TimeForm::Durations(parse_duration(from)?, parse_duration(to)?))
        }
        Some((from, to)) => Some(TimeForm::Interval(Interval::new(end(from)?, end(to)?))),
        None if text.starts_with('P') => parse_duration(text).map(TimeForm::Duration),
        None => parse_point(text).map(TimeForm::Point),
    }
}

fn parse_point(text: &str) -> Option<TimePoint> {
    let (date, clock) = match text.split_once('T') {
        Some((date, clock)) => (date, Some(parse_clock(clock)?)),
        None => (text, None),
    };
    let date = match (date, clock) {
        ("", Some(_)) => None,
        (date, _) => Some(parse_date(date)?),
    };
    Some(TimePoint { date, clock })
}

/// Returns the number that so many figures, and nothing else, write.
fn figures<T: FromStr>(text: &str, count: usize) -> Option<T> {
    (text.len() == count && text.bytes().all(|b| b.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

fn parse_clock(text: &str) -> Option<ClockTime> {
    let mut parts = text.split(':').map(|part| figures(part, 2));
    let hour = parts.next()??;
    let (minute, second) = (parts.next(), parts.next());
    let optional = |part: Option<Option<u8>>| part.map_or(Some(None), |p| p.map(Some));
    let clock = ClockTime { hour, minute: optional(minute)?, second: optional(second)? };
    parts.next().is_none().then_some(clock)
}

fn parse_date(text: &str) -> Option<PartialDate> {
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (year, rest) = rest.split_at_checked(4)?;
    let sign = |n: i32| if negative { -n } else { n };
    if rest.is_empty()
        && let Some(decade) = year.strip_suffix('X')
    {
        if let Some(century) = decade.strip_suffix('X')
            && century != "XX"
        {
            let number: i32 = figures(century, 2)?;
            return Some(PartialDate::Century(sign(number + 1)));
        }
        if year != "XXXX" {
            return Some(PartialDate::Decade(figures::<i32>(decade, 3)? * 10));
        }
    }
    let year = match year {
        "XXXX" => None,
        year => Some(sign(figures(year, 4)?)),
    };
    let part = match rest.split('-').skip(1).collect::<Vec<_>>()[..] {
        [] if rest.is_empty() => YearPart::Whole,
        ["WXX", weekday] => YearPart::DayOfWeek(figures(weekday, 1)?),
        ["XX", day] => YearPart::DayOfMonth(figures(day, 2)?),
        [month, day] => YearPart::Day(figures(month, 2)?, figures(day, 2)?),
        [part] => match part.strip_prefix('W') {
            Some(week) => YearPart::Week(figures(week, 2)?),
            None => match figures(part, 2)? {
                month @ 1..=12 => YearPart::Month(month),
                code => YearPart::Division(code),
            },
        },
        _ => return None,
    };
    Some(PartialDate::InYear(year, part))
}

fn parse_duration(text: &str) -> Option<IsoDuration> {
    let mut parts = Vec::new();
    let mut clock = false;
    let mut rest = text.strip_prefix('P')?;
    while !rest.is_empty() {
        if let Some(behind) = rest.strip_prefix('T') {
            (clock, rest) = (true, behind);
        }
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.' && c != 'X')?;
        let (amount, behind) = rest.split_at(end);
        let letter = behind.chars().next()?;
        let unit = DurationUnit::ALL
            .into_iter()
            .find(|u| u.letter() == letter && u.is_clock() == clock)?;
        let amount = match amount {
            "X" => None,
            amount => Some(Decimal::read(amount)?),
        };
        parts.push((unit, amount));
        rest = &behind[1..];
    }
    (!parts.is_empty()).then_some(IsoDuration { parts })
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
mod tests {
    use super::*;

    fn value(text: &str) -> TimeValue {
        text.parse().unwrap()
    }

    #[test]
    fn every_form_is_read_as_it_is_printed() {
        for text in [
            "2023",
            "-0220",
            "0220",
            "2023-08",
            "2023-08-02",
            "2022-35",
            "2021-21",
            "2023-W31",
            "199X",
            "19XX",
            "-02XX",
            "XXXX-08-02",
            "XXXX-08",
            "XXXX-XX-02",
            "XXXX-W31",
            "2023-08-02T09",
            "2023-08-02T24",
            "2023-08-02T09:30:15",
            "XXXX-XX-02T09:30",
            "T09",
            "2017/..",
            "../2023-07-31",
            "-2069/-0255",
            "2023-08-02T22/2023-08-03T06~",
            "PT2.5H",
            "P1Y6M",
            "PXD",
            "P3D/P5D",
            "P1DT5H",
            "R/XXXX-WXX-1",
            "R/XXXX-WXX-6/XXXX-WXX-7",
            "R/T09/T17",
            "R/P2Y",
            "R/XXXX-WXX-1T09",
            "PAST_REF",
            "PAST_REF/..",
            "2023~",
            "2023?",
        ] {
            assert_eq!(value(text).to_string(), text);
        }
    }

    #[test]
    fn other_words_are_no_value() {
        for text in ["", "2023-8", "8月", "2023-08-02/", "P", "R/", "20230802", "X", "—"] {
            assert!(text.parse::<TimeValue>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_kind_follows_from_the_form() {
        for (text, kind) in [
            ("2023", DateType::Date),
            ("T09", DateType::Time),
            ("2023-08-02T09", DateType::Datetime),
            ("2023/..", DateType::Range),
            ("P3D/P5D", DateType::Duration),
            ("R/P1D", DateType::Set),
            ("FUTURE_REF", DateType::Deixis),
        ] {
            assert_eq!(value(text).kind(), kind, "{text}");
        }
    }

    #[test]
    fn timex3_has_letters_for_divisions_and_no_marks() {
        for (text, timex3) in [
            ("2021-24", "2021-WI"),
            ("2023-40/2023-41", "2023-H1/2023-H2"),
            ("2017/..", "2017/"),
            ("R/XXXX-WXX-1", "XXXX-WXX-1"),
            ("2023-08-21~", "2023-08-21"),
        ] {
            assert_eq!(value(text).to_timex3(), timex3);
        }
    }

    #[test]
    fn days_of_divisions_lie_in_their_year() {
        let days = |text: &str| {
            let (first, last) = value(text).form.ends().0.point().unwrap().days().unwrap();
            format!("{first} {last}")
        };
        assert_eq!(days("2022-35"), "2022-07-01 2022-09-30");
        assert_eq!(days("2022-24"), "2022-12-01 2023-02-28");
        assert_eq!(days("2022-41"), "2022-07-01 2022-12-31");
        assert_eq!(days("2023-W31"), "2023-07-31 2023-08-06");
    }

    #[test]
    fn a_value_repeats_what_it_refines() {
        assert!(value("2023-08-02/2023-08-03").repeats(&value("2023-08-03")));
        assert!(value("2023-08-02T09").repeats(&value("2023-08-02")));
        assert!(value("2023-08").repeats(&value("2023")));
        assert!(!value("2023").repeats(&value("2023-08")));
        assert!(value("2024").is_year_or_month_of(&value("2024-11-19")));
        assert!(!value("2024-10").is_year_or_month_of(&value("2024-11-19")));
        assert!(value("2010/2021").is_years() && !value("2010/..").is_years());
    }
}
