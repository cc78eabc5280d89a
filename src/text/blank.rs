//! Blanks inside a line that mean nothing.
//!
//! Chinese writes no blanks between its characters. Where one stands inside a word, it comes from layout, as when a page
//! was copied from a PDF; elsewhere it separates the clauses of a headline (县长调研防汛 2人受表彰), labelled values
//! (证券简称：紫云股份 证券代码：…) and the names of a byline (记者李明 王强). Such pages have no blank inside a word; where one has
//! several, none of its blanks means anything.

use std::ops::Range;

use super::{
    NoteKind, boilerplate,
    chars::is_han,
    draft::{Changed, Draft},
    whitespace_gap::Gap,
};

/// How many words have blanks in them where no blank means anything.
const IN_WORDS: usize = 2;

/// Most characters of a label.
const LABEL: usize = 6;

/// Most characters of a name.
const NAME: usize = 4;

/// Most names of a byline that are looked at.
const NAMES: usize = 16;

/// Words that the names of a byline follow.
const BYLINE: [&str; 12] = [
    "记者",
    "通讯员",
    "特派员",
    "作者",
    "编辑",
    "责编",
    "主编",
    "编审",
    "监制",
    "校对",
    "摄影",
    "实习生",
];

/// Returns the text without blanks that mean nothing.
pub(super) fn blanks(text: &str) -> Option<Changed> {
    let mut draft = Draft::new(text);
    let mut known = Known { text, in_words: None, line: Line::default(), names: 0 };
    let mut at = 0;
    while let Some(found) = memchr::memchr(b' ', &text.as_bytes()[at..]) {
        let gap = Gap::around(text, at + found);
        at = gap.end;
        if gap.blanks().contains('\n') {
            known.names = 0;
        } else if known.mean_nothing(&gap, draft.upto(gap.start)) {
            draft.remove(gap.start..gap.end, NoteKind::Blank);
        }
    }
    draft.finish()
}

/// What is known of the blanks of a text.
#[derive(Debug)]
struct Known<'t> {
    text: &'t str,
    /// Whether blanks stand inside words; found out when it is first asked for.
    in_words: Option<bool>,
    /// The line that was asked for last.
    line: Line,
    /// Byte of the output behind the last blank that separates names.
    names: usize,
}

/// What is known of a line.
#[derive(Debug, Default, Clone, Copy)]
struct Line {
    end: usize,
    /// Whether it has no end of a sentence.
    headline: bool,
    /// Whether it is what the page says of itself; blanks part its values.
    boilerplate: bool,
}

impl Known<'_> {
    /// Returns whether the blanks mean nothing. Calls come in text order; `out` is the output before the gap.
    fn mean_nothing(&mut self, gap: &Gap<'_>, out: &str) -> bool {
        let chinese = |c: char| is_han(c) || is_mark(c);
        let other = |c: char| c.is_ascii_alphanumeric() || c == '%';
        let line = self.line(gap);
        if line.boilerplate {
            return false;
        }
        match gap.sides() {
            Some((before, after)) if is_han(before) && is_han(after) => {
                self.in_words()
                    || byline(out)
                    || !line.headline
                        && gap.in_word()
                        && !labelled(gap.rest())
                        && !self.separate_names(gap, out)
            }
            Some((before, after))
                if is_han(before) && after.is_ascii_digit() && item(gap.rest()) =>
            {
                self.in_words()
            }
            Some((before, after)) if is_han(before) && other(after) => {
                blank_follows(gap.rest().chars()) || !line.headline || self.in_words()
            }
            Some((before, after)) if is_han(after) && other(before) => {
                blank_follows(gap.text[..gap.start].chars().rev())
                    || !line.headline
                    || self.in_words()
            }
            Some((before, after)) if chinese(before) => chinese(after) || other(after),
            Some((before, after)) => chinese(after) && other(before),
            None => false,
        }
    }

    fn in_words(&mut self) -> bool {
        *self.in_words.get_or_insert_with(|| {
            let blanks = memchr::memchr_iter(b' ', self.text.as_bytes());
            let places: Vec<Gap<'_>> = blanks
                .filter(|at| !self.text[..*at].ends_with(' '))
                .map(|at| Gap::around(self.text, at))
                .filter(|p| p.between(is_han) && !p.blanks().contains('\n'))
                .collect();
            if places.len() < IN_WORDS {
                return false;
            }
            let in_words = places
                .iter()
                .filter(|p| p.in_word())
                .filter(|p| !boilerplate::is_boilerplate(&self.text[line_around(self.text, p)]));
            in_words.take(IN_WORDS).count() == IN_WORDS
        })
    }

    /// Returns what is known of the line of the gap.
    fn line(&mut self, gap: &Gap<'_>) -> Line {
        if gap.start >= self.line.end {
            let range = line_around(self.text, gap);
            let line = &self.text[range.clone()];
            self.line = Line {
                end: range.end,
                headline: !line.contains(['。', '！', '？', '；']),
                boilerplate: boilerplate::is_boilerplate(line),
            };
        }
        self.line
    }

    /// Returns whether the blanks separate names of a byline: （记者 李明 王强）, （李明 王强）.
    fn separate_names(&mut self, gap: &Gap<'_>, out: &str) -> bool {
        let before = out.chars().rev().take(NAME + 1).take_while(|c| is_han(*c)).count();
        if !names(gap.rest()) {
            return false;
        }
        let head = |n: usize| out.char_indices().rev().nth(n - 1).map_or("", |(at, _)| &out[..at]);
        let separate = (2..=NAME.min(before)).any(|n| {
            let head = head(n);
            head.ends_with('（') || head.len() == self.names || byline(head)
        });
        if separate {
            self.names = out.len() + gap.blanks().len();
        }
        separate
    }
}

