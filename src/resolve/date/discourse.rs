//! The dates before the one that is being resolved: the days, months and years it may be counted from.

use jiff::civil::Date;

use super::{date_context::DateContext, point::Sources, word_list::List};
use crate::{document::Anchored, input::Moment, mention::date::Granularity};

/// A date of the text that later ones may be counted from.
#[derive(Debug, Clone)]
pub(crate) struct DatedMention {
    /// Index of its expression.
    pub(crate) index: usize,
    pub(crate) granularity: Granularity,
    /// First and last day.
    pub(crate) days: (Date, Date),
    /// First byte of its paragraph.
    pub(crate) paragraph: usize,
    /// First byte of its sentence.
    pub(crate) sentence: usize,
    /// It stands in a quotation.
    pub(crate) quoted: bool,
    /// It belongs to an attribute, so no later date is counted from it: 1952年建成的老桥.
    pub(crate) background: bool,
    /// Its year stands in its own words, or was taken from a date where it does.
    pub(crate) explicit_year: bool,
    /// It is the dateline.
    pub(crate) dateline: bool,
}

/// A day that dates are counted from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Anchor {
    pub(crate) moment: Moment,
    pub(crate) how: Anchored,
    /// Index of the expression it stands in, if any.
    pub(crate) index: Option<usize>,
}

/// The anchor of a text and the dates resolved so far.
#[derive(Debug, Default)]
pub(crate) struct Discourse {
    pub(crate) anchor: Option<Anchor>,
    /// In text order.
    pub(crate) dates: Vec<DatedMention>,
    /// The only year that stands in the dates of the text, where there is one, and the index of its expression.
    pub(crate) only_year: Option<(i32, usize)>,
}

/// How far back an event is looked for, in bytes; it keeps the work in proportion to the length of the text.
const LOOKED_BACK: usize = 3000;

/// How many dates back are looked at.
const REMEMBERED: usize = 64;

impl Discourse {
    /// Returns the dates before, the latest first.
    pub(crate) fn recent(&self) -> impl Iterator<Item = &DatedMention> {
        self.dates.iter().rev().take(REMEMBERED)
    }

    /// Returns whether the date of an expression has its year from its own words or from a date where it stands.
    pub(crate) fn has_explicit_year(&self, index: usize) -> bool {
        self.dates
            .binary_search_by_key(&index, |d| d.index)
            .is_ok_and(|at| self.dates[at].explicit_year)
    }

    /// Returns the last date that later ones are counted from, at least as fine as `granularity`.
    pub(crate) fn last(
        &self,
        granularity: Granularity,
        context: &DateContext,
    ) -> Option<&DatedMention> {
        self.recent().find(|d| {
            let same_quotation = context.quoted && d.paragraph == context.paragraph;
            d.granularity >= granularity
                && (!d.background || d.granularity >= Granularity::Day)
                && (!d.quoted || same_quotation)
        })
    }

    /// Returns the last date if it stands in the same paragraph and is not the dateline.
    pub(crate) fn last_in_paragraph(
        &self,
        granularity: Granularity,
        context: &DateContext,
    ) -> Option<&DatedMention> {
        self.last(granularity, context).filter(|d| d.paragraph == context.paragraph && !d.dateline)
    }

    /// Returns the date of the event that the words before an expression name: 爆炸发生|三天后 is counted from the day of
    /// the sentence about 爆炸, 案发|当天 from the first day of the text.
    pub(crate) fn day_of_event(
        &self,
        sources: Sources<'_>,
        context: &DateContext,
    ) -> Option<&DatedMention> {
        let text = sources.text;
        let before = text[context.before.range()].trim_end_matches(['的', '后', '那']);
        let days = || {
            self.recent().filter(|d| d.granularity == Granularity::Day && !d.quoted && !d.dateline)
        };
        let name = before.strip_suffix("发生");
        if sources.lists.ending(List::MainEvent, name.unwrap_or(before)).is_some() {
            return days().filter(|d| !d.background).min_by_key(|d| d.days.0);
        }
        let (at, _) = name?.char_indices().rev().nth(1)?;
        let name = &name?[at..];
        let from = text.floor_char_boundary(context.sentence.saturating_sub(LOOKED_BACK));
        let found = from + text[from..context.sentence].rfind(name)?;
        let date = days().find(|d| d.sentence <= found)?;
        let between = text.get(date.sentence..found)?;
        (!between.contains(['。', '！', '？', '\n'])).then_some(date)
    }

    /// Returns the day that 今天 is counted from: inside a quotation the day of the sentence it was said on, if any.
    pub(crate) fn anchor_at(&self, context: &DateContext) -> Option<Anchor> {
        let said = self
            .recent()
            .filter(|_| context.quoted)
            .take_while(|d| d.sentence == context.sentence)
            .find(|d| !d.quoted && d.granularity == Granularity::Day);
        match said {
            Some(date) => Some(Anchor {
                moment: Moment { date: date.days.1, time: None },
                how: Anchored::Discourse,
                index: Some(date.index),
            }),
            None => self.anchor,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::resolve::date::values;

    #[test]
    fn an_event_dates_what_is_counted_from_it() {
        assert_eq!(
            values("8月2日，工厂爆炸。爆炸发生三天后，路已通车。", "2023-08-20"),
            ["2023-08-02", "2023-08-05"]
        );
    }
}
