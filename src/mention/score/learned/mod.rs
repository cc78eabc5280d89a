//! The learned scorer: weights estimated from annotated text, on top of the hand-set features.
//!
//! In: a sentence as a [`FeatureInput`]. Out: for each span that may be a name a score by kind, in natural log odds.
//! Character rows give emission scores, which propose spans; rows of the whole span score these. The method is a
//! semi-Markov conditional random field (Sarawagi and Cohen 2004) with hashed rows (Weinberger et al. 2009).

#[cfg(feature = "train")]
mod decoder;
mod emission;
mod feature;
mod feature_input;
mod feature_table;
mod scorer;
mod span_pruning;
mod weights;

pub(crate) use emission::EmissionScores;
pub(crate) use feature::{
    CHARACTER_TEMPLATES, SPAN_TEMPLATES, character_features, mix, span_features,
};
pub(crate) use feature_input::FeatureInput;
pub(crate) use feature_table::row_hash;
#[cfg(feature = "train")]
pub(crate) use scorer::MARGIN;
pub(crate) use scorer::{FEATURE, LearnedScorer, LearnedScratch};
#[cfg(feature = "train")]
pub(crate) use span_pruning::is_name_boundary;
pub(crate) use span_pruning::{PruningScratch, propose_spans};
use weights::matching_row;
pub(crate) use weights::{KINDS, Weights, tag};
#[cfg(feature = "train")]
pub(crate) use {
    feature_table::insert,
    weights::{NONE, TAGS},
};

use crate::document::MentionKind;
use crate::mention::{index::sentence_index::SentenceIndex, propose::candidates::Candidates};

/// Longest span, in characters.
pub(crate) const LONGEST: usize = 24;

/// A span that may be a name, in characters of the sentence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct CandidateSpan {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Scores for person, place, organisation against no name.
    pub(crate) scores: [f32; 3],
    /// What the hand-set features say for each kind; not a number where they propose nothing.
    pub(crate) hand_scores: [f32; 3],
}

impl CandidateSpan {
    /// Returns a span of which nothing is known.
    pub(crate) const fn new(start: usize, end: usize) -> Self {
        CandidateSpan { start, end, scores: [0.0; 3], hand_scores: [f32::NAN; 3] }
    }

    /// Returns what the hand-set features bring to each kind, in the unit of the learned rows.
    pub(crate) fn offset(&self) -> [f32; 3] {
        self.hand_scores.map(|s| if s.is_nan() { 0.0 } else { s * HAND_UNIT })
    }
}

/// More rows than the templates of one span fire.
const ROWS: usize = 64;

/// Log odds of a unit of the hand-set weights.
pub(crate) const HAND_UNIT: f32 = 0.5;

const NAME_KINDS: [MentionKind; 3] =
    [MentionKind::Person, MentionKind::Place, MentionKind::Organization];

/// Fills `out` with what the hand-set features proposed, one span once, by start and then by end.
pub(crate) fn gather(
    sentence: &SentenceIndex,
    candidates: &Candidates,
    out: &mut Vec<CandidateSpan>,
) {
    out.clear();
    for candidate in candidates.of_sentence() {
        let Some(kind) = NAME_KINDS.iter().position(|k| candidate.kind == Some(*k)) else {
            continue;
        };
        let mut span = CandidateSpan::new(
            sentence.position(candidate.span.start),
            sentence.position(candidate.span.end),
        );
        span.hand_scores[kind] = candidate.score;
        out.push(span);
    }
    out.sort_unstable_by_key(|p| (p.start, p.end));
    merge(out);
}

/// Makes one of neighbours that are the same span; the better score of a kind stays.
pub(crate) fn merge(out: &mut Vec<CandidateSpan>) {
    out.dedup_by(|next, kept| {
        let same = (next.start, next.end) == (kept.start, kept.end);
        if same {
            for kind in 0..3 {
                kept.hand_scores[kind] = kept.hand_scores[kind].max(next.hand_scores[kind]);
            }
        }
        same
    });
}

/// Adds the spans that were proposed to those that the emission scores propose.
fn add_proposed(
    emissions: &EmissionScores,
    proposed: &[CandidateSpan],
    spans: &mut Vec<CandidateSpan>,
) {
    for p in proposed {
        spans.push(CandidateSpan { scores: emissions.span(p.start, p.end), ..*p });
    }
    spans.sort_unstable_by_key(|p| (p.start, p.end));
    merge(spans);
}

impl Weights {
    /// Adds the sums of the span rows, and what the hand-set features bring, to the scores of the proposals.
    pub(crate) fn score(
        &self,
        input: &FeatureInput,
        convention: u64,
        proposals: &mut [CandidateSpan],
    ) {
        for proposal in proposals {
            // First all hashes, then all rows: so the processor waits for many rows of the table at once.
            let (mut hashes, mut count) = ([0; ROWS], 0);
            span_features(input, proposal, convention, &mut |template, key| {
                hashes[count % ROWS] = row_hash(template, key);
                count += 1;
            });
            debug_assert!(count <= ROWS);
            let hashes = &hashes[..count.min(ROWS)];
            let mut pairs = [[[0; 4]; 2]; ROWS];
            for (pair, hash) in pairs.iter_mut().zip(hashes) {
                *pair = *self.spans(*hash);
            }
            let mut sum = [0i32; 3];
            for (pair, hash) in pairs.iter().zip(hashes) {
                if let Some([_, weights @ ..]) = matching_row(pair, *hash) {
                    for (s, w) in sum.iter_mut().zip(weights) {
                        *s += i32::from(*w);
                    }
                }
            }
            let offset = proposal.offset();
            for kind in 0..3 {
                proposal.scores[kind] += sum[kind] as f32 * self.scale + offset[kind];
            }
        }
    }
}
