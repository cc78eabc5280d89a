//! The output of one step while it is written: unchanged stretches are copied in one go, and not at all when nothing
//! in the text changes.

use std::ops::Range;

use super::{NoteKind, offsets::Map};

/// Bytes of the source for each change that memory is taken for at once: so many stand between the readings of a page.
const EDIT: usize = 32;

/// What one step did to its source.
#[derive(Debug)]
pub(super) struct Draft<'t> {
    source: &'t str,
    /// Bytes of the source that are taken over into `out` or dropped.
    taken: usize,
    out: String,
    map: Map,
    notes: Vec<(Range<usize>, NoteKind)>,
    changed: bool,
}

/// A finished step that changed something.
#[derive(Debug)]
pub(super) struct Changed {
    /// The text after the step.
    pub(super) text: String,
    /// The way back to its source.
    pub(super) map: Map,
    /// Bytes of the source, and what was done there; in text order, disjoint.
    pub(super) notes: Vec<(Range<usize>, NoteKind)>,
}

impl<'t> Draft<'t> {
    /// Returns a draft that has taken over nothing yet.
    pub(super) fn new(source: &'t str) -> Self {
        Draft {
            source,
            taken: 0,
            out: String::new(),
            map: Map::default(),
            notes: Vec::new(),
            changed: false,
        }
    }

    /// Returns the text the step reads.
    pub(super) fn source(&self) -> &'t str {
        self.source
    }

    /// Returns how many bytes of the source were changed or dropped or stand before such.
    pub(super) fn taken(&self) -> usize {
        self.taken
    }

    /// Returns whether anything was written otherwise than the source has it.
    pub(super) fn is_changed(&self) -> bool {
        self.changed
    }

    /// Returns the output for the source up to byte `to`.
    pub(super) fn upto(&mut self, to: usize) -> &str {
        if !self.changed {
            return &self.source[..to];
        }
        self.take(to);
        &self.out
    }

    /// Writes `text` for the bytes `range` of the source, as one stretch that cannot be divided.
    pub(super) fn replace(&mut self, range: Range<usize>, text: &str) {
        self.take(range.start);
        self.map.open(self.out.len(), range.start);
        self.out.push_str(text);
        self.map.close(self.out.len(), range.end);
        self.taken = range.end;
    }

    /// Writes `c` for the character at the bytes `range` of the source.
    pub(super) fn replace_char(&mut self, range: Range<usize>, c: char) {
        if c.len_utf8() != range.len() {
            return self.replace(range, c.encode_utf8(&mut [0; 4]));
        }
        self.take(range.start);
        self.out.push(c);
        self.taken = range.end;
    }

    /// Drops the bytes `range` of the source.
    pub(super) fn remove(&mut self, range: Range<usize>, kind: NoteKind) {
        self.take(range.start);
        self.map.gap(self.out.len(), range.start, range.end, kind == NoteKind::Reading);
        self.taken = range.end;
        self.note(range, kind);
    }

    /// Drops the output from byte `from` on together with the source up to byte `to`, and writes `text` for it.
    pub(super) fn reduce(&mut self, from: usize, to: usize, text: &str, kind: NoteKind) {
        self.take(to);
        let start = self.map.cut(from);
        self.out.truncate(from);
        if text.is_empty() {
            self.map.gap(from, start, to, kind == NoteKind::Reading);
        } else {
            self.map.open(from, start);
            self.out.push_str(text);
            self.map.close(self.out.len(), to);
        }
        let inner = self.notes.iter().rposition(|n| n.0.end <= start).map_or(0, |i| i + 1);
        self.notes.truncate(inner);
        self.note(start..to, kind);
    }

    /// Records what was done at the bytes `range` of the source.
    pub(super) fn note(&mut self, range: Range<usize>, kind: NoteKind) {
        match self.notes.last_mut() {
            Some(last) if last.0.end == range.start && last.1 == kind => last.0.end = range.end,
            _ => self.notes.push((range, kind)),
        }
    }

    /// Returns the changed text, or nothing when the step changed nothing.
    pub(super) fn finish(mut self) -> Option<Changed> {
        if !self.changed {
            return None;
        }
        self.take(self.source.len());
        Some(Changed { text: self.out, map: self.map, notes: self.notes })
    }

    fn take(&mut self, to: usize) {
        if !self.changed {
            self.changed = true;
            self.out.reserve(self.source.len());
            self.map.reserve(self.source.len() / EDIT);
            self.notes.reserve(self.source.len() / EDIT);
        }
        self.out.push_str(&self.source[self.taken..to]);
        self.taken = to;
    }
}
