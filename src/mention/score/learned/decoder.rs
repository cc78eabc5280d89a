//! The decoder: the names of a sentence by the learned and the hand-set features alone, as the trainer measures them.

use super::{
    CandidateSpan, EmissionScores, FeatureInput, KINDS, MARGIN, PruningScratch, Weights,
    add_proposed, propose_spans,
};

impl Weights {
    /// Returns the names of a sentence by the learned and the hand-set features alone: start, end, kind.
    pub(crate) fn names(
        &self,
        input: &FeatureInput,
        convention: u64,
        proposed: &[CandidateSpan],
    ) -> Vec<(usize, usize, usize)> {
        let (mut emissions, mut spans) = (EmissionScores::default(), Vec::new());
        self.emissions(input, &mut emissions);
        propose_spans(
            input,
            &emissions,
            &self.emission_transitions,
            MARGIN,
            &mut PruningScratch::default(),
            &mut spans,
        );
        add_proposed(&emissions, proposed, &mut spans);
        self.score(input, convention, &mut spans);
        decode(input.len(), &spans, &self.transitions)
    }
}

/// Returns the best path through the spans: those taken, with their kind.
///
/// `spans` are in order of start. Time grows with their number.
fn decode(
    length: usize,
    spans: &[CandidateSpan],
    transitions: &[[f32; KINDS]; KINDS + 1],
) -> Vec<(usize, usize, usize)> {
    let mut best = vec![[f32::NEG_INFINITY; KINDS]; length + 1];
    let mut back = vec![[(0u32, 0u8); KINDS]; length + 1];
    let mut next = 0;
    for at in 0..length {
        let mut enter = [(f32::NEG_INFINITY, 0u8); KINDS];
        for (kind, enter) in enter.iter_mut().enumerate() {
            if at == 0 {
                *enter = (transitions[KINDS][kind], KINDS as u8);
            } else {
                for previous in 0..KINDS {
                    let score = best[at][previous] + transitions[previous][kind];
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
        while let Some(span) = spans.get(next).filter(|p| p.start == at) {
            next += 1;
            for kind in 1..KINDS {
                let score = enter[kind].0 + span.scores[kind - 1];
                if score > best[span.end][kind] {
                    best[span.end][kind] = score;
                    back[span.end][kind] = (at as u32, enter[kind].1);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_path_takes_the_candidates_that_score_most() {
        let span = |start, end, scores| CandidateSpan { scores, ..CandidateSpan::new(start, end) };
        let candidates = [span(0, 2, [3.0, 0.0, 0.0]), span(1, 3, [0.0, 4.0, 0.0])];
        let transitions = [[0.0; KINDS]; KINDS + 1];
        assert_eq!(decode(4, &candidates, &transitions), [(1, 3, 1)]);
        assert_eq!(decode(4, &candidates[..1], &transitions), [(0, 2, 0)]);
        assert_eq!(decode(4, &[], &transitions), []);
    }
}
