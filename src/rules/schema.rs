//! What a table must look like: its columns and how its rows match.

/// How the rows of a table meet the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// The column `pattern` is a regular expression with named parts (`{month}`) and groups.
    Pattern,
    /// The named column holds the words themselves, several separated by `;`; all lexicons share one automaton.
    Lexicon(&'static str),
    /// Rows are looked up by code only.
    Plain,
}

/// One column of a table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    /// As in the header line.
    pub(crate) name: &'static str,
    /// Whether the header must have it and every row must fill it.
    pub(crate) required: bool,
    /// Says what is wrong with a cell, if anything.
    pub(crate) check: fn(&str) -> Result<(), String>,
}

impl Column {
    /// A column whose every row is filled with any text.
    pub(crate) const fn required(name: &'static str) -> Self {
        Column { name, required: true, check: |_| Ok(()) }
    }

    /// A column that may be absent or empty.
    pub(crate) const fn optional(name: &'static str) -> Self {
        Column { name, required: false, check: |_| Ok(()) }
    }

    /// The same column with a check of each filled cell.
    pub(crate) const fn checked(mut self, check: fn(&str) -> Result<(), String>) -> Self {
        self.check = check;
        self
    }
}

/// What a table must look like. Each stage declares the schemas of the tables it reads.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Schema {
    /// Name of the table, which is the first part of its rows' ids.
    pub(crate) name: &'static str,
    /// How its rows match.
    pub(crate) form: Form,
    /// The column that, behind the table's name and a dot, is the row's id; `id` holds whole ids.
    pub(crate) key: &'static str,
    /// Its columns.
    pub(crate) columns: &'static [Column],
}
