//! Names that a user registers, and rows of other lexicons that a user forces: they are read as the table says, whatever
//! the scored candidates say.

use std::collections::HashMap;

use crate::mention::{index::lexicon as table, propose::candidates::Candidates};
use crate::{
    Clean, Span,
    document::MentionKind,
    rules::{Matches, Row, RuleId, Tables},
};

/// Lexicons whose rows are names of one kind.
const KINDS: &[(&str, MentionKind)] = &[
    (table::COUNTRY.name, MentionKind::Place),
    (table::DIVISION.name, MentionKind::Place),
    (table::DIVISION_FORMER.name, MentionKind::Place),
    (table::TOWN.name, MentionKind::Place),
    (table::PLACE_CN.name, MentionKind::Place),
    (table::FOREIGN_PLACE.name, MentionKind::Place),
    (table::PLACE_SHORT.name, MentionKind::Place),
    (table::PUBLIC_BODY.name, MentionKind::Organization),
    (table::ORGANIZATION.name, MentionKind::Organization),
    (table::TITLE.name, MentionKind::Title),
];

/// Registered names and forced rows, each with its kind; none for a word that must not be a name.
#[derive(Debug)]
pub(crate) struct UserNames {
    kinds: HashMap<RuleId, Option<MentionKind>>,
    /// By table, whether it has any: most matches are of other tables.
    tables: Vec<bool>,
}

impl UserNames {
    pub(crate) fn compile(tables: &Tables) -> Self {
        let mut kinds: HashMap<_, _> = tables
            .rows(table::NAME.name)
            .map(|row| (row.id, row.cell("kind").parse::<MentionKind>().ok()))
            .collect();
        for &(name, kind) in KINDS {
            kinds.extend(tables.rows(name).filter(Row::is_forced).map(|row| (row.id, Some(kind))));
        }
        let mut has = Vec::new();
        for rule in kinds.keys() {
            has.resize(has.len().max(rule.table as usize + 1), false);
            has[rule.table as usize] = true;
        }
        UserNames { kinds, tables: has }
    }

    /// Proposes the names that a user registered of a sentence.
    pub(crate) fn propose(
        &self,
        sentence: Span<Clean>,
        matches: &Matches,
        candidates: &mut Candidates,
    ) {
        for found in matches.starting_in(sentence) {
            if self.tables.get(found.rule.table as usize) == Some(&true)
                && found.span.end <= sentence.end
                && let Some(&kind) = self.kinds.get(&found.rule)
            {
                candidates.propose_exact(found.span, kind, found.rule);
            }
        }
    }
}
