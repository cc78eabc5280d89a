//! Words that join persons and posts.
//!
//! In: table `post_word`. Out: [`AppointmentWords`], asked by [`super::holder`].

use std::collections::{HashMap, HashSet};

use crate::rules::{Column, Form, Schema, Tables, one_of};

/// Words between persons and posts.
pub(crate) const POST_WORD: Schema = Schema {
    name: "post_word",
    form: Form::Plain,
    key: "",
    columns: &[
        Column::required("name"),
        Column::required("class")
            .checked(|cell| one_of(cell, &["verb", "weak", "dismiss", "act", "shared"])),
        Column::optional("status"),
    ],
};

/// A verb of taking up, holding or leaving a post.
#[derive(Debug)]
pub(super) struct Verb {
    /// A common word otherwise: 为, 任.
    pub(super) weak: bool,
    /// What it says of the post's status: 曾任, 辞去, ….
    pub(super) status: Option<Box<str>>,
}

/// The table of words.
#[derive(Debug, Default)]
pub(in crate::resolve) struct AppointmentWords {
    verbs: HashMap<Box<str>, Verb>,
    dismiss: HashSet<Box<str>>,
    acts: HashSet<Box<str>>,
    shared: HashSet<Box<str>>,
    /// Bytes of the longest one.
    longest: usize,
}

impl AppointmentWords {
    pub(in crate::resolve) fn read(tables: &Tables) -> Self {
        let mut words = AppointmentWords::default();
        for row in tables.rows("post_word") {
            let name = row.cell("name");
            words.longest = words.longest.max(name.len());
            let class = row.cell("class");
            match class {
                "dismiss" => drop(words.dismiss.insert(name.into())),
                "act" => drop(words.acts.insert(name.into())),
                "shared" => drop(words.shared.insert(name.into())),
                _ => {
                    let status = Some(row.cell("status")).filter(|s| !s.is_empty());
                    let verb = Verb { weak: class == "weak", status: status.map(Into::into) };
                    words.verbs.insert(name.into(), verb);
                }
            }
        }
        words
    }

    /// Returns the longest verb that a text ends with.
    pub(super) fn verb_ending<'t>(&self, text: &'t str) -> Option<(&'t str, &Verb)> {
        self.endings(text).find_map(|end| Some((end, self.verbs.get(end)?)))
    }

    /// Returns the word of dismissing that a text ends with.
    pub(super) fn dismissal_ending<'t>(&self, text: &'t str) -> Option<&'t str> {
        self.endings(text).find(|end| self.dismiss.contains(*end))
    }

    /// Returns whether a title is a verb right behind whoever acts.
    pub(super) fn is_verb(&self, title: &str) -> bool {
        self.acts.contains(title)
    }

    /// Returns whether the people of a list hold a title together.
    pub(super) fn is_shared(&self, title: &str) -> bool {
        self.endings(title).any(|end| self.shared.contains(end))
    }

    /// Returns the ends of a text, the longest first.
    fn endings<'t>(&self, text: &'t str) -> impl Iterator<Item = &'t str> {
        let from = text.ceil_char_boundary(text.len().saturating_sub(self.longest));
        text[from..].char_indices().map(move |(at, _)| &text[from + at..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_verb_before_a_title_counts() {
        let words = AppointmentWords::read(&Tables::built_in());
        let verb = |text: &str| {
            words.verb_ending(text).map(|(word, verb)| (word.to_owned(), verb.status.clone()))
        };
        assert_eq!(verb("齐云此前曾担任"), Some(("曾担任".to_owned(), Some("曾任".into()))));
        assert_eq!(verb("齐云出任"), Some(("出任".to_owned(), None)));
        assert_eq!(verb("齐云会见"), None);
        assert_eq!(words.dismissal_ending("会议决定免去"), Some("免去"));
        assert!(words.is_verb("主持") && !words.is_verb("县长"));
        assert!(words.is_shared("明湖大学教授"));
    }
}
