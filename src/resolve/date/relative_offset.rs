//! Lengths counted from a day: 3天前, 三天后, 近三年, 未来三天.

use jiff::{
    Span,
    civil::{Date, DateTime, Time},
};

use super::{
    calendar::{add_days, add_months, add_weeks, date, monday},
    point::PointResolver,
    resolved_time::ResolvedTime,
    tense::Tense,
};
use crate::{
    document::Decimal,
    mention::date::{Granularity, Length, Offset, Unit},
    time_value::{ClockTime, TimeForm, TimePoint},
};

/// The most months or days that are counted, either way: beyond what calendars reach, and far from the ends of `i32`.
const FARTHEST: i32 = 10_000_000;

/// The most seconds that are counted, about 30 years.
const MOST_SECONDS: i32 = 1_000_000_000;

impl PointResolver<'_> {
    /// Returns the time that lies a length away; beyond the calendar (3万年前) only whether it is past or to come.
    pub(super) fn offset(&mut self, offset: Offset, length: &Length) -> ResolvedTime {
        let time = self.counted(offset, length);
        let time = time.unwrap_or_else(|| ResolvedTime::reference(offset.sign()));
        ResolvedTime { qualifier: length.qualifier, ..time }
    }

    fn counted(&mut self, offset: Offset, length: &Length) -> Option<ResolvedTime> {
        // Working days are not counted: feasts are moved from year to year.
        if length.parts.iter().any(|p| p.0.is_none() || p.1 == Unit::Weekday) {
            return None;
        }
        let finest = length.parts.iter().map(|p| p.1).max()?;
        let (day, time) = self.origin(offset, finest)?;
        let fractional = length.parts.iter().any(|p| p.0.is_some_and(|n| !n.is_whole()));
        // 一天半以来 is counted in hours where the hour is known.
        let in_hours =
            finest == Unit::Day && fractional && time.is_some() && offset == Offset::Past;
        if finest >= Unit::Hour || in_hours {
            return clock(offset, length, finest, day, time);
        }
        let sign = offset.sign();
        let there = shift(day, length, sign)?;
        Some(match offset {
            Offset::Ago | Offset::Later => match finest {
                // 一年半前 is counted in months.
                Unit::Year if fractional => ResolvedTime::month_of(there)?,
                Unit::Year => ResolvedTime::year(there.year().into())?,
                Unit::Quarter | Unit::Month if !fractional => ResolvedTime::month_of(there)?,
                Unit::Week => ResolvedTime::week(there)?,
                _ => ResolvedTime::day(there),
            },
            Offset::Past => ResolvedTime::days(there, day, Granularity::Day),
            Offset::Next => ResolvedTime::days(day, there, Granularity::Day),
            Offset::Previous | Offset::Following if finest == Unit::Month && !fractional => {
                units(day, length, sign)?
            }
            Offset::UnitsBefore | Offset::UnitsAfter if !fractional => units(day, length, sign)?,
            // 前半月 are the days before this one.
            Offset::Previous | Offset::UnitsBefore => {
                ResolvedTime::days(there, day.yesterday().ok()?, Granularity::Day)
            }
            Offset::Following | Offset::UnitsAfter => {
                ResolvedTime::days(day.tomorrow().ok()?, there, Granularity::Day)
            }
        })
    }

    /// Returns the day a length is counted from, with its time of day: 三天后 goes on from the last day of the paragraph,
    /// 三天前 looks back from the anchor.
    fn origin(&mut self, offset: Offset, finest: Unit) -> Option<(Date, Option<Time>)> {
        let granularity = match finest {
            Unit::Year => Granularity::Year,
            Unit::Quarter | Unit::Month => Granularity::Month,
            _ => Granularity::Day,
        };
        // 2002年连任，四年后落选; but 五年后，这里将成为景区 is counted from today.
        let from_today = offset != Offset::Later
            || granularity < Granularity::Day && self.tense() == Some(Tense::Future);
        let antecedent = match from_today {
            true => None,
            false => self.antecedent_in_paragraph(granularity),
        };
        match antecedent {
            Some(day) => Some((day, None)),
            None => self.anchor().map(|a| (a.moment.date, a.moment.time)),
        }
    }
}

/// Calendar units before or after the one that holds the day: 上两个月.
fn units(day: Date, length: &Length, sign: i32) -> Option<ResolvedTime> {
    let &(n, unit) = length.parts.first()?;
    let n = n?.truncated(FARTHEST)?;
    // Of the units counted from the one that holds the day: the first and the last, which is 0 for none.
    let (first, last) = if sign < 0 { (-n, -1) } else { (1, n) };
    let (from, to, granularity) = match unit {
        Unit::Year => {
            let january = date(day.year().into(), 1, 1)?;
            let (from, to) = (add_months(january, 12 * first)?, add_months(january, 12 * last)?);
            (from, to, Granularity::Year)
        }
        Unit::Month | Unit::Quarter => {
            let n = n * if unit == Unit::Quarter { 3 } else { 1 };
            let (first, last) = if sign < 0 { (-n, -1) } else { (1, n) };
            let month = day.first_of_month();
            let to = add_months(month, last)?.last_of_month();
            (add_months(month, first)?, to, Granularity::Month)
        }
        Unit::Week => {
            let monday = monday(day)?;
            let from = ResolvedTime::week(add_weeks(monday, first)?)?;
            let to = ResolvedTime::week(add_weeks(monday, last)?)?;
            return Some(if n == 1 { from } else { ResolvedTime::between(&from, &to) });
        }
        _ => (add_days(day, first)?, add_days(day, last)?, Granularity::Day),
    };
    Some(match granularity {
        Granularity::Year if from.year() == to.year() => ResolvedTime::year(from.year().into())?,
        Granularity::Month if from.first_of_month() == to.first_of_month() => {
            ResolvedTime::month_of(from)?
        }
        _ if from == to => ResolvedTime::day(from),
        granularity => ResolvedTime::days(from, to, granularity),
    })
}

