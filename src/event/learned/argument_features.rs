//! The features of a phrase beside a trigger: what it may be to the event.
//!
//! A log-linear choice between the labels of [`ArgumentLabel`](super::argument_label::ArgumentLabel) and none, over hashed
//! features. Those of the [phrase] alone are the same beside every trigger.
//!
//! [phrase]: super::phrase

use super::{
    phrase::{Phrase, PhraseDetail},
    token_index::{IndexedToken, MentionClass, TokenIndex},
};
use crate::mention::log_linear::Features;
use crate::{Clean, Span, event::word_classes::WordList, mention::learned::mix};

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

/// Where the keys of the model begin.
pub(crate) const SEED: u64 = 0x6a09_e667;

/// Tokens between trigger and phrase that are looked at.
const FAR: usize = 200;

/// Tokens before the trigger among which a passive marker is looked for.
const PASSIVE_REACH: usize = 8;

/// How a phrase lies to a trigger.
#[derive(Debug, Clone)]
pub(crate) struct Relation {
    /// Whether it stands before the trigger.
    left: bool,
    between: std::ops::Range<usize>,
    /// Side and head.
    sides: u64,
    /// Clauses between, or sentences.
    far: u64,
    is_near: bool,
    verbs: u64,
    nouns: u64,
    mentions: u64,
    slots: [u64; 2],
}

/// What stands around one trigger, read once for all its phrases.
pub(crate) struct ArgumentFeatures<'a> {
    index: &'a TokenIndex,
    trigger: EventContext<'a>,
    word: u64,
    passive: u64,
    /// Whether a noun stands before the trigger in its clause.
    own_noun: bool,
    before: u64,
    behind: u64,
    headline: bool,
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

impl<'a> ArgumentFeatures<'a> {
    pub(crate) fn new(index: &'a TokenIndex, trigger: EventContext<'a>) -> Self {
        let tokens = &index.tokens;
        let (from, to) = (trigger.from, trigger.to);
        let clause = tokens[from].clause;
        let passive = tokens[from.saturating_sub(PASSIVE_REACH)..from]
            .iter()
            .any(|t| t.clause == clause && t.is(WordList::Passive));
        ArgumentFeatures {
            index,
            word: tokens[from..to].iter().fold(0, |h, t| mix(h, t.hash)),
            passive: u64::from(passive),
            own_noun: tokens[index.clause_start(from)..from].iter().any(|t| t.nominal),
            before: index.before(from).hash,
            behind: index.at(to).hash,
            headline: tokens[from].headline,
            trigger,
        }
    }

    /// The two fillers of the set rules that lie on the phrase, by role.
    fn slots(&self, span: Span<Clean>) -> [u64; 2] {
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
        found.map(|slot| slot.map_or(0, |s| mix(s.role, u64::from(s.lies))))
    }

    /// Returns how a phrase lies to the trigger.
    pub(crate) fn relation(&self, phrase: &Phrase) -> Relation {
        let tokens = &self.index.tokens;
        let EventContext { from: ti, to: tj, .. } = self.trigger;
        let left = phrase.to <= ti;
        let between = if left { phrase.to..ti } else { tj..phrase.from };
        let (first, trigger) = (&tokens[phrase.from], &tokens[ti]);
        let sentences = i64::from(first.sentence) - i64::from(trigger.sentence);
        let clauses = first.clause.abs_diff(trigger.clause);
        let counts = self.index.counts_in(between.clone());
        Relation {
            left,
            between,
            sides: Features::key(SEED, &[u64::from(left), phrase.head]),
            far: match sentences {
                0 => u64::from(clauses.min(3)),
                s => 16 + s.clamp(-4, 4) as u64 % 16,
            },
            is_near: clauses == 0 && sentences == 0,
            verbs: u64::from(counts.verbs),
            nouns: u64::from(counts.nouns).min(3),
            mentions: u64::from(counts.mentions).min(3),
            slots: self.slots(phrase.span),
        }
    }

    /// Returns the few features that suffice to rule out most phrases: templates of [`ARGUMENT`].
    pub(crate) fn gate(&self, phrase: &Phrase, relation: &Relation) -> Features {
        let Relation { sides, far, slots, .. } = *relation;
        let mut gate = Features::new(SEED);
        let mut put = |template: u8, parts: &[u64]| gate.put(template, parts);
        put(1, &[sides, far]);
        put(7, &[far, sides, relation.verbs.min(3), relation.nouns]);
        put(8, &[u64::from(relation.left), far, bucket(relation.between.len())]);
        put(18, &[phrase.left_border, phrase.right_border, phrase.head]);
        put(22, &[phrase.preposition, sides, self.passive]);
        put(28, &slots);
        put(38, &[self.trigger.kind, sides, far]);
        gate
    }

