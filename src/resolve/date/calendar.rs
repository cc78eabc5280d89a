//! Days so many days, weeks or months away; nothing beyond the calendar.

use jiff::{Span, ToSpan, civil::Date};

/// Returns a day; years are counted as astronomers do (1 BC is 0).
pub(crate) fn date(year: i32, month: u8, day: u8) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Returns the day so many months away, clamped to the last of its month.
pub(crate) fn add_months(day: Date, months: i32) -> Option<Date> {
    // `ToSpan` panics on lengths beyond the calendar.
    day.checked_add(Span::new().try_months(months).ok()?).ok()
}

/// Returns the day so many days away.
pub(crate) fn add_days(day: Date, days: impl Into<i64>) -> Option<Date> {
    day.checked_add(Span::new().try_days(days.into()).ok()?).ok()
}

/// Returns the day so many weeks away.
pub(crate) fn add_weeks(day: Date, weeks: i32) -> Option<Date> {
    add_days(day, 7 * i64::from(weeks))
}

/// Returns the Monday of the week that holds a day.
pub(crate) fn monday(day: Date) -> Option<Date> {
    add_days(day, -day.weekday().to_monday_zero_offset())
}

/// Returns the day of that number in the month so many months from the one of `from`.
pub(crate) fn in_month(from: Date, day: u8, months: i32) -> Option<Date> {
    let month = add_months(from.first_of_month(), months)?;
    date(month.year().into(), month.month() as u8, day)
}

/// Returns the n-th such day of the week, Monday being 1, between two days; the last one when n is negative.
pub(crate) fn nth_weekday(first: Date, last: Date, weekday: u8, n: i32) -> Option<Date> {
    let found = |d: Date| d.weekday().to_monday_one_offset() as u8 == weekday;
    let first = first.series(1.day()).take(7).find(|d| found(*d))?;
    match n {
        1.. => add_weeks(first, n - 1),
        _ => add_days(last, -6)?.series(1.day()).take(7).find(|d| found(*d)),
    }
}

/// Returns the days between two days, whichever is the earlier.
pub(crate) fn days_apart(a: Date, b: Date) -> i32 {
    days_since(a, b).abs()
}

/// Returns the days from `from` on to a day, negative when it is before it.
pub(crate) fn days_since(day: Date, from: Date) -> i32 {
    day.since(from).map_or(i32::MAX, |span| span.get_days())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_clamped_and_the_calendar_ends() {
        let day = date(2023, 1, 31).unwrap();
        assert_eq!(add_months(day, 1), date(2023, 2, 28));
        assert_eq!(in_month(day, 31, 1), None);
        assert_eq!(add_months(day, i32::MAX), None);
        assert_eq!(add_days(day, i64::MAX), None);
    }

    #[test]
    fn weekdays_are_counted_from_either_end() {
        let (first, last) = (date(2023, 8, 1).unwrap(), date(2023, 8, 31).unwrap());
        assert_eq!(nth_weekday(first, last, 1, 1), date(2023, 8, 7));
        assert_eq!(nth_weekday(first, last, 1, -1), date(2023, 8, 28));
        assert_eq!(monday(first), date(2023, 7, 31));
    }
}
