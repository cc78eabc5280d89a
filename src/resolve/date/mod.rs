//! Expressions of time to values.
//!
//! In: the [`Expression`]s of a text, by start, and the date it was handed in with. Out: [`Dates`].
//! Holds: each expression that can be a date has a value; the value names what it was counted from. The order of anchors
//! is one for each class of words: 当天 looks at the story first, 今天 at the dateline.
//! Next stage: [`crate::event`].

mod calendar;
mod date_context;
mod discourse;
mod lunar;
mod relative_offset;
mod resolver;
mod timex3;

use jiff::civil::Date;

use self::{
    calendar::{Placed, day_text, length_text},
    discourse::{Anchor, Cues, Story, Told},
    lunar::Lunar,
    resolver::{Placer, reference},
};
pub(crate) use self::{discourse::DATE_CUE, lunar::LUNAR};
use crate::{
    document::{AnchorSource, Anchored, DateType, DateValue, Decimal, Qualifier},
    input::Moment,
    mention::date::{Away, Count, Expression, Length, Level, Meaning, Open, Point, Unit},
    options::Preference,
    rules::{Fault, Tables},
};

/// What the stage knows from the tables: the lunar calendar and the words that tell tense.
#[derive(Debug)]
pub(crate) struct DateResolver {
    lunar: Lunar,
    cues: Cues,
}

/// The values of a text's expressions of time.
#[derive(Debug, Default)]
pub(crate) struct Dates {
    /// The day the text speaks from.
    pub(crate) anchor: Option<(Moment, AnchorSource)>,
    /// For each expression its value, and the expressions that day, month or year were taken from; none for what
    /// cannot be a date (2月30日).
    pub(crate) values: Vec<Option<(DateValue, Vec<usize>)>>,
}

