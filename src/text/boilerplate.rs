//! What a page says of itself: outlet, author, editor, time of publication, buttons.
//!
//! In: clean text. Out: [`Boilerplate`], in text order, disjoint. A line is boilerplate when nothing of it is left over:
//! labels with their values, times, buttons and the marks between them (`furniture.tsv`). At the end of a paragraph
//! boilerplate in brackets counts too: 次日返程。（责任编辑：周一鸣）.

use std::ops::Range;

use once_cell::sync::Lazy;
use regex::Regex;

use super::{
    Field,
    chars::is_han,
    table::{Table, table},
};
use crate::{Clean, Span, closed_set::closed_set};

/// Most bytes of a line of boilerplate.
const LONGEST: usize = 400;

/// Most bytes of a line that an outlet without a label starts and a time ends.
const TIMED: usize = 90;

/// Most characters of a name or an outlet.
const NAME: usize = 30;

/// Most characters of a headline.
const HEADLINE: usize = 45;

/// A stretch of the clean text that is not text but what the page says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Boilerplate {
    /// All its bytes, label and marks included.
    pub span: Span<Clean>,
    /// What it says; [`Field::Page`] for what says nothing of the text.
    pub field: Field,
    /// The bytes of the value; empty where there is none.
    pub value: Span<Clean>,
    /// Whether it stands outside the article of a page; names in it are no mentions.
    pub(crate) apart: bool,
    /// Whether it is of a page of HTML.
    pub(crate) page: bool,
}

closed_set! {
    /// What may stand behind a label.
    enum Value {
        /// People.
        Name = "name",
        /// An outlet.
        Outlet = "outlet",
        /// A full date.
        Time = "time",
        /// A number of readers.
        Count = "count",
        /// A headline at most.
        Short = "short",
        /// Anything.
        Any = "any",
        /// Nothing.
        Alone = "alone",
        /// Marks that lead on from page to page.
        Path = "path",
        /// Anything; no colon parts it from its word.
        Rest = "rest",
    }
}

/// A word of the table.
#[derive(Debug)]
struct Label {
    first: char,
    last: char,
    word: &'static str,
    field: Field,
    value: Value,
}

/// All words by their first character, the longest first.
static LABELS: Lazy<Vec<Label>> = Lazy::new(|| {
    let mut labels = Vec::new();
    for [field, words, value] in TABLE.rows(["field", "words", "value"]) {
        let (field, value) = (field.word(), value.word());
        for word in words.list() {
            let ends = word.chars().next().zip(word.chars().next_back());
            labels.extend(ends.map(|(first, last)| Label { first, last, word, field, value }));
        }
    }
    labels.sort_by_key(|l| (l.first, std::cmp::Reverse(l.word.len())));
    labels
});

/// For each character where the labels are that start with it, one more than their place in [`LABELS`]; [`OTHER`] for a digit or a
/// mark that a line of boilerplate can start with, 0 for the rest. It settles most lines of a text.
static STARTS: Lazy<Box<[u16; 0x1_0000]>> = Lazy::new(|| {
    let mut starts = Box::new([0; 0x1_0000]);
    for c in ('\0'..='\u{ffff}').filter(|c| is_separator(*c) || c.is_ascii_digit()) {
        starts[c as usize] = OTHER;
    }
    for (place, label) in LABELS.iter().enumerate().rev() {
        starts[label.first as usize] = place as u16 + 1;
    }
    starts
});

const OTHER: u16 = u16::MAX;

/// Returns what [`STARTS`] says of the first character.
fn start(text: &str) -> u16 {
    let first = text.chars().next().map_or(0, |c| c as usize);
    STARTS.get(first).copied().unwrap_or(0)
}

/// Returns the words that the text starts with, the longest first.
fn labels_at(text: &str) -> impl Iterator<Item = &'static Label> {
    let labels = match start(text) {
        0 | OTHER => &[][..],
        place => &LABELS[usize::from(place) - 1..],
    };
    let first = labels.first().map(|l| l.first);
    let same = labels.iter().take_while(move |l| Some(l.first) == first);
    same.filter(move |l| text.starts_with(l.word))
}

const TABLE: Table = table!("furniture.tsv");

/// A full date, with a time of day or without.
static TIME: Lazy<Regex> = Lazy::new(|| {
    Regex::new(r"^(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:(?: |T|　)*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?")
        .expect("the pattern is tested")
});

