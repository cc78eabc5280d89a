//! Values from their text.

use std::str::FromStr;

use super::{
    Bound, ClockTime, DurationUnit, Interval, IsoDuration, PartialDate, Recurrence, Reference,
    TimeForm, TimePoint, TimeValue, YearPart,
};
use crate::{
    Error,
    document::{Decimal, Qualifier},
};

impl FromStr for TimeValue {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let (bare, qualifier) = match text.char_indices().next_back() {
            Some((at, '~')) => (&text[..at], Some(Qualifier::Approximate)),
            Some((at, '?')) => (&text[..at], Some(Qualifier::Uncertain)),
            _ => (text, None),
        };
        let form = parse_form(bare).ok_or_else(|| Error::date(text))?;
        Ok(TimeValue { form, qualifier })
    }
}

fn parse_form(text: &str) -> Option<TimeForm> {
    let reference = |text: &str| Reference::ALL.into_iter().find(|r| r.as_str() == text);
    if let Some(reference) = reference(text) {
        return Some(TimeForm::Reference(reference));
    }
    if let Some(recurrences) = text.strip_prefix("R/") {
        let recurrence = |part: &str| match part.starts_with('P') {
            true => parse_duration(part).map(Recurrence::Every),
            false => parse_point(part).map(Recurrence::At),
        };
        return recurrences.split('/').map(recurrence).collect::<Option<_>>().map(TimeForm::Set);
    }
    let end = |text: &str| match text {
        ".." => Some(Bound::Open),
        text => match reference(text) {
            Some(reference) => Some(Bound::Reference(reference)),
            None => parse_point(text).map(Bound::Point),
        },
    };
    match text.split_once('/') {
        Some((from, to)) if to.starts_with('P') && reference(to).is_none() => {
            Some(TimeForm::Durations(parse_duration(from)?, parse_duration(to)?))
        }
        Some((from, to)) => {
            let start = end(from)?;
            let interval = Interval::new(start, end(to)?);
            (interval.start() == start).then_some(TimeForm::Interval(interval))
        }
        None if text.starts_with('P') => parse_duration(text).map(TimeForm::Duration),
        None => parse_point(text).map(TimeForm::Point),
    }
}

fn parse_point(text: &str) -> Option<TimePoint> {
    let (date, clock) = match text.split_once('T') {
        Some((date, clock)) => (date, Some(parse_clock(clock)?)),
        None => (text, None),
    };
    let date = match (date, clock) {
        ("", Some(_)) => None,
        (date, _) => Some(parse_date(date)?),
    };
    Some(TimePoint { date, clock })
}

/// Returns the number that so many figures, and nothing else, write.
fn figures<T: FromStr>(text: &str, count: usize) -> Option<T> {
    (text.len() == count && text.bytes().all(|b| b.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

fn parse_clock(text: &str) -> Option<ClockTime> {
    let mut parts = text.split(':').map(|part| figures(part, 2));
    let hour = parts.next()??;
    let (minute, second) = (parts.next(), parts.next());
    let optional = |part: Option<Option<u8>>| part.map_or(Some(None), |p| p.map(Some));
    let clock = ClockTime { hour, minute: optional(minute)?, second: optional(second)? };
    parts.next().is_none().then_some(clock)
}

fn parse_date(text: &str) -> Option<PartialDate> {
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (year, rest) = rest.split_at_checked(4)?;
    let sign = |n: i32| if negative { -n } else { n };
    if rest.is_empty()
        && let Some(decade) = year.strip_suffix('X')
    {
        if let Some(century) = decade.strip_suffix('X')
            && century != "XX"
        {
            let number: i32 = figures(century, 2)?;
            return Some(PartialDate::Century(sign(number + 1)));
        }
        if year != "XXXX" {
            return Some(PartialDate::Decade(figures::<i32>(decade, 3)? * 10));
        }
    }
    let year = match year {
        "XXXX" => None,
        year => Some(sign(figures(year, 4)?)),
    };
    let part = match rest.split('-').skip(1).collect::<Vec<_>>()[..] {
        [] if rest.is_empty() => YearPart::Whole,
        ["WXX", weekday] => YearPart::DayOfWeek(figures(weekday, 1)?),
        ["XX", day] => YearPart::DayOfMonth(figures(day, 2)?),
        [month, day] => YearPart::Day(figures(month, 2)?, figures(day, 2)?),
        [part] => match part.strip_prefix('W') {
            Some(week) => YearPart::Week(figures(week, 2)?),
            None => match figures(part, 2)? {
                month @ 1..=12 => YearPart::Month(month),
                code => YearPart::Division(code),
            },
        },
        _ => return None,
    };
    Some(PartialDate::InYear(year, part))
}

fn parse_duration(text: &str) -> Option<IsoDuration> {
    let mut parts = Vec::new();
    let mut clock = false;
    let mut rest = text.strip_prefix('P')?;
    while !rest.is_empty() {
        if let Some(behind) = rest.strip_prefix('T') {
            (clock, rest) = (true, behind);
        }
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.' && c != 'X')?;
        let (amount, behind) = rest.split_at(end);
        let letter = behind.chars().next()?;
        let unit = DurationUnit::ALL
            .into_iter()
            .find(|u| u.letter() == letter && u.is_clock() == clock)?;
        let amount = match amount {
            "X" => None,
            amount => Some(Decimal::read(amount)?),
        };
        parts.push((unit, amount));
        rest = &behind[1..];
    }
    (!parts.is_empty()).then_some(IsoDuration { parts })
}