impl DateResolver {
    pub(crate) fn compile(tables: &Tables) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let cues = Cues::compile(tables, &mut faults);
        match Lunar::compile(tables) {
            Ok(lunar) if faults.is_empty() => Ok(DateResolver { lunar, cues }),
            Ok(_) => Err(faults),
            Err(more) => {
                faults.extend(more);
                Err(faults)
            }
        }
    }

    /// Fills `out` with the values of the expressions.
    ///
    /// # Arguments
    ///
    /// * `text` - the clean text.
    /// * `expressions` - its expressions of time, by start.
    /// * `given` - the date the text was handed in with, or that its page was published, and which of the two.
    pub(crate) fn resolve(
        &self,
        text: &str,
        expressions: &[Expression],
        given: Option<(Moment, AnchorSource)>,
        preference: Preference,
        out: &mut Dates,
    ) {
        out.values.clear();
        out.anchor = None;
        let scenes = date_context::scenes(text, expressions);
        let mut story =
            Story { only_year: date_context::only_year(expressions, &scenes), ..Story::default() };
        let speaking = self.speaking_from(text, expressions, &scenes, given, preference, &story);
        let dateline = speaking.filter(|s| s.1 == AnchorSource::Dateline).map(|s| s.2);
        if let Some((moment, source, index)) = speaking {
            out.anchor = Some((moment, source));
            let how = match source {
                AnchorSource::Dateline => Anchored::Dateline,
                AnchorSource::Published => Anchored::Published,
                _ => Anchored::Given,
            };
            story.anchor = Some(Anchor { moment, how, index });
        }
        for (index, expression) in expressions.iter().enumerate() {
            let scene = scenes[index];
            let mut placer = self.placer(text, &story, scene, preference);
            let is_dateline = dateline == Some(Some(index));
            let placed = match speaking {
                // The dateline's own year comes from the date handed in.
                Some((moment, ..)) if is_dateline => Some(Placed::day(moment.date)),
                _ => match holiday(text, expression, expressions.get(index + 1)) {
                    Some(days) => value(&mut placer, text, expressions, days),
                    None => value(&mut placer, text, expressions, expression),
                },
            };
            let (anchored, from) = (placer.anchored, placer.from);
            if let Some(placed) = &placed
                && let Some(days) = placed.days
                && let Some(grain) = goes_on(expression, placed)
                && !is_aside(text, expression, grain, &scene, &story)
                && !is_deadline(expression, days, &story)
            {
                let year_told = year_is_told(expression)
                    || (anchored == Anchored::Discourse
                        && from.iter().any(|f| story.tells_year(*f)));
                story.told.push(Told {
                    index,
                    grain,
                    days,
                    paragraph: scene.paragraph,
                    sentence: scene.sentence,
                    quoted: scene.quoted,
                    background: grain == Level::Year
                        && date_context::is_attribute(text, expression.span.end),
                    year_told,
                    dateline: is_dateline,
                });
            }
            let anchored = match is_dateline {
                true if given.is_some_and(|g| g.1 == AnchorSource::Given) => Anchored::Given,
                _ => anchored,
            };
            out.values.push(placed.map(|p| (p.value(anchored), from)));
        }
    }

    fn placer<'a>(
        &'a self,
        text: &'a str,
        story: &'a Story,
        scene: discourse::Scene,
        preference: Preference,
    ) -> Placer<'a> {
        let (lunar, cues) = (&self.lunar, &self.cues);
        let (anchored, from) = (Anchored::Explicit, Vec::new());
        Placer { text, cues, lunar, story, scene, preference, anchored, from }
    }

    /// Returns the day the text speaks from: its dateline, else the date handed in, else a line of the page.
    fn speaking_from(
        &self,
        text: &str,
        expressions: &[Expression],
        scenes: &[discourse::Scene],
        given: Option<(Moment, AnchorSource)>,
        preference: Preference,
        story: &Story,
    ) -> Option<(Moment, AnchorSource, Option<usize>)> {
        let published = expressions.iter().enumerate().find_map(|(i, e)| {
            let Meaning::Point(point) = &e.meaning else { return None };
            let full = matches!(point.year, Some(Count::At(_)))
                && point.month.is_some()
                && point.day.is_some();
            (full && date_context::is_publication_line(text, e.span)).then(|| {
                let mut placer = self.placer(text, story, scenes[i], preference);
                let date = placer.place(point)?.days?.0;
                Some((Moment { date, time: None }, i))
            })?
        });
        let base = given.map(|g| g.0).or(published.map(|p| p.0));
        let dateline = expressions.iter().enumerate().find_map(|(i, e)| {
            let Meaning::Point(point) = &e.meaning else { return None };
            if !date_context::is_dateline(text, e.span) {
                return None;
            }
            let date = dateline_day(point, base, story.only_year.map(|y| y.0))?;
            Some((Moment { date, time: None }, AnchorSource::Dateline, Some(i)))
        });
        dateline
            .or(given.map(|(moment, source)| (moment, source, None)))
            .or(published.map(|(m, i)| (m, AnchorSource::Published, Some(i))))
    }
}

/// Returns the expression behind a holiday that tells its days: 五一假期（5月1日至5日）, 国庆假期为10月1日至7日.
fn holiday<'e>(
    text: &str,
    expression: &Expression,
    next: Option<&'e Expression>,
) -> Option<&'e Expression> {
    let next = next.filter(|n| matches!(n.meaning, Meaning::Range(..)))?;
    let words = &text[expression.span.range()];
    let between = &text[expression.span.end..next.span.start];
    (["假期", "长假", "假日"].iter().any(|w| words.ends_with(w))
        && ["（", "为", "是", "：", "定于", "时间为", "从", "自"].contains(&between))
    .then_some(next)
}

