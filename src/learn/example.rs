//! A sentence as the trainer sees it, and its gradient.

use std::collections::HashMap;

use super::{
    corpus::Sentence,
    marginals::{Marginals, marginals},
    model::Model,
};
use crate::mention::learned::{
    CandidateSpan, EmissionScores, KINDS, LONGEST, NONE, PruningScratch, TAGS, character_features,
    is_name_boundary, merge, propose_spans, row_hash, span_features, tag,
};

/// A sentence with its candidate spans and the numbers of their rows.
pub(super) struct Example<'c> {
    pub(super) sentence: &'c Sentence,
    /// Rows of character `i`: `characters[starts[i]..starts[i + 1]]`.
    characters: Vec<u32>,
    character_starts: Vec<u32>,
    pub(super) candidates: Vec<CandidateSpan>,
    spans: Vec<u32>,
    span_starts: Vec<u32>,
}

/// Which rows are left out: by row, place and salt, so that runs repeat.
#[derive(Clone, Copy)]
pub(super) struct Dropout {
    pub(super) share: u64,
    pub(super) salt: u64,
}

impl Dropout {
    fn keeps(self, row: u32, place: usize) -> bool {
        self.share == 0 || {
            let h = row_hash(7, u64::from(row) << 24 ^ place as u64 ^ self.salt);
            (h >> 20) & 1023 >= self.share
        }
    }
}

