//! Lengths counted from a day: 3天前, 三天后, 近三年, 未来三天.

use jiff::{
    Span,
    civil::{Date, DateTime, Time},
};

use super::{
    calendar::{Placed, add_days, add_months, add_weeks, day_text, monday},
    discourse::Tense,
    resolver::{Placer, reference},
};
use crate::{
    document::{DateType, Decimal},
    mention::date::{Away, Length, Level, Unit},
};

/// Returns the point or stretch that lies a length away; beyond the calendar (3万年前) only whether it is past or to come.
pub(crate) fn place(placer: &mut Placer<'_>, away: Away, length: &Length) -> Placed {
    let back = matches!(away, Away::Ago | Away::Past | Away::Previous | Away::UnitsBefore);
    let placed = counted(placer, away, length);
    let placed = placed.unwrap_or_else(|| reference(if back { -1 } else { 1 }));
    Placed { qualifier: length.qualifier, ..placed }
}

fn counted(placer: &mut Placer<'_>, away: Away, length: &Length) -> Option<Placed> {
    let back = matches!(away, Away::Ago | Away::Past | Away::Previous | Away::UnitsBefore);
    // Working days are not counted: feasts are moved from year to year.
    if length.parts.iter().any(|p| p.0.is_none() || p.1 == Unit::Weekday) {
        return None;
    }
    let finest = length.parts.iter().map(|p| p.1).max()?;
    // 三天后 goes on from the day the story has told; 三天前 looks back from the day it is told on.
    let base = match away {
        Away::Later => {
            // 2002年连任，四年后落选; but 五年后，这里将成为景区 is told from today.
            let told = match finest {
                Unit::Year | Unit::Quarter | Unit::Month
                    if placer.tense() == Some(Tense::Future) =>
                {
                    None
                }
                Unit::Year => placer.told_in_paragraph(Level::Year),
                Unit::Quarter | Unit::Month => placer.told_in_paragraph(Level::Month),
                _ => placer.told_in_paragraph(Level::Day),
            };
            match told {
                Some(day) => Some((day, None)),
                None => placer.anchor().map(|a| (a.moment.date, a.moment.time)),
            }
        }
        _ => placer.anchor().map(|a| (a.moment.date, a.moment.time)),
    };
    let (day, time) = base?;
    // 一天半以来 is counted in hours where the hour is known.
    let half_days =
        finest == Unit::Day && length.parts.iter().any(|p| p.0.is_some_and(|n| !n.is_whole()));
    if finest >= Unit::Hour || (half_days && time.is_some() && away == Away::Past) {
        return clock(away, length, finest, day, time);
    }
    let sign = if back { -1 } else { 1 };
    let there = shift(day, length, sign)?;
    Some(match away {
        Away::Ago | Away::Later => match finest {
            Unit::Year => {
                // 一年半前 is told in months.
                match length.parts.iter().any(|p| p.0.is_some_and(|n| !n.is_whole())) {
                    true => Placed::month(there.year().into(), there.month() as u8)?,
                    false => Placed::year(there.year().into())?,
                }
            }
            Unit::Quarter | Unit::Month => {
                match length.parts.iter().any(|p| p.0.is_some_and(|n| !n.is_whole())) {
                    true => Placed::day(there),
                    false => Placed::month(there.year().into(), there.month() as u8)?,
                }
            }
            Unit::Week => Placed::week(there)?,
            _ => Placed::day(there),
        },
        Away::Past => Placed::days(there, day, Level::Day),
        Away::Next => Placed::days(day, there, Level::Day),
        Away::Previous if finest == Unit::Month => units(day, length, sign)?,
        Away::Following if finest == Unit::Month => units(day, length, sign)?,
        Away::Previous => Placed::days(there, day.yesterday().ok()?, Level::Day),
        Away::Following => Placed::days(day.tomorrow().ok()?, there, Level::Day),
        Away::UnitsBefore | Away::UnitsAfter => units(day, length, sign)?,
    })
}

