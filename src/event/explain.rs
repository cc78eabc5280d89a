//! Which learned rows decided on the triggers and the arguments of the events.

use super::{
    Context, Event, EventRules, Scratch,
    learned::{
        self, LearnedModel,
        argument_features::ArgumentFeatures,
        argument_label::ArgumentLabel,
        speech_content::{self, SpeechContext},
        token_index::TokenIndex,
        trigger_features::TriggerFeatures,
    },
    ontology::RoleUse,
};
use crate::mention::log_linear::{FeatureTable, Features};
use crate::{Clean, Span, mention::FeatureHit};

type Evidence = (Span<Clean>, Vec<FeatureHit>);

/// Notes for the trigger and for each argument with words of the text the rows that weighed most.
pub(super) fn explain(
    rules: &EventRules,
    context: Context<'_>,
    scratch: &mut Scratch,
    events: &mut [Event],
) {
    let Some(learned) = &rules.learned else { return };
    let triggers = scratch.index.first_tokens(events);
    for event in events.iter_mut() {
        event.evidence = arguments(rules, learned, context, &scratch.index, &triggers, event);
        event.evidence.extend(content(rules, learned, context, &scratch.index, event));
    }
    // The features of triggers are those of a text whose words no trigger divides.
    let found = scratch.verdicts.iter().map(|(trigger, _)| trigger.span);
    rules.index(context, found, &mut scratch.index);
    let features = TriggerFeatures { clean: context.text.clean(), index: &scratch.index };
    for event in events {
        let span = event.trigger;
        let first = scratch.candidates.partition_point(|c| c.facts.span.start < span.start);
        let mut there = scratch.candidates[first..].iter();
        let Some(candidate) = there.find(|c| c.facts.span == span) else { continue };
        let fired = weigh(&learned.weights.triggers, 0, &features.trigger(&candidate.facts));
        event.evidence.push((span, learned::strongest(&learned.trigger_names, span, fired)));
    }
}

fn arguments(
    rules: &EventRules,
    learned: &LearnedModel,
    context: Context<'_>,
    index: &TokenIndex,
    triggers: &[u32],
    event: &Event,
) -> Vec<Evidence> {
    // What the set rules filled in is gone by now: their features are left out.
    let seen = rules.event_context(index, event, &[], triggers);
    let Some(seen) = seen else { return Vec::new() };
    let features = ArgumentFeatures::new(index, seen);
    let time = event.time.as_ref().and_then(|t| t.mention).map(|m| context.mentions.all[m].span);
    let places = event.places.iter().filter_map(|p| p.span);
    let labelled = event
        .arguments
        .iter()
        .filter(|a| !rules.ontology.role_is(a.role, RoleUse::Content))
        .filter_map(|a| Some((a.filler.span?, rules.ontology.role(a.role).label.into())))
        .chain(time.map(|s| (s, ArgumentLabel::Time)))
        .chain(places.map(|s| (s, ArgumentLabel::Place)));
    labelled
        .filter_map(|(span, label)| {
            let (i, j) = index.tokens_of(span)?;
            let features = features.features(context.text.clean(), i, j);
            let fired = weigh(&learned.weights.arguments, label as usize, &features);
            Some((span, learned::strongest(&learned.argument_names, span, fired)))
        })
        .collect()
}

fn content(
    rules: &EventRules,
    learned: &LearnedModel,
    context: Context<'_>,
    index: &TokenIndex,
    event: &Event,
) -> Option<Evidence> {
    let mut arguments = event.arguments.iter();
    let content = arguments.find(|a| rules.ontology.role_is(a.role, RoleUse::Content))?;
    let span = content.filler.span?;
    let (from, to) = index.tokens_of(event.trigger)?;
    let stretch = index.tokens_of(span)?;
    let kind = rules.kind(event.kind).hash;
    let speech = SpeechContext { from, to, kind, by_rules: &[span] };
    let features = speech_content::features(index, context.text.clean(), speech, stretch);
    let fired = weigh(&learned.weights.contents, 0, &features);
    Some((span, learned::strongest(&learned.content_names, span, fired)))
}

/// Returns the templates of features, each with the weight of its row for one class.
fn weigh<const N: usize>(
    table: &FeatureTable<N>,
    class: usize,
    features: &Features,
) -> Vec<(u8, f32)> {
    let weight = |hash| f32::from(table.weights(hash)[class]) * table.scale();
    features.iter().map(|(template, hash)| (template, weight(hash))).collect()
}
