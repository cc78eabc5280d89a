//! Points in time: each field of a [`Point`] stands in its words, or is counted from the discourse or the anchor.
//!
//! In: a [`Point`], and the dates before it. Out: a [`ResolvedTime`]. The fields are resolved from coarse to fine: the
//! year in [`super::year`], what lies in a year in [`super::year_part`], days without month in [`super::day`], clock
//! times in [`super::day_part`].

use jiff::civil::Date;

use super::{
    calendar::{add_days, add_months, date},
    date_context::DateContext,
    day_part::DayParts,
    discourse::{Anchor, Discourse},
    lunar::Lunar,
    resolved_time::ResolvedTime,
    tense::{Tense, TenseCues},
    word_list::WordLists,
    year::Year,
};
use crate::{
    document::{Anchored, Calendar, DateMod},
    mention::date::{Count, Expression, Granularity, Point, Unit},
    options::Preference,
    segment::LayoutWords,
    time_value::{Interval, TimeForm},
};

/// What the dates of one text are resolved with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sources<'a> {
    pub(crate) text: &'a str,
    pub(crate) expressions: &'a [Expression],
    pub(crate) cues: &'a TenseCues,
    pub(crate) lunar: &'a Lunar,
    pub(crate) day_parts: &'a DayParts,
    pub(crate) lists: &'a WordLists,
    pub(crate) layout: &'a LayoutWords,
    pub(crate) preference: Preference,
}

/// Resolves the points of one expression.
pub(crate) struct PointResolver<'a> {
    pub(crate) sources: Sources<'a>,
    pub(crate) discourse: &'a Discourse,
    pub(crate) context: DateContext,
    /// What the value was counted from, the weakest link last.
    pub(crate) anchored: Anchored,
    /// Expressions that day, month or year were taken from.
    pub(crate) from: Vec<usize>,
}

impl<'a> PointResolver<'a> {
    pub(super) fn new(
        sources: Sources<'a>,
        discourse: &'a Discourse,
        context: DateContext,
    ) -> Self {
        let (anchored, from) = (Anchored::Explicit, Vec::new());
        PointResolver { sources, discourse, context, anchored, from }
    }

    /// Returns whether the sentence has words beside the date.
    pub(super) fn has_words(&self) -> bool {
        self.context.has_words(self.sources.text)
    }

    /// Returns the tense of the sentence.
    pub(super) fn tense(&self) -> Option<Tense> {
        self.context.tense(self.sources.text, self.sources.cues)
    }

    /// Notes what the value is counted from.
    pub(super) fn took(&mut self, how: Anchored, index: Option<usize>) {
        self.anchored = how;
        if let Some(index) = index
            && !self.from.contains(&index)
        {
            self.from.push(index);
        }
    }

    /// Returns the day the date is counted from.
    pub(crate) fn anchor(&mut self) -> Option<Anchor> {
        let anchor = self.discourse.anchor_at(&self.context)?;
        self.took(anchor.how, anchor.index);
        Some(anchor)
    }

    /// Returns the days that 当天 and the like are counted from: those of the last date before, else the anchor.
    pub(crate) fn antecedent(&mut self, granularity: Granularity) -> Option<(Date, Date)> {
        let event = self.discourse.day_of_event(self.sources, &self.context);
        let found = event
            .filter(|d| d.granularity >= granularity)
            .or_else(|| self.discourse.last(granularity, &self.context))
            .filter(|d| !d.dateline);
        if let Some(found) = found {
            let (days, index) = (found.days, found.index);
            self.took(Anchored::Discourse, Some(index));
            return Some(days);
        }
        let day = self.anchor()?.moment.date;
        Some((day, day))
    }

    /// Returns the day that 三天后 is counted from: that of the event it names, else the last one in the paragraph.
    pub(super) fn antecedent_in_paragraph(&mut self, granularity: Granularity) -> Option<Date> {
        let event = self.discourse.day_of_event(self.sources, &self.context);
        let found =
            event.or_else(|| self.discourse.last_in_paragraph(granularity, &self.context))?;
        let (day, index) = (found.days.1, found.index);
        self.took(Anchored::Discourse, Some(index));
        Some(day)
    }

    /// Returns the time a point means; nothing when its words cannot be a date (2月30日).
    pub(crate) fn resolve(&mut self, point: &Point) -> Option<ResolvedTime> {
        let mut time = self.without_clock(point)?;
        time.modifier = point.modifier.or(time.modifier);
        time.qualifier = point.qualifier;
        if point.lunar {
            time.calendar = Calendar::Lunar;
        } else if point.era.is_some_and(|e| e != (0, 0)) || point.cycle.is_some_and(|c| c.1 == 60) {
            time.calendar = Calendar::Era;
        }
        if let Some(part) = &point.part {
            time.part_of_day = Some(self.sources.day_parts.name(part).to_owned());
            time.granularity = time.granularity.max(Granularity::DayPart);
        }
        match point.hour {
            Some(hour) => self.sources.day_parts.with_clock(hour, point, time),
            None => Some(time),
        }
    }

