//! Headline, outlet, author, editor and time of publication, in the lines around the article.
//!
//! In: the clean lines of an article's parts. Out: [`Boilerplate`], by start, disjoint. A line beside the article is read more
//! freely than one of plain text: what stands between time and labels is an outlet or a name, by its last characters or by
//! what the element around it is called.

use std::{collections::HashSet, ops::Range};

use once_cell::sync::Lazy;
use regex::Regex;

use super::{
    Article, Field, Role,
    published::moment,
    words::{self, Zones},
};
use crate::{
    Clean, Original, Span,
    text::{
        Boilerplate,
        boilerplate::{self, is_separator},
        chars::is_han,
        table::table,
    },
};

/// What a line says of the article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    /// Nothing.
    Nothing,
    /// A name or an outlet by its place or the name of its element.
    Placed,
    /// A time, or a value with its label.
    Labelled,
}

/// Returns how surely a line beside the article says something of it.
pub(super) fn says(line: &str, zones: Zones) -> Says {
    let values = values(line, zones);
    if values.iter().any(|v| v.sure) || reporter(line, false).is_some() {
        Says::Labelled
    } else if values.is_empty() {
        Says::Nothing
    } else {
        Says::Placed
    }
}

/// Returns the fields that a line beside the article gives.
pub(super) fn kinds(line: &str, zones: Zones) -> impl Iterator<Item = Field> {
    values(line, zones).into_iter().map(|v| v.field)
}

/// A value in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Value {
    field: Field,
    /// Bytes of the line.
    range: Range<usize>,
    /// Whether a label or its form says so.
    sure: bool,
    /// Less is better.
    rank: u8,
}

/// Most characters of a name or outlet without a label.
const UNLABELLED: usize = 14;

/// Most characters of an outlet that only its last characters speak for.
const OUTLET: usize = 8;

/// The rank of a value that only its place or the name of its element speaks for.
const PLACED: u8 = 2;

/// Returns the values of a line beside the article, by start.
fn values(line: &str, zones: Zones) -> Vec<Value> {
    let mut found = Vec::new();
    let mut taken: Vec<Range<usize>> = Vec::new();
    for (label, field, range) in boilerplate::labelled(line) {
        taken.push(label.start..range.end.max(label.end));
        if !matches!(field, Field::Keyword | Field::Page) && !range.is_empty() {
            let updated = field == Field::Published && line[label].contains("更新");
            let rank = if updated { 3 } else { 0 };
            found.push(Value { field, range, sure: true, rank });
        }
    }
    if let Some(range) = moment(line) {
        if !found.iter().any(|v| v.field == Field::Published && v.range.start <= range.start) {
            let rank = if line.contains("更新") { 3 } else { 1 };
            found.push(Value { field: Field::Published, range: range.clone(), sure: true, rank });
        }
        taken.push(range);
    }
    taken.sort_by_key(|t| t.start);
    let mut from = 0;
    for gap in taken.iter().cloned().chain(std::iter::once(line.len()..line.len())) {
        if from < gap.start {
            tokens(line, from..gap.start, zones, &mut found);
        }
        from = from.max(gap.end);
    }
    found.sort_by_key(|v| v.range.start);
    found
}

