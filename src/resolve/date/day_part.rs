//! Parts of the day: 上午, 傍晚, 夜里. They say which half of the day a clock time lies in, and what TIMEX3 calls them.

use std::{borrow::Cow, collections::HashMap};

use once_cell::sync::Lazy;

use super::resolved_time::ResolvedTime;
use crate::{
    mention::date::{Granularity, Point},
    rules::{Column, Form, Schema, Tables, one_of},
    tables::BUILT_IN,
    time_value::{ClockTime, PartialDate, TimeForm, TimePoint},
};

/// Parts of the day.
pub(crate) const DAY_PART: Schema = Schema {
    name: "day_part",
    form: Form::Plain,
    key: "word",
    columns: &[
        Column::required("word"),
        Column::optional("half")
            .checked(|cell| one_of(cell, &["noon", "afternoon", "night", "midnight"])),
        Column::optional("timex3")
            .checked(|cell| one_of(cell, &["TMO", "TMI", "TAF", "TEV", "TNI"])),
        Column::optional("name"),
    ],
};

/// Which hours a clock time beside the part means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Half {
    /// As they are: 上午9时.
    Same,
    /// 中午1时 is 13:00.
    Noon,
    /// 下午3时 is 15:00.
    Afternoon,
    /// 晚8时 is 20:00; 夜里12时 is the end of the day; 夜里2时 stays.
    Night,
    /// 凌晨12时 is 00:00.
    Midnight,
}

#[derive(Debug, Clone)]
struct DayPart {
    half: Half,
    timex3: Option<Box<str>>,
    /// As it is printed, where the words are letters: am of a.
    name: Option<Box<str>>,
}

/// The table of parts of the day.
#[derive(Debug, Default)]
pub(crate) struct DayParts {
    rows: HashMap<Box<str>, DayPart>,
}

/// The built-in parts of the day, for values that come without tables.
static BUILT_IN_PARTS: Lazy<DayParts> = Lazy::new(|| {
    let file = BUILT_IN.iter().filter(|t| t.0.name == DAY_PART.name);
    let files: Vec<_> = file.map(|t| (t.0, t.1, Cow::Borrowed(t.2))).collect();
    Tables::load(&files).map(|tables| DayParts::read(&tables)).unwrap_or_default()
});

/// Returns TIMEX3's code for a part of the day, by the built-in table.
pub(super) fn timex3_code(part: &str) -> Option<&'static str> {
    BUILT_IN_PARTS.rows.get(part)?.timex3.as_deref()
}

impl DayParts {
    pub(super) fn read(tables: &Tables) -> Self {
        let cell = |text: &str| Some(text).filter(|t| !t.is_empty()).map(Into::into);
        let rows = tables.rows(DAY_PART.name).map(|row| {
            let half = match row.cell("half") {
                "noon" => Half::Noon,
                "afternoon" => Half::Afternoon,
                "night" => Half::Night,
                "midnight" => Half::Midnight,
                _ => Half::Same,
            };
            let part =
                DayPart { half, timex3: cell(row.cell("timex3")), name: cell(row.cell("name")) };
            (row.cell("word").into(), part)
        });
        DayParts { rows: rows.collect() }
    }

    /// Returns a part of the day as it is printed.
    pub(super) fn name<'p>(&'p self, part: &'p str) -> &'p str {
        self.rows.get(part).and_then(|row| row.name.as_deref()).unwrap_or(part)
    }

    /// Returns a clock time of a point, and whether it is of the next day; nothing for 24时30分.
    fn clock(&self, hour: u8, p: &Point) -> Option<(ClockTime, bool)> {
        let half = p.part.as_deref().and_then(|part| self.rows.get(part));
        let (hour, next_day) = match (half.map_or(Half::Same, |row| row.half), hour) {
            (Half::Noon, ..4) | (Half::Afternoon, ..12) | (Half::Night, 5..=11) => {
                (hour + 12, false)
            }
            (Half::Night, 12) => (0, true),
            (Half::Midnight, 12) => (0, false),
            _ => (hour, false),
        };
        let clock = ClockTime { hour, minute: p.minute, second: p.minute.and(p.second) };
        (hour != 24 || p.minute.unwrap_or(0) == 0).then_some((clock, next_day))
    }

    /// Returns the clock time of a point without its day.
    pub(super) fn clock_only(&self, hour: u8, p: &Point) -> Option<ClockTime> {
        self.clock(hour, p).map(|(clock, _)| clock)
    }

    /// Puts the clock time of a point on its date.
    pub(super) fn with_clock(
        &self,
        hour: u8,
        p: &Point,
        date: ResolvedTime,
    ) -> Option<ResolvedTime> {
        let (clock, next_day) = self.clock(hour, p)?;
        let is_abbreviation =
            |part: &str| self.rows.get(part).is_some_and(|row| row.name.is_some());
        let part_of_day = match &p.part {
            Some(part) if is_abbreviation(part) => None,
            _ => date.part_of_day,
        };
        let minutes = i32::from(clock.hour) * 60 + i32::from(clock.minute.unwrap_or(0));
        let (of_date, days) = match date.days {
            Some((day, _)) => {
                let day = if next_day { day.tomorrow().ok()? } else { day };
                (Some(PartialDate::day(day)), Some((day, day)))
            }
            None => (date.form.ends().1.point().and_then(|end| end.date), None),
        };
        Some(ResolvedTime {
            granularity: Granularity::Clock,
            form: TimeForm::Point(TimePoint { date: of_date, clock: Some(clock) }),
            days,
            part_of_day,
            minutes: Some(minutes),
            ..date
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_say_which_half_of_the_day_is_meant() {
        for (part, hour, clock) in [
            ("下午", 3, (15, false)),
            ("晚", 8, (20, false)),
            ("夜里", 12, (0, true)),
            ("夜里", 2, (2, false)),
            ("中午", 1, (13, false)),
            ("凌晨", 12, (0, false)),
            ("上午", 9, (9, false)),
            ("p", 9, (21, false)),
        ] {
            let point = Point { part: Some(part.to_owned()), ..Point::default() };
            let found = BUILT_IN_PARTS.clock(hour, &point).map(|(c, next)| (c.hour, next));
            assert_eq!(found, Some(clock), "{part}{hour}");
        }
        assert_eq!(timex3_code("拂晓"), Some("TMO"));
    }
}
