//! A sentence by character: its characters, words and lexicon hits.
//!
//! In: clean text, its words and matches. Out: [`SentenceIndex`], whose memory is reused from sentence to sentence.
//! Holds: positions are characters of the sentence, `0..=len`; a border lies before the character of its number.

use crate::mention::{
    index::character_features::{CharacterFeatures, CharacterTable, Surname},
    index::lexicon_class::{ContextWeights, LexiconClass, LexiconClasses},
};
use crate::{
    Clean, Span,
    document::MentionKind,
    rules::{Matches, RuleId},
    segment::{Pos, Segmented, Word},
};

/// A lexicon entry in the sentence.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LexiconHit {
    /// First character.
    pub(crate) start: usize,
    /// One past the last character.
    pub(crate) end: usize,
    /// What the entry is.
    pub(crate) class: LexiconClass,
    /// The rule of the entry.
    pub(crate) rule: RuleId,
}

impl LexiconHit {
    /// Returns its length in characters.
    pub(crate) fn len(&self) -> usize {
        self.end - self.start
    }
}

/// A sentence, by character.
#[derive(Debug, Default)]
pub(crate) struct SentenceIndex {
    /// The characters.
    pub(crate) chars: Vec<char>,
    /// The features of each.
    pub(crate) features: Vec<CharacterFeatures>,
    /// By start, then by end.
    pub(crate) hits: Vec<LexiconHit>,
    /// Indices into `hits`, by end.
    by_end: Vec<u32>,
    /// For each border, the first of `hits` and of `by_end` at or behind it.
    starting: Vec<u32>,
    ending: Vec<u32>,
    /// For each border, its byte in the text.
    bytes: Vec<usize>,
    /// For each byte of the sentence, the border at it or next behind it.
    borders: Vec<u32>,
    /// For each character, its word.
    word: Vec<u32>,
    /// The words with their characters.
    words: Vec<WordSpan>,
    edges: Vec<NameEdges>,
    /// Last characters of the divisions named in the text so far: 省, 市, 县.
    levels: Vec<char>,
    /// Context words: rule, length, weights. The first stands for none.
    contexts: Vec<(RuleId, u32, ContextWeights)>,
    /// For each border, the longest of them before and behind it.
    before: Vec<u32>,
    after: Vec<u32>,
}

/// A word of the sentence, in characters.
#[derive(Debug, Clone, Copy)]
pub(crate) struct WordSpan {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) pos: Pos,
}

impl WordSpan {
    /// Returns its length in characters.
    pub(crate) fn len(&self) -> usize {
        self.end - self.start
    }
}

/// Kinds of likely names that end and start at a border, one bit each.
#[derive(Debug, Clone, Copy, Default)]
struct NameEdges {
    ends: u8,
    starts: u8,
}

impl SentenceIndex {
    /// Takes in a sentence.
    pub(crate) fn load(
        &mut self,
        characters: &CharacterTable,
        classes: &LexiconClasses,
        text: &str,
        segmented: &Segmented,
        sentence: usize,
        matches: &Matches,
    ) {
        let sentence = &segmented.sentences[sentence];
        let span = sentence.span;
        self.chars.clear();
        self.features.clear();
        self.bytes.clear();
        self.borders.clear();
        self.word.clear();
        self.words.clear();
        let words: &[Word] = &segmented.words[sentence.words.clone()];
        for (index, word) in words.iter().enumerate() {
            let start = self.chars.len();
            for (at, c) in text[word.span.range()].char_indices() {
                self.chars.push(c);
                self.features.push(characters.get(c));
                self.bytes.push(word.span.start + at);
                self.borders.push(self.chars.len() as u32 - 1);
                self.borders.resize(self.borders.len() + c.len_utf8() - 1, self.chars.len() as u32);
            }
            self.word.resize(self.chars.len(), index as u32);
            self.words.push(WordSpan { start, end: self.chars.len(), pos: word.pos });
        }
        self.bytes.push(span.end);
        let len = self.chars.len();
        self.borders.push(len as u32);
        self.edges.clear();
        self.edges.resize(len + 1, NameEdges::default());
        self.before.clear();
        self.before.resize(len + 1, 0);
        self.after.clear();
        self.after.resize(len + 1, 0);
        self.contexts.clear();
        self.contexts.push((RuleId { table: 0, row: 0 }, 0, ContextWeights::default()));
        self.load_hits(classes, span, matches);
    }

