//! What a labelled page has to learn from: a class and the features of each decision.

use std::collections::{HashMap, HashSet};

use super::corpus::{LabelledEvent, LabelledPage};
use crate::{
    Clean, Extractor, Span, Workspace,
    event::{
        EventRules, learned::argument_label::ArgumentLabel, training_examples::ArgumentExamples,
    },
    text::{self, Text},
};

/// A decision: its class (0 is none) and the hashes of its features.
pub(in crate::learn) type Example = (u8, Vec<u64>);

/// A labelled argument without an equal candidate is learned at the candidate nearest to it, when it is this near.
const NEAR: f32 = 0.6;

/// Everything a page has to learn from.
pub(super) struct PageExamples {
    pub(super) is_copy: bool,
    pub(super) triggers: Vec<Example>,
    pub(super) kinds: Vec<Example>,
    pub(super) phrases: Vec<Example>,
    pub(super) gate: Vec<Example>,
    pub(super) contents: Vec<Example>,
    /// Type, label, class of the head and role of each argument.
    pub(super) roles: Vec<(String, ArgumentLabel, u8, String)>,
}

/// Returns the examples of a page; `pages_with` says on how many pages each word is a trigger.
pub(super) fn read_page(
    extractor: &Extractor,
    work: &mut Workspace,
    page: &LabelledPage,
    pages_with: &HashMap<String, u32>,
) -> PageExamples {
    let text = text::clean(&page.text);
    let rules = extractor.up_to_events(work, &text);
    let offsets = OffsetMap::of(&page.text, &text);
    let (context, events) = work.context(&text);
    let own: HashSet<String> = page.events.iter().map(|e| page.words(e.trigger)).collect();
    let knows = |word: &str| {
        let pages = pages_with.get(word).copied().unwrap_or(0);
        pages > u32::from(own.contains(word))
    };
    let mut gold: Vec<(Span<Clean>, usize)> = page
        .events
        .iter()
        .enumerate()
        .filter_map(|(i, e)| Some((offsets.span(e.trigger)?, i)))
        .collect();
    gold.sort_unstable();
    gold.dedup_by_key(|g| g.0);
    let is_gold = |span| gold.binary_search_by_key(&span, |g| g.0).is_ok();
    let triggers = rules.trigger_examples(context, events, knows);
    let triggers =
        triggers.into_iter().map(|(span, rows)| (u8::from(is_gold(span)), rows)).collect();
    let typed: Vec<_> = gold
        .iter()
        .filter_map(|&(span, i)| Some((span, rules.kind_named(&page.events[i].kind)?)))
        .collect();
    // Types are learned where there is an event; a word labelled with a type the tables do not give it says nothing.
    let mut kinds = Vec::new();
    for (span, choices) in rules.kind_examples(context, events) {
        let labelled = typed.iter().find(|t| t.0 == span).map(|t| t.1);
        if choices.iter().any(|c| Some(c.0) == labelled) {
            kinds
                .extend(choices.into_iter().map(|(k, rows)| (u8::from(Some(k) == labelled), rows)));
        }
    }
    let arguments = rules.argument_examples(context, events, &typed);
    let mut read = PageExamples {
        is_copy: page.is_copy,
        triggers,
        kinds,
        phrases: Vec::new(),
        gate: Vec::new(),
        contents: Vec::new(),
        roles: Vec::new(),
    };
    for examples in arguments {
        let Some(&(_, index)) = gold.iter().find(|g| g.0 == examples.trigger) else { continue };
        read.add(rules, &page.events[index], &offsets, examples);
    }
    read
}

impl PageExamples {
    fn add(
        &mut self,
        rules: &EventRules,
        event: &LabelledEvent,
        offsets: &OffsetMap,
        examples: ArgumentExamples,
    ) {
        let mut labels = vec![0; examples.phrases.len()];
        let mut said = vec![0; examples.contents.len()];
        for (role, at) in &event.arguments {
            let Some(span) = offsets.span(*at) else { continue };
            if role == "content" {
                if let Some(nearest) = nearest(span, examples.contents.iter().map(|c| c.0)) {
                    said[nearest] = 1;
                }
                continue;
            }
            let label = rules.label_of(role);
            let Some(nearest) = nearest(span, examples.phrases.iter().map(|p| p.span)) else {
                continue;
            };
            if labels[nearest] == 0 {
                labels[nearest] = label as u8 + 1;
            }
            if !matches!(label, ArgumentLabel::Time | ArgumentLabel::Place) {
                let head = examples.phrases[nearest].head.0;
                self.roles.push((event.kind.clone(), label, head, role.clone()));
            }
        }
        for (label, phrase) in labels.into_iter().zip(examples.phrases) {
            self.gate.push((u8::from(label > 0), phrase.gate));
            self.phrases.push((label, phrase.features));
        }
        self.contents.extend(said.into_iter().zip(examples.contents.into_iter().map(|c| c.1)));
    }
}

fn nearest(span: Span<Clean>, candidates: impl Iterator<Item = Span<Clean>>) -> Option<usize> {
    let near = candidates.map(|c| overlap(c, span)).enumerate();
    let (index, share) = near.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))?;
    (share >= NEAR).then_some(index)
}

/// Share of two spans' bytes that they have in common.
fn overlap(a: Span<Clean>, b: Span<Clean>) -> f32 {
    let common = a.end.min(b.end).saturating_sub(a.start.max(b.start));
    common as f32 / (a.end.max(b.end) - a.start.min(b.start)).max(1) as f32
}

/// Where the characters of a page lie in its clean text.
pub(in crate::learn) struct OffsetMap {
    bytes: Vec<usize>,
    starts: HashMap<usize, usize>,
    ends: HashMap<usize, usize>,
}

impl OffsetMap {
    pub(in crate::learn) fn of(page: &str, text: &Text<'_>) -> Self {
        let bytes = page.char_indices().map(|(i, _)| i).chain([page.len()]).collect();
        let (mut starts, mut ends) = (HashMap::new(), HashMap::new());
        for (at, c) in text.clean().char_indices() {
            let clean: Span<Clean> = Span::new(at, at + c.len_utf8());
            let original = text.to_original(clean);
            starts.entry(original.start).or_insert(clean.start);
            ends.insert(original.end, clean.end);
        }
        OffsetMap { bytes, starts, ends }
    }

    pub(in crate::learn) fn span(&self, (start, end): (usize, usize)) -> Option<Span<Clean>> {
        let start = self.starts.get(self.bytes.get(start)?)?;
        let end = self.ends.get(self.bytes.get(end)?)?;
        (start < end).then(|| Span::new(*start, *end))
    }
}
