//! ASCII marks in Chinese text to the full-width marks Chinese writes, so that every later stage sees one form.
//!
//! A mark is Chinese when the next character before or behind it, blanks and other marks aside, is an ideograph or a
//! Chinese mark. So `3:2`, `1,000` and what stands in addresses stay. A closing bracket goes with its opening one.

use super::{
    chars::{CHARS, MARK, is_han},
    draft::{Changed, Draft},
};

/// How many marks and blanks are looked past on each side.
const REACH: usize = 8;

/// Returns the text with Chinese marks.
pub(super) fn marks(text: &str) -> Option<Changed> {
    let mut draft = Draft::new(text);
    let mut brackets = Brackets::default();
    let mut at = 0;
    while let Some((start, c)) = CHARS.next(text, at, MARK) {
        let between = &text[at..start];
        at = start + c.len_utf8();
        brackets.pass(between);
        let chinese = match c {
            '.' => {
                let (before, after) =
                    (text[..start].chars().next_back(), text[at..].chars().next());
                before.is_some_and(is_han) && matches!(after, None | Some('\n'))
            }
            ')' => brackets.close().unwrap_or_else(|| beside_chinese(text, start, at)),
            _ => beside_chinese(text, start, at),
        };
        if c == '(' {
            brackets.open(chinese);
        }
        if chinese {
            draft.replace_char(start..at, full_width(c));
        }
    }
    draft.finish()
}

fn full_width(c: char) -> char {
    match c {
        ',' => '，',
        ';' => '；',
        ':' => '：',
        '?' => '？',
        '!' => '！',
        '(' => '（',
        ')' => '）',
        '.' => '。',
        _ => c,
    }
}

fn beside_chinese(text: &str, start: usize, end: usize) -> bool {
    chinese(text[..start].chars().rev()) || chinese(text[end..].chars())
}

/// Returns whether the first character that decides is Chinese.
fn chinese(chars: impl Iterator<Item = char>) -> bool {
    let passed = |c: &char| {
        matches!(c, ',' | ';' | ':' | '?' | '!' | '(' | ')' | '"' | '\'' | ' ')
            || matches!(c, '，' | '；' | '：' | '？' | '！' | '（' | '）')
    };
    chars.take(REACH).find(|c| !passed(c)).is_some_and(|c| {
        is_han(c)
            || matches!(
                c,
                '。' | '、' | '“' | '”' | '‘' | '’' | '《' | '》' | '【' | '】' | '〔' | '〕'
            )
    })
}

/// The open brackets of a line: whether they are Chinese.
#[derive(Debug, Default)]
struct Brackets {
    open: Vec<bool>,
}

impl Brackets {
    /// Reads what stands between two ASCII marks.
    fn pass(&mut self, between: &str) {
        for c in between.chars().filter(|c| matches!(c, '（' | '）' | '\n')) {
            match c {
                '（' => self.open.push(true),
                '）' => _ = self.open.pop(),
                _ => self.open.clear(),
            }
        }
    }

    fn open(&mut self, chinese: bool) {
        self.open.push(chinese);
    }

    fn close(&mut self) -> Option<bool> {
        self.open.pop()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str) -> String {
        marks(text).map_or(text.to_owned(), |c| c.text)
    }

    #[test]
    fn marks_between_ideographs_become_chinese() {
        for (ascii, chinese) in [
            ("8月2日,市长到访;次日离开.", "8月2日，市长到访；次日离开。"),
            ("区委(区政府)召开会议", "区委（区政府）召开会议"),
            (
                "增长5.6%,其中出口3:2,中国队(CEO),好吗?",
                "增长5.6%，其中出口3:2，中国队（CEO），好吗？",
            ),
            ("他说:\"来了!\"", "他说：\"来了！\""),
            ("GDP(国内生产总值)", "GDP（国内生产总值）"),
        ] {
            assert_eq!(marked(ascii), chinese);
        }
    }

    #[test]
    fn marks_in_numbers_addresses_and_latin_stay() {
        for text in [
            "共1,000人",
            "10:30开始",
            "f(x, y)",
            "见http://news.example/a?b=1,2",
            "比分为3:2。",
            "Hello, world (again)!",
        ] {
            assert_eq!(marked(text), text);
        }
    }
}
