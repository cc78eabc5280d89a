//! Stage 6: triggers, frames, arguments, factuality: who did what.
//!
//! In: clean text, [`Segmented`], [`Matches`], [`Mentions`], [`Resolved`]. Out: [`Events`].
//! Holds: every argument says how it was found; one event is one record, with lists of participants.
//! Next stage: [`crate::output`].
//!
//! Each sentence becomes [tokens](token) and [chunks](chunk). Triggers are found by the [tables](trigger) and chosen by
//! [learned rows](trigger_choice). The [builder] makes an event of each by the [frames](frame) of its type; then learned
//! rows [fill in](argument_filling) its arguments, and events that are [the same](coreference) are merged.

// Tables.
mod frame;
mod ontology;
mod trigger;
pub(crate) mod word_classes;

// A sentence.
mod amount;
mod chunk;
mod nominalization;
mod token;

// The set rules.
mod builder;
mod factuality;
mod frame_match;

// The learned rows.
mod argument_filling;
mod explain;
pub(crate) mod learned;
#[cfg(feature = "train")]
pub(crate) mod training_examples;
mod trigger_choice;

#[cfg(all(test, feature = "learned"))]
mod test_support;

// All events of a text.
mod coreference;
mod nesting;

pub(crate) use factuality::STANDING;
pub(crate) use frame::FRAME;
pub(crate) use ontology::{ONTOLOGY, ROLE};
pub(crate) use trigger::{TRIGGER, TRIGGER_OPEN};
pub(crate) use word_classes::{EVENT_WORD, WORD_CLUSTER};

use crate::{
    Clean, Span,
    document::{Basis, Level, LinkKind, MentionKind, Modality, Polarity, Tense, TimeValue},
    mention::{FeatureHit, Mentions},
    options::Options,
    resolve::Resolved,
    rules::{Fault, Matches, RuleId, Tables},
    segment::Segmented,
    text::Text,
};
use learned::trigger_features::RuleVerdict;
use ontology::Ontology;
use trigger::TriggerMatch;

/// Who did what. Numbers are indices of mentions, entities, sentences and events.
#[derive(Debug, Clone)]
pub(crate) struct Event {
    /// Row of the ontology.
    pub(crate) kind: RuleId,
    pub(crate) trigger: Span<Clean>,
    /// Where else the text mentions the event.
    pub(crate) also: Vec<OtherMention>,
    pub(crate) arguments: Vec<Argument>,
    pub(crate) time: Option<Time>,
    pub(crate) places: Vec<Filler>,
    pub(crate) polarity: Polarity,
    pub(crate) modality: Modality,
    pub(crate) tense: Tense,
    pub(crate) level: Level,
    /// Speaking entity and speech event.
    pub(crate) attribution: Option<(Option<usize>, Option<usize>)>,
    pub(crate) sentence: usize,
    /// 0 to 1.
    pub(crate) confidence: f32,
    /// Probability that the trigger is one; 1 by the set rules.
    pub(crate) probability: f32,
    /// Trigger row first, then frame and others.
    pub(crate) rules: Vec<RuleId>,
    /// Learned rows that decided on the trigger and on each argument, by span; only when an explanation is asked for.
    pub(crate) evidence: Vec<(Span<Clean>, Vec<FeatureHit>)>,
}

/// Another mention of an event, with the arguments it has there.
#[derive(Debug, Clone)]
pub(crate) struct OtherMention {
    pub(crate) trigger: Span<Clean>,
    pub(crate) arguments: Vec<Argument>,
}

/// What fills a role or a place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Filler {
    /// Words of the text, when some stand for it.
    pub(crate) span: Option<Span<Clean>>,
    pub(crate) mention: Option<usize>,
    pub(crate) entity: Option<usize>,
    /// The mention whose quantity it is.
    pub(crate) value: Option<usize>,
    pub(crate) basis: Basis,
}

