//! Learned rows: weights estimated from annotated text, added to what the set rows bring.
//!
//! In: a sentence as a [`Sight`]. Out: for each stretch that may be a name, a score per kind, in the unit of natural log
//! odds. A thin layer of character rows proposes stretches; rows of the whole stretch score them. The method is a
//! semi-Markov conditional random field (Sarawagi and Cohen 2004) with hashed rows (Weinberger et al. 2009).

mod feature;
mod run;
mod sight;
mod weights;

pub(crate) use feature::{CHARACTER, STRETCH, character, stretch};
#[cfg(feature = "train")]
pub(crate) use run::MARGIN;
pub(crate) use run::{FEATURE, Learned};
pub(crate) use sight::Sight;
#[cfg(feature = "train")]
pub(crate) use weights::row_hash;
pub(crate) use weights::{KINDS, TAGS, Weights};

use super::{lattice::Proposals, view::View};
use crate::document::MentionKind;

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

/// Tag of a character at a place in a stretch of a kind (0 person, 1 place, 2 organisation).
pub(crate) const fn tag(kind: usize, place: usize) -> usize {
    1 + kind * 4 + place
}

/// Sums of the character layer, reused from sentence to sentence.
#[derive(Debug, Default)]
pub(crate) struct Layer {
    /// For each character the scores of its tags.
    pub(crate) tags: Vec<[f32; TAGS]>,
    /// Sums of "inside" per kind, and of "none", before each character.
    inside: Vec<[f32; 4]>,
}

impl Layer {
    /// Sums the layer up for later questions; `tags` is filled.
    pub(crate) fn sum(&mut self) {
        self.inside.clear();
        let mut sum = [0.0; 4];
        self.inside.push(sum);
        for tags in &self.tags {
            for kind in 0..3 {
                sum[kind] += tags[tag(kind, 2)];
            }
            sum[3] += tags[0];
            self.inside.push(sum);
        }
    }

    /// Returns the layer's score of a stretch as each kind, against no name.
    pub(crate) fn stretch(&self, start: usize, end: usize) -> [f32; 3] {
        let none = self.inside[end][3] - self.inside[start][3];
        std::array::from_fn(|kind| {
            let named = if end - start == 1 {
                self.tags[start][tag(kind, 0)]
            } else {
                self.tags[start][tag(kind, 1)] + self.inside[end - 1][kind]
                    - self.inside[start + 1][kind]
                    + self.tags[end - 1][tag(kind, 3)]
            };
            named - none
        })
    }
}

/// Whether no name holds or crosses the character.
pub(crate) fn breaks(c: u32) -> bool {
    matches!(
        char::from_u32(c),
        Some(
            '，' | '。'
                | '！'
                | '？'
                | '；'
                | '：'
                | '、'
                | ','
                | ';'
                | '!'
                | '?'
                | '…'
                | '\n'
                | '\t'
                | '\u{3000}'
        )
    )
}

/// Adds the stretches of the set rows to those of the layer.
fn join(layer: &Layer, set: &[Proposal], stretches: &mut Vec<Proposal>) {
    for p in set {
        stretches.push(Proposal { scores: layer.stretch(p.start, p.end), ..*p });
    }
    stretches.sort_unstable_by_key(|p| (p.start, p.end));
    merge(stretches);
}

/// A stretch stays in question while its layer score is not this far below no name.
const FAR: f32 = 6.0;

/// Memory of [`propose`].
#[derive(Debug, Default)]
pub(crate) struct Pruning {
    forward: Vec<[f32; KINDS]>,
    backward: Vec<[f32; KINDS]>,
}

