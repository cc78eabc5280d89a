//! What an expression of time was resolved to, before it becomes a record.

use jiff::civil::Date;

use super::calendar::monday;
use crate::{
    document::{Anchored, Calendar, DateMod, DateValue, Qualifier, TimeValue},
    mention::date::Granularity,
    time_value::{Bound, Interval, PartialDate, Reference, TimeForm, TimePoint, YearPart},
};

/// A resolved time: its value, and the days it covers where they are known.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ResolvedTime {
    pub(crate) granularity: Granularity,
    pub(crate) form: TimeForm,
    /// First and last day.
    pub(crate) days: Option<(Date, Date)>,
    pub(crate) modifier: Option<DateMod>,
    pub(crate) part_of_day: Option<String>,
    pub(crate) calendar: Calendar,
    pub(crate) qualifier: Option<Qualifier>,
    /// Minutes of the day, where there is a clock time.
    pub(crate) minutes: Option<i32>,
}

impl ResolvedTime {
    fn new(granularity: Granularity, form: TimeForm, days: Option<(Date, Date)>) -> Self {
        ResolvedTime {
            granularity,
            form,
            days,
            modifier: None,
            part_of_day: None,
            calendar: Calendar::Gregorian,
            qualifier: None,
            minutes: None,
        }
    }

    /// A value without days: a clock time, a duration, a set, a reference.
    pub(crate) fn undated(form: TimeForm) -> Self {
        ResolvedTime::new(Granularity::Clock, form, None)
    }

    /// A time that is referred to but cannot be counted; it lies so far from the present.
    pub(crate) fn reference(offset: i32) -> Self {
        ResolvedTime::undated(TimeForm::Reference(Reference::toward(offset)))
    }

    /// A date whose year is known; nothing when the calendar does not have it.
    fn date(granularity: Granularity, date: PartialDate) -> Option<Self> {
        let form = TimeForm::Point(TimePoint { date: Some(date), clock: None });
        Some(ResolvedTime::new(granularity, form, Some(date.days()?)))
    }

    pub(crate) fn century(number: i32) -> Option<Self> {
        // There is no century 0.
        ResolvedTime::date(Granularity::Century, PartialDate::Century(number))
            .filter(|_| number != 0)
    }

    /// A decade, by its first year.
    pub(crate) fn decade(year: i32) -> Option<Self> {
        ResolvedTime::date(Granularity::Decade, PartialDate::Decade(year))
    }

    pub(crate) fn year(year: i32) -> Option<Self> {
        ResolvedTime::date(Granularity::Year, PartialDate::year(year))
    }

    /// A season, quarter or half of a year, by its number in EDTF.
    pub(crate) fn division(year: i32, code: u8) -> Option<Self> {
        let date = PartialDate::InYear(Some(year), YearPart::Division(code));
        ResolvedTime::date(Granularity::Division, date)
    }

    pub(crate) fn month(year: i32, month: u8) -> Option<Self> {
        let date = PartialDate::InYear(Some(year), YearPart::Month(month));
        ResolvedTime::date(Granularity::Month, date)
    }

    /// The month that holds a day.
    pub(crate) fn month_of(day: Date) -> Option<Self> {
        ResolvedTime::date(Granularity::Month, PartialDate::month(day))
    }

    /// The ISO week that holds a day.
    pub(crate) fn week(day: Date) -> Option<Self> {
        let week = monday(day)?.iso_week_date();
        let part = YearPart::Week(week.week().unsigned_abs());
        let date = PartialDate::InYear(Some(week.year().into()), part);
        ResolvedTime::date(Granularity::Week, date)
    }

    pub(crate) fn day(day: Date) -> Self {
        let form = TimeForm::Point(TimePoint::day(day));
        ResolvedTime::new(Granularity::Day, form, Some((day, day)))
    }

    /// Days from one to another, printed as months or years where the granularity is one of these.
    pub(crate) fn days(from: Date, to: Date, granularity: Granularity) -> Self {
        let end = |day: Date| {
            let date = match granularity {
                Granularity::Month => PartialDate::month(day),
                Granularity::Year => PartialDate::year(day.year().into()),
                _ => PartialDate::day(day),
            };
            Bound::Point(TimePoint { date: Some(date), clock: None })
        };
        let (from, to) = (from.min(to), from.max(to));
        let form = TimeForm::Interval(Interval::new(end(from), end(to)));
        ResolvedTime::new(granularity, form, Some((from, to)))
    }

    /// From one time to another.
    pub(crate) fn between(from: &ResolvedTime, to: &ResolvedTime) -> Self {
        let days = from.days.zip(to.days).map(|(a, b)| (a.0.min(b.0), a.1.max(b.1)));
        let form = TimeForm::Interval(Interval::new(from.form.ends().0, to.form.ends().1));
        ResolvedTime { form, days, qualifier: to.qualifier, ..from.clone() }
    }

    /// Returns whether it is a reference and has no date.
    pub(crate) fn is_reference(&self) -> bool {
        matches!(self.form, TimeForm::Reference(_))
    }

    /// Returns the record's form.
    pub(crate) fn record(self, anchored: Anchored) -> DateValue {
        let open = |end: fn(&Interval) -> Bound| match &self.form {
            TimeForm::Interval(interval) => end(interval) == Bound::Open,
            _ => false,
        };
        DateValue {
            kind: self.form.kind(),
            lo: self
                .days
                .filter(|_| !open(Interval::start))
                .map(|d| PartialDate::day(d.0).to_edtf()),
            hi: self.days.filter(|_| !open(Interval::end)).map(|d| PartialDate::day(d.1).to_edtf()),
            value: TimeValue { form: self.form, qualifier: self.qualifier },
            modifier: self.modifier,
            part_of_day: self.part_of_day,
            calendar: self.calendar,
            qualifier: self.qualifier,
            anchored,
            from: Vec::new(),
        }
    }
}
