//! The candidates for mentions of a text, and the features that fired on each.

use std::ops::Range;

use crate::mention::FeatureHit;
use crate::{Clean, Span, document::MentionKind, rules::RuleId};

/// The score of an exact candidate for each byte; more than all features of a sentence together.
const EXACT: f32 = 1000.0;

/// Candidates of a text of some 30 kB.
const MANY: usize = 1 << 12;

/// Most candidates that are kept of each start where a sentence has more than that for each character. News has one for five
/// characters; 王某王某王某 without end has 27 for each.
const MOST_PER_START: usize = 4;

/// A candidate for a mention.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Candidate {
    /// Its bytes.
    pub(crate) span: Span<Clean>,
    /// What it would be; none for a look-alike that keeps names out, such as the person in 邓小平理论.
    pub(crate) kind: Option<MentionKind>,
    /// The rule that proposed it.
    pub(crate) rule: RuleId,
    /// The sum of the weights of its features.
    pub(crate) score: f32,
    fired: (u32, u32),
}

/// The candidates of a text and the features that fired on them, in plain vectors that are reused from text to text.
#[derive(Debug, Default)]
pub(crate) struct Candidates {
    all: Vec<Candidate>,
    fired: Vec<FeatureHit>,
    /// Memory of [`Candidates::end_sentence`].
    spare: Vec<FeatureHit>,
    /// The first candidate of the sentence and the first feature that fired on one.
    sentence_start: usize,
    sentence_hits: usize,
    /// Features are no longer kept, only what they bring.
    only_scores: bool,
}

impl Candidate {
    /// Returns whether it is of the span and kind.
    pub(crate) fn is(&self, span: Span<Clean>, kind: MentionKind) -> bool {
        self.span == span && self.kind == Some(kind)
    }
}

impl Candidates {
    /// Forgets all candidates and keeps the memory.
    pub(crate) fn clear(&mut self) {
        self.all.clear();
        self.fired.clear();
        self.only_scores = false;
    }

    /// Keeps only scores from here on, and no features.
    pub(crate) fn keep_only_scores(&mut self) {
        self.only_scores = true;
    }

    /// Returns the candidates in the order they were proposed.
    pub(crate) fn all(&self) -> &[Candidate] {
        &self.all
    }

    /// Returns the features that fired on a candidate.
    pub(crate) fn hits(&self, candidate: &Candidate) -> &[FeatureHit] {
        &self.fired[candidate.fired.0 as usize..candidate.fired.1 as usize]
    }

    /// Opens a candidate of score 0; the features added from here on belong to it.
    pub(crate) fn propose(&mut self, span: Span<Clean>, kind: Option<MentionKind>, rule: RuleId) {
        let at = self.fired.len() as u32;
        // Where there are very many, doubling would leave half the memory unused.
        let count = self.all.len();
        if count == self.all.capacity() && count >= MANY {
            self.all.reserve_exact(count / 8);
        }
        self.all.push(Candidate { span, kind, rule, score: 0.0, fired: (at, at) });
    }

    /// Adds a feature to the candidate opened last.
    pub(crate) fn add(&mut self, rule: RuleId, key: Span<Clean>, weight: f32) {
        let Some(candidate) = self.all.last_mut() else { return };
        if self.only_scores {
            candidate.score += weight;
            return;
        }
        self.fired.push(FeatureHit { rule, key, weight });
        candidate.fired.1 = self.fired.len() as u32;
        candidate.score += weight;
    }

    /// Returns the score of the candidate opened last.
    pub(crate) fn last_score(&self) -> f32 {
        self.all.last().map_or(0.0, |c| c.score)
    }

    /// Proposes an exact candidate: a date, a dateline, a name that a user registered. More features may be added to it.
    pub(crate) fn propose_exact(
        &mut self,
        span: Span<Clean>,
        kind: Option<MentionKind>,
        rule: RuleId,
    ) {
        self.propose(span, kind, rule);
        // One piece is better than two of the same length.
        self.add(rule, span, EXACT * span.len() as f32 - 1.0);
    }

    /// Takes the candidate opened last back unless it has at least the score `floor`.
    pub(crate) fn drop_below(&mut self, floor: f32) {
        if let Some(candidate) = self.all.pop_if(|c| c.score < floor) {
            self.fired.truncate(candidate.fired.0 as usize);
        }
    }

    /// Says that the candidates proposed from here on are of a new sentence.
    pub(crate) fn begin_sentence(&mut self) {
        self.sentence_start = self.all.len();
        self.sentence_hits = self.fired.len();
    }

