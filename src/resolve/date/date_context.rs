//! The context of each date: its paragraph and sentence, the words beside it, and whether it is in a quotation.

use super::tense::{Tense, TenseCues};
use crate::{
    Clean, Span,
    mention::date::{Count, Expression, Meaning, Point},
    segment::mark::{CLOSING_QUOTES, Marks, OPENING_QUOTES},
};

/// How much of a sentence is looked at on each side of a date, in bytes; news sentences are shorter.
const AROUND: usize = 400;

/// The context of a date.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DateContext {
    /// First byte of its paragraph.
    pub(crate) paragraph: usize,
    /// First byte of its sentence.
    pub(crate) sentence: usize,
    pub(crate) quoted: bool,
    /// The parts of its sentence before and after it.
    pub(crate) before: Span<Clean>,
    pub(crate) after: Span<Clean>,
}

impl DateContext {
    /// Returns whether its sentence has words beside it.
    pub(crate) fn has_words(&self, text: &str) -> bool {
        let words = |span: Span<Clean>| text[span.range()].chars().filter(|c| c.is_alphabetic());
        words(self.after).chain(words(self.before)).nth(1).is_some()
    }

    /// Returns the tense of its sentence; the words behind the date count first.
    pub(crate) fn tense(&self, text: &str, cues: &TenseCues) -> Option<Tense> {
        let tense = |span: Span<Clean>| cues.tense(&text[span.range()]);
        tense(self.after).or_else(|| tense(self.before))
    }
}

/// Returns the context of each expression, in one pass over the text.
pub(crate) fn contexts(text: &str, expressions: &[Expression]) -> Vec<DateContext> {
    let mut out: Vec<DateContext> = Vec::with_capacity(expressions.len());
    let (mut paragraph, mut sentence) = (0, 0);
    let mut depth: u32 = 0;
    // Contexts up to this one have the end of their sentence.
    let mut ended = 0;
    for (start, mark) in Marks::new(text) {
        let at = start + mark.len_utf8();
        for expression in expressions[out.len()..].iter().take_while(|e| e.span.start <= start) {
            out.push(context(text, paragraph, sentence, depth > 0, expression.span));
        }
        match mark {
            open if OPENING_QUOTES.contains(&open) => depth += 1,
            close if CLOSING_QUOTES.contains(&close) => depth = depth.saturating_sub(1),
            _ => {
                let pending = expressions[..out.len()].iter().skip(ended);
                for _ in pending.take_while(|e| e.span.end <= start) {
                    let after = &mut out[ended].after;
                    after.end = after.end.min(start);
                    ended += 1;
                }
                sentence = at;
                if mark == '\n' {
                    paragraph = at;
                    depth = 0;
                }
            }
        }
    }
    for expression in &expressions[out.len()..] {
        out.push(context(text, paragraph, sentence, depth > 0, expression.span));
    }
    // Words in a clause with another date give the tense of that one: 12月连败，下一场将在周日进行.
    for (here, next) in out.iter_mut().zip(expressions.iter().skip(1)) {
        let clause = here.after.start..next.span.start;
        if next.span.start < here.after.end
            && is_date(&next.meaning)
            && let Some(end) = text[clause].rfind(['，', '；', '、', ','])
        {
            here.after.end = here.after.start + end;
        }
    }
    out
}

/// Returns whether a meaning is a date of its own, and no duration, word or time of day.
fn is_date(meaning: &Meaning) -> bool {
    match meaning {
        Meaning::Point(point) => !point.is_clock_only(),
        Meaning::Open(_, point) => !point.is_clock_only(),
        Meaning::Range(first, _) => !first.is_clock_only(),
        _ => false,
    }
}

/// Returns the context of a span; its sentence may end earlier than it says.
fn context(
    text: &str,
    paragraph: usize,
    sentence: usize,
    in_quotation: bool,
    span: Span<Clean>,
) -> DateContext {
    let from = text.floor_char_boundary(sentence.max(span.start.saturating_sub(AROUND)));
    let to = text.floor_char_boundary((span.end + AROUND).min(text.len()));
    DateContext {
        paragraph,
        sentence,
        // A word in quotation marks (“十四五”) is no quotation.
        quoted: in_quotation && is_quotation(text, span),
        before: Span::new(from, span.start),
        after: Span::new(span.end, to),
    }
}

/// Returns whether the quotation around a span is a whole utterance and not a mere name in quotation marks.
fn is_quotation(text: &str, span: Span<Clean>) -> bool {
    let from = text.floor_char_boundary(span.start.saturating_sub(AROUND));
    let to = text.floor_char_boundary((span.end + AROUND).min(text.len()));
    let open = text[from..span.start].rfind(OPENING_QUOTES).map_or(0, |i| span.start - from - i);
    let close = text[span.end..to].find(CLOSING_QUOTES).unwrap_or(to - span.end);
    // Eight characters with the date or fewer are a name: “6·30”事故.
    open + close + span.len() > 8 * 3
}

/// Returns the only year that stands in the dates of the text, with its expression, where there is one.
pub(crate) fn only_year(
    expressions: &[Expression],
    contexts: &[DateContext],
) -> Option<(i32, usize)> {
    let mut found: Option<(i32, usize)> = None;
    for (index, (expression, context)) in expressions.iter().zip(contexts).enumerate() {
        let Meaning::Point(Point { year: Some(Count::At(year)), era: None, .. }) =
            expression.meaning
        else {
            continue;
        };
        if context.quoted {
            continue;
        }
        match found {
            Some((other, _)) if other != year => return None,
            Some(_) => {}
            None => found = Some((year, index)),
        }
    }
    found
}

/// Returns whether the words behind a year make it an attribute: 1952年|建成的老桥.
pub(crate) fn is_attribute(text: &str, end: usize) -> bool {
    text[end..]
        .chars()
        .take(10)
        .take_while(|c| !matches!(c, '，' | '。' | '、' | '；' | ',' | '\n'))
        .any(|c| c == '的')
}
