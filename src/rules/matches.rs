//! What the rows read in a text.

use regex_automata::hybrid::dfa::Cache;

use super::RuleId;
use crate::{Clean, Span};

/// A stretch of clean text that a row reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Match {
    /// The words, bytes of the clean text.
    pub(crate) span: Span<Clean>,
    /// The row.
    pub(crate) rule: RuleId,
}

/// Every match of a text, by start, then by end. Its memory is reused from text to text.
#[derive(Debug, Default)]
pub(crate) struct Matches {
    pub(crate) all: Vec<Match>,
    /// Memory of the lazy automata, one for each table of patterns.
    pub(crate) caches: Vec<Option<Cache>>,
}

impl Matches {
    /// Returns the matches that start in `span`, by start.
    pub(crate) fn starting_in(&self, span: Span<Clean>) -> &[Match] {
        let from = self.all.partition_point(|m| m.span.start < span.start);
        let to = self.all.partition_point(|m| m.span.start < span.end);
        &self.all[from..to]
    }
}
