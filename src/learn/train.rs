//! The trainer: a semi-Markov conditional random field with feature dropout, pruning and refit.
//!
//! Two passes. The first estimates the emission scores alone and so finds the candidate spans; the second estimates
//! character and span rows together on those (AdaGrad on batches), on top of the hand-set features. Rows seen too rarely
//! are left out, the weakest are cut until the table fits, and the kept ones are estimated once more.

use std::collections::HashMap;

use rayon::prelude::*;

use super::{
    corpus::{Corpus, Sentence},
    example::{Dropout, Example, Gradient},
    model::{Model, Table, strongest},
};
use crate::mention::learned::{MARGIN, Weights, character_features, row_hash, span_features};

/// How the weights are estimated. [`Settings::default`] is what the built-in weights were made with.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Settings {
    /// Rounds over the text of the joint pass.
    pub epochs: usize,
    /// Share of the rows left out at random at each place.
    pub dropout: f64,
    /// Rows seen fewer times are left out.
    pub cut: u32,
    /// Step of AdaGrad.
    pub rate: f32,
    /// Most rows kept in the table of spans.
    pub span_rows: usize,
    /// Most rows kept in the table of characters.
    pub character_rows: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            epochs: 4,
            dropout: 0.4,
            cut: 3,
            rate: 0.15,
            span_rows: 480_000,
            character_rows: 60_000,
        }
    }
}

/// Gets reports while training goes on.
pub trait Progress: Sync {
    /// A pass begins with so many sentences.
    fn begin(&self, pass: &str, sentences: usize);
    /// So many more sentences are done.
    fn step(&self, sentences: usize);
    /// Something measured.
    fn tell(&self, line: &str);
}

/// Sentences of one step of AdaGrad.
const BATCH: usize = 48;
/// Training looks at more spans than extraction does, so that what is near the border is learned too.
const TRAINING_MARGIN: f32 = MARGIN + 2.0;

/// Returns the weights estimated from `corpus`; `held_out` is measured, not learned from.
///
/// # Panics
///
/// When the corpus is empty.
pub fn train(
    corpus: &Corpus,
    held_out: &[(&str, &Corpus)],
    settings: &Settings,
    progress: &impl Progress,
) -> Vec<u8> {
    assert!(!corpus.is_empty(), "nothing to learn from");
    let (mut model, mut examples, characters) =
        estimate_emissions(&corpus.sentences, settings, progress);
    let spans = find_spans(&model, &mut examples, settings, progress);
    model.spans = Table::new(spans.len());
    let Settings { epochs, dropout, rate, .. } = *settings;
    rounds("joint", &mut model, &examples, epochs, dropout, rate, progress);
    model.spans.scale(1.0 - dropout as f32);
    let weights = |model: &Model, most_characters, most_spans| {
        let most = (most_characters, most_spans);
        model.to_weights(&characters, &spans, most, corpus.fingerprint)
    };
    measure("before pruning", &weights(&model, usize::MAX, usize::MAX), held_out, progress);
    refit(&mut model, &mut examples, settings, progress);
    let weights = weights(&model, settings.character_rows, settings.span_rows);
    measure("kept rows", &weights, held_out, progress);
    weights.to_bytes()
}

/// Estimates the emission scores alone; also returns the examples and the hashes of the character rows.
fn estimate_emissions<'c>(
    sentences: &'c [Sentence],
    settings: &Settings,
    progress: &impl Progress,
) -> (Model, Vec<Example<'c>>, Vec<u64>) {
    let (numbers, hashes) = count(sentences, settings.cut, |s, sink| {
        for i in (0..s.input.len()).filter(|_| !s.again) {
            character_features(&s.input, i, &mut |t, k| sink(row_hash(t, k)));
        }
    });
    progress.tell(&format!("{} sentences, {} character rows", sentences.len(), hashes.len()));
    let mut examples: Vec<Example<'_>> =
        sentences.par_iter().map(|s| Example::new(s, &numbers)).collect();
    drop(numbers);
    let mut model = Model::new(hashes.len());
    for example in &mut examples {
        example.propose_all();
    }
    rounds("emission scores", &mut model, &examples, 3, 0.3, settings.rate, progress);
    model.characters.scale(0.7);
    let kept = strongest(&model.characters.weights, settings.character_rows);
    examples.par_iter_mut().for_each(|e| e.keep(&kept, &[]));
    rounds("emission refit", &mut model, &examples, 2, 0.1, settings.rate * 0.5, progress);
    model.characters.clear_others(&kept);
    model.emission_transitions = model.transitions;
    (model, examples, hashes)
}

