//! Days with their year, and times of day: when an article was published.

use std::ops::Range;

use jiff::civil;
use once_cell::sync::Lazy;
use regex::Regex;

use super::Field;
use crate::text::Boilerplate;

/// A day with its year, and a time of day where there is one.
static MOMENT: Lazy<Regex> = Lazy::new(|| {
    Regex::new(
        r"(?:19|20)\d\d ?[-/.年] ?\d{1,2} ?[-/.月] ?\d{1,2}(?: ?日)?(?:[ T　]*(?:星期[一二三四五六日天] ?)?\d{1,2} ?[:：] ?\d{2}(?: ?[:：] ?\d{2})?(?:\.\d+)?(?: ?(?:Z|[+-]\d{2}:?\d{2}))?)?",
    )
    .expect("the pattern is tested")
});

/// Returns where the first day with its year stands in the text, with the time of day.
pub(super) fn moment(text: &str) -> Option<Range<usize>> {
    MOMENT.find_iter(text).map(|m| m.range()).find(|r| {
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        !digit(text[..r.start].chars().next_back()) && !digit(text[r.end..].chars().next())
    })
}

/// A day, and the time of day where there is one, in China's time.
pub(in crate::text) type Published = (civil::Date, Option<civil::Time>);

/// Minutes that China's time is ahead of UTC.
const CHINA: i64 = 8 * 60;

/// Returns the day of a time as [`moment`] finds it, with the time of day; a time of another zone is converted to China's.
pub(super) fn published(text: &str) -> Option<Published> {
    let text = &text[moment(text)?];
    let mut numbers = Vec::new();
    let (mut rest, mut ahead) = (text, None);
    if let Some(at) = text.rfind(['Z', '+']).or_else(|| text.rfind('-').filter(|at| *at > 12)) {
        let digits: Vec<i64> =
            text[at..].bytes().filter(u8::is_ascii_digit).map(|b| i64::from(b - b'0')).collect();
        let minutes = match digits[..] {
            [a, b, c, d] => (10 * a + b) * 60 + 10 * c + d,
            _ => 0,
        };
        ahead = Some(if text[at..].starts_with('-') { -minutes } else { minutes });
        rest = &text[..at];
    }
    for number in rest.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty()) {
        numbers.push(number.get(..4.min(number.len()))?.parse::<i16>().ok()?);
    }
    let date = civil::Date::new(*numbers.first()?, *numbers.get(1)? as i8, *numbers.get(2)? as i8);
    let date = date.ok()?;
    let (Some(hour), Some(minute)) = (numbers.get(3), numbers.get(4)) else {
        return Some((date, None));
    };
    let second = numbers.get(5).copied().unwrap_or(0);
    let time = civil::Time::new(*hour as i8, *minute as i8, second as i8, 0).ok()?;
    let behind = jiff::Span::new().minutes(ahead.map_or(0, |a| CHINA - a));
    let local = date.to_datetime(time).checked_add(behind).ok()?;
    Some((local.date(), Some(local.time())))
}

/// A day in an address: /2024/03/05/, /20240305/, 2024-03-05.
static ADDRESS: Lazy<Regex> = Lazy::new(|| {
    Regex::new(r"[/_-]((?:19|20)\d\d)[-/_]?(0[1-9]|1[0-2])[-/_]?(0[1-9]|[12]\d|3[01])(?:[^0-9]|$)")
        .expect("the pattern is tested")
});

/// Returns when the article was published, by its boilerplate; by its address where no line says.
pub(in crate::text) fn when(clean: &str, boilerplate: &[Boilerplate]) -> Option<Published> {
    let value = |field: Field| {
        let named = boilerplate.iter().filter(move |f| f.field == field);
        named.map(|f| &clean[f.value.range()])
    };
    let address = |url: &str| {
        let day = ADDRESS.captures(url)?;
        let part = |i: usize| day.get(i).and_then(|d| d.as_str().parse::<i16>().ok());
        let date = civil::Date::new(part(1)?, part(2)? as i8, part(3)? as i8).ok()?;
        Some((date, None))
    };
    value(Field::Published).find_map(published).or_else(|| value(Field::Url).find_map(address))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_converted_to_the_time_of_china() {
        for (text, local) in [
            ("2024-03-05 09:12:30", "2024-03-05T09:12:30"),
            ("2024年3月5日 9:12", "2024-03-05T09:12:00"),
            ("2024-03-05T09:12:30+08:00", "2024-03-05T09:12:30"),
            ("2024-03-05T20:12:30Z", "2024-03-06T04:12:30"),
            ("2024-03-05T20:12:30.000-0500", "2024-03-06T09:12:30"),
        ] {
            let (date, time) = published(text).unwrap();
            assert_eq!(date.to_datetime(time.unwrap()).to_string(), local, "{text}");
        }
        assert_eq!(published("2024/3/5").unwrap().0.to_string(), "2024-03-05");
        assert_eq!(published("2024-13-05"), None);
    }
}
