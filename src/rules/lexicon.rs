//! The words of all lexicons: which of them begin at a place of the text.
//!
//! Of the places of a text four in five have no listed word of two characters or more, and the first two characters
//! tell it. So words are found by their beginning, and what is left is compared in their sorted list: each place is asked
//! for itself, where an automaton would wait for one state after the other.

use std::{
    borrow::Cow,
    collections::HashMap,
    hash::{BuildHasher, BuildHasherDefault, Hasher},
    iter,
};

use super::{
    Match, RuleId,
    guard::{GuardMemory, Guards},
};
use crate::Span;

/// A row that a word stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Entry {
    pub(crate) rule: RuleId,
    /// Index of the row's guards.
    pub(crate) guard: u32,
}

/// The words of all lexicons.
pub(crate) struct Lexicon {
    /// What there is to know of a beginning, in one place of the memory: most are one word of one row.
    heads: HashMap<Beginning, Head, BuildHasherDefault<Spread>>,
    /// Words of three characters and more, in order, so that those with the same beginning are neighbours.
    longer: Vec<Word>,
    /// Their letters, one word behind the other.
    letters: String,
    /// The rows of a word but its first one, for the few words of several; the first of all is empty.
    rest: Vec<Vec<Entry>>,
    /// Which beginnings are in `heads`, and which three characters some word of `longer` begins with.
    begins: Bits,
    goes_on: Bits,
    len: usize,
}

/// The first two characters of a word, or the only one.
type Beginning = (char, Option<char>);

/// The words with a beginning.
#[derive(Debug, Clone, Copy, Default)]
struct Head {
    /// The rows of the word that is no longer than the beginning.
    own: Option<Rows>,
    /// The words that are longer.
    longer: (u32, u32),
}

/// The rows of a word: one, and the place of what follows it in [`Lexicon::rest`].
#[derive(Debug, Clone, Copy)]
struct Rows {
    first: Entry,
    rest: u32,
}

/// A word of three characters and more.
#[derive(Debug, Clone, Copy)]
struct Word {
    /// Where it lies in [`Lexicon::letters`].
    start: u32,
    end: u32,
    rows: Rows,
    /// The longest other word of `longer` that it begins with.
    begins_with: Option<u32>,
}

/// A set of hashes, with a few that were never added.
struct Bits(Vec<u64>);

impl Bits {
    /// Bits as a power of two: for the built-in tables one in twelve is set.
    const BITS: u32 = 19;

    fn place(hash: u64) -> (usize, u32) {
        let bit = hash >> (64 - Bits::BITS);
        ((bit / 64) as usize, (bit % 64) as u32)
    }

    fn add(&mut self, hash: u64) {
        let (place, bit) = Bits::place(hash);
        self.0[place] |= 1 << bit;
    }

    fn has(&self, hash: u64) -> bool {
        let (place, bit) = Bits::place(hash);
        self.0[place] >> bit & 1 != 0
    }
}

impl Default for Bits {
    fn default() -> Self {
        Bits(vec![0; 1 << (Bits::BITS - 6)])
    }
}

/// Hashes beginnings. They come from tables, so nobody gains from hashes that are the same.
#[derive(Debug, Default)]
struct Spread(u64);

impl Hasher for Spread {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|&b| self.write_u32(b.into()));
    }

    fn write_u32(&mut self, number: u32) {
        let product = (self.0 ^ u64::from(number)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = product ^ product >> 32;
    }

    fn write_isize(&mut self, _variant: isize) {
        // What tells one character from two: a second one follows or does not.
    }
}

fn hash(beginning: Beginning) -> u64 {
    BuildHasherDefault::<Spread>::default().hash_one(beginning)
}

/// The hash of a beginning with the character behind it.
fn hash_on(beginning: u64, third: char) -> u64 {
    let mut hash = Spread(beginning);
    hash.write_u32(third.into());
    hash.finish()
}