    fn load_hits(&mut self, classes: &LexiconClasses, span: Span<Clean>, matches: &Matches) {
        self.hits.clear();
        for found in matches.starting_in(span) {
            let Some(class) = classes.class(found) else { continue };
            if found.span.end > span.end {
                continue;
            }
            let start = self.position(found.span.start);
            let end = self.position(found.span.end);
            let rule = found.rule;
            if class == LexiconClass::Context {
                self.load_context(start, end, rule, classes.context(rule.row));
            } else {
                self.hits.push(LexiconHit { start, end, class, rule });
            }
        }
        let len = self.chars.len();
        let SentenceIndex { hits, by_end, starting, ending, .. } = self;
        starting.clear();
        starting.resize(len + 2, 0);
        ending.clear();
        ending.resize(len + 2, 0);
        for hit in &*hits {
            starting[hit.start + 1] += 1;
            ending[hit.end + 1] += 1;
        }
        for at in 1..len + 2 {
            starting[at] += starting[at - 1];
            ending[at] += ending[at - 1];
        }
        // Counting sort by end; within an end the earlier start comes first.
        by_end.clear();
        by_end.resize(hits.len(), 0);
        for (index, hit) in hits.iter().enumerate() {
            let place = &mut ending[hit.end];
            by_end[*place as usize] = index as u32;
            *place += 1;
        }
        for at in (1..len + 2).rev() {
            ending[at] = ending[at - 1];
        }
        ending[0] = 0;
    }

    /// Notes a word beside names; the longest one on each side of a border counts.
    fn load_context(&mut self, start: usize, end: usize, rule: RuleId, side: ContextWeights) {
        // The far side of the word is a border of words (说 in 小说 says nothing); on the near side the
        // segmentation may be wrong, for it does not know the name.
        let length = (end - start) as u32;
        let index = self.contexts.len() as u32;
        if self.is_border(start) && self.contexts[self.before[end] as usize].1 < length {
            self.before[end] = index;
        }
        if self.is_border(end) && self.contexts[self.after[start] as usize].1 < length {
            self.after[start] = index;
        }
        self.contexts.push((rule, length, side));
    }

    /// Returns the number of characters.
    pub(crate) fn len(&self) -> usize {
        self.chars.len()
    }

    /// Returns the bytes between two borders.
    pub(crate) fn span(&self, start: usize, end: usize) -> Span<Clean> {
        Span::new(self.bytes[start], self.bytes[end])
    }

    /// Returns the border at a byte of the sentence, a byte of the clean text.
    pub(crate) fn position(&self, byte: usize) -> usize {
        self.borders[byte - self.bytes[0]] as usize
    }

    /// Returns whether a word starts or the sentence ends at the border.
    pub(crate) fn is_border(&self, at: usize) -> bool {
        at == 0 || at == self.len() || self.word[at] != self.word[at - 1]
    }

    /// Returns the word that holds a character.
    pub(crate) fn word(&self, at: usize) -> WordSpan {
        self.words[self.word[at] as usize]
    }

    /// Returns the word that ends at or holds the border, if any stands before it.
    pub(crate) fn word_before(&self, at: usize) -> Option<WordSpan> {
        at.checked_sub(1).map(|i| self.word(i))
    }

    /// Returns the words that share a character with the span.
    pub(crate) fn words(&self, start: usize, end: usize) -> &[WordSpan] {
        &self.words[self.word[start] as usize..=self.word[end - 1] as usize]
    }

    /// Returns the lexicon hits that start at the border.
    pub(crate) fn hits_from(&self, at: usize) -> &[LexiconHit] {
        &self.hits[self.starting[at] as usize..self.starting[at + 1] as usize]
    }

    /// Returns the number of words.
    pub(crate) fn word_count(&self) -> usize {
        self.words.len()
    }

