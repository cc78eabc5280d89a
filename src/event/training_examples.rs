//! What the trainer learns from: the rows of every proposal and of every phrase around given triggers.

use super::{
    Context, EventRules, Events, argument_filling,
    learned::{
        argument_candidates::Phrases,
        argument_features::{Around, Head, Trigger},
        speech_content::{self, Speech},
        trigger_features::Sight,
    },
    ontology::Kind,
    trigger::Hit,
};
use crate::{Clean, Span, mention::learned::row_hash};

/// A stretch with the hashes of its rows.
pub(crate) type Stretch = (Span<Clean>, Vec<u64>);

/// A type that a trigger may have, with the hashes of its rows.
pub(crate) type KindRows = (Kind, Vec<u64>);

/// A phrase with the hashes of its rows.
#[derive(Debug)]
pub(crate) struct Phrase {
    pub(crate) span: Span<Clean>,
    pub(crate) head: Head,
    pub(crate) rows: Vec<u64>,
    pub(crate) gate: Vec<u64>,
}

/// What may be a part of one event.
#[derive(Debug)]
pub(crate) struct Parts {
    pub(crate) trigger: Span<Clean>,
    pub(crate) phrases: Vec<Phrase>,
    /// Nothing where the type has no content.
    pub(crate) contents: Vec<Stretch>,
}

impl EventRules {
    /// Returns the words of the trigger tables in a text, each with its rows; the type of a word of which `knows` says
    /// no is left out of them.
    pub(crate) fn proposals(
        &self,
        context: Context<'_>,
        out: &mut Events,
        knows: impl Fn(&str) -> bool,
    ) -> Vec<Stretch> {
        self.propose(context, &mut out.memory);
        let clean = context.text.clean();
        let sight = Sight { clean, page: &out.memory.page };
        let rows = |candidate: &super::trigger_choice::Candidate| {
            let mut proposal = candidate.proposal;
            let open =
                self.triggers.rows_of(proposal.word).iter().all(|&r| self.triggers.is_open(r));
            if open && !knows(&clean[proposal.span.range()]) {
                (proposal.kind, proposal.family) = (0, 0);
            }
            let mut rows = Vec::new();
            sight.trigger(&proposal, |template, key| rows.push(row_hash(template, key)));
            (proposal.span, rows)
        };
        out.memory.candidates.iter().map(rows).collect()
    }

    /// Returns, for each word of the trigger tables in the text that has several types, each type with its rows. To be called
    /// behind [`EventRules::proposals`].
    pub(crate) fn kind_choices(
        &self,
        context: Context<'_>,
        out: &Events,
    ) -> Vec<(Span<Clean>, Vec<KindRows>)> {
        let sight = Sight { clean: context.text.clean(), page: &out.memory.page };
        let mut choices = Vec::new();
        for candidate in &out.memory.candidates {
            let span = candidate.proposal.span;
            let kinds = super::trigger_choice::kinds_of(self, context, candidate);
            if kinds.len() < 2 {
                continue;
            }
            let kinds = kinds.into_iter().map(|(_, kind, holds)| {
                let mut rows = Vec::new();
                let hash = self.kind_hashes[kind as usize].kind;
                sight.kind(span, hash, holds, |t, key| rows.push(row_hash(t, key)));
                (kind, rows)
            });
            choices.push((span, kinds.collect()));
        }
        choices
    }

    /// Returns what may be parts of the events of the given triggers and types, which are in text order.
    pub(crate) fn parts(
        &self,
        context: Context<'_>,
        out: &mut Events,
        triggers: &[(Span<Clean>, Kind)],
    ) -> Vec<Parts> {
        let clean = context.text.clean();
        let mut hits: Vec<Hit> = Vec::new();
        for &(span, kind) in triggers {
            if hits.last().is_none_or(|h| h.span.end <= span.start) {
                let rule = self.triggers.rows_of(0)[0];
                hits.push(Hit { span, rule, kind, probability: 1.0 });
            }
        }
        out.all.clear();
        out.links.clear();
        self.propose(context, &mut out.memory);
        self.teller(context, &mut out.memory).tell(Some(&hits), out);
        let page = &mut out.memory.page;
        page.load(
            clean,
            context.segmented,
            context.mentions,
            hits.iter().map(|h| h.span),
            (&self.clusters, &self.lists),
        );
        let starts: Vec<u32> =
            out.all.iter().map(|e| page.token_at(e.trigger.start) as u32).collect();
        let mut phrases = Phrases::default();
        let mut stretches = Vec::new();
        let mut parts = Vec::new();
        for event in &out.all {
            let Some((from, to)) = page.tokens_of(event.trigger) else { continue };
            let kind = self.kind_index(event.kind);
            let hash = self.kind_hashes[kind as usize];
            let slots = argument_filling::slots(self, context, event);
            let trigger = Trigger {
                from,
                to,
                kind: hash.kind,
                family: hash.family,
                slots: &slots,
                triggers: &starts,
            };
            let around = Around::new(clean, page, trigger);
            phrases.find(page, from, to);
            let mut found = Vec::new();
            for &(i, j) in &phrases.all {
                let (i, j) = (i as usize, j as usize);
                let seen = around.see((i, j));
                let (mut rows, mut gate) = (Vec::new(), Vec::new());
                around.phrase(&seen, |t, key| rows.push(row_hash(t, key)));
                around.gate(&seen, |t, key| gate.push(row_hash(t, key)));
                found.push(Phrase {
                    span: page.span(i, j),
                    head: Head::of(page, i, j),
                    rows,
                    gate,
                });
            }
            let mut contents = Vec::new();
            if self.ontology.kinds[kind as usize].roles.contains(&self.known.content) {
                speech_content::find(page, from, to, &mut stretches);
                let of_content = |a: &&super::Argument| a.role == self.known.content;
                let set: Vec<_> = event
                    .arguments
                    .iter()
                    .filter(of_content)
                    .filter_map(|a| a.filler.span)
                    .collect();
                let speech = Speech { from, to, kind: hash.kind, set: &set };
                for &(i, j) in &stretches {
                    let mut rows = Vec::new();
                    speech_content::rows(page, clean, speech, (i, j), |t, key| {
                        rows.push(row_hash(t, key));
                    });
                    contents.push((page.span(i, j), rows));
                }
            }
            parts.push(Parts { trigger: event.trigger, phrases: found, contents });
        }
        parts
    }

    /// Returns a type by its name.
    pub(crate) fn kind_named(&self, name: &str) -> Option<Kind> {
        self.ontology.kind(name)
    }
}
