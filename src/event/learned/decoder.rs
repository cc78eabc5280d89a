//! From scores to choices: of candidates that overlap, the likeliest one, when the group as a whole is likely enough.

use super::argument_label::{ArgumentLabel, LABELS};

/// A phrase that was chosen.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Choice {
    /// Index of the candidate.
    pub(crate) candidate: usize,
    pub(crate) label: ArgumentLabel,
    /// Summed probability of the candidates that overlap it, at most 1.
    pub(crate) probability: f32,
}

/// Candidates less likely than this take no part.
const LEAST: f32 = 0.04;

/// Returns the probability of each label from sums of weights; what is left is that of none.
pub(crate) fn probabilities(sums: [f32; LABELS]) -> [f32; LABELS] {
    let most = sums.iter().fold(0.0f32, |m, &s| m.max(s));
    let powers = sums.map(|s| (s - most).exp());
    let total = powers.iter().sum::<f32>() + (-most).exp();
    powers.map(|p| p / total)
}

/// Returns 1 / (1 + e^-x).
pub(crate) fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

/// Fills `out` with the chosen phrases; `spans` are their tokens and `scores` the probability of each label. Returns the
/// probability that none of the others is a part.
pub(crate) fn choose(
    spans: &[(u32, u32)],
    scores: &[[f32; LABELS]],
    threshold: f32,
    out: &mut Vec<Choice>,
) -> f32 {
    out.clear();
    let mut left: Vec<usize> = Vec::new();
    let mut none_of_them = 1.0;
    let total = |k: usize| scores[k].iter().sum::<f32>();
    let mut order: Vec<usize> = (0..spans.len()).filter(|&k| total(k) > LEAST).collect();
    order.sort_by(|&a, &b| total(b).total_cmp(&total(a)).then(a.cmp(&b)));
    let overlap = |a: usize, b: usize| spans[a].0 < spans[b].1 && spans[b].0 < spans[a].1;
    for &k in &order {
        if out.iter().any(|c| overlap(c.candidate, k)) || left.iter().any(|&l| overlap(l, k)) {
            continue;
        }
        let probability =
            order.iter().filter(|&&q| overlap(k, q)).map(|&q| total(q)).sum::<f32>().min(1.0);
        if probability > threshold {
            let best = (0..LABELS).max_by(|&a, &b| scores[k][a].total_cmp(&scores[k][b]));
            out.push(Choice {
                candidate: k,
                label: ArgumentLabel::ALL[best.unwrap_or(0)],
                probability,
            });
        } else {
            none_of_them *= 1.0 - probability;
            left.push(k);
        }
    }
    none_of_them
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_overlapping_candidates_the_likeliest_is_chosen() {
        let spans = [(0, 2), (1, 3), (5, 6)];
        let mut scores = [[0.0; LABELS]; 3];
        scores[0][0] = 0.5;
        scores[1][1] = 0.3;
        scores[2][2] = 0.1;
        let mut chosen = Vec::new();
        let rest = choose(&spans, &scores, 0.6, &mut chosen);
        assert_eq!(chosen.len(), 1);
        assert_eq!((chosen[0].candidate, chosen[0].label), (0, ArgumentLabel::Subject));
        assert!((chosen[0].probability - 0.8).abs() < 1e-6 && (rest - 0.9).abs() < 1e-6);
    }

    #[test]
    fn probabilities_leave_a_share_for_none() {
        let shares = probabilities([0.0; LABELS]);
        assert!(shares.iter().all(|s| (s - 1.0 / 7.0).abs() < 1e-6));
        assert!((sigmoid(0.0) - 0.5).abs() < 1e-6);
    }
}
