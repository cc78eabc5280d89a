//! What a phrase is to an event: the rows of a pair of trigger and phrase.
//!
//! A log-linear choice between the labels of [`ArgumentLabel`] and none, over hashed rows.

use super::{
    argument_label::HeadClass,
    token_index::{IndexedToken, MentionClass, TokenIndex},
};
use crate::{Clean, Span, event::word_classes::WordList, mention::learned::mix, segment::Pos};

/// How a filler of the set rules lies to a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Slot {
    role: u64,
    lies: u8,
}

/// An event as the rows see it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct EventContext<'a> {
    /// Tokens.
    pub(crate) from: usize,
    pub(crate) to: usize,
    /// Hash of the type's name and of its family's.
    pub(crate) kind: u64,
    pub(crate) family: u64,
    /// What the set rules fill in: hash of the role and span.
    pub(crate) slots: &'a [(u64, Span<Clean>)],
    /// First tokens of all triggers of the text, in order.
    pub(crate) triggers: &'a [u32],
}

/// What stands for the hash of a role in [`EventContext::slots`] for time and place.
pub(crate) const TIME_SLOT: u64 = 1;
pub(crate) const PLACE_SLOT: u64 = 2;

/// The templates, by number.
pub(crate) const ARGUMENT: [&str; 66] = [
    "head_kind",
    "side_head_clauses",
    "kind_side_head",
    "family_side_head_clauses",
    "word_side_head",
    "word_side_clauses_nouns",
    "kind_side_clauses_nouns",
    "clauses_head_verbs_nouns",
    "side_clauses_distance",
    "left_word",
    "left_word_side_kind",
    "right_word_side",
    "right_word_side_kind",
    "last_word",
    "last_word_kind",
    "first_word",
    "pos",
    "length_head",
    "borders_head",
    "left_border_shape",
    "right_border_head",
    "preposition_side_kind",
    "preposition_head_passive",
    "passive_side_kind_clauses",
    "verbs_triggers_side_clauses",
    "verb_between_side_family",
    "first_side_clauses_kind",
    "mentions_between_head_clauses",
    "slots",
    "slot_kind",
    "slot_left_border",
    "slot_right_border",
    "before_trigger_side_family",
    "behind_trigger_side_family",
    "between_side",
    "between_side_kind",
    "head_length",
    "last_char",
    "kind_side_head_clauses",
    "shape_head",
    "shape_length_left_border",
    "slot_clauses_head",
    "word_left_word_side",
    "slot_shape",
    "word_side_head_clauses_nouns",
    "same_class_between_side_clauses",
    "same_class_between_side_kind",
    "headline_head_kind",
    "line_start_head_own_noun",
    "own_noun_head_clauses_family",
    "repeated_head_clauses_side",
    "last_char_kind_side",
    "last_two_family",
    "left_border_head_kind",
    "words_beside_side",
    "bias",
    "last_cluster",
    "last_cluster_kind",
    "last_cluster_family_side",
    "left_cluster_side_kind",
    "right_cluster_side_kind",
    "verb_cluster_side_kind",
    "trigger_cluster_side_head_clauses",
    "trigger_cluster_last_cluster_side",
    "first_cluster_last_cluster",
    "left_cluster_right_cluster_side_head",
];

/// A phrase beside a trigger.
#[derive(Debug, Clone)]
pub(crate) struct PhraseContext {
    i: usize,
    j: usize,
    left: bool,
    between: std::ops::Range<usize>,
    span: Span<Clean>,
    head: u64,
    sides: u64,
    /// Clauses between, or sentences.
    far: u64,
    clauses: u32,
    sentences: i64,
    /// Whether it opens its clause.
    opens: bool,
    verbs: u64,
    nouns: u64,
    mentions: u64,
    preposition: u64,
    left_border: u64,
    right_border: u64,
    slots: [Option<Slot>; 2],
}

/// What stands around one trigger, seen once for all its phrases.
pub(crate) struct ArgumentFeatures<'a> {
    clean: &'a str,
    index: &'a TokenIndex,
    trigger: EventContext<'a>,
    word: u64,
    passive: bool,
    /// Whether a noun stands before the trigger in its clause.
    own_noun: bool,
    before: u64,
    behind: u64,
    headline: bool,
}

#[inline]
fn key(parts: &[u64]) -> u64 {
    parts.iter().fold(0x6a09_e667, |key, &part| mix(key, part.wrapping_add(0x9e37_79b9)))
}

