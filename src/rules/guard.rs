//! Guards: what must, or must not, stand directly before or after what a row reads.

use std::collections::HashMap;

use once_cell::sync::OnceCell;
use regex_automata::hybrid::dfa::Cache;
use regex_syntax::hir::Hir;

use super::{
    Fault, Row,
    char_set::CharSet,
    condition::{Condition, Far, Side},
    part::Parts,
    pattern::{self, Use},
    schema::GUARDS,
};

/// The guards of one row. They are looked at only when the row's own pattern or word is found.
#[derive(Debug)]
struct Guard {
    /// In the order of [`GUARDS`]: indices of conditions.
    sides: [Option<u32>; 4],
}

/// The guards of all rows.
#[derive(Debug, Default)]
pub(crate) struct Guards {
    all: Vec<Guard>,
    /// Each is shared by all rows that write it alike.
    conditions: Vec<Condition>,
    by_pattern: HashMap<(bool, String), u32>,
    before: FarSide,
    after: FarSide,
}

/// What the conditions of one side leave to an automaton, which is built when it is first needed.
#[derive(Debug, Default)]
struct FarSide {
    patterns: Vec<Hir>,
    automaton: OnceCell<Far>,
}

/// Memory of the automata of both sides.
#[derive(Debug, Default)]
pub(crate) struct GuardMemory {
    before: Option<Cache>,
    after: Option<Cache>,
}

/// Says that a row has no guards.
pub(crate) const NONE: u32 = u32::MAX;

impl Guards {
    /// Returns the index of a row's guards, or [`NONE`]; what is wrong with them goes to `faults`.
    pub(crate) fn add(&mut self, row: &Row<'_>, parts: &Parts<'_>, faults: &mut Vec<Fault>) -> u32 {
        let mut sides = [None; 4];
        for (side, column) in sides.iter_mut().zip(GUARDS) {
            if row.cell(column).is_empty() {
                continue;
            }
            match pattern::read(row, column, parts, Use::Guards) {
                Ok((expanded, syntax)) => {
                    let left = column.ends_with("left");
                    let (conditions, far, side_of) = match left {
                        true => (&mut self.conditions, &mut self.before, Side::Before),
                        false => (&mut self.conditions, &mut self.after, Side::After),
                    };
                    *side =
                        Some(*self.by_pattern.entry((left, expanded.text)).or_insert_with(|| {
                            conditions.push(Condition::new(&syntax, side_of, &mut far.patterns));
                            conditions.len() as u32 - 1
                        }));
                }
                Err(fault) => faults.push(fault),
            }
        }
        if sides == [None; 4] {
            return NONE;
        }
        self.all.push(Guard { sides });
        self.all.len() as u32 - 1
    }

    /// Returns characters directly behind which the guards never hold; there may be more.
    pub(crate) fn never_behind(&self, guard: u32) -> CharSet {
        let not_left = self.all.get(guard as usize).and_then(|g| g.sides[2]);
        not_left.map_or_else(CharSet::default, |c| self.conditions[c as usize].alone().clone())
    }

    /// Returns whether the guards hold for a stretch of the text, in bytes.
    pub(crate) fn hold(
        &self,
        guard: u32,
        text: &str,
        start: usize,
        end: usize,
        memory: &mut GuardMemory,
    ) -> bool {
        let Some(guard) = self.all.get(guard as usize) else { return true };
        let [left, right, not_left, not_right] = guard.sides;
        left.is_none_or(|c| self.stands_before(c, text, start, memory))
            && !not_left.is_some_and(|c| self.stands_before(c, text, start, memory))
            && right.is_none_or(|c| self.stands_after(c, text, end, memory))
            && !not_right.is_some_and(|c| self.stands_after(c, text, end, memory))
    }

    fn stands_before(
        &self,
        condition: u32,
        text: &str,
        start: usize,
        memory: &mut GuardMemory,
    ) -> bool {
        let far = || self.before.automaton(Side::Before);
        self.conditions[condition as usize].holds_before(text, start, far, &mut memory.before)
    }

    fn stands_after(
        &self,
        condition: u32,
        text: &str,
        end: usize,
        memory: &mut GuardMemory,
    ) -> bool {
        let far = || self.after.automaton(Side::After);
        self.conditions[condition as usize].holds_after(&text[end..], far, &mut memory.after)
    }
}

impl FarSide {
    fn automaton(&self, side: Side) -> &Far {
        self.automaton.get_or_init(|| Far::new(&self.patterns, side))
    }
}
