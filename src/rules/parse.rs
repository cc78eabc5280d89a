//! Reads one file of a table.

use std::borrow::Cow;

use super::{
    Column, Fault, Head, Schema,
    table::{RowCells, Source, Table},
};

/// Adds the rows of `text` to the table; what is wrong with it goes to `faults`.
pub(crate) fn add(
    table: &mut Table,
    path: &str,
    text: Cow<'static, str>,
    built_in: bool,
    faults: &mut Vec<Fault>,
) {
    let schema = table.schema;
    let source = table.sources.len() as u32;
    let mut file = File { path, schema, line: "", number: 0, faults };
    let mut header: Option<Header> = None;
    let mut previous: Option<&str> = None;
    let mut at = 0;
    for (line, number) in text.split_inclusive('\n').zip(1u32..) {
        let start = at;
        at += line.len();
        let mut line = line.trim_end_matches(['\n', '\r']);
        let mut start = start;
        if number == 1 && line.starts_with('\u{feff}') {
            line = &line['\u{feff}'.len_utf8()..];
            start += '\u{feff}'.len_utf8();
        }
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        (file.line, file.number) = (line, number);
        let Some(header) = &header else {
            header = Some(file.header());
            continue;
        };
        let key = file.row(header);
        let (length, byte) = key.map_or((0, 0), |(key, byte)| (key.len(), byte));
        table.rows.push(RowCells {
            source,
            line: number,
            range: start as u32..(start + line.len()) as u32,
            key: (start + byte) as u32..(start + byte + length) as u32,
        });
        if let (true, Some((key, column))) = (built_in && schema.is_sorted(), key) {
            if let Some(before) = previous.filter(|p| *p >= key) {
                let message = match before == key {
                    true => format!("`{key}` stands here twice"),
                    false => format!("`{key}` belongs before `{before}`: lexicons are sorted"),
                };
                file.fault(column, message);
            }
            previous = Some(key);
        }
    }
    if header.is_none() {
        file.number = 1;
        file.fault(0, "the header line with the columns is missing".to_owned());
    }
    let head = Head::read(&text);
    if built_in && schema.is_sorted() {
        match &head.carrier {
            None => {
                file.number = 1;
                file.fault(
                    0,
                    "the head needs a line `# carrier: ` with a sentence around `{name}`"
                        .to_owned(),
                );
            }
            Some((line, column, carrier)) if !carrier.contains("{name}") => {
                let message = "the carrier sentence has no `{name}`".to_owned();
                file.faults.push(Fault::new(path, *line, *column, message));
            }
            Some(_) => {}
        }
    }
    let columns = header.map(|h| h.columns).unwrap_or_default();
    let columns = columns.iter().map(|c| c.map_or("", |c| c.name)).collect();
    table.sources.push(Source { path: path.to_owned(), text, columns, head, built_in });
}

/// The header line: which column stands where.
struct Header {
    /// For each cell of a line, its column; none for one that nobody knows.
    columns: Vec<Option<&'static Column>>,
    /// The cell that holds the row's key.
    key: Option<usize>,
}

/// The line being read, and where faults go.
struct File<'a, 'f> {
    path: &'a str,
    schema: Schema,
    line: &'a str,
    number: u32,
    faults: &'f mut Vec<Fault>,
}

impl<'a> File<'a, '_> {
    /// Notes a fault at a byte of the line.
    fn fault(&mut self, byte: usize, message: String) {
        let column = self.line.get(..byte).map_or(0, |before| before.chars().count()) as u32 + 1;
        self.faults.push(Fault::new(self.path, self.number, column, message));
    }

    fn header(&mut self) -> Header {
        let schema = self.schema;
        let names: Vec<&str> = self.line.split('\t').collect();
        let mut columns = Vec::new();
        let mut byte = 0;
        for (place, name) in names.iter().enumerate() {
            let column = schema.all_columns().find(|c| c.name == *name);
            if column.is_none() {
                let known: Vec<&str> = schema.all_columns().map(|c| c.name).collect();
                let (table, known) = (schema.name, known.join(", "));
                self.fault(byte, format!("table `{table}` has no column `{name}`; it has {known}"));
            } else if names[..place].contains(name) {
                self.fault(byte, format!("column `{name}` stands here twice"));
            }
            columns.push(column);
            byte += name.len() + 1;
        }
        for column in schema.all_columns().filter(|c| c.required && !names.contains(&c.name)) {
            self.fault(0, format!("column `{}` is missing", column.name));
        }
        Header { columns, key: names.iter().position(|n| *n == schema.key) }
    }

    /// Checks the cells of a row; returns its key and the key's byte in the line.
    fn row(&mut self, header: &Header) -> Option<(&'a str, usize)> {
        let line = self.line;
        let mut key = None;
        let mut byte = 0;
        let mut cells = line.split('\t');
        for (place, column) in header.columns.iter().enumerate() {
            let Some(cell) = cells.next() else {
                // An editor may drop the empty cells at the end of a line.
                if let Some(column) = column.filter(|c| c.required) {
                    self.fault(line.len(), format!("column `{}` is empty", column.name));
                }
                continue;
            };
            if let Some(column) = column {
                self.cell(cell, byte, column);
            }
            if header.key == Some(place) && !cell.is_empty() {
                key = Some((cell, byte));
            }
            byte += cell.len() + 1;
        }
        if cells.next().is_some() {
            let columns = header.columns.len();
            let message = format!("the row has more cells than the header has columns ({columns})");
            self.fault(byte, message);
        }
        if let (Some((id, byte)), "id") = (key, self.schema.key) {
            let table = self.schema.name;
            let rest = id.strip_prefix(table).and_then(|rest| rest.strip_prefix('.'));
            let letters = |c: char| {
                c.is_ascii_lowercase() || c.is_ascii_digit() || "_.".contains(c) || !c.is_ascii()
            };
            if rest.is_none_or(|r| r.is_empty() || !r.chars().all(letters)) {
                self.fault(
                    byte,
                    format!("an id of this table is `{table}.` and small letters, digits, `_` or ideographs, found `{id}`"),
                );
            }
        }
        key
    }

    fn cell(&mut self, cell: &str, byte: usize, column: &Column) {
        // Sentences are shown as they are.
        let shown = ["example", "not", "note"].contains(&column.name);
        if cell.is_empty() {
            if column.required {
                self.fault(byte, format!("column `{}` is empty", column.name));
            }
        } else if !shown && cell.trim() != cell {
            self.fault(byte, "the cell begins or ends with a blank".to_owned());
        } else if let Err(message) = (column.check)(cell) {
            self.fault(byte, message);
        }
    }
}
