//! The lattice: the best path through all candidates of a text.
//!
//! In: [`Candidates`]. Out: the winning candidates, which do not overlap.
//! Holds: the path has the highest sum of candidate scores and transition weights (a title directly before a
//! person); text that no candidate covers brings 0. An exact candidate is beaten only by a longer exact one.

use crate::mention::{FeatureHit, Mention, Rival, propose::candidates::Candidates};
use crate::{document::MentionKind, rules::RuleId};

/// Memory of the search for the best path, reused from text to text.
#[derive(Debug, Default)]
pub(crate) struct Lattice {
    /// Indices of the candidates by end.
    order: Vec<u32>,
    /// The best path that ends with each of `order`.
    steps: Vec<Step>,
}

#[derive(Debug, Clone, Copy)]
struct Step {
    /// Score of the best path whose last candidate is this one.
    last: f64,
    /// Score of the best path over the candidates up to and with this one.
    best: f64,
    /// Whether `best` takes this candidate.
    taken: bool,
    /// The step before, in `order`, when this candidate is on the path; `NONE` at the start.
    from: u32,
    /// Whether `from` must be the last candidate of its path (neighbours), or only bounds it.
    joined: bool,
}

const NONE: u32 = u32::MAX;

/// Rows for neighbours: what a kind brings directly behind another.
#[derive(Debug, Default)]
pub(crate) struct TransitionWeights {
    rows: Vec<(MentionKind, MentionKind, RuleId, f32)>,
}

impl TransitionWeights {
    /// Adds a row for `right` directly behind `left`.
    pub(crate) fn add(&mut self, left: MentionKind, right: MentionKind, rule: RuleId, weight: f32) {
        self.rows.push((left, right, rule, weight));
    }

    fn row(&self, left: Option<MentionKind>, right: Option<MentionKind>) -> Option<(RuleId, f32)> {
        let (left, right) = (left?, right?);
        self.rows.iter().find(|r| r.0 == left && r.1 == right).map(|r| (r.2, r.3))
    }
}

impl Lattice {
    /// Calls `each` with the candidates of the best path, from the last to the first, and with what each gained from
    /// its left neighbour.
    ///
    /// Time: n log n in the candidates.
    pub(crate) fn best_path(
        &mut self,
        candidates: &Candidates,
        transitions: &TransitionWeights,
        mut each: impl FnMut(usize, Option<(RuleId, f32)>),
    ) {
        let Lattice { order, steps } = self;
        let candidates = candidates.all();
        order.clear();
        order.reserve_exact(candidates.len());
        order.extend(0..candidates.len() as u32);
        order.sort_unstable_by_key(|&i| {
            let c = &candidates[i as usize];
            (c.span.end, c.span.start, i)
        });
        steps.clear();
        steps.reserve_exact(candidates.len());
        for (at, &index) in order.iter().enumerate() {
            let candidate = &candidates[index as usize];
            let start = candidate.span.start;
            let before = order[..at].partition_point(|&i| candidates[i as usize].span.end <= start);
            let (mut last, mut from, mut joined) = (0.0, NONE, false);
            if let Some(bound) = before.checked_sub(1) {
                (last, from) = (steps[bound].best, bound as u32);
            }
            for neighbour in (0..before).rev() {
                let left = &candidates[order[neighbour] as usize];
                if left.span.end != start {
                    break;
                }
                if let Some((_, weight)) = transitions.row(left.kind, candidate.kind) {
                    let score = steps[neighbour].last + f64::from(weight);
                    if score > last {
                        (last, from, joined) = (score, neighbour as u32, true);
                    }
                }
            }
            last += f64::from(candidate.score);
            let skipped = steps.last().map_or(0.0, |s: &Step| s.best);
            let taken = last > skipped;
            let best = if taken { last } else { skipped };
            steps.push(Step { last, best, taken, from, joined });
        }
        let mut at = steps.len();
        let mut must = false;
        while at > 0 {
            let step = steps[at - 1];
            if !must && !step.taken {
                at -= 1;
                continue;
            }
            let index = order[at - 1] as usize;
            let gained = step.joined.then(|| {
                let left = &candidates[order[step.from as usize] as usize];
                transitions.row(left.kind, candidates[index].kind)
            });
            each(index, gained.flatten());
            must = step.joined;
            at = if step.from == NONE { 0 } else { step.from as usize + 1 };
        }
    }

