//! What words of time say before anything is counted from an anchor.

use crate::{
    Clean, Span,
    document::{DateMod, Decimal, Qualifier},
    mention::FeatureHit,
    rules::RuleId,
};

/// How fine a piece of a date is. Pieces of one date follow one another from coarse to fine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Level {
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
    Stretch,
    /// 8月, 上月.
    Month,
    /// 中旬, 上周, 第三周.
    Week,
    /// 2日, 周三, 昨天, 中秋节.
    Day,
    /// 上午.
    Part,
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
    /// Days of the week named in [`Point::weekday`].
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

    /// Returns how fine a piece told in this unit is.
    pub(crate) fn level(self) -> Level {
        match self {
            Unit::Year => Level::Year,
            Unit::Quarter => Level::Stretch,
            Unit::Month => Level::Month,
            Unit::Week => Level::Week,
            Unit::Day | Unit::Weekday => Level::Day,
            Unit::Hour | Unit::Minute | Unit::Second => Level::Clock,
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
    /// Counted from the last date told: 当天 is 0, 次日 1.
    FromTold(i32),
}

/// One point in time, as coarse or fine as the words tell it. Fields that are not told are none.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Point {
    pub(crate) year: Option<Count>,
    /// First and last year of an era; [`Point::year`] counts from 1 within it. Zero and zero: it counts backwards, 公元前.
    pub(crate) era: Option<(i32, i32)>,
    /// Place in the cycle of sixty (干支) from 0, or of twelve (生肖) with the second number 12.
    pub(crate) cycle: Option<(u8, u8)>,
    pub(crate) century: Option<Count>,
    /// 90年代 is 90; with an absolute year number 1990.
    pub(crate) decade: Option<i32>,
    /// 1 or 2.
    pub(crate) half: Option<u8>,
    pub(crate) quarter: Option<Count>,
    /// 21 spring to 24 winter, as EDTF writes them.
    pub(crate) season: Option<u8>,
    pub(crate) month: Option<Count>,
    /// Month and day are told in the lunar calendar.
    pub(crate) lunar: bool,
    /// The month is a leap month (闰月).
    pub(crate) leap: bool,
    /// 1 上旬 to 3 下旬; 4 and 5 the halves of the month.
    pub(crate) third: Option<u8>,
    pub(crate) week: Option<Count>,
    /// 1 Monday to 7 Sunday.
    pub(crate) weekday: Option<u8>,
    pub(crate) weekend: bool,
    pub(crate) day: Option<Count>,
    /// The last day of the month: 除夕.
    pub(crate) last_day: bool,
    /// Solar term, from 0 小寒 to 23 冬至.
    pub(crate) term: Option<u8>,
    /// Days after the western Easter.
    pub(crate) easter: Option<i32>,
    /// Days to add at the end: 除夕 is the day before 春节.
    pub(crate) shift: i32,
    /// Which one within what is told coarser: 第三周; negative counts from the end.
    pub(crate) nth: Option<(i32, Unit)>,
    /// The first so many (negative: the last) within what is told coarser: 前五个月.
    pub(crate) first: Option<(i32, Unit)>,
    pub(crate) modifier: Option<DateMod>,
    pub(crate) part: Option<String>,
    pub(crate) hour: Option<u8>,
    pub(crate) minute: Option<u8>,
    pub(crate) second: Option<u8>,
    pub(crate) qualifier: Option<Qualifier>,
    /// 每: how many of which unit.
    pub(crate) every: Option<(Decimal, Unit)>,
    /// A value that the row knows as it is: 1978-12.
    pub(crate) fixed: Option<String>,
}

impl Point {
    /// Returns what is told coarser than `level`: what the second end of a range takes over from the first.
    pub(crate) fn coarser_than(&self, level: Level) -> Point {
        let mut point = Point::default();
        let p = self.clone();
        if level > Level::Era {
            point.era = p.era;
        }
        if level > Level::Century {
            point.century = p.century;
        }
        if level > Level::Decade {
            point.decade = p.decade;
        }
        if level > Level::Year {
            (point.year, point.cycle) = (p.year, p.cycle);
        }
        if level > Level::Stretch {
            (point.half, point.quarter, point.season) = (p.half, p.quarter, p.season);
        }
        if level > Level::Month {
            (point.month, point.lunar, point.leap) = (p.month, p.lunar, p.leap);
        }
        if level > Level::Week {
            (point.third, point.week) = (p.third, p.week);
        }
        if level > Level::Day {
            (point.weekday, point.weekend, point.day) = (p.weekday, p.weekend, p.day);
            (point.last_day, point.term, point.easter) = (p.last_day, p.term, p.easter);
            (point.shift, point.nth) = (p.shift, p.nth);
        }
        if level > Level::Part {
            point.part = p.part;
        }
        point
    }
}

/// A length of time: 36天5小时.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Length {
    /// Numbers with their units, coarse to fine; no number for 几, 数.
    pub(crate) parts: Vec<(Option<Decimal>, Unit)>,
    pub(crate) qualifier: Option<Qualifier>,
}

/// How a point is opened to a stretch.
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

/// How a length becomes a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Away {
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

/// TIMEX3's words for a time that is pointed to and not dated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reference {
    Past,
    Present,
    Future,
}

impl Reference {
    /// Returns the value printed.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Reference::Past => "PAST_REF",
            Reference::Present => "PRESENT_REF",
            Reference::Future => "FUTURE_REF",
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
    Away(Away, Length),
    Reference(Reference),
    /// 考察期间: the time of an event that the text tells.
    During,
    /// 自苏陕协作以来: from when something began that the text may tell.
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
