//! Lines of the page that are no sentences of the story: the dateline and byline it opens with, and the line that says when
//! it was published.

use once_cell::sync::Lazy;
use regex::Regex;

use super::layout_word::{LayoutWords, List};
use crate::{Clean, Span};

/// The longest line of which all is looked at, to each side of a date, in bytes.
const AROUND: usize = 400;

/// The longest dateline before its date, and behind the start of what is looked at for one, in bytes.
const DATELINE: usize = 60;
const BEFORE_DATELINE: usize = 120;

/// The longest line with a date that says when the page was published, and the most of it beside the date when it has no
/// word for that, in bytes.
const PUBLICATION_LINE: usize = 160;
const BESIDE_DATE: usize = 12;

/// Returns whether a date is that of a dateline: 新华社西宁8月2日|电, 本报讯（8月2日）.
pub(crate) fn is_date_of_dateline(words: &LayoutWords, text: &str, span: Span<Clean>) -> bool {
    let after = text[span.end..].trim_start();
    let may_follow = |c: char| matches!(c, '）' | ')' | '电' | '讯' | '专' | '消' | '报');
    if !after.starts_with(may_follow) && !after.chars().take(8).any(|c| c == '报') {
        return false;
    }
    let from = text.floor_char_boundary(span.start.saturating_sub(BEFORE_DATELINE));
    let line = text[from..span.start].rfind('\n').map_or(from, |i| from + i + 1);
    let before = text[line..span.start].trim_start();
    if before.len() > DATELINE {
        return false;
    }
    if ["讯（", "讯(", "电（"].iter().any(|end| before.ends_with(end)) {
        return after.starts_with(['）', ')']);
    }
    let wired = words.beginning(List::Wire, after).is_some()
        && words.beginning(List::NotWire, after).is_none();
    // 大公财经3月27日北京报道（, 本报记者8月3日从广州报道
    let start = |chars: usize| after.chars().take(chars).collect::<String>();
    let from = after.starts_with('从') && start(8).contains("报道") && before.contains("记者");
    let reported = from || start(6).contains("报道（");
    (wired || reported) && words.within(List::Agency, before).is_some()
}

/// Returns whether a full date stands in a line of the page that says when it was published.
pub(crate) fn is_publication_line(words: &LayoutWords, text: &str, span: Span<Clean>) -> bool {
    let from = text.floor_char_boundary(span.start.saturating_sub(AROUND));
    let to = text.floor_char_boundary((span.end + AROUND).min(text.len()));
    let from = text[from..span.start].rfind('\n').map_or(from, |i| from + i + 1);
    let to = text[span.end..to].find('\n').map_or(to, |i| span.end + i);
    let line = text[from..to].trim();
    if line.len() > PUBLICATION_LINE || line.contains('。') {
        return false;
    }
    let is_all_text = text.trim().len() <= line.len();
    let labelled = words.within(List::Publication, line).is_some();
    !is_all_text && (labelled || line.len() - span.len() < BESIDE_DATE)
}

/// 新华社西宁8月2日电（记者 某某）, 本报讯（记者 某某）, 〔记者某某／台北报导〕.
static OPENING: Lazy<Regex> = Lazy::new(|| {
    let wire = "[^，。；：！？\\n]{0,30}?(?:日电|日讯|日消息|报讯|社讯|网讯|快讯)";
    let boxed = "[〔【（\\[][^〕】）\\]\\n]{0,40}(?:报导|报道|讯|电)[〕】）\\]]";
    let byline = "(?:[（(][^（）()\\n]{0,60}[）)])?";
    Regex::new(&format!("^\\s*(?:{wire}|{boxed}){byline}\\s*")).expect("the pattern is tested")
});

/// What makes 电 and 讯 the beginning of another word: 电力, 讯号.
const GOES_ON: [char; 16] = [
    '力', '话', '视', '影', '站', '动', '网', '量', '子', '脑', '气', '梯', '商', '器', '号', '息',
];

/// Most bytes of a paragraph that are looked at for a dateline.
const LONGEST: usize = 400;

/// Returns whether the paragraph may open with a dateline: it opens with a bracket, or one of the characters that the
/// words of [`OPENING`] end with stands near enough. Most do not, and the pattern is asked for the others.
fn may_open(paragraph: &str) -> bool {
    let text = paragraph.trim_start();
    text.starts_with(['〔', '【', '（', '['])
        || text
            .chars()
            .take(33)
            .take_while(|c| !matches!(c, '，' | '。' | '；' | '：' | '！' | '？' | '\n'))
            .any(|c| matches!(c, '电' | '讯' | '息'))
}

/// Returns the length in bytes of the dateline and byline that the paragraph opens with, 0 for none. It is a sentence of its
/// own: who reports is not who acts.
pub(super) fn dateline_length(paragraph: &str) -> usize {
    if !may_open(paragraph) {
        return 0;
    }
    let mut end = paragraph.len().min(LONGEST);
    while !paragraph.is_char_boundary(end) {
        end -= 1;
    }
    let found = OPENING.find(&paragraph[..end]).map_or(0, |found| found.len());
    if paragraph[found..].starts_with(GOES_ON) { 0 } else { found }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dateline(paragraph: &str) -> &str {
        &paragraph[..dateline_length(paragraph)]
    }

    #[test]
    fn agencies_and_papers_open_with_day_and_byline() {
        assert_eq!(
            dateline("本报延安4月3日电（记者 齐云）3日，县长到访。"),
            "本报延安4月3日电（记者 齐云）"
        );
        assert_eq!(dateline("新华社西宁8月2日电 当地发生地震。"), "新华社西宁8月2日电 ");
        assert_eq!(
            dateline("本报讯（记者 王芳 通讯员 李雷）昨日，"),
            "本报讯（记者 王芳 通讯员 李雷）"
        );
        assert_eq!(dateline("〔记者温书豪／台北报导〕市长今天"), "〔记者温书豪／台北报导〕");
    }

    #[test]
    fn sentences_that_speak_of_reports_are_none() {
        assert_eq!(dateline("县长表示，8月2日电力恢复。"), "");
        assert_eq!(dateline("据新华社报道，地震造成三人受伤。"), "");
    }

    #[test]
    fn a_day_of_power_is_none() {
        assert_eq!(dateline("自8月2日电力中断以来"), "");
    }
}