    /// Returns the indices of the candidates of the sentence.
    pub(crate) fn sentence_range(&self) -> Range<usize> {
        self.sentence_start..self.all.len()
    }

    /// Returns the candidates of the sentence.
    pub(crate) fn of_sentence(&self) -> &[Candidate] {
        &self.all[self.sentence_start..]
    }

    /// Returns the index of the sentence's first candidate of a span and kind.
    pub(crate) fn find_in_sentence(&self, span: Span<Clean>, kind: MentionKind) -> Option<usize> {
        self.sentence_range().find(|&at| self.all[at].is(span, kind))
    }

    /// Takes back the candidates of a sentence of so many characters that score less than `floor` or are more than memory is to
    /// be taken for, and the features that fired on them; with `explain` those of the others are kept.
    pub(crate) fn end_sentence(&mut self, characters: usize, floor: f32, explain: bool) {
        if self.of_sentence().len() > MOST_PER_START * characters {
            self.keep_best();
        }
        let Candidates { all, fired, spare, .. } = self;
        let begin = self.sentence_hits;
        spare.clear();
        let mut kept = self.sentence_start;
        for index in self.sentence_start..all.len() {
            let mut candidate = all[index];
            if candidate.score < floor {
                continue;
            }
            let at = (begin + spare.len()) as u32;
            if explain {
                let rows = candidate.fired.0 as usize..candidate.fired.1 as usize;
                spare.extend_from_slice(&fired[rows]);
            }
            candidate.fired = (at, (begin + spare.len()) as u32);
            all[kept] = candidate;
            kept += 1;
        }
        all.truncate(kept);
        fired.truncate(begin);
        fired.extend_from_slice(spare);
    }

    /// Takes back all candidates of the sentence but the [`MOST_PER_START`] of each start that score highest for their length.
    fn keep_best(&mut self) {
        let all = &self.all;
        let score = |at: usize| all[at].score / all[at].span.len() as f32;
        let mut best: Vec<usize> = self.sentence_range().collect();
        best.sort_by(|&a, &b| {
            let starts = all[a].span.start.cmp(&all[b].span.start);
            starts.then(score(b).total_cmp(&score(a)))
        });
        let mut kept: Vec<usize> = best
            .chunk_by(|&a, &b| all[a].span.start == all[b].span.start)
            .flat_map(|start| &start[..start.len().min(MOST_PER_START)])
            .copied()
            .collect();
        kept.sort_unstable();
        for (at, from) in (self.sentence_start..).zip(&kept) {
            self.all[at] = self.all[*from];
        }
        self.all.truncate(self.sentence_start + kept.len());
    }

    /// Adds a feature to any candidate.
    pub(crate) fn add_to(&mut self, index: usize, rule: RuleId, key: Span<Clean>, weight: f32) {
        let candidate = &mut self.all[index];
        if self.only_scores {
            candidate.score += weight;
            return;
        }
        let (from, to) = candidate.fired;
        // The second of two additions finds the features at the end already.
        if to as usize != self.fired.len() {
            candidate.fired.0 = self.fired.len() as u32;
            self.fired.extend_from_within(from as usize..to as usize);
        }
        self.fired.push(FeatureHit { rule, key, weight });
        candidate.fired.1 = self.fired.len() as u32;
        candidate.score += weight;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_candidate_below_the_floor_leaves_no_trace() {
        let rule = RuleId { table: 0, row: 0 };
        let mut candidates = Candidates::default();
        candidates.propose(Span::new(0, 6), Some(MentionKind::Person), rule);
        candidates.add(rule, Span::new(0, 6), -8.0);
        candidates.drop_below(-4.0);
        assert!(candidates.all().is_empty() && candidates.fired.is_empty());
    }

    #[test]
    fn a_sentence_keeps_its_best_candidates() {
        let rule = RuleId { table: 0, row: 0 };
        let mut candidates = Candidates::default();
        candidates.begin_sentence();
        for weight in [1.0, 3.0, 2.0, 3.0, 0.5, 2.0] {
            candidates.propose(Span::new(0, 1), Some(MentionKind::Person), rule);
            candidates.add(rule, Span::new(0, 1), weight);
        }
        candidates.end_sentence(1, 0.0, true);
        let kept: Vec<f32> = candidates.all().iter().map(|c| c.score).collect();
        assert_eq!(kept, [3.0, 2.0, 3.0, 2.0]);
        assert!(candidates.all().iter().all(|c| candidates.hits(c).len() == 1));
    }
}