/// Returns the boilerplate of the clean text.
pub(super) fn boilerplate(clean: &str) -> Vec<Boilerplate> {
    let mut found = Vec::new();
    let mut from = 0;
    for end in memchr::memchr_iter(b'\n', clean.as_bytes()).chain([clean.len()]) {
        let line = &clean[from..end];
        if may_be(line) {
            line_of(clean, from..end, &mut found);
        }
        if let Some(bracket) = last_bracket(line)
            && found.last().is_none_or(|f: &Boilerplate| f.span.end <= from)
        {
            line_of(clean, from + bracket..end, &mut found);
        }
        from = end + 1;
    }
    found
}

/// Returns whether the line is boilerplate and nothing else.
pub(super) fn is_boilerplate(line: &str) -> bool {
    let mut found = Vec::new();
    if may_be(line) {
        line_of(line, 0..line.len(), &mut found);
    }
    !found.is_empty()
}

/// Returns the words of a field.
pub(super) fn words_of(field: Field) -> impl Iterator<Item = &'static str> {
    LABELS.iter().filter(move |l| l.field == field).map(|l| l.word)
}

/// Returns the labels of people and outlets that the text starts with, the longest first: their length in bytes, and their field.
pub(super) fn named(text: &str) -> impl Iterator<Item = (usize, Field)> {
    let named = |l: &&Label| matches!(l.value, Value::Name | Value::Outlet);
    labels_at(text).filter(named).map(|l| (l.word.trim_end().len(), l.field))
}

/// Returns whether a name ends as names of outlets do.
pub(super) fn is_outlet(name: &str) -> bool {
    OUTLETS.iter().any(|w| name.ends_with(w) && name.len() > w.len())
}

/// Returns the labels of a line, whatever else stands in it: the bytes of the label, its field, and the bytes of the value,
/// empty where nothing that fits follows.
pub(super) fn labelled(line: &str) -> impl Iterator<Item = (Range<usize>, Field, Range<usize>)> {
    labels_in(line).map(move |(at, label)| {
        let behind = at + label.word.len();
        let rest = line[behind..].trim_start().trim_start_matches(['：', ':']).trim_start();
        let from = line.len() - rest.len();
        let len = match label.value {
            Value::Any | Value::Short => any_end(rest),
            _ => value_end(rest),
        };
        let value = rest[..len].trim_end_matches(is_separator);
        let value = match label.value {
            // A name ends where something else starts.
            Value::Outlet | Value::Name => names_of(value, label.value),
            _ => value,
        };
        let fits = !value.is_empty() && fits(value, label.value);
        let value = if fits { from..from + value.len() } else { behind..behind };
        (at..behind, label.field, value)
    })
}

/// Returns the start of the text that is the value, where buttons follow it or something that is none: 江州日报 举报.
fn names_of(text: &str, kind: Value) -> &str {
    let mut text = text;
    while let Some((before, last)) = text.rsplit_once(' ')
        && (is_button(last) || before.ends_with(' '))
    {
        text = before.trim_end_matches(is_separator);
    }
    match text.split_once(' ') {
        Some((first, _)) if !fits(text, kind) => first,
        _ => text,
    }
}

/// Returns whether the text is a word of a button.
pub(super) fn is_button(text: &str) -> bool {
    labels_at(text).any(|l| l.value == Value::Alone && l.word == text)
}

/// Returns whether the line may be boilerplate. It is asked for every line of a text.
fn may_be(line: &str) -> bool {
    let starts = |line: &str| {
        let line = line.trim_start_matches(is_separator);
        line.starts_with(|c: char| c.is_ascii_digit()) || labels_at(line).next().is_some()
    };
    start(line) != 0 && line.len() <= LONGEST && starts(line)
        || line.len() <= TIMED && line.ends_with(|c: char| c.is_ascii_digit())
}

/// Returns where the brackets start that end the paragraph, behind the end of its last sentence.
fn last_bracket(line: &str) -> Option<usize> {
    let line = line.strip_suffix('。').unwrap_or(line).trim_end_matches(' ');
    let inner = line.strip_suffix(['）', ')', '】', ']', '〕'])?;
    let tail = inner
        .char_indices()
        .rev()
        .take(2 * NAME)
        .find(|(_, c)| matches!(c, '（' | '(' | '【' | '[' | '〔'))?
        .0;
    line[..tail].trim_end().ends_with(['。', '！', '？', '”', '…']).then_some(tail)
}

