//! The learned scorer: adds the learned rows to what was proposed, and proposes what only they know.

use super::{
    CHARACTER_TEMPLATES, CandidateSpan, EmissionScores, FeatureInput, HAND_UNIT, KINDS, NAME_KINDS,
    PruningScratch, SPAN_TEMPLATES, Weights, add_proposed, character_features, gather,
    propose_spans, row_hash, span_features, tag,
    weights::{NONE, matching_row},
};
use crate::{
    mention::{SentenceScope, decide::lattice::TransitionWeights, score::Scorer},
    options::{Convention, Options},
    rules::{Column, Form, RuleId, Schema, Tables},
};

/// The templates of the learned rows.
pub(crate) const FEATURE: Schema = Schema {
    name: "feature",
    form: Form::Plain,
    key: "id",
    columns: &[Column::required("id"), Column::required("note")],
};

/// A span is looked at while the best path through it is not worse than the best by more than this.
pub(crate) const MARGIN: f32 = 5.0;

/// A span that only the learned rows know is proposed from this score on.
const FLOOR: f32 = -2.0;

/// The learned rows, and what explanations call them.
#[derive(Debug)]
pub(crate) struct LearnedScorer {
    weights: Weights,
    character_rules: [RuleId; CHARACTER_TEMPLATES.len()],
    span_rules: [RuleId; SPAN_TEMPLATES.len()],
    sum: RuleId,
    border: RuleId,
    transition: RuleId,
}

/// Memory of the learned scorer, reused from sentence to sentence.
#[derive(Debug, Default)]
pub(crate) struct LearnedScratch {
    input: FeatureInput,
    emissions: EmissionScores,
    pruning: PruningScratch,
    /// The spans that may be names.
    spans: Vec<CandidateSpan>,
    /// Those of them that the proposers found.
    proposed: Vec<CandidateSpan>,
}

impl LearnedScorer {
    /// Returns the built-in weights; nothing when the crate is built without them.
    pub(crate) fn built_in(tables: &Tables) -> Option<Self> {
        #[cfg(feature = "learned")]
        {
            let weights = Weights::from_bytes(include_bytes!("../../../tables/weights.bin"));
            Some(LearnedScorer::new(weights.expect("the built-in weights are tested"), tables))
        }
        #[cfg(not(feature = "learned"))]
        {
            let _ = tables;
            None
        }
    }

    /// Returns weights with the rows that name them.
    pub(crate) fn new(weights: Weights, tables: &Tables) -> Self {
        let row =
            |name: &str| tables.find(&format!("feature.{name}")).expect("each template has a row");
        LearnedScorer {
            weights,
            character_rules: CHARACTER_TEMPLATES.map(|t| row(&format!("character_{t}"))),
            span_rules: SPAN_TEMPLATES.map(|t| row(&format!("stretch_{t}"))),
            sum: row("sum"),
            border: row("border"),
            transition: row("follow"),
        }
    }

    /// Adds what a name brings directly behind another.
    pub(crate) fn add_transitions(&self, transitions: &mut TransitionWeights) {
        let t = &self.weights.transitions;
        for left in 1..KINDS {
            for right in 1..KINDS {
                let gain = t[left][right] - t[left][0] - t[0][right] + t[0][0];
                let (left, right) = (NAME_KINDS[left - 1], NAME_KINDS[right - 1]);
                transitions.add(left, right, self.transition, gain / HAND_UNIT);
            }
        }
    }

    /// Returns what a span gains for where a name of the kind begins and ends, against no name.
    fn border_gain(&self, span: &CandidateSpan, kind: usize) -> f32 {
        let t = &self.weights.transitions;
        let none = (span.end - span.start + 1) as f32 * t[0][0];
        let enter = if span.start == 0 {
            t[KINDS][kind + 1] - t[KINDS][0] + t[0][0]
        } else {
            t[0][kind + 1]
        };
        enter + t[kind + 1][0] - none
    }

