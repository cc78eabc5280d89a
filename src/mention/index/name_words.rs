//! The lists of `name_word.tsv`: words that proposers, scorers and filters of names look for.

use crate::rules::{Column, Form, Schema, Tables, one_of};

/// Lists of words, a list a row.
pub(crate) const NAME_WORD: Schema = Schema {
    name: "name_word",
    form: Form::Plain,
    key: "list",
    columns: &[
        Column::required("list").checked(|cell| one_of(cell, &NameWords::LISTS)),
        Column::required("words"),
    ],
};

macro_rules! lists {
    ($($(#[$doc:meta])* $field:ident,)+) => {
        /// The lists, by name.
        #[derive(Debug, Default)]
        pub(crate) struct NameWords { $($(#[$doc])* pub(crate) $field: WordList,)+ }

        impl NameWords {
            const LISTS: [&'static str; [$(stringify!($field)),+].len()] = [$(stringify!($field)),+];

            fn list(&mut self, name: &str) -> Option<&mut WordList> {
                match name { $(stringify!($field) => Some(&mut self.$field),)+ _ => None }
            }
        }
    };
}

lists! {
    /// Ends the name of a division and begins what belongs to it: 梁溪|区委.
    division_level,
    /// Ends Japanese given names.
    japanese_given_end,
    /// Stands behind the place of a reporter.
    report,
    /// Stands before a company and is no part of its short name.
    everyday_verb,
    /// Stands between two titles of one person.
    title_join,
    /// Is a verb where it stands as a title between a person and a body.
    title_verb,
    /// Takes the words of its group in as a title.
    group_title,
    /// Stands before the short name that a text defines.
    alias_mark,
    /// Names groups that are seldom organisations.
    no_body,
    /// Ends what other corpora call organisations and our guidelines call groups or meetings.
    no_organization_end,
}

/// The words of a list, in the order of the table.
#[derive(Debug, Default)]
pub(crate) struct WordList(Vec<Box<str>>);

impl NameWords {
    /// Reads the lists; one that a user disabled is empty.
    pub(crate) fn compile(tables: &Tables) -> Self {
        let mut words = NameWords::default();
        for row in tables.rows(NAME_WORD.name) {
            let list = words.list(row.cell("list")).expect("the column was checked");
            list.0.extend(row.list("words").map(Box::from));
        }
        words
    }
}

impl WordList {
    /// Returns the words.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|word| &**word)
    }

    /// Returns whether the list has the word.
    pub(crate) fn has(&self, word: &str) -> bool {
        self.iter().any(|w| w == word)
    }

    /// Returns whether the list has the character as a word.
    pub(crate) fn has_char(&self, c: char) -> bool {
        self.has(c.encode_utf8(&mut [0; 4]))
    }

    /// Returns whether the characters begin with a word of the list.
    pub(crate) fn begins(&self, chars: &[char]) -> bool {
        self.iter().any(|word| {
            let mut rest = chars.iter();
            word.chars().all(|c| rest.next() == Some(&c))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_has_words() {
        let mut words = NameWords::compile(&Tables::built_in());
        for name in NameWords::LISTS {
            assert!(!words.list(name).unwrap().0.is_empty(), "name_word.tsv has no list `{name}`");
        }
        assert!(words.division_level.has_char('县') && !words.division_level.has_char('国'));
        assert!(words.report.begins(&['报', '道', '称']) && !words.report.begins(&['报']));
    }
}
