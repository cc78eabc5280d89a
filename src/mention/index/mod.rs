//! What a sentence holds: its characters, words and what the lexicons read in it.

pub(crate) mod character_features;
pub(crate) mod lexicon;
pub(crate) mod lexicon_class;
pub(crate) mod name_words;
pub(crate) mod sentence_index;
