//! Words of the best path with their part of speech, by jieba-rs.
//!
//! The path is cut without jieba's hidden Markov model: unknown names are found by the lattice of
//! [`crate::mention`], which sees every reading, not one.

use crate::{Clean, Span, dictionary::dictionary};

/// A word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Word {
    /// Its bytes.
    pub(crate) span: Span<Clean>,
    /// Its part of speech.
    pub(crate) pos: Pos,
}

/// Part of speech, as far as later stages ask for it (classes of the tag set of ICTCLAS, which jieba uses).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Pos {
    /// `n`, `ng`, `nl`.
    Noun,
    /// `nr`, `nrfg`: a person.
    Person,
    /// `nrt`: a transliterated person.
    ForeignPerson,
    /// `ns`.
    Place,
    /// `nt`.
    Organization,
    /// `nz`: another name.
    OtherName,
    /// `v`, `vd`, `vg`, `vi`, ….
    Verb,
    /// `vn`: a verb used as a noun.
    VerbalNoun,
    /// `a`, `ad`, `an`, `ag`, `b`, `z`.
    Adjective,
    /// `d`.
    Adverb,
    /// `m`.
    Number,
    /// `q`.
    Measure,
    /// `p`.
    Preposition,
    /// `c`.
    Conjunction,
    /// `u`, `ul`, `uj`, `y`, `e`, `o`, `h`, `k`: particles and affixes.
    Particle,
    /// `r`.
    Pronoun,
    /// `t`.
    Time,
    /// `f`: 上, 里, 以来.
    Direction,
    /// `s`: a place word that is no name.
    Spot,
    /// `j`: an abbreviation.
    Abbreviation,
    /// `i`, `l`: idioms and set phrases.
    Phrase,
    /// `eng`.
    Latin,
    /// Marks and whatever the dictionary does not have.
    Other,
}

impl Pos {
    fn from_tag(tag: &str) -> Self {
        match tag {
            "nr" | "nrfg" => Pos::Person,
            "nrt" => Pos::ForeignPerson,
            "ns" => Pos::Place,
            "nt" => Pos::Organization,
            "nz" => Pos::OtherName,
            "vn" => Pos::VerbalNoun,
            "eng" => Pos::Latin,
            _ => match tag.as_bytes().first() {
                Some(b'n') => Pos::Noun,
                Some(b'v') => Pos::Verb,
                Some(b'a' | b'b' | b'z') => Pos::Adjective,
                Some(b'd') => Pos::Adverb,
                Some(b'm') => Pos::Number,
                Some(b'q') => Pos::Measure,
                Some(b'p') => Pos::Preposition,
                Some(b'c') => Pos::Conjunction,
                Some(b'u' | b'y' | b'e' | b'o' | b'h' | b'k') => Pos::Particle,
                Some(b'r') => Pos::Pronoun,
                Some(b't') => Pos::Time,
                Some(b'f') => Pos::Direction,
                Some(b's') => Pos::Spot,
                Some(b'j') => Pos::Abbreviation,
                Some(b'i' | b'l') => Pos::Phrase,
                _ => Pos::Other,
            },
        }
    }
}

/// Pushes the words of a sentence.
pub(super) fn cut(clean: &str, sentence: Span<Clean>, out: &mut Vec<Word>) {
    let mut at = sentence.start;
    for tag in dictionary().tag(&clean[sentence.range()], false) {
        let end = at + tag.word.len();
        out.push(Word { span: Span::new(at, end), pos: Pos::from_tag(tag.tag) });
        at = end;
    }
}
