//! Durations: 两个半小时, 一年半, 几天.

use crate::{
    document::Decimal,
    mention::date::{Length, Unit},
    time_value::{DurationUnit, IsoDuration},
};

/// Returns a length as ISO 8601 counts it; an amount that the words leave open (几天) is not known.
pub(super) fn iso_duration(length: &Length) -> IsoDuration {
    IsoDuration::sum(length.parts.iter().flat_map(|&(amount, unit)| {
        let times = |n: i64| amount.and_then(|amount| amount.times(n.into()));
        let half = amount.filter(|n| n.fraction() == Decimal::HALF);
        let one = match (unit, half) {
            // 一年半 is a year and six months.
            (Unit::Year, Some(n)) => {
                let years = (n >= Decimal::ONE).then(|| (DurationUnit::Year, Some(n.whole())));
                return [years, Some((DurationUnit::Month, Some(6.into())))].into_iter().flatten();
            }
            // 一个半月 is 45 days; 半个月 stays half a month.
            (Unit::Month, Some(n)) if n > Decimal::ONE => (DurationUnit::Day, times(30)),
            (Unit::Quarter, _) => (DurationUnit::Month, times(3)),
            (Unit::Year, None) => (DurationUnit::Year, amount),
            (Unit::Month, _) => (DurationUnit::Month, amount),
            (Unit::Week, _) => (DurationUnit::Week, amount),
            (Unit::Day | Unit::Weekday, _) => (DurationUnit::Day, amount),
            (Unit::Hour, _) => (DurationUnit::Hour, amount),
            (Unit::Minute, _) => (DurationUnit::Minute, amount),
            (Unit::Second, _) => (DurationUnit::Second, amount),
        };
        [Some(one), None].into_iter().flatten()
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_counted_in_the_finer_unit() {
        for (amount, unit, text) in [
            ("1.5", Unit::Year, "P1Y6M"),
            ("0.5", Unit::Year, "P6M"),
            ("1.5", Unit::Month, "P45D"),
            ("0.5", Unit::Month, "P0.5M"),
            ("2", Unit::Quarter, "P6M"),
            ("2.5", Unit::Hour, "PT2.5H"),
        ] {
            let length = Length { parts: vec![(Decimal::read(amount), unit)], qualifier: None };
            assert_eq!(iso_duration(&length).to_string(), text);
        }
    }
}