fn bucket(distance: usize) -> u64 {
    match distance {
        0..4 => distance as u64,
        4..6 => 4,
        6..10 => 6,
        10..16 => 10,
        16..30 => 16,
        _ => 30,
    }
}

/// Tokens between trigger and phrase that are looked at.
const FAR: usize = 200;

/// How far around a phrase, in bytes, its words are looked for.
const NEAR: usize = 8192;

/// How often words stand in the text around them, at most three times.
fn repeated(clean: &str, words: Span<Clean>) -> u64 {
    let around = words.start.saturating_sub(NEAR)..clean.len().min(words.end + NEAR);
    let found =
        memchr::memmem::find_iter(&clean.as_bytes()[around], &clean.as_bytes()[words.range()]);
    found.take(3).count() as u64
}

impl<'a> ArgumentFeatures<'a> {
    pub(crate) fn new(clean: &'a str, index: &'a TokenIndex, trigger: EventContext<'a>) -> Self {
        let tokens = &index.tokens;
        let (from, to) = (trigger.from, trigger.to);
        let clause = tokens[from].clause;
        let start = index.clause_start(from);
        let passive = tokens[from.saturating_sub(8)..from]
            .iter()
            .any(|t| t.clause == clause && t.is(WordList::Passive));
        ArgumentFeatures {
            clean,
            index,
            word: tokens[from..to].iter().fold(0, |h, t| mix(h, t.hash)),
            passive,
            own_noun: tokens[start..from].iter().any(|t| t.nominal),
            before: index.at(from as isize - 1).hash,
            behind: index.at(to as isize).hash,
            headline: tokens[from].headline,
            trigger,
        }
    }

    /// The two fillers of the set rules that lie on the phrase, by role.
    fn slots(&self, span: Span<Clean>) -> [Option<Slot>; 2] {
        let mut found: [Option<Slot>; 2] = [None; 2];
        for &(role, s) in self.trigger.slots.iter().filter(|(_, s)| s.overlaps(span)) {
            let lies = match () {
                () if s == span => 1,
                () if s.contains(span) && s.start == span.start => 2,
                () if s.contains(span) && s.end == span.end => 3,
                () if s.contains(span) => 4,
                () if span.contains(s) && s.start == span.start => 5,
                () if span.contains(s) && s.end == span.end => 6,
                () if span.contains(s) => 7,
                () => 8,
            };
            let slot = Slot { role, lies };
            match found {
                [Some(a), _] if a == slot => {}
                [Some(a), _] if slot < a => found = [Some(slot), Some(a)],
                [Some(_), Some(b)] if b <= slot => {}
                [Some(a), _] => found = [Some(a), Some(slot)],
                [None, _] => found = [Some(slot), None],
            }
        }
        found
    }

    /// Returns what the gate and the full rows look at in a phrase of tokens `i..j`.
    pub(crate) fn phrase(&self, i: usize, j: usize) -> PhraseContext {
        let tokens = &self.index.tokens;
        let EventContext { from: ti, to: tj, .. } = self.trigger;
        let left = j <= ti;
        let between = if left { j..ti } else { tj..i };
        let span = self.index.span(i, j);
        let (first, before) = (&tokens[i], self.index.at(i as isize - 1));
        let after = self.index.at(j as isize);
        let sentences = i64::from(first.sentence) - i64::from(tokens[ti].sentence);
        let clauses = first.clause.abs_diff(tokens[ti].clause);
        let far = match sentences {
            0 => u64::from(clauses.min(3)),
            s => 16 + s.clamp(-4, 4) as u64 % 16,
        };
        let sums = self.index.counts_in(between.clone());
        let head = u64::from(HeadClass::of(self.index, i, j).0);
        let opens = before.clause != first.clause;
        PhraseContext {
            i,
            j,
            left,
            between,
            span,
            head,
            sides: key(&[u64::from(left), head]),
            far,
            clauses,
            sentences,
            opens,
            verbs: u64::from(sums.verbs),
            nouns: u64::from(sums.nouns).min(3),
            mentions: u64::from(sums.mentions).min(3),
            preposition: self.preposition(i),
            left_border: match opens {
                true => 200,
                false => before.pos_code() | u64::from(first.begins) << 8,
            },
            right_border: match after.mark {
                true => 1000 + u64::from(u32::from(after.first)),
                false => after.pos_code() | u64::from(after.ends) << 8,
            },
            slots: self.slots(span),
        }
    }

