//! Tables in memory: rows, cells, ids.

use std::{borrow::Cow, fmt, ops::Range};

use super::{Fault, Head, Schema};

/// A row of a table: its index among the tables and within its table. It is small and copied freely.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId {
    pub(crate) table: u16,
    pub(crate) row: u32,
}

/// One table: rows of one schema, from one or more files.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub(crate) schema: Schema,
    pub(crate) sources: Vec<Source>,
    pub(crate) rows: Vec<RowCells>,
}

/// One file of a table.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    /// As named to the loader.
    pub(crate) path: String,
    pub(crate) text: Cow<'static, str>,
    /// The header line; a column that nobody knows is empty.
    pub(crate) columns: Vec<&'static str>,
    /// What the lines before the header say.
    pub(crate) head: Head,
    /// Whether the file is the crate's own, not a user's.
    pub(crate) built_in: bool,
}

/// Where a row's cells lie in its source.
#[derive(Debug, Clone)]
pub(crate) struct RowCells {
    pub(crate) source: u32,
    pub(crate) line: u32,
    /// Bytes of the line in the source's text.
    pub(crate) range: Range<u32>,
    /// Bytes of the cell that holds the row's key, which is asked for with every result.
    pub(crate) key: Range<u32>,
}

/// A row, for reading. It prints as `id (file:line)`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row<'t> {
    table: &'t Table,
    cells: &'t RowCells,
    pub(crate) id: RuleId,
}

impl<'t> Row<'t> {
    /// Returns the cell of a column of the schema; empty when the file has no such column.
    pub(crate) fn cell(&self, column: &str) -> &'t str {
        if column == self.table.schema.key {
            return self.key();
        }
        let Some(place) = self.place(column) else { return "" };
        let line = self.line_text();
        let mut tabs = memchr::memchr_iter(b'\t', line.as_bytes());
        let start = match place.checked_sub(1) {
            None => Some(0),
            Some(before) => tabs.nth(before).map(|tab| tab + 1),
        };
        start.map_or("", |start| &line[start..tabs.next().unwrap_or(line.len())])
    }

    fn key(&self) -> &'t str {
        &self.source().text[self.cells.key.start as usize..self.cells.key.end as usize]
    }

    /// Returns the parts of a cell that holds several, separated by `;`.
    pub(crate) fn list(&self, column: &str) -> impl Iterator<Item = &'t str> + use<'t> {
        self.cell(column).split(';').filter(|s| !s.is_empty())
    }

    /// Returns the row's id as it is printed: table, dot, key.
    pub(crate) fn name(&self) -> String {
        let Schema { name, key, .. } = self.table.schema;
        match key {
            "id" => self.key().to_owned(),
            "" => format!("{name}.{}", self.cells.line),
            _ => [name, ".", self.key()].concat(),
        }
    }

    /// Returns file and line, `date.tsv:12`.
    pub(crate) fn at(&self) -> String {
        format!("{}:{}", self.source().path, self.cells.line)
    }

    /// Returns the line of the row in its file, from 1.
    pub(crate) fn line(&self) -> u32 {
        self.cells.line
    }

    /// Returns the row's rank: the higher one wins where two readings are equal otherwise; 0 when none is given.
    pub(crate) fn rank(&self) -> i32 {
        self.cell("rank").parse().unwrap_or(0)
    }

    /// Returns whether the row's user says that its reading wins over everything learned.
    pub(crate) fn is_forced(&self) -> bool {
        self.cell("force") == "yes"
    }

    /// Returns a fault of this row.
    ///
    /// # Arguments
    ///
    /// * `column` - the column it stands in.
    /// * `byte` - where in the cell, in bytes.
    pub(crate) fn fault(&self, column: &str, byte: usize, message: String) -> Fault {
        let line = self.line_text();
        let place = self.place(column).unwrap_or(0);
        let start: usize = line.split('\t').take(place).map(|c| c.len() + 1).sum();
        let before = line.get(..start + byte).unwrap_or(line).chars().count();
        let message = format!("rule `{}`: {message}", self.name());
        Fault::new(&self.source().path, self.cells.line, before as u32 + 1, message)
    }

    /// Returns the file the row stands in.
    pub(crate) fn source(&self) -> &'t Source {
        &self.table.sources[self.cells.source as usize]
    }

    /// Returns the schema of the row's table.
    pub(crate) fn schema(&self) -> Schema {
        self.table.schema
    }

    /// Returns the table the row belongs to.
    pub(crate) fn table(&self) -> &'t Table {
        self.table
    }

    fn place(&self, column: &str) -> Option<usize> {
        self.source().columns.iter().position(|c| *c == column)
    }

    fn line_text(&self) -> &'t str {
        &self.source().text[self.cells.range.start as usize..self.cells.range.end as usize]
    }
}

impl fmt::Display for Row<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.name(), self.at())
    }
}

impl Table {
    /// Returns the row at an index.
    pub(crate) fn row(&self, table: u16, row: u32) -> Row<'_> {
        Row { table: self, cells: &self.rows[row as usize], id: RuleId { table, row } }
    }
}

/// Rule tables: the built-in ones, or a user's to put on top of them.
///
/// A user's tables are read by [`Tables::read`] or [`Tables::parse`], tried by [`Tables::check`], and used by
/// [`ExtractorBuilder::tables`](crate::ExtractorBuilder::tables).
///
#[doc = include_str!("README.md")]
#[derive(Debug, Clone)]
pub struct Tables {
    pub(crate) tables: Vec<Table>,
}

impl Tables {
    /// Returns the tables of these names and no others.
    pub(crate) fn only(&self, names: &[&str]) -> Self {
        let named = |t: &&Table| names.contains(&t.schema.name);
        Tables { tables: self.tables.iter().filter(named).cloned().collect() }
    }

    /// Returns the table of a schema, which is added when there is none.
    pub(super) fn table_of(&mut self, schema: Schema) -> &mut Table {
        let at = match self.tables.iter().position(|t| t.schema.name == schema.name) {
            Some(at) => at,
            None => {
                self.tables.push(Table { schema, sources: Vec::new(), rows: Vec::new() });
                self.tables.len() - 1
            }
        };
        &mut self.tables[at]
    }

    /// Returns whether these are the crate's own tables.
    pub(crate) fn is_built_in(&self) -> bool {
        self.tables.iter().flat_map(|t| &t.sources).any(|s| s.built_in)
    }

    /// Returns the index of a table, which its rows' ids carry.
    ///
    /// # Panics
    ///
    /// When no schema of that name is loaded: the caller names its own table.
    pub(crate) fn index(&self, name: &str) -> u16 {
        self.tables
            .iter()
            .position(|t| t.schema.name == name)
            .unwrap_or_else(|| panic!("no table `{name}`")) as u16
    }

    /// Returns the rows of a table in file order.
    pub(crate) fn rows(&self, name: &str) -> impl Iterator<Item = Row<'_>> {
        self.rows_at(self.index(name))
    }

    /// Returns the rows of the table at an index, in file order.
    pub(crate) fn rows_at(&self, index: u16) -> impl Iterator<Item = Row<'_>> {
        let table = &self.tables[index as usize];
        (0..table.rows.len() as u32).map(move |row| table.row(index, row))
    }

    /// Returns a row by its id.
    pub(crate) fn row(&self, rule: RuleId) -> Row<'_> {
        self.tables[rule.table as usize].row(rule.table, rule.row)
    }
}
