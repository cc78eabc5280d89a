//! A phrase that may be an argument, by itself: what holds for it whatever the trigger.

use crate::mention::log_linear::{FeatureTable, Features};
use std::{collections::HashMap, hash::BuildHasherDefault};

use super::{
    argument_candidates::token_pair,
    argument_features::SEED,
    argument_label::{HeadClass, LABELS},
    token_index::{IndexedToken, MentionClass, TokenIndex},
};
use crate::{
    Clean, Span,
    event::word_classes::{Hashed, WordList},
    mention::learned::mix,
    segment::Pos,
};

/// Tokens before a phrase among which its preposition is looked for.
const PREPOSITION_REACH: usize = 7;

/// How far around a phrase, in bytes, its words are looked for.
const NEAR: usize = 8192;

/// Phrases that a cache holds at most when the next event is begun.
const MOST_PHRASES: usize = 10_000;

/// A phrase of tokens.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Phrase {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) span: Span<Clean>,
    pub(super) head: u64,
    /// Whether it opens its clause.
    pub(super) opens: bool,
    /// The preposition that governs it, and whether that stands directly before it.
    pub(super) preposition: u64,
    pub(super) left_border: u64,
    pub(super) right_border: u64,
}

impl Phrase {
    /// Returns the phrase of tokens `i..j`.
    pub(crate) fn new(index: &TokenIndex, i: usize, j: usize) -> Self {
        let (first, before, after) = (&index.tokens[i], index.before(i), index.at(j));
        let opens = before.clause != first.clause;
        Phrase {
            from: i,
            to: j,
            span: index.span(i, j),
            head: u64::from(HeadClass::of(index, i, j).0),
            opens,
            preposition: preposition(index, i),
            left_border: match opens {
                true => 200,
                false => before.pos_code() | u64::from(first.begins) << 8,
            },
            right_border: match after.mark {
                true => 1000 + u64::from(u32::from(after.first)),
                false => after.pos_code() | u64::from(after.ends) << 8,
            },
        }
    }
}

fn preposition(index: &TokenIndex, i: usize) -> u64 {
    let clause = index.tokens[i].clause;
    for q in (i.saturating_sub(PREPOSITION_REACH)..i).rev() {
        let token = &index.tokens[q];
        if token.clause != clause {
            break;
        }
        if token.is(WordList::Preposition) {
            return mix(token.hash, u64::from(q + 1 == i));
        }
        if token.is_verbal() && q + 1 < i {
            break;
        }
    }
    0
}

/// What only the full features look at, not the gate.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PhraseDetail {
    pos: u64,
    length: u64,
    of: u64,
    list: u64,
    pub(super) shape: u64,
    pub(super) left_word: u64,
    /// How often its words stand in the text around, at most three times; 0 for a single character.
    pub(super) repeated: u64,
    pub(super) last_two: u64,
}

impl PhraseDetail {
    pub(crate) fn new(clean: &str, index: &TokenIndex, phrase: &Phrase) -> Self {
        let (i, j) = (phrase.from, phrase.to);
        let tokens = &index.tokens[i..j];
        let words = &clean[phrase.span.range()];
        let pos_code = |t: &IndexedToken| (t.pos_code() | u64::from(t.begins) << 8) & 63;
        let single = |t: &IndexedToken| t.span.len() == 3;
        let of = tokens.iter().any(|t| t.first == '的' && single(t));
        let list = tokens
            .iter()
            .any(|t| t.first == '、' || single(t) && matches!(t.first, '和' | '与' | '及'));
        let verbal = tokens[..tokens.len() - 1]
            .iter()
            .any(|t| !t.mark && t.pos == Pos::Verb && t.class == MentionClass::None);
        let (of, list, verbal) = (u64::from(of), u64::from(list), u64::from(verbal));
        let before = index.before(i).hash;
        let mut back = words.chars().rev().map(|c| u64::from(u32::from(c)));
        let blank = u64::from(u32::from(' '));
        let (one, two) = (back.next().unwrap_or(blank), back.next().unwrap_or(blank));
        PhraseDetail {
            pos: tokens[tokens.len().saturating_sub(4)..]
                .iter()
                .fold(7, |h, t| mix(h, pos_code(t))),
            length: match words.chars().count() {
                length @ 0..9 => length as u64,
                9..13 => 9,
                13..20 => 13,
                _ => 20,
            },
            of,
            list,
            shape: of | list << 1 | verbal << 2,
            left_word: if phrase.opens { mix(before, 1) } else { before },
            repeated: match words.chars().nth(1) {
                Some(_) => repeated(clean, phrase.span),
                None => 0,
            },
            last_two: Features::key(SEED, &[one, two]),
        }
    }

