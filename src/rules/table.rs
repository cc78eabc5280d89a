//! Tables in memory: rows, cells, ids.

use std::{borrow::Cow, ops::Range};

use super::{Fault, Schema, parse};

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
    /// For each column of the schema, its place in the file's header line.
    pub(crate) columns: Vec<Option<usize>>,
}

/// Where a row's cells lie in its source.
#[derive(Debug, Clone)]
pub(crate) struct RowCells {
    pub(crate) source: u16,
    pub(crate) line: u32,
    /// Bytes of the line in the source's text.
    pub(crate) range: Range<u32>,
}

/// A row, for reading.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row<'t> {
    table: &'t Table,
    cells: &'t RowCells,
    pub(crate) id: RuleId,
}

impl<'t> Row<'t> {
    /// Returns the cell of a column of the schema; empty when the file has no such column.
    pub(crate) fn cell(&self, column: &str) -> &'t str {
        let Some(index) = self.table.schema.columns.iter().position(|c| c.name == column) else {
            return "";
        };
        let source = &self.table.sources[self.cells.source as usize];
        let line = &source.text[self.cells.range.start as usize..self.cells.range.end as usize];
        match source.columns[index] {
            Some(place) => line.split('\t').nth(place).unwrap_or(""),
            None => "",
        }
    }

    /// Returns the parts of a cell that holds several, separated by `;`.
    pub(crate) fn list(&self, column: &str) -> impl Iterator<Item = &'t str> {
        self.cell(column).split(';').filter(|s| !s.is_empty())
    }

    /// Returns the row's id as it is printed: table, dot, key.
    pub(crate) fn name(&self) -> String {
        let key = self.cell(self.table.schema.key);
        if self.table.schema.key == "id" {
            key.to_owned()
        } else {
            format!("{}.{key}", self.table.schema.name)
        }
    }

    /// Returns file and line, `date.tsv:12`.
    pub(crate) fn at(&self) -> String {
        format!("{}:{}", self.table.sources[self.cells.source as usize].path, self.cells.line)
    }

    /// Returns the line of the row in its file, from 1.
    pub(crate) fn line(&self) -> u32 {
        self.cells.line
    }
}

impl Table {
    /// Returns the row at an index.
    pub(crate) fn row(&self, table: u16, row: u32) -> Row<'_> {
        Row { table: self, cells: &self.rows[row as usize], id: RuleId { table, row } }
    }
}

/// The rule tables of an extractor: the built-in ones, and a user's on top.
#[derive(Debug, Clone)]
pub struct Tables {
    pub(crate) tables: Vec<Table>,
}

impl Tables {
    /// Returns the tables of the given schemas and texts, or every fault in them.
    pub(crate) fn load(sources: &[(Schema, &str, Cow<'static, str>)]) -> Result<Self, Vec<Fault>> {
        let mut tables: Vec<Table> = Vec::new();
        let mut faults = Vec::new();
        for (schema, path, text) in sources {
            let at = match tables.iter().position(|t| t.schema.name == schema.name) {
                Some(at) => at,
                None => {
                    tables.push(Table { schema: *schema, sources: Vec::new(), rows: Vec::new() });
                    tables.len() - 1
                }
            };
            parse::add(&mut tables[at], path, text.clone(), &mut faults);
        }
        if faults.is_empty() { Ok(Tables { tables }) } else { Err(faults) }
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
        let index = self.index(name);
        let table = &self.tables[index as usize];
        (0..table.rows.len() as u32).map(move |row| table.row(index, row))
    }

    /// Returns a row by its id.
    pub(crate) fn row(&self, rule: RuleId) -> Row<'_> {
        self.tables[rule.table as usize].row(rule.table, rule.row)
    }

    /// Returns the id of a row by its printed name; linear, for set-up only.
    pub(crate) fn find(&self, name: &str) -> Option<RuleId> {
        (0..self.tables.len() as u16)
            .flat_map(|t| {
                (0..self.tables[t as usize].rows.len() as u32)
                    .map(move |r| RuleId { table: t, row: r })
            })
            .find(|&id| self.row(id).name() == name)
    }
}
