//! One row, as a reader of results wants to see it.

use std::fmt;

use super::Row;

/// A row of a rule table: what a result's rule id stands for. It prints as `id (file:line)`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rule {
    /// The id it has now, which may be newer than the one asked for.
    pub id: String,
    /// Its file, as it was named to the loader.
    pub file: String,
    /// Its line in the file, from 1.
    pub line: usize,
    /// Its filled cells: column and text.
    pub cells: Vec<(String, String)>,
}

impl Rule {
    pub(crate) fn new(row: &Row<'_>) -> Self {
        let columns = row.schema().all_columns().map(|c| (c.name, row.cell(c.name)));
        Rule {
            id: row.name(),
            file: row.source().path.clone(),
            line: row.line() as usize,
            cells: columns
                .filter(|c| !c.1.is_empty())
                .map(|c| (c.0.to_owned(), c.1.to_owned()))
                .collect(),
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}:{})", self.id, self.file, self.line)
    }
}
