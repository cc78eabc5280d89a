//! Numbers as fillers of roles: quantities by what they measure, and scores (3比1), which are no quantities.

use super::{
    Context, EventRules,
    word_classes::{WordClasses, WordList},
};
use crate::{
    Clean, Span,
    document::{MentionKind, Quantity},
    numeral::digit,
};

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AmountKind {
    /// In a currency.
    Money,
    /// Percent and its points.
    Percent,
    /// Of a match: 3比1.
    Score,
    /// Of an earthquake or a wind: 级.
    Level,
    /// Of a company: 股.
    Share,
    /// Of a person: 岁.
    Age,
    /// 米, 公里.
    Length,
    /// People and pieces.
    Count,
}

/// A number with its unit, or a score.
#[derive(Debug, Clone, Copy)]
pub(super) struct Amount {
    pub(super) span: Span<Clean>,
    pub(super) kind: AmountKind,
    /// The quantity; none for a score.
    pub(super) mention: Option<usize>,
}

/// Fills `out` with the amounts of a sentence in text order; `mentions_in_it` are the mentions that start in it.
pub(super) fn read(
    rules: &EventRules,
    context: Context<'_>,
    sentence: Span<Clean>,
    mentions_in_it: &[usize],
    out: &mut Vec<Amount>,
) {
    out.clear();
    for &index in mentions_in_it {
        let mention = &context.mentions.all[index];
        if mention.kind != MentionKind::Quantity || mention.span.end > sentence.end {
            continue;
        }
        let value = context.resolved.quantities.get(index).and_then(Option::as_ref);
        let kind = value.map_or(AmountKind::Count, |value| measured(&rules.words, value));
        out.push(Amount { span: mention.span, kind, mention: Some(index) });
    }
    scores(context.text.clean(), sentence, out);
    out.sort_unstable_by_key(|a| a.span);
}

fn measured(words: &WordClasses, value: &Quantity) -> AmountKind {
    let unit = value.unit.as_str();
    let word = words.of(unit);
    match () {
        () if word.is(WordList::PercentUnit) => AmountKind::Percent,
        () if word.is(WordList::LevelUnit) => AmountKind::Level,
        () if word.is(WordList::ShareUnit) => AmountKind::Share,
        () if word.is(WordList::AgeUnit) => AmountKind::Age,
        () if word.is(WordList::LengthUnit) => AmountKind::Length,
        () if unit.len() == 3 && unit.bytes().all(|b| b.is_ascii_uppercase()) => AmountKind::Money,
        () => AmountKind::Count,
    }
}

/// Pushes pairs of small numbers: 3比1, 102:98, 2-0.
fn scores(text: &str, sentence: Span<Clean>, out: &mut Vec<Amount>) {
    let words = &text[sentence.range()];
    let quantities = out.len();
    for (at, mark) in marks(words) {
        let before = &words[..at];
        let left = before.len() - before.trim_end_matches(is_figure).len();
        let behind = &words[at + mark.len()..];
        let right = behind.len() - behind.trim_start_matches(is_figure).len();
        let (left_word, right_word) = (&before[at - left..], &behind[..right]);
        if !small(left_word) || !small(right_word) {
            continue;
        }
        // 2023-08-02 and 10:30:00 are dates and times; A3-5 is a name.
        let around = |c: char| {
            c.is_ascii_alphanumeric()
                || matches!(c, '-' | ':' | '：' | '比' | '.' | '/' | '年' | '月' | '日')
        };
        if before[..at - left].ends_with(around) || behind[right..].starts_with(around) {
            continue;
        }
        let span = Span::new(sentence.start + at - left, sentence.start + at + mark.len() + right);
        let next = out[..quantities].partition_point(|a| a.span.end <= span.start);
        let taken = out[..quantities].get(next).is_some_and(|a| a.span.overlaps(span));
        if !taken {
            out.push(Amount { span, kind: AmountKind::Score, mention: None });
        }
    }
}

/// Returns the marks that may stand between two numbers, with their places.
fn marks(words: &str) -> impl Iterator<Item = (usize, &str)> {
    let bytes = words.as_bytes();
    let len = |at: usize| match &bytes[at..] {
        [b':' | b'-', ..] => 1,
        // 比 ： － — –
        [0xe6, 0xaf, 0x94, ..] | [0xef, 0xbc, 0x9a | 0x8d, ..] => 3,
        [0xe2, 0x80, 0x94 | 0x93, ..] => 3,
        _ => 0,
    };
    (0..bytes.len()).filter_map(move |at| match len(at) {
        0 => None,
        len => Some((at, &words[at..at + len])),
    })
}

/// Whether a character is a digit of a score.
fn is_figure(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c) || c == '十' || digit(c).is_some()
}

fn small(number: &str) -> bool {
    (1..=3).contains(&number.chars().count())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let mut out = Vec::new();
        scores(text, Span::new(0, text.len()), &mut out);
        out.iter().map(|a| &text[a.span.range()]).collect()
    }

    #[test]
    fn scores_are_pairs_of_small_numbers() {
        assert_eq!(found("主队以3比1战胜客队，另一场102:98险胜"), ["3比1", "102:98"]);
        assert_eq!(found("以三比零领先"), ["三比零"]);
    }

    #[test]
    fn dates_and_codes_are_no_scores() {
        assert!(found("2023-08-02，A3-5号楼，比分未定，同比增长").is_empty());
    }

    #[test]
    fn endless_figures_are_read_once() {
        assert!(found(&"9".repeat(200_000)).is_empty());
    }
}
