//! The emission scores: for each character the scores of its tags, and for each span their sum.

use super::{
    CHARACTER_TEMPLATES, FeatureInput, KINDS, Weights, character_features,
    feature_table::row_hash,
    weights::{NONE, TAGS},
};

/// Scores by kind; 0 is "none".
pub(crate) type KindScores = [f32; KINDS];

/// Sums of the character rows against "none", reused from sentence to sentence.
#[derive(Debug, Default)]
pub(crate) struct EmissionScores {
    /// For each character the scores as single, begin, inside, end of each kind; "none" is single and brings 0.
    pub(crate) tags: Vec<[KindScores; 4]>,
}

impl EmissionScores {
    /// Forgets the sentence.
    pub(crate) fn clear(&mut self) {
        self.tags.clear();
    }

    /// Adds a character with the scores of its tags.
    pub(crate) fn push(&mut self, tags: &[f32; TAGS]) {
        let mut scores: [KindScores; 4] = std::array::from_fn(|place| {
            std::array::from_fn(|k| tags[place * KINDS + k] - tags[NONE])
        });
        // "None" begins nothing, so it goes on nowhere and ends nowhere.
        scores[0][0] = 0.0;
        for place in &mut scores[1..] {
            place[0] = f32::NEG_INFINITY;
        }
        self.tags.push(scores);
    }

    /// Returns the layer's score of a span as each kind, against no name.
    pub(crate) fn span(&self, start: usize, end: usize) -> [f32; 3] {
        let [first, rest @ ..] = &self.tags[start..end] else { return [0.0; 3] };
        let scores = match rest {
            [] => first[0],
            [inner @ .., last] => {
                inner.iter().fold(add(&first[1], &last[3]), |sum, tags| add(&sum, &tags[2]))
            }
        };
        [scores[1], scores[2], scores[3]]
    }
}

/// Returns the sums by kind.
pub(super) fn add(a: &KindScores, b: &KindScores) -> KindScores {
    std::array::from_fn(|k| a[k] + b[k])
}

/// How many characters' rows are asked for at once.
const BLOCK: usize = 16;

impl Weights {
    /// Fills the layer with the sums of the character rows.
    pub(crate) fn emissions(&self, input: &FeatureInput, emissions: &mut EmissionScores) {
        emissions.clear();
        let mut hashes = [[0; CHARACTER_TEMPLATES.len()]; BLOCK];
        let mut found = [[0; CHARACTER_TEMPLATES.len()]; BLOCK];
        for start in (0..input.len()).step_by(BLOCK) {
            let block = BLOCK.min(input.len() - start);
            for (i, hashes) in hashes[..block].iter_mut().enumerate() {
                character_features(input, start + i, &mut |template: u8, key| {
                    hashes[usize::from(template)] = row_hash(template, key);
                });
            }
            // The table is larger than the caches: ask for all rows of the block before any is added.
            for (hashes, found) in hashes[..block].iter().zip(&mut found) {
                *found = hashes.map(|hash| self.characters.find(hash));
            }
            for found in &found[..block] {
                emissions.push(&self.character_sum(found));
            }
        }
    }

    /// Returns the sums of some rows. The compiler adds sixteen weights at once here, and lane by lane where it is part of
    /// the loop.
    #[inline(never)]
    fn character_sum(&self, found: &[u32; CHARACTER_TEMPLATES.len()]) -> [f32; TAGS] {
        let mut sum = [0i16; TAGS];
        for &found in found {
            for (s, w) in sum.iter_mut().zip(self.characters.row(found)) {
                *s += i16::from(*w);
            }
        }
        sum.map(|s| f32::from(s) * self.scale)
    }
}
