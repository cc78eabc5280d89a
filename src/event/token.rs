//! A sentence as a row of atoms: names, triggers, amounts, and the words between them.

use super::{
    amount::{self, Amount},
    trigger::{Hit, Triggers},
    word_classes::{Note, Words},
};
use crate::{
    Clean, Span,
    document::MentionKind,
    mention::Mentions,
    resolve::Resolved,
    rules::Matches,
    segment::{Pos, Segmented, Word, dictionary},
};

/// What an atom is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// A mention that lies in no other, by index.
    Mention(usize),
    /// A trigger, index into [`Atoms::hits`].
    Hit(usize),
    /// A number with its unit, index into [`Atoms::amounts`].
    Amount(usize),
    Word(Pos),
    /// A mark of punctuation.
    Mark(char),
}

/// A stretch of the sentence.
#[derive(Debug, Clone, Copy)]
pub(super) struct Atom {
    pub(super) span: Span<Clean>,
    pub(super) sort: Sort,
    /// What is known of its words.
    pub(super) note: Note,
}

impl Atom {
    fn new(span: Span<Clean>, sort: Sort) -> Self {
        Atom { span, sort, note: Note::default() }
    }
}

/// The atoms of one sentence. They cover it, but for white space. Its memory is reused.
#[derive(Debug, Default)]
pub(super) struct Atoms {
    pub(super) all: Vec<Atom>,
    pub(super) hits: Vec<Hit>,
    pub(super) amounts: Vec<Amount>,
    covers: Vec<Atom>,
}

impl Atoms {
    #[expect(clippy::too_many_arguments, reason = "each is the result of one stage")]
    /// Reads a sentence; `of_sentence` are the indices of the mentions that start in it, by start, longest first.
    ///
    /// Its triggers are the ones given, or those that the set rules find. A sentence without a trigger tells no event, so of
    /// such a one nothing else is read.
    pub(super) fn read(
        &mut self,
        text: &str,
        segmented: &Segmented,
        sentence: usize,
        matches: &Matches,
        triggers: &Triggers,
        known: &Words,
        mentions: &Mentions,
        of_sentence: &[usize],
        resolved: &Resolved,
        given: Option<&[Hit]>,
    ) {
        let span = segmented.sentences[sentence].span;
        self.all.clear();
        self.covers.clear();
        let mut end = span.start;
        for &index in of_sentence {
            let mention = &mentions.all[index];
            let inner = mention.span.start < end || mention.span.end > span.end;
            if !inner && mention.kind != MentionKind::Quantity {
                self.covers.push(Atom::new(mention.span, Sort::Mention(index)));
                end = mention.span.end;
            }
        }
        let words = &segmented.words[segmented.sentences[sentence].words.clone()];
        // A trigger is told by whole words, or by the end of one: 发布 in 发布会 is none, 上涨 in 价格上涨 is. A name
        // ends a word too (3月5日电), and a phrase of the dictionary is its words (赶赴现场).
        // The end of a name is a border, too: 5月3日 | 电, where the dictionary has the word 日电.
        let may_stand = |hit: Span<Clean>| {
            let before = self.covers.partition_point(|c| c.span.end < hit.start);
            let behind_name = self.covers.get(before).is_some_and(|c| c.span.end == hit.start);
            let tail = hit.len() >= 6;
            (!cuts(words, hit.end) || divides(text, words, hit.end))
                && (tail
                    || behind_name
                    || !cuts(words, hit.start)
                    || ends_at(&self.covers, hit.start))
                && !overlaps(&self.covers, hit)
        };
        match given {
            None => triggers.find(matches, span, may_stand, &mut self.hits),
            Some(given) => {
                self.hits.clear();
                self.hits.extend_from_slice(given);
                let apart = |c: &Atom| !given.iter().any(|hit| hit.span.overlaps(c.span));
                self.covers.retain(apart);
            }
        }
        if self.hits.is_empty() {
            return;
        }
        amount::read(text, span, mentions, of_sentence, resolved, &mut self.amounts);
        let hits = self.hits.iter().enumerate();
        self.covers.extend(hits.map(|(i, hit)| Atom::new(hit.span, Sort::Hit(i))));
        self.covers.sort_unstable_by_key(|c| c.span);
        let taken = self.covers.len();
        for (index, amount) in self.amounts.iter().enumerate() {
            if !overlaps(&self.covers[..taken], amount.span) {
                self.covers.push(Atom::new(amount.span, Sort::Amount(index)));
            }
        }
        self.covers.sort_unstable_by_key(|c| c.span);
        let mut covers = self.covers.iter().copied().peekable();
        let mut at = span.start;
        for word in words {
            let mut from = word.span.start.max(at);
            while let Some(cover) = covers.next_if(|c| c.span.start < word.span.end) {
                push_word(text, from, cover.span.start, word.pos, word.span, &mut self.all);
                self.all.push(cover);
                at = cover.span.end;
                from = at.max(word.span.start);
            }
            push_word(text, from, word.span.end, word.pos, word.span, &mut self.all);
        }
        for atom in &mut self.all {
            atom.note = known.of(&text[atom.span.range()]);
        }
    }
}

/// Returns whether a byte lies strictly inside a word.
fn cuts(words: &[Word], at: usize) -> bool {
    let word = words.partition_point(|w| w.span.end <= at);
    words.get(word).is_some_and(|w| w.span.start < at)
}

/// Returns whether the word that a byte lies inside falls there into two words of the dictionary, both of two characters or more.
fn divides(text: &str, words: &[Word], at: usize) -> bool {
    let Some(word) = words.get(words.partition_point(|w| w.span.end <= at)) else { return false };
    let parts = [&text[word.span.start..at], &text[at..word.span.end]];
    parts.iter().all(|part| part.len() >= 6 && dictionary().has_word(part))
}

/// Returns whether one of the sorted, disjoint covers ends at a byte.
fn ends_at(covers: &[Atom], at: usize) -> bool {
    covers.get(covers.partition_point(|c| c.span.end < at)).is_some_and(|c| c.span.end == at)
}

/// Returns whether a span overlaps one of the sorted, disjoint covers.
fn overlaps(covers: &[Atom], span: Span<Clean>) -> bool {
    let after = covers.partition_point(|c| c.span.end <= span.start);
    covers.get(after).is_some_and(|c| c.span.overlaps(span))
}

fn push_word(text: &str, from: usize, to: usize, pos: Pos, word: Span<Clean>, out: &mut Vec<Atom>) {
    if from >= to {
        return;
    }
    let span = Span::new(from, to);
    let words = &text[span.range()];
    let mut chars = words.chars();
    let (Some(first), None) = (chars.next(), chars.next()) else {
        if !words.trim().is_empty() {
            // Part of a word that a name was cut out of is a word of its own.
            let pos = if span == word { pos } else { Pos::Noun };
            out.push(Atom::new(span, Sort::Word(pos)));
        }
        return;
    };
    if first.is_whitespace() {
        out.push(Atom::new(span, Sort::Mark(' ')));
    } else if first.is_alphanumeric() {
        out.push(Atom::new(span, Sort::Word(pos)));
    } else {
        out.push(Atom::new(span, Sort::Mark(first)));
    }
}
