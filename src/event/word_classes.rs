//! What the stage knows of a word: the lists it is in, its number as a marker of frames, and its cluster.
//!
//! In: the tables `event_word` and `word_cluster`, and the marking words of the frames. Out: [`WordClasses`], asked once for
//! every word of a sentence.

use crate::mention::log_linear::word_hash;
use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
};

use crate::rules::{Column, Form, Schema, Tables, WordLists, word_lists};

/// Rows are clusters of words that stand in like places: a word that the training pages lack is known by the others of its
/// cluster.
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

word_lists! {
    /// Rows are lists of words; what each is for stands in its row.
    EVENT_WORD "event_word" WordList;
    // Asked for by the learned rows.
    Aspect "aspect",
    Preposition "preposition",
    Opener "opener",
    Passive "passive",
    // Asked for by the chunker and the frames.
    ClauseMarker "clause_marker",
    NoPhrase "no_phrase",
    Intention "intention",
    LightVerb "light_verb",
    ListSeparator "list_separator",
    LocationEnd "location_end",
    // Asked for where a trigger may be a noun.
    GenericVerb "generic_verb",
    ActKind "act_kind",
    ActAgent "act_agent",
    ActPredicate "act_predicate",
    ActAbstract "act_abstract",
    ActFigure "act_figure",
    ActObject "act_object",
    Basis "basis",
    Intensifier "intensifier",
    // Asked for when an event is built.
    Coordination "coordination",
    Locative "locative",
    MeetingEnd "meeting_end",
    PartyJoiner "party_joiner",
    SourceEnd "source_end",
    OccasionEnd "occasion_end",
    FirstPerson "first_person",
    OwnSide "own_side",
    ThirdPerson "third_person",
    DelegationEnd "delegation_end",
    // Units of quantities.
    PercentUnit "percent_unit",
    LevelUnit "level_unit",
    ShareUnit "share_unit",
    AgeUnit "age_unit",
    LengthUnit "length_unit",
}

/// Number of a word that marks a phrase in some frame; 0 for other words.
pub(super) type MarkerId = u32;

/// What is known of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct WordInfo {
    /// The lists it is in, as bits.
    lists: u64,
    pub(super) marker: MarkerId,
    /// Number of its cluster, 0 for none.
    pub(super) cluster: u16,
}

impl WordInfo {
    /// Returns whether the word is in a list.
    pub(crate) const fn is(self, list: WordList) -> bool {
        self.lists & 1 << list as u64 != 0
    }
}

/// Every word of which something is known, by its hash.
#[derive(Debug, Default)]
pub(crate) struct WordClasses(HashMap<u64, WordInfo, BuildHasherDefault<Hashed>>);

impl WordClasses {
    /// Returns the words of the tables, and the frames' marking words with their numbers.
    pub(super) fn compile<'a>(
        tables: &Tables,
        markers: impl Iterator<Item = (&'a str, MarkerId)>,
    ) -> Self {
        let mut classes = WordClasses::default();
        for (list, word) in WordLists::<WordList>::read(tables).all() {
            classes.entry(word).lists |= 1 << list;
        }
        for row in tables.rows("word_cluster") {
            let number = row.cell("cluster").parse().unwrap_or(0);
            for word in row.list("words") {
                classes.entry(word).cluster = number;
            }
        }
        for (word, marker) in markers {
            classes.entry(word).marker = marker;
        }
        classes
    }

    fn entry(&mut self, word: &str) -> &mut WordInfo {
        self.0.entry(word_hash(word)).or_default()
    }

    /// Returns what is known of a word; nothing of most.
    pub(crate) fn of(&self, word: &str) -> WordInfo {
        self.of_hash(word_hash(word))
    }

    /// Returns what is known of a word by its [`word_hash`].
    pub(crate) fn of_hash(&self, hash: u64) -> WordInfo {
        self.0.get(&hash).copied().unwrap_or_default()
    }

    /// Returns the word of a list, of at most three characters, that words end in.
    pub(super) fn end_of<'t>(&self, words: &'t str, list: WordList) -> Option<&'t str> {
        let starts = words.char_indices().rev().take(3);
        starts.map(|(at, _)| &words[at..]).find(|end| self.of(end).is(list))
    }

    /// Returns whether words end in a word of a list, of at most three characters.
    pub(super) fn ends_in(&self, words: &str, list: WordList) -> bool {
        self.end_of(words, list).is_some()
    }

    /// Returns whether the first character of words is a word of a list.
    pub(super) fn begins_with(&self, words: &str, list: WordList) -> bool {
        words.chars().next().is_some_and(|c| self.of(&words[..c.len_utf8()]).is(list))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn classes() -> WordClasses {
        WordClasses::compile(&Tables::built_in(), [("会同", 7), ("所长", 8)].into_iter())
    }

    #[test]
    fn words_are_found_in_all_their_lists() {
        let classes = classes();
        let joined = classes.of("会同");
        assert!(joined.is(WordList::ClauseMarker) && joined.marker == 7);
        let raised = classes.of("提出");
        assert!(raised.is(WordList::LightVerb) && raised.marker == 0);
        let contract = classes.of("协议");
        assert!(contract.is(WordList::ActKind) && contract.is(WordList::ActFigure));
        assert_eq!(classes.of("所长").marker, 8);
        assert_eq!((classes.of("同会同"), classes.of("")), Default::default());
    }

    #[test]
    fn phrases_say_where_by_their_end() {
        let classes = classes();
        let says = |words| classes.ends_in(words, WordList::LocationEnd);
        assert!(says("一处工地") && says("县"));
        assert!(!says("工地上") && !says(""));
        assert_eq!(classes.end_of("考察期间", WordList::OccasionEnd), Some("期间"));
    }

    #[test]
    fn ends_have_at_most_three_characters() {
        let tables = Tables::built_in();
        let ends = tables.rows("event_word").filter(|row| row.cell("list").ends_with("_end"));
        for row in ends {
            assert!(row.list("words").all(|w| w.chars().count() <= 3), "{row}");
        }
    }
}
