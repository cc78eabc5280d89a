//! Intervals: 8月2日至3日, 自2017年以来, 截至7月, 从现在到八点.

use jiff::civil::Time;

use super::{
    calendar::{add_days, add_months},
    discourse::Anchor,
    point::PointResolver,
    recurrence::set,
    resolved_time::ResolvedTime,
};
use crate::{
    mention::date::{Count, Granularity, Open, Point},
    time_value::{Bound, ClockTime, Interval, TimeForm, TimePoint},
};

impl PointResolver<'_> {
    /// Returns the time from one point to another; each takes over from the other what its words leave out.
    pub(super) fn interval(&mut self, first: &Point, last: &Point) -> Option<ResolvedTime> {
        let (mut first, mut last) = (first.clone(), last.clone());
        if first.every.is_some() {
            // 每天9时至17时, 每年3月至5月.
            last.every = first.every;
            let day_parts = self.sources.day_parts;
            let (from, to) = (set(&first, day_parts), set(&last, day_parts));
            let (TimeForm::Set(mut from_ends), TimeForm::Set(to_ends)) =
                (from.form.clone(), to.form)
            else {
                return Some(from);
            };
            from_ends.extend(to_ends);
            return Some(ResolvedTime { form: TimeForm::Set(from_ends), ..from });
        }
        let open_year = |p: &Point| p.year.is_none() && p.month.is_some();
        let borrowed =
            open_year(&first) && matches!(last.year, Some(Count::At(_))) && first.era.is_none();
        if borrowed {
            first.year = last.year;
        }
        let mut from = self.resolve(&first)?;
        let shape = EndShape::of(&last);
        self.complete_end(&from, shape, open_year(&last), &mut last);
        let mut to = self.resolve(&last)?;
        if is_before(&to, &from) {
            if borrowed {
                if let Some(Count::At(year)) = first.year {
                    first.year = Some(Count::At(year - 1));
                    from = self.resolve(&first)?;
                }
            } else if move_end_on(&from, &to, shape, &mut last) {
                to = self.resolve(&last)?;
            }
        }
        Some(match (from.is_reference(), to.is_reference()) {
            (true, _) => to,
            (_, true) => from,
            _ => ResolvedTime::between(&from, &to),
        })
    }

    /// Gives the second end of an interval the year, month and day that it shares with the first.
    fn complete_end(
        &self,
        from: &ResolvedTime,
        shape: EndShape,
        open_year: bool,
        last: &mut Point,
    ) {
        let Some((first_day, last_day)) = from.days else { return };
        if open_year && matches!(last.month, Some(Count::At(_))) && !last.lunar {
            last.year = Some(Count::At(first_day.year().into()));
        }
        match shape {
            EndShape::Day => set_month(last, first_day),
            EndShape::Clock => set_day(last, first_day),
            EndShape::Other => {}
        }
        // 22时至次日6时 counts from the first end.
        if let Some(Count::FromDiscourse(n)) = last.day
            && let Some(day) = add_days(last_day, n)
        {
            set_day(last, day);
        }
        if let Some(Count::FromDiscourse(n)) = last.year {
            last.year = Some(Count::At(i32::from(first_day.year()) + n));
        }
    }

    /// Returns the interval that a point opens: 自…以来, 截至….
    pub(super) fn half_open(&mut self, open: Open, point: &Point) -> Option<ResolvedTime> {
        let time = self.resolve(point)?;
        if !matches!(time.form, TimeForm::Point(_) | TimeForm::Interval(_)) {
            return Some(time);
        }
        let (from, to) = time.form.ends();
        let interval = match open {
            Open::Since => Interval::new(from, Bound::Open),
            Open::Until => Interval::new(Bound::Open, to),
            Open::Before => {
                Interval::new(Bound::Open, neighbour(&time, false).map_or(from, Bound::Point))
            }
            Open::After => {
                Interval::new(neighbour(&time, true).map_or(to, Bound::Point), Bound::Open)
            }
        };
        Some(ResolvedTime { form: TimeForm::Interval(interval), ..time })
    }

    /// Returns the time between a point and the present, which is the `last` end or the first.
    pub(super) fn with_present(&mut self, last: bool, point: &Point) -> Option<ResolvedTime> {
        let now = self.anchor();
        let time = self.resolve(point)?;
        let present = now.map_or(Bound::Open, |Anchor { moment, .. }| match moment.time {
            Some(clock) if time.granularity == Granularity::Clock || clock != Time::midnight() => {
                Bound::Point(TimePoint::moment(moment.date, clock))
            }
            _ => Bound::Point(TimePoint::day(moment.date)),
        });
        let (from, to) = time.form.ends();
        let (interval, days) = match last {
            true => (
                Interval::new(from, present),
                time.days.zip(now).map(|(days, now)| (days.0, now.moment.date)),
            ),
            false => (
                Interval::new(present, later_today(&time, now).map_or(to, Bound::Point)),
                time.days.zip(now).map(|(days, now)| (now.moment.date, days.1)),
            ),
        };
        Some(ResolvedTime { form: TimeForm::Interval(interval), days: days.or(time.days), ..time })
    }
}

