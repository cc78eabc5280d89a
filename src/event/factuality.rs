//! The factuality of an event: affirmed or denied, fact or plan, before or after.

use super::{
    Context,
    chunk::{ChunkKind, Chunks, Head},
};
use crate::{
    Clean, Span,
    closed_set::closed_set,
    document::{Modality, Polarity, Tense},
    rules::{Column, Form, RuleId, Schema, Tables, is_value},
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
        Column::required("reach").checked(is_value::<Reach>),
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
            "past" | "present" | "future" => Cue::Tense(word.parse().ok()?),
            _ => Cue::Modality(word.parse().ok()?),
        })
    }
}

closed_set! {
    /// Where a cue must stand.
    enum Reach {
        /// Before the trigger, with only adverbs, light verbs and marked phrases between.
        Near = "near",
        /// Anywhere in the clause before the trigger.
        Clause = "clause",
        /// Right behind the trigger: 了.
        Behind = "behind",
    }
}

/// The cue words by row.
#[derive(Debug)]
pub(super) struct FactualityCues {
    table: u16,
    rows: Vec<(Cue, Reach)>,
}

/// How a text puts an event forward.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Factuality {
    pub(super) polarity: Polarity,
    pub(super) modality: Modality,
    pub(super) tense: Tense,
    pub(super) rules: Vec<RuleId>,
}

impl FactualityCues {
    pub(super) fn compile(tables: &Tables) -> Self {
        let rows = tables
            .rows("standing")
            .map(|row| {
                let cue = Cue::from_word(row.cell("kind")).unwrap_or(Cue::Negative);
                (cue, row.cell("reach").parse().unwrap_or(Reach::Clause))
            })
            .collect();
        FactualityCues { table: tables.index("standing"), rows }
    }

    /// Returns the factuality of the event at a chunk; `from` is the first chunk of its clause.
    pub(super) fn read(
        &self,
        context: Context<'_>,
        chunks: &Chunks,
        from: usize,
        at: usize,
    ) -> Factuality {
        let matches = context.matches;
        let trigger = chunks.all[at].span;
        let mut factuality = Factuality {
            polarity: Polarity::Positive,
            modality: Modality::Asserted,
            tense: Tense::None,
            rules: Vec::new(),
        };
        // Behind the last phrase that no preposition marks, a cue speaks of this trigger.
        let mut near = at;
        while near > from {
            let before = chunks.all[near - 1];
            let marked = near >= 2 && matches!(chunks.all[near - 2].kind, ChunkKind::Marker { .. });
            match before.kind {
                ChunkKind::Skip | ChunkKind::Marker { .. } | ChunkKind::Time(_) | ChunkKind::De => {
                    near -= 1
                }
                ChunkKind::Phrase if marked => near -= 1,
                _ => break,
            }
        }
        let clause = Span::<Clean>::new(chunks.all[from].span.start, trigger.start);
        let close = chunks.all.get(near).map_or(trigger.start, |c| c.span.start);
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
            if !is_whole_words(context, found.span) || inside_name(context, chunks, found.span) {
                continue;
            }
            end = found.span.end;
            factuality.set(cue, found.rule);
        }
        let behind = Span::new(trigger.end, trigger.end + 1);
        for found in matches.starting_in(behind).iter().filter(|m| m.rule.table == self.table) {
            let (cue, reach) = self.rows[found.rule.row as usize];
            if reach == Reach::Behind && factuality.tense == Tense::None {
                factuality.set(cue, found.rule);
            }
        }
        if factuality.modality == Modality::Planned && factuality.tense == Tense::None {
            factuality.tense = Tense::Future;
        }
        factuality
    }
}

/// A cue is whole words: the 将 of 小将 is none.
fn is_whole_words(context: Context<'_>, cue: Span<Clean>) -> bool {
    let word = |at| context.segmented.word_at(at).map(|w| context.segmented.words[w].span);
    word(cue.start).is_some_and(|w| w.start == cue.start)
        && word(cue.end - 1).is_some_and(|w| w.end == cue.end)
}

/// The 若 of 韩若冰 is no cue.
fn inside_name(context: Context<'_>, chunks: &Chunks, cue: Span<Clean>) -> bool {
    let after = chunks.all.partition_point(|c| c.span.start <= cue.start);
    let Some(chunk) = after.checked_sub(1).map(|i| &chunks.all[i]) else { return false };
    chunks.members(chunk).iter().any(|m| match m.head {
        Head::Mention(index) => context.mentions.all[index].span.contains(cue),
        _ => false,
    })
}

impl Factuality {
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

#[cfg(all(test, feature = "learned"))]
mod tests {
    use crate::{
        document::{Event, Modality, Polarity, Tense},
        event::test_support::by_rules,
    };

    fn event(text: &str) -> Event {
        by_rules(text).events.into_iter().next().expect("there is an event")
    }

    #[test]
    fn cues_deny_and_plan() {
        assert_eq!(event("双方没有签署协议。").polarity, Polarity::Negative);
        let planned = event("双方将签署协议。");
        assert_eq!((planned.modality, planned.tense), (Modality::Planned, Tense::Future));
        assert_eq!(event("双方签署了协议。").tense, Tense::Past);
    }

    #[test]
    fn a_cue_is_no_part_of_a_word_or_a_name() {
        assert_eq!(event("韩若冰签署协议。").modality, Modality::Asserted);
        assert_eq!(event("未来集团签署协议。").polarity, Polarity::Positive);
    }
}