    /// Adds the features that are the same beside every trigger: templates of
    /// [`ARGUMENT`](super::argument_features::ARGUMENT).
    pub(crate) fn add_features(&self, index: &TokenIndex, phrase: &Phrase, out: &mut Features) {
        let &Phrase { from: i, to: j, head, left_border, right_border, .. } = phrase;
        let &PhraseDetail { pos, length, of, list, shape, left_word, .. } = self;
        let (first, last) = (&index.tokens[i], &index.tokens[j - 1]);
        let mut put = |template: u8, parts: &[u64]| out.put(template, parts);
        put(0, &[head]);
        put(9, &[left_word]);
        put(13, &[last.hash]);
        put(15, &[first.hash, first.pos_code()]);
        put(16, &[pos, (j - i).min(4) as u64]);
        put(17, &[length, head]);
        put(18, &[left_border, right_border, head]);
        put(19, &[left_border, of, list]);
        put(20, &[right_border, head]);
        put(36, &[head, length]);
        put(37, &[u64::from(u32::from(last.last))]);
        put(39, &[shape, head]);
        put(40, &[shape, length, left_border]);
        put(55, &[]);
        put(56, &[last.cluster()]);
        put(64, &[first.cluster(), last.cluster()]);
    }
}

fn repeated(clean: &str, words: Span<Clean>) -> u64 {
    let around = words.start.saturating_sub(NEAR)..clean.len().min(words.end + NEAR);
    let found =
        memchr::memmem::find_iter(&clean.as_bytes()[around], &clean.as_bytes()[words.range()]);
    found.take(3).count() as u64
}

/// The phrases of a text that were candidates so far, most of them of several events.
#[derive(Debug, Default)]
pub(crate) struct PhraseCache {
    all: Vec<(Phrase, Option<ScoredPhrase>)>,
    /// Number of each by [`token_pair`].
    numbers: HashMap<u64, usize, BuildHasherDefault<Hashed>>,
}

/// A phrase with the summed weights of the features that are the same beside every trigger.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ScoredPhrase {
    pub(crate) detail: PhraseDetail,
    pub(crate) sums: [i32; LABELS],
}

impl PhraseCache {
    /// Returns the number of a phrase of tokens.
    pub(crate) fn number(&mut self, index: &TokenIndex, from: usize, to: usize) -> usize {
        *self.numbers.entry(token_pair(from, to)).or_insert_with(|| {
            self.all.push((Phrase::new(index, from, to), None));
            self.all.len() - 1
        })
    }

    /// Returns a phrase by its number.
    pub(crate) fn phrase(&self, number: usize) -> &Phrase {
        &self.all[number].0
    }

    /// Forgets the phrases when there are many, for events refer to what is near.
    pub(crate) fn trim(&mut self) {
        if self.all.len() > MOST_PHRASES {
            *self = PhraseCache::default();
        }
    }

    /// Returns a phrase by its number, with its own features summed.
    pub(crate) fn scored(
        &mut self,
        clean: &str,
        index: &TokenIndex,
        table: &FeatureTable<LABELS>,
        number: usize,
    ) -> (&Phrase, ScoredPhrase) {
        let (phrase, scored) = &mut self.all[number];
        let scored = *scored.get_or_insert_with(|| {
            let detail = PhraseDetail::new(clean, index, phrase);
            let mut features = Features::new(SEED);
            detail.add_features(index, phrase, &mut features);
            ScoredPhrase { detail, sums: table.sum(&features) }
        });
        (phrase, scored)
    }
}
