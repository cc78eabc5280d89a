//! Characters that depend on what stands beside them: Simplified for Traditional, Chinese marks for ASCII ones.
//!
//! One walk for both, [`script_conversion`] and [`mark`] say what is written.

use super::{
    chars::{CHARS, FOLD, IN_CONTEXT, MARK, Walk},
    draft::Changed,
    mark,
    offsets::Map,
    script_conversion::{self, Lines},
};

/// Returns the text in Simplified characters and with Chinese marks. It has no character of class `FORM`.
pub(super) fn rewrite(text: &str) -> Option<Changed> {
    let mut beside = Beside { text, lines: Lines::default() };
    let mut walk = Walk::new(text);
    // Nothing is written up to the first character that changes.
    let (mut at, mut c, mut to) = loop {
        let (at, c) = walk.next(FOLD | MARK)?;
        let to = beside.written(c, &text[..at], at);
        if to != c {
            break (at, c, to);
        }
    };
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let mut map = Map::default();
    out.push_str(&text[..at]);
    loop {
        if to.len_utf8() == c.len_utf8() {
            out.push(to);
        } else {
            map.open(out.len(), at);
            out.push(to);
            map.close(out.len(), at + c.len_utf8());
        }
        at += c.len_utf8();
        at += CHARS.simplify(&text[at..], IN_CONTEXT | MARK, &mut out);
        let Some(next) = text[at..].chars().next() else { break };
        c = next;
        to = beside.written(c, &out, at);
    }
    Some(Changed { text: out, map, notes: Vec::new() })
}

/// Returns whether a character at one of the places is written otherwise. The places are in text order.
pub(super) fn is_needed(text: &str, places: &[usize]) -> bool {
    let mut beside = Beside { text, lines: Lines::default() };
    places.iter().any(|&at| {
        text[at..].chars().next().is_some_and(|c| beside.written(c, &text[..at], at) != c)
    })
}

/// What is known about the text around the place that is rewritten.
struct Beside<'t> {
    text: &'t str,
    lines: Lines,
}

impl Beside<'_> {
    /// Returns what is written for `c` at byte `at`, behind the clean text `before`. Calls come in text order.
    fn written(&mut self, c: char, before: &str, at: usize) -> char {
        let class = CHARS.class(c);
        if class & MARK != 0 {
            mark::mark(c, before, self.text, at)
        } else if class & IN_CONTEXT != 0 {
            script_conversion::in_context(c, before, self.text, at, &mut self.lines)
        } else {
            CHARS.simplified(c)
        }
    }
}
