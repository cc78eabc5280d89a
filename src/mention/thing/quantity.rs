//! Quantities: a number with a unit, and whether it is exact: 超过3000万元, 26名, 12.5%, 三百余万元, 六七十人.
//!
//! In: clean text. Out: where a quantity stands and its [`Quantity`]. Years, days and hours are dates, not quantities.

use std::collections::HashMap;

use crate::mention::Mention;
use crate::{
    Clean, Span,
    document::{Bound, Decimal, MentionKind, Quantity},
    numeral::{begins_number, leading_number},
    rules::{Column, Form, Row, RuleId, Schema, Tables, one_of},
};

/// Units that follow a number.
pub(crate) const QUANTITY_UNIT: Schema = Schema {
    name: "quantity_unit",
    form: Form::Plain,
    key: "name",
    columns: &[Column::required("name"), Column::required("unit")],
};

/// Words beside a quantity that say it is not exact.
pub(crate) const QUANTITY_WORD: Schema = Schema {
    name: "quantity_word",
    form: Form::Plain,
    key: "name",
    columns: &[
        Column::required("name"),
        Column::required("stands").checked(|cell| one_of(cell, &["before", "after"])),
        Column::required("bound").checked(|cell| one_of(cell, &["at_least", "at_most", "about"])),
    ],
};

/// The units of the table.
#[derive(Debug)]
pub(crate) struct Units {
    by_name: HashMap<Box<str>, (RuleId, Box<str>)>,
    /// Bytes of the longest one.
    longest: usize,
    /// Words before a number, the longest first, and after a unit, with the bound they set.
    before: Vec<(Box<str>, Bound)>,
    after: Vec<(Box<str>, Bound)>,
}

/// A quantity where it stands.
#[derive(Debug, PartialEq)]
struct Found {
    span: Span<Clean>,
    unit: RuleId,
    value: Quantity,
}

