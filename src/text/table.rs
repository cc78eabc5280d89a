//! Rows of the tables of this stage: facts that need no matching, read once.
//!
//! The tables are ours: a fault in one is a panic with its place, which the tests meet before a user does.

use std::{fmt::Display, str::FromStr};

/// Returns the table of a file.
macro_rules! table {
    ($file:literal) => {
        $crate::text::table::Table {
            file: $file,
            text: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/tables/", $file)),
        }
    };
}
pub(super) use table;

/// A table as it is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Table {
    pub(super) file: &'static str,
    pub(super) text: &'static str,
}

impl Table {
    /// Returns the cells of the named columns, row after row.
    pub(super) fn rows<const N: usize>(
        self,
        columns: [&str; N],
    ) -> impl Iterator<Item = [Cell; N]> + use<N> {
        let lines = self.text.lines().zip(1..);
        let mut lines = lines.filter(|(line, _)| !line.is_empty() && !line.starts_with('#'));
        let header: Vec<&str> =
            lines.next().map_or(Vec::new(), |(line, _)| line.split('\t').collect());
        let places = columns.map(|column| {
            let place = header.iter().position(|name| *name == column);
            place.unwrap_or_else(|| panic!("{} has no column `{column}`", self.file))
        });
        lines.map(move |(text, line)| {
            places.map(|place| {
                let text = text.split('\t').nth(place).unwrap_or_default();
                Cell { file: self.file, line, text }
            })
        })
    }
}

/// A cell of a table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cell {
    file: &'static str,
    line: usize,
    text: &'static str,
}

impl Cell {
    /// Returns the cell as it is written.
    pub(super) fn text(self) -> &'static str {
        self.text
    }

    /// Returns its words, which `;` separates.
    pub(super) fn list(self) -> impl Iterator<Item = &'static str> {
        self.text.split(';').filter(|word| !word.is_empty())
    }

    /// Returns the value of a closed set that its word stands for.
    pub(super) fn word<T: FromStr<Err: Display>>(self) -> T {
        self.text.parse().unwrap_or_else(|error| panic!("{}:{}: {error}", self.file, self.line))
    }

    /// Returns its character, which stands for itself or is written `U+3000`.
    pub(super) fn character(self) -> char {
        character(self.text).unwrap_or_else(|| {
            panic!("{}:{}: expected a character, found `{}`", self.file, self.line, self.text)
        })
    }
}

fn character(text: &str) -> Option<char> {
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) => Some(c),
        _ => char::from_u32(u32::from_str_radix(text.strip_prefix("U+")?, 16).ok()?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_found_by_name() {
        let table = Table { file: "own.tsv", text: "# a remark\nfrom\tto\n國\t国\nU+3000\t_\n" };
        let rows: Vec<[&str; 2]> =
            table.rows(["to", "from"]).map(|row| row.map(Cell::text)).collect();
        assert_eq!(rows, [["国", "國"], ["_", "U+3000"]]);
        let [from] = table.rows(["from"]).last().unwrap();
        assert_eq!(from.character(), '\u{3000}');
        assert_eq!(character("国家"), None);
    }

    #[test]
    #[should_panic = "own.tsv:2: expected positive, negative, found `maybe`"]
    fn a_word_of_no_set_is_placed() {
        let table = Table { file: "own.tsv", text: "polarity\nmaybe\n" };
        let [cell] = table.rows(["polarity"]).next().unwrap();
        cell.word::<crate::document::Polarity>();
    }
}
