//! What was not read, and why.

use std::fmt;

/// An item that was not read: a file, a folder or a line.
///
/// Shown as `place: expected …, found …`, the place being `file` or `file:line`, on one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    place: String,
    reason: String,
}

impl Skipped {
    /// Returns an item with the reason `expected …, found …`.
    pub(crate) fn new(place: &str, reason: impl fmt::Display) -> Self {
        Skipped { place: place.to_owned(), reason: one_line(&reason.to_string()) }
    }

    /// Returns an item that could not be read.
    pub(super) fn unreadable(place: &str, what: &str, error: &std::io::Error) -> Self {
        Skipped::new(place, format_args!("expected {what} that can be read, found `{error}`"))
    }

    /// Returns where the item stands: `file`, `file:line`, or `-:line` for standard input. Characters of a file's name
    /// that are no UTF-8 or break lines are escaped.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// Returns what was expected and what was found.
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

impl fmt::Display for Skipped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.reason)
    }
}

impl std::error::Error for Skipped {}

/// Returns text with its control characters escaped.
fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() { line.extend(c.escape_default()) } else { line.push(c) }
    }
    line
}
