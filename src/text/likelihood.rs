//! How likely a stretch of Simplified text is: the best path through the words of the dictionary.

use std::{
    cell::RefCell,
    collections::{HashMap, HashSet},
    hash::{BuildHasherDefault, Hasher},
};

use super::chars::is_han;
use crate::dictionary::dictionary;

/// Logarithm of the sum of all frequencies of the dictionary (60 million).
const TOTAL: f64 = 17.9;

/// Longest word that is looked up, in characters.
const LONGEST: usize = 4;

/// What one more occurrence of two neighbouring characters in the document counts, as a frequency.
const REPEATED: f64 = 400.0;

/// A model of the words of one document.
pub(super) struct Likelihood {
    /// How often two ideographs stand side by side in the document.
    pairs: Table<[char; 2], u32>,
    /// The ideographs that occur more than once in the document.
    repeated: HashSet<char, BuildHasherDefault<Mixed>>,
    /// Logarithms of frequencies that were looked up; nothing for what is no word.
    known: RefCell<Table<u64, Option<f64>>>,
}

type Table<K, V> = HashMap<K, V, BuildHasherDefault<Mixed>>;

impl Likelihood {
    /// Returns a model that knows the document's own words as well: names occur in no dictionary.
    pub(super) fn new(document: &str) -> Self {
        let mut pairs = Table::default();
        let (mut seen, mut repeated) =
            <(HashSet<_, BuildHasherDefault<Mixed>>, HashSet<_, _>)>::default();
        let mut last = '\0';
        for c in document.chars() {
            if is_han(c) && !seen.insert(c) {
                repeated.insert(c);
            }
            if is_han(c) && is_han(last) {
                *pairs.entry([last, c]).or_default() += 1;
            }
            last = c;
        }
        pairs.retain(|_, n| *n >= 3);
        Likelihood { pairs, repeated, known: RefCell::default() }
    }

    /// Returns the logarithm of the likelihood of the text.
    pub(super) fn all(&self, text: &[char]) -> f64 {
        self.best(text, LONGEST)
    }

    /// Returns that of the text in words of two characters at most, which is found sooner.
    pub(super) fn roughly(&self, text: &[char]) -> f64 {
        self.best(text, 2)
    }

    fn best(&self, text: &[char], longest: usize) -> f64 {
        let mut best = vec![f64::MIN; text.len() + 1];
        best[0] = 0.0;
        for start in 0..text.len() {
            for end in start + 1..=text.len().min(start + longest) {
                if let Some(word) = self.word(&text[start..end]) {
                    best[end] = best[end].max(best[start] + word);
                }
            }
        }
        best[text.len()]
    }

    /// Returns whether the character occurs in running text with at least that frequency, or is one of the document's.
    pub(super) fn is_common(&self, c: char, least: f64) -> bool {
        self.repeated.contains(&c) || self.frequency_of(&[c]).is_some_and(|f| f.exp() >= least)
    }

    fn word(&self, word: &[char]) -> Option<f64> {
        let known = self.frequency_of(word);
        let repeated = match word {
            [a, b] => self.pairs.get(&[*a, *b]).map(|n| (REPEATED * f64::from(*n)).ln()),
            _ => None,
        };
        let frequency = match (known, repeated) {
            (Some(a), Some(b)) => Some(a.max(b)),
            (a, b) => a.or(b),
        };
        match (frequency, word) {
            (Some(f), _) => Some(f - TOTAL),
            (None, [c]) if "，。、“”".contains(*c) => Some(-9.0),
            (None, [c]) if is_han(*c) => Some(0.2f64.ln() - TOTAL),
            (None, [_]) => Some(-16.0),
            _ => None,
        }
    }

    /// Returns the logarithm of a word's frequency.
    fn frequency_of(&self, word: &[char]) -> Option<f64> {
        // Four characters of 16 bits; the dictionary has no word beyond U+FFFF.
        let mut key = 0;
        for c in word {
            key = key << 16 | u64::from(u16::try_from(u32::from(*c)).ok()?);
        }
        if let Some(known) = self.known.borrow().get(&key) {
            return *known;
        }
        let dictionary = dictionary();
        let word: String = word.iter().collect();
        let frequency =
            dictionary.has_word(&word).then(|| (dictionary.suggest_freq(&word) as f64).ln());
        self.known.borrow_mut().insert(key, frequency);
        frequency
    }
}

/// Hashes a number by one multiplication: the keys are no one's to choose.
#[derive(Debug, Default)]
struct Mixed(u64);

impl Hasher for Mixed {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u32(&mut self, number: u32) {
        self.write_u64(number.into());
    }

    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }

    fn write_u64(&mut self, number: u64) {
        // The golden ratio, as Fibonacci hashing has it.
        self.0 = (self.0 ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(26);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
