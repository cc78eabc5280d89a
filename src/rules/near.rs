//! What stands on both sides of a character that patterns start with.
//!
//! Most such characters start nothing where they stand: 大 of 大楼, 1 of 21日. Their neighbours tell it sooner than the
//! automaton does.

use std::collections::HashMap;

use regex_syntax::hir::Hir;

use super::char_set::CharSet;

/// Characters looked at; a class of thousands is no list of words.
const MOST: usize = 2048;

/// Characters up to U+FFFF are looked at.
const BASIC_PLANE: usize = 1 << 16;

/// The neighbours of all characters that patterns start with.
#[derive(Debug)]
pub(super) struct Near {
    /// For each character of the basic plane its place in `all`, from 1; 0 when its neighbours tell nothing.
    places: Vec<u16>,
    all: Vec<Neighbours>,
}

/// The neighbours of one character.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Neighbours {
    /// Directly behind these no pattern that starts with it holds.
    never_behind: CharSet,
    /// Characters that can follow in some pattern: a bit for each, by its last eight bits.
    followed_by: [u64; 4],
}

impl Near {
    /// Returns the neighbours for patterns, each with the characters behind which it never holds.
    pub(super) fn new<'p>(patterns: impl Iterator<Item = (&'p Hir, CharSet)>) -> Self {
        let known: Vec<(&Hir, Option<CharSet>, CharSet)> =
            patterns.map(|(syntax, never)| (syntax, CharSet::beginning(syntax), never)).collect();
        let mut starts = CharSet::default();
        known.iter().flat_map(|k| &k.1).for_each(|beginning| starts.extend(beginning));
        starts.sort();
        let mut near = Near { places: vec![0; BASIC_PLANE], all: Vec::new() };
        let mut found: HashMap<Neighbours, u16> = HashMap::new();
        for c in starts.chars().take(MOST).filter(|c| (*c as usize) < BASIC_PLANE) {
            let mut here = known.iter().filter(|k| k.1.as_ref().is_none_or(|b| b.contains(c)));
            let Some((syntax, _, never)) = here.next() else { continue };
            let mut neighbours =
                Neighbours { never_behind: never.clone(), followed_by: followed_by(syntax, c) };
            for (syntax, _, never) in here {
                neighbours.never_behind = neighbours.never_behind.and(never);
                let more = followed_by(syntax, c);
                neighbours.followed_by.iter_mut().zip(more).for_each(|(bits, more)| *bits |= more);
            }
            near.places[c as usize] = *found.entry(neighbours).or_insert_with_key(|neighbours| {
                near.all.push(neighbours.clone());
                near.all.len() as u16
            });
        }
        near
    }

    /// Returns whether a pattern may start with the character of that code between two others; none stands at the borders
    /// of the text.
    pub(super) fn may_start(&self, code: usize, before: Option<char>, after: Option<char>) -> bool {
        let Some(&place @ 1..) = self.places.get(code) else { return true };
        let near = &self.all[usize::from(place) - 1];
        after.is_none_or(|a| near.followed_by[bit(a) / 64] & 1 << (bit(a) % 64) != 0)
            && !before.is_some_and(|b| near.never_behind.contains(b))
    }
}

fn bit(c: char) -> usize {
    c as usize & 0xff
}

/// Returns the bits of what can follow a first character in a pattern: all when it may be the last one.
fn followed_by(syntax: &Hir, c: char) -> [u64; 4] {
    let mut bits = [0; 4];
    match CharSet::behind_first(syntax, c) {
        None => bits.fill(u64::MAX),
        Some(set) => {
            for next in set.chars().take(MOST) {
                bits[bit(next) / 64] |= 1 << (bit(next) % 64);
            }
            if set.chars().nth(MOST).is_some() {
                bits.fill(u64::MAX);
            }
        }
    }
    bits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_tell_where_nothing_starts() {
        let syntax = |pattern: &str| regex_syntax::parse(pattern).unwrap();
        let (day, early) = (syntax("[0-9]{1,2}日"), syntax("大(?:清早|前[天日])|大"));
        let digits = CharSet::beginning(&syntax("[0-9]")).unwrap();
        let near = Near::new([(&day, digits.clone()), (&early, CharSet::default())].into_iter());
        assert!(near.may_start('2' as usize, Some('月'), Some('日')));
        assert!(!near.may_start('2' as usize, Some('1'), Some('日')));
        assert!(!near.may_start('2' as usize, None, Some('月')));
        // 大 may stand alone.
        assert!(near.may_start('大' as usize, None, Some('楼')));
        let near = Near::new(
            [(&day, digits), (&syntax("大(?:清早|前[天日])"), CharSet::default())].into_iter(),
        );
        assert!(!near.may_start('大' as usize, None, Some('楼')));
        assert!(near.may_start('大' as usize, None, Some('清')));
    }
}