impl Filler {
    /// Returns the filler that words without a name are.
    fn phrase(words: Span<Clean>) -> Self {
        let (mention, entity, value) = (None, None, None);
        Filler { span: Some(words), mention, entity, value, basis: Basis::Phrase }
    }

    /// Returns a filler for which no words of the clause stand.
    fn elided(self, basis: Basis) -> Self {
        Filler { span: None, mention: None, value: None, basis, ..self }
    }
}

/// One who or what of an event.
#[derive(Debug, Clone)]
pub(crate) struct Argument {
    pub(crate) role: ontology::RoleId,
    pub(crate) filler: Filler,
}

/// When an event took place.
#[derive(Debug, Clone)]
pub(crate) struct Time {
    pub(crate) value: TimeValue,
    pub(crate) mention: Option<usize>,
    pub(crate) basis: Basis,
}

/// What the earlier stages made of a text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) text: &'a Text<'a>,
    pub(crate) segmented: &'a Segmented,
    pub(crate) matches: &'a Matches,
    pub(crate) mentions: &'a Mentions,
    pub(crate) resolved: &'a Resolved,
}

impl Context<'_> {
    /// Returns the entity that a mention stands for, and how that is known.
    fn entity_of(self, mention: usize) -> Option<(usize, Basis)> {
        self.resolved.entity_of.get(mention).copied().flatten()
    }

    fn kind_of(self, mention: usize) -> MentionKind {
        self.mentions.all[mention].kind
    }
}

/// The events of a text by trigger, and how they hang together.
#[derive(Debug, Default)]
pub(crate) struct Events {
    pub(crate) all: Vec<Event>,
    /// Kind, from event, to event.
    pub(crate) links: Vec<(LinkKind, usize, usize)>,
    scratch: Scratch,
}

impl Events {
    /// Frees the memory that is reused from text to text.
    pub(crate) fn free_scratch(&mut self) {
        self.scratch = Scratch::default();
    }
}

/// Memory of the stage, reused from text to text.
#[derive(Debug, Default)]
struct Scratch {
    tokens: token::Tokens,
    chunks: chunk::Chunks,
    index: learned::token_index::TokenIndex,
    verdicts: Vec<(TriggerMatch, RuleVerdict)>,
    candidates: Vec<trigger_choice::Candidate>,
    chosen: Vec<TriggerMatch>,
}

/// The tables of the stage, compiled.
#[derive(Debug)]
pub(crate) struct EventRules {
    ontology: Ontology,
    triggers: trigger::TriggerTable,
    frames: frame::Frames,
    cues: factuality::FactualityCues,
    words: word_classes::WordClasses,
    /// Rows of a user's, sorted: what they find is kept, whatever the learned rows say.
    user_rows: Vec<RuleId>,
    learned: Option<learned::LearnedModel>,
}

