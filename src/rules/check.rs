//! Rows against their own examples, as far as the engine knows.
//!
//! A row must read what its example marks, exactly, and nothing in its look-alike. What the words mean (`=> 2023-08-02`),
//! and what rows do that code looks up, only the later stages know: these claims are handed on.

use regex::Regex;

use super::{
    Fault, Form, Match, Matches, Row, Rules, Tables,
    example::{Example, examples},
    part::Parts,
};
use crate::text;

/// What a row claims and only the later stages can check.
#[derive(Debug)]
pub(crate) struct Claim<'t> {
    pub(crate) row: Row<'t>,
    /// The column it stands in: `example` or `not`.
    pub(crate) column: &'static str,
    pub(crate) example: Example,
}

/// Checks the rows of the tables that `chosen` picks; faults go to `faults`, and what the later stages have to check is returned.
pub(crate) fn check<'t>(
    tables: &'t Tables,
    rules: &Rules,
    chosen: impl Fn(&Row<'_>) -> bool,
    faults: &mut Vec<Fault>,
) -> Vec<Claim<'t>> {
    let parts = Parts::new(tables, &mut Vec::new());
    let mut check = Check { rules, parts, matches: Matches::default(), claims: Vec::new(), faults };
    for index in 0..tables.tables.len() as u16 {
        for row in tables.rows_at(index).filter(|row| chosen(row)) {
            check.row(row);
        }
    }
    check.claims
}

struct Check<'t, 'c> {
    rules: &'c Rules,
    parts: Parts<'t>,
    matches: Matches,
    claims: Vec<Claim<'t>>,
    faults: &'c mut Vec<Fault>,
}

impl<'t> Check<'t, '_> {
    fn row(&mut self, row: Row<'t>) {
        let shown = self.examples(row, "example");
        let has_meaning = shown.iter().any(|e| e.meaning.is_some());
        for example in shown {
            if row.schema().form == Form::Part {
                self.part_example(row, &example);
                continue;
            }
            if example.marks.is_empty() {
                self.fault(row, "example", example.byte, "the example has no [[marked]] span");
                continue;
            }
            self.example(row, example);
        }
        for example in self.examples(row, "not") {
            self.not(row, example, has_meaning);
        }
        if let (Form::Lexicon(columns), "") = (row.schema().form, row.cell("example")) {
            self.carrier(row, columns);
        }
    }

    fn examples(&mut self, row: Row<'_>, column: &'static str) -> Vec<Example> {
        if row.cell(column).is_empty() {
            return Vec::new();
        }
        examples(row.cell(column)).unwrap_or_else(|(byte, message)| {
            self.fault(row, column, byte, &message);
            Vec::new()
        })
    }

    fn fault(&mut self, row: Row<'_>, column: &'static str, byte: usize, message: &str) {
        self.faults.push(row.fault(column, byte, message.to_owned()));
    }

    fn example(&mut self, row: Row<'t>, example: Example) {
        let read = self.read(row, &example);
        for mark in &example.marks {
            let words = &example.text[mark.range()];
            let message = match (&read, row.schema().form) {
                (_, Form::Plain) => continue,
                (read, _) if read.contains(&mark.range()) => continue,
                // What comes out may be put together from what several rows read: 去年8月.
                (read, _)
                    if example.meaning.is_some()
                        && read.iter().any(|r| mark.start <= r.start && r.end <= mark.end) =>
                {
                    continue;
                }
                (read, _) => match read.first() {
                    None => format!("the row does not read `{words}`"),
                    Some(other) => format!(
                        "the row does not read `{words}` but `{}`",
                        &example.text[other.clone()]
                    ),
                },
            };
            self.fault(row, "example", example.byte, &message);
            return;
        }
        if example.meaning.is_some() || row.schema().form == Form::Plain {
            self.claims.push(Claim { row, column: "example", example });
        }
    }

    /// A part is shown by what it reads as a whole.
    fn part_example(&mut self, row: Row<'_>, example: &Example) {
        if !self.part_reads(row, &example.text) {
            let message = format!("the part does not read `{}` as a whole", example.text);
            self.fault(row, "example", example.byte, &message);
        }
    }

    fn not(&mut self, row: Row<'t>, example: Example, has_meaning: bool) {
        let form = row.schema().form;
        let read = match form {
            Form::Part if self.part_reads(row, &example.text) => Some(0..example.text.len()),
            Form::Part => None,
            _ => self.read(row, &example).into_iter().next(),
        };
        match read {
            // Words that a row may read and the sentence then reads otherwise: 五一 in 五一路.
            Some(_) if has_meaning => self.claims.push(Claim { row, column: "not", example }),
            Some(read) => {
                let message = format!("the row reads `{}` in the look-alike", &example.text[read]);
                self.fault(row, "not", example.byte, &message);
            }
            None if form == Form::Plain => {
                self.claims.push(Claim { row, column: "not", example });
            }
            None => {}
        }
    }

    /// Shows each word of a row in the carrier sentence of its file, or else of the table's first file.
    fn carrier(&mut self, row: Row<'t>, columns: &'static str) {
        let sources = std::iter::once(row.source()).chain(&row.table().sources);
        let Some((_, _, carrier)) = sources.filter_map(|s| s.head.carrier.as_ref()).next() else {
            return;
        };
        for column in columns.split(';') {
            for word in row.list(column) {
                let marked = match carrier.contains("[[") {
                    true => carrier.replace("{name}", word),
                    false => carrier.replace("{name}", &format!("[[{word}]]")),
                };
                let Ok(all) = examples(&marked) else { continue };
                for example in all {
                    let read = self.read(row, &example);
                    if !example.marks.iter().all(|m| read.contains(&m.range())) {
                        let message =
                            format!("the row does not read `{word}` in `{}`", example.text);
                        self.fault(row, column, 0, &message);
                    } else if example.meaning.is_some() {
                        self.claims.push(Claim { row, column: "example", example });
                    }
                }
            }
        }
    }

    /// Returns what the row reads in the text, in bytes of it.
    fn read(&mut self, row: Row<'_>, example: &Example) -> Vec<std::ops::Range<usize>> {
        let text = text::clean(&example.text);
        self.rules.scan(text.clean(), &mut self.matches);
        let own = self.matches.all.iter().filter(|m: &&Match| m.rule == row.id);
        own.map(|m| text.to_original(m.span).range()).collect()
    }

    /// Returns whether a part reads the words as a whole.
    fn part_reads(&self, row: Row<'_>, words: &str) -> bool {
        self.parts.expand(row.cell("pattern")).is_ok_and(|part| {
            Regex::new(&format!(r"\A(?:{})\z", part.text)).is_ok_and(|r| r.is_match(words))
        })
    }
}