    /// Pushes the mentions of the best path in text order; `explain` keeps each one's best rival.
    pub(crate) fn mentions(
        &mut self,
        candidates: &Candidates,
        transitions: &TransitionWeights,
        explain: bool,
        out: &mut Vec<Mention>,
    ) {
        let mut path = Vec::new();
        self.best_path(candidates, transitions, |index, gained| path.push((index, gained)));
        for &(index, gained) in path.iter().rev() {
            let candidate = candidates.all()[index];
            let Some(kind) = candidate.kind else { continue };
            let mut evidence =
                if explain { candidates.hits(&candidate).to_vec() } else { Vec::new() };
            let mut score = candidate.score;
            if let Some((rule, weight)) = gained {
                if explain {
                    evidence.push(FeatureHit { rule, key: candidate.span, weight });
                }
                score += weight;
            }
            let rival = if explain { Some(Box::new(self.rival(candidates, index))) } else { None };
            out.push(Mention {
                span: candidate.span,
                kind,
                rule: candidate.rule,
                score,
                evidence,
                rival,
            });
        }
    }

    /// Returns the best reading that overlaps a winner, or "no name".
    fn rival(&self, candidates: &Candidates, winner: usize) -> Rival {
        let all = candidates.all();
        let won = &all[winner];
        let longest = all.iter().map(|c| c.span.len()).max().unwrap_or(0);
        let from = self.order.partition_point(|&i| all[i as usize].span.end <= won.span.start);
        let best = self.order[from..]
            .iter()
            .map(|&i| (i as usize, &all[i as usize]))
            .take_while(|(_, c)| c.span.end < won.span.end + longest)
            .filter(|(i, c)| *i != winner && c.span.overlaps(won.span))
            .max_by(|a, b| a.1.score.total_cmp(&b.1.score));
        match best {
            Some((_, c)) if c.score > 0.0 => Rival {
                kind: c.kind,
                span: c.span,
                score: c.score,
                evidence: candidates.hits(c).to_vec(),
            },
            _ => Rival { kind: None, span: won.span, score: 0.0, evidence: Vec::new() },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Span;

    const ROW: RuleId = RuleId { table: 0, row: 0 };

    fn path(
        candidates: &Candidates,
        transitions: &TransitionWeights,
    ) -> Vec<(usize, usize, Option<MentionKind>)> {
        let mut out = Vec::new();
        Lattice::default().best_path(candidates, transitions, |i, _| out.push(i));
        out.iter()
            .rev()
            .map(|&i| {
                let c = candidates.all()[i];
                (c.span.start, c.span.end, c.kind)
            })
            .collect()
    }

    fn propose(p: &mut Candidates, start: usize, end: usize, kind: MentionKind, score: f32) {
        p.propose(Span::new(start, end), Some(kind), ROW);
        p.add(ROW, Span::new(start, end), score);
    }

    #[test]
    fn the_best_sum_wins_over_the_best_candidate() {
        let mut p = Candidates::default();
        propose(&mut p, 0, 6, MentionKind::Person, 3.0);
        propose(&mut p, 3, 9, MentionKind::Person, 4.0);
        propose(&mut p, 6, 12, MentionKind::Place, 3.0);
        propose(&mut p, 12, 15, MentionKind::Place, -1.0);
        let got = path(&p, &TransitionWeights::default());
        assert_eq!(got, [(0, 6, Some(MentionKind::Person)), (6, 12, Some(MentionKind::Place))]);
    }

    #[test]
    fn neighbours_change_the_path() {
        let mut p = Candidates::default();
        propose(&mut p, 0, 6, MentionKind::Title, 1.0);
        propose(&mut p, 0, 9, MentionKind::Organization, 2.5);
        propose(&mut p, 6, 12, MentionKind::Person, 1.0);
        let mut transitions = TransitionWeights::default();
        let apart = path(&p, &transitions);
        assert_eq!(apart, [(0, 9, Some(MentionKind::Organization))]);
        transitions.add(MentionKind::Title, MentionKind::Person, ROW, 2.0);
        let together = path(&p, &transitions);
        assert_eq!(
            together,
            [(0, 6, Some(MentionKind::Title)), (6, 12, Some(MentionKind::Person))]
        );
    }

    #[test]
    fn exact_readings_yield_only_to_longer_exact_ones() {
        let mut p = Candidates::default();
        propose(&mut p, 0, 60, MentionKind::Organization, 90.0);
        p.propose_exact(Span::new(3, 6), Some(MentionKind::Date), ROW);
        assert_eq!(path(&p, &TransitionWeights::default()), [(3, 6, Some(MentionKind::Date))]);
        p.propose_exact(Span::new(3, 12), None, ROW);
        assert_eq!(path(&p, &TransitionWeights::default()), [(3, 12, None)]);
    }
}
