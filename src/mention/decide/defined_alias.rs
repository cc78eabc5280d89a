//! Short names that the text gives itself: 深圳市某某科技股份有限公司（以下简称“某某科技”）.
//!
//! In: clean text, names. Out: the short name wherever the text uses it, as a name of the same kind by the same row.

use crate::mention::Mention;
use crate::{Clean, Span, document::MentionKind};

/// Words before the short name.
const MARKS: [&str; 5] = ["简称", "下称", "又称", "又名", "俗称"];

/// How many short names of one text are looked for; each is one walk through it.
const MOST: usize = 24;

/// Characters of a short name.
const LENGTHS: std::ops::RangeInclusive<usize> = 2..=12;

/// Adds the mentions of short names that the text gives itself.
pub(crate) fn add(clean: &str, names: &mut Vec<Mention>) {
    let given: Vec<(&str, Mention)> = names
        .iter()
        .filter(|n| n.kind == MentionKind::Organization)
        .filter_map(|n| Some((given_after(&clean[n.span.end..])?, n.clone())))
        .take(MOST)
        .collect();
    for (short, full) in given {
        let mut found: Vec<Mention> = Vec::new();
        for (at, _) in clean.match_indices(short) {
            let span: Span<Clean> = Span::new(at, at + short.len());
            let next = names.partition_point(|n| n.span.end <= span.start);
            if names.get(next).is_none_or(|n| !n.span.overlaps(span)) {
                found.push(Mention { span, ..full.clone() });
            }
        }
        if !found.is_empty() {
            names.extend(found);
            names.sort_by_key(|n| n.span);
        }
    }
}

/// Returns the short name in the brackets that a text begins with.
fn given_after(text: &str) -> Option<&str> {
    let inside = text.strip_prefix(['（', '('])?;
    let inside = &inside[..inside.floor_char_boundary(90)];
    let inside = &inside[..inside.find(['）', ')'])?];
    let (at, mark) = MARKS.iter().find_map(|mark| Some((inside.find(mark)?, mark)))?;
    let name = inside[at + mark.len()..].trim_start_matches(['为', '：', ':', '“', '"', '「', ' ']);
    let name = name.split(['”', '"', '」', '，', '、']).next()?;
    LENGTHS.contains(&name.chars().count()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::RuleId;

    fn names(text: &str, full: &str) -> Vec<usize> {
        let mut names = vec![Mention {
            span: Span::new(0, full.len()),
            kind: MentionKind::Organization,
            rule: RuleId { table: 0, row: 0 },
            score: 1.0,
            evidence: Vec::new(),
            rival: None,
        }];
        add(text, &mut names);
        names.iter().map(|n| n.span.start).collect()
    }

    #[test]
    fn a_short_name_is_found_wherever_it_is_used() {
        let full = "宁州宏远股份有限公司";
        let text = format!("{full}（以下简称“宏远股份”）称，宏远股份将扩产。");
        let starts: Vec<usize> = text.match_indices("宏远股份").map(|(at, _)| at).collect();
        // The one inside the full name is not another.
        assert_eq!(names(&text, full), [0, starts[1], starts[2]]);
    }

    #[test]
    fn other_brackets_give_no_name() {
        assert_eq!(given_after("（股票代码600000）称"), None);
        assert_eq!(given_after("（下称“甲”）"), None);
        assert_eq!(given_after("(简称：宏远)"), Some("宏远"));
    }
}
