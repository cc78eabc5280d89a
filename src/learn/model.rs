//! The model while it is estimated: weights with AdaGrad, and how they become one byte each.

use super::example::Gradient;
use crate::mention::learned::{KINDS, TAGS, Weights, insert};

/// Weights with the sums of squares AdaGrad keeps.
pub(super) struct Table<const N: usize> {
    pub(super) weights: Vec<[f32; N]>,
    squares: Vec<[f32; N]>,
}

impl<const N: usize> Table<N> {
    pub(super) fn new(rows: usize) -> Self {
        Table { weights: vec![[0.0; N]; rows], squares: vec![[0.1; N]; rows] }
    }

    /// Sets the weights of the rows that are not kept to 0.
    pub(super) fn clear_others(&mut self, kept: &[bool]) {
        for (weights, _) in self.weights.iter_mut().zip(kept).filter(|(_, kept)| !**kept) {
            *weights = [0.0; N];
        }
    }

    /// Multiplies all weights.
    pub(super) fn scale(&mut self, factor: f32) {
        self.weights.iter_mut().flatten().for_each(|w| *w *= factor);
    }

    /// Makes the next steps smaller, for a refit.
    pub(super) fn dampen(&mut self) {
        self.squares.iter_mut().flatten().for_each(|s| *s = s.max(1.0));
    }

    pub(super) fn step(&mut self, row: u32, gradient: &[f32; N], rate: f32) {
        let (weights, squares) = (&mut self.weights[row as usize], &mut self.squares[row as usize]);
        for k in 0..N {
            let g = gradient[k];
            if g != 0.0 {
                squares[k] += g * g;
                weights[k] += rate * g / squares[k].sqrt();
            }
        }
    }
}

/// The model while it is estimated.
pub(super) struct Model {
    pub(super) characters: Table<TAGS>,
    pub(super) spans: Table<3>,
    pub(super) transitions: [[f32; KINDS]; KINDS + 1],
    transition_squares: [[f32; KINDS]; KINDS + 1],
    pub(super) emission_transitions: [[f32; KINDS]; KINDS + 1],
}

impl Model {
    /// Returns a model without spans whose weights are 0.
    pub(super) fn new(character_rows: usize) -> Self {
        Model {
            characters: Table::new(character_rows),
            spans: Table::new(0),
            transitions: [[0.0; KINDS]; KINDS + 1],
            transition_squares: [[0.1; KINDS]; KINDS + 1],
            emission_transitions: [[0.0; KINDS]; KINDS + 1],
        }
    }

    /// Takes one step of AdaGrad.
    pub(super) fn step(&mut self, gradient: &Gradient, rate: f32) {
        gradient.characters.iter().for_each(|(row, g)| self.characters.step(*row, g, rate));
        gradient.spans.iter().for_each(|(row, g)| self.spans.step(*row, g, rate));
        for previous in 0..=KINDS {
            for kind in 0..KINDS {
                let g = gradient.transitions[previous][kind];
                let square = &mut self.transition_squares[previous][kind];
                *square += g * g;
                self.transitions[previous][kind] += rate * g / square.sqrt();
            }
        }
    }

    /// Returns the weights of one byte each, the strongest rows placed first.
    pub(super) fn to_weights(
        &self,
        characters: &[u64],
        spans: &[u64],
        (most_characters, most_spans): (usize, usize),
        fingerprint: Option<u64>,
    ) -> Weights {
        let largest =
            self.characters.weights.iter().flatten().chain(self.spans.weights.iter().flatten());
        let scale = (largest.fold(0.0f32, |m, w| m.max(w.abs())) / 127.0).clamp(1e-6, 6.0 / 127.0);
        Weights::new(
            scale,
            self.transitions,
            self.emission_transitions,
            &table(&self.characters.weights, characters, most_characters, scale),
            &table(&self.spans.weights, spans, most_spans, scale),
            fingerprint,
        )
    }
}

/// Rows of one byte a weight, the strongest placed first.
fn table<const N: usize, const M: usize>(
    weights: &[[f32; N]],
    hashes: &[u64],
    most: usize,
    scale: f32,
) -> Vec<[i8; M]> {
    let strength = |i: usize| weights[i].iter().fold(0.0f32, |m, x| m.max(x.abs()));
    let mut order: Vec<usize> =
        (0..weights.len()).filter(|&i| strength(i) >= scale * 0.5).collect();
    order.sort_by(|&a, &b| strength(b).total_cmp(&strength(a)).then(hashes[a].cmp(&hashes[b])));
    order.truncate(most);
    let mut table = vec![[0; M]; ((order.len() * 2).next_power_of_two()).max(2)];
    for i in order {
        // Rows of spans begin with their check_byte byte; those of characters have it in the place of a tag.
        let mut row = [0; M];
        for (byte, weight) in row[M - N..].iter_mut().zip(&weights[i]) {
            *byte = (weight / scale).round().clamp(-127.0, 127.0) as i8;
        }
        insert(&mut table, hashes[i], row);
    }
    table
}

/// Returns for each row whether it is among the `most` strongest.
pub(super) fn strongest<const N: usize>(weights: &[[f32; N]], most: usize) -> Vec<bool> {
    let strength = |w: &[f32; N]| w.iter().fold(0.0f32, |m, x| m.max(x.abs()));
    let mut strengths: Vec<f32> = weights.iter().map(strength).collect();
    if most >= weights.len() {
        return strengths.iter().map(|&s| s > 0.0).collect();
    }
    strengths.sort_unstable_by(|a, b| b.total_cmp(a));
    let least = strengths[most].max(f32::MIN_POSITIVE);
    weights.iter().map(|w| strength(w) > least).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_strongest_rows_are_kept() {
        let weights = [[0.5, 0.0], [0.0, -2.0], [0.1, 0.1]];
        assert_eq!(strongest(&weights, 1), [false, true, false]);
        assert_eq!(strongest(&weights, 5), [true, true, true]);
    }

    #[test]
    fn a_step_goes_along_the_gradient() {
        let mut table = Table::<2>::new(1);
        table.step(0, &[1.0, 0.0], 0.1);
        assert!(table.weights[0][0] > 0.0 && table.weights[0][1] == 0.0);
    }
}
