//! Resolves expressions of time to values.
//!
//! In: the [`Expression`]s of a text, by start, and the date passed in with the text. Out: [`Dates`].
//! Holds: each expression that can be a date has a value; the value names what it was counted from. What a word is counted
//! from depends on its class: 当天 on the last date before it, 今天 on the anchor of the text.
//! Next stage: [`crate::event`].
//!
//! A new field of a date (半旬, say) takes three files: `mention/date/field.rs`, where it is a line in each of the two lists;
//! `year_part.rs`, where a branch says what it means; and `tables/date.tsv`, whose rows set it. A field with a unit letter or
//! a sign, or one that stands between pieces, is also named in a constant of `mention/date/template.rs` (`IN_UNITS`,
//! `SIGNED`, `NEUTRAL`). A field that has a meaning without year and month is resolved in `point.rs`, which asks
//! `year_part.rs` last. What it may stand behind follows from its granularity (`mention/date/chain.rs`).

mod anchor;
mod calendar;
mod date_context;
mod day;
mod day_part;
mod discourse;
mod duration;
mod event_time;
mod interval;
mod lunar;
mod point;
mod recurrence;
mod relative_offset;
mod resolved_time;
mod tense;
mod timex3;
mod word_list;
mod year;
mod year_part;

use jiff::civil::Date;

use self::{
    anchor::text_anchor,
    date_context::DateContext,
    day_part::DayParts,
    discourse::{DatedMention, Discourse},
    duration::iso_duration,
    lunar::Lunar,
    point::{PointResolver, Sources},
    recurrence::set,
    resolved_time::ResolvedTime,
    tense::TenseCues,
    word_list::WordLists,
};
pub(crate) use self::{
    day_part::DAY_PART, lunar::LUNAR, tense::DATE_CUE, word_list::DATE_REFERENCE_WORD,
};
use crate::{
    document::{AnchorSource, Anchored, DateValue},
    input::Moment,
    mention::date::{Count, Expression, Granularity, Meaning, Open, Point},
    options::Preference,
    rules::{Fault, Tables},
    segment::LayoutWords,
    time_value::TimeForm,
};

/// What the stage knows from the tables: the lunar calendar, the cues of tense, the parts of the day and
/// lists of words.
#[derive(Debug)]
pub(crate) struct DateResolver {
    lunar: Lunar,
    cues: TenseCues,
    day_parts: DayParts,
    lists: WordLists,
    layout: LayoutWords,
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
        let cues = TenseCues::compile(tables, &mut faults);
        let day_parts = DayParts::read(tables);
        let (lists, layout) = (WordLists::read(tables), LayoutWords::read(tables));
        match Lunar::compile(tables) {
            Ok(lunar) if faults.is_empty() => {
                Ok(DateResolver { lunar, cues, day_parts, lists, layout })
            }
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
        let DateResolver { lunar, cues, day_parts, lists, layout } = self;
        let sources =
            Sources { text, expressions, cues, lunar, day_parts, lists, layout, preference };
        let contexts = date_context::contexts(text, expressions);
        let only_year = date_context::only_year(expressions, &contexts);
        let mut discourse = Discourse { only_year, ..Discourse::default() };
        let anchor = text_anchor(sources, &discourse, &contexts, given);
        out.anchor = anchor.map(|a| (a.moment, a.source));
        discourse.anchor = anchor.map(Into::into);
        for (index, expression) in expressions.iter().enumerate() {
            let mut resolver = PointResolver::new(sources, &discourse, contexts[index]);
            let dateline = anchor.filter(|a| a.is_dateline(index));
            let time = match dateline {
                // The dateline's own year comes from the date handed in.
                Some(anchor) => Some(ResolvedTime::day(anchor.moment.date)),
                None => {
                    let next = expressions.get(index + 1);
                    let days = event_time::days_of_holiday(sources, expression, next);
                    resolver.expression(days.unwrap_or(expression))
                }
            };
            let (mut anchored, from) = (resolver.anchored, resolver.from);
            let dated = time.as_ref().and_then(|time| {
                let mut dated = dated_mention(text, expression, time, contexts[index], &discourse)?;
                (dated.index, dated.dateline) = (index, dateline.is_some());
                dated.explicit_year |= anchored == Anchored::Discourse
                    && from.iter().any(|f| discourse.has_explicit_year(*f));
                Some(dated)
            });
            discourse.dates.extend(dated);
            if dateline.is_some() && given.is_some_and(|g| g.1 == AnchorSource::Given) {
                anchored = Anchored::Given;
            }
            out.values.push(time.map(|time| (time.record(anchored), from)));
        }
    }
}