/// Fills `out` with the stretches through which the best path of the character layer is within `margin` of the best
/// path of all (max-marginal pruning, Weiss and Taskar 2010), in order of start, then of end.
pub(crate) fn propose(
    sight: &Sight,
    layer: &Layer,
    follow: &[[f32; KINDS]; KINDS + 1],
    margin: f32,
    memory: &mut Pruning,
    out: &mut Vec<Proposal>,
) {
    out.clear();
    let n = sight.len();
    let border: [f32; 3] =
        std::array::from_fn(|k| follow[0][k + 1] + follow[k + 1][0] - 2.0 * follow[0][0]);
    for start in 0..n {
        let tags = &layer.tags[start];
        let opens =
            (0..3).any(|k| tags[tag(k, 1)].max(tags[tag(k, 0)]) - tags[0] + border[k] > -2.0 * FAR);
        if !opens {
            continue;
        }
        for end in start + 1..=(start + LONGEST).min(n) {
            if breaks(sight.chars[end - 1]) {
                break;
            }
            let scores = layer.stretch(start, end);
            if scores.iter().zip(border).any(|(&s, b)| s + b > -FAR) {
                out.push(Proposal { scores, ..Proposal::new(start, end) });
            }
        }
    }
    let (forward, backward) = (&mut memory.forward, &mut memory.backward);
    forward.clear();
    forward.resize(n + 1, [f32::NEG_INFINITY; KINDS]);
    backward.clear();
    backward.resize(n + 1, [f32::NEG_INFINITY; KINDS]);
    // `forward[i][k]`: best path up to `i` with something of kind `k` to come at `i`; the last place takes all.
    forward[0] = follow[KINDS];
    let mut ended = vec![[f32::NEG_INFINITY; KINDS]; n + 1];
    let mut next = 0;
    for at in 0..n {
        if at > 0 {
            forward[at] = enter(&ended[at], follow);
        }
        ended[at + 1][0] = ended[at + 1][0].max(forward[at][0]);
        while let Some(p) = out.get(next).filter(|p| p.start == at) {
            next += 1;
            for k in 1..KINDS {
                ended[p.end][k] = ended[p.end][k].max(forward[at][k] + p.scores[k - 1]);
            }
        }
    }
    let best = ended[n].iter().fold(f32::NEG_INFINITY, |a, &b| a.max(b));
    // `backward[i][k]`: best path from `i` on when something of kind `k` ends there.
    backward[n] = [0.0; KINDS];
    let mut last = out.len();
    for at in (0..n).rev() {
        let mut comes = [f32::NEG_INFINITY; KINDS];
        comes[0] = backward[at + 1][0];
        while last > 0 && out[last - 1].start == at {
            last -= 1;
            for k in 1..KINDS {
                comes[k] = comes[k].max(out[last].scores[k - 1] + backward[out[last].end][k]);
            }
        }
        for k in 0..KINDS {
            backward[at][k] =
                (0..KINDS).map(|c| follow[k][c] + comes[c]).fold(f32::NEG_INFINITY, f32::max);
        }
    }
    out.retain(|p| {
        (1..KINDS)
            .any(|k| forward[p.start][k] + p.scores[k - 1] + backward[p.end][k] >= best - margin)
    });
}

/// Best score with which each kind can begin behind what ended.
fn enter(ended: &[f32; KINDS], follow: &[[f32; KINDS]; KINDS + 1]) -> [f32; KINDS] {
    std::array::from_fn(|kind| {
        (0..KINDS).map(|k| ended[k] + follow[k][kind]).fold(f32::NEG_INFINITY, f32::max)
    })
}

impl Weights {
    /// Fills the layer with the sums of the character rows.
    pub(crate) fn layer(&self, sight: &Sight, layer: &mut Layer) {
        layer.tags.clear();
        for i in 0..sight.len() {
            let mut sum = [0; 16];
            character(sight, i, &mut |template, key| self.add_character(template, key, &mut sum));
            layer.tags.push(std::array::from_fn(|t| sum[t + 1] as f32 * self.scale));
        }
        layer.sum();
    }

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
            let mut sum = [0i32; 3];
            stretch(sight, proposal, convention, &mut |template, key| {
                if let Some(row) = self.stretch(template, key) {
                    for (s, w) in sum.iter_mut().zip(&row[1..]) {
                        *s += i32::from(*w);
                    }
                }
            });
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