    /// Returns the date of a point, its clock time apart.
    fn without_clock(&mut self, p: &Point) -> Option<ResolvedTime> {
        if let Some(fixed) = &p.fixed {
            return Some(fixed_period(*fixed, p.modifier));
        }
        if p.century.is_some() || p.decade.is_some() {
            return self.century_or_decade(p);
        }
        if p.day.is_none() && p.month.is_none() && p.week.is_some() && p.year.is_none() {
            return self.week_or_weekday(p);
        }
        match p.day {
            Some(Count::FromAnchor(n)) => return self.days_from_anchor(p, n),
            Some(Count::FromDiscourse(n)) => {
                let Some((first, last)) = self.antecedent(Granularity::Day) else {
                    return Some(ResolvedTime::reference(0));
                };
                let day = if n < 0 { first } else { last };
                return Some(ResolvedTime::day(add_days(day, n)?));
            }
            Some(Count::At(day)) if p.month.is_none() && p.year.is_none() => {
                if let Some(weekday) = p.weekday
                    && let Some(found) = self.numbered_weekday(weekday, day as u8)
                {
                    return Some(ResolvedTime::day(found));
                }
                return self.bare_day(p, day as u8);
            }
            _ => {}
        }
        let of_week = p.week.is_some() || (p.weekday.is_some() && p.nth.is_none()) || p.weekend;
        if of_week && p.month.is_none() && p.year.is_none() {
            return self.week_or_weekday(p);
        }
        if (p.hour.is_some() || p.part.is_some()) && p.is_clock_only() {
            return self.day_of_clock(p);
        }
        if let Some((n, Unit::Month)) = p.first
            && p.year.is_none()
            && n > 0
        {
            return self.first_months(n);
        }
        let year = match self.year(p)? {
            Year::Known(year) => year,
            Year::Unknown => return self.without_year(p),
        };
        self.within_year(p, year).or_else(|| {
            // 2月29日 in a common year was in the last leap year.
            let leap_day =
                p.year.is_none() && p.month == Some(Count::At(2)) && p.day == Some(Count::At(29));
            (1..=8).filter(|_| leap_day).find_map(|back| self.within_year(p, year - back))
        })
    }

    /// 20世纪, 上世纪九十年代, 80年代.
    fn century_or_decade(&mut self, p: &Point) -> Option<ResolvedTime> {
        let Some(century) = p.century else {
            let decade = p.decade?;
            if decade >= 100 {
                return ResolvedTime::decade(decade);
            }
            // The latest one that has begun: 九十年代 is 199X, 二十年代 is 202X after 2020.
            let anchor = self.discourse.anchor;
            let now = anchor.map_or(2000, |a| i32::from(a.moment.date.year()));
            let this = now / 100 * 100 + decade;
            return ResolvedTime::decade(if this > now { this - 100 } else { this });
        };
        let number = match century {
            Count::At(n) if p.era == Some((0, 0)) => -n,
            Count::At(n) => n,
            Count::FromAnchor(n) | Count::FromDiscourse(n) => match self.anchor() {
                Some(a) => i32::from(a.moment.date.year()) / 100 + 1 + n,
                None => 21 + n,
            },
        };
        match p.decade {
            Some(decade) => ResolvedTime::decade((number - 1) * 100 + decade),
            None => ResolvedTime::century(number),
        }
    }

    /// 昨天, 去年今天.
    fn days_from_anchor(&mut self, p: &Point, n: i32) -> Option<ResolvedTime> {
        let Some(anchor) = self.anchor() else { return Some(ResolvedTime::reference(n)) };
        let Some(day) = add_days(anchor.moment.date, n) else {
            return Some(ResolvedTime::reference(n));
        };
        let day = match p.year {
            Some(Count::FromAnchor(years)) if years != 0 => add_months(day, 12 * years)?,
            Some(Count::At(year)) => date(year, day.month() as u8, day.day() as u8)?,
            _ => day,
        };
        Some(ResolvedTime::day(day))
    }
}

/// Returns a period that its row dates (“十四五”, 清朝); 末 and 初 of a short one are its last and first year.
fn fixed_period(period: Interval, modifier: Option<DateMod>) -> ResolvedTime {
    let first = period.start().point().and_then(|p| p.days()).map(|d| d.0);
    let last = period.end().point().and_then(|p| p.days()).map(|d| d.1);
    if let (Some(modifier), Some(first), Some(last)) = (modifier, first, last) {
        let year = match modifier {
            // 清朝中期 stays in its centuries.
            _ if last.year() - first.year() > 10 => None,
            DateMod::End => ResolvedTime::year(last.year().into()),
            DateMod::Start => ResolvedTime::year(first.year().into()),
            DateMod::Mid => None,
        };
        if let Some(year) = year {
            return year;
        }
    }
    let days = first.or(last).zip(last.or(first));
    let form = TimeForm::Interval(period);
    ResolvedTime { granularity: Granularity::Decade, days, ..ResolvedTime::undated(form) }
}
