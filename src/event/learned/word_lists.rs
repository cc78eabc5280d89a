//! Words that the learned rows treat alike, from the table `event_word`.

use std::{collections::HashMap, hash::BuildHasherDefault};

use super::{token_index::hash, word_clusters::Hashed};
use crate::rules::{Column, Form, Schema, Tables};

/// Rows are lists of words.
pub(crate) const EVENT_WORD: Schema = Schema {
    name: "event_word",
    form: Form::Plain,
    key: "list",
    columns: &[
        Column::required("list").checked(|c| match List::from_word(c) {
            Some(_) => Ok(()),
            None => Err(format!("expected aspect, preposition, opener or passive, found `{c}`")),
        }),
        Column::required("words"),
    ],
};

/// What a list is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum List {
    /// What stands behind a verb: 了, 着, 过.
    Aspect = 1,
    /// What governs a noun phrase: 在, 向, 对.
    Preposition = 2,
    /// What opens a phrase that a verb is part of: 因, 涉嫌, 关于.
    Opener = 4,
    /// What makes the subject the one it is done to: 被, 遭.
    Passive = 8,
}

impl List {
    fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "aspect" => List::Aspect,
            "preposition" => List::Preposition,
            "opener" => List::Opener,
            "passive" => List::Passive,
            _ => return None,
        })
    }
}

/// The lists by the hash of the word.
#[derive(Debug, Default)]
pub(crate) struct WordLists(HashMap<u64, u8, BuildHasherDefault<Hashed>>);

impl WordLists {
    pub(crate) fn compile(tables: &Tables) -> Self {
        let mut lists = WordLists::default();
        for row in tables.rows("event_word") {
            let Some(list) = List::from_word(row.cell("list")) else { continue };
            for word in row.list("words") {
                *lists.0.entry(hash(word)).or_default() |= list as u8;
            }
        }
        lists
    }

    /// Returns the lists that a word is in, as bits.
    pub(crate) fn of(&self, word: u64) -> u8 {
        self.0.get(&word).copied().unwrap_or(0)
    }
}
