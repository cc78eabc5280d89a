//! Where each date stands: paragraph, sentence, quotation; datelines and publication lines.

use super::discourse::Scene;
use crate::{
    Clean, Span,
    mention::date::{Count, Expression, Meaning, Point},
};

/// How much of a sentence is looked at on each side of a date, in bytes; news sentences are shorter.
const AROUND: usize = 400;

/// Returns the scene of each expression, in one pass over the text.
pub(crate) fn scenes(text: &str, expressions: &[Expression]) -> Vec<Scene> {
    let mut out: Vec<Scene> = Vec::with_capacity(expressions.len());
    let (mut paragraph, mut sentence) = (0, 0);
    let mut depth: u32 = 0;
    // Scenes up to this one have the end of their sentence.
    let mut ended = 0;
    for (start, mark) in Marks::new(text) {
        let at = start + mark.len_utf8();
        for expression in expressions[out.len()..].iter().take_while(|e| e.span.start <= start) {
            out.push(scene(text, paragraph, sentence, depth > 0, expression.span));
        }
        match mark {
            '“' | '「' | '『' => depth += 1,
            '”' | '」' | '』' => depth = depth.saturating_sub(1),
            _ => {
                let pending = expressions[..out.len()].iter().skip(ended);
                for _ in pending.take_while(|e| e.span.end <= start) {
                    let after = &mut out[ended].after;
                    after.end = after.end.min(start);
                    ended += 1;
                }
                sentence = at;
                if mark == '\n' {
                    paragraph = at;
                    depth = 0;
                }
            }
        }
    }
    for expression in &expressions[out.len()..] {
        out.push(scene(text, paragraph, sentence, depth > 0, expression.span));
    }
    // What stands in a clause with another date tells the tense of that one: 12月连败，下一场将在周日进行.
    for (here, next) in out.iter_mut().zip(expressions.iter().skip(1)) {
        let clause = here.after.start..next.span.start;
        if next.span.start < here.after.end
            && is_date(&next.meaning)
            && let Some(end) = text[clause].rfind(['，', '；', '、', ','])
        {
            here.after.end = here.after.start + end;
        }
    }
    out
}

/// Whether a meaning is a date of its own, and no length, word or time of day.
fn is_date(meaning: &Meaning) -> bool {
    let only_clock = |p: &Point| {
        let Point { part, hour, minute, second, qualifier, .. } = p.clone();
        *p == Point { part, hour, minute, second, qualifier, ..Point::default() }
    };
    match meaning {
        Meaning::Point(point) => !only_clock(point),
        Meaning::Open(_, point) => !only_clock(point),
        Meaning::Range(first, _) => !only_clock(first),
        _ => false,
    }
}

/// The ends of sentences and the quotation marks of a text, in order.
struct Marks<'t> {
    text: &'t str,
    /// The next that is one byte long, and the next first byte of one that is longer.
    short: Option<usize>,
    long: Option<usize>,
}

impl<'t> Marks<'t> {
    fn new(text: &'t str) -> Self {
        let mut marks = Marks { text, short: None, long: None };
        (marks.short, marks.long) = (marks.short_from(0), marks.long_from(0));
        marks
    }

    fn short_from(&self, at: usize) -> Option<usize> {
        memchr::memchr3(b'\n', b'!', b'?', &self.text.as_bytes()[at..]).map(|i| at + i)
    }

    /// First bytes of “” (E2), 。「」『』 (E3) and ！？ (EF).
    fn long_from(&self, at: usize) -> Option<usize> {
        memchr::memchr3(0xe2, 0xe3, 0xef, &self.text.as_bytes()[at..]).map(|i| at + i)
    }
}

impl Iterator for Marks<'_> {
    type Item = (usize, char);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let at = match (self.short, self.long) {
                (Some(short), long) if long.is_none_or(|l| short < l) => {
                    self.short = self.short_from(short + 1);
                    short
                }
                (_, Some(long)) => {
                    // All characters with these first bytes are three bytes long.
                    self.long = self.long_from(long + 3);
                    long
                }
                _ => return None,
            };
            let c = self.text[at..].chars().next()?;
            if matches!(
                c,
                '\n' | '。' | '！' | '？' | '!' | '?' | '“' | '「' | '『' | '”' | '」' | '』'
            ) {
                return Some((at, c));
            }
        }
    }
}

/// Returns the scene of a span, whose sentence may end earlier than it says.
fn scene(
    text: &str,
    paragraph: usize,
    sentence: usize,
    in_quotation: bool,
    span: Span<Clean>,
) -> Scene {
    let from = text.floor_char_boundary(sentence.max(span.start.saturating_sub(AROUND)));
    let to = text.floor_char_boundary((span.end + AROUND).min(text.len()));
    Scene {
        paragraph,
        sentence,
        // A word in quotation marks (“十四五”) is no quotation.
        quoted: in_quotation && is_quotation(text, span),
        before: Span::new(from, span.start),
        after: Span::new(span.end, to),
    }
}

