//! Durations as ISO 8601-1 writes them: `P1Y6M`, `PT2.5H`.

use std::fmt::{self, Write};

use crate::document::Decimal;

/// A duration: amounts with their units, from coarse to fine; an amount that is not known is printed as `X`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct IsoDuration {
    pub(crate) parts: Vec<(DurationUnit, Option<Decimal>)>,
}

/// A unit of a duration, from coarse to fine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum DurationUnit {
    Year,
    Month,
    Week,
    Day,
    Hour,
    Minute,
    Second,
}

impl DurationUnit {
    pub(super) const ALL: [DurationUnit; 7] = [
        DurationUnit::Year,
        DurationUnit::Month,
        DurationUnit::Week,
        DurationUnit::Day,
        DurationUnit::Hour,
        DurationUnit::Minute,
        DurationUnit::Second,
    ];

    pub(super) fn letter(self) -> char {
        match self {
            DurationUnit::Year => 'Y',
            DurationUnit::Month | DurationUnit::Minute => 'M',
            DurationUnit::Week => 'W',
            DurationUnit::Day => 'D',
            DurationUnit::Hour => 'H',
            DurationUnit::Second => 'S',
        }
    }

    pub(super) fn is_clock(self) -> bool {
        self >= DurationUnit::Hour
    }
}

impl IsoDuration {
    /// Returns the duration of amounts, those of one unit added up.
    pub(crate) fn sum(amounts: impl Iterator<Item = (DurationUnit, Option<Decimal>)>) -> Self {
        let mut parts: Vec<(DurationUnit, Option<Decimal>)> = Vec::new();
        for (unit, amount) in amounts {
            match parts.iter_mut().find(|p| p.0 == unit) {
                Some((_, sum)) => *sum = sum.zip(amount).and_then(|(a, b)| a.plus(b)),
                None => parts.push((unit, amount)),
            }
        }
        parts.sort_by_key(|p| p.0);
        IsoDuration { parts }
    }
}

impl fmt::Display for IsoDuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('P')?;
        let mut clock = false;
        for (unit, amount) in &self.parts {
            if unit.is_clock() && !std::mem::replace(&mut clock, true) {
                f.write_char('T')?;
            }
            match amount {
                Some(amount) => write!(f, "{amount}")?,
                None => f.write_char('X')?,
            }
            f.write_char(unit.letter())?;
        }
        Ok(())
    }
}
