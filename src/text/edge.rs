//! Lines before and behind an article of plain text that are not of it: who edits it, where it comes from, other headlines.
//!
//! In: clean text and its [`Boilerplate`] so far. Out: more of it. These lines have no colon behind their labels (编辑 周一鸣,
//! 撰文 | 林晓禾), and would be text in the middle of an article: only the first lines are read so, and those behind the last one
//! that is a sentence.

use super::{
    Boilerplate, Field, article,
    boilerplate::{self, is_separator},
    chars::is_han,
};
use crate::Span;

/// How many lines before the first sentence are looked at, and how many behind the last.
const BEFORE: usize = 4;
const BEHIND: usize = 24;

/// Most bytes of such a line, and fewest of a line that is a sentence.
const LINE: usize = 160;
const SENTENCE: usize = 36;

/// Adds the boilerplate of the first and last lines.
pub(super) fn boilerplate(clean: &str, found: &mut Vec<Boilerplate>) {
    let before = found.len();
    let mut from = 0;
    for line in clean.split('\n').take(BEFORE) {
        if is_sentence(line) {
            break;
        }
        if is_menu(line) {
            other(from, line, found);
        } else {
            section(from, line, found);
            signed(from, line, found);
        }
        from += line.len() + 1;
    }
    // The lines behind the last sentence, the last line first.
    let mut behind: Vec<(usize, &str)> = Vec::new();
    let mut end = clean.len();
    for line in clean.rsplit('\n').take(BEHIND) {
        let start = end - line.len();
        if is_sentence(line) || start < from {
            break;
        }
        behind.push((start, line));
        end = start.saturating_sub(1);
    }
    let mut label = false;
    for (start, line) in behind.into_iter().rev() {
        label |= article::is_label(line);
        if label {
            other(start, line, found);
        } else {
            signed(start, line, found);
        }
    }
    if found.len() > before {
        let mut new = found.split_off(before);
        // What has labels with colons is known already.
        new.retain(|f| {
            let next = found.partition_point(|o| o.span.end <= f.span.start);
            found.get(next).is_none_or(|o| f.span.end <= o.span.start)
        });
        found.extend(new);
        found.sort_by_key(|f| f.span.start);
    }
}

/// Returns whether a line is a sentence or several, and not a headline or signature.
fn is_sentence(line: &str) -> bool {
    let line = line.trim_end().trim_end_matches(['”', '’', '）', '"', ')', '』', '」']);
    line.len() >= SENTENCE && line.ends_with(['。', '！', '？', '…', '；', '：'])
        || line.len() > LINE
        || line.contains('。')
}

/// Fewest words of a menu, and most characters of one.
const WORDS: usize = 4;
const WORD: usize = 5;

/// Returns whether a line is the menu of a site: 首页 国内 国际 财经.
fn is_menu(line: &str) -> bool {
    let words = || line.split(is_separator).filter(|w| !w.is_empty());
    words().count() >= WORDS
        && words().all(|w| w.chars().count() <= WORD && !w.contains(['。', '，', '；', '！', '？']))
        && words().any(boilerplate::is_button)
}

/// Adds the part of a site that stands in brackets before a headline: 【要闻】县城新添三座公园.
fn section(start: usize, line: &str, found: &mut Vec<Boilerplate>) {
    let Some((name, rest)) = line.strip_prefix('【').and_then(|l| l.split_once('】')) else {
        return;
    };
    if !rest.is_empty() && article::is_section(name) {
        let span = Span::new(start, start + line.len() - rest.len());
        let value = Span::new(span.end, span.end);
        found.push(Boilerplate { span, field: Field::Page, value, apart: false, page: false });
    }
}

/// Adds a line of a list of other headlines.
fn other(start: usize, line: &str, found: &mut Vec<Boilerplate>) {
    if !line.trim().is_empty() {
        let span = Span::new(start, start + line.len());
        let value = Span::new(span.end, span.end);
        found.push(Boilerplate { span, field: Field::Page, value, apart: false, page: false });
    }
}