/// The day of 本报北京8月2日电: the last such day up to the date the text was handed in with.
fn dateline_day(point: &Point, base: Option<Moment>, only_year: Option<i32>) -> Option<Date> {
    let Some(Count::At(day)) = point.day else { return None };
    let base = base.map(|b| b.date.tomorrow().unwrap_or(b.date));
    let month = match (point.month, base) {
        (Some(Count::At(month)), _) => month as u8,
        (None, Some(base)) => {
            let first = base.first_of_month();
            let same = calendar::date(base.year().into(), base.month() as u8, day as u8);
            return same.filter(|d| *d <= base).or_else(|| {
                let before = calendar::add_months(first, -1)?;
                calendar::date(before.year().into(), before.month() as u8, day as u8)
            });
        }
        _ => return None,
    };
    if let Some(Count::At(year)) = point.year {
        return calendar::date(year, month, day as u8);
    }
    match (base, only_year) {
        (Some(base), _) => {
            let year: i32 = base.year().into();
            let same = calendar::date(year, month, day as u8);
            same.filter(|d| *d <= base).or_else(|| calendar::date(year - 1, month, day as u8))
        }
        (None, Some(year)) => calendar::date(year, month, day as u8),
        (None, None) => None,
    }
}

/// Whether a day is only an attribute in a sentence that has told another: 周一公布了6月13日|的会议纪要；次日….
fn is_aside(
    text: &str,
    expression: &Expression,
    grain: Level,
    scene: &discourse::Scene,
    story: &Story,
) -> bool {
    grain == Level::Day
        && text[expression.span.end..].starts_with('的')
        && story
            .told
            .last()
            .is_some_and(|t| t.grain == Level::Day && t.sentence == scene.sentence && !t.dateline)
}

/// Whether the expression is a day by which something is to be done, from which no story goes on: 要求12月5日前|完成.
fn is_deadline(expression: &Expression, days: (Date, Date), story: &Story) -> bool {
    let open = matches!(expression.meaning, Meaning::Open(Open::Until | Open::Before, _));
    open && story.anchor.is_some_and(|anchor| days.1 > anchor.moment.date)
}

/// Whether the expression tells its year in its own words.
fn year_is_told(expression: &Expression) -> bool {
    let told = |p: &Point| matches!(p.year, Some(Count::At(_)));
    match &expression.meaning {
        Meaning::Point(p) => told(p),
        // 2023—2024赛季 leaves the year of its months open.
        Meaning::Range(a, b) => a.month.is_some() && (told(a) || told(b)),
        _ => false,
    }
}

/// How fine the date is that a story can go on from; nothing for what does not carry a story.
fn goes_on(expression: &Expression, placed: &Placed) -> Option<Level> {
    match &expression.meaning {
        Meaning::Point(p) if p.fixed.is_some() || p.every.is_some() => None,
        Meaning::Point(_) | Meaning::Range(..) | Meaning::Away(..) => match placed.grain {
            Level::Year | Level::Stretch => Some(Level::Year),
            Level::Month => Some(Level::Month),
            Level::Week | Level::Day | Level::Part | Level::Clock => Some(Level::Day),
            _ => None,
        },
        Meaning::Open(..) if placed.grain >= Level::Day => Some(Level::Day),
        _ => None,
    }
}

fn value(
    placer: &mut Placer<'_>,
    text: &str,
    expressions: &[Expression],
    expression: &Expression,
) -> Option<Placed> {
    match &expression.meaning {
        Meaning::Point(point) if point.every.is_some() => Some(set(point)),
        Meaning::Point(point) => placer.place(point),
        Meaning::Range(first, last) => range(placer, first, last),
        Meaning::Open(open, point) => opened(placer, *open, point),
        Meaning::Length(length) => {
            let placed = Placed::bare(DateType::Duration, length_text(length));
            Some(Placed { qualifier: length.qualifier, ..placed })
        }
        Meaning::Lengths(first, last) => {
            let value = format!("{}/{}", length_text(first), length_text(last));
            Some(Placed::bare(DateType::Duration, value))
        }
        Meaning::Away(direction, length) => match numbered_day(placer, text, expression) {
            Some(day) => opened(placer, Open::After, &day),
            None => Some(relative_offset::place(placer, *direction, length)),
        },
        Meaning::Reference(reference) => {
            Some(Placed::bare(DateType::Deixis, reference.word().to_owned()))
        }
        Meaning::During => Some(during(placer)),
        Meaning::SinceEvent => Some(since_event(placer, text, expressions, expression)),
        Meaning::Present(last, point) => present(placer, *last, point),
    }
}

