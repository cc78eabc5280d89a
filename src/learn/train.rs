//! The trainer: a semi-Markov conditional random field with feature dropout, pruning and refit.
//!
//! Two passes. The first estimates the emission scores alone and so finds the spans worth a look; the second
//! estimates character and span rows together on those spans (AdaGrad on batches), on top of the hand-set features. Rows seen too rarely are
//! left out, the weakest are cut until the table fits, and the kept ones are estimated once more.

use std::collections::HashMap;

use rayon::prelude::*;

use super::corpus::{Corpus, Sentence};
use crate::mention::learned::{
    CandidateSpan, EmissionScores, KINDS, LONGEST, MARGIN, NONE, PruningScratch, TAGS, Weights,
    character_features, is_name_boundary, merge, propose_spans, row_hash, span_features, tag,
};

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

/// Told while training goes on.
pub trait Progress: Sync {
    /// A pass begins with so many sentences.
    fn begin(&self, pass: &str, sentences: usize);
    /// So many more sentences are done.
    fn step(&self, sentences: usize);
    /// Something measured.
    fn tell(&self, line: &str);
}

const BATCH: usize = 48;
/// Training looks at more spans than reading does, so that what is near the border is learned too.
const TRAINING_MARGIN: f32 = MARGIN + 2.0;

/// A sentence with the numbers of its rows.
struct Example<'c> {
    sentence: &'c Sentence,
    /// Rows of character `i`: `characters[starts[i]..starts[i + 1]]`.
    characters: Vec<u32>,
    character_starts: Vec<u32>,
    proposals: Vec<CandidateSpan>,
    spans: Vec<u32>,
    span_starts: Vec<u32>,
}

/// Weights with the sums of squares AdaGrad keeps.
struct Table<const N: usize> {
    weights: Vec<[f32; N]>,
    squares: Vec<[f32; N]>,
}

impl<const N: usize> Table<N> {
    fn new(rows: usize) -> Self {
        Table { weights: vec![[0.0; N]; rows], squares: vec![[0.1; N]; rows] }
    }

