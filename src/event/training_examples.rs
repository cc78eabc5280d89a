//! What the trainer learns from: the features of every trigger candidate and of every phrase around given triggers.

use super::{
    Argument, Context, EventRules, Events,
    learned::{
        argument_candidates::ArgumentCandidates,
        argument_features::{ArgumentFeatures, EventContext},
        argument_label::{ArgumentLabel, HeadClass},
        phrase::Phrase,
        speech_content::{self, SpeechContext},
        trigger_features::TriggerFeatures,
    },
    ontology::{KindId, Ontology, RoleUse},
    trigger::TriggerMatch,
    trigger_choice,
};
use crate::mention::log_linear::Features;
use crate::{Clean, Span};

/// Words with the hashes of their features.
pub(crate) type SpanFeatures = (Span<Clean>, Vec<u64>);

/// A type that a trigger may have, with the hashes of its features.
pub(crate) type KindFeatures = (KindId, Vec<u64>);

/// A phrase with the hashes of its features, and of those that the gate looks at.
#[derive(Debug)]
pub(crate) struct PhraseExample {
    pub(crate) span: Span<Clean>,
    pub(crate) head: HeadClass,
    pub(crate) features: Vec<u64>,
    pub(crate) gate: Vec<u64>,
}

/// What may be an argument of one event.
#[derive(Debug)]
pub(crate) struct ArgumentExamples {
    pub(crate) trigger: Span<Clean>,
    pub(crate) phrases: Vec<PhraseExample>,
    /// Nothing where the type has no content.
    pub(crate) contents: Vec<SpanFeatures>,
}

impl EventRules {
    /// Returns the words of the trigger tables in a text with their features; the type of a word that only
    /// `trigger_open` has and of which `knows` says no is left out of them.
    pub(crate) fn trigger_examples(
        &self,
        context: Context<'_>,
        out: &mut Events,
        knows: impl Fn(&str) -> bool,
    ) -> Vec<SpanFeatures> {
        self.propose(context, &mut out.scratch);
        let clean = context.text.clean();
        let features = TriggerFeatures { clean, index: &out.scratch.index };
        let example = |candidate: &trigger_choice::Candidate| {
            let mut facts = candidate.facts;
            let rows = self.triggers.rows_of(facts.word);
            let is_open = rows.iter().all(|&r| self.triggers.is_open(r));
            if is_open && !knows(&clean[facts.span.range()]) {
                (facts.kind, facts.family) = (0, 0);
            }
            (facts.span, hashes(features.trigger(&facts)))
        };
        out.scratch.candidates.iter().map(example).collect()
    }

    /// Returns each type with its features for each word of the trigger tables in the text that has several. To be called
    /// after [`EventRules::trigger_examples`].
    pub(crate) fn kind_examples(
        &self,
        context: Context<'_>,
        out: &Events,
    ) -> Vec<(Span<Clean>, Vec<KindFeatures>)> {
        let features = TriggerFeatures { clean: context.text.clean(), index: &out.scratch.index };
        let mut examples = Vec::new();
        for candidate in &out.scratch.candidates {
            let span = candidate.facts.span;
            let choices = trigger_choice::kind_choices(self, context, candidate);
            if choices.len() > 1 {
                let example = |c: trigger_choice::KindChoice| {
                    let hash = self.ontology.kind(c.kind).hash;
                    (c.kind, hashes(features.kind(span, hash, c.holds)))
                };
                examples.push((span, choices.into_iter().map(example).collect()));
            }
        }
        examples
    }

    /// Returns what may be arguments of the events of the given triggers and types, which are in text order.
    pub(crate) fn argument_examples(
        &self,
        context: Context<'_>,
        out: &mut Events,
        triggers: &[(Span<Clean>, KindId)],
    ) -> Vec<ArgumentExamples> {
        let mut given: Vec<TriggerMatch> = Vec::new();
        for &(span, kind) in triggers {
            if given.last().is_none_or(|t| t.span.end <= span.start) {
                let rule = self.triggers.rows_of(0)[0];
                given.push(TriggerMatch { span, rule, kind, probability: 1.0 });
            }
        }
        out.all.clear();
        out.links.clear();
        self.propose(context, &mut out.scratch);
        self.build(context, Some(&given), out);
        self.index(context, given.iter().map(|t| t.span), &mut out.scratch.index);
        let index = &out.scratch.index;
        let starts = index.first_tokens(&out.all);
        let mut candidates = ArgumentCandidates::default();
        let mut examples = Vec::new();
        for event in &out.all {
            let slots = self.rule_slots(context, event);
            let Some(seen) = self.event_context(index, event, &slots, &starts) else { continue };
            let around = ArgumentFeatures::new(index, seen);
            let clean = context.text.clean();
            candidates.find(index, seen.from, seen.to, seen.triggers);
            let phrases = candidates.all.iter().map(|&(i, j)| {
                let (i, j) = (i as usize, j as usize);
                let phrase = Phrase::new(index, i, j);
                let relation = around.relation(&phrase);
                PhraseExample {
                    span: index.span(i, j),
                    head: HeadClass::of(index, i, j),
                    features: hashes(around.features(clean, i, j)),
                    gate: hashes(around.gate(&phrase, &relation)),
                }
            });
            let phrases = phrases.collect();
            let kind = Ontology::kind_of_row(event.kind);
            let contents = match self.ontology.role_for(kind, RoleUse::Content) {
                Some(role) => {
                    let of_role = |a: &&Argument| a.role == role;
                    let by_rules = event.arguments.iter().filter(of_role);
                    let by_rules: Vec<_> = by_rules.filter_map(|a| a.filler.span).collect();
                    content_examples(context, out, seen, &by_rules)
                }
                None => Vec::new(),
            };
            examples.push(ArgumentExamples { trigger: event.trigger, phrases, contents });
        }
        examples
    }

    /// Returns a type by its name.
    pub(crate) fn kind_named(&self, name: &str) -> Option<KindId> {
        self.ontology.kind_named(name)
    }

    /// Returns the label that a part of an event has: a role, `time` or `place`.
    pub(crate) fn label_of(&self, part: &str) -> ArgumentLabel {
        match part {
            "time" => ArgumentLabel::Time,
            "place" => ArgumentLabel::Place,
            role => {
                let role = self.ontology.role_named(role);
                role.map_or(ArgumentLabel::Object, |r| self.ontology.role(r).label.into())
            }
        }
    }
}

fn content_examples(
    context: Context<'_>,
    events: &Events,
    seen: EventContext<'_>,
    by_rules: &[Span<Clean>],
) -> Vec<SpanFeatures> {
    let (index, clean) = (&events.scratch.index, context.text.clean());
    let mut found = Vec::new();
    speech_content::find(index, seen.from, seen.to, &mut found);
    let speech = SpeechContext { from: seen.from, to: seen.to, kind: seen.kind, by_rules };
    let example = |(i, j)| {
        let features = speech_content::features(index, clean, speech, (i, j));
        (index.span(i, j), hashes(features))
    };
    found.into_iter().map(example).collect()
}

/// Returns the hashes of features in the order of their templates, on which the estimated weights depend.
fn hashes(mut features: Features) -> Vec<u64> {
    features.sort();
    features.hashes().to_vec()
}
