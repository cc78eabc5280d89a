//! Stage 6: triggers, frames, roles, standing: who did what.
//!
//! In: clean text, [`Segmented`], [`Matches`], [`Mentions`], [`Resolved`]. Out: [`Events`].
//! Holds: every argument says how it was found; one event is one record, with lists of participants.
//! Next stage: [`crate::output`].

mod amount;
mod atom;
mod clause;
mod fit;
mod frame;
mod known;
mod merge;
mod nest;
mod nominal;
mod ontology;
mod standing;
mod tell;
mod trigger;
mod words;

pub(crate) use frame::FRAME;
pub(crate) use ontology::ONTOLOGY;
pub(crate) use standing::STANDING;
pub(crate) use trigger::TRIGGER;

use crate::{
    Clean, Span,
    document::{Basis, Level, LinkKind, Modality, Polarity, Tense},
    mention::Mentions,
    resolve::Resolved,
    rules::{Fault, Matches, RuleId, Rules, Tables},
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
    pub(crate) also: Vec<Span<Clean>>,
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
    /// Trigger row first, then frame and others.
    pub(crate) rules: Vec<RuleId>,
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
    /// EDTF.
    pub(crate) value: String,
    pub(crate) mention: Option<usize>,
    pub(crate) basis: Basis,
}

/// The events of a text by trigger, and how they hang together.
#[derive(Debug, Default)]
pub(crate) struct Events {
    pub(crate) all: Vec<Event>,
    /// Kind, from event, to event.
    pub(crate) links: Vec<(LinkKind, usize, usize)>,
    atoms: atom::Atoms,
    clauses: clause::Clauses,
}

/// What the stage knows from the tables.
#[derive(Debug)]
pub(crate) struct EventRules {
    /// The closed set of roles: the union of the ontology's `roles` column.
    pub(crate) roles: Vec<String>,
    ontology: ontology::Ontology,
    triggers: trigger::Triggers,
    frames: frame::Frames,
    cues: standing::Cues,
    known: known::Known,
    words: words::Words,
}

impl EventRules {
    /// Returns the compiled tables of the stage, or every row that names no type, role or filler that is.
    pub(crate) fn compile(tables: &Tables) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let ontology = ontology::Ontology::compile(tables);
        let triggers = trigger::Triggers::compile(tables, &ontology, &mut faults);
        let frames = frame::Frames::compile(tables, &ontology, &mut faults);
        let cues = standing::Cues::compile(tables);
        let known = known::Known::find(&ontology);
        if !faults.is_empty() {
            return Err(faults);
        }
        let words = words::Words::new(frames.markers());
        let roles = ontology.roles.clone();
        Ok(EventRules { roles, ontology, triggers, frames, cues, known, words })
    }

    /// Returns what the ontology says of a type.
    pub(crate) fn kind(&self, row: RuleId) -> &ontology::KindRow {
        &self.ontology.kinds[row.row as usize]
    }

    /// Fills `out` with the events of the text.
    #[expect(clippy::too_many_arguments, reason = "each is the result of one stage")]
    pub(crate) fn tell(
        &self,
        _rules: &Rules,
        _tables: &Tables,
        text: &Text<'_>,
        segmented: &Segmented,
        matches: &Matches,
        mentions: &Mentions,
        resolved: &Resolved,
        out: &mut Events,
    ) {
        out.all.clear();
        out.links.clear();
        let (atoms, clauses) = (std::mem::take(&mut out.atoms), std::mem::take(&mut out.clauses));
        let clean = text.clean();
        tell::Teller::new(self, clean, segmented, matches, mentions, resolved, atoms, clauses)
            .tell(out);
        merge::merge(self, clean, segmented, out);
        nest::limit(self.known.content, out);
    }
}