impl Units {
    pub(crate) fn read(tables: &Tables) -> Self {
        let mut by_name = HashMap::new();
        let mut longest = 0;
        for row in tables.rows("quantity_unit") {
            longest = longest.max(row.cell("name").len());
            by_name.insert(row.cell("name").into(), (row.id, row.cell("unit").into()));
        }
        let words = |stands: &str| {
            let rows = tables.rows("quantity_word").filter(|row| row.cell("stands") == stands);
            let word = |row: Row<'_>| {
                let bound: Bound = row.cell("bound").parse().expect("the column was checked");
                (Box::from(row.cell("name")), bound)
            };
            let mut words: Vec<(Box<str>, Bound)> = rows.map(word).collect();
            words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
            words
        };
        Units { by_name, longest, before: words("before"), after: words("after") }
    }

    /// Pushes the quantities of a span of the text.
    pub(crate) fn find(&self, clean: &str, within: Span<Clean>, out: &mut Vec<Mention>) {
        let mut at = within.start;
        while let Some(c) = clean[at..within.end].chars().next() {
            if !begins_number(c) {
                at += c.len_utf8();
                continue;
            }
            match self.at(&clean[..within.end], at) {
                Ok(found) => {
                    at = found.span.end;
                    out.push(Mention {
                        span: found.span,
                        kind: MentionKind::Quantity,
                        rule: found.unit,
                        score: 0.0,
                        evidence: Vec::new(),
                        rival: None,
                    });
                }
                Err(next) => at = next,
            }
        }
    }

    /// Returns the value of a quantity that [`Units::find`] found at that span.
    pub(crate) fn value(&self, clean: &str, span: Span<Clean>) -> Option<Quantity> {
        let end = clean.ceil_char_boundary((span.end + 9).min(clean.len()));
        self.at(&clean[..end], span.start).ok().map(|r| r.value)
    }

    /// Returns the quantity that begins at a byte, or where to look on.
    fn at(&self, clean: &str, start: usize) -> Result<Found, usize> {
        let text = &clean[start..];
        let (number, len, open) = match text.strip_prefix("百分之") {
            Some(rest) => {
                let skipped = text.len() - rest.len();
                leading_number(rest)
                    .map_or((Decimal::ZERO, 0, None), |(n, len, open)| (n, skipped + len, open))
            }
            None => leading_number(text).unwrap_or((Decimal::ZERO, 0, None)),
        };
        if len == 0 {
            return Err(start + text.chars().next().map_or(1, char::len_utf8));
        }
        // 第三名 and 3月 count nothing; neither does the 5 of 2.3.5 or of A5.
        let before = &clean[..start];
        let code = before.ends_with(|c: char| {
            c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '/' | '第' | '初' | '星')
        });
        if code {
            return Err(start + len);
        }
        let rest = &text[len..];
        let percent = || self.by_name.get("%").ok_or(start + len);
        let (row, end, number) = if text.starts_with("百分之") {
            (percent()?, len, number)
        } else if rest.starts_with('成') && number < 10.into() && !rest.starts_with("成立") {
            let number = number.times(10.into()).ok_or(start + len)?;
            (percent()?, len + '成'.len_utf8(), number)
        } else {
            let ends = rest.char_indices().map(|(at, c)| at + c.len_utf8());
            let (end, row) = ends
                .take_while(|&end| end <= self.longest)
                .filter_map(|end| Some((end, self.by_name.get(&rest[..end])?)))
                .last()
                .ok_or(start + len)?;
            // 一家, 一种 count nothing that a record wants to know.
            if &text[..len] == "一" && row.1.starts_with(|c: char| !c.is_ascii()) {
                return Err(start + len);
            }
            (row, len + end, number)
        };
        Ok(self.bounded(clean, Span::new(start, start + end), (number, open), row))
    }

    /// Returns a quantity with the words beside it that say how exact it is; `span` is its number and unit.
    fn bounded(
        &self,
        clean: &str,
        span: Span<Clean>,
        (number, open): (Decimal, Option<Bound>),
        (rule, unit): &(RuleId, Box<str>),
    ) -> Found {
        let Span { start, mut end, .. } = span;
        let mut bound = open;
        let mut rest = &clean[end..];
        // 十元多 and 元人民币 are rare; 三个多 is not.
        if let Some(more) = rest.strip_prefix(['多', '余']) {
            bound = bound.or(Some(Bound::AtLeast));
            end += rest.len() - more.len();
            rest = more;
        }
        let after = self.after.iter().find(|(word, _)| rest.starts_with(&**word));
        if let Some((word, _)) = after {
            end += word.len();
        }
        let before = self.before.iter().find(|(word, _)| clean[..start].ends_with(&**word));
        let bound = before.map(|b| b.1).or(after.map(|a| a.1)).or(bound).unwrap_or(Bound::Exact);
        let value = Quantity { number, unit: unit.to_string(), bound };
        Found { span: Span::new(start, end), unit: *rule, value }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quantities(text: &str) -> Vec<String> {
        let units = Units::read(&Tables::built_in());
        let mut found = Vec::new();
        units.find(text, Span::new(0, text.len()), &mut found);
        found
            .iter()
            .map(|m| {
                let value = units.value(text, m.span).unwrap();
                format!(
                    "{} = {} {} {}",
                    &text[m.span.range()],
                    value.number,
                    value.unit,
                    value.bound
                )
            })
            .collect()
    }

    #[track_caller]
    fn reads(text: &str, expected: &[&str]) {
        assert_eq!(quantities(text), expected, "{text}");
    }

    #[test]
    fn money_is_counted_in_the_unit_of_its_currency() {
        reads("投资3000万元", &["3000万元 = 30000000 CNY exact"]);
        reads("超过1.2万亿美元", &["1.2万亿美元 = 1200000000000 USD at_least"]);
        reads("骗取三百余万元", &["三百余万元 = 3000000 CNY at_least"]);
        reads("收入1,250.5亿元", &["1,250.5亿元 = 125050000000 CNY exact"]);
        reads("奖金两千五百元", &["两千五百元 = 2500 CNY exact"]);
    }

    #[test]
    fn people_are_counted() {
        reads(
            "造成3人死亡，约70万人受灾",
            &["3人 = 3 person exact", "70万人 = 700000 person about"],
        );
        reads(
            "来了六七十人和十几名记者、数百名球迷",
            &[
                "六七十人 = 65 person about",
                "十几名 = 10 person at_least",
                "数百名 = 200 person at_least",
            ],
        );
        reads(
            "近二十人，三十多人，五人以上",
            &[
                "二十人 = 20 person at_most",
                "三十多人 = 30 person at_least",
                "五人以上 = 5 person at_least",
            ],
        );
    }

    #[test]
    fn shares_are_percent() {
        reads(
            "增长12.5%，其中三成出口，百分之二十内销",
            &[
                "12.5% = 12.5 percent exact",
                "三成 = 30 percent exact",
                "百分之二十 = 20 percent exact",
            ],
        );
    }

    #[test]
    fn ordinals_codes_and_dates_count_nothing() {
        reads("第3名，V5级，2023年8月2日，三明市，一些人", &[]);
    }

    #[test]
    fn endless_figures_are_no_number() {
        assert!(quantities(&"1".repeat(5000)).is_empty());
        assert!(quantities(&"一万".repeat(5000)).len() < 2);
    }
}
