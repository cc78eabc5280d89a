//! ASCII marks in Chinese text to the full-width marks Chinese writes, so that every later stage sees one form.
//!
//! A mark is Chinese when the next character before or behind it, blanks and other marks aside, is an ideograph or a
//! Chinese mark. So `3:2`, `1,000` and what stands in addresses stay. A closing bracket goes with its opening one.

use super::chars::is_han;

/// How many marks and blanks are looked past on each side.
const REACH: usize = 8;

/// How many characters before a closing bracket its opening one is looked for.
const BRACKETED: usize = 40;

/// Returns what is written for the ASCII mark `c` at byte `at` of `text`, behind the clean text `before`.
pub(super) fn mark(c: char, before: &str, text: &str, at: usize) -> char {
    let rest = &text[at + c.len_utf8()..];
    let chinese = match c {
        // A full stop only between an ideograph and the end of the line.
        '.' => before.ends_with(is_han) && (rest.is_empty() || rest.starts_with('\n')),
        ')' => match opening_bracket(before) {
            Some(bracket) => bracket == '（',
            None => beside_chinese(before, rest),
        },
        _ => beside_chinese(before, rest),
    };
    if chinese { full_width(c) } else { c }
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

/// Returns the bracket that is open at the end of `before`.
fn opening_bracket(before: &str) -> Option<char> {
    let mut closed = 0;
    for c in before.chars().rev().filter(|c| !is_blank(*c)).take(BRACKETED) {
        match c {
            ')' | '）' => closed += 1,
            '(' | '（' if closed > 0 => closed -= 1,
            '(' | '（' => return Some(c),
            _ => {}
        }
    }
    None
}

/// Returns whether the character may be taken out between two ideographs.
fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\n')
}

fn beside_chinese(before: &str, rest: &str) -> bool {
    chinese(before.chars().rev()) || chinese(rest.chars())
}

/// Returns whether the first character that decides is Chinese.
fn chinese(chars: impl Iterator<Item = char>) -> bool {
    let passed = |c: &char| {
        matches!(c, ',' | ';' | ':' | '?' | '!' | '(' | ')' | '"' | '\'')
            || matches!(c, '，' | '；' | '：' | '？' | '！' | '（' | '）')
    };
    chars.filter(|c| !is_blank(*c)).take(REACH).find(|c| !passed(c)).is_some_and(|c| {
        is_han(c)
            || matches!(
                c,
                '。' | '、' | '“' | '”' | '‘' | '’' | '《' | '》' | '【' | '】' | '〔' | '〕'
            )
    })
}

#[cfg(test)]
mod tests {
    use super::super::rewrite::rewrite;

    fn marked(text: &str) -> String {
        rewrite(text).map_or(text.to_owned(), |c| c.text)
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