    fn step(&mut self, row: u32, gradient: &[f32; N], rate: f32) {
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

struct Model {
    characters: Table<TAGS>,
    spans: Table<3>,
    transitions: [[f32; KINDS]; KINDS + 1],
    transition_squares: [[f32; KINDS]; KINDS + 1],
    emission_transitions: [[f32; KINDS]; KINDS + 1],
}

/// Which rows are left out: by row, place and salt, so that runs repeat.
#[derive(Clone, Copy)]
struct Dropout {
    share: u64,
    salt: u64,
}

impl Dropout {
    fn keeps(self, row: u32, place: usize) -> bool {
        self.share == 0 || {
            let h = row_hash(7, u64::from(row) << 24 ^ place as u64 ^ self.salt);
            (h >> 20) & 1023 >= self.share
        }
    }
}

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
    let sentences = &corpus.sentences;

    // The emission scores alone.
    let (numbers, hashes) = count(sentences, settings.cut, |s, sink| {
        for i in (0..s.input.len()).filter(|_| !s.again) {
            character_features(&s.input, i, &mut |t, k| sink(row_hash(t, k)));
        }
    });
    progress.tell(&format!("{} sentences, {} character rows", sentences.len(), hashes.len()));
    let mut examples: Vec<Example<'_>> =
        sentences.par_iter().map(|s| Example::characters(s, &numbers)).collect();
    drop(numbers);
    let mut model = Model {
        characters: Table::new(hashes.len()),
        spans: Table::new(0),
        transitions: [[0.0; KINDS]; KINDS + 1],
        transition_squares: [[0.1; KINDS]; KINDS + 1],
        emission_transitions: [[0.0; KINDS]; KINDS + 1],
    };
    for example in &mut examples {
        example.propose_all();
    }
    rounds("character layer", &mut model, &examples, 3, 0.3, settings.rate, progress);

    model.characters.weights.iter_mut().flatten().for_each(|w| *w *= 0.7);
    let kept = strongest(&model.characters.weights, settings.character_rows);
    examples.par_iter_mut().for_each(|e| e.keep(&kept, &[]));
    rounds("layer refit", &mut model, &examples, 2, 0.1, settings.rate * 0.5, progress);
    model
        .characters
        .weights
        .iter_mut()
        .zip(&kept)
        .filter(|(_, k)| !**k)
        .for_each(|(w, _)| *w = [0.0; TAGS]);
    model.emission_transitions = model.transitions;
    // Spans worth a look.
    examples.par_iter_mut().for_each(|e| e.propose(&model, TRAINING_MARGIN));
    let proposals: usize = examples.iter().map(|e| e.proposals.len()).sum();
    let length: usize = sentences.iter().map(|s| s.input.len()).sum();
    progress.tell(&format!("{:.2} spans a character", proposals as f64 / length as f64));
    let span_hashes = {
        let (numbers, hashes) = count(&examples, settings.cut, |e, sink| {
            let s = e.sentence;
            for p in e.proposals.iter().filter(|_| !s.again) {
                span_features(&s.input, p, s.convention, &mut |t, k| sink(row_hash(t, k)));
            }
        });
        progress.tell(&format!("{} stretch rows", hashes.len()));
        examples.par_iter_mut().for_each(|e| e.spans(&numbers));
        hashes
    };
    model.spans = Table::new(span_hashes.len());
    rounds(
        "joint",
        &mut model,
        &examples,
        settings.epochs,
        settings.dropout,
        settings.rate,
        progress,
    );
    let keep = 1.0 - settings.dropout as f32;
    model.spans.weights.iter_mut().flatten().for_each(|w| *w *= keep);
    let whole = model.to_weights(&hashes, &span_hashes, usize::MAX, usize::MAX);
    measure("before pruning", &whole, held_out, progress);

    // PruningScratch and refit on what is kept.
    let characters = strongest(&model.characters.weights, settings.character_rows);
    let spans = strongest(&model.spans.weights, settings.span_rows);
    examples.par_iter_mut().for_each(|e| e.keep(&characters, &spans));
    model.characters.squares.iter_mut().flatten().for_each(|s| *s = s.max(1.0));
    model.spans.squares.iter_mut().flatten().for_each(|s| *s = s.max(1.0));
    rounds("refit", &mut model, &examples, 1, 0.1, settings.rate * 0.5, progress);
    let dropped = model.characters.weights.iter_mut().zip(&characters).filter(|(_, kept)| !**kept);
    dropped.for_each(|(weights, _)| *weights = [0.0; TAGS]);
    model
        .spans
        .weights
        .iter_mut()
        .zip(&spans)
        .filter(|(_, k)| !**k)
        .for_each(|(w, _)| *w = [0.0; 3]);
    let weights =
        model.to_weights(&hashes, &span_hashes, settings.character_rows, settings.span_rows);
    measure("kept rows", &weights, held_out, progress);
    weights.to_bytes()
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

impl<'c> Example<'c> {
    fn characters(sentence: &'c Sentence, numbers: &HashMap<u64, u32>) -> Self {
        let (mut characters, mut starts) = (Vec::new(), vec![0]);
        for i in 0..sentence.input.len() {
            character_features(&sentence.input, i, &mut |t, k| {
                characters.extend(numbers.get(&row_hash(t, k)));
            });
            starts.push(characters.len() as u32);
        }
        Example {
            sentence,
            characters,
            character_starts: starts,
            proposals: Vec::new(),
            spans: Vec::new(),
            span_starts: Vec::new(),
        }
    }

    fn propose_all(&mut self) {
        let chars = &self.sentence.input.chars;
        for start in 0..chars.len() {
            for end in start + 1..=(start + LONGEST).min(chars.len()) {
                if is_name_boundary(chars[end - 1]) {
                    break;
                }
                self.proposals.push(CandidateSpan::new(start, end));
            }
        }
        self.add_names();
    }

    /// What is annotated is always a candidate, else its score could not be raised.
    fn add_names(&mut self) {
        self.proposals.extend(self.sentence.names.iter().map(|n| CandidateSpan::new(n.0, n.1)));
        self.proposals.sort_unstable_by_key(|p| (p.start, p.end));
        merge(&mut self.proposals);
        self.span_starts = vec![0; self.proposals.len() + 1];
    }

    fn propose(&mut self, model: &Model, margin: f32) {
        let mut emissions = EmissionScores::default();
        self.emissions(model, Dropout { share: 0, salt: 0 }, &mut emissions);
        let (input, transitions) = (&self.sentence.input, &model.emission_transitions);
        propose_spans(
            input,
            &emissions,
            transitions,
            margin,
            &mut PruningScratch::default(),
            &mut self.proposals,
        );
        self.proposals.extend_from_slice(&self.sentence.proposed);
        self.add_names();
    }

    fn spans(&mut self, numbers: &HashMap<u64, u32>) {
        self.spans.clear();
        self.span_starts = vec![0];
        for p in &self.proposals {
            let s = self.sentence;
            span_features(&s.input, p, s.convention, &mut |t, k| {
                self.spans.extend(numbers.get(&row_hash(t, k)));
            });
            self.span_starts.push(self.spans.len() as u32);
        }
        self.spans.shrink_to_fit();
    }

    /// Leaves only the rows that are kept.
    fn keep(&mut self, characters: &[bool], spans: &[bool]) {
        if !spans.is_empty() {
            filter(&mut self.spans, &mut self.span_starts, spans);
        }
        filter(&mut self.characters, &mut self.character_starts, characters);
    }

    fn rows_of_character(&self, i: usize) -> &[u32] {
        &self.characters[self.character_starts[i] as usize..self.character_starts[i + 1] as usize]
    }

    fn rows_of_span(&self, p: usize) -> &[u32] {
        &self.spans[self.span_starts[p] as usize..self.span_starts[p + 1] as usize]
    }

    fn emissions(&self, model: &Model, dropout: Dropout, emissions: &mut EmissionScores) {
        emissions.clear();
        for i in 0..self.sentence.input.len() {
            let mut sum = [0.0; TAGS];
            for &row in self.rows_of_character(i).iter().filter(|&&r| dropout.keeps(r, i)) {
                for (s, w) in sum.iter_mut().zip(&model.characters.weights[row as usize]) {
                    *s += w;
                }
            }
            emissions.push(&sum);
        }
    }

    /// Returns the gradient of the log likelihood and the loss.
    fn gradient(&self, model: &Model, dropout: Dropout) -> Gradient {
        let n = self.sentence.input.len();
        let mut emissions = EmissionScores::default();
        self.emissions(model, dropout, &mut emissions);
        let place = |p: usize| 1 << 20 | p;
        let proposals: Vec<CandidateSpan> = self
            .proposals
            .iter()
            .enumerate()
            .map(|(p, &proposal)| {
                let mut scores = emissions.span(proposal.start, proposal.end);
                // The emission scores is estimated on its own, the span rows on top of the hand-set ones.
                if !model.spans.weights.is_empty() {
                    scores.iter_mut().zip(proposal.offset()).for_each(|(s, o)| *s += o);
                }
                for &row in self.rows_of_span(p).iter().filter(|&&r| dropout.keeps(r, place(p))) {
                    for (s, w) in scores.iter_mut().zip(&model.spans.weights[row as usize]) {
                        *s += w;
                    }
                }
                CandidateSpan { scores, ..proposal }
            })
            .collect();
        let marginals = marginals(n, &proposals, &model.transitions);
        let mut gradient = Gradient {
            loss: 0.0,
            characters: Vec::new(),
            spans: Vec::new(),
            transitions: [[0.0; KINDS]; KINDS + 1],
        };
        let mut span_gradient = marginals.spans;
        span_gradient.iter_mut().flatten().for_each(|g| *g = -*g);
        gradient.transitions = marginals.transitions;
        gradient.transitions.iter_mut().flatten().for_each(|g| *g = -*g);
        // The annotated path.
        let (mut at, mut previous, mut score) = (0, KINDS, 0.0);
        let mut enter = |kind: usize, previous: &mut usize, score: &mut f32| {
            gradient.transitions[*previous][kind] += 1.0;
            *score += model.transitions[*previous][kind];
            *previous = kind;
        };
        for &(start, end, kind) in &self.sentence.names {
            if start < at {
                continue;
            }
            while at < start {
                enter(0, &mut previous, &mut score);
                at += 1;
            }
            let p = self
                .proposals
                .binary_search_by_key(&(start, end), |p| (p.start, p.end))
                .expect("names are proposed");
            enter(kind + 1, &mut previous, &mut score);
            score += proposals[p].scores[kind];
            span_gradient[p][kind] += 1.0;
            at = end;
        }
        while at < n {
            enter(0, &mut previous, &mut score);
            at += 1;
        }
        gradient.loss = marginals.total - score;
        // Spans to characters: what a span gains, its characters gain, and "none" loses.
        let mut tags = vec![[0.0f32; TAGS]; n];
        let mut inner = vec![[0.0f32; 4]; n + 1];
        for (proposal, gains) in proposals.iter().zip(&span_gradient) {
            for (kind, &gain) in gains.iter().enumerate().filter(|(_, g)| g.abs() > 1e-4) {
                if proposal.end - proposal.start == 1 {
                    tags[proposal.start][tag(kind, 0)] += gain;
                } else {
                    tags[proposal.start][tag(kind, 1)] += gain;
                    tags[proposal.end - 1][tag(kind, 3)] += gain;
                    inner[proposal.start + 1][kind] += gain;
                    inner[proposal.end - 1][kind] -= gain;
                }
                inner[proposal.start][3] -= gain;
                inner[proposal.end][3] += gain;
            }
        }
        let mut sum = [0.0; 4];
        for i in 0..n {
            for k in 0..4 {
                sum[k] += inner[i][k];
            }
            for kind in 0..3 {
                tags[i][tag(kind, 2)] += sum[kind];
            }
            tags[i][NONE] += sum[3];
            if tags[i].iter().any(|g| g.abs() > 2e-3) {
                let rows = self.rows_of_character(i).iter().filter(|&&r| dropout.keeps(r, i));
                gradient.characters.extend(rows.map(|&r| (r, tags[i])));
            }
        }
        for (p, gains) in span_gradient.iter().enumerate() {
            if gains.iter().any(|g| g.abs() > 1e-3) {
                let rows = self.rows_of_span(p).iter().filter(|&&r| dropout.keeps(r, place(p)));
                gradient.spans.extend(rows.map(|&r| (r, *gains)));
            }
        }
        gradient
    }
}

fn filter(rows: &mut Vec<u32>, starts: &mut [u32], kept: &[bool]) {
    let mut out = 0;
    let mut from = 0;
    for start in starts.iter_mut().skip(1) {
        let to = *start as usize;
        for i in from..to {
            if kept[rows[i] as usize] {
                rows[out] = rows[i];
                out += 1;
            }
        }
        from = to;
        *start = out as u32;
    }
    rows.truncate(out);
}

struct Gradient {
    loss: f32,
    characters: Vec<(u32, [f32; TAGS])>,
    spans: Vec<(u32, [f32; 3])>,
    transitions: [[f32; KINDS]; KINDS + 1],
}

struct Marginals {
    /// Log of the sum over all paths.
    total: f32,
    spans: Vec<[f32; 3]>,
    transitions: [[f32; KINDS]; KINDS + 1],
}

fn log_add(a: f32, b: f32) -> f32 {
    let (high, low) = if a > b { (a, b) } else { (b, a) };
    if low == f32::NEG_INFINITY { high } else { high + (low - high).exp().ln_1p() }
}

/// Forward and backward over all paths.
fn marginals(
    n: usize,
    proposals: &[CandidateSpan],
    transitions: &[[f32; KINDS]; KINDS + 1],
) -> Marginals {
    const NO_PATH: f32 = f32::NEG_INFINITY;
    let mut first = vec![0; n + 1];
    for p in proposals {
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
        for p in &proposals[first[at]..first[at + 1]] {
            for kind in 1..KINDS {
                forward[p.end][kind] =
                    log_add(forward[p.end][kind], enter[at][kind] + p.scores[kind - 1]);
            }
        }
    }
    let total = forward[n].iter().fold(NO_PATH, |sum, &s| log_add(sum, s));
    let mut backward = vec![[NO_PATH; KINDS]; n + 1];
    backward[n] = [0.0; KINDS];
    let mut spans = vec![[0.0; 3]; proposals.len()];
    let mut pairs = [[0.0; KINDS]; KINDS + 1];
    for at in (0..n).rev() {
        let mut leave = [NO_PATH; KINDS];
        leave[0] = backward[at + 1][0];
        for (i, p) in proposals.iter().enumerate().take(first[at + 1]).skip(first[at]) {
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
                gradient
                    .characters
                    .iter()
                    .for_each(|(row, g)| model.characters.step(*row, g, rate));
                gradient.spans.iter().for_each(|(row, g)| model.spans.step(*row, g, rate));
                for previous in 0..=KINDS {
                    for kind in 0..KINDS {
                        let g = gradient.transitions[previous][kind];
                        model.transition_squares[previous][kind] += g * g;
                        model.transitions[previous][kind] +=
                            rate * g / model.transition_squares[previous][kind].sqrt();
                    }
                }
            }
            progress.step(batch.len());
        }
        progress.tell(&format!("{pass} {}: loss {loss:.0}", round + 1));
    }
}

/// Says for each row whether it is among the `most` strongest.
fn strongest<const N: usize>(weights: &[[f32; N]], most: usize) -> Vec<bool> {
    let strength = |w: &[f32; N]| w.iter().fold(0.0f32, |m, x| m.max(x.abs()));
    let mut strengths: Vec<f32> = weights.iter().map(strength).collect();
    if most >= weights.len() {
        return strengths.iter().map(|&s| s > 0.0).collect();
    }
    strengths.sort_unstable_by(|a, b| b.total_cmp(a));
    let least = strengths[most].max(f32::MIN_POSITIVE);
    weights.iter().map(|w| strength(w) > least).collect()
}

impl Model {
    fn to_weights(
        &self,
        characters: &[u64],
        spans: &[u64],
        most_characters: usize,
        most_spans: usize,
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
        Weights::place(&mut table, hashes[i], row);
    }
    table
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
