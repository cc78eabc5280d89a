//! The dateline and byline a story opens with: 新华社西宁8月2日电（记者 某某）, 本报讯（记者 某某）, 〔记者某某／台北报导〕.
//!
//! It is a sentence of its own: who reports is not who acts.

use once_cell::sync::Lazy;
use regex::Regex;

static OPENING: Lazy<Regex> = Lazy::new(|| {
    let told = "[^，。；：！？\\n]{0,30}?(?:日电|日讯|日消息|报讯|社讯|网讯|快讯)";
    let boxed = "[〔【（\\[][^〕】）\\]\\n]{0,40}(?:报导|报道|讯|电)[〕】）\\]]";
    let byline = "(?:[（(][^（）()\\n]{0,60}[）)])?";
    Regex::new(&format!("^\\s*(?:{told}|{boxed}){byline}\\s*")).expect("the pattern is tested")
});

/// What makes 电 and 讯 the beginning of another word: 电力, 讯号.
const GOES_ON: [char; 16] = [
    '力', '话', '视', '影', '站', '动', '网', '量', '子', '脑', '气', '梯', '商', '器', '号', '息',
];

/// Most bytes that are looked at.
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

/// Returns the length in bytes of the dateline that the paragraph opens with, 0 for none.
pub(super) fn length(paragraph: &str) -> usize {
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
        &paragraph[..length(paragraph)]
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
