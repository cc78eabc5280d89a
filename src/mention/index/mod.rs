//! Index of a sentence: its characters, words and lexicon hits, by position.
//!
//! In: clean text, words, matches. Out: a [`SentenceIndex`](sentence_index::SentenceIndex) for proposers and scorers.

pub(crate) mod character_features;
pub(crate) mod lexicon;
pub(crate) mod lexicon_class;
pub(crate) mod name_words;
pub(crate) mod sentence_index;
