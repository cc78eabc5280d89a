//! Stage 6: triggers, frames, roles, standing: who did what.
//!
//! In: clean text, [`Segmented`], [`Matches`], [`Mentions`], [`Resolved`]. Out: [`Events`].
//! Holds: every argument says how it was found; one event is one record, with lists of participants.
//! Next stage: [`crate::output`].

mod ontology;
mod trigger;
mod word_classes;

mod amount;
mod nominalization;
mod token;

pub(crate) mod learned;
mod trigger_choice;

mod builder;
mod chunk;
mod factuality;
mod frame;
mod frame_match;
mod ontology_ids;

mod argument_filling;
mod explain;
#[cfg(feature = "train")]
pub(crate) mod training_examples;

mod coreference;
mod nesting;

pub(crate) use factuality::STANDING;
pub(crate) use frame::FRAME;
pub(crate) use learned::{EVENT_WORD, WORD_CLUSTER};
pub(crate) use ontology::ONTOLOGY;
pub(crate) use trigger::{TRIGGER, TRIGGER_OPEN};

use crate::{
    Clean, Span,
    document::{Basis, Level, LinkKind, Modality, Polarity, Tense, TimeValue},
    mention::{FeatureHit, Mentions},
    options::Options,
    resolve::Resolved,
    rules::{Fault, Matches, RuleId, Tables},
    segment::Segmented,
    text::Text,
};

/// Who did what. Numbers are indices of mentions, entities, sentences and events.
#[derive(Debug, Clone)]
pub(crate) struct Event {
    /// Row of the ontology.
    pub(crate) kind: RuleId,
    pub(crate) trigger: Span<Clean>,
    /// The same event told again.
    pub(crate) also: Vec<Telling>,
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
    /// Probability that the trigger tells an event; 1 by the set rules.
    pub(crate) probability: f32,
    /// Trigger row first, then frame and others.
    pub(crate) rules: Vec<RuleId>,
    /// Learned rows that decided on the trigger and on each part, by span; only when an explanation is asked for.
    pub(crate) evidence: Vec<(Span<Clean>, Vec<FeatureHit>)>,
}

/// Words that tell an event again, with what they say of it.
#[derive(Debug, Clone)]
pub(crate) struct Telling {
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

/// One who or what of an event.
#[derive(Debug, Clone)]
pub(crate) struct Argument {
    /// Index into [`EventRules::roles`].
    pub(crate) role: ontology::Role,
    pub(crate) filler: Filler,
}

/// When an event took place.
#[derive(Debug, Clone)]
pub(crate) struct Time {
    pub(crate) value: TimeValue,
    pub(crate) mention: Option<usize>,
    pub(crate) basis: Basis,
}

/// What the stages before made of a text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) text: &'a Text<'a>,
    pub(crate) segmented: &'a Segmented,
    pub(crate) matches: &'a Matches,
    pub(crate) mentions: &'a Mentions,
    pub(crate) resolved: &'a Resolved,
}

/// The events of a text by trigger, and how they hang together.
#[derive(Debug, Default)]
pub(crate) struct Events {
    pub(crate) all: Vec<Event>,
    /// Kind, from event, to event.
    pub(crate) links: Vec<(LinkKind, usize, usize)>,
    memory: Memory,
}

/// Memory of the stage, reused from text to text.
#[derive(Debug, Default)]
struct Memory {
    atoms: token::Atoms,
    clauses: chunk::Clauses,
    page: learned::token_index::Page,
    set: Vec<(trigger::Hit, learned::trigger_features::SetRule)>,
    candidates: Vec<trigger_choice::Candidate>,
    chosen: Vec<trigger::Hit>,
}

/// What the stage knows from the tables.
#[derive(Debug)]
pub(crate) struct EventRules {
    /// The closed set of roles: the union of the ontology's `roles` column.
    pub(crate) roles: Vec<String>,
    ontology: ontology::Ontology,
    triggers: trigger::Triggers,
    frames: frame::Frames,
    cues: factuality::Cues,
    known: ontology_ids::Known,
    words: word_classes::Words,
    lists: learned::word_lists::WordLists,
    kind_hashes: Vec<learned::KindHash>,
    role_hashes: Vec<u64>,
    clusters: learned::word_clusters::Clusters,
    /// Rows of a user's, sorted: what they say stands, whatever the learned rows think of it.
    own: Vec<RuleId>,
    learned: Option<learned::Learned>,
}

