//! The learned rows at work: they weigh what the set rows proposed and propose what these missed.

use std::cell::RefCell;

use super::{
    CHARACTER, KIND, KINDS, Layer, Proposal, Pruning, SET, STRETCH, Sight, Weights, character,
    gather, join, propose, row_hash, stretch, tag,
    weights::{NONE, choose},
};
use crate::{
    mention::{
        decide::lattice::{Follow, Proposals},
        index::sentence_index::View,
    },
    options::Convention,
    rules::{Column, Form, RuleId, Schema, Tables},
};

/// The templates of the learned rows.
pub(crate) const FEATURE: Schema = Schema {
    name: "feature",
    form: Form::Plain,
    key: "id",
    columns: &[Column::required("id"), Column::required("note")],
};

/// A stretch is looked at while the best path through it is not worse than the best by more than this.
pub(crate) const MARGIN: f32 = 5.0;

/// A stretch that only the learned rows know is proposed from this score on.
const FLOOR: f32 = -2.0;

/// The learned rows, and what explanations call them.
#[derive(Debug)]
pub(crate) struct Learned {
    weights: Weights,
    characters: Vec<RuleId>,
    stretches: Vec<RuleId>,
    sum: RuleId,
    border: RuleId,
    follow: RuleId,
}

#[derive(Debug, Default)]
struct Memory {
    sight: Sight,
    layer: Layer,
    pruning: Pruning,
    proposals: Vec<Proposal>,
    set: Vec<Proposal>,
}

thread_local! {
    static MEMORY: RefCell<Memory> = RefCell::default();
}

impl Learned {
    /// Returns the built-in weights; nothing when the crate is built without them.
    pub(crate) fn built_in(tables: &Tables) -> Option<Self> {
        #[cfg(feature = "learned")]
        {
            let weights = Weights::from_bytes(include_bytes!("../../../tables/weights.bin"));
            Some(Learned::new(weights.expect("the built-in weights are tested"), tables))
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
        Learned {
            weights,
            characters: CHARACTER.map(|t| row(&format!("character_{t}"))).to_vec(),
            stretches: STRETCH.map(|t| row(&format!("stretch_{t}"))).to_vec(),
            sum: row("sum"),
            border: row("border"),
            follow: row("follow"),
        }
    }

    /// Adds what a name brings directly behind another.
    pub(crate) fn follow(&self, follow: &mut Follow) {
        let f = &self.weights.follow;
        for left in 1..KINDS {
            for right in 1..KINDS {
                let gain = f[left][right] - f[left][0] - f[0][right] + f[0][0];
                follow.add(KIND[left - 1], KIND[right - 1], self.follow, gain / SET);
            }
        }
    }

    /// Adds the learned rows to the candidates from `first` on, which are of the sentence in view, and proposes what
    /// only they know.
    pub(crate) fn weigh(
        &self,
        view: &View,
        convention: Convention,
        explain: bool,
        first: usize,
        proposals: &mut Proposals,
    ) {
        let convention = match convention {
            Convention::News => 4,
            Convention::Msra => 1,
            Convention::Pfr98 => 2,
        };
        MEMORY.with_borrow_mut(|memory| {
            let Memory { sight, layer, pruning, proposals: stretches, set } = memory;
            sight.load(view);
            self.weights.layer(sight, layer);
            propose(sight, layer, &self.weights.layer_follow, MARGIN, pruning, stretches);
            gather(view, proposals, first, set);
            join(layer, set, stretches);
            self.weights.score(sight, convention, stretches);
            let f = &self.weights.follow;
            let border = |p: &Proposal, kind: usize| {
                let none = (p.end - p.start + 1) as f32 * f[0][0];
                let enter = if p.start == 0 {
                    f[KINDS][kind + 1] - f[KINDS][0] + f[0][0]
                } else {
                    f[0][kind + 1]
                };
                enter + f[kind + 1][0] - none
            };
            let last = proposals.candidates().len();
            for index in first..last {
                let candidate = proposals.candidates()[index];
                let Some(kind) = KIND.iter().position(|k| candidate.kind == Some(*k)) else {
                    continue;
                };
                let at = (view.position(candidate.span.start), view.position(candidate.span.end));
                let Ok(found) = stretches.binary_search_by_key(&at, |p| (p.start, p.end)) else {
                    continue;
                };
                let p = &stretches[found];
                self.fire(sight, layer, p, kind, convention, explain, &mut |rule, weight| {
                    proposals.vote(index, rule, candidate.span, weight);
                });
                proposals.vote(index, self.border, candidate.span, border(p, kind) / SET);
            }
            for p in &*stretches {
                for (kind, name) in KIND.iter().enumerate() {
                    if p.set[kind].is_nan() && p.scores[kind] + border(p, kind) > FLOOR {
                        let span = view.span(p.start, p.end);
                        proposals.propose(span, Some(*name), self.sum);
                        self.fire(
                            sight,
                            layer,
                            p,
                            kind,
                            convention,
                            explain,
                            &mut |rule, weight| {
                                proposals.fire(rule, span, weight);
                            },
                        );
                        proposals.fire(self.border, span, border(p, kind) / SET);
                    }
                }
            }
        });
    }

    #[expect(clippy::too_many_arguments, reason = "each is the result of one step")]
    /// Fires what the learned rows bring to a stretch as a kind: one sum, or each row when an explanation is asked for.
    fn fire(
        &self,
        sight: &Sight,
        layer: &Layer,
        p: &Proposal,
        kind: usize,
        convention: u64,
        explain: bool,
        each: &mut dyn FnMut(RuleId, f32),
    ) {
        let sum = (p.scores[kind] - p.offset()[kind]) / SET;
        if !explain {
            each(self.sum, sum);
            return;
        }
        let unit = self.weights.scale / SET;
        stretch(sight, p, convention, &mut |template: u8, key| {
            let hash = row_hash(template, key);
            let row = choose(self.weights.stretches(hash), hash);
            let weight = row.map_or(0, |row| row[kind + 1]);
            if weight != 0 {
                each(self.stretches[template as usize], f32::from(weight) * unit);
            }
        });
        let mut characters = vec![0.0; CHARACTER.len()];
        for i in p.start..p.end {
            let place = if p.end - p.start == 1 {
                0
            } else if i == p.start {
                1
            } else if i + 1 == p.end {
                3
            } else {
                2
            };
            character(sight, i, &mut |template: u8, key| {
                let table = &self.weights.characters;
                let row = table.row(table.find(row_hash(template, key)));
                let weight = i16::from(row[tag(kind, place)]) - i16::from(row[NONE]);
                characters[template as usize] += f32::from(weight) * unit;
            });
        }
        debug_assert_eq!(layer.tags.len(), sight.len());
        for (rule, weight) in self.characters.iter().zip(characters) {
            if weight != 0.0 {
                each(*rule, weight);
            }
        }
    }
}