impl<'c> Example<'c> {
    /// Returns the example of a sentence, whose spans are not known yet.
    pub(super) fn new(sentence: &'c Sentence, numbers: &HashMap<u64, u32>) -> Self {
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
            candidates: Vec::new(),
            spans: Vec::new(),
            span_starts: Vec::new(),
        }
    }

    /// Makes every span that holds no boundary a candidate.
    pub(super) fn propose_all(&mut self) {
        let chars = &self.sentence.input.chars;
        for start in 0..chars.len() {
            for end in start + 1..=(start + LONGEST).min(chars.len()) {
                if is_name_boundary(chars[end - 1]) {
                    break;
                }
                self.candidates.push(CandidateSpan::new(start, end));
            }
        }
        self.add_names();
    }

    /// What is annotated is always a candidate, else its score could not be raised.
    fn add_names(&mut self) {
        self.candidates.extend(self.sentence.names.iter().map(|n| CandidateSpan::new(n.0, n.1)));
        self.candidates.sort_unstable_by_key(|p| (p.start, p.end));
        merge(&mut self.candidates);
        self.span_starts = vec![0; self.candidates.len() + 1];
    }

    /// Makes the spans candidates that the emission scores and the proposers propose.
    pub(super) fn propose(&mut self, model: &Model, margin: f32) {
        let mut emissions = EmissionScores::default();
        self.emissions(model, Dropout { share: 0, salt: 0 }, &mut emissions);
        let (input, transitions) = (&self.sentence.input, &model.emission_transitions);
        propose_spans(
            input,
            &emissions,
            transitions,
            margin,
            &mut PruningScratch::default(),
            &mut self.candidates,
        );
        self.candidates.extend_from_slice(&self.sentence.proposed);
        self.add_names();
    }

    /// Numbers the rows of the candidates.
    pub(super) fn number_spans(&mut self, numbers: &HashMap<u64, u32>) {
        self.spans.clear();
        self.span_starts = vec![0];
        for p in &self.candidates {
            let s = self.sentence;
            span_features(&s.input, p, s.convention, &mut |t, k| {
                self.spans.extend(numbers.get(&row_hash(t, k)));
            });
            self.span_starts.push(self.spans.len() as u32);
        }
        self.spans.shrink_to_fit();
    }

    /// Leaves only the rows that are kept.
    pub(super) fn keep(&mut self, characters: &[bool], spans: &[bool]) {
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

    /// Returns the scores of the candidates.
    fn scored(&self, model: &Model, dropout: Dropout) -> Vec<CandidateSpan> {
        let mut emissions = EmissionScores::default();
        self.emissions(model, dropout, &mut emissions);
        let scored = self.candidates.iter().enumerate().map(|(p, &candidate)| {
            let mut scores = emissions.span(candidate.start, candidate.end);
            // The emission scores are estimated on their own, the span rows on top of the hand-set ones.
            if !model.spans.weights.is_empty() {
                scores.iter_mut().zip(candidate.offset()).for_each(|(s, o)| *s += o);
            }
            for &row in self.rows_of_span(p).iter().filter(|&&r| dropout.keeps(r, span_place(p))) {
                for (s, w) in scores.iter_mut().zip(&model.spans.weights[row as usize]) {
                    *s += w;
                }
            }
            CandidateSpan { scores, ..candidate }
        });
        scored.collect()
    }

    /// Returns the gradient of the log likelihood and the loss.
    pub(super) fn gradient(&self, model: &Model, dropout: Dropout) -> Gradient {
        let scored = self.scored(model, dropout);
        let Marginals { total, mut spans, mut transitions } =
            marginals(self.sentence.input.len(), &scored, &model.transitions);
        spans.iter_mut().flatten().for_each(|g| *g = -*g);
        transitions.iter_mut().flatten().for_each(|g| *g = -*g);
        let annotated = self.annotated_path(model, &scored, &mut spans, &mut transitions);
        let mut gradient = Gradient {
            loss: total - annotated,
            characters: Vec::new(),
            spans: Vec::new(),
            transitions,
        };
        self.spread(&scored, &spans, dropout, &mut gradient);
        for (p, gains) in spans.iter().enumerate() {
            if gains.iter().any(|g| g.abs() > 1e-3) {
                let rows =
                    self.rows_of_span(p).iter().filter(|&&r| dropout.keeps(r, span_place(p)));
                gradient.spans.extend(rows.map(|&r| (r, *gains)));
            }
        }
        gradient
    }

    /// Adds the annotated path to the gradients of spans and transitions, and returns its score.
    fn annotated_path(
        &self,
        model: &Model,
        scored: &[CandidateSpan],
        spans: &mut [[f32; 3]],
        transitions: &mut [[f32; KINDS]; KINDS + 1],
    ) -> f32 {
        let (mut at, mut previous, mut score) = (0, KINDS, 0.0);
        let mut enter = |kind: usize, score: &mut f32| {
            transitions[previous][kind] += 1.0;
            *score += model.transitions[previous][kind];
            previous = kind;
        };
        for &(start, end, kind) in &self.sentence.names {
            if start < at {
                continue;
            }
            while at < start {
                enter(0, &mut score);
                at += 1;
            }
            let p = self
                .candidates
                .binary_search_by_key(&(start, end), |p| (p.start, p.end))
                .expect("names are candidates");
            enter(kind + 1, &mut score);
            score += scored[p].scores[kind];
            spans[p][kind] += 1.0;
            at = end;
        }
        while at < self.sentence.input.len() {
            enter(0, &mut score);
            at += 1;
        }
        score
    }

    /// Adds the gradient of the characters: what a span gains, its characters gain, and "none" loses.
    fn spread(
        &self,
        scored: &[CandidateSpan],
        gradients: &[[f32; 3]],
        dropout: Dropout,
        out: &mut Gradient,
    ) {
        let n = self.sentence.input.len();
        let mut tags = vec![[0.0f32; TAGS]; n];
        let mut inner = vec![[0.0f32; 4]; n + 1];
        for (span, gains) in scored.iter().zip(gradients) {
            for (kind, &gain) in gains.iter().enumerate().filter(|(_, g)| g.abs() > 1e-4) {
                if span.end - span.start == 1 {
                    tags[span.start][tag(kind, 0)] += gain;
                } else {
                    tags[span.start][tag(kind, 1)] += gain;
                    tags[span.end - 1][tag(kind, 3)] += gain;
                    inner[span.start + 1][kind] += gain;
                    inner[span.end - 1][kind] -= gain;
                }
                inner[span.start][3] -= gain;
                inner[span.end][3] += gain;
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
                out.characters.extend(rows.map(|&r| (r, tags[i])));
            }
        }
    }
}

/// Returns the place of a candidate in the pattern of the dropout, behind those of the characters.
fn span_place(candidate: usize) -> usize {
    1 << 20 | candidate
}

/// Leaves only the rows that are kept.
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

/// The gradient of one sentence.
pub(super) struct Gradient {
    pub(super) loss: f32,
    pub(super) characters: Vec<(u32, [f32; TAGS])>,
    pub(super) spans: Vec<(u32, [f32; 3])>,
    pub(super) transitions: [[f32; KINDS]; KINDS + 1],
}
