//! A sentence as the learned rows see it: what [`SentenceIndex`] holds, hashed and summed up by character.

use crate::{
    mention::{
        index::character_features::Surname,
        index::lexicon_class::{LexiconClass, TitleKind},
        index::sentence_index::SentenceIndex,
    },
    segment::Pos,
};

/// Classes of what lexicons read, one bit each.
pub(crate) mod class {
    /// A division's full name.
    pub(crate) const DIVISION: u16 = 1;
    /// A division's stem that is no everyday word.
    pub(crate) const STEM: u16 = 1 << 1;
    /// A division's stem that is an everyday word as well.
    pub(crate) const STEM_WORD: u16 = 1 << 2;
    /// A town.
    pub(crate) const TOWN: u16 = 1 << 3;
    /// A country or its capital.
    pub(crate) const COUNTRY: u16 = 1 << 4;
    /// Another place.
    pub(crate) const PLACE: u16 = 1 << 5;
    /// Another place whose name is an everyday word as well.
    pub(crate) const PLACE_WORD: u16 = 1 << 6;
    /// One character for a place.
    pub(crate) const LETTER: u16 = 1 << 7;
    /// Several places in one word, or a region.
    pub(crate) const COMPOUND: u16 = 1 << 8;
    /// An organisation.
    pub(crate) const ORGANIZATION: u16 = 1 << 9;
    /// An organisation whose name is an everyday word as well.
    pub(crate) const ORGANIZATION_WORD: u16 = 1 << 10;
    /// A head of titles.
    pub(crate) const TITLE: u16 = 1 << 11;
}

/// How a single character is used in names, one bit each.
pub(crate) mod character_bit {
    /// A surname.
    pub(crate) const SURNAME: u8 = 1;
    /// A frequent surname.
    pub(crate) const COMMON: u8 = 1 << 1;
    /// A character of given names.
    pub(crate) const GIVEN: u8 = 1 << 2;
    /// A character that writes foreign names.
    pub(crate) const FOREIGN: u8 = 1 << 3;
}

/// The longest lexicon hit at a border: its length in characters and its classes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Reading {
    pub(crate) length: u8,
    pub(crate) classes: u16,
}

/// Kinds of character.
mod shape {
    pub(super) const MARK: u8 = 0;
    pub(super) const DIGIT: u8 = 1;
    pub(super) const LATIN: u8 = 2;
    pub(super) const HAN: u8 = 3;
    pub(super) const NUMBER: u8 = 4;
    pub(super) const DATE: u8 = 5;
    pub(super) const DOT: u8 = 6;
    pub(super) const BRACKET: u8 = 7;
    pub(super) const QUOTE: u8 = 8;
}

/// A sentence; positions are in characters. Its memory is reused from sentence to sentence.
#[derive(Debug, Default)]
pub(crate) struct FeatureInput {
    /// The characters' code points.
    pub(crate) chars: Vec<u32>,
    shapes: Vec<u8>,
    /// Rolling hash of the characters before each position; see [`FeatureInput::hash`].
    prefix: Vec<u64>,
    power: Vec<u64>,
    /// First character, end and part of speech of the word each character stands in.
    pub(crate) words: Vec<(u32, u32, Pos)>,
    /// Longest name of a lexicon that starts at, ends at, lies around each position.
    pub(crate) starting: Vec<Reading>,
    pub(crate) ending: Vec<Reading>,
    pub(crate) covering: Vec<Reading>,
    /// Longest last part of organisations that ends at each position.
    pub(crate) suffix: Vec<u8>,
    /// Longest title that ends, starts at each position.
    pub(crate) title_ending: Vec<u8>,
    pub(crate) title_starting: Vec<u8>,
    /// The bits of each character.
    pub(crate) character_bits: Vec<u8>,
    /// The same of two characters before to one behind each, four bits each.
    pub(crate) around: Vec<u16>,
}

const BASE: u64 = 0x9e37_79b9_7f4a_7c55;