impl EventRules {
    /// Returns the compiled tables of the stage, or a fault for every row that names an unknown type, role or filler.
    /// Without weights of the caller's the built-in ones are taken.
    pub(crate) fn compile(
        tables: &Tables,
        weights: Option<learned::EventWeights>,
    ) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let ontology = Ontology::compile(tables);
        let triggers = trigger::TriggerTable::compile(tables, &ontology, &mut faults);
        let frames = frame::Frames::compile(tables, &ontology, &mut faults);
        if !faults.is_empty() {
            return Err(faults);
        }
        let mut user_rows: Vec<RuleId> = ["ontology", "trigger", "trigger_open", "frame"]
            .into_iter()
            .flat_map(|table| tables.rows(table))
            .filter(|row| !row.source().built_in)
            .map(|row| row.id)
            .collect();
        user_rows.sort_unstable();
        Ok(EventRules {
            cues: factuality::FactualityCues::compile(tables),
            words: word_classes::WordClasses::compile(tables, frames.markers()),
            learned: learned::LearnedModel::load(weights, &ontology, tables),
            ontology,
            triggers,
            frames,
            user_rows,
        })
    }

    /// Returns what the ontology says of a type, by its row.
    pub(crate) fn kind(&self, row: RuleId) -> &ontology::EventKind {
        self.ontology.kind(Ontology::kind_of_row(row))
    }

    /// Returns the name of a role.
    pub(crate) fn role_name(&self, role: ontology::RoleId) -> &str {
        &self.ontology.role(role).name
    }

    fn is_user_row(&self, row: RuleId) -> bool {
        self.user_rows.binary_search(&row).is_ok()
    }

    /// Fills `out` with the events of the text.
    pub(crate) fn extract(&self, context: Context<'_>, options: Options, out: &mut Events) {
        out.all.clear();
        out.links.clear();
        if self.learned.is_some() && !options.set_rules {
            self.extract_by_learned(context, options.explain, out);
        } else {
            self.build(context, None, out);
        }
        coreference::merge(self, context, out);
        self.part_posts(context, &mut out.all);
        nesting::limit(&self.ontology, out);
    }

    /// Has titles that name a post stand for themselves: in 县长履新 the post is no person, whoever holds it.
    fn part_posts(&self, context: Context<'_>, events: &mut [Event]) {
        let tellings = events.iter_mut().flat_map(|event| {
            let also = event.also.iter_mut().map(|telling| &mut telling.arguments);
            also.chain([&mut event.arguments])
        });
        for argument in tellings.flatten() {
            let filler = &mut argument.filler;
            let is_title = filler.mention.is_some_and(|m| context.kind_of(m) == MentionKind::Title);
            if is_title && self.ontology.role_is(argument.role, ontology::RoleUse::Position) {
                (filler.entity, filler.basis) = (None, Basis::Title);
            }
        }
    }

    /// Fills `out` with the events whose triggers and arguments the learned rows choose.
    fn extract_by_learned(&self, context: Context<'_>, explain: bool, out: &mut Events) {
        self.propose(context, &mut out.scratch);
        let Scratch { index, candidates, chosen, .. } = &mut out.scratch;
        trigger_choice::choose(self, context, index, candidates, chosen);
        let chosen = std::mem::take(chosen);
        if !explain {
            out.scratch.candidates = Vec::new();
            out.scratch.verdicts = Vec::new();
        }
        self.build(context, Some(&chosen), out);
        self.index(context, chosen.iter().map(|t| t.span), &mut out.scratch.index);
        argument_filling::fill(self, context, &out.scratch.index, &mut out.all);
        if explain {
            explain::explain(self, context, &mut out.scratch, &mut out.all);
        }
        out.scratch.chosen = chosen;
    }

    /// Fills the scratch with the words of the trigger tables and what the set rules make of them.
    fn propose(&self, context: Context<'_>, scratch: &mut Scratch) {
        let mut verdicts = std::mem::take(&mut scratch.verdicts);
        builder::EventBuilder::new(self, context, scratch).verdicts(&mut verdicts, scratch);
        self.index(context, verdicts.iter().map(|(t, _)| t.span), &mut scratch.index);
        trigger_choice::candidates(self, context, &verdicts, &mut scratch.candidates);
        scratch.verdicts = verdicts;
    }

    /// Fills `out` with the events of the given triggers, which are in text order, or of those that the set rules find.
    fn build(&self, context: Context<'_>, triggers: Option<&[TriggerMatch]>, out: &mut Events) {
        builder::EventBuilder::new(self, context, &mut out.scratch).build(triggers, out);
    }

    /// Fills the index with a text whose words are cut at the borders of triggers.
    fn index(
        &self,
        context: Context<'_>,
        triggers: impl Iterator<Item = Span<Clean>>,
        out: &mut learned::token_index::TokenIndex,
    ) {
        out.fill(context.text.clean(), context.segmented, context.mentions, triggers, &self.words);
    }
}