/// Adds the boilerplate of the line if it is nothing else.
fn line_of(clean: &str, line: Range<usize>, found: &mut Vec<Boilerplate>) {
    let before = found.len();
    let mut at = line.start;
    let mut pending = line.start;
    loop {
        at = line.end - clean[at..line.end].trim_start_matches(is_separator).len();
        if at == line.end {
            break;
        }
        let Some((field, value, end)) = piece(&clean[at..line.end]) else {
            found.truncate(before);
            return;
        };
        let value = Span::new(at + value.start, at + value.end);
        at += end;
        found.push(Boilerplate {
            span: Span::new(pending, at),
            field,
            value,
            apart: false,
            page: false,
        });
        pending = at;
    }
    // A day alone is the signature of a statement, or says when what follows happened.
    let timed = |f: &Boilerplate| {
        f.field == Field::Published && clean[f.value.range()].contains([':', '：'])
    };
    let label = |f: &Boilerplate| clean[f.span.start..f.value.start].trim_matches(is_separator);
    let day = |f: &Boilerplate| {
        f.field == Field::Published && !timed(f) && label(f).chars().count() <= SHORT_LABEL
    };
    // An outlet without a label is one only beside a time of day.
    let bare = |f: &Boilerplate| f.field == Field::Outlet && label(f).is_empty();
    let line_found = &found[before..];
    if line_found.iter().all(day) || line_found.iter().any(bare) && !line_found.iter().any(timed) {
        found.truncate(before);
    } else if let Some(last) = found.last_mut() {
        last.span.end = line.end;
    }
}

/// Returns the field, the value and the end of what the text starts with.
fn piece(text: &str) -> Option<(Field, Range<usize>, usize)> {
    for label in labels_at(text) {
        let behind = &text[label.word.len()..];
        if label.value == Value::Alone {
            if behind.is_empty() || behind.starts_with(is_separator) {
                return Some((label.field, 0..label.word.len(), label.word.len()));
            }
            continue;
        }
        let rest = behind.trim_start();
        if label.value == Value::Rest
            || label.value == Value::Path && rest.starts_with(['>', '＞', '»', '›'])
        {
            return Some((label.field, 0..text.len(), text.len()));
        }
        // 文/ and 图/ have their mark already, a time needs none.
        let rest = match rest.strip_prefix(['：', ':']) {
            Some(rest) => rest,
            None if label.word.contains('/') || label.value == Value::Time => rest,
            None => continue,
        };
        let rest = rest.trim_start();
        let from = text.len() - rest.len();
        let len = if matches!(label.value, Value::Any | Value::Short) {
            any_end(rest)
        } else {
            value_end(rest)
        };
        let value = rest[..len].trim_end_matches(is_separator);
        if fits(value, label.value) {
            return Some((label.field, from..from + value.len(), from + len));
        }
    }
    if let Some(time) = TIME.find(text) {
        return Some((Field::Published, time.range(), time.end()));
    }
    let end = text.find(is_separator).unwrap_or(text.len());
    let name = &text[..end];
    let outlet = OUTLETS.iter().any(|w| name.ends_with(w)) && name.chars().count() <= UNLABELLED;
    outlet.then_some((Field::Outlet, 0..end, end))
}

/// Most characters of a label that may stand before any day: 时间：3月5日.
const SHORT_LABEL: usize = 2;

/// What the names of outlets end in.
const OUTLETS: [&str; 13] = [
    "网",
    "报",
    "社",
    "台",
    "周刊",
    "新闻",
    "在线",
    "卫视",
    "客户端",
    "频道",
    "时报",
    "日报",
    "财经",
];

/// Most characters of the name of an outlet without a label.
const UNLABELLED: usize = 12;

/// Returns where the value at the start of the text ends: before the next label.
fn value_end(text: &str) -> usize {
    let next = labels_in(text).map(|(at, _)| at).next();
    let bracket = text.find(['】', ']', '〕', '|', '｜']);
    let time = text.find(' ').filter(|at| TIME.is_match(text[*at..].trim_start()));
    [next, bracket, time].into_iter().flatten().min().unwrap_or(text.len())
}

/// Returns where a value ends that may be anything: before a label that says more.
fn any_end(text: &str) -> usize {
    let more = |l: &Label| !matches!(l.value, Value::Any | Value::Short);
    let next = labels_in(text).find(|(at, l)| more(l) && text[..*at].ends_with(' '));
    next.map_or(text.len(), |(at, _)| at)
}

/// Returns the labels of the text that a colon follows, and where they start; of those before one colon the longest.
fn labels_in(text: &str) -> impl Iterator<Item = (usize, &'static Label)> {
    text.match_indices(['：', ':']).filter_map(move |(colon, _)| {
        let head = text[..colon].trim_end_matches(' ');
        let last = head.chars().next_back()?;
        let colon = |l: &Label| !matches!(l.value, Value::Alone | Value::Path | Value::Rest);
        let labels = LABELS.iter().filter(|l| l.last == last);
        let labels = labels.filter(|l| colon(l) && head.ends_with(l.word));
        labels.max_by_key(|l| l.word.len()).map(|l| (head.len() - l.word.len(), l))
    })
}

