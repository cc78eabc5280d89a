//! Days without month, days of the week, and clock times without day: counted from the dates before, else the anchor.

use jiff::{ToSpan, civil::Date};

use super::{
    calendar::{add_days, add_months, add_weeks, date, days_apart, days_since, in_month, monday},
    discourse::{Anchor, DatedMention},
    point::PointResolver,
    resolved_time::ResolvedTime,
    tense::Tense,
};
use crate::{
    document::{Anchored, Calendar},
    mention::date::{Count, Granularity, Point},
    options::Preference,
    time_value::{PartialDate, TimeForm, TimePoint, YearPart},
};

/// A date before belongs to the main line of the text when it lies at most so many days from the anchor.
///
/// Set on the development sets of dates (rec_parser, rec_model, duckling) and on news.
const MAIN_LINE: i32 = 45;

impl PointResolver<'_> {
    /// 9时, 下午: the day before it in the text, else the anchor.
    pub(super) fn day_of_clock(&mut self, p: &Point) -> Option<ResolvedTime> {
        match self.antecedent(Granularity::Day) {
            Some((_, day)) => Some(ResolvedTime::day(day)),
            None if p.hour.is_some() => {
                Some(ResolvedTime::undated(TimeForm::Point(TimePoint::default())))
            }
            None => Some(ResolvedTime::reference(0)),
        }
    }

    /// 前7个月: from January on, when so many months are over; else the months before this one.
    pub(super) fn first_months(&mut self, n: i32) -> Option<ResolvedTime> {
        let Some(anchor) = self.anchor() else { return Some(ResolvedTime::reference(-1)) };
        let now = anchor.moment.date.first_of_month();
        let first = match n >= 3 && n < i32::from(now.month()) + 1 {
            true => date(now.year().into(), 1, 1)?,
            false => add_months(now, -n)?,
        };
        let last = add_months(first, n - 1)?.last_of_month();
        Some(ResolvedTime::days(first, last, Granularity::Month))
    }

    /// 上周, 周三, 下周末.
    pub(super) fn week_or_weekday(&mut self, p: &Point) -> Option<ResolvedTime> {
        let (base, offset) = match p.week {
            Some(Count::FromDiscourse(n)) => (self.antecedent(Granularity::Day)?.1, n),
            Some(Count::FromAnchor(n) | Count::At(n)) => match self.anchor() {
                Some(anchor) => (anchor.moment.date, n),
                None => return Some(ResolvedTime::reference(n)),
            },
            None => {
                let Some(anchor) = self.anchor() else { return Some(ResolvedTime::reference(0)) };
                let now = anchor.moment.date;
                match p.weekday.and_then(|weekday| self.weekday_of_sentence(weekday, now)) {
                    Some(day) => return Some(ResolvedTime::day(day)),
                    None => (now, 0),
                }
            }
        };
        let monday = add_weeks(monday(base)?, offset)?;
        if let Some(weekday) = p.weekday {
            let day = add_days(monday, i64::from(weekday) - 1)?;
            let weeks = match p.week {
                None => self.weeks_by_tense(day, base),
                Some(_) => 0,
            };
            return Some(ResolvedTime::day(add_weeks(day, weeks)?));
        }
        if p.weekend {
            let saturday = add_days(monday, 5)?;
            return Some(ResolvedTime::days(saturday, saturday.tomorrow().ok()?, Granularity::Day));
        }
        ResolvedTime::week(monday)
    }

    /// Returns how many weeks a bare day of the week lies from the one of this week.
    fn weeks_by_tense(&self, day: Date, now: Date) -> i32 {
        match (self.sources.preference, self.tense()) {
            (Preference::Future, _) | (_, Some(Tense::Future)) if day < now => 1,
            (Preference::Past, Some(Tense::Past)) if day > now => -1,
            (Preference::Nearest, None) if days_since(day, now) > 3 => -1,
            (Preference::Nearest, None) if days_since(day, now) < -3 => 1,
            _ => 0,
        }
    }

    /// 周二（12日）: the nearest 12th that is such a day.
    pub(super) fn numbered_weekday(&mut self, weekday: u8, day: u8) -> Option<Date> {
        let now = self.anchor()?.moment.date;
        [-1, 0, 1]
            .into_iter()
            .filter_map(|months| in_month(now, day, months))
            .filter(|d| d.weekday().to_monday_one_offset() as u8 == weekday)
            .min_by_key(|d| days_apart(*d, now))
    }

    /// A bare day of the week goes on from the day before it in its sentence: 周二（12日）表决通过，周三送交总统.
    fn weekday_of_sentence(&mut self, weekday: u8, now: Date) -> Option<Date> {
        let before = self
            .discourse
            .recent()
            .take_while(|d| d.sentence == self.context.sentence)
            .find(|d| d.granularity == Granularity::Day && !d.quoted && !d.dateline)?;
        let (base, index) = (before.days.1, before.index);
        if days_apart(base, now) > 14 {
            return None;
        }
        let day = add_days(monday(base)?, i64::from(weekday) - 1)?;
        let day = match day < base && self.tense() != Some(Tense::Past) {
            true => add_days(day, 7)?,
            false => day,
        };
        self.took(Anchored::Discourse, Some(index));
        Some(day)
    }

    /// 22日: in the range or month before it in the text, else in the anchor's month or the one before that.
    pub(super) fn bare_day(&mut self, p: &Point, day: u8) -> Option<ResolvedTime> {
        if p.lunar {
            return self.bare_lunar_day(day);
        }
        let recent = self.discourse.last(Granularity::Month, &self.context).cloned();
        let anchor = self.discourse.anchor_at(&self.context);
        let recent = recent.filter(|d| !d.dateline && !self.is_off_main_line(d, anchor.as_ref()));
        if let Some(before) = recent {
            let found = self.day_behind(before.days, day, anchor.as_ref())?;
            self.took(Anchored::Discourse, Some(before.index));
            return Some(ResolvedTime::day(found));
        }
        let Some(anchor) = self.anchor() else {
            let date = Some(PartialDate::InYear(None, YearPart::DayOfMonth(day)));
            let form = TimeForm::Point(TimePoint { date, clock: None });
            return Some(ResolvedTime {
                granularity: Granularity::Day,
                ..ResolvedTime::undated(form)
            });
        };
        self.day_around(anchor.moment.date, day).map(ResolvedTime::day)
    }

    /// Returns the day of that number that goes on from the days before it.
    fn day_behind(
        &self,
        (first, last): (Date, Date),
        day: u8,
        anchor: Option<&Anchor>,
    ) -> Option<Date> {
        let is_such = |d: &Date| d.day() as u8 == day;
        let inside = first.series(1.day()).take_while(|d| *d <= last).take(62).find(is_such);
        if inside.is_some() {
            return inside;
        }
        let same = in_month(last, day, 0);
        let gap = same.map_or(99, |d| days_since(d, last));
        let is_over = |d: Date| {
            anchor.is_some_and(|a| d <= a.moment.date && days_since(a.moment.date, last) <= 31)
        };
        let months = match gap {
            // 上月22日出发，2日抵达: the month goes on, where that day is over.
            -20..=-15 if in_month(last, day, 1).is_some_and(is_over) => 1,
            // 7月30日…。1日: the month goes on; 8月1日…。31日: it goes back.
            ..-20 => 1,
            21.. if self.tense() != Some(Tense::Future) => -1,
            _ => 0,
        };
        in_month(last, day, months).or(same)
    }

    /// Returns the day of that number near the anchor.
    fn day_around(&self, now: Date, day: u8) -> Option<Date> {
        let [before, same, next] = [-1, 0, 1].map(|months| in_month(now, day, months));
        if self.tense() == Some(Tense::Future) {
            return [before, same, next].into_iter().flatten().find(|d| *d >= now);
        }
        match (same, before) {
            (Some(same), _) if same <= now => Some(same),
            // A day not far ahead is to come (4日至6日有雨), one far ahead was in the month before.
            (Some(same), Some(before))
                if days_since(now, before) <= days_since(same, now) + 8 && self.has_words() =>
            {
                Some(before)
            }
            (Some(same), _) => Some(same),
            (None, before) => before.or(next),
        }
    }

    /// 初四: in the lunar month of the anchor, or of the date before it.
    fn bare_lunar_day(&mut self, day: u8) -> Option<ResolvedTime> {
        let Some((_, base)) = self.antecedent(Granularity::Day) else {
            return Some(ResolvedTime::reference(0));
        };
        let (lunar, year) = (self.sources.lunar, i32::from(base.year()));
        let nearest = [year - 1, year]
            .into_iter()
            .flat_map(|year| (1..=12).map(move |month| (year, month)))
            .flat_map(|(year, month)| [false, true].map(|leap| lunar.day(year, month, leap, day)))
            .flatten()
            .min_by_key(|d| days_apart(*d, base));
        Some(ResolvedTime { calendar: Calendar::Lunar, ..ResolvedTime::day(nearest?) })
    }

    /// Returns whether a date in another paragraph lies so far from the anchor that this one does not go on from it.
    fn is_off_main_line(&self, before: &DatedMention, anchor: Option<&Anchor>) -> bool {
        before.paragraph != self.context.paragraph
            && anchor.is_some_and(|a| days_apart(before.days.1, a.moment.date) > MAIN_LINE)
    }
}

#[cfg(test)]
mod tests {
    use crate::resolve::date::values;

    #[test]
    fn days_without_month_go_on_from_those_before_them() {
        assert_eq!(
            values("7月30日，船队启航。1日，船队返航。", "2023-08-03"),
            ["2023-07-30", "2023-08-01"]
        );
        assert_eq!(values("会议将于周二举行。", "2023-08-03"), ["2023-08-08"]);
        assert_eq!(values("今年前5个月，产量增长。", "2023-08-03"), ["2023-01/2023-05"]);
    }
}
