//! Writes every character in one form and takes out what does not belong to the text: invisible characters, readings.
//!
//! What is taken out is recognised by its last character, in the output so far. So `国(g\u{200b}uó)家` and the like
//! need no rule of their own: the invisible character is gone when the bracket closes.

use super::{
    NoteKind,
    chars::{CHARS, CLOSE, FORM, Form, OPEN, Walk},
    draft::{Changed, Draft},
    reading,
};

/// Returns the text with one form for every character and without what does not belong to it, and the classes of
/// characters that may occur in it.
pub(super) fn strip(text: &str) -> (Option<Changed>, u8) {
    let mut walk = Walk::new(text);
    let mut strip = Strip { draft: Draft::new(text), written: 0 };
    while let Some((start, c)) = walk.next(FORM | OPEN | CLOSE) {
        if c == '(' {
            // The common case needs no second look when the bracket closes.
            if let Some(len) = reading::plain(strip.draft.upto(start), &text[start..]) {
                strip.draft.remove(start..start + len, NoteKind::Reading);
                walk.jump(start + len);
            }
        } else {
            strip.character(start, start + c.len_utf8(), c);
        }
    }
    (strip.draft.finish(), walk.seen | strip.written)
}

struct Strip<'t> {
    draft: Draft<'t>,
    /// Classes of the characters that were written for others.
    written: u8,
}

impl Strip<'_> {
    /// Reads the character `c` at the bytes `start..end` of the source.
    fn character(&mut self, start: usize, end: usize, c: char) {
        let mut written = c;
        if CHARS.class(c) & FORM != 0 {
            match CHARS.form(c) {
                // A carriage return before the line feed is a part of the line end.
                Form::Char('\n') if c == '\r' && self.draft.source()[end..].starts_with('\n') => {
                    return self.draft.remove(start..end, NoteKind::Invisible);
                }
                Form::Char(to) => {
                    self.draft.replace_char(start..end, to);
                    self.written |= CHARS.class(to);
                    written = to;
                }
                Form::Gone => return self.draft.remove(start..end, NoteKind::Invisible),
            }
        }
        if matches!(written, ')' | '）')
            && let Some(from) = reading::start(self.draft.upto(end))
        {
            self.draft.reduce(from, end, "", NoteKind::Reading);
        }
    }
}
