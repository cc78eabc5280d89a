//! The fields of a date: what each is called in the `value` column, how its words are read, and how fine it is.
//!
//! In: [`Words`], the right side of an assignment in a match. Out: a [`Point`]. A new field is a line in each of the two
//! lists here; what it means is said in `resolve/date/year_part.rs`.

use super::{
    operand::Words,
    point::{Count, Granularity, Unit},
};
use crate::{
    document::{DateMod, Decimal, Qualifier},
    numeral::number,
    time_value::Interval,
};

/// Makes [`Point`] of its fields, each with its type and granularity; `own` fields of one end of a range are not taken
/// over by the other.
macro_rules! point {
    (@is_shared own) => { false };
    (@is_shared) => { true };
    ($($(#[$doc:meta])* $field:ident: $type:ty, $granularity:ident $($own:ident)?;)+) => {
        /// A point in time, as coarse or fine as its words. Fields that they leave out are none.
        #[derive(Debug, Clone, Default, PartialEq)]
        pub(crate) struct Point {
            $($(#[$doc])* pub(crate) $field: $type,)+
        }

        impl Point {
            /// Returns the fields coarser than a granularity: what the second end of a range takes over from the first.
            pub(crate) fn coarser_than(&self, granularity: Granularity) -> Point {
                let mut shared = Point::default();
                $(if point!(@is_shared $($own)?) && granularity > Granularity::$granularity {
                    shared.$field.clone_from(&self.$field);
                })+
                shared
            }

            /// Returns the granularity of its coarsest field.
            fn coarsest(&self) -> Option<Granularity> {
                let none = Point::default();
                let fields = [$((self.$field != none.$field, Granularity::$granularity),)+];
                fields.into_iter().filter(|f| f.0).map(|f| f.1).min()
            }
        }
    };
}

point! {
    year: Option<Count>, Year;
    /// First and last year of an era; [`Point::year`] counts from 1 within it. Zero and zero: it counts backwards, 公元前.
    era: Option<(i32, i32)>, Era;
    /// Place in the cycle of sixty (干支) from 0, or of twelve (生肖) with the second number 12.
    cycle: Option<(u8, u8)>, Year;
    century: Option<Count>, Century;
    /// 90年代 is 90; with an absolute year number 1990.
    decade: Option<i32>, Decade;
    /// 1 or 2.
    half: Option<u8>, Division;
    quarter: Option<Count>, Division;
    /// 21 spring to 24 winter, as EDTF writes them.
    season: Option<u8>, Division;
    month: Option<Count>, Month;
    /// Month and day are of the lunar calendar.
    lunar: bool, Month;
    /// The month is a leap month (闰月).
    leap: bool, Month;
    /// 1 上旬 to 3 下旬; 4 and 5 the halves of the month.
    third: Option<u8>, Week;
    week: Option<Count>, Week;
    /// 1 Monday to 7 Sunday.
    weekday: Option<u8>, Day;
    weekend: bool, Day;
    day: Option<Count>, Day;
    /// The last day of the month: 除夕.
    last_day: bool, Day;
    /// Solar term, from 0 小寒 to 23 冬至.
    term: Option<u8>, Day;
    /// Days after the western Easter.
    easter: Option<i32>, Day;
    /// Days to add at the end: 除夕 is the day before 春节.
    shift: i32, Day;
    /// Which one of the coarser fields: 第三周; negative counts from the end.
    nth: Option<(i32, Unit)>, Day;
    /// The first so many (negative: the last) of the coarser fields: 前五个月.
    first: Option<(i32, Unit)>, Day own;
    modifier: Option<DateMod>, Clock own;
    part: Option<String>, DayPart;
    hour: Option<u8>, Clock own;
    minute: Option<u8>, Clock own;
    second: Option<u8>, Clock own;
    qualifier: Option<Qualifier>, Clock own;
    /// 每: how many of which unit.
    every: Option<(Decimal, Unit)>, Every own;
    /// A period that the row dates: 1978-12/..
    fixed: Option<Interval>, Every own;
}

impl Point {
    /// Returns whether it has no field coarser than a part of the day: 9时, 下午.
    pub(crate) fn is_clock_only(&self) -> bool {
        self.coarsest().is_none_or(|coarsest| coarsest >= Granularity::DayPart)
    }
}

/// A name on the left side of an assignment.
pub(super) struct Field {
    pub(super) name: &'static str,
    /// How fine it is; none for what is as fine as the unit behind it, and for what is no piece of a date.
    pub(super) granularity: Option<Granularity>,
    /// Sets the field of a point; false when the words cannot be so (month 13).
    pub(super) read: fn(&Words<'_>, &mut Point) -> bool,
}

impl std::fmt::Debug for Field {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// Makes a list of fields.
macro_rules! fields {
    ($($name:literal $($granularity:ident)? => $read:expr,)+) => {
        &[$(Field { name: $name, granularity: fields!(@of $($granularity)?), read: $read },)+]
    };
    (@of $granularity:ident) => { Some(Granularity::$granularity) };
    (@of) => { None };
}

/// Sets a field; false when there is nothing to set it to.
fn set<T>(field: &mut Option<T>, value: Option<T>) -> bool {
    *field = value;
    field.is_some()
}

/// Sets a field to a number; false when it stands by itself and is none of those it may be.
fn set_count(
    field: &mut Option<Count>,
    value: Option<Count>,
    may_be: std::ops::RangeInclusive<i32>,
) -> bool {
    *field = value;
    match value {
        Some(Count::At(n)) => may_be.contains(&n),
        value => value.is_some(),
    }
}

/// Returns the place of the character that a name begins with.
fn place_of_first(list: &str, name: &str) -> Option<u8> {
    list.chars().position(|c| name.starts_with(c)).map(|place| place as u8)
}

/// The fields, by the names the column has for them.
pub(super) const FIELDS: &[Field] = fields! {
    "year" Year => |w, p| set(&mut p.year, w.count()),
    // 49 and below are of this century, 50 and above of the last one: 08年 2008, 98年 1998.
    "short_year" Year => |w, p| set(&mut p.year, w.between(0, 99).map(i32::from)
        .map(|year| Count::At(if year < 50 { 2000 + year } else { 1900 + year }))),
    "era" Era => |w, p| set(&mut p.era, w.operand.word.split_once('-').and_then(|(first, last)| {
        let year = |text: &str| text.parse::<i16>().ok().map(i32::from);
        year(first).zip(year(last))
    })),
    "cycle" Year => |w, p| set(&mut p.cycle, w.group().and_then(cycle).map(|place| (place, 60))),
    "zodiac" Year => |w, p| {
        let animal = w.group().unwrap_or("");
        set(&mut p.cycle, place_of_first("鼠牛虎兔龙蛇马羊猴鸡狗猪", animal).map(|place| (place, 12)))
    },
    "century" Century => |w, p| set(&mut p.century, w.count()),
    // 七八十年代 has 7 and 8.
    "decade" Decade => |w, p| set(&mut p.decade, w.whole().map(|n| if n < 10 { n * 10 } else { n })),
    "half" Division => |w, p| {
        set(&mut p.half, place_of_first("上下", w.group().unwrap_or("")).map(|place| place + 1))
    },
    "quarter" Division => |w, p| set_count(&mut p.quarter, w.count(), 1..=4),
    "season" Division => |w, p| {
        let place = "春夏秋冬".chars().position(|c| w.name().contains(c));
        set(&mut p.season, place.map(|place| 21 + place as u8))
    },
    "month" Month => |w, p| set_count(&mut p.month, w.count(), 1..=12),
    "lunar" => |_, p| { p.lunar = true; true },
    "leap" => |_, p| { p.leap = true; true },
    "third" Week => |w, p| {
        let names = ["上", "中", "下", "上半", "下半"];
        let place = names.iter().position(|name| Some(*name) == w.group());
        set(&mut p.third, place.map(|place| place as u8 + 1))
    },
    "week" Week => |w, p| { p.week = w.count(); true },
    "weekday" Day => |w, p| {
        let weekday = match w.name() {
            "日" | "天" | "末" => Some(7),
            other => number(other).and_then(|n| u8::try_from(n.truncated(7)?).ok()),
        };
        set(&mut p.weekday, weekday.filter(|n| *n > 0))
    },
    "weekend" Day => |_, p| { p.weekend = true; true },
    "day" Day => |w, p| set_count(&mut p.day, w.count(), 1..=31),
    "last_day" Day => |_, p| { p.last_day = true; true },
    "term" Day => |w, p| set(&mut p.term, solar_term(w.name())),
    "easter" Day => |w, p| { p.easter = w.whole(); true },
    "shift" Day => |w, p| { p.shift = w.whole().unwrap_or(0); true },
    "nth" => |w, p| set(&mut p.nth, w.counted()),
    "first" => |w, p| set(&mut p.first, w.counted()),
    "last" => |w, p| set(&mut p.first, w.counted().map(|(n, unit)| (-n, unit))),
    "mod" => |w, p| {
        p.modifier = Some(match w.operand.word.as_str() {
            "start" => DateMod::Start,
            "mid" => DateMod::Mid,
            _ => DateMod::End,
        });
        true
    },
    "part" DayPart => |w, p| { p.part = Some(w.name().to_owned()); true },
    "hour" Clock => |w, p| set(&mut p.hour, w.between(0, 24)),
    "minute" Clock => |w, p| set(&mut p.minute, w.between(0, 59)),
    "second" Clock => |w, p| set(&mut p.second, w.between(0, 60)),
    "length" => |_, _| true,
    "every" Every => |w, p| {
        p.every = Some((w.number().unwrap_or(Decimal::ONE), w.operand.unit.unwrap_or(Unit::Day)));
        true
    },
    "ref" => |_, _| true,
    "qualifier" => |w, p| { p.qualifier = Some(w.operand.qualifier()); true },
    "fixed" => |w, p| { p.fixed = w.operand.period; true },
    "during" => |_, _| true,
    "neutral" => |_, _| true,
    "not" => |_, _| true,
};

/// Returns the place of a year's name in the cycle of sixty: 甲子 is 0.
fn cycle(name: &str) -> Option<u8> {
    let mut chars = name.chars();
    let (stem, branch) = (chars.next()?, chars.next()?);
    let stem = "甲乙丙丁戊己庚辛壬癸".chars().position(|c| c == stem)?;
    let branch = "子丑寅卯辰巳午未申酉戌亥".chars().position(|c| c == branch)?;
    (0..60).find(|n| n % 10 == stem && n % 12 == branch).map(|n| n as u8)
}

/// Names of the solar terms in the order of the Gregorian year.
const SOLAR_TERMS: [&str; 24] = [
    "小寒", "大寒", "立春", "雨水", "惊蛰", "春分", "清明", "谷雨", "立夏", "小满", "芒种", "夏至",
    "小暑", "大暑", "立秋", "处暑", "白露", "秋分", "寒露", "霜降", "立冬", "小雪", "大雪", "冬至",
];

fn solar_term(name: &str) -> Option<u8> {
    SOLAR_TERMS.iter().position(|t| name.starts_with(t)).map(|p| p as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_years_stand_in_the_cycle_of_sixty() {
        assert_eq!(cycle("甲子"), Some(0));
        assert_eq!(cycle("癸亥"), Some(59));
        assert_eq!(cycle("甲丑"), None);
    }

    #[test]
    fn the_second_end_of_a_range_takes_over_what_is_coarser() {
        let first = Point {
            year: Some(Count::At(2023)),
            month: Some(Count::At(8)),
            day: Some(Count::At(2)),
            first: Some((3, Unit::Day)),
            ..Point::default()
        };
        let shared = first.coarser_than(Granularity::Day);
        assert_eq!((shared.year, shared.month, shared.day), (first.year, first.month, None));
        assert_eq!(shared.first, None);
        assert!(!first.is_clock_only());
        assert!(Point { hour: Some(9), ..Point::default() }.is_clock_only());
    }
}
