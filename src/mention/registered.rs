//! Names that a user registers: they are read as they stand in the table, whatever the weighed rows say.

use super::{lattice::Proposals, lexicon::NAME};
use crate::{
    Clean, Span,
    document::MentionKind,
    rules::{Matches, Tables},
};

/// The registered names.
#[derive(Debug)]
pub(crate) struct Registered {
    table: u16,
    kinds: Vec<Option<MentionKind>>,
}

impl Registered {
    pub(crate) fn compile(tables: &Tables) -> Self {
        let kinds =
            tables.rows(NAME.name).map(|r| MentionKind::from_word(r.cell("kind"))).collect();
        Registered { table: tables.index(NAME.name), kinds }
    }

    /// Proposes the registered names of a sentence.
    pub(crate) fn propose(
        &self,
        sentence: Span<Clean>,
        matches: &Matches,
        proposals: &mut Proposals,
    ) {
        for found in matches.starting_in(sentence) {
            if found.rule.table == self.table && found.span.end <= sentence.end {
                let kind = self.kinds[found.rule.row as usize];
                proposals.exact(found.span, kind, found.rule);
            }
        }
    }
}
