//! What the proposers and scorers of one sentence share.

use super::{
    MentionRules,
    index::sentence_index::SentenceIndex,
    learned::LearnedScratch,
    propose::{candidates::Candidates, weight::FeatureId},
};
use crate::{Clean, Span, document::MentionKind, options::Options, rules::RuleId};

/// One sentence while its candidates are proposed and scored.
pub(crate) struct SentenceScope<'a> {
    /// What the tables say.
    pub(crate) rules: &'a MentionRules,
    /// What the user chose.
    pub(crate) options: Options,
    /// The sentence.
    pub(crate) sentence: &'a mut SentenceIndex,
    /// The candidates of the text; those of the sentence are the last ones.
    pub(crate) candidates: &'a mut Candidates,
    /// Memory of the learned scorer.
    pub(crate) learned: &'a mut LearnedScratch,
}

impl SentenceScope<'_> {
    /// Adds a feature to the candidate opened last.
    pub(crate) fn add(&mut self, feature: FeatureId, span: Span<Clean>) {
        self.rules.weights.add(feature, span, self.candidates);
    }

    /// Adds a feature that counts to the candidate opened last.
    pub(crate) fn add_times(&mut self, feature: FeatureId, span: Span<Clean>, times: f32) {
        self.rules.weights.add_times(feature, span, times, self.candidates);
    }

    /// Adds a feature to any candidate, `times` over.
    pub(crate) fn add_to(&mut self, index: usize, feature: FeatureId, times: usize) {
        if let Some((rule, weight)) = self.rules.weights.get(feature).filter(|_| times > 0) {
            let span = self.candidates.all()[index].span;
            self.candidates.add_to(index, rule, span, weight * times as f32);
        }
    }

    /// Adds the weights of the words beside a candidate for a person (0), place (1) or organisation (2) to the candidate
    /// opened last.
    pub(crate) fn add_context(&mut self, start: usize, end: usize, kind: usize, key: Span<Clean>) {
        let mut add = |rule: RuleId, weight: f32| {
            if weight != 0.0 {
                self.candidates.add(rule, key, weight);
            }
        };
        if let Some((rule, _, word)) = self.sentence.context_before(start) {
            add(rule, word.before[kind]);
        }
        if let Some((rule, _, word)) = self.sentence.context_after(end) {
            add(rule, word.after[kind]);
        }
    }

    /// Adds a feature to a candidate of positive score, or proposes it where nothing else did or where what the learned
    /// rows know of other texts speaks against it.
    pub(crate) fn support(
        &mut self,
        (start, end): (usize, usize),
        kind: MentionKind,
        feature: FeatureId,
    ) {
        let Some((rule, weight)) = self.rules.weights.get(feature) else { return };
        let span = self.sentence.span(start, end);
        let known = self.candidates.sentence_range().find(|&at| {
            let c = &self.candidates.all()[at];
            c.span == span && c.kind == Some(kind) && c.score > 0.0
        });
        match known {
            Some(at) => self.candidates.add_to(at, rule, span, weight),
            None => {
                self.candidates.propose(span, Some(kind), rule);
                self.candidates.add(rule, span, weight);
            }
        }
    }

    /// Returns a candidate's span in characters of the sentence.
    pub(crate) fn characters_of(&self, span: Span<Clean>) -> (usize, usize) {
        (self.sentence.position(span.start), self.sentence.position(span.end))
    }
}
