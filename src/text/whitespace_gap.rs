//! A gap of the text where blanks or line ends stand, and what stands beside them.

use super::chars::is_han;
use crate::dictionary::dictionary;

/// Characters on each side of a gap that are looked up in the dictionary.
const WINDOW: usize = 4;

/// Blanks and line ends between two other characters.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gap<'t> {
    /// The text they stand in.
    pub(super) text: &'t str,
    /// Their first byte.
    pub(super) start: usize,
    /// One past their last byte.
    pub(super) end: usize,
}

impl<'t> Gap<'t> {
    /// Returns the gap that holds the blank or line end at byte `at`.
    pub(super) fn around(text: &'t str, at: usize) -> Self {
        let start = text[..at].trim_end_matches(is_blank).len();
        let end = text.len() - text[at..].trim_start_matches(is_blank).len();
        Gap { text, start, end }
    }

    /// Returns the blanks and line ends themselves.
    pub(super) fn blanks(&self) -> &'t str {
        &self.text[self.start..self.end]
    }

    /// Returns the text behind them.
    pub(super) fn rest(&self) -> &'t str {
        &self.text[self.end..]
    }

    /// Returns the characters before and behind them, or nothing at the start and end of the text.
    pub(super) fn sides(&self) -> Option<(char, char)> {
        Some((self.text[..self.start].chars().next_back()?, self.rest().chars().next()?))
    }

    /// Returns whether the characters before and behind them are both such.
    pub(super) fn between(&self, such: impl Fn(char) -> bool) -> bool {
        self.sides().is_some_and(|(before, after)| such(before) && such(after))
    }

    /// Returns whether a word of the dictionary stands across them.
    pub(super) fn in_word(&self) -> bool {
        if !self.between(is_han) {
            return false;
        }
        let mut window = String::with_capacity(8 * WINDOW);
        window.extend(self.before(WINDOW));
        let border = window.len();
        window.extend(self.after(WINDOW));
        let dictionary = dictionary();
        // Mostly there is none, and no need to look at the best path. Longer words have short ones in them.
        let (before, after) = window.split_at(border);
        let word = |from: usize, to: usize| dictionary.has_word(&window[from..border + to]);
        let mut froms = before.char_indices().rev().map(|(at, _)| at).zip(1..WINDOW);
        let possible = froms.any(|(from, len)| {
            let tos = after.char_indices().map(|(at, c)| at + c.len_utf8());
            tos.take(WINDOW - len).any(|to| word(from, to))
        });
        let mut end = 0;
        possible
            && dictionary.cut(&window, false).iter().any(|word| {
                let start = end;
                end += word.word.len();
                start < border && border < end
            })
    }

    /// Returns the last word before them, if that is an ideograph or more.
    pub(super) fn last_word(&self) -> Option<String> {
        let window = String::from_iter(self.before(2 * WINDOW));
        dictionary().cut(&window, false).last().map(|w| w.word.to_owned())
    }

    /// Returns the first word behind them, if that is an ideograph or more.
    pub(super) fn next_word(&self) -> Option<String> {
        let window = String::from_iter(self.after(2 * WINDOW));
        dictionary().cut(&window, false).first().map(|w| w.word.to_owned())
    }

    /// Returns the ideographs before them, that many at most. Other blanks and line ends are looked past.
    fn before(&self, most: usize) -> Vec<char> {
        let before = self.text[..self.start].chars().rev().filter(|c| !is_blank(*c));
        let mut window: Vec<char> = before.take(most).take_while(|c| is_han(*c)).collect();
        window.reverse();
        window
    }

    /// Returns the ideographs behind them, that many at most. Other blanks and line ends are looked past.
    fn after(&self, most: usize) -> impl Iterator<Item = char> {
        let after = self.rest().chars().filter(|c| !is_blank(*c));
        after.take(most).take_while(|c| is_han(*c))
    }
}

/// Returns whether the character may be layout.
fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\n')
}
