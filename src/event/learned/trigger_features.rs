//! The features of a word that may be a trigger.
//!
//! A binary log-linear model over hashed features (named templates with keys), as in Weinberger et al. 2009.

use super::token_index::{IndexedToken, MentionClass, TokenIndex};
use crate::mention::log_linear::Features;
use crate::mention::log_linear::word_hash;
use crate::{Clean, Span, event::word_classes::WordList, mention::learned::mix};

/// What the set rules make of a word.
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

/// A word that may be a trigger.
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
    /// How often the word stands in the text.
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

/// Where the keys of the model begin.
const SEED: u64 = 0x2545_f491;

/// Where a trigger stands among the tokens, with its neighbours.
pub(super) struct TriggerSite<'a> {
    pub(super) first: usize,
    pub(super) last: usize,
    /// The tokens of its clause.
    pub(super) clause: std::ops::Range<usize>,
    /// Hash of its words.
    pub(super) word: u64,
    pub(super) left: &'a IndexedToken,
    pub(super) right: &'a IndexedToken,
    /// The last word of the noun phrase behind it.
    pub(super) object: Option<&'a IndexedToken>,
    /// The nearest noun before it in its clause.
    pub(super) subject: Option<&'a IndexedToken>,
    /// Whether that stands directly before it.
    beside_subject: bool,
}

/// A number for what kind of mention the head of a phrase is; 0 for no phrase.
pub(super) fn head_class(head: Option<&IndexedToken>) -> u64 {
    head.map_or(0, |t| 1 + t.class as u64)
}

pub(super) fn hash_of(token: Option<&IndexedToken>) -> u64 {
    token.map_or(0, |t| t.hash)
}

pub(super) fn cluster_of(token: Option<&IndexedToken>) -> u64 {
    token.map_or(0, IndexedToken::cluster)
}

