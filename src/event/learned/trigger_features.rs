//! Which proposals tell an event: the rows of a word that may be a trigger.
//!
//! A binary log-linear model over hashed rows (named templates with keys), as in Weinberger et al. 2009.

use super::token_index::{IndexedToken, MentionClass, TokenIndex};
use crate::{
    Clean, Span,
    event::word_classes::{WordList, word_hash},
    mention::learned::mix,
};

/// What the set rows say of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum RuleVerdict {
    /// No row reads here.
    #[default]
    None,
    /// A row reads a part of these words or more than them.
    Overlaps,
    /// The guards of every row of the word say no.
    Guarded,
    /// A row reads the word, and a longer or higher one was preferred, or it is cut out of a longer word.
    Beaten,
    /// The word only names a kind of act here.
    Nominal,
    /// It is the trigger of an event.
    Event,
}

/// A word that may tell an event.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CandidateFacts {
    pub(crate) span: Span<Clean>,
    /// Index of the word among those of the trigger tables.
    pub(crate) word: u32,
    pub(crate) verdict: RuleVerdict,
    /// Hash of the name of its type, 0 when that is not known, and of its family.
    pub(crate) kind: u64,
    pub(crate) family: u64,
    /// How the tables say that the word is used.
    pub(crate) usage: u8,
    /// Type and family of what the set rows read here.
    pub(crate) rule_kind: u64,
    /// How often the word is proposed in the text.
    pub(crate) times: u32,
}

/// The templates, by number.
pub(crate) const TRIGGER: [&str; 57] = [
    "bias",
    "word",
    "kind",
    "set_rule",
    "set_rule_word",
    "set_kind",
    "word_left_word",
    "word_right_word",
    "kind_left_word",
    "kind_right_word",
    "word_left_pos",
    "word_right_pos",
    "pos_window",
    "pos_window_family",
    "word_pos_host",
    "borders_word",
    "word_left_char",
    "word_right_char",
    "left_chars_family",
    "right_chars_family",
    "mentions_beside_kind",
    "mentions_of_clause_kind",
    "verbs_of_clause_kind",
    "clause_end_kind",
    "headline_set_rule_kind",
    "quotation_set_rule_family",
    "word_dated_headline",
    "verbs_before_of_quotation",
    "family_mention_pos",
    "word_right_two",
    "word_second_left",
    "words_beside",
    "host",
    "pos_beside",
    "word_aspect",
    "pos_right_pos_aspect",
    "kind_times",
    "usage_set_rule",
    "kind_usage_set_rule",
    "kind_pos_set_rule",
    "inside_mention",
    "kind_object_subject",
    "family_object",
    "family_subject",
    "kind_left_cluster",
    "kind_right_cluster",
    "word_left_cluster",
    "word_right_cluster",
    "host_cluster_set_rule",
    "host_left_cluster",
    "host_right_cluster",
    "host_object_cluster",
    "kind_object_subject_cluster",
    "family_object_cluster",
    "word_object_cluster",
    "word_subject_cluster",
    "clusters_around",
];

/// What of the text the rows need beside the tokens.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TriggerFeatures<'a> {
    pub(crate) clean: &'a str,
    pub(crate) index: &'a TokenIndex,
}

#[inline]
fn key(parts: &[u64]) -> u64 {
    parts.iter().fold(0x2545_f491, |key, &part| mix(key, part.wrapping_add(0x9e37_79b9)))
}

