//! What expressions of time mean before anything is counted from an anchor.

use super::field::Point;
use crate::{
    Clean, Span,
    document::{Decimal, Qualifier},
    mention::FeatureHit,
    rules::RuleId,
    time_value::Reference,
};

/// How fine a date or a piece of one is. The pieces of a date follow one another from coarse to fine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Granularity {
    /// 每.
    Every,
    /// 康熙, 公元前: the years behind it are counted from it.
    Era,
    /// 20世纪.
    Century,
    /// 90年代.
    Decade,
    /// 2023年, 去年.
    Year,
    /// 上半年, 第三季度, 春季.
    Division,
    /// 8月, 上月.
    Month,
    /// 中旬, 上周, 第三周.
    Week,
    /// 2日, 周三, 昨天, 中秋节.
    Day,
    /// 上午.
    DayPart,
    /// 9时30分.
    Clock,
}

/// A unit that is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Unit {
    Year,
    Quarter,
    Month,
    Week,
    Day,
    /// Days of the week named in [`Point::weekday`](super::Point::weekday).
    Weekday,
    Hour,
    Minute,
    Second,
}

impl Unit {
    /// Returns the unit a letter of a value template stands for.
    pub(crate) fn from_letter(letter: char) -> Option<Self> {
        Some(match letter {
            'Y' => Unit::Year,
            'Q' => Unit::Quarter,
            'M' => Unit::Month,
            'W' => Unit::Week,
            'D' => Unit::Day,
            'K' => Unit::Weekday,
            'h' => Unit::Hour,
            'm' => Unit::Minute,
            's' => Unit::Second,
            _ => return None,
        })
    }

    /// Returns how fine a piece that is counted in this unit is.
    pub(crate) fn granularity(self) -> Granularity {
        match self {
            Unit::Year => Granularity::Year,
            Unit::Quarter => Granularity::Division,
            Unit::Month => Granularity::Month,
            Unit::Week => Granularity::Week,
            Unit::Day | Unit::Weekday => Granularity::Day,
            Unit::Hour | Unit::Minute | Unit::Second => Granularity::Clock,
        }
    }
}

/// A number that stands by itself or is counted from somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Count {
    /// The number itself: 8月.
    At(i32),
    /// Counted from the day the text speaks from: 去年 is -1.
    FromAnchor(i32),
    /// Counted from the last date before it in the text: 当天 is 0, 次日 1.
    FromDiscourse(i32),
}

/// A length of time: 36天5小时.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Length {
    /// Numbers with their units, coarse to fine; no number for 几, 数.
    pub(crate) parts: Vec<(Option<Decimal>, Unit)>,
    pub(crate) qualifier: Option<Qualifier>,
}

/// How a point becomes an interval with one open end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Open {
    /// 自…以来: from its first day on.
    Since,
    /// 截至…: up to its last day.
    Until,
    /// …之前: up to the day before it.
    Before,
    /// …之后: from the day after it on.
    After,
}

/// How a length becomes a time: which way it is counted, and from where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Offset {
    /// 3天前.
    Ago,
    /// 3天后.
    Later,
    /// 近3天: up to now.
    Past,
    /// 未来3天: from now on.
    Next,
    /// 前3天: the days before today.
    Previous,
    /// 后3天: the days after today.
    Following,
    /// 上两个月: calendar units before this one.
    UnitsBefore,
    /// 下三周: calendar units after this one.
    UnitsAfter,
}

impl Offset {
    /// Returns -1 for what lies back from the day it is counted from, 1 for what lies ahead of it.
    pub(crate) fn sign(self) -> i32 {
        match self {
            Offset::Ago | Offset::Past | Offset::Previous | Offset::UnitsBefore => -1,
            Offset::Later | Offset::Next | Offset::Following | Offset::UnitsAfter => 1,
        }
    }
}

/// What an expression of time means, before anchors.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Meaning {
    Point(Point),
    Range(Box<Point>, Box<Point>),
    Open(Open, Box<Point>),
    Length(Length),
    /// 3至5天.
    Lengths(Length, Length),
    Offset(Offset, Length),
    Reference(Reference),
    /// 考察期间: the time of an event of the text.
    During,
    /// 自苏陕协作以来: from the beginning of an event that the text may date.
    SinceEvent,
    /// 从现在到八点, 去年到现在: `true` when the present is the end.
    Present(bool, Box<Point>),
}

/// An expression of time in the text.
#[derive(Debug, Clone)]
pub(crate) struct Expression {
    /// Its words, prepositions that belong to it included.
    pub(crate) span: Span<Clean>,
    /// Its points without prepositions and suffixes; two for a range.
    pub(crate) cores: [Option<Span<Clean>>; 2],
    pub(crate) meaning: Meaning,
    /// The row that leads it.
    pub(crate) rule: RuleId,
    /// All rows it was put together from.
    pub(crate) fired: Vec<FeatureHit>,
}
