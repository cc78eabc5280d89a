//! Guards: what must, or must not, stand directly before or after what a row reads.

use std::collections::HashMap;

use once_cell::sync::OnceCell;
use regex::{Regex, RegexBuilder};

use super::{
    Fault, Row,
    part::Parts,
    pattern::{self, MAX_BYTES, Use},
    schema::GUARDS,
};

/// The guards of one row. They are looked at only when the row's own pattern or word is found.
#[derive(Debug)]
struct Guard {
    /// In the order of [`GUARDS`]: indices of conditions.
    sides: [Option<u32>; 4],
}

/// A condition, shared by all rows that write it alike, and compiled when it is first asked for.
#[derive(Debug)]
struct Condition {
    pattern: String,
    regex: OnceCell<Regex>,
}

/// The guards of all rows.
#[derive(Debug, Default)]
pub(crate) struct Guards {
    all: Vec<Guard>,
    conditions: Vec<Condition>,
    by_pattern: HashMap<String, u32>,
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
                Ok((expanded, _)) => {
                    let pattern = match column.ends_with("left") {
                        true => format!(r"(?:{})\z", expanded.text),
                        false => format!(r"\A(?:{})", expanded.text),
                    };
                    let conditions = &mut self.conditions;
                    *side = Some(*self.by_pattern.entry(pattern).or_insert_with_key(|pattern| {
                        conditions
                            .push(Condition { pattern: pattern.clone(), regex: OnceCell::new() });
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

    /// Returns whether the guards hold for a stretch of the text, in bytes.
    pub(crate) fn hold(&self, guard: u32, text: &str, start: usize, end: usize) -> bool {
        let Some(guard) = self.all.get(guard as usize) else { return true };
        let [left, right, not_left, not_right] = guard.sides;
        left.is_none_or(|c| self.stands_before(c, text, start))
            && !not_left.is_some_and(|c| self.stands_before(c, text, start))
            && right.is_none_or(|c| self.stands_after(c, text, end))
            && !not_right.is_some_and(|c| self.stands_after(c, text, end))
    }

    fn stands_before(&self, condition: u32, text: &str, start: usize) -> bool {
        // No condition is longer, so there is no need to look further back.
        let from = text.floor_char_boundary(start.saturating_sub(MAX_BYTES));
        self.conditions[condition as usize].regex().is_match_at(&text[..start], from)
    }

    fn stands_after(&self, condition: u32, text: &str, end: usize) -> bool {
        self.conditions[condition as usize].regex().is_match(&text[end..])
    }
}

impl Condition {
    fn regex(&self) -> &Regex {
        self.regex.get_or_init(|| {
            RegexBuilder::new(&self.pattern)
                .multi_line(true)
                .size_limit(usize::MAX)
                .build()
                .expect("its syntax was checked and its length is bounded")
        })
    }
}
