//! Which learned rows decided on the triggers and the parts of the events.

use super::{
    Context, Event, EventRules, Memory,
    learned::{
        self,
        argument_features::{Around, LABELS, Label, Trigger},
        token_index::Page,
        trigger_features::Sight,
    },
};
use crate::{Clean, Span};

/// Notes for the trigger and for each part with words of the text the rows that weighed most.
pub(super) fn explain(
    rules: &EventRules,
    context: Context<'_>,
    memory: &mut Memory,
    events: &mut [Event],
) {
    let Some(learned) = &rules.learned else { return };
    let clean = context.text.clean();
    let starts: Vec<u32> =
        events.iter().map(|e| memory.page.token_at(e.trigger.start) as u32).collect();
    for event in events.iter_mut() {
        let mut evidence = parts(rules, context, &memory.page, &starts, event);
        if let Some(words) = said(rules, event)
            && let Some(fired) = content(rules, context, &memory.page, event, words)
        {
            evidence.push((words, fired));
        }
        event.evidence = evidence;
    }
    // The rows of triggers see a text whose words no trigger divides.
    let set = memory.set.iter().map(|(hit, _)| hit.span);
    memory.page.load(
        clean,
        context.segmented,
        context.mentions,
        set,
        (&rules.clusters, &rules.lists),
    );
    let sight = Sight { clean, page: &memory.page };
    let table = &learned.weights.triggers;
    for event in events {
        let start = event.trigger.start;
        let first = memory.candidates.partition_point(|c| c.proposal.span.start < start);
        let mut there = memory.candidates[first..].iter();
        let Some(candidate) = there.find(|c| c.proposal.span == event.trigger) else { continue };
        let mut fired = Vec::new();
        sight.trigger(&candidate.proposal, |template, key| {
            let mut weight = [0];
            table.add(template, key, &mut weight);
            fired.push((template, weight[0] as f32 * table.scale()));
        });
        let fired = learned::explain(&learned.trigger_names, event.trigger, fired);
        event.evidence.push((event.trigger, fired));
    }
}

type Evidence = (Span<Clean>, Vec<crate::mention::FeatureHit>);

fn parts(
    rules: &EventRules,
    context: Context<'_>,
    page: &Page,
    starts: &[u32],
    event: &Event,
) -> Vec<Evidence> {
    let mut evidence = Vec::new();
    let (Some(learned), Some((from, to))) = (&rules.learned, page.tokens_of(event.trigger)) else {
        return evidence;
    };
    let hash = rules.kind_hashes[rules.kind_index(event.kind) as usize];
    // What the set rules filled in is gone by now: their rows are left out.
    let trigger =
        Trigger { from, to, kind: hash.kind, family: hash.family, slots: &[], triggers: starts };
    let around = Around::new(context.text.clean(), page, trigger);
    let time = event.time.as_ref().and_then(|t| t.mention).map(|m| context.mentions.all[m].span);
    let places = event.places.iter().filter_map(|p| p.span);
    let arguments = event.arguments.iter().filter(|a| a.role != rules.known.content);
    let arguments = arguments
        .filter_map(|a| Some((a.filler.span?, Label::of_role(&rules.roles[a.role as usize]))));
    let labelled =
        arguments.chain(time.map(|s| (s, Label::Time))).chain(places.map(|s| (s, Label::Place)));
    let table = &learned.weights.arguments;
    for (span, label) in labelled {
        let Some((i, j)) = page.tokens_of(span) else { continue };
        let mut fired = Vec::new();
        around.phrase(&around.see((i, j)), |template, key| {
            let mut weights = [0; LABELS];
            table.add(template, key, &mut weights);
            fired.push((template, weights[label as usize] as f32 * table.scale()));
        });
        evidence.push((span, learned::explain(&learned.argument_names, span, fired)));
    }
    evidence
}

fn said(rules: &EventRules, event: &Event) -> Option<Span<Clean>> {
    event.arguments.iter().find(|a| a.role == rules.known.content)?.filler.span
}

fn content(
    rules: &EventRules,
    context: Context<'_>,
    page: &Page,
    event: &Event,
    words: Span<Clean>,
) -> Option<Vec<crate::mention::FeatureHit>> {
    use learned::speech_content::{Speech, rows};
    let learned = rules.learned.as_ref()?;
    let (from, to) = page.tokens_of(event.trigger)?;
    let part = page.tokens_of(words)?;
    let kind = rules.kind_hashes[rules.kind_index(event.kind) as usize].kind;
    let speech = Speech { from, to, kind, set: &[words] };
    let table = &learned.weights.contents;
    let mut fired = Vec::new();
    rows(page, context.text.clean(), speech, part, |template, key| {
        let mut weight = [0];
        table.add(template, key, &mut weight);
        fired.push((template, weight[0] as f32 * table.scale()));
    });
    Some(learned::explain(&learned.content_names, words, fired))
}