fn fits(value: &str, kind: Value) -> bool {
    let short =
        value.chars().count() <= NAME && !value.contains(['。', '？', '！', '，', '“', '；']);
    match kind {
        Value::Name => short && names(value),
        Value::Outlet => short,
        Value::Short => value.chars().count() <= HEADLINE && !value.contains('。'),
        Value::Time => TIME.find(value).is_some_and(|t| t.end() == value.len()),
        Value::Count => value
            .trim_end_matches(['次', '人', '条', '个', '万', '+'])
            .bytes()
            .all(|b| b.is_ascii_digit() || b == b'.' || b == b','),
        Value::Any => true,
        Value::Alone | Value::Path | Value::Rest => false,
    }
}

/// Returns whether the text is names, parted by blanks or marks.
fn names(text: &str) -> bool {
    text.split([' ', '、', '/', '／', '（', '）', '(', ')', '-', '—', '：', '_']).all(|name| {
        let len = name.chars().count();
        // 实习生 and the like stand before names; Latin names are longer.
        len <= 5 || len <= 16 && !name.chars().any(is_han) || name.contains('·')
    })
}

pub(super) fn is_separator(c: char) -> bool {
    matches!(
        c,
        ' ' | '|'
            | '｜'
            | '/'
            | '、'
            | '，'
            | ','
            | '·'
            | '-'
            | '—'
            | '>'
            | '》'
            | '：'
            | ':'
            | '\u{3000}'
    ) || matches!(c, '(' | ')' | '（' | '）' | '[' | ']' | '【' | '】' | '〔' | '〕')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(clean: &str) -> Vec<(&'static str, &str)> {
        boilerplate(clean).iter().map(|f| (f.field.as_str(), &clean[f.value.range()])).collect()
    }

    #[test]
    fn every_row_holds_in_its_example_and_not_in_its_look_alike() {
        for row in TABLE.rows(["id", "field", "example", "not"]) {
            let [id, field, example, not] = row.map(|cell| cell.text());
            let value = &example[example.find("[[").unwrap() + 2..example.find("]]").unwrap()];
            let line = example.replace("[[", "").replace("]]", "");
            assert!(read(&line).contains(&(field, value)), "{id}: {line}: {:?}", read(&line));
            assert_eq!(read(not), [], "{id}: {not}");
        }
    }

    #[test]
    fn lines_with_several_labels_are_read() {
        let page = "县长调研防汛\n2024-03-05 09:12 来源：江州日报 作者：林晓禾 责任编辑：周一鸣\n昨日，县长到河堤调研。（责编：孙可、李放）\n【打印】【关闭】";
        assert_eq!(
            read(page),
            [
                ("published", "2024-03-05 09:12"),
                ("outlet", "江州日报"),
                ("author", "林晓禾"),
                ("editor", "周一鸣"),
                ("editor", "孙可、李放"),
                ("page", "打印"),
                ("page", "关闭"),
            ]
        );
        let line = page.find("2024").unwrap();
        let found = boilerplate(page);
        assert_eq!(found[0].span.start, line);
        assert!(found.windows(2).take(3).all(|f| f[0].span.end == f[1].span.start));
    }

    #[test]
    fn an_outlet_needs_no_label_beside_a_time() {
        let page = "江州新闻网 2024年03月05日 09:12";
        assert_eq!(read(page), [("outlet", "江州新闻网"), ("published", "2024年03月05日 09:12")]);
        let page = "2024/03/05 09:12:30 | 江州日报";
        assert_eq!(read(page), [("published", "2024/03/05 09:12:30"), ("outlet", "江州日报")]);
        assert_eq!(read("发表于 2024-03-05"), [("published", "2024-03-05")]);
        assert_eq!(
            read("本文来源：江州日报 责任编辑：周一鸣_B0001"),
            [("outlet", "江州日报"), ("editor", "周一鸣_B0001")]
        );
    }

    #[test]
    fn text_is_no_boilerplate() {
        for line in [
            "2024年3月5日，县长到河堤调研。",
            "2024年3月5日",
            "来源于江州的茶叶热销。",
            "作者：我写这本书用了三年，走了很多地方。",
            "会议强调要落实责任（附名单）",
            "次日返程。（记者林晓禾）",
            "大中小学同日开学",
            "江州网络大会开幕 2024年3月5日",
            "江州日报社",
            "时间：2024年3月5日",
        ] {
            assert_eq!(read(line), [], "{line}");
        }
    }
}
