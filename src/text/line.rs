//! Line ends inside a sentence.
//!
//! Pages break lines at a fixed width, or where a tag stood. The sentence goes on behind the line end when a word stands
//! across it, when a mark says so, or when the line has run through the end of a sentence before: then it is no headline.
//! Headlines, datelines and items of lists stay lines of their own.

use super::{
    NoteKind,
    chars::is_han,
    draft::{Changed, Draft},
    place::Place,
};

/// Returns the text without line ends inside sentences.
pub(super) fn line_ends(text: &str) -> Option<Changed> {
    let mut draft = Draft::new(text);
    let mut line = Line { read: 0, stop: false };
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'\n', &text.as_bytes()[at..]) {
        let place = Place::around(text, at + found);
        at = place.end;
        if !line.goes_on(&place) {
            line = Line { read: place.end, stop: false };
        } else if place.between(|c| c.is_ascii_alphanumeric()) {
            draft.replace(place.start..place.end, " ");
            draft.note(place.start..place.end, NoteKind::LineEnd);
        } else {
            draft.remove(place.start..place.end, NoteKind::LineEnd);
        }
    }
    draft.finish()
}

/// Characters that end no line, nor a word that ends one (走向, 成因, 祥和).
const GOES_ON: [char; 9] = ['与', '及', '于', '把', '被', '而', '或', '但', '且'];

/// Characters that start no line: particles and suffixes.
const FOLLOWS: [char; 6] = ['的', '了', '们', '吗', '呢', '吧'];

/// How many characters before a line end an open bracket is looked for.
const BRACKETED: usize = 40;

/// What is known of the line that is read, taken-out line ends included.
#[derive(Debug)]
struct Line {
    /// Byte up to which `stop` is known.
    read: usize,
    /// Whether the line has the end of a sentence.
    stop: bool,
}

impl Line {
    /// Returns whether the line's last sentence goes on behind the place. Calls come in text order.
    fn goes_on(&mut self, place: &Place<'_>) -> bool {
        let Some((before, after)) = place.sides() else { return false };
        // Poems break the line behind commas too, and read as sentences all the same.
        if "，。、；：！？”）》】".contains(after) || "，、（《“‘".contains(before)
        {
            return true;
        }
        let word = |c: char| is_han(c) || c.is_ascii_alphanumeric();
        if !word(before) || !word(after) {
            return false;
        }
        if GOES_ON.contains(&before)
            || FOLLOWS.contains(&after)
            || brackets_open(&place.text[..place.start])
            || place.in_word()
        {
            return true;
        }
        // An indent or an empty line starts a paragraph, mostly.
        let starts_paragraph = place.blanks().trim_start_matches(' ') != "\n";
        if !starts_paragraph
            && before.is_ascii_digit()
            && "年月日时分秒岁人名个元万亿米吨届次点%".contains(after)
        {
            return true;
        }
        // But a paragraph that has the end of a sentence ends with one.
        let unread = &place.text.as_bytes()[self.read..place.start];
        self.stop |= ["。", "！", "？"]
            .iter()
            .any(|mark| memchr::memmem::find(unread, mark.as_bytes()).is_some());
        self.read = place.start;
        self.stop && !starts(place.rest()) && !ends(&place.text[..place.start])
    }
}

/// Returns whether brackets or a title are open at the end of the text's last line.
fn brackets_open(text: &str) -> bool {
    let last = text
        .chars()
        .rev()
        .filter(|c| *c != '\n')
        .take(BRACKETED)
        .find(|c| matches!(c, '（' | '）' | '《' | '》'));
    matches!(last, Some('（' | '《'))
}

/// Returns whether the text reads like the end of a caption: 图为座谈会现场。林晓禾摄.
fn ends(text: &str) -> bool {
    ["摄", "摄影", "供图", "制图", "配图", "报道", "整理", "编辑"].iter().any(|w| text.ends_with(w))
}

/// Returns whether the text reads like the start of a report or of an item of a list.
fn starts(rest: &str) -> bool {
    const REPORT: [&str; 11] = [
        "本报",
        "本网",
        "新华",
        "中新",
        "据新华",
        "据中新",
        "记者",
        "通讯员",
        "编辑",
        "责编",
        "来源",
    ];
    const ITEM: [char; 5] = ['、', '.', '章', '节', '条'];
    let number = |c: char| "一二三四五六七八九十第".contains(c) || c.is_ascii_digit();
    let behind = rest.trim_start_matches(number);
    REPORT.iter().any(|w| rest.starts_with(w))
        || behind.len() < rest.len() && behind.starts_with(ITEM)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(text: &str) -> String {
        line_ends(text).map_or(text.to_owned(), |c| c.text)
    }

    #[test]
    fn sentences_go_on_across_line_ends() {
        for (page, text) in [
            ("常州市委副书\n记到访。", "常州市委副书记到访。"),
            ("他要求，\n\u{20}\u{20}各部门落实责任。", "他要求，各部门落实责任。"),
            ("共有三十人参加\n。", "共有三十人参加。"),
            ("本报讯（记者林\n  晓禾）昨日到访。", "本报讯（记者林晓禾）昨日到访。"),
            ("市长会见代表团一行及\n  随行记者", "市长会见代表团一行及随行记者"),
            ("雨停了。李明和王强\n随后返程。", "雨停了。李明和王强随后返程。"),
            ("雨停了。李明和王强\n\u{20}\u{20}随后返程。", "雨停了。李明和王强随后返程。"),
            ("定于8月2\n日举行。", "定于8月2日举行。"),
            ("首批产品。由Blue\nSky公司生产。", "首批产品。由Blue Sky公司生产。"),
        ] {
            assert_eq!(joined(page), text);
        }
    }

    #[test]
    fn headlines_and_paragraphs_stay_lines() {
        for page in [
            "县长调研防汛\n昨日，县长到河堤调研。",
            "乡村振兴，常州这样做\n本报讯 昨日，市委召开会议。",
            "会议结束。\n次日返程。",
            "他说了三点。分别是\n一、防汛；\n二、抢种。",
            "图为座谈会现场。林晓禾摄\n  次日，代表团返程。",
            "张小林\n李秋月\n王大川",
        ] {
            assert_eq!(joined(page), page);
        }
    }
}