/// The day of 6日后 beside 4日至5日, which is no length: it follows closely on the day told before it in the sentence.
fn numbered_day(placer: &Placer<'_>, text: &str, expression: &Expression) -> Option<Point> {
    let Meaning::Away(Away::Later, length) = &expression.meaning else { return None };
    let [(Some(number), Unit::Day)] = length.parts[..] else { return None };
    let told = placer.story.last(Level::Day, &placer.scene)?;
    let day = i32::from(told.days.1.day());
    let number = number.truncated(31).filter(|_| number.is_whole())?;
    (text[expression.span.range()].contains('日')
        && told.sentence == placer.scene.sentence
        && (1..=3).contains(&(number - day)))
    .then(|| Point { day: Some(Count::At(number)), ..Point::default() })
}

fn range(placer: &mut Placer<'_>, first: &Point, last: &Point) -> Option<Placed> {
    let (mut first, mut last) = (first.clone(), last.clone());
    if first.every.is_some() {
        // 每天9时至17时, 每年3月至5月.
        last.every = first.every;
        let (from, to) = (set(&first), set(&last));
        let to = to.value.trim_start_matches("R/");
        return Some(Placed { value: format!("{}/{to}", from.value), ..from });
    }
    let open_year = |p: &Point| p.year.is_none() && p.month.is_some();
    let mut borrowed = false;
    if open_year(&first) && matches!(last.year, Some(Count::At(_))) && first.era.is_none() {
        first.year = last.year;
        borrowed = true;
    }
    let mut from = placer.place(&first)?;
    if open_year(&last)
        && let Some((day, _)) = from.days
        && matches!(last.month, Some(Count::At(_)))
        && !last.lunar
    {
        last.year = Some(Count::At(day.year().into()));
    }
    let told_day =
        matches!(last.day, Some(Count::At(_))) && last.month.is_none() && last.year.is_none();
    let only_clock = last.hour.is_some()
        && last.day.is_none()
        && last.month.is_none()
        && last.weekday.is_none()
        && last.term.is_none()
        && last.week.is_none();
    if let Some((day, _)) = from.days
        && (told_day || only_clock)
    {
        last.year = Some(Count::At(day.year().into()));
        last.month = Some(Count::At(day.month().into()));
        if only_clock {
            last.day = Some(Count::At(day.day().into()));
        }
    }
    let told = match last.day {
        // 22时至次日6时 counts from the first end.
        Some(Count::FromTold(n)) => from.days.and_then(|d| calendar::add_days(d.1, n)),
        _ => None,
    };
    if let Some(day) = told {
        last.year = Some(Count::At(day.year().into()));
        last.month = Some(Count::At(day.month().into()));
        last.day = Some(Count::At(day.day().into()));
    }
    if let Some(Count::FromTold(n)) = last.year
        && let Some((day, _)) = from.days
    {
        last.year = Some(Count::At(i32::from(day.year()) + n));
    }
    let mut to = placer.place(&last)?;
    let before = |a: &Placed, b: &Placed| match (a.days, b.days) {
        (Some(a_days), Some(b_days)) => {
            (b_days.1, b.minutes.unwrap_or(1440)) < (a_days.0, a.minutes.unwrap_or(0))
        }
        _ => false,
    };
    if before(&from, &to) {
        if borrowed {
            if let Some(Count::At(year)) = first.year {
                first.year = Some(Count::At(year - 1));
                from = placer.place(&first)?;
            }
        } else if only_clock {
            // 22时至6时 ends on the next day.
            if let Some(day) = to.days.and_then(|d| d.1.tomorrow().ok()) {
                last.month = Some(Count::At(day.month().into()));
                last.year = Some(Count::At(day.year().into()));
                last.day = Some(Count::At(day.day().into()));
                to = placer.place(&last)?;
            }
        } else if told_day {
            if let Some(next) =
                from.days.and_then(|d| calendar::add_months(d.0.first_of_month(), 1))
            {
                last.month = Some(Count::At(next.month().into()));
                last.year = Some(Count::At(next.year().into()));
                to = placer.place(&last)?;
            }
        } else if let Some(Count::At(year)) = last.year {
            last.year = Some(Count::At(year + 1));
            to = placer.place(&last)?;
        }
    }
    if from.kind == DateType::Deixis || to.kind == DateType::Deixis {
        return Some(if from.kind == DateType::Deixis { to } else { from });
    }
    // The ends of a range told in one piece: 七八点 in the afternoon.
    Some(Placed::range(&from, &to))
}

