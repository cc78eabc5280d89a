//! Exact numbers: 9.2亿 is 920000000, not 919999999.9999999.

use std::fmt;

use rust_decimal::prelude::{FromStr, ToPrimitive};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A decimal number, exact up to 28 figures. It is printed, and written to JSON, as short as it can be: `920000000`, `12.5`.
///
/// # Examples
///
/// ```
/// use yaowen::document::Decimal;
///
/// let document = yaowen::Extractor::new().extract("昨日，要闻科技公司向灾区捐款9.2亿元。");
/// let values = document.events.iter().flat_map(|e| &e.arguments).filter_map(|a| a.value.as_ref());
/// let numbers: Vec<Decimal> = values.map(|v| v.number).collect();
/// assert_eq!(numbers, [Decimal::from(920_000_000)]);
/// assert_eq!(numbers[0].to_string(), "920000000");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Decimal(rust_decimal::Decimal);

impl Decimal {
    pub(crate) const ZERO: Self = Decimal(rust_decimal::Decimal::ZERO);
    pub(crate) const ONE: Self = Decimal(rust_decimal::Decimal::ONE);
    pub(crate) const HALF: Self = Decimal(rust_decimal::Decimal::from_parts(5, 0, 0, false, 1));

    /// Returns the number that figures with at most one point write; nothing when they are more than it holds.
    pub(crate) fn read(figures: &str) -> Option<Self> {
        let figures = figures.strip_suffix('.').unwrap_or(figures);
        rust_decimal::Decimal::from_str_exact(figures).ok().map(Decimal)
    }

    /// Returns the number nearest to it that a float holds.
    pub fn to_f64(self) -> f64 {
        // By its figures: a division by the scale would round twice.
        self.to_string().parse().unwrap_or(f64::NAN)
    }

    /// Returns the number if it is a whole one.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(yaowen::document::Decimal::from(3).to_i64(), Some(3));
    /// ```
    pub fn to_i64(self) -> Option<i64> {
        self.is_whole().then(|| self.0.to_i64()).flatten()
    }

    /// Returns the number without what stands behind its point, if that is at most `most` either way.
    pub(crate) fn truncated(self, most: i32) -> Option<i32> {
        self.0.trunc().to_i32().filter(|n| n.unsigned_abs() <= most.unsigned_abs())
    }

    /// Returns the nearest whole number, away from zero in the middle, if it is at most `most` either way.
    pub(crate) fn rounded(self, most: i32) -> Option<i32> {
        use rust_decimal::RoundingStrategy::MidpointAwayFromZero;
        Decimal(self.0.round_dp_with_strategy(0, MidpointAwayFromZero)).truncated(most)
    }

    /// Returns what stands before the point.
    pub(crate) fn whole(self) -> Self {
        Decimal(self.0.trunc())
    }

    /// Returns what stands behind the point.
    pub(crate) fn fraction(self) -> Self {
        Decimal(self.0.fract())
    }

    pub(crate) fn is_whole(self) -> bool {
        self.0.is_integer()
    }

    /// Returns the sum, where it can be held.
    pub(crate) fn plus(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Decimal)
    }

    /// Returns the product, where it can be held.
    pub(crate) fn times(self, other: Self) -> Option<Self> {
        self.0.checked_mul(other.0).map(|n| Decimal(n.normalize()))
    }

    /// Returns whether JSON, whose readers take numbers as floats or whole numbers of 64 bits, holds it as it is.
    pub(crate) fn is_exact_in_json(self) -> bool {
        self.to_i64().is_some() || self.to_f64().to_string() == self.to_string()
    }
}

impl From<i64> for Decimal {
    fn from(number: i64) -> Self {
        Decimal(number.into())
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0.normalize(), f)
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.to_i64() {
            Some(whole) => serializer.serialize_i64(whole),
            None => serializer.serialize_f64(self.to_f64()),
        }
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Number;

        impl de::Visitor<'_> for Number {
            type Value = Decimal;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number of at most 28 figures")
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Decimal, E> {
                Ok(number.into())
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Decimal, E> {
                Ok(Decimal(number.into()))
            }

            fn visit_f64<E: de::Error>(self, number: f64) -> Result<Decimal, E> {
                // The shortest figures that stand for the float are those that were written.
                let read = rust_decimal::Decimal::from_str(&number.to_string());
                let read = read.map_err(|_| E::invalid_value(de::Unexpected::Float(number), &self));
                read.map(Decimal)
            }
        }

        deserializer.deserialize_any(Number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_exact() {
        let number = Decimal::read("9.2").and_then(|n| n.times(100_000_000.into())).unwrap();
        assert_eq!(number.to_string(), "920000000");
        assert_eq!(serde_json::to_string(&number).unwrap(), "920000000");
        let sum = Decimal::read("0.1").and_then(|n| n.plus(Decimal::read("0.2")?)).unwrap();
        assert_eq!(serde_json::to_string(&sum).unwrap(), "0.3");
    }

    #[test]
    fn json_reads_back_equal() {
        for figures in ["0", "1", "12.5", "0.001", "9223372036854775807", "100000000000000000000"] {
            let number = Decimal::read(figures).unwrap();
            assert!(number.is_exact_in_json(), "{figures}");
            let json = serde_json::to_string(&number).unwrap();
            assert_eq!(serde_json::from_str::<Decimal>(&json).unwrap(), number, "{json}");
        }
        assert!(!Decimal::read("3.14159265358979323846").unwrap().is_exact_in_json());
    }

    #[test]
    fn what_cannot_be_held_is_nothing() {
        assert_eq!(Decimal::read(&"9".repeat(40)), None);
        assert_eq!(Decimal::from(i64::MAX).times(i64::MAX.into()), None);
        assert_eq!(Decimal::from(10_000_001).truncated(10_000_000), None);
        assert_eq!(Decimal::read("2.5").unwrap().rounded(9), Some(3));
    }
}
