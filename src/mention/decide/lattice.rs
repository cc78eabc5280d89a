//! The lattice: all readings of the text meet here, and the best path through them wins.
//!
//! In: [`Proposals`]. Out: the winning readings, which do not overlap.
//! Holds: the path has the highest sum of candidate scores and of the rows for neighbours (a title directly before a
//! person); text that no candidate covers brings 0. An exact reading is beaten only by a longer exact one.

use crate::mention::{Fired, Mention, Rival};
use crate::{Clean, Span, document::MentionKind, rules::RuleId};

/// What an exact reading brings for each byte; more than all weighed rows of a sentence together.
const EXACT: f32 = 1000.0;

/// A reading of a stretch of text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Candidate {
    /// Its bytes.
    pub(crate) span: Span<Clean>,
    /// What it would be; none for a look-alike that keeps names out, such as the person in 邓小平理论.
    pub(crate) kind: Option<MentionKind>,
    /// The row that proposed it.
    pub(crate) rule: RuleId,
    /// Sum of the weights of the rows that fired.
    pub(crate) score: f32,
    fired: (u32, u32),
}

/// The readings of a text and the rows that fired on them, in plain vectors that are reused from text to text.
#[derive(Debug, Default)]
pub(crate) struct Proposals {
    candidates: Vec<Candidate>,
    fired: Vec<Fired>,
    /// Memory of [`Proposals::keep_from`].
    spare: Vec<Fired>,
    /// Rows are no longer kept, only what they bring.
    only_scores: bool,
    /// Candidates by end, best predecessor and score of the best path that ends with each.
    order: Vec<u32>,
    steps: Vec<Step>,
}

/// How much was proposed up to some time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark {
    pub(crate) candidates: usize,
    fired: usize,
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

/// Candidates of a text of more than a megabyte.
const MANY: usize = 1 << 17;

/// Rows for neighbours: what a kind brings directly behind another.
#[derive(Debug, Default)]
pub(crate) struct Follow {
    rows: Vec<(MentionKind, MentionKind, RuleId, f32)>,
}

impl Follow {
    /// Adds a row for `right` directly behind `left`.
    pub(crate) fn add(&mut self, left: MentionKind, right: MentionKind, rule: RuleId, weight: f32) {
        self.rows.push((left, right, rule, weight));
    }

    fn row(&self, left: Option<MentionKind>, right: Option<MentionKind>) -> Option<(RuleId, f32)> {
        let (left, right) = (left?, right?);
        self.rows.iter().find(|r| r.0 == left && r.1 == right).map(|r| (r.2, r.3))
    }
}

impl Proposals {
    /// Forgets all readings and keeps the memory.
    pub(crate) fn clear(&mut self) {
        self.candidates.clear();
        self.fired.clear();
        self.only_scores = false;
    }

    /// Says that nobody asks any more which rows fire from here on.
    pub(crate) fn keep_only_scores(&mut self) {
        self.only_scores = true;
    }

    /// Returns the candidates in the order they were proposed.
    pub(crate) fn candidates(&self) -> &[Candidate] {
        &self.candidates
    }

    /// Returns the rows that fired on a candidate.
    pub(crate) fn fired(&self, candidate: &Candidate) -> &[Fired] {
        &self.fired[candidate.fired.0 as usize..candidate.fired.1 as usize]
    }

    /// Opens a candidate of score 0; the rows fired from here on belong to it.
    pub(crate) fn propose(&mut self, span: Span<Clean>, kind: Option<MentionKind>, rule: RuleId) {
        let at = self.fired.len() as u32;
        // Where there are very many, doubling would leave half the memory unused.
        let count = self.candidates.len();
        if count == self.candidates.capacity() && count >= MANY {
            self.candidates.reserve_exact(count / 8);
        }
        self.candidates.push(Candidate { span, kind, rule, score: 0.0, fired: (at, at) });
    }

    /// Adds a row to the candidate opened last.
    pub(crate) fn fire(&mut self, rule: RuleId, key: Span<Clean>, weight: f32) {
        let Some(candidate) = self.candidates.last_mut() else { return };
        if self.only_scores {
            candidate.score += weight;
            return;
        }
        self.fired.push(Fired { rule, key, weight });
        candidate.fired.1 = self.fired.len() as u32;
        candidate.score += weight;
    }