/// Returns the day that lies a length behind another, or before it when `sign` is -1.
fn shift(day: Date, length: &Length, sign: i32) -> Option<Date> {
    let mut day = day;
    for &(n, unit) in &length.parts {
        let n = n?.times(i64::from(sign).into())?;
        let times = |n: Decimal, count: i64| n.times(count.into())?.rounded(FARTHEST);
        day = match unit {
            Unit::Year => add_months(day, times(n, 12)?)?,
            Unit::Quarter => add_months(day, times(n, 3)?)?,
            Unit::Month => {
                // Half a month is 15 days.
                let months = add_months(day, times(n.whole(), 1)?)?;
                add_days(months, times(n.fraction(), 30)?)?
            }
            Unit::Week => add_days(day, times(n, 7)?)?,
            _ => add_days(day, times(n, 1)?)?,
        };
    }
    Some(day)
}

/// Returns the seconds of a unit that has always as many.
fn seconds_of(unit: Unit) -> Option<i64> {
    Some(match unit {
        Unit::Second => 1,
        Unit::Minute => 60,
        Unit::Hour => 3600,
        Unit::Day => 86_400,
        Unit::Week => 604_800,
        Unit::Year | Unit::Quarter | Unit::Month | Unit::Weekday => return None,
    })
}

/// 3小时前 from a day with a clock time; without one no clock time is invented.
fn clock(
    offset: Offset,
    length: &Length,
    finest: Unit,
    day: Date,
    time: Option<Time>,
) -> Option<ResolvedTime> {
    let mut seconds = Decimal::ZERO;
    for &(n, unit) in &length.parts {
        seconds = seconds.plus(n?.times(seconds_of(unit)?.into())?)?;
    }
    let seconds = i64::from(seconds.truncated(MOST_SECONDS)?);
    let Some(time) = time else {
        return matches!(offset, Offset::Ago | Offset::Later).then(|| ResolvedTime::day(day));
    };
    let now = DateTime::from_parts(day, time);
    let add = |from: DateTime, s: i64| from.checked_add(Span::new().try_seconds(s).ok()?).ok();
    // 一天半以来 begins at a second.
    let unit = if finest == Unit::Day { 1 } else { seconds_of(finest)? };
    let of_day =
        i64::from(now.hour()) * 3600 + i64::from(now.minute()) * 60 + i64::from(now.second());
    let floor = add(now, -(of_day % unit))?;
    let point = |at: DateTime| moment(at, finest);
    Some(match offset {
        Offset::Ago => point(add(now, -seconds)?),
        Offset::Later => point(add(now, seconds)?),
        Offset::Past => ResolvedTime::between(&point(add(now, -seconds)?), &point(now)),
        Offset::Next => ResolvedTime::between(&point(now), &point(add(now, seconds)?)),
        Offset::Previous | Offset::UnitsBefore => {
            ResolvedTime::between(&point(add(floor, -seconds)?), &point(floor))
        }
        Offset::Following | Offset::UnitsAfter => {
            let next = add(floor, unit)?;
            ResolvedTime::between(&point(next), &point(add(next, seconds)?))
        }
    })
}

/// Returns a clock time, as fine as a unit and finer where the time handed in is.
fn moment(at: DateTime, finest: Unit) -> ResolvedTime {
    let part = |n: i8| Some(n.unsigned_abs());
    let second = part(at.second()).filter(|s| *s != 0 || finest == Unit::Second);
    let minute =
        part(at.minute()).filter(|m| *m != 0 || finest >= Unit::Minute || second.is_some());
    let clock = ClockTime { hour: at.hour().unsigned_abs(), minute, second };
    let form = TimeForm::Point(TimePoint { clock: Some(clock), ..TimePoint::day(at.date()) });
    ResolvedTime {
        days: Some((at.date(), at.date())),
        minutes: Some(i32::from(at.hour()) * 60 + i32::from(at.minute())),
        ..ResolvedTime::undated(form)
    }
}

#[cfg(test)]
mod tests {
    use crate::resolve::date::values;

    #[test]
    fn lengths_are_counted_from_the_anchor() {
        assert_eq!(
            values("三年前，新馆落成；近三个月，参观者增多。", "2023-08-03"),
            ["2020", "2023-05-03/2023-08-03"]
        );
        assert_eq!(values("3小时前，路已通车。", "2023-08-03T10:00:00"), ["2023-08-03T07"]);
    }
}
