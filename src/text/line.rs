//! Blanks and line ends that stand inside a sentence.
//!
//! Chinese writes no blanks between its characters: one that stands there comes from layout, or from text cut out of a
//! page. Between two names of a byline it does mean something (记者李明 王强) and stays. A line end is taken out when
//! the sentence goes on behind it; headlines, datelines and items of lists stay lines of their own.

use super::{
    NoteKind,
    chars::is_han,
    draft::{Changed, Draft},
};
use crate::segment;

/// Characters on each side of a line end that are looked up in the dictionary.
const WINDOW: usize = 4;

/// Most characters of a headline.
const HEADLINE: usize = 45;

/// Words that names follow, several with blanks between them.
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

/// Returns the text without blanks and line ends inside sentences. It has only `' '` and `'\n'` of all blanks.
pub(super) fn lines(text: &str) -> Option<Changed> {
    let mut draft = Draft::new(text);
    let mut line = Line { first: true, ..Line::default() };
    let mut at = 0;
    while let Some(found) = memchr::memchr2(b' ', b'\n', &text.as_bytes()[at..]) {
        let start = at + found;
        let blanks = text[start..].bytes().take_while(|b| matches!(b, b' ' | b'\n')).count();
        at = start + blanks;
        let blanks = &text[start..at];
        let before = text[..start].chars().next_back();
        let after = text[at..].chars().next();
        let (Some(before), Some(after)) = (before, after) else {
            line = Line { first: true, from: at, ..Line::default() };
            continue;
        };
        if !blanks.contains('\n') {
            if meaningless(before, after) && !line.separates(draft.upto(start), &text[at..]) {
                draft.remove(start..at, NoteKind::Blank);
            }
        } else if goes_on(before, after, blanks, &mut line, draft.upto(start), text, at) {
            if before.is_ascii_alphanumeric() && after.is_ascii_alphanumeric() {
                draft.replace(start..at, " ");
                draft.note(start..at, NoteKind::LineEnd);
            } else {
                draft.remove(start..at, NoteKind::LineEnd);
            }
        } else {
            line = Line { from: at, ..Line::default() };
        }
    }
    draft.finish()
}

/// Returns whether blanks between the two characters mean nothing.
fn meaningless(before: char, after: char) -> bool {
    let chinese = |c: char| is_han(c) || is_mark(c);
    let other = |c: char| c.is_ascii_alphanumeric() || c == '%';
    chinese(before) && (chinese(after) || other(after)) || chinese(after) && other(before)
}

/// Returns whether the character is a mark of Chinese text.
fn is_mark(c: char) -> bool {
    "，。、；：！？“”‘’（）《》【】…—·".contains(c)
}

/// What is known of the line that is read.
#[derive(Debug, Default)]
struct Line {
    /// Whether no other line with text stands before it.
    first: bool,
    /// Byte of the source up to which the fields below are known.
    from: usize,
    /// Characters without blanks.
    chars: usize,
    /// Whether it has a comma.
    comma: bool,
    /// Whether it has the end of a sentence.
    stop: bool,
    /// Byte of the output behind the last blank that separates names.
    names: usize,
}

impl Line {
    /// Reads the source up to byte `to`.
    fn read(&mut self, text: &str, to: usize) {
        for c in text[self.from..to].chars() {
            self.chars += usize::from(!matches!(c, ' ' | '\n'));
            self.comma |= c == '，';
            self.stop |= matches!(c, '。' | '！' | '？' | '；');
        }
        self.from = to;
    }

    /// Returns whether blanks between `out` and `rest` separate names of a byline.
    fn separates(&mut self, out: &str, rest: &str) -> bool {
        let name = |n: usize| (2..=WINDOW).contains(&n);
        let before = out.chars().rev().take(WINDOW + 1).take_while(|c| is_han(*c)).count();
        let listed = self.names > 0
            && out.get(self.names..).is_some_and(|t| t.chars().all(is_han) && name(before));
        let byline = || {
            (2..=WINDOW).any(|n| {
                let head = out.char_indices().rev().nth(n - 1).map_or("", |(at, _)| &out[..at]);
                before >= n && BYLINE.iter().any(|w| head.ends_with(w))
            })
        };
        let after = rest.chars().take(WINDOW + 1).take_while(|c| is_han(*c)).count();
        let named = name(after) || BYLINE.iter().any(|w| rest.starts_with(w));
        let separates = named && (listed || byline());
        if separates {
            self.names = out.len() + 1;
        }
        separates
    }
}

/// Returns whether the sentence goes on behind the line end that the bytes of `blanks` before byte `at` are.
fn goes_on(
    before: char,
    after: char,
    blanks: &str,
    line: &mut Line,
    out: &str,
    text: &str,
    at: usize,
) -> bool {
    // Poems and lists of names break the line behind commas too, and read as sentences all the same.
    if matches!(
        after,
        '，' | '。' | '、' | '；' | '：' | '！' | '？' | '”' | '’' | '）' | '》' | '】'
    ) || matches!(before, '，' | '、' | '（' | '《' | '“' | '‘')
    {
        return true;
    }
    let word = |c: char| is_han(c) || c.is_ascii_alphanumeric();
    if !word(before) || !word(after) {
        return false;
    }
    line.read(text, at - blanks.len());
    if is_han(before) && is_han(after) && in_word(out, &text[at..]) {
        return true;
    }
    // An indent or an empty line starts a paragraph.
    if blanks.trim_start_matches(' ') != "\n" {
        return false;
    }
    if before.is_ascii_digit() && "年月日时分秒岁人名个元万亿米吨届次点%".contains(after)
    {
        return true;
    }
    let body = line.stop || line.chars > HEADLINE || line.comma && !line.first;
    body && !starts(&text[at..])
}

/// Returns whether a word of the dictionary stands across the border of the two texts.
fn in_word(out: &str, rest: &str) -> bool {
    let head: Vec<char> =
        out.chars().rev().filter(|c| *c != ' ').take(WINDOW).take_while(|c| is_han(*c)).collect();
    let mut window: String = head.into_iter().rev().collect();
    let border = window.len();
    window.extend(
        rest.chars().filter(|c| !matches!(c, ' ' | '\n')).take(WINDOW).take_while(|c| is_han(*c)),
    );
    let mut end = 0;
    segment::dictionary().cut(&window, false).iter().any(|t| {
        let start = end;
        end += t.word.len();
        start < border && border < end
    })
}

/// Returns whether the text reads like the start of an item or of a report.
fn starts(rest: &str) -> bool {
    [
        "本报",
        "本网",
        "新华社",
        "新华网",
        "中新",
        "据新华",
        "据中新",
        "记者",
        "通讯员",
        "作者",
        "编辑",
        "责编",
        "来源",
        "（",
        "【",
    ]
    .iter()
    .any(|w| rest.starts_with(w))
        || rest
            .trim_start_matches(|c: char| {
                "一二三四五六七八九十第".contains(c) || c.is_ascii_digit()
            })
            .starts_with(['、', '.', '章', '节', '条'])
            && !rest.starts_with(['、', '.', '章', '节', '条'])
}
