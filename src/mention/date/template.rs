//! The `value` column of the tables of time: what a row's words say, in terms of its named groups.
//!
//! A value is a list of assignments, `month={m} day={d}`, read once when the tables load. The right side is
//! - a number: digits, a group `{m}`, or groups and digits that are added up, `{n}{half}`;
//! - with a sign it is counted from the day the text speaks from: `year=-1` is 去年, `day=+{n}`;
//! - behind `told` it is counted from the last date told: `day=told`, `day=told+1`, `day=told-1+{n}`;
//! - for counted units a letter follows: `length={n}D`, `nth={n}W`, `first={n}M`
//!   (Y year, Q quarter, M month, W week, D day, K day of the week, h hour, m minute, s second);
//! - for `part` the words themselves, `part={p}`; for `term`, `mod`, `ref`, `fixed` a word; for `era` its years `1662-1722`.
//!
//! Assignments whose group took no part in the match are left out. `/` separates the two ends of a range; the second
//! end takes over what it does not tell anew.

use super::{
    number::number,
    point::{Count, Length, Level, Point, Reference, Unit},
};
use crate::{
    document::{DateMod, Decimal, Qualifier},
    rules::Groups,
};

/// The largest number a point is told by, either way: far beyond the calendar, and small enough to be reckoned with in
/// `i32` (twelve months a year, a hundred years a century).
const FARTHEST: i32 = 10_000_000;

/// A row's value, ready to be filled from a match.
#[derive(Debug, Clone)]
pub(crate) struct Template {
    pub(crate) kind: Kind,
    /// Level of its coarsest assignment.
    pub(crate) from: Level,
    /// Level of its finest assignment.
    pub(crate) to: Level,
    pub(crate) bind: Bind,
    /// Wins between readings of the same stretch.
    pub(crate) rank: i32,
    /// It counts from the day the text speaks from: 去年.
    pub(crate) relative: bool,
    /// It counts from the last date told: 当天.
    pub(crate) told: bool,
    /// It says that month and day are of the lunar calendar.
    pub(crate) lunar: bool,
    /// It has a value of its own.
    pub(crate) fixed: bool,
    /// It tells a beginning, middle or end.
    pub(crate) modifies: bool,
    /// It tells a day of the month by number and nothing coarser.
    pub(crate) plain_day: bool,
    /// It tells a day of the week and nothing coarser.
    pub(crate) plain_weekday: bool,
    /// Its value needs the named groups of the match.
    pub(crate) has_groups: bool,
    first: Vec<Assignment>,
    second: Vec<Assignment>,
}

/// What a row's words are in an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A piece of a point.
    Point,
    /// Two points: 1—6月.
    Range,
    /// A length or a piece of one.
    Length,
    /// Two lengths: 3至5天.
    Lengths,
    /// 目前.
    Reference(Reference),
    /// 考察期间, 会议期间.
    During,
    /// 约, 北京时间, 左右: stands between pieces and has no level.
    Neutral,
    /// Not a date at all: 五一路. Whatever it covers is none either.
    Not,
}

/// What a row's words need beside them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bind {
    /// Nothing.
    Free,
    /// A piece before it: 第一天 in 2025年第一天.
    Before,
    /// A finer piece behind it: 18年 in 18年10月.
    After,
    /// A piece before or behind it: 晚 in 晚8时.
    Either,
    /// A preposition or suffix around it: 三日 in 三日内.
    Frame,
    /// Nothing else in the text.
    Whole,
    /// A piece coarser than a day before it: 底 in 去年底.
    Coarse,
    /// A year before it.
    Year,
    /// A month before it.
    Month,
    /// A month of the lunar calendar before it.
    Lunar,
    /// A day before it: 期间 in 春节期间.
    Day,
    /// An era before it: 三年 in 康熙三年.
    Era,
    /// A length in a coarser unit before it: 30分 in 2小时30分.
    Length,
}

/// The words of the column `bind`, in the order of [`BIND`].
pub(crate) const BINDS: &[&str] = &[
    "before", "after", "either", "frame", "whole", "coarse", "year", "month", "lunar", "day",
    "era", "length",
];