impl EventRules {
    /// Returns the compiled tables of the stage, or every row that names no type, role or filler that is.
    /// Without learned weights of the caller's the built-in ones are taken.
    pub(crate) fn compile(
        tables: &Tables,
        weights: Option<learned::EventWeights>,
    ) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let ontology = ontology::Ontology::compile(tables);
        let triggers = trigger::Triggers::compile(tables, &ontology, &mut faults);
        let frames = frame::Frames::compile(tables, &ontology, &mut faults);
        let cues = factuality::Cues::compile(tables);
        let known = ontology_ids::Known::find(&ontology);
        if !faults.is_empty() {
            return Err(faults);
        }
        let words = word_classes::Words::new(frames.markers());
        let roles = ontology.roles.clone();
        let lists = learned::word_lists::WordLists::compile(tables);
        let kind_hashes = learned::KindHash::all(&ontology);
        let role_hashes = roles.iter().map(|r| learned::token_index::hash(r)).collect();
        let clusters = learned::word_clusters::Clusters::compile(tables);
        let mut own: Vec<RuleId> = ["ontology", "trigger", "trigger_open", "frame"]
            .into_iter()
            .flat_map(|table| tables.rows(table))
            .filter(|row| !row.source().built_in)
            .map(|row| row.id)
            .collect();
        own.sort_unstable();
        let learned = learned::bind(weights, &ontology, tables);
        Ok(EventRules {
            roles,
            ontology,
            triggers,
            frames,
            cues,
            known,
            words,
            lists,
            kind_hashes,
            role_hashes,
            clusters,
            own,
            learned,
        })
    }

    /// Returns what the ontology says of a type.
    pub(crate) fn kind(&self, row: RuleId) -> &ontology::KindRow {
        &self.ontology.kinds[row.row as usize]
    }

    /// Returns whether a row is a user's.
    fn is_own(&self, row: RuleId) -> bool {
        self.own.binary_search(&row).is_ok()
    }

    fn kind_index(&self, row: RuleId) -> ontology::Kind {
        row.row as ontology::Kind
    }

    /// Fills `out` with the events of the text.
    pub(crate) fn tell(&self, context: Context<'_>, options: Options, out: &mut Events) {
        out.all.clear();
        out.links.clear();
        if self.learned.is_some() && !options.set_rules {
            self.propose(context, &mut out.memory);
            let Memory { page, candidates, chosen, .. } = &mut out.memory;
            trigger_choice::choose(self, context, page, candidates, chosen);
            let chosen = std::mem::take(&mut out.memory.chosen);
            if !options.explain {
                out.memory.candidates = Vec::new();
                out.memory.set = Vec::new();
            }
            self.fill(context, &chosen, options.explain, out);
            out.memory.chosen = chosen;
        } else {
            self.teller(context, &mut out.memory).tell(None, out);
        }
        coreference::merge(self, context.text.clean(), context.segmented, out);
        nesting::limit(self.known.content, out);
    }

    /// Fills the memory with the words of the trigger tables and what the set rules make of them.
    fn propose(&self, context: Context<'_>, memory: &mut Memory) {
        let mut set = std::mem::take(&mut memory.set);
        set.clear();
        memory.atoms = self.teller(context, memory).set_readings(&mut set);
        let hits = set.iter().map(|(hit, _)| hit.span);
        let clean = context.text.clean();
        memory.page.load(
            clean,
            context.segmented,
            context.mentions,
            hits,
            (&self.clusters, &self.lists),
        );
        trigger_choice::candidates(self, context, &set, &mut memory.candidates);
        memory.set = set;
    }

    /// Tells the events of the chosen triggers and fills in their arguments.
    fn fill(&self, context: Context<'_>, chosen: &[trigger::Hit], explain: bool, out: &mut Events) {
        self.teller(context, &mut out.memory).tell(Some(chosen), out);
        let page = &mut out.memory.page;
        let cuts = chosen.iter().map(|hit| hit.span);
        let clean = context.text.clean();
        page.load(clean, context.segmented, context.mentions, cuts, (&self.clusters, &self.lists));
        argument_filling::fill(self, context, page, &mut out.all);
        if explain {
            explain::explain(self, context, &mut out.memory, &mut out.all);
        }
    }

    fn teller<'a>(&'a self, context: Context<'a>, memory: &mut Memory) -> builder::Teller<'a> {
        let atoms = std::mem::take(&mut memory.atoms);
        let clauses = std::mem::take(&mut memory.clauses);
        builder::Teller::new(self, context, atoms, clauses)
    }
}
