//! One thing wrong with a table, with its place.

use std::fmt;

/// One thing wrong with a rule table: where it stands and what was expected.
///
/// It prints as `path:line:col: message`, which editors open at the place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The table's file, as it was named to the loader.
    pub path: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// Lower case, no full stop.
    pub message: String,
}

impl Fault {
    /// A fault at a line and a column in characters, both from 1.
    pub(crate) fn new(path: &str, line: u32, column: u32, message: String) -> Self {
        Fault { path: path.to_owned(), line: line as usize, column: column as usize, message }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}", self.path, self.line, self.column, self.message)
    }
}