    /// Adds the features of the phrase beside this trigger; [`PhraseDetail::add_features`] adds the others.
    pub(crate) fn add_features(
        &self,
        phrase: &Phrase,
        detail: &PhraseDetail,
        relation: &Relation,
        out: &mut Features,
    ) {
        let tokens = &self.index.tokens;
        let EventContext { kind, family, .. } = self.trigger;
        let &Phrase { from: i, to: j, head, preposition, left_border, right_border, .. } = phrase;
        let &PhraseDetail { shape, left_word, repeated, last_two, .. } = detail;
        let &Relation { left, sides, far, verbs, nouns, mentions, slots: [slot, second], .. } =
            relation;
        let (word, passive, side) = (self.word, self.passive, u64::from(left));
        let (first, last) = (&tokens[i], &tokens[j - 1]);
        let (before, after) = (self.index.before(i), self.index.at(j));
        let right_word = after.hash;
        // Of what lies far off only what is near to the trigger counts.
        let between = match left {
            true => {
                relation.between.start.max(relation.between.end.saturating_sub(FAR))
                    ..relation.between.end
            }
            false => relation.between.start..relation.between.end.min(relation.between.start + FAR),
        };
        let inner = &tokens[between.clone()];
        let triggers = self.triggers_between(&between);
        let mut verbal = inner.iter().filter(|t| t.is_verbal());
        let verb = if left { verbal.next() } else { verbal.next_back() };
        let gap = match inner.len() {
            0..=3 => inner.iter().fold(1, |h, t| mix(h, t.hash)),
            _ => 0,
        };
        let distance = bucket(relation.between.len());
        let class = last.class as u64;
        let same = self.mentions_like(last, &between);
        let own_noun = match left && !relation.is_near {
            true => 1 + u64::from(self.own_noun),
            false => 0,
        };
        let headlines = u64::from(first.headline) << 1 | u64::from(self.headline);
        let line_start = u64::from(before.first == '\n');
        let last_char = u64::from(u32::from(last.last));
        self.add_clusters(phrase, relation, verb, out);
        let verb = verb.map_or(0, |t| t.hash);
        let mut put = |template: u8, parts: &[u64]| out.put(template, parts);
        put(1, &[sides, far]);
        put(2, &[kind, sides]);
        put(3, &[family, sides, far]);
        put(4, &[word, sides]);
        put(5, &[word, side, far, nouns]);
        put(6, &[kind, side, far, nouns]);
        put(7, &[far, sides, verbs.min(3), nouns]);
        put(8, &[side, far, distance]);
        put(10, &[left_word, side, kind]);
        put(11, &[right_word, side]);
        put(12, &[right_word, side, kind]);
        put(14, &[last.hash, kind]);
        put(21, &[preposition, side, kind]);
        put(22, &[preposition, sides, passive]);
        put(23, &[passive, side, kind, far]);
        put(24, &[verbs.min(4), triggers, side, far]);
        put(25, &[verb, side, family]);
        put(26, &[u64::from(phrase.opens), side, far, kind]);
        put(27, &[mentions, sides, far]);
        put(28, &[slot, second]);
        put(29, &[slot, kind]);
        put(30, &[slot, left_border]);
        put(31, &[slot, right_border]);
        put(32, &[self.before, side, family]);
        put(33, &[self.behind, side, family]);
        put(34, &[gap, side]);
        put(35, &[gap, side, kind]);
        put(38, &[kind, sides, far]);
        put(41, &[slot, far, head]);
        put(42, &[word, left_word, side]);
        put(43, &[slot, shape]);
        put(44, &[word, sides, far, nouns.min(2)]);
        put(45, &[class, same, side, far]);
        put(46, &[class, same, side, kind]);
        put(47, &[headlines, head, kind]);
        put(48, &[line_start, sides, far, own_noun]);
        put(49, &[own_noun, sides, far, family]);
        put(50, &[repeated, head, far, side]);
        put(51, &[last_char, kind, side]);
        put(52, &[last_two, family]);
        put(53, &[left_border, head, kind]);
        put(54, &[left_word, right_word, side]);
    }

    /// Adds the features that look at the clusters of words; `verb` is the one between that is nearest to the phrase's end.
    fn add_clusters(
        &self,
        phrase: &Phrase,
        relation: &Relation,
        verb: Option<&IndexedToken>,
        out: &mut Features,
    ) {
        let EventContext { to: tj, kind, family, .. } = self.trigger;
        let (side, sides, far) = (u64::from(relation.left), relation.sides, relation.far);
        let cluster = self.index.tokens[phrase.to - 1].cluster();
        let own = self.index.tokens[tj - 1].cluster();
        let (before, after) = (self.index.before(phrase.from), self.index.at(phrase.to));
        let verb_cluster = verb.map_or(0, IndexedToken::cluster);
        let mut put = |template: u8, parts: &[u64]| out.put(template, parts);
        put(57, &[cluster, kind]);
        put(58, &[cluster, family, side]);
        put(59, &[before.cluster(), side, kind]);
        put(60, &[after.cluster(), side, kind]);
        put(61, &[verb_cluster, side, kind]);
        put(62, &[own, sides, far]);
        put(63, &[own, cluster, side]);
        put(65, &[before.cluster(), after.cluster(), sides]);
    }

    /// Returns all features of a phrase of tokens.
    pub(crate) fn features(&self, clean: &str, i: usize, j: usize) -> Features {
        let phrase = Phrase::new(self.index, i, j);
        let detail = PhraseDetail::new(clean, self.index, &phrase);
        let mut features = Features::new(SEED);
        detail.add_features(self.index, &phrase, &mut features);
        self.add_features(&phrase, &detail, &self.relation(&phrase), &mut features);
        features
    }

    /// Mentions between of the class of a token, at most three; 9 when it is of none.
    fn mentions_like(&self, token: &IndexedToken, between: &std::ops::Range<usize>) -> u64 {
        if token.class == MentionClass::None {
            return 9;
        }
        let tokens = &self.index.tokens;
        let begins = |&t: &usize| {
            tokens[t].class == token.class
                && (t == between.start || tokens[t].mention != tokens[t - 1].mention)
        };
        between.clone().filter(begins).take(3).count() as u64
    }

    /// Triggers of other events between, at most two.
    fn triggers_between(&self, between: &std::ops::Range<usize>) -> u64 {
        let at = |t: usize| self.trigger.triggers.partition_point(|&s| (s as usize) < t);
        (at(between.end).saturating_sub(at(between.start)) as u64).min(2)
    }
}