/// Adds the values of a stretch of a line that has no label.
fn tokens(line: &str, range: Range<usize>, zones: Zones, found: &mut Vec<Value>) {
    let border = |c: char| is_separator(c) && c != '·' && c != '-';
    let mut from = range.start;
    let text = &line[..range.end];
    let mut read: Vec<Range<usize>> = Vec::new();
    while from < range.end {
        let len = text[from..].find(border).unwrap_or(text.len() - from);
        let token = text[from..from + len].trim();
        let start = from + (text[from..].len() - text[from..].trim_start().len());
        if !token.is_empty() {
            read.push(start..start + token.len());
        }
        from += len + text[from + len..].chars().next().map_or(0, char::len_utf8);
    }
    let person = |t: &str| {
        (2..=4).contains(&t.chars().count()) && t.chars().all(is_han) && starts_with_surname(t)
    };
    // A name that ends like an outlet's is one beside a time or among names.
    let beside = !found.is_empty()
        || read
            .iter()
            .all(|r| person(&line[r.clone()]) || boilerplate::is_outlet(&line[r.clone()]));
    let outlet = |t: &str| beside && boilerplate::is_outlet(t) && t.chars().count() <= OUTLET;
    let named = |t: &str| {
        let len = t.chars().count();
        (2..=UNLABELLED).contains(&len)
            && !t.chars().all(|c| c.is_ascii_digit() || c.is_ascii_punctuation())
            && !t.contains(['。', '！', '？', '，', '“', '；'])
            && !boilerplate::is_boilerplate(t)
            && !BUTTON.contains(t)
    };
    let has_outlet = read.iter().any(|r| outlet(&line[r.clone()]));
    for range in read {
        let token = &line[range.clone()];
        if !named(token) {
            continue;
        }
        let account = zones.intersects(Zones::AUTHOR);
        let field = if outlet(token) || zones.intersects(Zones::OUTLET) && !account {
            Field::Outlet
        } else if account || has_outlet && person(token) {
            Field::Author
        } else {
            continue;
        };
        if !found.iter().any(|v| v.field == field) {
            let rank = if outlet(token) { 1 } else { PLACED };
            found.push(Value { field, range, sure: false, rank });
        }
    }
}

/// Words of buttons.
static BUTTON: Lazy<HashSet<&'static str>> =
    Lazy::new(|| boilerplate::words_of(Field::Page).collect());

static SURNAMES: Lazy<HashSet<&'static str>> =
    Lazy::new(|| table!("surname.tsv").rows(["name"]).map(|[name]| name.text()).collect());

/// Returns whether a name starts with a surname.
pub(in crate::text) fn starts_with_surname(name: &str) -> bool {
    let end = |n: usize| name.char_indices().nth(n).map_or(name.len(), |c| c.0);
    SURNAMES.contains(&name[..end(1)]) || SURNAMES.contains(&name[..end(2)])
}

/// Most editors of an article.
const EDITORS: usize = 8;

/// The best value of each field, and of several editors.
#[derive(Debug, Default)]
struct Best(Vec<(Field, Span<Clean>, u8)>);

impl Best {
    /// Takes a value if it is the first of its field, or of a better (lower) rank than the one before.
    fn offer(&mut self, field: Field, span: Span<Clean>, rank: u8) {
        let full = self.0.iter().filter(|b| b.0 == Field::Editor).count() >= EDITORS;
        let known = |b: &&mut (Field, Span<Clean>, u8)| b.0 == field && field != Field::Editor;
        match self.0.iter_mut().find(known) {
            Some(other) if other.2 <= rank => {}
            Some(other) => *other = (field, span, rank),
            None if full => {}
            None => self.0.push((field, span, rank)),
        }
    }

    /// Takes who signs the article as its author. The account that the page names is the outlet then.
    fn sign(&mut self, reporter: Span<Clean>) {
        match self.0.iter_mut().find(|b| b.0 == Field::Author) {
            Some((_, _, rank)) if *rank < PLACED => {}
            Some(account) => {
                let span = std::mem::replace(&mut account.1, reporter);
                if account.2 == PLACED && !self.0.iter().any(|b| b.0 == Field::Outlet) {
                    self.0.push((Field::Outlet, span, PLACED));
                }
            }
            None => self.0.push((Field::Author, reporter, PLACED)),
        }
    }
}

/// Returns the boilerplate of the clean text of an article. `to_clean` gives the place of a part's source in the clean text.
pub(in crate::text) fn boilerplate(
    clean: &str,
    article: &Article,
    to_clean: impl Fn(Span<Original>) -> Span<Clean>,
) -> Vec<Boilerplate> {
    let mut best = Best::default();
    let mut body: Vec<Span<Clean>> = Vec::new();
    let mut lines: Vec<Span<Clean>> = Vec::new();
    for part in article.parts().iter().filter(|p| !matches!(p.role, Role::Aside(_))) {
        let at = to_clean(part.span);
        let line = &clean[at.range()];
        let of_line = |range: Range<usize>| Span::new(at.start + range.start, at.start + range.end);
        match part.role {
            Role::Aside(_) => {}
            Role::Title if line.is_empty() => {}
            Role::Title => best.offer(Field::Title, at, 0),
            Role::Head(field) => {
                lines.push(at);
                let range = match field {
                    Field::Published => moment(line).unwrap_or(0..line.len()),
                    _ => unlabelled(line),
                };
                best.offer(field, of_line(range), 6);
            }
            Role::Byline => {
                lines.push(at);
                body.push(at);
                for v in values(line, part.zones) {
                    best.offer(v.field, of_line(v.range), v.rank);
                }
            }
            Role::Body => body.push(at),
        }
    }
    let signed = body.iter().enumerate().find_map(|(i, at)| {
        let edge = i < 3 || i + 4 > body.len();
        let names = edge.then(|| reporter(&clean[at.range()], i + 1 == body.len())).flatten()?;
        Some(Span::new(at.start + names.start, at.start + names.end))
    });
    signed.iter().for_each(|names| best.sign(*names));
    in_text(clean, found(best.0, &lines))
}

