//! Words that may be the trigger of an event.
//!
//! By the set rules the longest match wins, then the higher rank. The guards of a row say what may stand beside its word,
//! and [`super::nominalization`] decides whether the word is a verb in its clause or only names a kind of act. The learned
//! rows see every word of the tables, whatever its guards say, and decide for themselves.

use std::{cmp::Reverse, collections::BTreeMap, fmt};

use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder};

use super::ontology::{KindId, Ontology};
use crate::{
    Clean, Span,
    closed_set::closed_set,
    rules::{Column, Fault, Form, Matches, RuleId, Schema, Tables, is_value},
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
        Column::required("pos").checked(is_value::<TriggerPos>),
        Column::required("example"),
    ],
};

/// Rows are words too common to be triggers wherever they stand: only the learned rows use them.
pub(crate) const TRIGGER_OPEN: Schema = Schema { name: "trigger_open", ..TRIGGER };

closed_set! {
    /// How a trigger is used.
    pub(super) enum TriggerPos {
        /// As a verb: 抵达.
        Verb = "v",
        /// As a verb or as the name of an act: 合作.
        VerbalNoun = "vn",
        /// As a noun that says what happened: 地震.
        Noun = "n",
    }
}

/// What a row says of its word.
#[derive(Debug)]
pub(super) struct TriggerRow {
    pub(super) kind: KindId,
    pub(super) rank: i32,
    pub(super) pos: TriggerPos,
    /// Whether the row has guards.
    pub(super) guarded: bool,
}

/// A trigger in the text.
#[derive(Debug, Clone, Copy)]
pub(super) struct TriggerMatch {
    pub(super) span: Span<Clean>,
    pub(super) rule: RuleId,
    /// Its type: that of the row, unless its object says otherwise.
    pub(super) kind: KindId,
    /// Probability that it is the trigger of an event; 1 by the set rules.
    pub(super) probability: f32,
}

/// The triggers by row.
pub(super) struct TriggerTable {
    table: u16,
    rows: Vec<TriggerRow>,
    open_table: u16,
    open: Vec<TriggerRow>,
    /// Every word of both tables; the value is an index into `words`.
    automaton: Option<CharwiseDoubleArrayAhoCorasick<u32>>,
    /// The rows of each word, the highest rank first, those of [`TRIGGER_OPEN`] last.
    words: Vec<Vec<RuleId>>,
}

impl fmt::Debug for TriggerTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TriggerTable").field("words", &self.words.len()).finish_non_exhaustive()
    }
}

impl TriggerTable {
    pub(super) fn compile(tables: &Tables, ontology: &Ontology, faults: &mut Vec<Fault>) -> Self {
        let mut of_word: BTreeMap<&str, Vec<RuleId>> = BTreeMap::new();
        let guards = ["left", "right", "not_left", "not_right"];
        let mut read = |table: &str| -> Vec<TriggerRow> {
            let rows = tables.rows(table);
            rows.map(|row| {
                of_word.entry(row.cell("trigger")).or_default().push(row.id);
                TriggerRow {
                    kind: ontology.kind_of(row, faults),
                    rank: row.rank(),
                    pos: row.cell("pos").parse().unwrap_or(TriggerPos::Verb),
                    guarded: guards.iter().any(|column| !row.cell(column).is_empty()),
                }
            })
            .collect()
        };
        let (rows, open) = (read("trigger"), read("trigger_open"));
        let automaton = (!of_word.is_empty()).then(|| {
            CharwiseDoubleArrayAhoCorasickBuilder::new()
                .build_with_values(of_word.keys().copied().zip(0u32..))
                .expect("words are not empty and unique")
        });
        let mut words: Vec<Vec<RuleId>> = of_word.into_values().collect();
        let (table, open_table) = (tables.index("trigger"), tables.index("trigger_open"));
        let mut triggers =
            TriggerTable { table, rows, open_table, open, automaton, words: Vec::new() };
        for rows in &mut words {
            rows.sort_by_key(|&r| (triggers.is_open(r), Reverse(triggers.of(r).rank), r.row));
        }
        triggers.words = words;
        triggers
    }

    /// Returns what a row says.
    pub(super) fn of(&self, rule: RuleId) -> &TriggerRow {
        match self.is_open(rule) {
            true => &self.open[rule.row as usize],
            false => &self.rows[rule.row as usize],
        }
    }

    /// Returns whether a row is one that the set rules do not use.
    pub(super) fn is_open(&self, rule: RuleId) -> bool {
        rule.table == self.open_table
    }

    /// Returns the number of words.
    pub(super) fn words(&self) -> usize {
        self.words.len()
    }

    /// Returns the rows of a word, by its index.
    pub(super) fn rows_of(&self, word: u32) -> &[RuleId] {
        &self.words[word as usize]
    }

    /// Returns every span that is a word of the tables, whatever its guards say, with the index of the word; by start,
    /// the longest first.
    pub(super) fn words_in(&self, clean: &str) -> Vec<(Span<Clean>, u32)> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let found = automaton.find_overlapping_iter(clean);
        let mut found: Vec<_> = found.map(|m| (Span::new(m.start(), m.end()), m.value())).collect();
        found.sort_unstable_by_key(|&(s, _): &(Span<Clean>, u32)| (s.start, Reverse(s.end)));
        found
    }

    /// Fills `out` with the triggers of a sentence that may stand where they do and do not overlap, in text order.
    pub(super) fn find(
        &self,
        matches: &Matches,
        sentence: Span<Clean>,
        may_stand: impl Fn(Span<Clean>) -> bool,
        out: &mut Vec<TriggerMatch>,
    ) {
        out.clear();
        out.extend(
            matches
                .starting_in(sentence)
                .iter()
                .filter(|m| m.rule.table == self.table && m.span.end <= sentence.end)
                .filter(|m| may_stand(m.span))
                .map(|m| TriggerMatch {
                    span: m.span,
                    rule: m.rule,
                    kind: self.of(m.rule).kind,
                    probability: 1.0,
                }),
        );
        // Matches come by start and then by end, so of those that overlap the stack holds the best so far.
        let mut kept = 0;
        for i in 0..out.len() {
            let found = out[i];
            if kept > 0 && out[kept - 1].span.overlaps(found.span) {
                if self.beats(found, out[kept - 1]) {
                    out[kept - 1] = found;
                }
            } else {
                out[kept] = found;
                kept += 1;
            }
        }
        out.truncate(kept);
    }

    fn beats(&self, a: TriggerMatch, b: TriggerMatch) -> bool {
        let key = |t: TriggerMatch| (t.span.len(), self.of(t.rule).rank);
        key(a) > key(b)
    }
}

#[cfg(all(test, feature = "learned"))]
mod tests {
    use super::*;
    use crate::event::test_support::read;

    #[test]
    fn the_longest_word_at_a_place_comes_first() {
        read("双方签署协议", |rules, context, _| {
            let text = context.text.clean();
            let words = rules.triggers.words_in(text);
            let words: Vec<&str> = words.iter().map(|(s, _)| &text[s.range()]).collect();
            assert!(words.contains(&"签署"), "{words:?}");
            assert!(words.windows(2).all(|w| w[0] != w[1]));
        });
    }

    #[test]
    fn rows_of_a_word_come_by_table_and_rank() {
        read("", |rules, _, _| {
            for word in 0..rules.triggers.words() as u32 {
                let rows = rules.triggers.rows_of(word);
                assert!(rows.is_sorted_by_key(|&r| {
                    (rules.triggers.is_open(r), Reverse(rules.triggers.of(r).rank))
                }));
            }
        });
    }
}
