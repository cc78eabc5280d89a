//! Stage 1: text as the web gives it to clean Simplified text, with a map back.
//!
//! In: any text. Out: [`Text`]. Holds: every span of the clean text has bytes of the original, on character borders.
//! Next stage: [`crate::segment`].

use std::borrow::Cow;

use crate::{Clean, Original, Span};

/// Clean Simplified text with a map back to the original.
#[derive(Debug)]
pub struct Text<'a> {
    original: &'a str,
    clean: Cow<'a, str>,
    notes: Vec<Note>,
}

/// What was repaired, removed or marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Note {
    /// Its bytes.
    pub span: Span<Original>,
    /// What was done, in one word.
    pub kind: &'static str,
}

impl<'a> Text<'a> {
    /// Returns the text as it was given.
    pub fn original(&self) -> &'a str {
        self.original
    }

    /// Returns the clean text.
    pub fn clean(&self) -> &str {
        &self.clean
    }

    /// Returns the bytes of the original that a span of the clean text stands for.
    pub fn to_original(&self, span: Span<Clean>) -> Span<Original> {
        Span::new(span.start, span.end)
    }

    /// Returns what was repaired, removed or marked, in text order.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }
}

/// Returns the clean text of any text.
pub fn clean(original: &str) -> Text<'_> {
    Text { original, clean: Cow::Borrowed(original), notes: Vec::new() }
}