const BIND: &[Bind] = &[
    Bind::Before,
    Bind::After,
    Bind::Either,
    Bind::Frame,
    Bind::Whole,
    Bind::Coarse,
    Bind::Year,
    Bind::Month,
    Bind::Lunar,
    Bind::Day,
    Bind::Era,
    Bind::Length,
];

#[derive(Debug, Clone)]
struct Assignment {
    field: Field,
    operand: Operand,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Year,
    /// Two digits: 98年.
    ShortYear,
    Era,
    Cycle,
    Zodiac,
    Century,
    Decade,
    Half,
    Quarter,
    Season,
    Month,
    Lunar,
    Leap,
    Third,
    Week,
    Weekday,
    Weekend,
    Day,
    LastDay,
    Term,
    Easter,
    Shift,
    Nth,
    First,
    Last,
    Mod,
    Part,
    Hour,
    Minute,
    Second,
    Length,
    Every,
    Reference,
    Qualifier,
    Fixed,
    During,
    Neutral,
    Not,
}

const FIELDS: &[(&str, Field, Option<Level>)] = &[
    ("year", Field::Year, Some(Level::Year)),
    ("short_year", Field::ShortYear, Some(Level::Year)),
    ("era", Field::Era, Some(Level::Era)),
    ("cycle", Field::Cycle, Some(Level::Year)),
    ("zodiac", Field::Zodiac, Some(Level::Year)),
    ("century", Field::Century, Some(Level::Century)),
    ("decade", Field::Decade, Some(Level::Decade)),
    ("half", Field::Half, Some(Level::Stretch)),
    ("quarter", Field::Quarter, Some(Level::Stretch)),
    ("season", Field::Season, Some(Level::Stretch)),
    ("month", Field::Month, Some(Level::Month)),
    ("lunar", Field::Lunar, None),
    ("leap", Field::Leap, None),
    ("third", Field::Third, Some(Level::Week)),
    ("week", Field::Week, Some(Level::Week)),
    ("weekday", Field::Weekday, Some(Level::Day)),
    ("weekend", Field::Weekend, Some(Level::Day)),
    ("day", Field::Day, Some(Level::Day)),
    ("last_day", Field::LastDay, Some(Level::Day)),
    ("term", Field::Term, Some(Level::Day)),
    ("easter", Field::Easter, Some(Level::Day)),
    ("shift", Field::Shift, Some(Level::Day)),
    ("nth", Field::Nth, None),
    ("first", Field::First, None),
    ("last", Field::Last, None),
    ("mod", Field::Mod, None),
    ("part", Field::Part, Some(Level::Part)),
    ("hour", Field::Hour, Some(Level::Clock)),
    ("minute", Field::Minute, Some(Level::Clock)),
    ("second", Field::Second, Some(Level::Clock)),
    ("length", Field::Length, None),
    ("every", Field::Every, Some(Level::Every)),
    ("ref", Field::Reference, None),
    ("qualifier", Field::Qualifier, None),
    ("fixed", Field::Fixed, None),
    ("during", Field::During, None),
    ("neutral", Field::Neutral, None),
    ("not", Field::Not, None),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Base {
    Itself,
    Anchor,
    Told,
}

#[derive(Debug, Clone)]
struct Operand {
    base: Base,
    /// Each with its sign, 1 or -1.
    terms: Vec<(i64, Term)>,
    unit: Option<Unit>,
    /// The whole right side.
    word: String,
}

#[derive(Debug, Clone)]
enum Term {
    Literal(Decimal),
    Group(String),
}

impl Template {
    /// Reads a value with its row's `bind` and `rank`.
    ///
    /// # Errors
    ///
    /// The byte within the value, and what was expected there.
    pub(crate) fn parse(value: &str, bind: &str, rank: i32) -> Result<Self, (usize, String)> {
        let mut sides = value.splitn(2, '/');
        // `fixed=2021/2025` holds its own slash.
        let whole_first = value.starts_with("fixed=");
        let left = if whole_first { value } else { sides.next().unwrap_or_default() };
        let first = assignments(left, 0)?;
        let second = match (whole_first, sides.next()) {
            (false, Some(right)) => assignments(right, left.len() + 1)?,
            _ => Vec::new(),
        };
        if first.is_empty() {
            return Err((0, "the value is empty".to_owned()));
        }
        let bind = BINDS.iter().position(|b| *b == bind).map_or(Bind::Free, |b| BIND[b]);
        let is = |f: Field| first.iter().find(|a| a.field == f);
        let kind = if is(Field::Not).is_some() {
            Kind::Not
        } else if is(Field::During).is_some() {
            Kind::During
        } else if let Some(a) = is(Field::Reference) {
            Kind::Reference(match a.operand.word.as_str() {
                "past" => Reference::Past,
                "present" => Reference::Present,
                "future" => Reference::Future,
                other => return Err((0, format!("unknown reference `{other}`"))),
            })
        } else if is(Field::Length).is_some() {
            if second.is_empty() { Kind::Length } else { Kind::Lengths }
        } else if first.iter().all(|a| {
            matches!(a.field, Field::Neutral | Field::Qualifier | Field::Lunar | Field::Mod)
        }) {
            Kind::Neutral
        } else if second.is_empty() {
            Kind::Point
        } else {
            Kind::Range
        };
        let mut levels: Vec<Level> = first.iter().filter_map(Assignment::level).collect();
        if levels.is_empty() {
            levels.push(Level::Year);
        }
        levels.sort_unstable();
        Ok(Template {
            kind,
            from: levels[0],
            to: levels[levels.len() - 1],
            bind,
            rank,
            relative: first.iter().any(|a| a.operand.base == Base::Anchor && a.counts()),
            told: first.iter().any(|a| a.operand.base == Base::Told),
            has_groups: first
                .iter()
                .chain(&second)
                .any(|a| a.operand.terms.iter().any(|t| matches!(t.1, Term::Group(_)))),
            lunar: is(Field::Lunar).is_some(),
            fixed: is(Field::Fixed).is_some(),
            modifies: is(Field::Mod).is_some(),
            plain_day: levels[0] == Level::Day
                && is(Field::Day).is_some_and(|a| a.operand.base == Base::Itself),
            plain_weekday: levels[0] == Level::Day
                && is(Field::Weekday).is_some()
                && is(Field::Nth).is_none(),
            first,
            second,
        })
    }

    /// Adds what the match tells to a point. False when its words cannot be so.
    pub(crate) fn fill(&self, groups: Option<&Groups<'_>>, point: &mut Point) -> bool {
        self.first.iter().all(|a| a.fill(groups, point))
    }

    /// Adds what the second end of a range tells to a point that holds what it shares with the first.
    pub(crate) fn fill_second(&self, groups: Option<&Groups<'_>>, point: &mut Point) -> bool {
        self.second.iter().all(|a| a.fill(groups, point))
    }

    /// Adds the length of the match; with `second` the other end of 3至5天.
    pub(crate) fn fill_length(
        &self,
        groups: Option<&Groups<'_>>,
        second: bool,
        length: &mut Length,
    ) {
        for a in if second { &self.second } else { &self.first } {
            match (a.field, a.operand.unit) {
                (Field::Length, Some(unit)) if a.operand.present(groups) => {
                    length.parts.push((a.operand.number(groups), unit));
                }
                (Field::Qualifier, _) => length.qualifier = a.operand.qualifier(groups),
                _ => {}
            }
        }
    }

    /// Returns the unit of a length row.
    pub(crate) fn length_unit(&self) -> Option<Unit> {
        self.first.iter().filter(|a| a.field == Field::Length).filter_map(|a| a.operand.unit).max()
    }
}

fn assignments(side: &str, offset: usize) -> Result<Vec<Assignment>, (usize, String)> {
    let mut out = Vec::new();
    let mut byte = offset;
    for word in side.split(' ') {
        if !word.is_empty() {
            out.push(Assignment::parse(word).map_err(|message| (byte, message))?);
        }
        byte += word.len() + 1;
    }
    Ok(out)
}

impl Assignment {
    fn parse(word: &str) -> Result<Self, String> {
        let (name, right) = word.split_once('=').unwrap_or((word, ""));
        let field = FIELDS
            .iter()
            .find(|f| f.0 == name)
            .ok_or_else(|| format!("unknown field `{name}` in the value"))?
            .1;
        let operand = Operand::parse(right).ok_or_else(|| format!("cannot read `{word}`"))?;
        let counted =
            matches!(field, Field::Length | Field::Every | Field::Nth | Field::First | Field::Last);
        if counted && operand.unit.is_none() {
            return Err(format!("`{word}` needs a unit letter such as D"));
        }
        Ok(Assignment { field, operand })
    }

    /// Whether a sign on the right side counts from the anchor and is no mere number.
    fn counts(&self) -> bool {
        !matches!(
            self.field,
            Field::Nth | Field::First | Field::Last | Field::Shift | Field::Easter | Field::Era
        )
    }

    fn level(&self) -> Option<Level> {
        match self.field {
            Field::Nth | Field::First | Field::Last => self.operand.unit.map(Unit::level),
            field => FIELDS.iter().find(|f| f.1 == field).and_then(|f| f.2),
        }
    }

    /// Sets the field; false when the words cannot be so (month 13).
    fn fill(&self, groups: Option<&Groups<'_>>, point: &mut Point) -> bool {
        let o = &self.operand;
        if !o.present(groups) {
            return true;
        }
        let whole = || o.number(groups)?.truncated(FARTHEST);
        let byte =
            |low: i32, high: i32| whole().filter(|n| (low..=high).contains(n)).map(|n| n as u8);
        let count = || {
            let n = whole()?;
            Some(match o.base {
                Base::Itself => Count::At(n),
                Base::Anchor => Count::FromAnchor(n),
                Base::Told => Count::FromTold(n),
            })
        };
        match self.field {
            Field::Year => {
                point.year = count();
                point.year.is_some()
            }
            Field::ShortYear => {
                // 49 and below are of this century, 50 and above of the last one: 08年 2008, 98年 1998.
                let year = byte(0, 99).map(i32::from);
                point.year = year.map(|y| Count::At(if y < 50 { 2000 + y } else { 1900 + y }));
                point.year.is_some()
            }
            Field::Era => {
                let years = o.word.split_once('-');
                let year = |text: &str| text.parse::<i16>().ok().map(i32::from);
                point.era = years.and_then(|(a, b)| year(a).zip(year(b)));
                point.era.is_some()
            }
            Field::Cycle => {
                let Some(place) = groups.and_then(|g| g.name(&o.word)).and_then(cycle) else {
                    return false;
                };
                point.cycle = Some((place, 60));
                true
            }
            Field::Zodiac => {
                let animal = groups.and_then(|g| g.name(&o.word)).unwrap_or("");
                let Some(place) =
                    "鼠牛虎兔龙蛇马羊猴鸡狗猪".chars().position(|c| animal.starts_with(c))
                else {
                    return false;
                };
                point.cycle = Some((place as u8, 12));
                true
            }
            Field::Century => {
                point.century = count();
                point.century.is_some()
            }
            Field::Decade => {
                // 七八十年代 tells 7 and 8.
                point.decade = whole().map(|n| if n < 10 { n * 10 } else { n });
                point.decade.is_some()
            }
            Field::Half => {
                let name = groups.and_then(|g| g.name(&o.word)).unwrap_or("");
                point.half = "上下".chars().position(|c| name.starts_with(c)).map(|p| p as u8 + 1);
                point.half.is_some()
            }
            Field::Quarter => {
                point.quarter = count();
                !matches!(point.quarter, None | Some(Count::At(..=0 | 5..)))
            }
            Field::Season => {
                let name = match groups.and_then(|g| g.name(&o.word)) {
                    Some(group) => group,
                    None => &o.word,
                };
                let place = "春夏秋冬".chars().position(|c| name.contains(c));
                point.season = place.map(|p| 21 + p as u8);
                point.season.is_some()
            }
            Field::Month => {
                point.month = count();
                !matches!(point.month, None | Some(Count::At(..=0 | 13..)))
            }
            Field::Lunar => {
                point.lunar = true;
                true
            }
            Field::Leap => {
                point.leap = true;
                true
            }
            Field::Third => {
                let name = groups.and_then(|g| g.name(&o.word)).unwrap_or("");
                let names = ["上", "中", "下", "上半", "下半"];
                point.third = names.iter().position(|n| *n == name).map(|p| p as u8 + 1);
                point.third.is_some()
            }
            Field::Week => {
                point.week = count();
                true
            }
            Field::Weekday => {
                let name = groups.and_then(|g| g.name(&o.word));
                point.weekday = match name.unwrap_or(&o.word) {
                    "日" | "天" | "末" => Some(7),
                    other => number(other).and_then(|n| u8::try_from(n.truncated(7)?).ok()),
                };
                matches!(point.weekday, Some(1..=7))
            }
            Field::Weekend => {
                point.weekend = true;
                true
            }
            Field::Day => {
                point.day = count();
                !matches!(point.day, None | Some(Count::At(..=0 | 32..)))
            }
            Field::LastDay => {
                point.last_day = true;
                true
            }
            Field::Term => {
                let name = groups.and_then(|g| g.name(&o.word));
                point.term = solar_term(name.unwrap_or(&o.word));
                point.term.is_some()
            }
            Field::Easter => {
                point.easter = whole();
                true
            }
            Field::Shift => {
                point.shift = whole().unwrap_or(0);
                true
            }
            Field::Nth | Field::First | Field::Last => {
                let Some((n, unit)) = whole().zip(o.unit) else { return false };
                match self.field {
                    Field::Nth => point.nth = Some((n, unit)),
                    Field::First => point.first = Some((n, unit)),
                    _ => point.first = Some((-n, unit)),
                }
                n != 0
            }
            Field::Mod => {
                point.modifier = match o.word.as_str() {
                    "start" => Some(DateMod::Start),
                    "mid" => Some(DateMod::Mid),
                    _ => Some(DateMod::End),
                };
                true
            }
            Field::Part => {
                let name = groups.and_then(|g| g.name(&o.word));
                point.part = Some(name.unwrap_or(&o.word).to_owned());
                true
            }
            Field::Hour => {
                point.hour = byte(0, 24);
                point.hour.is_some()
            }
            Field::Minute => {
                point.minute = byte(0, 59);
                point.minute.is_some()
            }
            Field::Second => {
                point.second = byte(0, 60);
                point.second.is_some()
            }
            Field::Every => {
                point.every =
                    Some((o.number(groups).unwrap_or(Decimal::ONE), o.unit.unwrap_or(Unit::Day)));
                true
            }
            Field::Qualifier => {
                point.qualifier = o.qualifier(groups);
                true
            }
            Field::Fixed => {
                point.fixed = Some(o.word.clone());
                true
            }
            Field::Length | Field::Reference | Field::During | Field::Neutral | Field::Not => true,
        }
    }
}

impl Operand {
    fn parse(right: &str) -> Option<Self> {
        let mut rest = right;
        let mut base = Base::Itself;
        let mut sign = 1;
        if let Some(behind) = rest.strip_prefix("told") {
            base = Base::Told;
            rest = behind;
        }
        if let Some(behind) = rest.strip_prefix(['+', '-']) {
            sign = if rest.starts_with('-') { -1 } else { 1 };
            rest = behind;
            if base == Base::Itself {
                base = Base::Anchor;
            }
        } else if base == Base::Told && !rest.is_empty() {
            return None;
        }
        let mut terms = Vec::new();
        let mut unit = None;
        let mut word = right.to_owned();
        while let Some(c) = rest.chars().next() {
            if let Some(behind) = rest.strip_prefix('{') {
                let (name, after) = behind.split_once('}')?;
                word = name.to_owned();
                terms.push((sign, Term::Group(name.to_owned())));
                rest = after;
            } else if c.is_ascii_digit() {
                let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.');
                let (digits, after) = rest.split_at(end.unwrap_or(rest.len()));
                // A date such as 1978-12 is a word, not a number.
                terms.push((sign, Term::Literal(Decimal::read(digits).unwrap_or_default())));
                rest = after;
            } else if base == Base::Told && c == '+' {
                sign = 1;
                rest = &rest[1..];
            } else if rest.len() == 1 {
                unit = Unit::from_letter(c);
                break;
            } else {
                break;
            }
        }
        if !terms.iter().any(|t| matches!(t.1, Term::Group(_))) {
            word = right.to_owned();
        }
        Some(Operand { base, terms, unit, word })
    }

    /// Whether its groups took part in the match; it stands when one of several did.
    fn present(&self, groups: Option<&Groups<'_>>) -> bool {
        let mut names = self.terms.iter().filter_map(|t| match &t.1 {
            Term::Group(name) => Some(name),
            Term::Literal(_) => None,
        });
        match names.next() {
            None => true,
            Some(first) => {
                let took = |n: &String| groups.is_some_and(|g| g.name(n).is_some());
                took(first)
                    || names.any(took)
                    || self.terms.iter().any(|t| matches!(t.1, Term::Literal(_)))
            }
        }
    }

    /// The sum of its terms; nothing when a group names no definite number.
    fn number(&self, groups: Option<&Groups<'_>>) -> Option<Decimal> {
        let mut sum = Decimal::ZERO;
        for (sign, term) in &self.terms {
            let term = match term {
                Term::Literal(n) => *n,
                Term::Group(name) => match groups.and_then(|g| g.name(name)) {
                    Some(group) => number(group)?,
                    None => Decimal::ZERO,
                },
            };
            sum = sum.plus(term.times((*sign).into())?)?;
        }
        Some(sum)
    }

    fn qualifier(&self, _groups: Option<&Groups<'_>>) -> Option<Qualifier> {
        Some(if self.word == "?" { Qualifier::Uncertain } else { Qualifier::Approximate })
    }
}

/// Returns the place of a year's name in the cycle of sixty: 甲子 is 0.
fn cycle(name: &str) -> Option<u8> {
    let mut chars = name.chars();
    let stem = "甲乙丙丁戊己庚辛壬癸".chars().position(|c| Some(c) == chars.clone().next())?;
    chars.next();
    let branch = chars.next()?;
    let branch = "子丑寅卯辰巳午未申酉戌亥".chars().position(|c| c == branch)?;
    (0..60).find(|n| n % 10 == stem && n % 12 == branch).map(|n| n as u8)
}

/// Names of the solar terms in the order of the Gregorian year.
pub(crate) const SOLAR_TERMS: [&str; 24] = [
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
    fn values_are_read_with_their_levels() {
        let row = Template::parse("month={m} day={d}", "", 0).unwrap();
        assert_eq!((row.from, row.to, row.kind), (Level::Month, Level::Day, Kind::Point));
        let row = Template::parse("month={a}/month={b}", "", 1).unwrap();
        assert_eq!((row.kind, row.rank), (Kind::Range, 1));
        let row = Template::parse("length={n}{half}D", "frame", 0).unwrap();
        assert_eq!((row.kind, row.bind), (Kind::Length, Bind::Frame));
        assert_eq!(row.length_unit(), Some(Unit::Day));
    }

    #[test]
    fn faults_of_a_value_name_their_column() {
        let fault = Template::parse("month={m} dya={d}", "", 0).unwrap_err();
        assert_eq!(fault, (10, "unknown field `dya` in the value".to_owned()));
        let fault = Template::parse("length={n}", "", 0).unwrap_err();
        assert_eq!(fault.0, 0);
    }

    #[test]
    fn names_of_years_stand_in_the_cycle_of_sixty() {
        assert_eq!(cycle("甲子"), Some(0));
        assert_eq!(cycle("癸亥"), Some(59));
        assert_eq!(cycle("甲丑"), None);
    }
}
