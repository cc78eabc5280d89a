//! What a table must look like: its columns and how its rows match.

use std::{fmt::Display, str::FromStr};

/// Says what is wrong with a filled cell, if anything.
pub(crate) type Check = fn(&str) -> Result<(), String>;

/// How the rows of a table meet the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// The column `pattern` is a regular expression with named parts (`{month}`) and groups.
    Pattern,
    /// The named columns (`name;aliases`) hold the words themselves; a cell may hold several, separated by `;`.
    /// All lexicons share one automaton.
    Lexicon(&'static str),
    /// The column `pattern` is put into patterns and guards by the row's key; it reads nothing by itself.
    Part,
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
    pub(crate) check: Check,
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
    pub(crate) const fn checked(mut self, check: Check) -> Self {
        self.check = check;
        self
    }
}

const EXAMPLE: Column = Column::required("example");
const NOT: Column = Column::required("not");
const NOTE: Column = Column::optional("note");
const RANK: Column = Column::optional("rank").checked(|cell| match cell.parse::<i32>() {
    Ok(_) => Ok(()),
    Err(_) => Err(format!("expected a whole number, found `{cell}`")),
});
/// Whether a name is read wherever it stands; a column of the lexicons of names.
pub(crate) const FORCE: Column = Column::optional("force").checked(|cell| match cell {
    "yes" => Ok(()),
    _ => Err(format!("expected `yes` or nothing, found `{cell}`")),
});

/// Columns that must, or must not, match directly before or after what a row reads.
pub(crate) const GUARDS: [&str; 4] = ["left", "right", "not_left", "not_right"];

const PATTERN_COLUMNS: &[Column] = &[
    Column::required("pattern"),
    EXAMPLE,
    NOT,
    Column::optional(GUARDS[0]),
    Column::optional(GUARDS[1]),
    Column::optional(GUARDS[2]),
    Column::optional(GUARDS[3]),
    RANK,
    NOTE,
];

const LEXICON_COLUMNS: &[Column] = &[
    Column::optional("example"),
    Column::optional("not"),
    Column::optional(GUARDS[0]),
    Column::optional(GUARDS[1]),
    Column::optional(GUARDS[2]),
    Column::optional(GUARDS[3]),
    RANK,
    NOTE,
];

const PART_COLUMNS: &[Column] = &[Column::required("pattern"), EXAMPLE, NOT, NOTE];

const PLAIN_COLUMNS: &[Column] =
    &[Column::optional("example"), Column::optional("not"), RANK, NOTE];

/// What a table must look like. Each stage declares the schemas of the tables it reads.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Schema {
    /// Name of the table, which is the first part of its rows' ids.
    pub(crate) name: &'static str,
    /// How its rows match.
    pub(crate) form: Form,
    /// The column that, behind the table's name and a dot, is the row's id; `id` holds whole ids, and the rows of a
    /// table without key have none.
    pub(crate) key: &'static str,
    /// Its columns, beside those that every table of its form may have.
    pub(crate) columns: &'static [Column],
}

impl Schema {
    /// Returns all columns a file of the table may have: its own first, then those of its form.
    pub(crate) fn all_columns(&self) -> impl Iterator<Item = &'static Column> + use<> {
        let common = match self.form {
            Form::Pattern => PATTERN_COLUMNS,
            Form::Lexicon(_) => LEXICON_COLUMNS,
            Form::Part => PART_COLUMNS,
            Form::Plain => PLAIN_COLUMNS,
        };
        let own = self.columns;
        own.iter().chain(common.iter().filter(|c| own.iter().all(|o| o.name != c.name)))
    }

    /// Returns whether each row carries its own example; the others are shown in the carrier sentence of the file.
    pub(crate) fn rows_have_examples(&self) -> bool {
        self.all_columns().any(|c| c.name == "example" && c.required)
    }

    /// Returns whether a built-in file of this table is kept sorted by key.
    pub(crate) fn is_sorted(&self) -> bool {
        matches!(self.form, Form::Lexicon(_)) && self.key != "id" && !self.rows_have_examples()
    }
}

/// Parts of patterns: `{month}` in a pattern stands for the row `month`.
pub(crate) const PART: Schema = Schema {
    name: "part",
    form: Form::Part,
    key: "name",
    columns: &[Column::required("name").checked(|cell| match is_part_name(cell) {
        true => Ok(()),
        false => Err(format!(
            "a part is named with small letters, digits and `_`, beginning with a letter, found `{cell}`"
        )),
    })],
};

/// Rules of other tables that are not to be used.
pub(crate) const DISABLE: Schema =
    Schema { name: "disable", form: Form::Plain, key: "", columns: &[Column::required("id")] };

/// Ids that rules had before: `old` is answered with the rule `new`.
pub(crate) const REDIRECTS: Schema = Schema {
    name: "redirects",
    form: Form::Plain,
    key: "old",
    columns: &[Column::required("old"), Column::required("new")],
};

/// Returns whether braces around `name` make it a part (and no count, as in `{2,4}`).
pub(crate) fn is_part_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// Checks that a cell is a value of a type, such as a word of a closed set.
pub(crate) fn is_value<T: FromStr<Err: Display>>(cell: &str) -> Result<(), String> {
    cell.parse::<T>().map(drop).map_err(|error| error.to_string())
}

/// Checks that each word of a cell, separated by `;`, is a value of a type.
pub(crate) fn are_values<T: FromStr<Err: Display>>(cell: &str) -> Result<(), String> {
    cell.split(';').try_for_each(is_value::<T>)
}

/// Checks that a cell is one word of a closed set.
pub(crate) fn one_of(cell: &str, words: &[&str]) -> Result<(), String> {
    match words.contains(&cell) {
        true => Ok(()),
        false => Err(format!("expected {}, found `{cell}`", words.join(", "))),
    }
}
