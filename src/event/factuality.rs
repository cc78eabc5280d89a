//! How an event is put forward: done or not, fact or plan, before or after.

use super::chunk::{Clauses, Head, Part};
use crate::{
    Clean, Span,
    document::{Modality, Polarity, Tense},
    mention::Mentions,
    rules::{Column, Form, Matches, RuleId, Schema, Tables},
    segment::Segmented,
};

/// Rows are cue words.
pub(crate) const STANDING: Schema = Schema {
    name: "standing",
    form: Form::Lexicon("cue"),
    key: "id",
    columns: &[
        Column::required("id"),
        Column::required("kind").checked(|c| match Cue::from_word(c) {
            Some(_) => Ok(()),
            None => Err(format!("no kind of cue `{c}`")),
        }),
        Column::required("cue"),
        Column::required("reach").checked(|c| match c {
            "near" | "clause" | "behind" => Ok(()),
            _ => Err(format!("expected `near`, `clause` or `behind`, found `{c}`")),
        }),
        Column::required("example"),
    ],
};

/// What a cue says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cue {
    Negative,
    Modality(Modality),
    Tense(Tense),
}

impl Cue {
    fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "negative" => Cue::Negative,
            "past" | "present" | "future" => Cue::Tense(Tense::from_word(word)?),
            _ => Cue::Modality(Modality::from_word(word)?),
        })
    }
}

/// Where a cue must stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// Before the trigger, with only adverbs, light verbs and marked phrases between.
    Near,
    /// Anywhere in the clause before the trigger.
    Clause,
    /// Right behind the trigger: 了.
    Behind,
}

/// The cue words by row.
#[derive(Debug)]
pub(super) struct Cues {
    table: u16,
    rows: Vec<(Cue, Reach)>,
}

/// How an event stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Standing {
    pub(super) polarity: Polarity,
    pub(super) modality: Modality,
    pub(super) tense: Tense,
    pub(super) rules: Vec<RuleId>,
}

impl Cues {
    pub(super) fn compile(tables: &Tables) -> Self {
        let rows = tables
            .rows("standing")
            .map(|row| {
                let cue = Cue::from_word(row.cell("kind")).unwrap_or(Cue::Negative);
                let reach = match row.cell("reach") {
                    "near" => Reach::Near,
                    "behind" => Reach::Behind,
                    _ => Reach::Clause,
                };
                (cue, reach)
            })
            .collect();
        Cues { table: tables.index("standing"), rows }
    }

    /// Returns how the event at a chunk stands; `from` is the first chunk of its clause.
    pub(super) fn read(
        &self,
        matches: &Matches,
        segmented: &Segmented,
        mentions: &Mentions,
        clauses: &Clauses,
        from: usize,
        at: usize,
    ) -> Standing {
        let chunks = &clauses.chunks;
        let trigger = chunks[at].span;
        let mut standing = Standing {
            polarity: Polarity::Positive,
            modality: Modality::Asserted,
            tense: Tense::None,
            rules: Vec::new(),
        };
        // Behind the last phrase that no preposition marks, a cue speaks of this trigger.
        let mut near = at;
        while near > from {
            let before = chunks[near - 1];
            let marked = near >= 2 && matches!(chunks[near - 2].part, Part::Marker { .. });
            match before.part {
                Part::Skip | Part::Marker { .. } | Part::Time(_) | Part::De => near -= 1,
                Part::Phrase if marked => near -= 1,
                _ => break,
            }
        }
        let clause = Span::<Clean>::new(chunks[from].span.start, trigger.start);
        let close = chunks.get(near).map_or(trigger.start, |c| c.span.start);
        let mut end = clause.start;
        for found in matches.starting_in(clause).iter().filter(|m| m.rule.table == self.table) {
            // Of cues that overlap, the one that starts first is read: 没有 before 有望.
            if found.span.start < end || found.span.end > trigger.start {
                continue;
            }
            let (cue, reach) = self.rows[found.rule.row as usize];
            if reach == Reach::Behind || reach == Reach::Near && found.span.start < close {
                continue;
            }
            if !stands_alone(segmented, found.span) || inside_name(mentions, clauses, found.span) {
                continue;
            }
            end = found.span.end;
            standing.set(cue, found.rule);
        }
        let behind = Span::new(trigger.end, trigger.end + 1);
        for found in matches.starting_in(behind).iter().filter(|m| m.rule.table == self.table) {
            let (cue, reach) = self.rows[found.rule.row as usize];
            if reach == Reach::Behind && standing.tense == Tense::None {
                standing.set(cue, found.rule);
            }
        }
        if standing.modality == Modality::Planned && standing.tense == Tense::None {
            standing.tense = Tense::Future;
        }
        standing
    }
}

/// A cue is whole words: the 将 of 小将 is none.
fn stands_alone(segmented: &Segmented, cue: Span<Clean>) -> bool {
    let starts = segmented.word_at(cue.start).map(|w| segmented.words[w].span.start);
    let ends = segmented.word_at(cue.end - 1).map(|w| segmented.words[w].span.end);
    starts == Some(cue.start) && ends == Some(cue.end)
}

/// The 若 of 韩若冰 is no cue.
fn inside_name(mentions: &Mentions, clauses: &Clauses, cue: Span<Clean>) -> bool {
    let after = clauses.chunks.partition_point(|c| c.span.start <= cue.start);
    let Some(chunk) = after.checked_sub(1).map(|i| &clauses.chunks[i]) else { return false };
    clauses.members(chunk).iter().any(|m| match m.head {
        Head::Mention(index) => mentions.all[index].span.contains(cue),
        _ => false,
    })
}

impl Standing {
    fn set(&mut self, cue: Cue, rule: RuleId) {
        match cue {
            // 不得不, 无不: two make a yes.
            Cue::Negative => {
                self.polarity = match self.polarity {
                    Polarity::Positive => Polarity::Negative,
                    _ => Polarity::Positive,
                }
            }
            Cue::Modality(modality) => self.modality = modality,
            Cue::Tense(tense) => self.tense = tense,
        }
        self.rules.push(rule);
    }
}