impl Lexicon {
    /// Returns the words, none of them empty, with their rows.
    pub(crate) fn new(mut words: Vec<(Cow<'_, str>, Entry)>) -> Self {
        words.sort_unstable();
        words.dedup();
        let mut lexicon = Lexicon {
            heads: HashMap::default(),
            longer: Vec::new(),
            letters: String::new(),
            rest: vec![Vec::new()],
            begins: Bits::default(),
            goes_on: Bits::default(),
            len: 0,
        };
        // Those of the longer words that the last one begins with, and itself.
        let mut open: Vec<(&str, u32)> = Vec::new();
        for same in words.chunk_by(|a, b| a.0 == b.0) {
            let word = same[0].0.as_ref();
            let mut chars = word.chars();
            let Some(first) = chars.next() else { continue };
            let beginning = (first, chars.next());
            let rows = lexicon.rows(same.iter().map(|s| s.1));
            lexicon.len += 1;
            lexicon.begins.add(hash(beginning));
            let head = lexicon.heads.entry(beginning).or_default();
            let Some(third) = chars.next() else {
                head.own = rows;
                continue;
            };
            let index = lexicon.longer.len() as u32;
            if head.longer == (0, 0) {
                head.longer.0 = index;
            }
            head.longer.1 = index + 1;
            lexicon.goes_on.add(hash_on(hash(beginning), third));
            while open.pop_if(|shorter| !word.starts_with(shorter.0)).is_some() {}
            let start = lexicon.letters.len() as u32;
            lexicon.letters.push_str(word);
            let end = lexicon.letters.len() as u32;
            let begins_with = open.last().map(|shorter| shorter.1);
            lexicon.longer.extend(rows.map(|rows| Word { start, end, rows, begins_with }));
            open.push((word, index));
        }
        lexicon
    }

    fn rows(&mut self, mut entries: impl Iterator<Item = Entry>) -> Option<Rows> {
        let first = entries.next()?;
        let rest: Vec<Entry> = entries.collect();
        if rest.is_empty() {
            return Some(Rows { first, rest: 0 });
        }
        self.rest.push(rest);
        Some(Rows { first, rest: self.rest.len() as u32 - 1 })
    }

    /// Adds what the words read in `text`, overlapping ones too, in the order of [`Match`].
    pub(crate) fn scan(
        &self,
        guards: &Guards,
        text: &str,
        memory: &mut GuardMemory,
        out: &mut Vec<Match>,
    ) {
        let mut chars = text.char_indices();
        let mut ahead = chars.next();
        while let Some((at, first)) = ahead {
            ahead = chars.next();
            let before = out.len();
            let mut read = |length: usize, rows: Rows| {
                let span = Span::new(at, at + length);
                for entry in iter::once(&rows.first).chain(&self.rest[rows.rest as usize]) {
                    if guards.hold(entry.guard, text, span.start, span.end, memory) {
                        out.push(Match { span, rule: entry.rule });
                    }
                }
            };
            if let Some((_, head)) = self.head((first, None))
                && let Some(rows) = head.own
            {
                read(first.len_utf8(), rows);
            }
            let Some((_, second)) = ahead else { continue };
            let Some((hash, head)) = self.head((first, Some(second))) else { continue };
            if let Some(rows) = head.own {
                read(first.len_utf8() + second.len_utf8(), rows);
            }
            // Most beginnings go on otherwise: 中国 in 中国队 and 中国人民银行.
            let (from, to) = head.longer;
            if from == to
                || !chars.clone().next().is_some_and(|(_, c)| self.goes_on.has(hash_on(hash, c)))
            {
                continue;
            }
            let mut next = self.longest(&text[at..], from, to);
            while let Some(word) = next.map(|w| self.longer[w as usize]) {
                read((word.end - word.start) as usize, word.rows);
                next = word.begins_with;
            }
            // The longest was read first.
            out[before..].sort_unstable();
        }
    }

    /// Returns the words with a beginning, and its hash.
    fn head(&self, beginning: Beginning) -> Option<(u64, &Head)> {
        let hash = hash(beginning);
        self.begins.has(hash).then(|| self.heads.get(&beginning)).flatten().map(|head| (hash, head))
    }

    /// Returns the longest of the words `from..to` of `longer` that the text begins with.
    fn longest(&self, text: &str, from: u32, to: u32) -> Option<u32> {
        // Any word that the text begins with is also the beginning of the last word that comes before the text in
        // order: whatever lies between the two begins so.
        let words = &self.longer[from as usize..to as usize];
        let after = words.partition_point(|w| self.letters_of(w) <= text);
        let mut next = after.checked_sub(1).map(|last| from + last as u32);
        while let Some(word) = next.map(|w| &self.longer[w as usize]) {
            if text.starts_with(self.letters_of(word)) {
                break;
            }
            next = word.begins_with;
        }
        next
    }

    fn letters_of(&self, word: &Word) -> &str {
        &self.letters[word.start as usize..word.end as usize]
    }

    /// Returns the number of words.
    pub(crate) fn len(&self) -> usize {
        self.len
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::guard;

    /// What a lexicon of words reads in a text.
    fn read<'t>(words: &[&'static str], text: &'t str) -> Vec<&'t str> {
        let row = |row: usize| RuleId { table: 0, row: row as u32 };
        let entry = |at: usize| Entry { rule: row(at), guard: guard::NONE };
        let words = words.iter().enumerate().map(|(at, w)| (Cow::Borrowed(*w), entry(at)));
        let lexicon = Lexicon::new(words.collect());
        let (guards, mut memory, mut out) = (Guards::default(), GuardMemory::default(), vec![]);
        lexicon.scan(&guards, text, &mut memory, &mut out);
        assert!(out.is_sorted());
        out.iter().map(|m| &text[m.span.range()]).collect()
    }

    #[test]
    fn words_of_any_length_are_found_inside_one_another() {
        let words = ["中国人民银行", "中国", "中", "人民", "中国人", "银行", "行"];
        assert_eq!(
            read(&words, "中国人民银行"),
            ["中", "中国", "中国人", "中国人民银行", "人民", "银行", "行"]
        );
        assert_eq!(read(&words, "中国人民"), ["中", "中国", "中国人", "人民"]);
        assert_eq!(read(&words, "中"), ["中"]);
    }

    #[test]
    fn words_between_others_in_order_do_not_hide_them() {
        // 大学城东 comes before 大学城西 and is not read; 大学城, which it begins with, is.
        let words = ["大学生", "大学城东", "大学", "大学城"];
        assert_eq!(read(&words, "大学城西"), ["大学", "大学城"]);
        assert_eq!(read(&words, "大学里"), ["大学"]);
        assert_eq!(read(&words, "大"), [""; 0]);
    }

    #[test]
    fn a_word_of_several_rows_is_read_by_each() {
        assert_eq!(read(&["会长", "会长", "副会长"], "副会长"), ["副会长", "会长", "会长"]);
    }

    #[test]
    fn characters_outside_the_basic_plane_are_characters() {
        assert_eq!(read(&["𠮷野", "𠮷", "𠮷野家居"], "在𠮷野家居"), ["𠮷", "𠮷野", "𠮷野家居"]);
    }
}