    /// Calls `each` with what the learned rows bring to a span as a kind: one sum, or each row when an explanation is asked
    /// for.
    fn each_row(
        &self,
        input: &FeatureInput,
        span: &CandidateSpan,
        kind: usize,
        options: Options,
        each: &mut dyn FnMut(RuleId, f32),
    ) {
        if !options.explain {
            each(self.sum, (span.scores[kind] - span.offset()[kind]) / HAND_UNIT);
            return;
        }
        let unit = self.weights.scale / HAND_UNIT;
        span_features(input, span, number(options.convention), &mut |template: u8, key| {
            let hash = row_hash(template, key);
            let row = matching_row(self.weights.spans(hash), hash);
            let weight = row.map_or(0, |row| row[kind + 1]);
            if weight != 0 {
                each(self.span_rules[template as usize], f32::from(weight) * unit);
            }
        });
        let mut sums = [0.0; CHARACTER_TEMPLATES.len()];
        for i in span.start..span.end {
            let place = match (i == span.start, i + 1 == span.end) {
                (true, true) => 0,
                (true, false) => 1,
                (false, true) => 3,
                (false, false) => 2,
            };
            character_features(input, i, &mut |template: u8, key| {
                let table = &self.weights.characters;
                let row = table.row(table.find(row_hash(template, key)));
                let weight = i16::from(row[tag(kind, place)]) - i16::from(row[NONE]);
                sums[template as usize] += f32::from(weight) * unit;
            });
        }
        for (rule, weight) in self.character_rules.iter().zip(sums) {
            if weight != 0.0 {
                each(*rule, weight);
            }
        }
    }
}

impl Scorer for LearnedScorer {
    fn applies(&self, _: Convention) -> bool {
        true
    }

    /// Adds the learned rows to what was proposed, and proposes what only they know.
    fn score(&self, scope: &mut SentenceScope<'_>) {
        let SentenceScope { sentence, candidates, options, learned, .. } = scope;
        let LearnedScratch { input, emissions, pruning, spans, proposed } = &mut **learned;
        input.load(sentence);
        self.weights.emissions(input, emissions);
        propose_spans(input, emissions, &self.weights.emission_transitions, MARGIN, pruning, spans);
        gather(sentence, candidates, proposed);
        add_proposed(emissions, proposed, spans);
        self.weights.score(input, number(options.convention), spans);
        for index in candidates.sentence_range() {
            let candidate = candidates.all()[index];
            let Some(kind) = NAME_KINDS.iter().position(|k| candidate.kind == Some(*k)) else {
                continue;
            };
            let key = candidate.span;
            let at = (sentence.position(key.start), sentence.position(key.end));
            let Ok(found) = spans.binary_search_by_key(&at, |p| (p.start, p.end)) else {
                continue;
            };
            let span = &spans[found];
            self.each_row(input, span, kind, *options, &mut |rule, weight| {
                candidates.add_to(index, rule, key, weight);
            });
            candidates.add_to(index, self.border, key, self.border_gain(span, kind) / HAND_UNIT);
        }
        for span in &*spans {
            for (kind, name) in NAME_KINDS.iter().enumerate() {
                let border = self.border_gain(span, kind);
                if span.hand_scores[kind].is_nan() && span.scores[kind] + border > FLOOR {
                    let key = sentence.span(span.start, span.end);
                    candidates.propose(key, Some(*name), self.sum);
                    self.each_row(input, span, kind, *options, &mut |rule, weight| {
                        candidates.add(rule, key, weight);
                    });
                    candidates.add(self.border, key, border / HAND_UNIT);
                }
            }
        }
    }
}

/// Returns the number of the guidelines in the trainer's corpora.
fn number(convention: Convention) -> u64 {
    match convention {
        Convention::Msra => 1,
        Convention::Pfr98 => 2,
        Convention::News => 4,
    }
}
