//! What lies in a year: seasons, months, days, lunar dates, and the n-th or first so many of them.

use super::{
    calendar::{add_days, add_months, add_weeks, date, nth_weekday},
    lunar::easter,
    point::PointResolver,
    resolved_time::ResolvedTime,
};
use crate::{
    document::Calendar,
    mention::date::{Count, Granularity, Point, Unit},
    time_value::{Interval, TimeForm, TimePoint},
};

impl PointResolver<'_> {
    /// Returns the time a point means in a year.
    pub(super) fn within_year(&mut self, p: &Point, year: i32) -> Option<ResolvedTime> {
        if let Some(era) = p.era
            && p.year.is_none()
        {
            return match era.0 {
                0 => Some(ResolvedTime::reference(-1)),
                first => {
                    let days = (date(first, 1, 1)?, date(era.1, 12, 31)?);
                    Some(ResolvedTime::days(days.0, days.1, Granularity::Year))
                }
            };
        }
        if let Some(half) = p.half {
            return ResolvedTime::division(year, 39 + half);
        }
        if let Some(quarter) = p.quarter {
            let (year, quarter) = self.quarter(quarter, year);
            return ResolvedTime::division(year, 32 + quarter as u8);
        }
        if let Some(season) = p.season {
            return ResolvedTime::division(year, season);
        }
        if let Some(term) = p.term {
            let day = self.sources.lunar.term(year, term)?;
            return Some(ResolvedTime::day(add_days(day, p.shift)?));
        }
        if let Some(offset) = p.easter {
            return Some(ResolvedTime::day(add_days(easter(year)?, offset)?));
        }
        if p.lunar {
            return self.lunar_date(p, year);
        }
        let Some(month) = p.month else { return part_of(p, ResolvedTime::year(year)?) };
        let (year, month) = match month {
            Count::At(month) => (year, month as u8),
            Count::FromAnchor(n) => {
                let Some(anchor) = self.anchor() else { return Some(ResolvedTime::reference(n)) };
                let years = match p.year {
                    Some(Count::FromAnchor(y)) => y,
                    _ => 0,
                };
                let first = add_months(anchor.moment.date.first_of_month(), n + 12 * years)?;
                (first.year().into(), first.month() as u8)
            }
            Count::FromDiscourse(n) => {
                let Some((_, day)) = self.antecedent(Granularity::Month) else {
                    return Some(ResolvedTime::reference(0));
                };
                let first = add_months(day.first_of_month(), n)?;
                (first.year().into(), first.month() as u8)
            }
        };
        match p.day {
            Some(Count::At(day)) => Some(ResolvedTime::day(date(year, month, day as u8)?)),
            _ => part_of(p, ResolvedTime::month(year, month)?),
        }
    }

    /// Returns the year and number of a quarter.
    fn quarter(&mut self, quarter: Count, year: i32) -> (i32, i32) {
        let (n, (year, month)) = match quarter {
            Count::At(quarter) => return (year, quarter),
            Count::FromDiscourse(n) => {
                let days = self.antecedent(Granularity::Year);
                (n, days.map_or((year, 1), |d| (d.1.year().into(), i32::from(d.1.month()))))
            }
            Count::FromAnchor(n) => {
                let anchor = self.anchor();
                (n, (year, anchor.map_or(1, |a| i32::from(a.moment.date.month()))))
            }
        };
        let quarters = year * 4 + (month - 1) / 3 + n;
        (quarters.div_euclid(4), quarters.rem_euclid(4) + 1)
    }

    fn lunar_date(&self, p: &Point, year: i32) -> Option<ResolvedTime> {
        let lunar = self.sources.lunar;
        let of_year = lunar.year_days(year);
        let (Some(Count::At(month)), Some(_)) = (p.month, of_year) else {
            let time = match of_year {
                // Outside the table only the year is known: 公元1368年正月初四.
                None => ResolvedTime::year(year)?,
                Some((from, to)) => ResolvedTime::days(from, to, Granularity::Day),
            };
            return Some(ResolvedTime { calendar: Calendar::Lunar, ..time });
        };
        let month = month as u8;
        match p.day {
            _ if p.last_day => {
                // 2024年除夕 is the eve of the feast of 2024; 除夕 alone ends the lunar year.
                let year = if p.year.is_some() { year - 1 } else { year };
                Some(ResolvedTime::day(lunar.month(year, month, false)?.1))
            }
            Some(Count::At(day)) => {
                let day = lunar.day(year, month, p.leap, day as u8)?;
                Some(ResolvedTime::day(add_days(day, p.shift)?))
            }
            _ => {
                let (from, to) = lunar.month(year, month, p.leap)?;
                Some(ResolvedTime::days(from, to, Granularity::Day))
            }
        }
    }

    /// A date whose year is not known: XXXX-08-02.
    pub(super) fn without_year(&mut self, p: &Point) -> Option<ResolvedTime> {
        /// A leap year, so that 2月29日 is a day.
        const ANY: i32 = 2000;
        if let Some(Count::FromAnchor(n)) = p.year {
            return Some(ResolvedTime::reference(n));
        }
        let in_any_year = self.within_year(p, ANY)?;
        if p.lunar
            || p.term.is_some()
            || p.easter.is_some()
            || !matches!(p.month, Some(Count::At(_)))
        {
            return Some(ResolvedTime::reference(0));
        }
        let open = |point: TimePoint| TimePoint {
            date: point.date.map(|date| date.without_year(ANY)),
            ..point
        };
        let form = match in_any_year.form {
            TimeForm::Point(point) => TimeForm::Point(open(point)),
            TimeForm::Interval(interval) => TimeForm::Interval(Interval::new(
                interval.start().map(open),
                interval.end().map(open),
            )),
            other => other,
        };
        Some(ResolvedTime { days: None, form, ..in_any_year })
    }
}

