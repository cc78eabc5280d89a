//! Right sides of assignments: numbers, groups of the match, and words.

use super::point::{Count, Unit};
use crate::{
    document::{Decimal, Qualifier},
    numeral::number,
    rules::Groups,
    time_value::Interval,
};

/// The largest number of a point, either way: far beyond the calendar, and small enough to be reckoned with in `i32`
/// (twelve months a year, a hundred years a century).
const FARTHEST: i32 = 10_000_000;

/// What a number is counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Base {
    Itself,
    Anchor,
    Discourse,
}

/// A right side.
#[derive(Debug, Clone)]
pub(super) struct Operand {
    pub(super) base: Base,
    /// Each with its sign, 1 or -1.
    pub(super) terms: Vec<(i64, Term)>,
    pub(super) unit: Option<Unit>,
    /// The whole right side.
    pub(super) word: String,
    /// The period that a row dates.
    pub(super) period: Option<Interval>,
}

/// A number, or a group whose words are one.
#[derive(Debug, Clone)]
pub(super) enum Term {
    Literal(Decimal),
    Group(String),
}

/// A right side in a match.
pub(super) struct Words<'w> {
    pub(super) operand: &'w Operand,
    pub(super) groups: Option<&'w Groups<'w>>,
}

impl Words<'_> {
    /// Returns the words of the group.
    pub(super) fn group(&self) -> Option<&str> {
        self.groups.and_then(|g| g.name(&self.operand.word))
    }

    /// Returns the words of the group, else the word itself.
    pub(super) fn name(&self) -> &str {
        self.group().unwrap_or(&self.operand.word)
    }

    /// Returns the number.
    pub(super) fn number(&self) -> Option<Decimal> {
        self.operand.number(self.groups)
    }

    /// Returns the number without its fraction.
    pub(super) fn whole(&self) -> Option<i32> {
        self.number()?.truncated(FARTHEST)
    }

    /// Returns the number if it lies between two.
    pub(super) fn between(&self, low: u8, high: u8) -> Option<u8> {
        u8::try_from(self.whole()?).ok().filter(|n| (low..=high).contains(n))
    }

    /// Returns the number with what it is counted from.
    pub(super) fn count(&self) -> Option<Count> {
        let n = self.whole()?;
        Some(match self.operand.base {
            Base::Itself => Count::At(n),
            Base::Anchor => Count::FromAnchor(n),
            Base::Discourse => Count::FromDiscourse(n),
        })
    }

    /// Returns the number, which is not 0, with its unit.
    pub(super) fn counted(&self) -> Option<(i32, Unit)> {
        self.whole().filter(|n| *n != 0).zip(self.operand.unit)
    }
}

impl Operand {
    /// Reads a right side.
    pub(super) fn parse(right: &str) -> Option<Self> {
        let mut rest = right;
        let mut base = Base::Itself;
        let mut sign = 1;
        if let Some(behind) = rest.strip_prefix("told") {
            base = Base::Discourse;
            rest = behind;
        }
        if let Some(behind) = rest.strip_prefix(['+', '-']) {
            sign = if rest.starts_with('-') { -1 } else { 1 };
            rest = behind;
            if base == Base::Itself {
                base = Base::Anchor;
            }
        } else if base == Base::Discourse && !rest.is_empty() {
            return None;
        }
        let mut terms = Vec::new();
        let mut unit = None;
        let mut word = right.to_owned();
        while let Some(c) = rest.chars().next() {
            if let Some(behind) = rest.strip_prefix('{') {
                let (name, after) = behind.split_once('}')?;
                word = name.to_owned();
                terms.push((sign, Term::Group(name.to_owned())));
                rest = after;
            } else if c.is_ascii_digit() {
                let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.');
                let (digits, after) = rest.split_at(end.unwrap_or(rest.len()));
                // A date such as 1978-12 is a word, not a number.
                terms.push((sign, Term::Literal(Decimal::read(digits).unwrap_or_default())));
                rest = after;
            } else if base == Base::Discourse && c == '+' {
                sign = 1;
                rest = &rest[1..];
            } else if rest.len() == 1 {
                unit = Unit::from_letter(c);
                break;
            } else {
                break;
            }
        }
        if !terms.iter().any(|t| matches!(t.1, Term::Group(_))) {
            word = right.to_owned();
        }
        Some(Operand { base, terms, unit, word, period: None })
    }

    /// Whether its groups took part in the match; it stands when one of several did.
    pub(super) fn present(&self, groups: Option<&Groups<'_>>) -> bool {
        let mut names = self.terms.iter().filter_map(|t| match &t.1 {
            Term::Group(name) => Some(name),
            Term::Literal(_) => None,
        });
        match names.next() {
            None => true,
            Some(first) => {
                let took = |n: &String| groups.is_some_and(|g| g.name(n).is_some());
                took(first)
                    || names.any(took)
                    || self.terms.iter().any(|t| matches!(t.1, Term::Literal(_)))
            }
        }
    }

    /// The sum of its terms; nothing when a group names no definite number.
    pub(super) fn number(&self, groups: Option<&Groups<'_>>) -> Option<Decimal> {
        let mut sum = Decimal::ZERO;
        for (sign, term) in &self.terms {
            let term = match term {
                Term::Literal(n) => *n,
                Term::Group(name) => match groups.and_then(|g| g.name(name)) {
                    Some(group) => number(group)?,
                    None => Decimal::ZERO,
                },
            };
            sum = sum.plus(term.times((*sign).into())?)?;
        }
        Some(sum)
    }

    /// Returns the qualifier it names.
    pub(super) fn qualifier(&self) -> Qualifier {
        if self.word == "?" { Qualifier::Uncertain } else { Qualifier::Approximate }
    }
}