impl PointResolver<'_> {
    /// Returns the time an expression means; nothing when it cannot be a date.
    fn expression(&mut self, expression: &Expression) -> Option<ResolvedTime> {
        match &expression.meaning {
            Meaning::Point(point) if point.every.is_some() => {
                Some(set(point, self.sources.day_parts))
            }
            Meaning::Point(point) => self.resolve(point),
            Meaning::Range(first, last) => self.interval(first, last),
            Meaning::Open(open, point) => self.half_open(*open, point),
            Meaning::Length(length) => {
                let time = ResolvedTime::undated(TimeForm::Duration(iso_duration(length)));
                Some(ResolvedTime { qualifier: length.qualifier, ..time })
            }
            Meaning::Lengths(from, to) => {
                let form = TimeForm::Durations(iso_duration(from), iso_duration(to));
                Some(ResolvedTime::undated(form))
            }
            Meaning::Offset(offset, length) => match self.day_not_length(expression) {
                Some(day) => self.half_open(Open::After, &day),
                None => Some(self.offset(*offset, length)),
            },
            Meaning::Reference(reference) => {
                Some(ResolvedTime::undated(TimeForm::Reference(*reference)))
            }
            Meaning::During => Some(self.during_event()),
            Meaning::SinceEvent => Some(self.since_event(expression)),
            Meaning::Present(last, point) => self.with_present(*last, point),
        }
    }
}

/// Returns a date as one that later dates are counted from; nothing for those that are not.
fn dated_mention(
    text: &str,
    expression: &Expression,
    time: &ResolvedTime,
    context: DateContext,
    discourse: &Discourse,
) -> Option<DatedMention> {
    let days = time.days?;
    let granularity = counted_from(expression, time)?;
    if is_aside(text, expression, granularity, &context, discourse)
        || is_deadline(expression, days, discourse)
    {
        return None;
    }
    Some(DatedMention {
        index: 0,
        granularity,
        days,
        paragraph: context.paragraph,
        sentence: context.sentence,
        quoted: context.quoted,
        background: granularity == Granularity::Year
            && date_context::is_attribute(text, expression.span.end),
        explicit_year: has_own_year(expression),
        dateline: false,
    })
}

/// Returns whether a day is only an attribute in a sentence with another day: 周一公布了6月13日|的会议纪要；次日….
fn is_aside(
    text: &str,
    expression: &Expression,
    granularity: Granularity,
    context: &DateContext,
    discourse: &Discourse,
) -> bool {
    let is_day_of_sentence = |d: &DatedMention| {
        d.granularity == Granularity::Day && d.sentence == context.sentence && !d.dateline
    };
    granularity == Granularity::Day
        && text[expression.span.end..].starts_with('的')
        && discourse.dates.last().is_some_and(is_day_of_sentence)
}

/// Returns whether the expression is a day by which something is to be done, from which no date is counted: 要求12月5日前|完成.
fn is_deadline(expression: &Expression, days: (Date, Date), discourse: &Discourse) -> bool {
    let open = matches!(expression.meaning, Meaning::Open(Open::Until | Open::Before, _));
    open && discourse.anchor.is_some_and(|anchor| days.1 > anchor.moment.date)
}

/// Returns whether the expression has its year in its own words.
fn has_own_year(expression: &Expression) -> bool {
    let has_year = |p: &Point| matches!(p.year, Some(Count::At(_)));
    match &expression.meaning {
        Meaning::Point(p) => has_year(p),
        // 2023—2024赛季 leaves the year of its months open.
        Meaning::Range(a, b) => a.month.is_some() && (has_year(a) || has_year(b)),
        _ => false,
    }
}

/// Returns the granularity of a date that later dates are counted from; nothing for what is not.
fn counted_from(expression: &Expression, time: &ResolvedTime) -> Option<Granularity> {
    match &expression.meaning {
        Meaning::Point(p) if p.fixed.is_some() || p.every.is_some() => None,
        Meaning::Point(_) | Meaning::Range(..) | Meaning::Offset(..) => match time.granularity {
            Granularity::Year | Granularity::Division => Some(Granularity::Year),
            Granularity::Month => Some(Granularity::Month),
            Granularity::Week | Granularity::Day | Granularity::DayPart | Granularity::Clock => {
                Some(Granularity::Day)
            }
            _ => None,
        },
        Meaning::Open(..) if time.granularity >= Granularity::Day => Some(Granularity::Day),
        _ => None,
    }
}

/// Returns the values of a text's dates, the text speaking from a day.
#[cfg(test)]
fn values(text: &str, anchor: &str) -> Vec<String> {
    let dates = crate::dates(text, anchor.parse().ok());
    dates.iter().map(|date| date.date.value.to_string()).collect()
}
