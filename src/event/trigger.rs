//! Words that tell an event.
//!
//! Longest wins, then rank. What a word means next to its neighbours is said by the guards of its row; whether it is
//! a verb in its clause or a noun that only names a kind of act is decided in [`super::nominal`].

use super::ontology::{Kind, Ontology};
use crate::{
    Clean, Span,
    rules::{Column, Fault, Form, Matches, RuleId, Schema, Tables},
};

/// Rows are words, each with one type.
pub(crate) const TRIGGER: Schema = Schema {
    name: "trigger",
    form: Form::Lexicon("trigger"),
    key: "id",
    columns: &[
        Column::required("id"),
        Column::required("type"),
        Column::required("trigger"),
        Column::required("pos").checked(|c| match Use::from_word(c) {
            Some(_) => Ok(()),
            None => Err(format!("expected `v`, `vn` or `n`, found `{c}`")),
        }),
        Column::required("example"),
    ],
};

/// How a trigger is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// As a verb: 抵达.
    Verb,
    /// As a verb or as the name of an act: 合作.
    Both,
    /// As a noun that tells what happened: 地震.
    Noun,
}

impl Use {
    fn from_word(word: &str) -> Option<Self> {
        match word {
            "v" => Some(Use::Verb),
            "vn" => Some(Use::Both),
            "n" => Some(Use::Noun),
            _ => None,
        }
    }
}

/// What a row says of its word.
#[derive(Debug)]
pub(super) struct Trigger {
    pub(super) kind: Kind,
    pub(super) rank: i32,
    pub(super) usage: Use,
}

/// A trigger in the text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hit {
    pub(super) span: Span<Clean>,
    pub(super) rule: RuleId,
}

/// The triggers by row.
#[derive(Debug)]
pub(super) struct Triggers {
    table: u16,
    rows: Vec<Trigger>,
}

impl Triggers {
    pub(super) fn compile(tables: &Tables, ontology: &Ontology, faults: &mut Vec<Fault>) -> Self {
        let rows = tables
            .rows("trigger")
            .map(|row| Trigger {
                kind: ontology.kind_of(row, faults),
                rank: row.rank(),
                usage: Use::from_word(row.cell("pos")).unwrap_or(Use::Verb),
            })
            .collect();
        Triggers { table: tables.index("trigger"), rows }
    }

    /// Returns what a row says.
    pub(super) fn of(&self, rule: RuleId) -> &Trigger {
        &self.rows[rule.row as usize]
    }

    /// Fills `out` with the triggers of a sentence that may stand where they do and do not overlap, in text order.
    pub(super) fn find(
        &self,
        matches: &Matches,
        sentence: Span<Clean>,
        may_stand: impl Fn(Span<Clean>) -> bool,
        out: &mut Vec<Hit>,
    ) {
        out.clear();
        out.extend(
            matches
                .starting_in(sentence)
                .iter()
                .filter(|m| m.rule.table == self.table && m.span.end <= sentence.end)
                .filter(|m| may_stand(m.span))
                .map(|m| Hit { span: m.span, rule: m.rule }),
        );
        // Matches come by start and then by end, so of those that overlap the stack holds the best so far.
        let mut kept = 0;
        for i in 0..out.len() {
            let hit = out[i];
            if kept > 0 && out[kept - 1].span.overlaps(hit.span) {
                if self.beats(hit, out[kept - 1]) {
                    out[kept - 1] = hit;
                }
            } else {
                out[kept] = hit;
                kept += 1;
            }
        }
        out.truncate(kept);
    }

    fn beats(&self, a: Hit, b: Hit) -> bool {
        let key = |h: Hit| (h.span.len(), self.of(h.rule).rank);
        key(a) > key(b)
    }
}