    /// Returns the score of the candidate opened last.
    pub(crate) fn last_score(&self) -> f32 {
        self.candidates.last().map_or(0.0, |c| c.score)
    }

    /// Proposes an exact reading: a date, a dateline, a registered name. More rows may be fired on it.
    pub(crate) fn exact(&mut self, span: Span<Clean>, kind: Option<MentionKind>, rule: RuleId) {
        self.propose(span, kind, rule);
        // One piece is better than two of the same length.
        self.fire(rule, span, EXACT * span.len() as f32 - 1.0);
    }

    /// Takes the candidate opened last back unless it has at least the score `floor`.
    pub(crate) fn drop_below(&mut self, floor: f32) {
        if let Some(candidate) = self.candidates.pop_if(|c| c.score < floor) {
            self.fired.truncate(candidate.fired.0 as usize);
        }
    }

    /// Returns where the candidates and rows begin that are proposed from here on.
    pub(crate) fn mark(&self) -> Mark {
        Mark { candidates: self.candidates.len(), fired: self.fired.len() }
    }

    /// Takes back the candidates behind a mark that score less than `floor`, and the rows that fired on them; with
    /// `explain` those of the others are kept.
    pub(crate) fn keep_from(&mut self, mark: Mark, floor: f32, explain: bool) {
        let Proposals { candidates, fired, spare, .. } = self;
        let begin = mark.fired;
        spare.clear();
        let mut kept = mark.candidates;
        for index in mark.candidates..candidates.len() {
            let mut candidate = candidates[index];
            if candidate.score < floor {
                continue;
            }
            let at = (begin + spare.len()) as u32;
            if explain {
                let rows = candidate.fired.0 as usize..candidate.fired.1 as usize;
                spare.extend_from_slice(&fired[rows]);
            }
            candidate.fired = (at, (begin + spare.len()) as u32);
            candidates[kept] = candidate;
            kept += 1;
        }
        candidates.truncate(kept);
        fired.truncate(begin);
        fired.extend_from_slice(spare);
    }

    /// Adds a row to any candidate, after all have been proposed.
    pub(crate) fn vote(&mut self, index: usize, rule: RuleId, key: Span<Clean>, weight: f32) {
        let candidate = &mut self.candidates[index];
        if self.only_scores {
            candidate.score += weight;
            return;
        }
        let (from, to) = candidate.fired;
        // The second of two votes finds the rows at the end already.
        if to as usize != self.fired.len() {
            candidate.fired.0 = self.fired.len() as u32;
            self.fired.extend_from_within(from as usize..to as usize);
        }
        self.fired.push(Fired { rule, key, weight });
        candidate.fired.1 = self.fired.len() as u32;
        candidate.score += weight;
    }