    /// Returns a word by its number.
    pub(crate) fn nth_word(&self, index: usize) -> WordSpan {
        self.words[index]
    }

    /// Returns the number of lexicon hits that end at the border.
    pub(crate) fn hits_to_count(&self, at: usize) -> usize {
        (self.ending[at + 1] - self.ending[at]) as usize
    }

    /// Returns one lexicon hit that ends at the border; the earliest start comes first.
    pub(crate) fn hit_to(&self, at: usize, index: usize) -> LexiconHit {
        self.hits[self.by_end[self.ending[at] as usize + index] as usize]
    }

    /// Returns the lexicon hits that end at the border, the longest first.
    pub(crate) fn hits_to(&self, at: usize) -> impl DoubleEndedIterator<Item = &LexiconHit> {
        self.by_end[self.ending[at] as usize..self.ending[at + 1] as usize]
            .iter()
            .map(|&i| &self.hits[i as usize])
    }

    /// Notes that a likely name of the kind stands here, for the proposers that come later.
    pub(crate) fn mark(&mut self, kind: MentionKind, start: usize, end: usize) {
        let bit = bit(kind);
        self.edges[start].starts |= bit;
        self.edges[end].ends |= bit;
    }

    /// Returns whether a likely name of the kind ends at the border.
    pub(crate) fn ends(&self, kind: MentionKind, at: usize) -> bool {
        self.edges[at].ends & bit(kind) != 0
    }

    /// Notes a title; `Kin` words are no titles but announce a person all the same.
    pub(crate) fn mark_kin(&mut self, end: usize) {
        self.edges[end].ends |= KIN;
    }

    /// Returns whether a word for a relative ends at the border.
    pub(crate) fn after_kin(&self, at: usize) -> bool {
        self.edges[at].ends & KIN != 0
    }

    /// Returns whether a surname stands behind the border, or characters that write foreign names.
    pub(crate) fn name_may_start(&self, at: usize) -> bool {
        let foreign = |at: usize| self.features.get(at).is_some_and(|l| l.foreign > 0);
        self.features.get(at).is_some_and(|l| l.surname != Surname::No)
            || (foreign(at) && foreign(at + 1))
    }

    /// Notes that the text names a division of this level, which is its last character.
    pub(crate) fn note_level(&mut self, level: char) {
        if !self.levels.contains(&level) {
            self.levels.push(level);
        }
    }

    /// Returns whether the text has named a division of this level.
    pub(crate) fn has_level(&self, level: char) -> bool {
        self.levels.contains(&level)
    }

    /// Forgets the divisions named so far, before another text.
    pub(crate) fn clear(&mut self) {
        self.levels.clear();
    }

    /// Returns the longest word that stands before a name starting at the border: row, length, weights.
    pub(crate) fn context_before(&self, at: usize) -> Option<(RuleId, u32, ContextWeights)> {
        self.context(self.before[at])
    }

    /// Returns the longest word that stands behind a name ending at the border: row, length, weights.
    pub(crate) fn context_after(&self, at: usize) -> Option<(RuleId, u32, ContextWeights)> {
        self.context(self.after[at])
    }

    fn context(&self, index: u32) -> Option<(RuleId, u32, ContextWeights)> {
        (index > 0).then(|| self.contexts[index as usize])
    }

    /// Returns the character at a place, if there is one.
    pub(crate) fn char(&self, at: usize) -> Option<char> {
        self.chars.get(at).copied()
    }

    /// Returns the character before a border, if there is one.
    pub(crate) fn char_before(&self, at: usize) -> Option<char> {
        at.checked_sub(1).map(|i| self.chars[i])
    }
}

fn bit(kind: MentionKind) -> u8 {
    match kind {
        MentionKind::Person => 1,
        MentionKind::Place => 2,
        MentionKind::Organization => 4,
        MentionKind::Title => 8,
        _ => 16,
    }
}

/// Bit of words for relatives.
const KIN: u8 = 32;

/// Returns whether the character is Han.
pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{2fa1f}' | '〇')
}