/// Whether the quotation around a span is a whole utterance and not a mere name in quotation marks.
fn is_quotation(text: &str, span: Span<Clean>) -> bool {
    let from = text.floor_char_boundary(span.start.saturating_sub(AROUND));
    let to = text.floor_char_boundary((span.end + AROUND).min(text.len()));
    let open = text[from..span.start].rfind(['“', '「', '『']).map_or(0, |i| span.start - from - i);
    let close = text[span.end..to].find(['”', '」', '』']).unwrap_or(to - span.end);
    // Eight characters with the date or fewer are a name: “6·30”事故.
    open + close + span.len() > 8 * 3
}

/// Returns the year that all dates of the text tell, with its expression, when there is only one.
pub(crate) fn only_year(expressions: &[Expression], scenes: &[Scene]) -> Option<(i32, usize)> {
    let mut found: Option<(i32, usize)> = None;
    for (index, (expression, scene)) in expressions.iter().zip(scenes).enumerate() {
        let Meaning::Point(Point { year: Some(Count::At(year)), era: None, .. }) =
            expression.meaning
        else {
            continue;
        };
        if scene.quoted {
            continue;
        }
        match found {
            Some((other, _)) if other != year => return None,
            Some(_) => {}
            None => found = Some((year, index)),
        }
    }
    found
}

/// Whether the words behind a year make it an attribute: 1952年|建成的老桥.
pub(crate) fn is_attribute(text: &str, end: usize) -> bool {
    text[end..]
        .chars()
        .take(10)
        .take_while(|c| !matches!(c, '，' | '。' | '、' | '；' | ',' | '\n'))
        .any(|c| c == '的')
}

/// Whether a date is that of a dateline: 新华社西宁8月2日|电, 本报讯（8月2日）.
pub(crate) fn is_dateline(text: &str, span: Span<Clean>) -> bool {
    let follow = text[span.end..].trim_start();
    let may_follow = |c: char| matches!(c, '）' | ')' | '电' | '讯' | '专' | '消' | '综' | '报');
    if !follow.starts_with(may_follow) && !follow.chars().take(8).any(|c| c == '报') {
        return false;
    }
    let from = text.floor_char_boundary(span.start.saturating_sub(120));
    let line = text[from..span.start].rfind('\n').map_or(from, |i| from + i + 1);
    let before = text[line..span.start].trim_start();
    let after = text[span.end..].trim_start();
    if before.len() > 60 {
        return false;
    }
    let agency = ["社", "报", "网", "台", "刊", "讯", "财经", "电", "新闻", "在线"]
        .iter()
        .any(|a| before.contains(a));
    if before.ends_with("讯（") || before.ends_with("讯(") || before.ends_with("电（") {
        return after.starts_with('）') || after.starts_with(')');
    }
    let wire = ["电", "讯", "专电", "消息", "综合", "报道"];
    let wired = wire.iter().any(|w| after.starts_with(w))
        && !["电话", "电视", "电影", "电力", "讯问", "消息人士", "综合"]
            .iter()
            .any(|w| after.starts_with(w));
    // 大公财经3月27日北京报道（, 本报记者8月3日从广州报道
    let start: String = after.chars().take(8).collect();
    let from = start.starts_with('从') && start.contains("报道") && before.contains("记者");
    let reported = from || start.chars().take(6).collect::<String>().contains("报道（");
    agency && (wired || reported)
}

/// Whether a full date stands in a line of the page that tells when it was published.
pub(crate) fn is_publication_line(text: &str, span: Span<Clean>) -> bool {
    let from = text.floor_char_boundary(span.start.saturating_sub(AROUND));
    let to = text.floor_char_boundary((span.end + AROUND).min(text.len()));
    let from = text[from..span.start].rfind('\n').map_or(from, |i| from + i + 1);
    let to = text[span.end..to].find('\n').map_or(to, |i| span.end + i);
    let line = text[from..to].trim();
    if line.len() > 160 || line.contains('。') {
        return false;
    }
    let others = line.len() - span.len();
    let says = [
        "发布", "来源", "时间", "日期", "更新", "编辑", "作者", "责编", "阅读", "浏览", "字号",
        "刊发", "稿源",
    ]
    .iter()
    .any(|w| line.contains(w));
    let several_lines = text.trim().len() > line.len();
    several_lines && (says || others < 12)
}