    /// Calls `each` with the candidates of the best path, from the last to the first, and with what each gained from
    /// its left neighbour.
    ///
    /// Time: n log n in the candidates.
    pub(crate) fn decide(
        &mut self,
        follow: &Follow,
        mut each: impl FnMut(usize, Option<(RuleId, f32)>),
    ) {
        let Proposals { candidates, order, steps, .. } = self;
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
                if let Some((_, weight)) = follow.row(left.kind, candidate.kind) {
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
                follow.row(left.kind, candidates[index].kind)
            });
            each(index, gained.flatten());
            must = step.joined;
            at = if step.from == NONE { 0 } else { step.from as usize + 1 };
        }
    }

    /// Pushes the mentions of the best path in text order; `explain` keeps each one's best rival.
    pub(crate) fn mentions(&mut self, follow: &Follow, explain: bool, out: &mut Vec<Mention>) {
        let mut path = Vec::new();
        self.decide(follow, |index, gained| path.push((index, gained)));
        for &(index, gained) in path.iter().rev() {
            let candidate = self.candidates[index];
            let Some(kind) = candidate.kind else { continue };
            let mut evidence = if explain { self.fired(&candidate).to_vec() } else { Vec::new() };
            let mut score = candidate.score;
            if let Some((rule, weight)) = gained {
                if explain {
                    evidence.push(Fired { rule, key: candidate.span, weight });
                }
                score += weight;
            }
            let rival = if explain { Some(Box::new(self.rival(index))) } else { None };
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
    fn rival(&self, winner: usize) -> Rival {
        let won = &self.candidates[winner];
        let longest = self.candidates.iter().map(|c| c.span.len()).max().unwrap_or(0);
        let from =
            self.order.partition_point(|&i| self.candidates[i as usize].span.end <= won.span.start);
        let best = self.order[from..]
            .iter()
            .map(|&i| (i as usize, &self.candidates[i as usize]))
            .take_while(|(_, c)| c.span.end < won.span.end + longest)
            .filter(|(i, c)| *i != winner && c.span.overlaps(won.span))
            .max_by(|a, b| a.1.score.total_cmp(&b.1.score));
        match best {
            Some((_, c)) if c.score > 0.0 => Rival {
                kind: c.kind,
                span: c.span,
                score: c.score,
                evidence: self.fired(c).to_vec(),
            },
            _ => Rival { kind: None, span: won.span, score: 0.0, evidence: Vec::new() },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROW: RuleId = RuleId { table: 0, row: 0 };

    fn path(
        proposals: &mut Proposals,
        follow: &Follow,
    ) -> Vec<(usize, usize, Option<MentionKind>)> {
        let mut out = Vec::new();
        proposals.decide(follow, |i, _| out.push(i));
        out.iter()
            .rev()
            .map(|&i| {
                let c = proposals.candidates()[i];
                (c.span.start, c.span.end, c.kind)
            })
            .collect()
    }

    fn weighed(p: &mut Proposals, start: usize, end: usize, kind: MentionKind, score: f32) {
        p.propose(Span::new(start, end), Some(kind), ROW);
        p.fire(ROW, Span::new(start, end), score);
    }

    #[test]
    fn the_best_sum_wins_over_the_best_candidate() {
        let mut p = Proposals::default();
        weighed(&mut p, 0, 6, MentionKind::Person, 3.0);
        weighed(&mut p, 3, 9, MentionKind::Person, 4.0);
        weighed(&mut p, 6, 12, MentionKind::Place, 3.0);
        weighed(&mut p, 12, 15, MentionKind::Place, -1.0);
        let got = path(&mut p, &Follow::default());
        assert_eq!(got, [(0, 6, Some(MentionKind::Person)), (6, 12, Some(MentionKind::Place))]);
    }

    #[test]
    fn neighbours_change_the_path() {
        let mut p = Proposals::default();
        weighed(&mut p, 0, 6, MentionKind::Title, 1.0);
        weighed(&mut p, 0, 9, MentionKind::Organization, 2.5);
        weighed(&mut p, 6, 12, MentionKind::Person, 1.0);
        let mut follow = Follow::default();
        let apart = path(&mut p, &follow);
        assert_eq!(apart, [(0, 9, Some(MentionKind::Organization))]);
        follow.add(MentionKind::Title, MentionKind::Person, ROW, 2.0);
        let together = path(&mut p, &follow);
        assert_eq!(
            together,
            [(0, 6, Some(MentionKind::Title)), (6, 12, Some(MentionKind::Person))]
        );
    }

    #[test]
    fn exact_readings_yield_only_to_longer_exact_ones() {
        let mut p = Proposals::default();
        weighed(&mut p, 0, 60, MentionKind::Organization, 90.0);
        p.exact(Span::new(3, 6), Some(MentionKind::Date), ROW);
        assert_eq!(path(&mut p, &Follow::default()), [(3, 6, Some(MentionKind::Date))]);
        p.exact(Span::new(3, 12), None, ROW);
        assert_eq!(path(&mut p, &Follow::default()), [(3, 12, None)]);
    }

    #[test]
    fn a_candidate_below_the_floor_leaves_no_trace() {
        let mut p = Proposals::default();
        weighed(&mut p, 0, 6, MentionKind::Person, -8.0);
        p.drop_below(-4.0);
        assert!(p.candidates().is_empty() && p.fired.is_empty());
    }
}
