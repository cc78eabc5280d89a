//! What stands on both sides of a character that patterns start with.
//!
//! Most such characters start nothing where they stand: 大 of 大楼, 1 of 21日. Their neighbours show it sooner than the
//! automaton does.

use regex_syntax::hir::Hir;

use super::char_set::CharSet;

/// First characters, and characters behind one, that are listed; a class of thousands is no list of words.
const MOST: usize = 2048;

/// Characters up to U+FFFF have bits of their own; a pattern may start with any of the few beyond it.
const BASIC_PLANE: usize = 1 << 16;

/// Bits of [`Prefilter::pairs`], as a power of two: some 20,000 of them are set for the built-in tables.
const PAIR_BITS: u32 = 19;

/// The neighbours of all characters that patterns start with.
#[derive(Debug)]
pub(super) struct Prefilter {
    /// A bit for each character that starts a pattern which any other may follow, or nothing.
    any: Vec<u64>,
    /// A bit for each pair of characters that starts a pattern; a few other pairs share it.
    pairs: Vec<u64>,
    /// For each character which one of `behind` it has, from 1; 0 for none.
    inner: Vec<u8>,
    /// Characters behind which no pattern that starts with a certain character holds.
    behind: Vec<CharSet>,
}

impl Prefilter {
    /// Returns the neighbours for patterns, each with the characters behind which it never holds.
    pub(super) fn new<'p>(patterns: impl Iterator<Item = (&'p Hir, CharSet)>) -> Self {
        let all = CharSet::range('\0', char::MAX);
        let known: Vec<(&Hir, CharSet, CharSet)> = patterns
            .map(|(syntax, never)| {
                (syntax, CharSet::beginning(syntax).unwrap_or_else(|| all.clone()), never)
            })
            .collect();
        let mut starts = CharSet::default();
        known.iter().for_each(|k| starts.extend(&k.1));
        starts.sort();
        let mut prefilter = Prefilter {
            any: vec![0; BASIC_PLANE / 64],
            pairs: vec![0; 1 << (PAIR_BITS - 6)],
            inner: vec![0; BASIC_PLANE],
            behind: Vec::new(),
        };
        let starts = starts.chars().take_while(|c| (*c as usize) < BASIC_PLANE);
        for (place, c) in starts.enumerate() {
            if place >= MOST {
                set(&mut prefilter.any, c as usize);
                continue;
            }
            let mut never: Option<CharSet> = None;
            for (syntax, _, behind) in known.iter().filter(|k| k.1.contains(c)) {
                never = Some(never.map_or_else(|| behind.clone(), |n| n.and(behind)));
                match CharSet::behind_first(syntax, c) {
                    Some(next) if next.chars().nth(MOST).is_none() => {
                        next.chars().for_each(|next| {
                            set(&mut prefilter.pairs, pair(c as usize, next as usize))
                        });
                    }
                    _ => set(&mut prefilter.any, c as usize),
                }
            }
            if place < MOST
                && let Some(never) = never.filter(|n| *n != CharSet::default())
            {
                prefilter.inner[c as usize] = prefilter.place_of(never);
            }
        }
        prefilter
    }

    /// Returns the place of a set in `behind`, from 1; 0 when there is no room.
    fn place_of(&mut self, never: CharSet) -> u8 {
        let place = self.behind.iter().position(|b| *b == never).unwrap_or(self.behind.len());
        if place == self.behind.len() {
            self.behind.push(never);
        }
        u8::try_from(place + 1).unwrap_or(0)
    }

    /// Returns whether a pattern may start with a character that another follows, by their codes.
    pub(super) fn may_start(&self, code: usize, next: usize) -> bool {
        let Some(any) = self.any.get(code / 64) else { return true };
        let pair = pair(code, next);
        (any >> (code % 64) | self.pairs[pair / 64] >> (pair % 64)) & 1 != 0
    }

    /// Returns whether the guards of all patterns that start with a character forbid another before it.
    pub(super) fn never_behind(&self, code: usize, before: char) -> bool {
        let place = self.inner.get(code).copied().unwrap_or(0);
        place > 0 && self.behind[usize::from(place) - 1].contains(before)
    }
}

/// The bit of two characters.
fn pair(first: usize, second: usize) -> usize {
    let both = (first as u32) << 16 ^ second as u32;
    (both.wrapping_mul(0x9e37_79b1) >> (32 - PAIR_BITS)) as usize
}

fn set(bits: &mut [u64], bit: usize) {
    bits[bit / 64] |= 1 << (bit % 64);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_tell_where_nothing_starts() {
        let syntax = |pattern: &str| regex_syntax::parse(pattern).unwrap();
        let (day, early) = (syntax("[0-9]{1,2}日"), syntax("大(?:清早|前[天日])"));
        let digits = CharSet::beginning(&syntax("[0-9]")).unwrap();
        let prefilter = Prefilter::new([(&day, digits), (&early, CharSet::default())].into_iter());
        let starts = |c: char, next: char| prefilter.may_start(c as usize, next as usize);
        assert!(starts('2', '日') && starts('2', '1') && starts('大', '清'));
        assert!(!starts('2', '月') && !starts('大', '楼') && !starts('小', '清'));
        assert!(
            prefilter.never_behind('2' as usize, '1')
                && !prefilter.never_behind('2' as usize, '月')
        );
    }

    #[test]
    fn a_character_that_may_stand_alone_is_followed_by_any() {
        let prefilter = Prefilter::new(
            [(&regex_syntax::parse("大|小楼").unwrap(), CharSet::default())].into_iter(),
        );
        assert!(prefilter.may_start('大' as usize, '楼' as usize));
        assert!(!prefilter.may_start('小' as usize, '屋' as usize));
    }
}
