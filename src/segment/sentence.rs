//! Borders of sentences.

use std::ops::Range;

use super::mark::{CLAUSE, CLOSING, END};
use crate::{Clean, Span};

/// Sentences longer than this are split, so that no later stage meets one without end: from so many bytes on behind the
/// next mark of a clause, at the other number behind any character.
const LONGEST: Range<usize> = 6_000..12_000;

/// Calls `each` with the sentences of a paragraph; they cover it.
pub(super) fn split(clean: &str, paragraph: Span<Clean>, mut each: impl FnMut(Span<Clean>)) {
    let text = &clean[paragraph.range()];
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let length = at + c.len_utf8() - start;
        let too_long = length >= LONGEST.start && (CLAUSE.contains(&c) || length >= LONGEST.end);
        if !END.contains(&c) && !too_long {
            continue;
        }
        let mut end = at + c.len_utf8();
        while let Some(&(next, follow)) = chars.peek() {
            if !END.contains(&follow) && !CLOSING.contains(&follow) {
                break;
            }
            end = next + follow.len_utf8();
            chars.next();
        }
        each(Span::new(paragraph.start + start, paragraph.start + end));
        start = end;
    }
    if start < text.len() {
        each(Span::new(paragraph.start + start, paragraph.end));
    }
}
