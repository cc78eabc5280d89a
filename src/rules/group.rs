//! Named groups of what a pattern reads: 8 in 8月.
//!
//! The words of a table come again and again, so what a regex has found in them once is remembered.

use std::ops::Range;

use regex::Regex;

/// Stretches remembered; one may push out another.
const PLACES: usize = 1 << 12;

/// Memory of groups, reused from text to text. It belongs to one set of rules.
#[derive(Debug, Default)]
pub(crate) struct GroupMemory {
    places: Vec<Known>,
}

/// What the pattern of a row found in a stretch.
#[derive(Debug, Clone, Default)]
struct Known {
    pattern: u32,
    /// Empty where nothing is known.
    text: Box<str>,
    groups: Box<[(Box<str>, Range<u16>)]>,
}

/// The groups that took part in a match, by name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Groups<'t> {
    text: &'t str,
    groups: &'t [(Box<str>, Range<u16>)],
}

impl<'t> Groups<'t> {
    /// Returns the words of a group, if it took part in the match.
    pub(crate) fn name(&self, name: &str) -> Option<&'t str> {
        let (_, range) = self.groups.iter().find(|g| *g.0 == *name)?;
        Some(&self.text[usize::from(range.start)..usize::from(range.end)])
    }
}

impl GroupMemory {
    /// Returns the groups of a stretch that the pattern of that number reads as a whole.
    pub(super) fn groups<'t>(
        &'t mut self,
        pattern: u32,
        regex: impl FnOnce() -> &'t Regex,
        text: &'t str,
    ) -> Option<Groups<'t>> {
        self.places.resize(PLACES, Known::default());
        let known = &mut self.places[place(pattern, text)];
        if known.pattern != pattern || *known.text != *text {
            let regex = regex();
            let found = regex.captures(text)?;
            let groups = regex
                .capture_names()
                .flatten()
                .filter_map(|name| {
                    let range = found.name(name)?.range();
                    Some((name.into(), range.start as u16..range.end as u16))
                })
                .collect();
            *known = Known { pattern, text: text.into(), groups };
        }
        Some(Groups { text, groups: &known.groups })
    }
}

/// Where a stretch is remembered (FNV-1a).
fn place(pattern: u32, text: &str) -> usize {
    let start = 0xcbf2_9ce4_8422_2325 ^ u64::from(pattern);
    let hash = text.bytes().fold(start, |h, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3));
    (hash ^ hash >> 32) as usize % PLACES
}