fn opened(placer: &mut Placer<'_>, open: Open, point: &Point) -> Option<Placed> {
    let placed = placer.place(point)?;
    if placed.kind == DateType::Deixis || placed.kind == DateType::Set {
        return Some(placed);
    }
    let (from, to) = match placed.value.split_once('/') {
        Some((from, to)) => (from.to_owned(), to.to_owned()),
        None => (placed.value.clone(), placed.value.clone()),
    };
    let beside = |forward: bool| -> Option<String> {
        let (first, last) = placed.days?;
        if placed.grain == Level::Clock {
            return None;
        }
        let day = if forward { last.tomorrow().ok()? } else { first.yesterday().ok()? };
        Some(match placed.grain {
            // Behind 80年代 comes 1990.
            Level::Year | Level::Decade | Level::Century => Placed::year(day.year().into())?.value,
            Level::Month => Placed::month(day.year().into(), day.month() as u8)?.value,
            _ => day_text(day),
        })
    };
    let value = match open {
        Open::Since => format!("{from}/.."),
        Open::Until => format!("../{to}"),
        Open::Before => format!("../{}", beside(false).unwrap_or(from)),
        Open::After => format!("{}/..", beside(true).unwrap_or(to)),
    };
    let modifier = placed.modifier;
    Some(Placed { kind: DateType::Range, value, modifier, ..placed })
}

fn present(placer: &mut Placer<'_>, last: bool, point: &Point) -> Option<Placed> {
    let now = placer.anchor();
    let placed = placer.place(point)?;
    let now_text = match now {
        Some(Anchor { moment: Moment { date, time: Some(time) }, .. })
            if placed.grain == Level::Clock || time != jiff::civil::Time::midnight() =>
        {
            let seconds = match time.second() {
                0 => String::new(),
                s => format!(":{s:02}"),
            };
            format!("{}T{:02}:{:02}{seconds}", day_text(date), time.hour(), time.minute())
        }
        Some(anchor) => day_text(anchor.moment.date),
        None => "..".to_owned(),
    };
    let (from, to) = match placed.value.split_once('/') {
        Some((from, to)) => (from.to_owned(), to.to_owned()),
        None => (placed.value.clone(), placed.value.clone()),
    };
    let days = match (placed.days, now) {
        (Some((first, last_day)), Some(anchor)) => Some(match last {
            true => (first, anchor.moment.date),
            false => (anchor.moment.date, last_day),
        }),
        (days, _) => days,
    };
    let value = match last {
        true => format!("{from}/{now_text}"),
        false => format!("{now_text}/{}", later_today(&placed, now).unwrap_or(to)),
    };
    Some(Placed { kind: DateType::Range, value, days, ..placed })
}

/// 从现在到八点 at 16:12 means the evening's eight.
fn later_today(placed: &Placed, now: Option<Anchor>) -> Option<String> {
    let time = now?.moment.time?;
    let minutes = placed.minutes.filter(|_| placed.part.is_none())?;
    let current = i32::from(time.hour()) * 60 + i32::from(time.minute());
    let (day, _) = placed.days.filter(|d| d.0 == now.map_or(d.0, |n| n.moment.date))?;
    (minutes < current && minutes < 720 && minutes + 720 > current)
        .then(|| format!("{}T{:02}:{:02}", day_text(day), minutes / 60 + 12, minutes % 60))
}

