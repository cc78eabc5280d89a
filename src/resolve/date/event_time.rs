//! Times of events and holidays that other words of the text date: 考察期间, 自苏陕协作以来, 国庆假期为10月1日至7日.

use super::{
    discourse::DatedMention,
    point::{PointResolver, Sources},
    resolved_time::ResolvedTime,
    word_list::List,
};
use crate::{
    document::Anchored,
    mention::date::{Count, Expression, Granularity, Meaning, Offset, Open, Point, Unit},
};

/// How many expressions are looked at for the beginning of an event; it keeps the work in proportion to the text.
const MOST_EARLIER: usize = 256;

/// How far behind an expression its event may be named, in bytes.
const CLAUSE: usize = 120;

/// Returns the expression behind a holiday that has its days: 五一假期（5月1日至5日）.
pub(super) fn days_of_holiday<'e>(
    sources: Sources<'_>,
    expression: &Expression,
    next: Option<&'e Expression>,
) -> Option<&'e Expression> {
    let next = next.filter(|n| matches!(n.meaning, Meaning::Range(..)))?;
    let words = &sources.text[expression.span.range()];
    let between = &sources.text[expression.span.end..next.span.start];
    let is_holiday = sources.lists.ending(List::Holiday, words).is_some();
    (is_holiday && sources.lists.has(List::BeforeDays, between)).then_some(next)
}

impl PointResolver<'_> {
    /// 考察期间, before the events are known: the days of the text that it most likely took.
    pub(super) fn during_event(&mut self) -> ResolvedTime {
        let discourse = self.discourse;
        let days = |d: &&DatedMention| {
            d.granularity == Granularity::Day && !d.quoted && !d.dateline && !d.background
        };
        // 将于11月25日至28日访问；访问期间: the last range of days, else the first day of the text.
        let range = discourse.recent().filter(days).find(|d| d.days.0 != d.days.1);
        let Some(found) = range.or_else(|| discourse.dates.iter().take(64).find(days)) else {
            return ResolvedTime::reference(-1);
        };
        self.took(Anchored::Discourse, Some(found.index));
        match found.days {
            (from, to) if from == to => ResolvedTime::day(from),
            (from, to) => ResolvedTime::days(from, to, Granularity::Day),
        }
    }

    /// 自苏陕协作以来: from the year of an earlier 自2017年开展苏陕协作.
    pub(super) fn since_event(&mut self, expression: &Expression) -> ResolvedTime {
        let text = self.sources.text;
        let words = text[expression.span.range()].trim_start_matches('自').trim_start_matches('从');
        let name = words.trim_end_matches("以来");
        let earlier = self.sources.expressions.iter().enumerate().take(MOST_EARLIER);
        for (index, earlier) in earlier.take_while(|e| e.1.span.start < expression.span.start) {
            let end = text.floor_char_boundary(earlier.span.end + CLAUSE);
            let behind = &text[earlier.span.end..end];
            let clause = behind.split(['，', '。', '；', '\n']).next().unwrap_or_default();
            if let Meaning::Open(Open::Since, point) = &earlier.meaning
                && clause.contains(name)
                && let Some(time) = self.half_open(Open::Since, point)
            {
                self.took(Anchored::Discourse, Some(index));
                return time;
            }
        }
        ResolvedTime::reference(-1)
    }

    /// The day of 6日后 beside 4日至5日, which is no length: it is close behind the day before it in the sentence.
    pub(super) fn day_not_length(&self, expression: &Expression) -> Option<Point> {
        let Meaning::Offset(Offset::Later, length) = &expression.meaning else { return None };
        let [(Some(number), Unit::Day)] = length.parts[..] else { return None };
        let before = self.discourse.last(Granularity::Day, &self.context)?;
        let day = i32::from(before.days.1.day());
        let number = number.truncated(31).filter(|_| number.is_whole())?;
        (self.sources.text[expression.span.range()].contains('日')
            && before.sentence == self.context.sentence
            && (1..=3).contains(&(number - day)))
        .then(|| Point { day: Some(Count::At(number)), ..Point::default() })
    }
}

#[cfg(test)]
mod tests {
    use crate::resolve::date::values;

    #[test]
    fn other_words_date_holidays_and_events() {
        assert_eq!(
            values("国庆假期为10月1日至7日。", "2023-08-03"),
            ["2023-10-01/2023-10-07", "2023-10-01/2023-10-07"]
        );
        assert_eq!(
            values("8月2日至3日，代表团来访。考察期间，签约三项。", "2023-08-03"),
            ["2023-08-02/2023-08-03", "2023-08-02/2023-08-03"]
        );
    }
}
