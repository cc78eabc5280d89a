//! Marginals of the semi-Markov model: how likely each candidate span is, over all paths through a sentence.

use crate::mention::learned::{CandidateSpan, KINDS};

/// How likely each candidate span is a name of each kind, over all paths.
pub(super) struct Marginals {
    /// Log of the sum over all paths.
    pub(super) total: f32,
    pub(super) spans: Vec<[f32; 3]>,
    /// How often each kind is expected behind each other one.
    pub(super) transitions: [[f32; KINDS]; KINDS + 1],
}

fn log_add(a: f32, b: f32) -> f32 {
    let (high, low) = if a > b { (a, b) } else { (b, a) };
    if low == f32::NEG_INFINITY { high } else { high + (low - high).exp().ln_1p() }
}

/// Returns the marginals of the candidate spans of a sentence of `n` characters (forward and backward over all paths).
pub(super) fn marginals(
    n: usize,
    candidates: &[CandidateSpan],
    transitions: &[[f32; KINDS]; KINDS + 1],
) -> Marginals {
    const NO_PATH: f32 = f32::NEG_INFINITY;
    let mut first = vec![0; n + 1];
    for p in candidates {
        first[p.start + 1..].iter_mut().take(1).for_each(|f| *f += 1);
    }
    for i in 1..=n {
        first[i] += first[i - 1];
    }
    let mut forward = vec![[NO_PATH; KINDS]; n + 1];
    let mut enter = vec![[NO_PATH; KINDS]; n];
    for at in 0..n {
        for kind in 0..KINDS {
            enter[at][kind] = match at {
                0 => transitions[KINDS][kind],
                _ => (0..KINDS)
                    .fold(NO_PATH, |sum, p| log_add(sum, forward[at][p] + transitions[p][kind])),
            };
        }
        forward[at + 1][0] = log_add(forward[at + 1][0], enter[at][0]);
        for p in &candidates[first[at]..first[at + 1]] {
            for kind in 1..KINDS {
                forward[p.end][kind] =
                    log_add(forward[p.end][kind], enter[at][kind] + p.scores[kind - 1]);
            }
        }
    }
    let total = forward[n].iter().fold(NO_PATH, |sum, &s| log_add(sum, s));
    let mut backward = vec![[NO_PATH; KINDS]; n + 1];
    backward[n] = [0.0; KINDS];
    let mut spans = vec![[0.0; 3]; candidates.len()];
    let mut pairs = [[0.0; KINDS]; KINDS + 1];
    for at in (0..n).rev() {
        let mut leave = [NO_PATH; KINDS];
        leave[0] = backward[at + 1][0];
        for (i, p) in candidates.iter().enumerate().take(first[at + 1]).skip(first[at]) {
            for kind in 1..KINDS {
                let rest = p.scores[kind - 1] + backward[p.end][kind];
                leave[kind] = log_add(leave[kind], rest);
                spans[i][kind - 1] = (enter[at][kind] + rest - total).exp();
            }
        }
        for kind in 0..KINDS {
            if at == 0 {
                pairs[KINDS][kind] += (transitions[KINDS][kind] + leave[kind] - total).exp();
                continue;
            }
            for previous in 0..KINDS {
                let step = transitions[previous][kind] + leave[kind];
                backward[at][previous] = log_add(backward[at][previous], step);
                pairs[previous][kind] += (forward[at][previous] + step - total).exp();
            }
        }
    }
    Marginals { total, spans, transitions: pairs }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_weights_all_paths_are_alike() {
        // Two characters with one candidate over both: no name, or a name of one of three kinds.
        let candidates = [CandidateSpan::new(0, 2)];
        let found = marginals(2, &candidates, &[[0.0; KINDS]; KINDS + 1]);
        assert!((found.total - 4f32.ln()).abs() < 1e-5);
        assert!(found.spans[0].iter().all(|p| (p - 0.25).abs() < 1e-5));
        assert!((found.transitions[KINDS].iter().sum::<f32>() - 1.0).abs() < 1e-5);
    }
}
