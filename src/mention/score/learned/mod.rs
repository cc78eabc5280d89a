//! Learned rows: weights estimated from annotated text, added to what the set rows bring.
//!
//! In: a sentence as a [`Sight`]. Out: for each stretch that may be a name, a score per kind, in the unit of natural log
//! odds. A thin layer of character rows proposes stretches; rows of the whole stretch score them. The method is a
//! semi-Markov conditional random field (Sarawagi and Cohen 2004) with hashed rows (Weinberger et al. 2009).

mod decoder;
mod emission;
mod feature;
mod feature_input;
mod feature_table;
mod span_pruning;
mod weights;

#[cfg(feature = "train")]
pub(crate) use decoder::MARGIN;
pub(crate) use decoder::{FEATURE, Learned};
pub(crate) use emission::Layer;
pub(crate) use feature::{CHARACTER, STRETCH, character, mix, stretch};
pub(crate) use feature_input::Sight;
#[cfg(feature = "train")]
pub(crate) use span_pruning::breaks;
pub(crate) use span_pruning::{Pruning, propose};
use weights::choose;
pub(crate) use weights::{KINDS, Weights, row_hash, tag};
#[cfg(feature = "train")]
pub(crate) use weights::{NONE, TAGS};

use crate::document::MentionKind;
use crate::mention::{decide::lattice::Proposals, index::sentence_index::View};

/// Longest stretch, in characters.
pub(crate) const LONGEST: usize = 24;

/// A stretch that may be a name, in characters of the sentence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Proposal {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Scores for person, place, organisation against no name.
    pub(crate) scores: [f32; 3],
    /// What the set rows say for each kind; not a number where they propose nothing.
    pub(crate) set: [f32; 3],
}

impl Proposal {
    /// Returns a stretch of which nothing is known.
    pub(crate) const fn new(start: usize, end: usize) -> Self {
        Proposal { start, end, scores: [0.0; 3], set: [f32::NAN; 3] }
    }

    /// Returns what the set rows bring to each kind, in the unit of the learned rows.
    pub(crate) fn offset(&self) -> [f32; 3] {
        self.set.map(|s| if s.is_nan() { 0.0 } else { s * SET })
    }
}

/// More rows than the templates of one stretch fire.
const ROWS: usize = 64;

/// What a unit of the set weights stands for in log odds: two of theirs are one of ours.
pub(crate) const SET: f32 = 0.5;

const KIND: [MentionKind; 3] = [MentionKind::Person, MentionKind::Place, MentionKind::Organization];

/// Fills `out` with what the set rows proposed, one stretch once, by start and then by end.
pub(crate) fn gather(view: &View, proposals: &Proposals, first: usize, out: &mut Vec<Proposal>) {
    out.clear();
    for candidate in &proposals.candidates()[first..] {
        let Some(kind) = KIND.iter().position(|k| candidate.kind == Some(*k)) else { continue };
        let mut proposal =
            Proposal::new(view.position(candidate.span.start), view.position(candidate.span.end));
        proposal.set[kind] = candidate.score;
        out.push(proposal);
    }
    out.sort_unstable_by_key(|p| (p.start, p.end));
    merge(out);
}

/// Makes one of neighbours that are the same stretch; the better score of a kind stays.
pub(crate) fn merge(out: &mut Vec<Proposal>) {
    out.dedup_by(|next, kept| {
        let same = (next.start, next.end) == (kept.start, kept.end);
        if same {
            for kind in 0..3 {
                kept.set[kind] = kept.set[kind].max(next.set[kind]);
            }
        }
        same
    });
}

/// Adds the stretches of the set rows to those of the layer.
fn join(layer: &Layer, set: &[Proposal], stretches: &mut Vec<Proposal>) {
    for p in set {
        stretches.push(Proposal { scores: layer.stretch(p.start, p.end), ..*p });
    }
    stretches.sort_unstable_by_key(|p| (p.start, p.end));
    merge(stretches);
}

impl Weights {
    /// Returns the names of a sentence by the learned and the set rows alone: start, end, kind.
    #[cfg(feature = "train")]
    pub(crate) fn names(
        &self,
        sight: &Sight,
        convention: u64,
        set: &[Proposal],
    ) -> Vec<(usize, usize, usize)> {
        let (mut layer, mut proposals) = (Layer::default(), Vec::new());
        self.layer(sight, &mut layer);
        propose(sight, &layer, &self.layer_follow, MARGIN, &mut Pruning::default(), &mut proposals);
        join(&layer, set, &mut proposals);
        self.score(sight, convention, &mut proposals);
        decode(sight.len(), &proposals, &self.follow)
    }

    /// Adds the sums of the stretch rows, and what the set rows bring, to the scores of the proposals.
    pub(crate) fn score(&self, sight: &Sight, convention: u64, proposals: &mut [Proposal]) {
        for proposal in proposals {
            // First all hashes, then all rows: so the processor waits for many rows of the table at once.
            let (mut hashes, mut count) = ([0; ROWS], 0);
            stretch(sight, proposal, convention, &mut |template, key| {
                hashes[count % ROWS] = row_hash(template, key);
                count += 1;
            });
            debug_assert!(count <= ROWS);
            let hashes = &hashes[..count.min(ROWS)];
            let mut pairs = [[[0; 4]; 2]; ROWS];
            for (pair, hash) in pairs.iter_mut().zip(hashes) {
                *pair = *self.stretches(*hash);
            }
            let mut sum = [0i32; 3];
            for (pair, hash) in pairs.iter().zip(hashes) {
                if let Some([_, weights @ ..]) = choose(pair, *hash) {
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

/// Returns the best path through the proposals: those taken, with their kind.
///
/// `proposals` are in order of start. Time grows with their number.
#[cfg(feature = "train")]
fn decode(
    length: usize,
    proposals: &[Proposal],
    follow: &[[f32; KINDS]; KINDS + 1],
) -> Vec<(usize, usize, usize)> {
    let mut best = vec![[f32::NEG_INFINITY; KINDS]; length + 1];
    let mut back = vec![[(0u32, 0u8); KINDS]; length + 1];
    let mut next = 0;
    for at in 0..length {
        let mut enter = [(f32::NEG_INFINITY, 0u8); KINDS];
        for (kind, enter) in enter.iter_mut().enumerate() {
            if at == 0 {
                *enter = (follow[KINDS][kind], KINDS as u8);
            } else {
                for previous in 0..KINDS {
                    let score = best[at][previous] + follow[previous][kind];
                    if score > enter.0 {
                        *enter = (score, previous as u8);
                    }
                }
            }
        }
        if enter[0].0 > best[at + 1][0] {
            best[at + 1][0] = enter[0].0;
            back[at + 1][0] = (at as u32, enter[0].1);
        }
        while let Some(proposal) = proposals.get(next).filter(|p| p.start == at) {
            next += 1;
            for kind in 1..KINDS {
                let score = enter[kind].0 + proposal.scores[kind - 1];
                if score > best[proposal.end][kind] {
                    best[proposal.end][kind] = score;
                    back[proposal.end][kind] = (at as u32, enter[kind].1);
                }
            }
        }
    }
    let mut taken = Vec::new();
    let mut kind =
        (0..KINDS).max_by(|&a, &b| best[length][a].total_cmp(&best[length][b])).unwrap_or(0);
    let mut at = length;
    while at > 0 {
        let (from, previous) = back[at][kind];
        if kind > 0 {
            taken.push((from as usize, at, kind - 1));
        }
        at = from as usize;
        kind = usize::from(previous).min(KINDS - 1);
    }
    taken.reverse();
    taken
}