impl<'a> TriggerFeatures<'a> {
    /// Returns where a trigger stands.
    pub(super) fn site(&self, span: Span<Clean>) -> TriggerSite<'a> {
        let index = self.index;
        let tokens = &index.tokens;
        let first = index.token_at(span.start).min(tokens.len() - 1);
        let last = index.token_at(span.end - 1).clamp(first, tokens.len() - 1);
        let clause = index.clause_start(first)..index.clause_end(last);
        let subject = (clause.start..first).rev().find(|&t| tokens[t].nominal);
        TriggerSite {
            first,
            last,
            word: word_hash(&self.clean[span.range()]),
            left: index.before(first),
            right: index.at(last + 1),
            object: self.object(last + 1, clause.end),
            subject: subject.map(|t| &tokens[t]),
            beside_subject: subject.is_some_and(|t| t + 1 == first),
            clause,
        }
    }

    /// Returns the features of a candidate.
    pub(crate) fn trigger(&self, facts: &CandidateFacts) -> Features {
        let CandidateFacts { span, verdict, kind, family, usage, rule_kind, times, .. } = *facts;
        let (index, clean) = (self.index, self.clean);
        let tokens = &index.tokens;
        let site = self.site(span);
        let TriggerSite { first, last, word, left, right, .. } = site;
        let (second, next) = (index.at(first.wrapping_sub(2)), index.at(last + 2));
        let set = verdict as u64;
        let host = (first..=last).fold(0, |h, t| mix(h, tokens[t].hash));
        let pos = tokens[last].pos_code();
        let aligned = u64::from(tokens[first].span.start == span.start) << 1
            | u64::from(tokens[last].span.end == span.end);
        let length = clean[span.range()].chars().count() as u64;
        let mut behind = clean[span.end..].chars().map(|c| u64::from(u32::from(c)));
        let mut ahead = clean[..span.start].chars().rev().map(|c| u64::from(u32::from(c)));
        let (c1, c2) = (behind.next().unwrap_or(0), behind.next().unwrap_or(0));
        let (b1, b2) = (ahead.next().unwrap_or(0), ahead.next().unwrap_or(0));
        let aspect = if right.is(WordList::Aspect) { right.hash } else { 0 };
        let window =
            Features::key(SEED, &[second.pos_code(), left.pos_code(), pos, right.pos_code()]);
        let inside = match tokens[first].class {
            MentionClass::None => 0,
            class => 1 + (class as u64) * 2 + u64::from(tokens[first].span == span),
        };
        let (object, subject) = (site.object, site.subject);
        let (object_class, subject_class) = (head_class(object), head_class(subject));
        let gap = u64::from(site.beside_subject);
        let mut features = Features::new(SEED);
        let mut put = |template: u8, parts: &[u64]| features.put(template, parts);
        put(0, &[]);
        put(1, &[word]);
        put(2, &[kind]);
        put(3, &[set]);
        put(4, &[set, word]);
        put(5, &[rule_kind]);
        put(6, &[word, left.hash]);
        put(7, &[word, right.hash]);
        put(8, &[kind, left.hash]);
        put(9, &[kind, right.hash]);
        put(10, &[word, left.pos_code()]);
        put(11, &[word, right.pos_code()]);
        put(12, &[window]);
        put(13, &[window, family]);
        put(14, &[word, pos, host]);
        put(15, &[aligned, length, word]);
        put(16, &[word, b1]);
        put(17, &[word, c1]);
        put(18, &[b1, b2, family]);
        put(19, &[c1, c2, family]);
        put(20, &[left.class as u64, right.class as u64, kind]);
        put(28, &[family, left.class as u64, pos]);
        put(29, &[word, right.hash, next.pos_code()]);
        put(30, &[word, second.hash]);
        put(31, &[left.hash, right.hash]);
        put(32, &[host]);
        put(33, &[pos, left.pos_code(), right.pos_code()]);
        put(34, &[word, aspect]);
        put(35, &[pos, right.pos_code(), aspect, set]);
        put(36, &[kind, u64::from(times.min(4))]);
        put(37, &[u64::from(usage), set]);
        put(38, &[kind, u64::from(usage), set]);
        put(39, &[kind, pos, set]);
        put(40, &[inside, aligned]);
        put(41, &[kind, object_class, subject_class]);
        put(42, &[family, hash_of(object)]);
        put(43, &[family, hash_of(subject), gap]);
        self.add_clause(&site, facts, &mut features);
        self.add_clusters(&site, facts, &mut features);
        features
    }

    /// Adds the features that look at the clause, the line and the quotation that the trigger stands in.
    fn add_clause(&self, site: &TriggerSite<'_>, facts: &CandidateFacts, out: &mut Features) {
        let &CandidateFacts { span, verdict, kind, family, .. } = facts;
        let &TriggerSite { first, last, word, right, .. } = site;
        let (tokens, set) = (&self.index.tokens, verdict as u64);
        let end = site.clause.end;
        let before = &tokens[site.clause.start..first];
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
        let close = &tokens[end - 1];
        let close = if close.mark { u64::from(u32::from(close.first)) } else { 0 };
        let quoted = u64::from(self.in_quotation(span.start));
        let mut put = |template: u8, parts: &[u64]| out.put(template, parts);
        put(21, &[class_before, class_after, kind]);
        put(22, &[verbs_before, verbs_after.min(3), kind]);
        put(23, &[close, of, kind]);
        put(24, &[headline, set, kind]);
        put(25, &[quoted, set, family]);
        put(26, &[word, u64::from(dated), headline]);
        put(27, &[verbs_before.min(3), of, quoted]);
    }

    /// Adds the features that look at the clusters of the words around.
    fn add_clusters(&self, site: &TriggerSite<'_>, facts: &CandidateFacts, out: &mut Features) {
        let &CandidateFacts { verdict, kind, family, .. } = facts;
        let (word, set) = (site.word, verdict as u64);
        let (lc, rc) = (site.left.cluster(), site.right.cluster());
        let hc = self.index.tokens[site.last].cluster();
        let (oc, sc) = (cluster_of(site.object), cluster_of(site.subject));
        let mut put = |template: u8, parts: &[u64]| out.put(template, parts);
        put(44, &[kind, lc]);
        put(45, &[kind, rc]);
        put(46, &[word, lc]);
        put(47, &[word, rc]);
        put(48, &[hc, set]);
        put(49, &[hc, lc]);
        put(50, &[hc, rc]);
        put(51, &[hc, oc]);
        put(52, &[kind, oc, sc]);
        put(53, &[family, oc]);
        put(54, &[word, oc]);
        put(55, &[word, sc]);
        put(56, &[hc, lc, rc]);
    }

    /// The last word of the noun phrase behind the trigger.
    fn object(&self, from: usize, end: usize) -> Option<&'a IndexedToken> {
        let tokens = &self.index.tokens[..end];
        let skipped = |t: &IndexedToken| t.is(WordList::Aspect) || matches!(t.first, '“' | '《');
        let inside = |t: &IndexedToken| {
            t.nominal || matches!(t.first, '的' | '、' | '和' | '“' | '”' | '《' | '》')
        };
        let behind = tokens.get(from..).unwrap_or_default();
        let start = behind.iter().take_while(|t| skipped(t)).count();
        behind[start..].iter().take_while(|t| inside(t)).last()
    }

    /// Whether a quotation is open at a byte, seen from the forty characters before.
    fn in_quotation(&self, byte: usize) -> bool {
        let before = self.clean[..byte].chars().rev().take(40);
        before.take_while(|&c| c != '\n').find(|c| matches!(c, '“' | '”')) == Some('“')
    }
}