/// What the words of the second end of an interval say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum EndShape {
    /// A day of the month of the first end: 8月2日至3日.
    Day,
    /// A clock time of the day of the first end: 8月2日9时至11时.
    Clock,
    Other,
}

impl EndShape {
    fn of(last: &Point) -> Self {
        if matches!(last.day, Some(Count::At(_))) && last.month.is_none() && last.year.is_none() {
            return EndShape::Day;
        }
        let dated = last.day.is_some()
            || last.month.is_some()
            || last.weekday.is_some()
            || last.term.is_some()
            || last.week.is_some();
        if last.hour.is_some() && !dated { EndShape::Clock } else { EndShape::Other }
    }
}

fn set_month(point: &mut Point, day: jiff::civil::Date) {
    point.year = Some(Count::At(day.year().into()));
    point.month = Some(Count::At(day.month().into()));
}

fn set_day(point: &mut Point, day: jiff::civil::Date) {
    set_month(point, day);
    point.day = Some(Count::At(day.day().into()));
}

/// Returns whether a time ends before another begins.
fn is_before(time: &ResolvedTime, other: &ResolvedTime) -> bool {
    time.days.zip(other.days).is_some_and(|(days, other_days)| {
        (days.1, time.minutes.unwrap_or(1440)) < (other_days.0, other.minutes.unwrap_or(0))
    })
}

/// Moves the second end of an interval on by a day, month or year, so that it is behind the first; returns whether it
/// could be moved.
fn move_end_on(from: &ResolvedTime, to: &ResolvedTime, shape: EndShape, last: &mut Point) -> bool {
    let next = match shape {
        // 22时至6时 ends on the next day.
        EndShape::Clock => to.days.and_then(|d| d.1.tomorrow().ok()),
        EndShape::Day => from.days.and_then(|d| add_months(d.0.first_of_month(), 1)),
        EndShape::Other => match last.year {
            Some(Count::At(year)) => {
                last.year = Some(Count::At(year + 1));
                return true;
            }
            _ => None,
        },
    };
    match (next, shape) {
        (Some(day), EndShape::Clock) => set_day(last, day),
        (Some(day), _) => set_month(last, day),
        (None, _) => return false,
    }
    true
}

/// Returns the point right behind a time, or right before it, in its granularity; nothing for clock times.
fn neighbour(time: &ResolvedTime, behind: bool) -> Option<TimePoint> {
    let (first, last) = time.days.filter(|_| time.granularity != Granularity::Clock)?;
    let day = if behind { last.tomorrow().ok()? } else { first.yesterday().ok()? };
    let point = match time.granularity {
        // Behind 80年代 comes 1990.
        Granularity::Year | Granularity::Decade | Granularity::Century => {
            ResolvedTime::year(day.year().into())?
        }
        Granularity::Month => ResolvedTime::month_of(day)?,
        _ => ResolvedTime::day(day),
    };
    point.form.ends().0.point()
}

/// 从现在到八点 at 16:12 means the evening's eight.
fn later_today(time: &ResolvedTime, now: Option<Anchor>) -> Option<TimePoint> {
    let moment = now?.moment;
    let current = i32::from(moment.time?.hour()) * 60 + i32::from(moment.time?.minute());
    let minutes = time.minutes.filter(|_| time.part_of_day.is_none())?;
    let (day, _) = time.days.filter(|days| days.0 == moment.date)?;
    let clock = ClockTime {
        hour: u8::try_from(minutes / 60 + 12).ok()?,
        minute: u8::try_from(minutes % 60).ok(),
        second: None,
    };
    (minutes < current && minutes < 720 && minutes + 720 > current)
        .then(|| TimePoint { clock: Some(clock), ..TimePoint::day(day) })
}

#[cfg(test)]
mod tests {
    use crate::resolve::date::values;

    #[test]
    fn ends_take_over_from_each_other_what_they_leave_out() {
        assert_eq!(
            values("展览8月2日22时至次日6时开放。", "2023-08-03"),
            ["2023-08-02T22/2023-08-03T06"]
        );
        assert_eq!(values("展览12月30日至1月2日开放。", "2023-08-03"), ["2023-12-30/2024-01-02"]);
        assert_eq!(values("截至7月31日，工程完成。", "2023-08-03"), ["../2023-07-31"]);
        assert_eq!(values("从去年到现在，馆藏增加。", "2023-08-03"), ["2022/2023-08-03"]);
    }
}