/// Returns the boilerplate of the best values and of what else stands in the lines outside the article.
fn found(best: Vec<(Field, Span<Clean>, u8)>, lines: &[Span<Clean>]) -> Vec<Boilerplate> {
    let new = |field, span, value, apart| Boilerplate { span, field, value, apart, page: true };
    let mut found: Vec<Boilerplate> = Vec::new();
    for at in lines {
        let mut from = at.start;
        let mut values: Vec<_> =
            best.iter().filter(|b| at.contains(b.1) && !b.1.is_empty()).collect();
        values.sort_by_key(|b| b.1.start);
        for &&(field, value, _) in &values {
            if from <= value.start {
                found.push(new(field, Span::new(from, value.end), value, true));
                from = value.end;
            }
        }
        if from < at.end {
            found.push(new(Field::Page, Span::new(from, at.end), Span::new(at.end, at.end), true));
        }
    }
    let inside = best.iter().filter(|b| !lines.iter().any(|l| l.contains(b.1)));
    found.extend(inside.map(|&(field, span, _)| new(field, span, span, false)));
    found.sort_by_key(|f| f.span.start);
    found
}

/// Adds the lines of the text itself that are boilerplate: 原标题：….
fn in_text(clean: &str, mut found: Vec<Boilerplate>) -> Vec<Boilerplate> {
    let mut lines = boilerplate::boilerplate(clean);
    lines.retain(|f| {
        let next = found.partition_point(|other| other.span.end <= f.span.start);
        found.get(next).is_none_or(|other| f.span.end <= other.span.start)
    });
    lines.iter_mut().for_each(|f| f.page = true);
    found.extend(lines);
    found.sort_by_key(|f| f.span.start);
    found
}

/// Returns the value behind a label that stands in the value itself: 来源：江州日报.
fn unlabelled(line: &str) -> Range<usize> {
    let first = boilerplate::labelled(line).next();
    first.map_or(0..line.len(), |(_, _, value)| value)
}

/// Who reports, in brackets at the start or end of a text, or in a line alone.
static REPORTER: Lazy<Regex> = Lazy::new(|| {
    let words = words::of_use("reporter").collect::<Vec<_>>().join("|");
    Regex::new(&format!(
        r"(?:{words}|文[/|｜]|作者[/|｜]?)[:： ]*(?<names>[\p{{Han}}·]{{2,4}}(?:[ 、,，]+[\p{{Han}}·]{{2,4}}){{0,3}})"
    ))
    .expect("the pattern is tested")
});

/// A name in brackets behind the last sentence.
static SIGNED: Lazy<Regex> = Lazy::new(|| {
    Regex::new(r"[。！？”…][（(](?<names>\p{Han}{2,4}(?:[ 、]\p{Han}{2,4}){0,2})[）)]$")
        .expect("the pattern is tested")
});

/// Most characters of a line that says who reports, and of the start of a text that does.
const REPORT: usize = 30;
const OPENING: usize = 60;

/// Returns who reports, by a line that says nothing else.
pub(in crate::text) fn reporter_alone(line: &str) -> Option<Range<usize>> {
    let alone = line.chars().count() <= REPORT && !line.contains(['。', '，', '；', '“']);
    reporter(line, false).filter(|_| alone)
}