impl TriggerFeatures<'_> {
    /// Feeds `fire` with the template and the key of each row of a facts.
    pub(crate) fn trigger(&self, facts: &CandidateFacts, mut fire: impl FnMut(u8, u64)) {
        let CandidateFacts { span, verdict, kind, family, usage, rule_kind, times, .. } = *facts;
        let (index, clean) = (self.index, self.clean);
        let tokens = &index.tokens;
        let first = index.token_at(span.start).min(tokens.len() - 1);
        let last = index.token_at(span.end - 1).clamp(first, tokens.len() - 1);
        let (i, j) = (first as isize, last as isize);
        let word = word_hash(&clean[span.range()]);
        let set = verdict as u64;
        let host = (first..=last).fold(0, |h, t| mix(h, tokens[t].hash));
        let pos = tokens[last].pos_code();
        let (left, second, right, next) =
            (index.at(i - 1), index.at(i - 2), index.at(j + 1), index.at(j + 2));
        let aligned = u64::from(tokens[first].span.start == span.start) << 1
            | u64::from(tokens[last].span.end == span.end);
        let length = clean[span.range()].chars().count() as u64;
        let start = index.clause_start(first);
        let end = index.clause_end(last);
        let before = &tokens[start..first];
        let after = &tokens[last + 1..end.max(last + 1)];
        let verbs = |of: &[IndexedToken]| of.iter().filter(|t| t.is_verbal()).count() as u64;
        let (verbs_before, verbs_after) = (verbs(before), verbs(after));
        let class = |of: &[IndexedToken]| {
            of.iter().map(|t| t.class).find(|&c| c != MentionClass::None).unwrap_or_default() as u64
        };
        let (class_before, class_after) = (class(before), class(after));
        let dated = before.iter().any(|t| t.class == MentionClass::Date);
        let headline = u64::from(tokens[first].headline);
        let of = u64::from(right.first == '的' && right.last == '的');
        let close = tokens[end - 1];
        let close = if close.mark { u64::from(u32::from(close.first)) } else { 0 };
        let quoted = u64::from(self.in_quotation(span.start));
        let mut behind = clean[span.end..].chars();
        let mut ahead = clean[..span.start].chars().rev();
        let character = |next: Option<char>| next.map_or(0, |c| u64::from(u32::from(c)));
        let (c1, c2) = (character(behind.next()), character(behind.next()));
        let (b1, b2) = (character(ahead.next()), character(ahead.next()));
        let aspect = if right.is(WordList::Aspect) { right.hash } else { 0 };
        let window = key(&[second.pos_code(), left.pos_code(), pos, right.pos_code()]);
        let covering = tokens[first];
        let inside = match covering.class {
            MentionClass::None => 0,
            class => 1 + (class as u64) * 2 + u64::from(covering.span == span),
        };
        let (object, object_class) = self.object(last + 1, end);
        let (subject, subject_class, gap) = self.subject(start, first);
        let (object_cluster, subject_cluster) =
            (object.map_or(0, |t| t.cluster()), subject.map_or(0, |t| t.cluster()));
        let (object, subject) = (object.map_or(0, |t| t.hash), subject.map_or(0, |t| t.hash));
        let mut template = 0u8;
        let mut put = |parts: &[u64]| {
            fire(template, key(parts));
            template += 1;
        };
        put(&[]);
        put(&[word]);
        put(&[kind]);
        put(&[set]);
        put(&[set, word]);
        put(&[rule_kind]);
        put(&[word, left.hash]);
        put(&[word, right.hash]);
        put(&[kind, left.hash]);
        put(&[kind, right.hash]);
        put(&[word, left.pos_code()]);
        put(&[word, right.pos_code()]);
        put(&[window]);
        put(&[window, family]);
        put(&[word, pos, host]);
        put(&[aligned, length, word]);
        put(&[word, b1]);
        put(&[word, c1]);
        put(&[b1, b2, family]);
        put(&[c1, c2, family]);
        put(&[left.class as u64, right.class as u64, kind]);
        put(&[class_before, class_after, kind]);
        put(&[verbs_before, verbs_after.min(3), kind]);
        put(&[close, of, kind]);
        put(&[headline, set, kind]);
        put(&[quoted, set, family]);
        put(&[word, u64::from(dated), headline]);
        put(&[verbs_before.min(3), of, quoted]);
        put(&[family, left.class as u64, pos]);
        put(&[word, right.hash, next.pos_code()]);
        put(&[word, second.hash]);
        put(&[left.hash, right.hash]);
        put(&[host]);
        put(&[pos, left.pos_code(), right.pos_code()]);
        put(&[word, aspect]);
        put(&[pos, right.pos_code(), aspect, set]);
        put(&[kind, u64::from(times.min(4))]);
        put(&[u64::from(usage), set]);
        put(&[kind, u64::from(usage), set]);
        put(&[kind, pos, set]);
        put(&[inside, aligned]);
        put(&[kind, object_class, subject_class]);
        put(&[family, object]);
        put(&[family, subject, gap]);
        let (lc, rc, hc) = (left.cluster(), right.cluster(), tokens[last].cluster());
        let (oc, sc) = (object_cluster, subject_cluster);
        put(&[kind, lc]);
        put(&[kind, rc]);
        put(&[word, lc]);
        put(&[word, rc]);
        put(&[hc, set]);
        put(&[hc, lc]);
        put(&[hc, rc]);
        put(&[hc, oc]);
        put(&[kind, oc, sc]);
        put(&[family, oc]);
        put(&[word, oc]);
        put(&[word, sc]);
        put(&[hc, lc, rc]);
        debug_assert_eq!(usize::from(template), TRIGGER.len());
    }

    /// The last word of the noun phrase behind the trigger, and its class.
    pub(super) fn object(&self, from: usize, end: usize) -> (Option<IndexedToken>, u64) {
        let tokens = &self.index.tokens[..end];
        let skipped = |t: &IndexedToken| t.is(WordList::Aspect) || matches!(t.first, '“' | '《');
        let mut at = from;
        while at < end && skipped(&tokens[at]) {
            at += 1;
        }
        let start = at;
        while at < end
            && (tokens[at].nominal
                || matches!(tokens[at].first, '的' | '、' | '和' | '“' | '”' | '《' | '》'))
        {
            at += 1;
        }
        match at > start {
            true => (Some(tokens[at - 1]), 1 + tokens[at - 1].class as u64),
            false => (None, 0),
        }
    }

    /// The nearest noun before the trigger, its class, and whether it stands directly before it.
    pub(super) fn subject(&self, start: usize, first: usize) -> (Option<IndexedToken>, u64, u64) {
        let tokens = &self.index.tokens;
        match (start..first).rev().find(|&t| tokens[t].nominal) {
            Some(at) => (Some(tokens[at]), 1 + tokens[at].class as u64, u64::from(at + 1 == first)),
            None => (None, 0, 0),
        }
    }

    /// Whether a quotation is open at a byte, seen from the forty characters before.
    fn in_quotation(&self, byte: usize) -> bool {
        let before = self.clean[..byte].chars().rev().take(40);
        before.take_while(|&c| c != '\n').find(|c| matches!(c, '“' | '”')) == Some('“')
    }
}