    /// Feeds `fire` with the few rows that tell at once that most phrases are no part of the event: templates of
    /// [`ARGUMENT`] with their keys.
    pub(crate) fn gate(&self, seen: &PhraseContext, mut fire: impl FnMut(u8, u64)) {
        let PhraseContext { sides, far, .. } = *seen;
        let slot_number = |s: Option<Slot>| s.map_or(0, |s| mix(s.role, u64::from(s.lies)));
        fire(1, key(&[sides, far]));
        fire(7, key(&[far, sides, seen.verbs.min(3), seen.nouns]));
        fire(8, key(&[u64::from(seen.left), far, bucket(seen.between.len())]));
        fire(18, key(&[seen.left_border, seen.right_border, seen.head]));
        fire(22, key(&[seen.preposition, sides, u64::from(self.passive)]));
        fire(28, key(&[slot_number(seen.slots[0]), slot_number(seen.slots[1])]));
        fire(38, key(&[self.trigger.kind, sides, far]));
    }

    /// Feeds `fire` with the template and the key of each row of a phrase.
    pub(crate) fn rows(&self, seen: &PhraseContext, mut fire: impl FnMut(u8, u64)) {
        let tokens = &self.index.tokens;
        let EventContext { to: tj, kind, family, .. } = self.trigger;
        let word = self.word;
        let &PhraseContext {
            i, j, left, span, head, sides, far, clauses, sentences, opens, ..
        } = seen;
        let &PhraseContext {
            verbs,
            nouns,
            mentions,
            preposition,
            left_border,
            right_border,
            slots,
            ..
        } = seen;
        let between = seen.between.clone();
        let side = u64::from(left);
        let (first, last) = (&tokens[i], &tokens[j - 1]);
        let before = self.index.at(i as isize - 1);
        let after = self.index.at(j as isize);
        let left_word = if opens { mix(before.hash, 1) } else { before.hash };
        let right_word = after.hash;
        // Of what lies far off only what is near to the trigger counts.
        let between = match left {
            true => between.start.max(between.end.saturating_sub(FAR))..between.end,
            false => between.start..between.end.min(between.start + FAR),
        };
        let inner = &tokens[between.clone()];
        let triggers = self.triggers_between(&between);
        let begins_mention = |t: usize| {
            tokens[t].class != MentionClass::None
                && (t == between.start || tokens[t].mention != tokens[t - 1].mention)
        };
        let verb = if left {
            inner.iter().find(|t| t.is_verbal())
        } else {
            inner.iter().rev().find(|t| t.is_verbal())
        };
        let verb_cluster = verb.map_or(0, IndexedToken::cluster);
        let verb = verb.map_or(0, |t| t.hash);
        let shape_of = |t: &IndexedToken| t.pos_code() | u64::from(t.begins) << 8;
        let pos =
            tokens[i.max(j.saturating_sub(4))..j].iter().fold(7, |h, t| mix(h, shape_of(t) & 63));
        let length = self.clean[span.range()].chars().count() as u64;
        let length = match length {
            0..9 => length,
            9..13 => 9,
            13..20 => 13,
            _ => 20,
        };
        let slot_number = |s: Option<Slot>| s.map_or(0, |s| mix(s.role, u64::from(s.lies)));
        let slot = slot_number(slots[0]);
        let phrase = &tokens[i..j];
        let of = u64::from(phrase.iter().any(|t| t.first == '的' && t.span.len() == 3));
        let list = u64::from(phrase.iter().any(|t| {
            t.first == '、' || t.span.len() == 3 && matches!(t.first, '和' | '与' | '及')
        }));
        let verbal = u64::from(
            tokens[i..j - 1]
                .iter()
                .any(|t| !t.mark && t.pos == Pos::Verb && t.class == MentionClass::None),
        );
        let shape = of | list << 1 | verbal << 2;
        let gap = match inner.len() {
            0..=3 => inner.iter().fold(1, |h, t| mix(h, t.hash)),
            _ => 0,
        };
        let distance = bucket(seen.between.len());
        let passive = u64::from(self.passive);
        let class = last.class;
        let same = match class {
            MentionClass::None => 9,
            _ => {
                (between.clone().filter(|&t| begins_mention(t) && tokens[t].class == class).count()
                    as u64)
                    .min(3)
            }
        };
        let own_noun = match left && (clauses > 0 || sentences != 0) {
            true => 1 + u64::from(self.own_noun),
            false => 0,
        };
        let headlines = u64::from(first.headline) << 1 | u64::from(self.headline);
        let line_start = u64::from(before.first == '\n');
        let words = &self.clean[span.range()];
        let repeated = if words.chars().nth(1).is_some() { repeated(self.clean, span) } else { 0 };
        let last_char = u64::from(u32::from(last.last));
        let last_two = {
            let mut back = words.chars().rev();
            let (one, two) = (back.next().unwrap_or(' '), back.next().unwrap_or(' '));
            key(&[u64::from(u32::from(one)), u64::from(u32::from(two))])
        };
        let mut template = 0u8;
        let mut put = |parts: &[u64]| {
            fire(template, key(parts));
            template += 1;
        };
        put(&[head]);
        put(&[sides, far]);
        put(&[kind, sides]);
        put(&[family, sides, far]);
        put(&[word, sides]);
        put(&[word, side, far, nouns]);
        put(&[kind, side, far, nouns]);
        put(&[far, sides, verbs.min(3), nouns]);
        put(&[side, far, distance]);
        put(&[left_word]);
        put(&[left_word, side, kind]);
        put(&[right_word, side]);
        put(&[right_word, side, kind]);
        put(&[last.hash]);
        put(&[last.hash, kind]);
        put(&[first.hash, first.pos_code()]);
        put(&[pos, (j - i).min(4) as u64]);
        put(&[length, head]);
        put(&[left_border, right_border, head]);
        put(&[left_border, of, list]);
        put(&[right_border, head]);
        put(&[preposition, side, kind]);
        put(&[preposition, sides, passive]);
        put(&[passive, side, kind, far]);
        put(&[verbs.min(4), triggers, side, far]);
        put(&[verb, side, family]);
        put(&[u64::from(opens), side, far, kind]);
        put(&[mentions, sides, far]);
        put(&[slot, slot_number(slots[1])]);
        put(&[slot, kind]);
        put(&[slot, left_border]);
        put(&[slot, right_border]);
        put(&[self.before, side, family]);
        put(&[self.behind, side, family]);
        put(&[gap, side]);
        put(&[gap, side, kind]);
        put(&[head, length]);
        put(&[last_char]);
        put(&[kind, sides, far]);
        put(&[shape, head]);
        put(&[shape, length, left_border]);
        put(&[slot, far, head]);
        put(&[word, left_word, side]);
        put(&[slot, shape]);
        put(&[word, sides, far, nouns.min(2)]);
        put(&[class as u64, same, side, far]);
        put(&[class as u64, same, side, kind]);
        put(&[headlines, head, kind]);
        put(&[line_start, sides, far, own_noun]);
        put(&[own_noun, sides, far, family]);
        put(&[repeated, head, far, side]);
        put(&[last_char, kind, side]);
        put(&[last_two, family]);
        put(&[left_border, head, kind]);
        put(&[left_word, right_word, side]);
        put(&[]);
        let (cluster, own) = (last.cluster(), tokens[tj - 1].cluster());
        put(&[cluster]);
        put(&[cluster, kind]);
        put(&[cluster, family, side]);
        put(&[before.cluster(), side, kind]);
        put(&[after.cluster(), side, kind]);
        put(&[verb_cluster, side, kind]);
        put(&[own, sides, far]);
        put(&[own, cluster, side]);
        put(&[first.cluster(), cluster]);
        put(&[before.cluster(), after.cluster(), sides]);
        debug_assert_eq!(usize::from(template), ARGUMENT.len());
    }

    /// Triggers of other events between, at most two.
    fn triggers_between(&self, between: &std::ops::Range<usize>) -> u64 {
        let at = |t: usize| self.trigger.triggers.partition_point(|&s| (s as usize) < t);
        (at(between.end).saturating_sub(at(between.start)) as u64).min(2)
    }

    /// The preposition that governs a phrase, and whether it stands directly before it.
    fn preposition(&self, i: usize) -> u64 {
        let tokens = &self.index.tokens;
        let clause = tokens[i].clause;
        for q in (i.saturating_sub(7)..i).rev() {
            let token = &tokens[q];
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
}
