//! What the rows read in a text.

use super::{RuleId, scanner::ScannerMemory};
use crate::{Clean, Span};

/// A stretch of clean text that a row reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Match {
    /// The words, bytes of the clean text.
    pub(crate) span: Span<Clean>,
    /// The row.
    pub(crate) rule: RuleId,
}

/// Every match of a text, by start, then by end, then by row. Its memory is reused from text to text.
#[derive(Debug, Default)]
pub(crate) struct Matches {
    pub(crate) all: Vec<Match>,
    /// What lexicons read, in the same order.
    pub(super) words: Vec<Match>,
    /// What patterns read, in the same order.
    pub(super) stretches: Vec<Match>,
    pub(super) scanner: ScannerMemory,
}

/// How many matches memory is kept for; no common text has as many.
const KEPT: usize = 1 << 16;

impl Matches {
    /// Returns the matches that start in `span`, by start.
    pub(crate) fn starting_in(&self, span: Span<Clean>) -> &[Match] {
        let from = self.all.partition_point(|m| m.span.start < span.start);
        let to = self.all.partition_point(|m| m.span.start < span.end);
        &self.all[from..to]
    }

    /// Fills `all` from words and stretches, and empties them.
    pub(super) fn merge(&mut self) {
        self.all.clear();
        self.all.reserve(self.words.len() + self.stretches.len());
        let mut words = self.words.as_slice();
        for stretch in &self.stretches {
            let before = words.iter().take_while(|w| *w < stretch).count();
            self.all.extend_from_slice(&words[..before]);
            words = &words[before..];
            self.all.push(*stretch);
        }
        self.all.extend_from_slice(words);
        for part in [&mut self.words, &mut self.stretches] {
            part.clear();
            part.shrink_to(KEPT);
        }
    }
}