/// Finds the candidate spans by the emission scores; returns the hashes of their rows.
fn find_spans(
    model: &Model,
    examples: &mut [Example<'_>],
    settings: &Settings,
    progress: &impl Progress,
) -> Vec<u64> {
    examples.par_iter_mut().for_each(|e| e.propose(model, TRAINING_MARGIN));
    let candidates: usize = examples.iter().map(|e| e.candidates.len()).sum();
    let length: usize = examples.iter().map(|e| e.sentence.input.len()).sum();
    progress.tell(&format!("{:.2} spans a character", candidates as f64 / length as f64));
    let (numbers, hashes) = count(&*examples, settings.cut, |e, sink| {
        let s = e.sentence;
        for p in e.candidates.iter().filter(|_| !s.again) {
            span_features(&s.input, p, s.convention, &mut |t, k| sink(row_hash(t, k)));
        }
    });
    progress.tell(&format!("{} span rows", hashes.len()));
    examples.par_iter_mut().for_each(|e| e.number_spans(&numbers));
    hashes
}

/// Keeps the strongest rows and estimates them once more.
fn refit(
    model: &mut Model,
    examples: &mut [Example<'_>],
    settings: &Settings,
    progress: &impl Progress,
) {
    let characters = strongest(&model.characters.weights, settings.character_rows);
    let spans = strongest(&model.spans.weights, settings.span_rows);
    examples.par_iter_mut().for_each(|e| e.keep(&characters, &spans));
    model.characters.dampen();
    model.spans.dampen();
    rounds("refit", model, examples, 1, 0.1, settings.rate * 0.5, progress);
    model.characters.clear_others(&characters);
    model.spans.clear_others(&spans);
}

/// Numbers the rows that are seen `cut` times or more; also returns their hashes by number.
fn count<T: Sync>(
    items: &[T],
    cut: u32,
    rows: impl Fn(&T, &mut dyn FnMut(u64)) + Sync,
) -> (HashMap<u64, u32>, Vec<u64>) {
    // Sorting parts keeps memory small and the order of numbers the same on any number of cores.
    let shards = 16u64;
    let mut hashes = Vec::new();
    for shard in 0..shards {
        let mut seen: Vec<u64> = items
            .par_iter()
            .fold(Vec::new, |mut seen, item| {
                rows(item, &mut |hash| {
                    if hash % shards == shard {
                        seen.push(hash);
                    }
                });
                seen
            })
            .reduce(Vec::new, |mut a, b| {
                a.extend(b);
                a
            });
        seen.par_sort_unstable();
        hashes
            .extend(seen.chunk_by(|a, b| a == b).filter(|c| c.len() >= cut as usize).map(|c| c[0]));
    }
    let numbers = hashes.iter().enumerate().map(|(i, &h)| (h, i as u32)).collect();
    (numbers, hashes)
}

/// Rounds of AdaGrad; sentences of a batch are read in parallel and counted in order.
fn rounds(
    pass: &str,
    model: &mut Model,
    examples: &[Example<'_>],
    rounds: usize,
    dropout: f64,
    rate: f32,
    progress: &impl Progress,
) {
    let mut order: Vec<usize> =
        (0..examples.len()).filter(|&i| examples[i].sentence.input.len() > 0).collect();
    let mut random = 0x2545_f491_4f6c_dd1du64;
    for round in 0..rounds {
        progress.begin(pass, order.len());
        for i in (1..order.len()).rev() {
            random = random
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            order.swap(i, (random >> 33) as usize % (i + 1));
        }
        let rate = rate / (1.0 + 0.25 * round as f32);
        let mut loss = 0.0;
        for batch in order.chunks(BATCH) {
            random = random.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let salt = random;
            let share = (dropout * 1024.0) as u64;
            let gradients: Vec<Gradient> = batch
                .par_iter()
                .map(|&i| {
                    examples[i].gradient(model, Dropout { share, salt: salt ^ (i as u64) << 40 })
                })
                .collect();
            for gradient in &gradients {
                loss += f64::from(gradient.loss);
                model.step(gradient, rate);
            }
            progress.step(batch.len());
        }
        progress.tell(&format!("{pass} {}: loss {loss:.0}", round + 1));
    }
}

/// Precision, recall and F1 on text that was not learned from.
fn measure(what: &str, weights: &Weights, held_out: &[(&str, &Corpus)], progress: &impl Progress) {
    for (name, corpus) in held_out {
        let counts: [[usize; 3]; 3] = corpus
            .sentences
            .par_iter()
            .map(|s| {
                let found = weights.names(&s.input, s.convention, &s.proposed);
                let mut counts = [[0; 3]; 3];
                s.names.iter().for_each(|n| counts[n.2][0] += 1);
                found.iter().for_each(|n| counts[n.2][1] += 1);
                found.iter().filter(|n| s.names.contains(n)).for_each(|n| counts[n.2][2] += 1);
                counts
            })
            .reduce(Default::default, |mut a, b| {
                a.iter_mut().flatten().zip(b.iter().flatten()).for_each(|(a, b)| *a += b);
                a
            });
        let f1 = |c: [usize; 3]| 2.0 * c[2] as f64 / (c[0] + c[1]).max(1) as f64;
        let all = counts.iter().fold([0; 3], |s, c| std::array::from_fn(|i| s[i] + c[i]));
        progress.tell(&format!(
            "{what}: {name} F1 {:.4}, person {:.4}, place {:.4}, organisation {:.4}; {} rows of characters, {} of spans",
            f1(all),
            f1(counts[0]),
            f1(counts[1]),
            f1(counts[2]),
            weights.counts().0,
            weights.counts().1,
        ));
    }
}