/// 中旬, 第一周, 前五天, 最后一个周三 of a year or month.
fn part_of(p: &Point, whole: ResolvedTime) -> Option<ResolvedTime> {
    let (first, last) = whole.days?;
    if let Some(third) = p.third {
        let (from, days) = match third {
            4 => (1, 15),
            5 => (16, 31),
            n => (n * 10 - 9, if n == 3 { 31 } else { 10 }),
        };
        let from = date(first.year().into(), first.month() as u8, from)?;
        let to = add_days(from, days - 1)?.min(last);
        return Some(ResolvedTime::days(from, to, Granularity::Day));
    }
    if let Some((n, unit)) = p.nth {
        return match unit {
            Unit::Month => {
                let month = if n > 0 { n } else { 13 + n };
                ResolvedTime::month(first.year().into(), u8::try_from(month).ok()?)
            }
            Unit::Week if whole.granularity == Granularity::Year => {
                let fourth = date(first.year().into(), 1, 4)?;
                ResolvedTime::week(add_weeks(fourth, n - 1)?)
            }
            Unit::Week => nth_weekday(first, last, 1, n).and_then(ResolvedTime::week),
            Unit::Weekday => nth_weekday(first, last, p.weekday?, n).map(ResolvedTime::day),
            Unit::Day => Some(ResolvedTime::day(match n {
                1.. => add_days(first, n - 1)?,
                _ => add_days(last, n + 1)?,
            })),
            _ => None,
        };
    }
    if let Some((n, unit)) = p.first {
        let count = n.abs();
        let months = match unit {
            Unit::Month => Some(count),
            Unit::Quarter => Some(3 * count),
            _ => None,
        };
        let (from, to) = match (months, n > 0) {
            (Some(months), true) => (first, add_months(first, months - 1)?.last_of_month()),
            (Some(months), false) => (add_months(last.first_of_month(), 1 - months)?, last),
            (None, true) => (first, add_days(first, count - 1)?),
            (None, false) => (add_days(last, 1 - count)?, last),
        };
        let granularity = if unit == Unit::Day { Granularity::Day } else { Granularity::Month };
        return Some(ResolvedTime::days(from, to, granularity));
    }
    match p.weekday {
        Some(weekday) => nth_weekday(first, last, weekday, 1).map(ResolvedTime::day),
        None => Some(whole),
    }
}

#[cfg(test)]
mod tests {
    use crate::resolve::date::values;

    #[test]
    fn parts_of_a_month_are_counted_from_either_end() {
        assert_eq!(
            values("8月中旬开工，8月第一周验收，8月最后一天通车。", "2023-08-03"),
            ["2023-08-11/2023-08-20", "2023-W32", "2023-08-31"]
        );
        assert_eq!(values("农历腊月二十三，集市开市。", "2023-08-03"), ["2024-02-02"]);
    }
}
