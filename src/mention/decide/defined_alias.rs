//! Defined aliases: short names that the text defines itself: 深圳市某某科技股份有限公司（以下简称“某某科技”）.
//!
//! In: clean text, names. Out: the short name wherever the text uses it, as a name of the same kind by the same row.

use crate::mention::{
    Mention,
    index::name_words::{NameWord, NameWords},
};
use crate::{Clean, Span, document::MentionKind};

/// How many short names of one text are looked for; each is one walk through it.
const MOST: usize = 24;

/// Characters of a short name.
const LENGTHS: std::ops::RangeInclusive<usize> = 2..=12;

/// Adds the mentions of short names that the text defines itself.
pub(crate) fn add(words: &NameWords, clean: &str, names: &mut Vec<Mention>) {
    let defined: Vec<(&str, Mention)> = names
        .iter()
        .filter(|n| n.kind == MentionKind::Organization)
        .filter_map(|n| Some((defined_after(words, &clean[n.span.end..])?, n.clone())))
        .take(MOST)
        .collect();
    for (short, full) in defined {
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
fn defined_after<'t>(words: &NameWords, text: &'t str) -> Option<&'t str> {
    let inside = text.strip_prefix(['（', '('])?;
    let inside = &inside[..inside.floor_char_boundary(90)];
    let inside = &inside[..inside.find(['）', ')'])?];
    let (at, mark) =
        words.of(NameWord::AliasMark).find_map(|mark| Some((inside.find(mark)?, mark)))?;
    let name = inside[at + mark.len()..].trim_start_matches(['为', '：', ':', '“', '"', '「', ' ']);
    let name = name.split(['”', '"', '」', '，', '、']).next()?;
    LENGTHS.contains(&name.chars().count()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{RuleId, Tables};

    fn words() -> NameWords {
        NameWords::read(&Tables::built_in())
    }

    fn names(text: &str, full: &str) -> Vec<usize> {
        let mut names = vec![Mention {
            span: Span::new(0, full.len()),
            kind: MentionKind::Organization,
            rule: RuleId { table: 0, row: 0 },
            score: 1.0,
            evidence: Vec::new(),
            rival: None,
        }];
        add(&words(), text, &mut names);
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
        assert_eq!(defined_after(&words(), "（股票代码600000）称"), None);
        assert_eq!(defined_after(&words(), "（下称“甲”）"), None);
        assert_eq!(defined_after(&words(), "(简称：宏远)"), Some("宏远"));
    }
}
