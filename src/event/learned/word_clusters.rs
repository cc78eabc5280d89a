//! Words that stand in like places, from the table `word_cluster`: a word that the learning pages lack is known by the others of
//! its cluster.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
};

use super::token_index::hash;
use crate::rules::{Column, Form, Schema, Tables};

/// Rows are clusters of words.
pub(crate) const WORD_CLUSTER: Schema = Schema {
    name: "word_cluster",
    form: Form::Plain,
    key: "cluster",
    columns: &[
        Column::required("cluster").checked(|c| match c.parse::<u16>() {
            Ok(1..) => Ok(()),
            _ => Err(format!("expected a number from 1, found `{c}`")),
        }),
        Column::required("words"),
    ],
};

/// The cluster of each word by its hash.
#[derive(Debug, Default)]
pub(crate) struct Clusters(HashMap<u64, u16, BuildHasherDefault<Hashed>>);

impl Clusters {
    pub(crate) fn compile(tables: &Tables) -> Self {
        let mut clusters = HashMap::default();
        for row in tables.rows("word_cluster") {
            let number = row.cell("cluster").parse().unwrap_or(0);
            clusters.extend(row.list("words").map(|word| (hash(word), number)));
        }
        Clusters(clusters)
    }

    /// Returns the cluster of a word, by its hash; 0 when it is in none.
    pub(crate) fn of(&self, word: u64) -> u16 {
        self.0.get(&word).copied().unwrap_or(0)
    }
}

/// Hasher of keys that are hashes already.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}
