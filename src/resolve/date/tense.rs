//! Words beside a date that say whether its sentence is of the past or the future.
//!
//! In: table `date_cue`. Out: [`TenseCues`], asked for the sentence of each date whose year or month is open.

use crate::rules::{Column, Fault, Form, Schema, Tables, one_of};

/// Words beside a date that say whether its sentence is of the past or the future.
pub(crate) const DATE_CUE: Schema = Schema {
    name: "date_cue",
    form: Form::Plain,
    key: "word",
    columns: &[
        Column::required("word"),
        Column::required("tense").checked(|cell| one_of(cell, &["past", "future"])),
    ],
};

/// Whether a sentence is of the past or the future.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tense {
    Past,
    Future,
}

/// The cues, ready to be looked for.
#[derive(Debug)]
pub(crate) struct TenseCues {
    all: Vec<Cue>,
    /// A bit for each first character, by its last seven bits.
    first: u128,
}

#[derive(Debug)]
struct Cue {
    first: char,
    word: String,
    tense: Tense,
    /// Characters that make another word of it: 将军.
    not: Vec<char>,
}

impl TenseCues {
    pub(crate) fn compile(tables: &Tables, faults: &mut Vec<Fault>) -> Self {
        let mut all = Vec::new();
        for row in tables.rows("date_cue") {
            let not = row.cell("not").trim_matches(['[', ']']).chars().collect();
            let word = row.cell("word").to_owned();
            let Some(first) = word.chars().next() else {
                faults.push(row.fault("word", 0, "the word is empty".to_owned()));
                continue;
            };
            let tense = if row.cell("tense") == "future" { Tense::Future } else { Tense::Past };
            all.push(Cue { first, word, tense, not });
        }
        let first = all.iter().fold(0, |bits, cue: &Cue| bits | 1 << (cue.first as u32 % 128));
        TenseCues { all, first }
    }

    /// Returns the tense of a sentence; nothing when it has no cue. A cue of the future wins: 将于已建成的….
    pub(crate) fn tense(&self, sentence: &str) -> Option<Tense> {
        let mut found = None;
        for (at, c) in sentence.char_indices() {
            if self.first & 1 << (c as u32 % 128) == 0 {
                continue;
            }
            for cue in self.all.iter().filter(|cue| cue.first == c) {
                let behind = sentence[at..].strip_prefix(cue.word.as_str());
                if behind.is_none_or(|b| b.starts_with(cue.not.as_slice())) {
                    continue;
                }
                if cue.tense == Tense::Future {
                    return Some(Tense::Future);
                }
                found = Some(Tense::Past);
            }
        }
        found
    }
}
