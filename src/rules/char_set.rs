//! Sets of characters, and those that a pattern can begin with.

use regex_syntax::hir::{Class, ClassUnicode, Hir, HirKind};

/// Characters as sorted ranges.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct CharSet(Vec<(char, char)>);

impl CharSet {
    pub(crate) fn one(c: char) -> Self {
        CharSet(vec![(c, c)])
    }

    pub(crate) fn range(from: char, to: char) -> Self {
        CharSet(vec![(from, to)])
    }

    pub(crate) fn of(class: &ClassUnicode) -> Self {
        CharSet(class.ranges().iter().map(|r| (r.start(), r.end())).collect())
    }

    pub(crate) fn contains(&self, c: char) -> bool {
        let at = self.0.partition_point(|r| r.1 < c);
        self.0.get(at).is_some_and(|r| r.0 <= c)
    }

    /// Returns the characters in order.
    pub(crate) fn chars(&self) -> impl Iterator<Item = char> + '_ {
        self.0.iter().flat_map(|r| r.0..=r.1)
    }

    /// Adds the characters of another set; [`CharSet::sort`] must follow.
    pub(crate) fn extend(&mut self, other: &CharSet) {
        self.0.extend_from_slice(&other.0);
    }

    pub(crate) fn sort(&mut self) {
        self.0.sort_unstable();
        let mut merged: Vec<(char, char)> = Vec::with_capacity(self.0.len());
        for &(from, to) in &self.0 {
            match merged.last_mut() {
                Some(last) if from as u32 <= last.1 as u32 + 1 => last.1 = last.1.max(to),
                _ => merged.push((from, to)),
            }
        }
        self.0 = merged;
    }

    /// Returns the characters that are in both sets.
    pub(crate) fn and(&self, other: &CharSet) -> Self {
        let mut out = Vec::new();
        for &(from, to) in &self.0 {
            let first = other.0.partition_point(|r| r.1 < from);
            let both = other.0[first..].iter().take_while(|r| r.0 <= to);
            out.extend(both.map(|r| (r.0.max(from), r.1.min(to))));
        }
        CharSet(out)
    }

    /// Returns the characters that a pattern can begin with; nothing when it may read nothing or looks around.
    pub(crate) fn beginning(syntax: &Hir) -> Option<Self> {
        let mut set = CharSet::default();
        let empty = add_beginning(syntax, &mut set)?;
        set.sort();
        (!empty).then_some(set)
    }

    /// Returns the characters that can stand behind `c` where a pattern begins with it; nothing when nothing need follow.
    pub(crate) fn behind_first(syntax: &Hir, c: char) -> Option<Self> {
        let mut set = CharSet::default();
        add_behind(syntax, c, &Tail { rest: &[], behind: None }, &mut set)?;
        set.sort();
        Some(set)
    }
}

/// What a pattern goes on with: itself, and what stands behind it.
#[derive(Clone, Copy)]
struct Tail<'h> {
    rest: &'h [Hir],
    behind: Option<&'h Tail<'h>>,
}

impl Tail<'_> {
    /// Adds what it can begin with; nothing when it may read nothing.
    fn add_beginning(&self, set: &mut CharSet) -> Option<()> {
        for one in self.rest {
            if !add_beginning(one, set)? {
                return Some(());
            }
        }
        self.behind?.add_beginning(set)
    }
}

/// Adds what can stand behind the character `c` where the pattern begins with it; nothing when nothing need follow.
fn add_behind(syntax: &Hir, c: char, tail: &Tail<'_>, set: &mut CharSet) -> Option<()> {
    match syntax.kind() {
        HirKind::Empty => {}
        HirKind::Literal(literal) => {
            let mut chars = std::str::from_utf8(&literal.0).ok()?.chars();
            if chars.next() == Some(c) {
                match chars.next() {
                    Some(second) => set.extend(&CharSet::one(second)),
                    None => tail.add_beginning(set)?,
                }
            }
        }
        HirKind::Class(Class::Unicode(class)) => {
            if CharSet::of(class).contains(c) {
                tail.add_beginning(set)?;
            }
        }
        HirKind::Class(Class::Bytes(_)) | HirKind::Look(_) => return None,
        HirKind::Capture(capture) => add_behind(&capture.sub, c, tail, set)?,
        HirKind::Repetition(repetition) => {
            // Once more, or on: more than the bounds may allow, and never less.
            let on = Tail { rest: &[], behind: Some(tail) };
            add_behind(&repetition.sub, c, &on, set)?;
            if repetition.max != Some(1) {
                let once_more =
                    Tail { rest: std::slice::from_ref(&repetition.sub), behind: Some(tail) };
                add_behind(&repetition.sub, c, &once_more, set)?;
            }
        }
        HirKind::Alternation(all) => {
            for one in all {
                add_behind(one, c, tail, set)?;
            }
        }
        HirKind::Concat(all) => {
            for (at, one) in all.iter().enumerate() {
                add_behind(one, c, &Tail { rest: &all[at + 1..], behind: Some(tail) }, set)?;
                if !add_beginning(one, &mut CharSet::default())? {
                    break;
                }
            }
        }
    }
    Some(())
}

/// Adds what the pattern can begin with, and returns whether it may read nothing.
fn add_beginning(syntax: &Hir, set: &mut CharSet) -> Option<bool> {
    Some(match syntax.kind() {
        HirKind::Empty => true,
        HirKind::Literal(literal) => {
            set.extend(&CharSet::one(std::str::from_utf8(&literal.0).ok()?.chars().next()?));
            false
        }
        HirKind::Class(Class::Unicode(class)) => {
            set.extend(&CharSet::of(class));
            false
        }
        HirKind::Class(Class::Bytes(_)) | HirKind::Look(_) => return None,
        HirKind::Capture(capture) => add_beginning(&capture.sub, set)?,
        HirKind::Repetition(repetition) => {
            add_beginning(&repetition.sub, set)? || repetition.min == 0
        }
        HirKind::Alternation(all) => {
            let mut empty = false;
            for one in all {
                empty |= add_beginning(one, set)?;
            }
            empty
        }
        HirKind::Concat(all) => {
            for one in all {
                if !add_beginning(one, set)? {
                    return Some(false);
                }
            }
            true
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn beginning(pattern: &str) -> Option<CharSet> {
        CharSet::beginning(&regex_syntax::parse(pattern).unwrap())
    }

    #[test]
    fn what_a_pattern_begins_with_is_found() {
        let set = beginning("(?:上|第?)(?<n>[一二三]{1,2})个?月|本月").unwrap();
        for (c, is_in) in [('上', true), ('第', true), ('二', true), ('本', true), ('月', false)]
        {
            assert_eq!(set.contains(c), is_in, "{c}");
        }
        assert_eq!(beginning("(?:上)?月?"), None);
    }

    #[test]
    fn what_follows_the_first_character_is_found() {
        let syntax = regex_syntax::parse("(?:上|第?)(?<n>[一二三]{1,2})个?月|本月|三").unwrap();
        let behind = |c| CharSet::behind_first(&syntax, c);
        let second = behind('二').unwrap();
        for (c, follows) in [('一', true), ('个', true), ('月', true), ('上', false)] {
            assert_eq!(second.contains(c), follows, "{c}");
        }
        assert_eq!(behind('本'), Some(CharSet::one('月')));
        assert_eq!(behind('三'), None);
    }

    #[test]
    fn characters_of_both_sets() {
        let (digits, some) = (beginning("[0-9.]").unwrap(), beginning("[3-5年.a-z]").unwrap());
        assert_eq!(digits.and(&some), beginning("[3-5.]").unwrap());
    }
}
