//! Reads one file of a table.

use std::borrow::Cow;

use super::{
    Fault,
    table::{RowCells, Source, Table},
};

/// Adds the rows of `text` to the table; what is wrong with it goes to `faults`.
pub(crate) fn add(table: &mut Table, path: &str, text: Cow<'static, str>, faults: &mut Vec<Fault>) {
    let mut fault = |line: usize, column: usize, message: String| {
        faults.push(Fault { path: path.to_owned(), line, column, message });
    };
    let source = table.sources.len() as u16;
    let mut columns: Option<Vec<Option<usize>>> = None;
    let mut at = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let start = at;
        at += line.len();
        let line = line.trim_end_matches(['\n', '\r']);
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let cells: Vec<&str> = line.split('\t').collect();
        let Some(columns) = &columns else {
            let found: Vec<Option<usize>> = table
                .schema
                .columns
                .iter()
                .map(|c| cells.iter().position(|h| *h == c.name))
                .collect();
            for (column, place) in table.schema.columns.iter().zip(&found) {
                if column.required && place.is_none() {
                    fault(number + 1, 1, format!("column `{}` is missing", column.name));
                }
            }
            columns = Some(found);
            continue;
        };
        for (column, place) in table.schema.columns.iter().zip(columns) {
            let cell = place.and_then(|p| cells.get(p)).copied().unwrap_or("");
            let before: usize =
                cells.iter().take(place.unwrap_or(0)).map(|c| c.chars().count() + 1).sum();
            if cell.is_empty() {
                if column.required && place.is_some() {
                    fault(number + 1, before + 1, format!("column `{}` is empty", column.name));
                }
            } else if let Err(message) = (column.check)(cell) {
                fault(number + 1, before + 1, message);
            }
        }
        table.rows.push(RowCells {
            source,
            line: number as u32 + 1,
            range: start as u32..(start + line.len()) as u32,
        });
    }
    table.sources.push(Source {
        path: path.to_owned(),
        text,
        columns: columns.unwrap_or_default(),
    });
}
