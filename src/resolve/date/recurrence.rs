//! What recurs: 每周一, 每天9时, 每年8月.

use super::{day_part::DayParts, duration::iso_duration, resolved_time::ResolvedTime};
use crate::{
    document::Decimal,
    mention::date::{Count, Length, Point, Unit},
    time_value::{ClockTime, PartialDate, Recurrence, TimeForm, TimePoint, YearPart},
};

/// Returns the set of times that a point with 每 means.
pub(super) fn set(point: &Point, day_parts: &DayParts) -> ResolvedTime {
    let every = point.every.unwrap_or((Decimal::ONE, Unit::Day));
    let clock = point.hour.map(|hour| {
        let of_day = day_parts.clock_only(hour, point);
        of_day.unwrap_or(ClockTime { hour, minute: None, second: None })
    });
    let dates = dates(point, every.1);
    let at = |date, clock| Recurrence::At(TimePoint { date, clock });
    let recurrences = match (dates.split_last(), clock) {
        (Some((last, before)), clock) => {
            let before = before.iter().map(|part| at(Some(in_any_year(*part)), None));
            before.chain([at(Some(in_any_year(*last)), clock)]).collect()
        }
        (None, Some(clock)) if every.1 == Unit::Day => vec![at(None, Some(clock))],
        _ => {
            let length = Length { parts: vec![(Some(every.0), every.1)], qualifier: None };
            vec![Recurrence::Every(iso_duration(&length))]
        }
    };
    ResolvedTime {
        part_of_day: point.part.clone(),
        qualifier: point.qualifier,
        ..ResolvedTime::undated(TimeForm::Set(recurrences))
    }
}

fn in_any_year(part: YearPart) -> PartialDate {
    PartialDate::InYear(None, part)
}

/// Returns the dates that recur in a unit; two for a weekend, none where the point has no such date.
fn dates(point: &Point, unit: Unit) -> Vec<YearPart> {
    let number = |count: Option<Count>| match count {
        Some(Count::At(n)) => u8::try_from(n).ok(),
        _ => None,
    };
    match (unit, number(point.month), number(point.day), point.weekday) {
        (Unit::Year, Some(month), Some(day), _) if !point.lunar => {
            vec![YearPart::Day(month, day)]
        }
        (Unit::Year, Some(month), None, None)
            if !point.lunar && point.first.is_none() && point.third.is_none() =>
        {
            vec![YearPart::Month(month)]
        }
        (Unit::Month, None, Some(day), _) => vec![YearPart::DayOfMonth(day)],
        (Unit::Week, _, _, Some(weekday)) => vec![YearPart::DayOfWeek(weekday)],
        (Unit::Week, ..) if point.weekend => vec![YearPart::DayOfWeek(6), YearPart::DayOfWeek(7)],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use crate::resolve::date::values;

    #[test]
    fn what_recurs_has_a_pattern() {
        assert_eq!(
            values("每周一闭馆，每年8月休整，每天9时至17时开放。", "2023-08-03"),
            ["R/XXXX-WXX-1", "R/XXXX-08", "R/T09/T17"]
        );
    }
}