/// Returns who reports, by a paragraph at the start or end of the article.
fn reporter(line: &str, last: bool) -> Option<Range<usize>> {
    let chars = line.chars().count();
    let end = line.char_indices().nth(OPENING).map_or(line.len(), |c| c.0);
    let alone = chars <= REPORT && !line.contains(['。', '，', '；', '“']);
    let opening = &line[..end];
    for found in REPORTER.captures_iter(opening) {
        let names = found.name("names")?;
        let before = opening[..found.get(0)?.start()]
            .trim_end_matches(|c| is_han(c) || c == '·' || c == '-' || c == ' ');
        let boxed = before.ends_with(['（', '(', '〔', '【', '[', '/', '／']);
        if line[names.end()..].starts_with(is_han) {
            continue;
        }
        let range = trimmed(line, names.range());
        // Nothing follows in a line of its own: 记者林晓禾摄.
        let rest = line[range.end..].trim_matches(|c| is_separator(c) || matches!(c, '摄' | '文'));
        let alone = alone && rest.is_empty();
        let all = line[range.clone()].split([' ', '、', ',', '，']).filter(|n| !n.is_empty());
        if (alone || boxed) && all.clone().count() > 0 && all.clone().all(starts_with_surname) {
            return Some(range);
        }
    }
    if last && let Some(names) = SIGNED.captures(line).and_then(|c| c.name("names")) {
        let all = line[names.range()].split([' ', '、']);
        if all.clone().all(|n| n.chars().count() <= 3 && starts_with_surname(n)) {
            return Some(names.range());
        }
    }
    None
}

/// Returns the names without the words behind them that say what else was done: 陈智 整合, 李明 摄.
fn trimmed(line: &str, range: Range<usize>) -> Range<usize> {
    let mut end = range.end;
    // 林晓禾文/摄
    if line[end..].starts_with(['/', '／']) {
        end = range.start + line[range.start..end].trim_end_matches('文').len();
    }
    loop {
        let names = line[range.start..end].trim_end_matches([' ', '、', ',', '，']);
        end = range.start + names.len();
        let done = words::of_use("done").chain(["摄", "文"]).find(|done| {
            names.strip_suffix(done).is_some_and(|n| {
                // 文 is in names, too.
                n.ends_with(' ') || *done != "文" && n.chars().count() > 1
            })
        });
        let Some(done) = done else { return range.start..end };
        end -= done.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str, zones: Zones) -> Vec<(Field, &str)> {
        values(line, zones).into_iter().map(|v| (v.field, &line[v.range])).collect()
    }

    #[test]
    fn times_and_labels_are_read_in_any_order() {
        use Field::*;
        for (line, found) in [
            (
                "2024-03-05 09:12:30 来源：江州日报",
                vec![(Published, "2024-03-05 09:12:30"), (Outlet, "江州日报")],
            ),
            (
                "江州网 2024年03月05日 09:12",
                vec![(Outlet, "江州网"), (Published, "2024年03月05日 09:12")],
            ),
            ("林晓禾/江州青年报", vec![(Author, "林晓禾"), (Outlet, "江州青年报")]),
            ("【编辑：周一鸣】", vec![(Editor, "周一鸣")]),
            ("字号：大 中 小", vec![]),
        ] {
            assert_eq!(read(line, Zones::default()), found, "{line}");
        }
        assert_eq!(read("草木之间", Zones::AUTHOR), [(Author, "草木之间")]);
        assert_eq!(read("关注", Zones::AUTHOR), []);
    }

    #[test]
    fn who_reports_stands_in_brackets_or_alone() {
        for (line, names) in [
            ("江州网3月5日讯（记者林晓禾 整合）昨日，县长到河堤调研。", "林晓禾"),
            ("江州晚报记者 林晓禾 周一鸣", "林晓禾 周一鸣"),
            ("江州晚报记者林晓文/摄", "林晓"),
            ("【文/江州网专栏作者 林晓禾】", "林晓禾"),
        ] {
            assert_eq!(reporter(line, false).map(|r| &line[r]), Some(names), "{line}");
        }
        let line = "她说，雨季还有一个月。（林晓禾）";
        assert_eq!(reporter(line, true).map(|r| &line[r]), Some("林晓禾"));
        assert_eq!(reporter("昨日，记者林晓禾到河堤采访，遇见了县长。", false), None);
        assert_eq!(reporter("雨停了。（完）", true), None);
        assert_eq!(reporter("县长和法庭记者通过电话连线", false), None);
    }
}