impl FeatureInput {
    /// Takes in a sentence.
    pub(crate) fn load(&mut self, sentence: &SentenceIndex) {
        let n = sentence.len();
        self.chars.clear();
        self.chars.extend(sentence.chars.iter().map(|&c| c as u32));
        self.shapes.clear();
        self.shapes.extend(sentence.chars.iter().map(|&c| shape_of(c)));
        self.prefix.clear();
        self.prefix.push(0);
        let mut hash = 0u64;
        for &c in &self.chars {
            hash = hash.wrapping_mul(BASE).wrapping_add(u64::from(c) + 1);
            self.prefix.push(hash);
        }
        while self.power.len() <= n {
            let last = self.power.last().map_or(1, |p: &u64| p.wrapping_mul(BASE));
            self.power.push(last);
        }
        self.words.clear();
        for index in 0..sentence.word_count() {
            let word = sentence.nth_word(index);
            self.words.resize(word.end, (word.start as u32, word.end as u32, word.pos));
        }
        self.character_bits.clear();
        self.character_bits.extend(sentence.features.iter().map(|l| {
            let given = u8::from(l.first > 0 || l.last > 0) * character_bit::GIVEN;
            let foreign = u8::from(l.foreign > 0) * character_bit::FOREIGN;
            given
                | foreign
                | match l.surname {
                    Surname::No => 0,
                    Surname::Rare => character_bit::SURNAME,
                    Surname::Common => character_bit::SURNAME | character_bit::COMMON,
                }
        }));
        self.around.clear();
        let letter = |at: usize| self.character_bits.get(at).map_or(0, |&l| u16::from(l));
        let mut around = letter(0);
        for at in 0..n {
            around = around << 4 | letter(at + 1);
            self.around.push(around);
        }
        for readings in [&mut self.starting, &mut self.ending, &mut self.covering] {
            readings.clear();
            readings.resize(n + 1, Reading::default());
        }
        for lengths in [&mut self.suffix, &mut self.title_ending, &mut self.title_starting] {
            lengths.clear();
            lengths.resize(n + 1, 0);
        }
        for hit in &sentence.hits {
            let length = hit.len().min(255) as u8;
            let classes = match hit.class {
                LexiconClass::OrgSuffix { .. } => {
                    self.suffix[hit.end] = self.suffix[hit.end].max(length);
                    continue;
                }
                LexiconClass::Title(stands) => {
                    if stands != TitleKind::Kin {
                        self.title_ending[hit.end] = self.title_ending[hit.end].max(length);
                        self.title_starting[hit.start] = self.title_starting[hit.start].max(length);
                    }
                    class::TITLE
                }
                class => class_of(class),
            };
            if classes == 0 {
                continue;
            }
            let longest = |reading: &mut Reading| match reading.length.cmp(&length) {
                std::cmp::Ordering::Less => *reading = Reading { length, classes },
                std::cmp::Ordering::Equal => reading.classes |= classes,
                std::cmp::Ordering::Greater => {}
            };
            longest(&mut self.starting[hit.start]);
            longest(&mut self.ending[hit.end]);
            self.covering[hit.start + 1..hit.end].iter_mut().for_each(longest);
        }
    }

    /// Returns the length in characters.
    pub(crate) fn len(&self) -> usize {
        self.chars.len()
    }

    /// Returns a hash of the characters `from..to`, the same for the same characters anywhere (Rabin and Karp 1987).
    pub(crate) fn hash(&self, from: usize, to: usize) -> u64 {
        self.prefix[to].wrapping_sub(self.prefix[from].wrapping_mul(self.power[to - from]))
    }

    /// Returns the code point at a position that may lie outside; the edges have codes of their own.
    pub(crate) fn at(&self, position: isize) -> u64 {
        match usize::try_from(position) {
            Err(_) => 1,
            Ok(at) => self.chars.get(at).map_or(2, |&c| u64::from(c)),
        }
    }

    /// Returns the bits of the character at a position that may lie outside.
    pub(crate) fn character_bits_at(&self, position: isize) -> u64 {
        usize::try_from(position)
            .ok()
            .and_then(|at| self.character_bits.get(at))
            .copied()
            .unwrap_or(0)
            .into()
    }

    /// Returns the kinds of the characters of a span, each run once; of a span of very many only some.
    pub(crate) fn shape(&self, from: usize, to: usize) -> u64 {
        let mut last = u8::MAX;
        self.shapes[from..to].iter().fold(0, |shape, &s| {
            let shape = if s == last {
                shape
            } else {
                shape.wrapping_mul(10).wrapping_add(u64::from(s) + 1)
            };
            last = s;
            shape
        })
    }
}

fn class_of(class: LexiconClass) -> u16 {
    match class {
        LexiconClass::Division | LexiconClass::Former => class::DIVISION,
        LexiconClass::Stem { word: false, .. } => class::STEM,
        LexiconClass::Stem { word: true, .. } => class::STEM_WORD,
        LexiconClass::Town => class::TOWN,
        LexiconClass::Country => class::COUNTRY,
        LexiconClass::Place { word: false } | LexiconClass::Zone => class::PLACE,
        LexiconClass::Place { word: true } => class::PLACE_WORD,
        LexiconClass::CountryLetter | LexiconClass::DivisionLetter => class::LETTER,
        LexiconClass::Compound { .. } | LexiconClass::Region { .. } => class::COMPOUND,
        LexiconClass::Organization { word: false, .. } => class::ORGANIZATION,
        LexiconClass::Organization { word: true, .. } => class::ORGANIZATION_WORD,
        _ => 0,
    }
}

fn shape_of(c: char) -> u8 {
    match c {
        '0'..='9' => shape::DIGIT,
        'a'..='z' | 'A'..='Z' => shape::LATIN,
        '年' | '月' | '日' | '时' | '分' | '秒' => shape::DATE,
        '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '百' | '千'
        | '万' | '亿' | '零' | '〇' | '两' => shape::NUMBER,
        '·' | '•' | '・' => shape::DOT,
        '(' | ')' | '（' | '）' => shape::BRACKET,
        '“' | '”' | '《' | '》' | '‘' | '’' | '「' | '」' => shape::QUOTE,
        '\u{3400}'..='\u{9fff}' => shape::HAN,
        _ => shape::MARK,
    }
}
