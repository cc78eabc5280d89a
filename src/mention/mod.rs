//! Stage 4: what the rows read to typed mentions.
//!
//! In: clean text, [`Segmented`], [`Matches`]. Out: [`Mentions`]: names that do not overlap, decided in one lattice per
//! sentence, and beside them stretches that are no names (groups, meetings, …).
//! Holds: every mention names its row and the rows that fired on it.
//! Next stage: [`crate::resolve`].

pub(crate) mod lexicon;

mod registered;

pub(crate) mod lattice;

pub(crate) mod quantity;
pub(crate) mod thing;

use lattice::{Follow, Proposals};
use registered::Registered;

use crate::{
    Clean, Span,
    document::MentionKind,
    options::Options,
    rules::{Fault, Matches, RuleId, Rules, Tables},
    segment::Segmented,
    text::Text,
};

/// A stretch of the text that names or points to something.
#[derive(Debug, Clone)]
pub(crate) struct Mention {
    /// Its bytes.
    pub(crate) span: Span<Clean>,
    /// What it is.
    pub(crate) kind: MentionKind,
    /// The row that proposed it.
    pub(crate) rule: RuleId,
    /// Sum of the weights of the rows that fired on it.
    pub(crate) score: f32,
    /// The rows that fired.
    pub(crate) evidence: Vec<Fired>,
    /// The best reading that lost; only when an explanation is asked for.
    pub(crate) rival: Option<Box<Rival>>,
}

/// A row that fired on a reading.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fired {
    /// The row.
    pub(crate) rule: RuleId,
    /// The words it fired on.
    pub(crate) key: Span<Clean>,
    /// What it brought.
    pub(crate) weight: f32,
}

/// The best reading that lost.
#[derive(Debug, Clone)]
pub(crate) struct Rival {
    /// None for "no name".
    pub(crate) kind: Option<MentionKind>,
    /// Its bytes.
    pub(crate) span: Span<Clean>,
    /// Its score.
    pub(crate) score: f32,
    /// Its rows.
    pub(crate) evidence: Vec<Fired>,
}

/// The mentions of a text, by start. Its memory is reused from text to text.
#[derive(Debug, Default)]
pub(crate) struct Mentions {
    pub(crate) all: Vec<Mention>,
    pub(crate) proposals: Proposals,
}

/// What the stage knows from the tables.
#[derive(Debug)]
pub(crate) struct MentionRules {
    registered: Registered,
    follow: Follow,
    things: thing::Things,
}

impl MentionRules {
    pub(crate) fn compile(tables: &Tables) -> Result<Self, Vec<Fault>> {
        Ok(MentionRules {
            registered: Registered::compile(tables),
            follow: Follow::default(),
            things: thing::Things::compile(tables),
        })
    }

    /// Fills `out` with the mentions of the text.
    pub(crate) fn find(
        &self,
        options: Options,
        _rules: &Rules,
        text: &Text<'_>,
        segmented: &Segmented,
        matches: &Matches,
        out: &mut Mentions,
    ) {
        let Mentions { all, proposals } = out;
        all.clear();
        proposals.clear();
        for sentence in &segmented.sentences {
            self.registered.propose(sentence.span, matches, proposals);
        }
        proposals.mentions(&self.follow, options.explain, all);
        self.things.find(text.clean(), segmented, matches, all);
    }
}
