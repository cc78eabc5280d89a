//! Values as attributes of TIMEX3 (TimeML 1.2.1).

use super::day_part::timex3_code;
use crate::document::{DateMod, DateType, DateValue, Qualifier};

impl DateValue {
    /// Returns the value as attributes of a TIMEX3 element: `type`, `value`, and `mod` where there is one.
    ///
    /// The value is that of [`TimeValue::to_timex3`](crate::document::TimeValue::to_timex3), with the part of the day
    /// behind a date.
    ///
    /// # Examples
    ///
    /// ```
    /// let dates = yaowen::dates("2021年春，花开得早；年底，隧道贯通。", Some("2023-08-03".parse()?));
    /// assert_eq!(dates[0].date.to_timex3(), r#"type="DATE" value="2021-SP""#);
    /// assert_eq!(dates[1].date.to_timex3(), r#"type="DATE" value="2023" mod="END""#);
    /// # Ok::<(), yaowen::Error>(())
    /// ```
    pub fn to_timex3(&self) -> String {
        let part = self.part_of_day.as_deref().filter(|_| self.kind == DateType::Date);
        let part = part.and_then(timex3_code).unwrap_or_default();
        let kind = match self.kind {
            DateType::Date if !part.is_empty() => "TIME",
            DateType::Time | DateType::Datetime => "TIME",
            DateType::Duration => "DURATION",
            DateType::Set => "SET",
            _ => "DATE",
        };
        let modifier = match (self.modifier, self.qualifier) {
            (Some(DateMod::Start), _) => r#" mod="START""#,
            (Some(DateMod::Mid), _) => r#" mod="MID""#,
            (Some(DateMod::End), _) => r#" mod="END""#,
            (None, Some(Qualifier::Approximate | Qualifier::Uncertain)) => r#" mod="APPROX""#,
            (None, None) => "",
        };
        format!(r#"type="{kind}" value="{}{part}"{modifier}"#, self.value.to_timex3())
    }
}
