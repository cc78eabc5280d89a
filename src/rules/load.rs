//! Files to tables, and several tables to one.

use std::borrow::Cow;

use super::{Fault, RuleId, Schema, Tables, ids, parse, table::RowCells};

impl Tables {
    /// Returns the crate's tables from their schemas, paths and texts, or every fault in them.
    pub(crate) fn load(files: &[(Schema, &str, Cow<'static, str>)]) -> Result<Self, Vec<Fault>> {
        Self::loaded(files, true)
    }

    /// Returns a user's tables, or every fault that shows without the crate's.
    pub(crate) fn load_user(
        files: &[(Schema, &str, Cow<'static, str>)],
    ) -> Result<Self, Vec<Fault>> {
        Self::loaded(files, false)
    }

    fn loaded(
        files: &[(Schema, &str, Cow<'static, str>)],
        built_in: bool,
    ) -> Result<Self, Vec<Fault>> {
        let mut tables = Tables { tables: Vec::new() };
        let mut faults = Vec::new();
        for (schema, path, text) in files {
            let table = tables.table_of(*schema);
            parse::add(table, path, text.clone(), built_in, &mut faults);
        }
        tables.judge(built_in, &mut faults);
        faults.sort();
        if faults.is_empty() { Ok(tables) } else { Err(faults) }
    }

    /// Returns these tables with the rows of the others added, and the rows they disable left out; faults that show only
    /// when they are put together go to `faults`.
    pub(crate) fn join(mut self, others: &[Tables], faults: &mut Vec<Fault>) -> Self {
        for table in others.iter().flat_map(|o| &o.tables) {
            let mine = self.table_of(table.schema);
            let shift = mine.sources.len() as u32;
            mine.sources.extend_from_slice(&table.sources);
            mine.rows.extend(
                table.rows.iter().map(|r| RowCells { source: r.source + shift, ..r.clone() }),
            );
        }
        self.judge(true, faults);
        faults.extend(ids::disable(&mut self));
        self
    }

    /// Adds a fault for each id that is not in order; `whole` says that no rule is missing that a redirect may name.
    fn judge(&self, whole: bool, faults: &mut Vec<Fault>) {
        for table in 0..self.tables.len() as u16 {
            ids::find_doubles(self, table, faults);
        }
        if whole {
            ids::check_redirects(self, faults);
        }
    }

    /// Returns the id of a row by its printed name, or by a name it had before; linear, for set-up only.
    pub(crate) fn find(&self, name: &str) -> Option<RuleId> {
        ids::find(self, name)
    }
}
