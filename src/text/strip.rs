//! Writes every character in one form and takes out what does not belong to the text: invisible characters, readings.
//!
//! What is taken out is recognised by its last character, in the output so far. So `国(g\u{200b}uó)家` and the like
//! need no rule of their own: the invisible character is gone when the bracket closes.

use super::{
    NoteKind,
    chars::{CHARS, CLOSE, FORM, Form, READING},
    draft::{Changed, Draft},
    reading,
};

/// Returns the text with one form for every character and without what does not belong to it.
pub(super) fn strip(text: &str, classes: u8) -> Option<Changed> {
    let triggers = FORM | if classes & READING != 0 { CLOSE } else { 0 };
    let mut strip = Strip { draft: Draft::new(text) };
    let mut at = 0;
    while let Some((start, c)) = CHARS.next(text, at, triggers) {
        at = start + c.len_utf8();
        strip.character(start, at, c);
    }
    strip.draft.finish()
}

struct Strip<'t> {
    draft: Draft<'t>,
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
