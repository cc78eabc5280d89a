//! Places where a reading tore a character: `域?qū)`, and the characters behind each.

use std::ops::Range;

use super::{chars::is_han, gbk, reading};

/// Most characters of a run.
const RUN: usize = 120;

/// A place where a character was torn.
#[derive(Debug, Clone)]
pub(super) struct Tear<'t> {
    /// The last whole character before it.
    pub(super) before: char,
    /// What stands there: `?qū)`.
    pub(super) stray: Range<usize>,
    /// The reading without tone marks taken off: `qū`.
    pub(super) reading: &'t str,
}

/// The tears of a text, in order.
pub(super) struct Tears<'t> {
    text: &'t str,
    marks: Marks<'t>,
}

impl<'t> Tears<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Tears { text, marks: Marks::new(text) }
    }
}

impl<'t> Iterator for Tears<'t> {
    type Item = Tear<'t>;

    fn next(&mut self) -> Option<Tear<'t>> {
        loop {
            let (start, behind) = self.marks.next()?;
            let Some((reading, end)) = torn_reading(self.text, behind) else { continue };
            // The character may have a reading of its own, whole: 當(dāng)?shù).
            let head = &self.text[..start];
            let head = reading::start(head).map_or(head, |note| &head[..note]);
            let Some(before) = head.chars().next_back().filter(|c| is_han(*c)) else { continue };
            return Some(Tear { before, stray: start..end, reading });
        }
    }
}

/// The question and replacement marks of a text: their first byte and the byte behind them, in order.
struct Marks<'t> {
    text: &'t str,
    /// The next of each kind.
    question: Option<usize>,
    replacement: Option<usize>,
}

impl<'t> Marks<'t> {
    fn new(text: &'t str) -> Self {
        Marks { text, question: find(text, 0, "?"), replacement: find(text, 0, "\u{fffd}") }
    }
}

impl Iterator for Marks<'_> {
    type Item = (usize, usize);

    fn next(&mut self) -> Option<(usize, usize)> {
        match (self.question, self.replacement) {
            (Some(at), other) if other.is_none_or(|o| at < o) => {
                self.question = find(self.text, at + 1, "?");
                Some((at, at + 1))
            }
            (_, Some(at)) => {
                let behind = at + '\u{fffd}'.len_utf8();
                self.replacement = find(self.text, behind, "\u{fffd}");
                Some((at, behind))
            }
            (_, None) => None,
        }
    }
}

fn find(text: &str, from: usize, mark: &str) -> Option<usize> {
    Some(from + memchr::memmem::find(&text.as_bytes()[from..], mark.as_bytes())?)
}

/// Returns the reading that stands at byte `at` with its closing bracket, and where it ends. Decoders swallow the opening
/// one.
fn torn_reading(text: &str, at: usize) -> Option<(&str, usize)> {
    let rest = &text[at..];
    let inner = rest.strip_prefix('(').unwrap_or(rest);
    let end = inner.bytes().take(12).position(|b| b == b')')?;
    let reading = &inner[..end];
    reading::is_syllable(reading).then_some((reading, text.len() - inner.len() + end + 1))
}

/// Returns where the torn reading starts that the last bracket of `tail` closes. Here it stands behind a character that
/// something else parted from it, too late to mend.
pub(super) fn remnant(tail: &str) -> Option<usize> {
    let (start, mark) =
        tail.char_indices().rev().take(12).find(|(_, c)| matches!(c, '?' | '\u{fffd}'))?;
    let (_, end) = torn_reading(tail, start + mark.len_utf8())?;
    (end == tail.len() && tail[..start].ends_with(is_han)).then_some(start)
}

/// A piece of a run: its bytes of the text, and what it is.
#[derive(Debug, Clone)]
pub(super) struct Unit<'t> {
    pub(super) range: Range<usize>,
    pub(super) kind: Kind<'t>,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Kind<'t> {
    /// A character of two bytes.
    Pair([u8; 2]),
    /// An ASCII character that may be the second byte of one.
    Single(u8),
    /// Another torn reading; behind it the pairs are whole again.
    Torn(&'t str),
    /// A whole reading, which says nothing.
    Reading,
}

/// Returns the run from byte `at` on, up to the ASCII byte that ends it.
pub(super) fn units(text: &str, at: usize) -> Vec<Unit<'_>> {
    let mut units = Vec::new();
    let mut at = at;
    while let Some(c) = text[at..].chars().next().filter(|_| units.len() < RUN) {
        let end = at + c.len_utf8();
        let (end, kind) = match c {
            '?' | '\u{fffd}' => match torn_reading(text, end) {
                Some((reading, end)) => (end, Kind::Torn(reading)),
                None => break,
            },
            '(' => match torn_reading(text, at) {
                Some((_, end)) => (end, Kind::Reading),
                None => break,
            },
            '@'..='~' => (end, Kind::Single(c as u8)),
            _ => match gbk::encode(c) {
                Some(pair) => (end, Kind::Pair(pair)),
                None => break,
            },
        };
        units.push(Unit { range: at..end, kind });
        if matches!(kind, Kind::Torn(_) | Kind::Single(_)) {
            break;
        }
        at = end;
    }
    units
}
