//! Values as TIMEX3 writes them (TimeML 1.2.1).

use crate::document::{DateMod, DateType, DateValue, Qualifier};

impl DateValue {
    /// Returns the value as attributes of a TIMEX3 element: `type`, `value`, and `mod` where there is one.
    ///
    /// Seasons, quarters and half-years are written `SP`, `Q1`, `H1`; a range is written with a slash, which TIMEX3
    /// itself expresses by `beginPoint` and `endPoint`; sets name what recurs as their value.
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
        let kind = match self.kind {
            DateType::Time | DateType::Datetime => "TIME",
            DateType::Duration => "DURATION",
            DateType::Set => "SET",
            _ => "DATE",
        };
        let value = self.value.trim_end_matches(['~', '?', '%']);
        let value = value.strip_prefix("R/").unwrap_or(value);
        let value: Vec<String> = value.split('/').map(unit).collect();
        let mut out = format!(r#"type="{kind}" value="{}""#, value.join("/"));
        let modifier = match (self.modifier, self.qualifier) {
            (Some(DateMod::Start), _) => Some("START"),
            (Some(DateMod::Mid), _) => Some("MID"),
            (Some(DateMod::End), _) => Some("END"),
            (None, Some(Qualifier::Approximate | Qualifier::Uncertain)) => Some("APPROX"),
            (None, None) => None,
        };
        if let Some(modifier) = modifier {
            out.push_str(&format!(r#" mod="{modifier}""#));
        }
        if let Some(part) = self.part_of_day.as_deref().and_then(part_of_day)
            && self.kind == DateType::Date
        {
            out = out.replacen(&self.value, &format!("{}{part}", self.value), 1);
            out = out.replacen("DATE", "TIME", 1);
        }
        out
    }
}

/// One end of a value: EDTF's codes of seasons, quarters and half-years as TIMEX3 letters.
fn unit(value: &str) -> String {
    let codes = [
        ("-21", "-SP"),
        ("-22", "-SU"),
        ("-23", "-FA"),
        ("-24", "-WI"),
        ("-33", "-Q1"),
        ("-34", "-Q2"),
        ("-35", "-Q3"),
        ("-36", "-Q4"),
        ("-40", "-H1"),
        ("-41", "-H2"),
    ];
    // Only behind a bare year: 2023-08-21 is a day.
    let short = value.trim_start_matches('-').len() == 7;
    match codes.iter().find(|(code, _)| short && value.ends_with(code)) {
        Some((code, letters)) => format!("{}{letters}", value.strip_suffix(code).unwrap_or(value)),
        None if value == ".." => String::new(),
        None => value.to_owned(),
    }
}

/// TIMEX3's code for a part of the day.
fn part_of_day(part: &str) -> Option<&'static str> {
    Some(match part {
        "早晨" | "早上" | "早间" | "清早" | "上午" | "凌晨" | "清晨" | "拂晓" | "黎明" | "早"
        | "晨" | "午前" => "TMO",
        "中午" | "正午" | "午间" => "TMI",
        "下午" | "午后" => "TAF",
        "傍晚" | "黄昏" | "晚上" | "晚间" | "晚" => "TEV",
        "夜间" | "夜里" | "夜晚" | "深夜" | "午夜" | "半夜" | "子夜" | "夜" | "后半夜"
        | "前半夜" => "TNI",
        _ => return None,
    })
}
