//! The `value` column of the tables of time: what a row's words say, in terms of its named groups.
//!
//! A value is a list of assignments, `month={m} day={d}`, read once when the tables load. The right side is
//! - a number: digits, a group `{m}`, or groups and digits that are added up, `{n}{half}`;
//! - with a sign it is counted from the day the text speaks from: `year=-1` is 去年, `day=+{n}`;
//! - behind `told` it is counted from the last date before: `day=told`, `day=told+1`, `day=told-1+{n}`;
//! - for counted units a letter follows: `length={n}D`, `nth={n}W`, `first={n}M`
//!   (Y year, Q quarter, M month, W week, D day, K day of the week, h hour, m minute, s second);
//! - for `part`, `weekday`, `term`, `season`, `half`, `third`, `cycle` and `zodiac` words, `part={p}`; for `mod`, `ref` and
//!   `qualifier` one of a few words; for `era` its years, `1662-1722`; for `fixed` a period, `2021/2025`;
//! - nothing for `lunar`, `leap`, `weekend`, `last_day`, `during`, `neutral` and `not`.
//!
//! [`FIELDS`] lists all fields, [`Bind`] the words of the column `bind`.
//!
//! Assignments whose group took no part in the match are left out. `/` separates the two ends of a range; the second
//! end takes over what it does not say anew.

use super::{
    field::{FIELDS, Field, Point},
    operand::{Base, Operand, Term, Words},
    point::{Granularity, Length, Unit},
};
use crate::{
    document::TimeValue,
    rules::Groups,
    time_value::{Reference, TimeForm},
};

/// A row's value, ready to be filled from a match.
#[derive(Debug, Clone)]
pub(crate) struct Template {
    pub(crate) kind: Kind,
    /// Granularity of its coarsest assignment.
    pub(crate) from: Granularity,
    /// Granularity of its finest assignment.
    pub(crate) to: Granularity,
    pub(crate) bind: Bind,
    /// Wins between readings of the same words.
    pub(crate) rank: i32,
    /// It counts from the day the text speaks from: 去年.
    pub(crate) relative: bool,
    /// It counts from the last date before it: 当天.
    pub(crate) told: bool,
    /// It says that month and day are of the lunar calendar.
    pub(crate) lunar: bool,
    /// It has a value of its own.
    pub(crate) fixed: bool,
    /// It means a beginning, middle or end.
    pub(crate) modifies: bool,
    /// It is a day of the month by number and nothing coarser.
    pub(crate) plain_day: bool,
    /// It is a day of the week and nothing coarser.
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
    /// 约, 北京时间, 左右: stands between pieces and has no granularity.
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

/// A field and what it is set to.
#[derive(Debug, Clone)]
struct Assignment {
    field: &'static Field,
    operand: Operand,
}

/// Fields whose right side ends with the letter of a unit.
const IN_UNITS: [&str; 5] = ["length", "every", "nth", "first", "last"];

/// Fields where a sign makes a negative number and does not count from an anchor.
const SIGNED: [&str; 6] = ["nth", "first", "last", "shift", "easter", "era"];

/// Fields of words that stand between pieces.
const NEUTRAL: [&str; 4] = ["neutral", "qualifier", "lunar", "mod"];

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
        let is = |name: &str| first.iter().find(|a| a.field.name == name);
        let kind = if is("not").is_some() {
            Kind::Not
        } else if is("during").is_some() {
            Kind::During
        } else if let Some(a) = is("ref") {
            Kind::Reference(match a.operand.word.as_str() {
                "past" => Reference::Past,
                "present" => Reference::Present,
                "future" => Reference::Future,
                other => return Err((0, format!("unknown reference `{other}`"))),
            })
        } else if is("length").is_some() {
            if second.is_empty() { Kind::Length } else { Kind::Lengths }
        } else if first.iter().all(|a| NEUTRAL.contains(&a.field.name)) {
            Kind::Neutral
        } else if second.is_empty() {
            Kind::Point
        } else {
            Kind::Range
        };
        let mut levels: Vec<Granularity> =
            first.iter().filter_map(Assignment::granularity).collect();
        if levels.is_empty() {
            levels.push(Granularity::Year);
        }
        levels.sort_unstable();
        Ok(Template {
            kind,
            from: levels[0],
            to: levels[levels.len() - 1],
            bind,
            rank,
            relative: first.iter().any(|a| a.operand.base == Base::Anchor && a.counts()),
            told: first.iter().any(|a| a.operand.base == Base::Discourse),
            has_groups: first
                .iter()
                .chain(&second)
                .any(|a| a.operand.terms.iter().any(|t| matches!(t.1, Term::Group(_)))),
            lunar: is("lunar").is_some(),
            fixed: is("fixed").is_some(),
            modifies: is("mod").is_some(),
            plain_day: levels[0] == Granularity::Day
                && is("day").is_some_and(|a| a.operand.base == Base::Itself),
            plain_weekday: levels[0] == Granularity::Day
                && is("weekday").is_some()
                && is("nth").is_none(),
            first,
            second,
        })
    }

    /// Adds what the match says to a point. False when its words cannot be so.
    pub(crate) fn fill(&self, groups: Option<&Groups<'_>>, point: &mut Point) -> bool {
        self.first.iter().all(|a| a.fill(groups, point))
    }

    /// Adds what the second end of a range says to a point that holds what it shares with the first.
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
            match (a.field.name, a.operand.unit) {
                ("length", Some(unit)) if a.operand.present(groups) => {
                    length.parts.push((a.operand.number(groups), unit));
                }
                ("qualifier", _) => length.qualifier = Some(a.operand.qualifier()),
                _ => {}
            }
        }
    }

    /// Returns the unit of a length row.
    pub(crate) fn length_unit(&self) -> Option<Unit> {
        self.first.iter().filter(|a| a.field.name == "length").filter_map(|a| a.operand.unit).max()
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
            .find(|f| f.name == name)
            .ok_or_else(|| format!("unknown field `{name}` in the value"))?;
        let mut operand = Operand::parse(right).ok_or_else(|| format!("cannot read `{word}`"))?;
        if IN_UNITS.contains(&name) && operand.unit.is_none() {
            return Err(format!("`{word}` needs a unit letter such as D"));
        }
        if name == "fixed" {
            let Ok(TimeValue { form: TimeForm::Interval(period), .. }) = right.parse() else {
                return Err(format!("expected a period such as 2021/2025, found `{right}`"));
            };
            operand.period = Some(period);
        }
        Ok(Assignment { field, operand })
    }

    /// Whether a sign on the right side counts from the anchor and is no mere number.
    fn counts(&self) -> bool {
        !SIGNED.contains(&self.field.name)
    }

    fn granularity(&self) -> Option<Granularity> {
        match self.field.name {
            "nth" | "first" | "last" => self.operand.unit.map(Unit::granularity),
            _ => self.field.granularity,
        }
    }

    /// Sets the field; false when the words cannot be so (month 13).
    fn fill(&self, groups: Option<&Groups<'_>>, point: &mut Point) -> bool {
        let words = Words { operand: &self.operand, groups };
        !self.operand.present(groups) || (self.field.read)(&words, point)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_with_their_granularity() {
        let row = Template::parse("month={m} day={d}", "", 0).unwrap();
        assert_eq!(
            (row.from, row.to, row.kind),
            (Granularity::Month, Granularity::Day, Kind::Point)
        );
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
}
