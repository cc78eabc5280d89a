//! The trainer of the learned rows of events: log-linear models over hashed features.
//!
//! Whether a word of `trigger_open` is known as a trigger is judged from the labels of the other pages, so that no page gives
//! away its own answer.
//! Features seen on few pages are left out.

mod corpus;
mod estimate;
mod examples;

use crate::mention::log_linear::word_hash;
use std::collections::{BTreeMap, HashMap, HashSet};

use rayon::prelude::*;

pub use corpus::EventCorpus;

use super::train::Progress;
use crate::{
    Extractor,
    event::learned::{ANY_HEAD, EventWeights, RoleChoice, argument_label::LABELS},
};
use examples::{PageExamples, read_page};

pub(super) use estimate::{Model, estimate};
pub(super) use examples::{Example, OffsetMap};

/// How the weights of events are estimated. [`EventSettings::default`] is what the built-in weights were made with.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct EventSettings {
    /// Rounds over the candidates for triggers.
    pub trigger_rounds: usize,
    /// Rounds over the phrases and the spans that may be content.
    pub argument_rounds: usize,
    /// Runs that are averaged.
    pub runs: usize,
    /// Share of the rows left out at random.
    pub dropout: f32,
    /// Step of AdaGrad.
    pub rate: f32,
    /// Rows of triggers seen on fewer pages are left out.
    pub trigger_pages: u32,
    /// Rows of phrases seen on fewer pages are left out.
    pub argument_pages: u32,
    /// Most rows of triggers and of phrases kept: those that weigh most.
    pub trigger_rows: usize,
    /// See [`EventSettings::trigger_rows`].
    pub argument_rows: usize,
}

impl Default for EventSettings {
    fn default() -> Self {
        EventSettings {
            trigger_rounds: 10,
            argument_rounds: 4,
            runs: 6,
            dropout: 0.5,
            rate: 0.1,
            trigger_pages: 3,
            argument_pages: 5,
            trigger_rows: 240_000,
            argument_rows: 230_000,
        }
    }
}

/// Returns the weights of events estimated from the pages.
///
/// # Panics
///
/// When the corpus is empty.
pub fn train_events(
    extractor: &Extractor,
    corpus: &EventCorpus,
    settings: &EventSettings,
    progress: &impl Progress,
) -> Vec<u8> {
    assert!(!corpus.is_empty(), "nothing to learn from");
    let pages_with = pages_with_trigger(corpus);
    progress.begin("reading", corpus.pages.len());
    let pages: Vec<PageExamples> = corpus
        .pages
        .par_iter()
        .map_init(
            || extractor.workspace(),
            |work, page| {
                let examples = read_page(extractor, work, page, &pages_with);
                progress.step(1);
                examples
            },
        )
        .collect();
    let of_triggers = |name, most_rows| Model {
        name,
        fewest_pages: settings.trigger_pages,
        most_rows,
        rounds: settings.trigger_rounds,
    };
    let of_arguments = |name, most_rows| Model {
        name,
        fewest_pages: settings.argument_pages,
        most_rows,
        rounds: settings.argument_rounds,
    };
    let triggers = of_triggers("triggers", settings.trigger_rows);
    let kinds = of_triggers("types", usize::MAX);
    let contents =
        Model { rounds: settings.argument_rounds, ..of_triggers("contents", usize::MAX) };
    let gate = Model { rounds: GATE_ROUNDS, ..of_arguments("gate", usize::MAX) };
    let arguments = of_arguments("arguments", settings.argument_rows);
    let of = |part: fn(&PageExamples) -> &[Example]| -> Vec<(bool, &[Example])> {
        pages.iter().map(|page| (page.is_copy, part(page))).collect()
    };
    let weights = EventWeights {
        triggers: estimate(triggers, &of(|p| &p.triggers), settings, progress),
        kinds: estimate(kinds, &of(|p| &p.kinds), settings, progress),
        contents: estimate(contents, &of(|p| &p.contents), settings, progress),
        gate: estimate(gate, &of(|p| &p.gate), settings, progress),
        arguments: estimate::<LABELS>(arguments, &of(|p| &p.phrases), settings, progress),
        roles: role_choices(&pages),
    };
    weights.to_bytes()
}

/// Rounds over the phrases for the gate, whose few templates are soon learned.
const GATE_ROUNDS: usize = 2;

/// Returns on how many pages each word is a trigger.
fn pages_with_trigger(corpus: &EventCorpus) -> HashMap<String, u32> {
    let mut pages_with: HashMap<String, u32> = HashMap::new();
    for page in corpus.pages.iter().filter(|p| !p.is_copy) {
        let words: HashSet<String> = page.events.iter().map(|e| page.words(e.trigger)).collect();
        for word in words {
            *pages_with.entry(word).or_default() += 1;
        }
    }
    pages_with
}

/// Returns the commonest role of each type, label and class of phrase.
fn role_choices(pages: &[PageExamples]) -> Vec<RoleChoice> {
    let mut roles: BTreeMap<(u64, u8, u8), BTreeMap<&str, u32>> = BTreeMap::new();
    for (kind, label, head, role) in pages.iter().flat_map(|r| &r.roles) {
        for head in [*head, ANY_HEAD] {
            let of = roles.entry((word_hash(kind), *label as u8, head)).or_default();
            *of.entry(role).or_default() += 1;
        }
    }
    let choices = roles.into_iter().filter_map(|((kind, label, head), counts)| {
        let total: u32 = counts.values().sum();
        // One phrase of a kind says little: the label's commonest role stands for it.
        if head != ANY_HEAD && total < 2 {
            return None;
        }
        let (role, _) = counts.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(a.0)))?;
        Some(RoleChoice { kind, label, head, role: word_hash(role) })
    });
    choices.collect()
}