/// 考察期间 before the events are known: the first days that the story tells.
fn during(placer: &mut Placer<'_>) -> Placed {
    let story = placer.story;
    let tells =
        |t: &&discourse::Told| t.grain == Level::Day && !t.quoted && !t.dateline && !t.background;
    // 将于11月25日至28日访问；访问期间: the days told last, else the day the story begins with.
    let days = story.recent().filter(tells).find(|t| t.days.0 != t.days.1);
    match days.or_else(|| story.told.iter().take(64).find(tells)) {
        Some(told) => {
            placer.anchored = Anchored::Discourse;
            placer.from.push(told.index);
            let (from, to) = told.days;
            match from == to {
                true => Placed::day(from),
                false => Placed::days(from, to, Level::Day),
            }
        }
        None => reference(-1),
    }
}

/// 自苏陕协作以来: from the year that an earlier 自2017年开展苏陕协作 tells.
fn since_event(
    placer: &mut Placer<'_>,
    text: &str,
    expressions: &[Expression],
    expression: &Expression,
) -> Placed {
    let words = text[expression.span.range()].trim_start_matches('自').trim_start_matches('从');
    let name = words.trim_end_matches("以来");
    for (index, earlier) in expressions.iter().enumerate().take(256) {
        if earlier.span.start >= expression.span.start {
            break;
        }
        let end = text.floor_char_boundary(earlier.span.end + 120);
        let clause =
            text[earlier.span.end..end].split(['，', '。', '；', '\n']).next().unwrap_or_default();
        if let Meaning::Open(Open::Since, point) = &earlier.meaning
            && clause.contains(name)
            && let Some(placed) = opened(placer, Open::Since, point)
        {
            placer.anchored = Anchored::Discourse;
            placer.from.push(index);
            return placed;
        }
    }
    reference(-1)
}

/// 每周一, 每天9时, 每年8月.
fn set(point: &Point) -> Placed {
    let (n, unit) = point.every.unwrap_or((Decimal::ONE, Unit::Day));
    let clock = point.hour.map(|h| {
        let probe = Point { every: None, ..point.clone() };
        resolver::clock_of_set(&probe).unwrap_or_else(|| format!("T{h:02}"))
    });
    let month = match point.month {
        Some(Count::At(m)) => Some(m),
        _ => None,
    };
    let day = match point.day {
        Some(Count::At(d)) => Some(d),
        _ => None,
    };
    let lunar = point.lunar;
    let pattern = match (unit, month, day, point.weekday) {
        (Unit::Year, Some(m), Some(d), _) if !lunar => Some(format!("XXXX-{m:02}-{d:02}")),
        (Unit::Year, Some(m), None, None)
            if !lunar && point.first.is_none() && point.third.is_none() =>
        {
            Some(format!("XXXX-{m:02}"))
        }
        (Unit::Month, None, Some(d), _) => Some(format!("XXXX-XX-{d:02}")),
        (Unit::Week, _, _, Some(w)) => Some(format!("XXXX-WXX-{w}")),
        (Unit::Week, ..) if point.weekend => Some("XXXX-WXX-6/XXXX-WXX-7".to_owned()),
        _ => None,
    };
    let value = match (pattern, clock) {
        (Some(pattern), Some(clock)) => format!("R/{pattern}{clock}"),
        (Some(pattern), None) => format!("R/{pattern}"),
        (None, Some(clock)) if unit == Unit::Day => format!("R/{clock}"),
        _ => {
            let length = Length { parts: vec![(Some(n), unit)], qualifier: None };
            format!("R/{}", length_text(&length))
        }
    };
    let qualifier: Option<Qualifier> = point.qualifier;
    Placed { part: point.part.clone(), qualifier, ..Placed::bare(DateType::Set, value) }
}
