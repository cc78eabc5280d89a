//! Composes pieces of time that stand side by side into expressions.
//!
//! From each place where a piece starts, the longest chain of pieces is sought, each finer than the one before it; then
//! a second chain behind 至, 到 or a dash, and prepositions and suffixes around the whole.

use super::{
    DateRules,
    chain::Chain,
    point::{Expression, Meaning},
    range::Candidate,
    template::{Kind, Template},
};
use crate::{
    Convention, Span,
    rules::{GroupMemory, Match, Rules},
    time_value::Reference,
};

/// Memory of the stage, reused from text to text.
#[derive(Debug, Default)]
pub(crate) struct DateMemory {
    pieces: Vec<Match>,
    work: Work,
}

/// What is looked at from one place.
#[derive(Debug, Default)]
struct Work {
    chains: Vec<Chain>,
    seconds: Vec<Chain>,
    candidates: Vec<Candidate>,
    groups: GroupMemory,
}

/// Composes the expressions of a text.
pub(super) struct Composer<'a> {
    pub(super) date: &'a DateRules,
    pub(super) rules: &'a Rules,
    pub(super) text: &'a str,
    /// By start.
    pub(super) pieces: &'a [Match],
}

impl DateRules {
    /// Fills `out` with the expressions of time in the text, by start.
    ///
    /// # Arguments
    ///
    /// * `text` - clean text.
    /// * `matches` - what the rows read in it, by start.
    /// * `convention` - whose guidelines the borders follow.
    pub(crate) fn find(
        &self,
        rules: &Rules,
        text: &str,
        matches: &[Match],
        convention: Convention,
        memory: &mut DateMemory,
        out: &mut Vec<Expression>,
    ) {
        out.clear();
        let marks = |m: &&Match| {
            m.rule.table == self.table
                && self.conventions[m.rule.row as usize]
                    .is_none_or(|c| (c == Convention::Pfr98) == (convention == Convention::Pfr98))
        };
        let DateMemory { pieces, work } = memory;
        pieces.clear();
        pieces.extend(matches.iter().filter(marks));
        let composer = Composer { date: self, rules, text, pieces };
        let mut free = 0;
        let mut next = 0;
        let mut since = self.frames.since_events(text);
        while next < composer.pieces.len() {
            let start = composer.pieces[next].span.start;
            if start >= free
                && let Some((end, expression)) = composer.best(next, free, work)
            {
                free = end;
                out.extend(expression);
            }
            while next < composer.pieces.len() && composer.pieces[next].span.start == start {
                next += 1;
            }
        }
        // 自甲以来乙以来: the longest of those that overlap.
        since.sort_by_key(|s| (s.span.start, std::cmp::Reverse(s.span.end)));
        let mut taken = 0;
        since.retain(|s| {
            let free = s.span.start >= taken;
            taken = taken.max(s.span.end);
            free
        });
        since.retain(|s| {
            let after = out.partition_point(|e| e.span.end <= s.span.start);
            out.get(after).is_none_or(|e| e.span.start >= s.span.end)
        });
        if !since.is_empty() {
            out.append(&mut since);
            out.sort_by_key(|e| e.span.start);
        }
        if convention == Convention::Pfr98 {
            *out = out.drain(..).flat_map(|e| cores(text, e)).collect();
        }
    }
}

/// The points of an expression without prepositions and suffixes, as the corpus of 1998 marks them; lengths counted from
/// somewhere (三年来, 几天前) it does not mark, but the word of time before them (过去三年).
fn cores(text: &str, expression: Expression) -> Vec<Expression> {
    let one = |span, meaning| Expression { span, meaning, ..expression.clone() };
    let [Some(first), second] = expression.cores else {
        let marked = !matches!(expression.meaning, Meaning::During | Meaning::SinceEvent);
        return if marked { vec![expression] } else { Vec::new() };
    };
    match (expression.meaning.clone(), second) {
        (Meaning::Range(a, b), Some(second)) => {
            vec![one(first, Meaning::Point(*a)), one(second, Meaning::Point(*b))]
        }
        (Meaning::Open(_, point), _) => vec![one(first, Meaning::Point(*point))],
        (Meaning::Point(_) | Meaning::Range(..), _) => vec![one(first, expression.meaning.clone())],
        (Meaning::Offset(..), _) => {
            let words = &text[expression.span.range()];
            let word = ["过去", "未来", "今后", "最近"].iter().find(|w| words.starts_with(**w));
            let span = |w: &&str| Span::new(expression.span.start, expression.span.start + w.len());
            word.map(|w| one(span(w), Meaning::Reference(Reference::Past))).into_iter().collect()
        }
        _ => vec![expression],
    }
}

impl Composer<'_> {
    pub(super) fn template(&self, piece: usize) -> &Template {
        &self.date.templates[self.pieces[piece].rule.row as usize]
    }

    /// Returns the end of the best reading from the piece at `place` on, the first of those that start there, and its
    /// expression unless it is a look-alike.
    fn best(
        &self,
        place: usize,
        free: usize,
        work: &mut Work,
    ) -> Option<(usize, Option<Expression>)> {
        let Work { chains, seconds, candidates, groups } = work;
        candidates.clear();
        self.chains(self.pieces[place].span.start, place, chains);
        for chain in chains {
            self.widen(*chain, free, seconds, candidates);
        }
        candidates.sort_by_key(|c| {
            let second = c.second.as_ref().map_or(0, |s| s.state.rank);
            let rank = c.first.state.rank.saturating_add(second);
            std::cmp::Reverse((c.end, c.end - c.start, rank, u8::MAX - c.first.count))
        });
        for candidate in candidates {
            if candidate.first.state.kind == Some(Kind::Not) {
                return Some((candidate.end, None));
            }
            if let Some(expression) = self.evaluate(candidate, groups) {
                return Some((candidate.end, Some(expression)));
            }
        }
        None
    }
}