/// Adds the boilerplate of a line that says who wrote or edited, or where the text comes from, and nothing else.
fn signed(start: usize, line: &str, found: &mut Vec<Boilerplate>) {
    if line.is_empty() || line.len() > LINE {
        return;
    }
    let before = found.len();
    let mut at = line.len() - line.trim_start_matches(is_separator).len();
    while at < line.len() {
        let Some((field, value)) = value(&line[at..]) else {
            found.truncate(before);
            break;
        };
        let value = Span::new(start + at + value.start, start + at + value.end);
        at = value.end - start;
        at = line.len() - line[at..].trim_start_matches(is_separator).len();
        // The label stays in the text: who edits has that post.
        found.push(Boilerplate { span: value, field, value, apart: false, page: false });
    }
    if found.len() == before
        && let Some(names) = article::reporter(line)
    {
        // The line names who he reports for, too: 江州晚报记者林晓禾.
        let value = Span::new(start + names.start, start + names.end);
        found.push(Boilerplate {
            span: value,
            field: Field::Author,
            value,
            apart: false,
            page: false,
        });
    }
}

/// Returns the field and the value of the label that the text starts with.
fn value(text: &str) -> Option<(Field, std::ops::Range<usize>)> {
    for (label, field) in boilerplate::named(text) {
        let rest = text[label..].trim_start_matches(is_separator);
        let from = text.len() - rest.len();
        let end = match field {
            Field::Outlet => {
                let end = rest.find(is_separator).unwrap_or(rest.len());
                Some(end).filter(|end| boilerplate::is_outlet(&rest[..*end]))
            }
            _ => names(rest),
        };
        if let Some(end) = end.filter(|end| *end > 0) {
            return Some((field, from..from + end));
        }
    }
    None
}

/// Most names behind a label.
const NAMES: usize = 6;

/// Returns where the names end that the text starts with.
fn names(text: &str) -> Option<usize> {
    let mut end = 0;
    for _ in 0..NAMES {
        let rest = text[end..].trim_start_matches([' ', '、']);
        let from = text.len() - rest.len();
        if boilerplate::named(rest).next().is_some() {
            break;
        }
        let name = &rest[..rest.find(|c| !is_han(c)).unwrap_or(rest.len())];
        if !(2..=4).contains(&name.chars().count()) || !article::starts_with_surname(name) {
            break;
        }
        end = from + name.len();
    }
    (end > 0 && text[end..].chars().next().is_none_or(is_separator)).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(clean: &str) -> Vec<(&'static str, &str)> {
        let mut found = Vec::new();
        boilerplate(clean, &mut found);
        let at = |f: &Boilerplate| if f.value.is_empty() { f.span } else { f.value };
        found.iter().map(|f| (f.field.as_str(), &clean[at(f).range()])).collect()
    }

    const BODY: &str = "昨日，县长到河堤调研，要求各部门落实责任。";

    #[test]
    fn labels_at_the_edges_need_no_colon() {
        for (line, found) in [
            ("撰文 | 林晓禾", vec![("author", "林晓禾")]),
            ("编辑周一鸣", vec![("editor", "周一鸣")]),
            ("责编孙可 编辑李放", vec![("editor", "孙可"), ("editor", "李放")]),
            ("校对/孙可", vec![("editor", "孙可")]),
            ("来源 江州日报", vec![("outlet", "江州日报")]),
            ("（江州晚报记者 林晓禾）", vec![("author", "林晓禾")]),
            ("编辑部主任到会", vec![]),
            ("县城新添三座公园", vec![]),
        ] {
            assert_eq!(read(&format!("{BODY}\n{line}")), found, "{line}");
            assert_eq!(read(&format!("县长调研防汛\n{line}\n{BODY}")), found, "{line}");
            assert_eq!(read(&format!("{BODY}\n{line}\n{BODY}\n{BODY}")), [], "{line}");
        }
    }

    #[test]
    fn menus_and_sections_stand_before_the_article() {
        let clean = format!("首页 国内 国际 财经\n【要闻】县长调研防汛\n{BODY}");
        assert_eq!(read(&clean), [("page", "首页 国内 国际 财经"), ("page", "【要闻】")]);
        let clean = format!("张小林 李秋月 王大川 林晓禾\n【县长】调研防汛\n{BODY}");
        assert_eq!(read(&clean), []);
    }

    #[test]
    fn other_headlines_behind_the_end_are_apart() {
        let clean = format!("县长调研防汛\n{BODY}\n相关阅读：\n县城新添三座公园\n老街今日开市");
        assert_eq!(
            read(&clean),
            [("page", "相关阅读："), ("page", "县城新添三座公园"), ("page", "老街今日开市")]
        );
        let clean = format!("{BODY}\n相关阅读\n{BODY}");
        assert_eq!(read(&clean), []);
    }
}