/// Returns the bytes of the line that the gap stands in.
fn line_around(text: &str, gap: &Gap<'_>) -> Range<usize> {
    let bytes = text.as_bytes();
    let start = memchr::memrchr(b'\n', &bytes[..gap.start]).map_or(0, |i| i + 1);
    let end = memchr::memchr(b'\n', &bytes[gap.end..]).map_or(text.len(), |i| gap.end + i);
    start..end
}

/// Returns whether the text ends with a word that names follow.
fn byline(text: &str) -> bool {
    BYLINE.iter().any(|w| text.ends_with(w))
}

/// Returns whether the text starts with a label and a colon.
fn labelled(text: &str) -> bool {
    let behind = text.trim_start_matches(is_han);
    behind.starts_with(['：', ':']) && text[..text.len() - behind.len()].chars().count() <= LABEL
}

/// Returns whether the text starts with the number of an item: 3.紫云公司.
fn item(text: &str) -> bool {
    let behind = text.trim_start_matches(|c: char| c.is_ascii_digit());
    behind.strip_prefix(['.', '、']).is_some_and(|rest| rest.starts_with(is_han))
}

/// Returns whether the number or Latin word that the characters start with stands between blanks as 8 does in 8月 8 日, or at the
/// border of the line.
fn blank_follows(mut chars: impl Iterator<Item = char>) -> bool {
    let number =
        |c: &char| c.is_ascii_alphanumeric() || matches!(c, '%' | '.' | ',' | ':' | '-' | '/');
    chars.find(|c| !number(c)).is_none_or(|c| matches!(c, ' ' | '\n'))
}

/// Returns whether the text starts with names, blanks between them.
fn names(text: &str) -> bool {
    let mut rest = text;
    for _ in 0..NAMES {
        if BYLINE.iter().any(|w| rest.starts_with(w)) {
            return true;
        }
        // A name that the next word of a byline follows: 王小强通讯员赵月.
        let name = |n: usize| rest.char_indices().nth(n).map_or("", |(at, _)| &rest[at..]);
        if (2..=NAME).any(|n| BYLINE.iter().any(|w| name(n).starts_with(w))) {
            return true;
        }
        let behind = rest.trim_start_matches(is_han);
        if !(2..=NAME).contains(&rest[..rest.len() - behind.len()].chars().count()) {
            return false;
        }
        rest = behind.trim_start_matches(' ');
        if rest.len() == behind.len() || !rest.starts_with(is_han) {
            return true;
        }
    }
    true
}

/// Returns whether the character is a mark of Chinese text.
fn is_mark(c: char) -> bool {
    matches!(
        c,
        '，' | '。'
            | '、'
            | '；'
            | '：'
            | '！'
            | '？'
            | '“'
            | '”'
            | '‘'
            | '’'
            | '（'
            | '）'
            | '《'
            | '》'
            | '【'
            | '】'
            | '…'
            | '—'
            | '·'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn without(text: &str) -> String {
        blanks(text).map_or(text.to_owned(), |c| c.text)
    }

    #[test]
    fn blanks_of_layout_go() {
        for (page, text) in [
            ("市 长到 访。", "市长到访。"),
            ("昨日，县 长到访。他很满意 次日返程。", "昨日，县长到访。他很满意 次日返程。"),
            ("县 长调研防 汛  要求落实", "县长调研防汛要求落实"),
            ("县长调研 3 个镇 定于 8 月完工", "县长调研3个镇 定于8月完工"),
            ("2023 年 8 月 2 日，GDP 增长 5% 。", "2023年8月2日，GDP增长5%。"),
            ("会议结束。 次日返程。", "会议结束。次日返程。"),
        ] {
            assert_eq!(without(page), text);
        }
    }

    #[test]
    fn blanks_that_separate_stay() {
        for page in [
            "县长调研防汛 要求落实责任",
            "紫云股价走高 中海股份涨停",
            "江州一案告破 2名嫌疑人落网",
            "信息来源：县委办  浏览次数：88  字号：[大 中 小]",
            "客队一轮游出局 主力缺阵谁来补？",
            "江州产量增长4% 供需压力缓解",
            "一案昨日开庭 2.另一案已判决。",
            "紫云公司（证券简称：紫云股份 证券代码：900001）昨日公告。",
            "（记者李明 王小强 通讯员赵月）昨日到访。",
            "（李明 王小强）昨日到访。",
            "Blue Sky 3 10",
            "  昨日到访。\n  次日返程。",
        ] {
            assert_eq!(without(page), page);
        }
        assert_eq!(without("（记者 李明 王小强）昨日到访。"), "（记者李明 王小强）昨日到访。");
    }
}
