//! Tables of word lists: a list a row, its words in one cell.
//!
//! In: rows with the columns `list` and `words`. Out: [`WordLists`], asked by an enum of the lists.

use std::marker::PhantomData;

use super::Tables;

/// The lists of a table.
pub(crate) trait WordList: Copy {
    /// The table.
    const TABLE: &'static str;
    /// The lists by their names in the table.
    const NAMES: &'static [&'static str];

    /// Returns the list's place among the names.
    fn place(self) -> usize;
}

/// Makes an enum of the lists of a table, and the table's schema.
macro_rules! word_lists {
    (
        $(#[$table_doc:meta])* $schema:ident $table:literal $list:ident;
        $($(#[$doc:meta])* $name:ident $word:literal,)+
    ) => {
        $(#[$table_doc])*
        pub(crate) const $schema: $crate::rules::Schema = $crate::rules::Schema {
            name: $table,
            form: $crate::rules::Form::Plain,
            key: "list",
            columns: &[
                $crate::rules::Column::required("list").checked(|cell| {
                    $crate::rules::one_of(cell, <$list as $crate::rules::WordList>::NAMES)
                }),
                $crate::rules::Column::required("words"),
            ],
        };

        /// A list of words.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum $list {
            $($(#[$doc])* $name,)+
        }

        impl $crate::rules::WordList for $list {
            const TABLE: &'static str = $table;
            const NAMES: &'static [&'static str] = &[$($word),+];

            fn place(self) -> usize {
                self as usize
            }
        }
    };
}

pub(crate) use word_lists;

/// The words of each list of a table.
#[derive(Debug)]
pub(crate) struct WordLists<L> {
    /// By list, in the order of the table.
    words: Vec<Vec<Box<str>>>,
    list: PhantomData<L>,
}

impl<L: WordList> WordLists<L> {
    pub(crate) fn read(tables: &Tables) -> Self {
        let mut words = vec![Vec::new(); L::NAMES.len()];
        for row in tables.rows(L::TABLE) {
            if let Some(list) = L::NAMES.iter().position(|name| *name == row.cell("list")) {
                words[list].extend(row.list("words").map(Box::from));
            }
        }
        WordLists { words, list: PhantomData }
    }

    /// Returns every word, with the place of its list among the names.
    pub(crate) fn all(&self) -> impl Iterator<Item = (usize, &str)> {
        self.words.iter().enumerate().flat_map(|(i, words)| words.iter().map(move |w| (i, &**w)))
    }

    /// Returns the words of a list.
    pub(crate) fn of(&self, list: L) -> impl Iterator<Item = &str> {
        self.words[list.place()].iter().map(|word| &**word)
    }

    /// Returns whether a word is in a list.
    pub(crate) fn has(&self, list: L, word: &str) -> bool {
        self.of(list).any(|w| w == word)
    }

    /// Returns the first word of a list that words end with.
    pub(crate) fn ending(&self, list: L, words: &str) -> Option<&str> {
        self.of(list).find(|word| words.ends_with(word))
    }

    /// Returns the first word of a list that words begin with.
    pub(crate) fn beginning(&self, list: L, words: &str) -> Option<&str> {
        self.of(list).find(|word| words.starts_with(word))
    }

    /// Returns the first word of a list that words have in them.
    pub(crate) fn within(&self, list: L, words: &str) -> Option<&str> {
        self.of(list).find(|word| words.contains(word))
    }
}