/// Calendar units before or after the one that holds the day: 上两个月.
fn units(day: Date, length: &Length, sign: i32) -> Option<Placed> {
    let &(n, unit) = length.parts.first()?;
    let n = n?.truncated(FARTHEST)?;
    let (from, to, grain) = match unit {
        Unit::Year => {
            let first = super::calendar::date(i32::from(day.year()), 1, 1)?;
            (
                add_months(first, 12 * if sign < 0 { -n } else { 1 })?,
                add_months(first, 12 * if sign < 0 { -1 } else { n })?,
                Level::Year,
            )
        }
        Unit::Month | Unit::Quarter => {
            let n = n * if unit == Unit::Quarter { 3 } else { 1 };
            let first = day.first_of_month();
            (
                add_months(first, if sign < 0 { -n } else { 1 })?,
                add_months(first, if sign < 0 { -1 } else { n })?.last_of_month(),
                Level::Month,
            )
        }
        Unit::Week => {
            let monday = monday(day)?;
            let first = add_weeks(monday, if sign < 0 { -n } else { 1 })?;
            let last = add_weeks(monday, if sign < 0 { -1 } else { n })?;
            let mut placed = Placed::range(&Placed::week(first)?, &Placed::week(last)?);
            if n == 1 {
                placed = Placed::week(first)?;
            }
            return Some(placed);
        }
        _ => {
            let first = add_days(day, if sign < 0 { -n } else { 1 })?;
            let last = add_days(day, if sign < 0 { -1 } else { n })?;
            (first, last, Level::Day)
        }
    };
    Some(match (from == to, grain) {
        (true, Level::Year) | (_, Level::Year) if from.year() == to.year() => {
            Placed::year(from.year().into())?
        }
        (_, Level::Month) if from.first_of_month() == to.first_of_month() => {
            Placed::month(from.year().into(), from.month() as u8)?
        }
        (true, _) => Placed::day(from),
        _ => Placed::days(from, to, grain),
    })
}

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

/// The most months or days that are counted, either way: beyond what calendars reach, and far from the ends of `i32`.
const FARTHEST: i32 = 10_000_000;

/// 3小时前 from a day with a clock time; without one nothing is invented.
fn clock(
    away: Away,
    length: &Length,
    finest: Unit,
    day: Date,
    time: Option<Time>,
) -> Option<Placed> {
    let mut seconds = Decimal::ZERO;
    for &(n, unit) in &length.parts {
        let unit = match unit {
            Unit::Hour => 3600,
            Unit::Minute => 60,
            Unit::Second => 1,
            Unit::Day => 86400,
            Unit::Week => 604_800,
            _ => return None,
        };
        seconds = seconds.plus(n?.times(unit.into())?)?;
    }
    let seconds = i64::from(seconds.truncated(1_000_000_000)?);
    let Some(time) = time else {
        return Some(match away {
            Away::Ago | Away::Later => Placed::day(day),
            _ => return None,
        });
    };
    let now = DateTime::from_parts(day, time);
    let add = |from: DateTime, s: i64| from.checked_add(Span::new().try_seconds(s).ok()?).ok();
    let unit = match finest {
        Unit::Hour => 3600,
        Unit::Minute => 60,
        _ => 1,
    };
    let of_day =
        i64::from(now.hour()) * 3600 + i64::from(now.minute()) * 60 + i64::from(now.second());
    let floor = add(now, -(of_day % unit))?;
    let point = |at: DateTime| {
        // The clock time handed in may be finer than the words.
        let text = if at.second() != 0 || finest == Unit::Second {
            format!("{:02}:{:02}:{:02}", at.hour(), at.minute(), at.second())
        } else if at.minute() != 0 || finest >= Unit::Minute {
            format!("{:02}:{:02}", at.hour(), at.minute())
        } else {
            format!("{:02}", at.hour())
        };
        Placed {
            days: Some((at.date(), at.date())),
            minutes: Some(i32::from(at.hour()) * 60 + i32::from(at.minute())),
            ..Placed::bare(DateType::Datetime, format!("{}T{text}", day_text(at.date())))
        }
    };
    Some(match away {
        Away::Ago => point(add(now, -seconds)?),
        Away::Later => point(add(now, seconds)?),
        Away::Past => Placed::range(&point(add(now, -seconds)?), &point(now)),
        Away::Next => Placed::range(&point(now), &point(add(now, seconds)?)),
        Away::Previous | Away::UnitsBefore => {
            Placed::range(&point(add(floor, -seconds)?), &point(floor))
        }
        Away::Following | Away::UnitsAfter => {
            let next = add(floor, unit)?;
            Placed::range(&point(next), &point(add(next, seconds)?))
        }
    })
}
