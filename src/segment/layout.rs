//! What parts of the page a text keeps: the date of a dateline, the line that says when the page was published.

use crate::{Clean, Span};

/// The longest line of which all is looked at, to each side of a date, in bytes.
const AROUND: usize = 400;

/// Returns whether a date is that of a dateline: 新华社西宁8月2日|电, 本报讯（8月2日）.
pub(crate) fn is_date_of_dateline(text: &str, span: Span<Clean>) -> bool {
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

/// Returns whether a full date stands in a line of the page that says when it was published.
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
