//! Line ends inside a sentence.
//!
//! Pages break lines at a fixed width, or where a tag stood. The sentence goes on behind the line end when a word stands
//! across it, when a mark says so, or when the line has run through the end of a sentence before: then it is no headline.
//! On a page that has several words with line ends in them all line ends come from layout, but for the headline's.
//! Headlines, datelines and items of lists stay lines of their own.

use super::{
    NoteKind, boilerplate,
    chars::is_han,
    draft::{Changed, Draft},
    whitespace_gap::Gap,
};

/// Returns the text without line ends inside sentences. Lines that were made longer may show more of them. `borders` are bytes,
/// in order, at which lines start that go on from none.
pub(super) fn line_ends(text: &str, borders: &[usize]) -> Option<Changed> {
    let mut draft = Draft::new(text);
    let mut page = Page { text, in_words: None };
    let mut line = Line::new(0);
    let mut at = 0;
    for end in memchr::memchr_iter(b'\n', text.as_bytes()) {
        if end < at {
            continue;
        }
        if sentence_ends(text.as_bytes(), end) {
            at = end + 1;
            line = Line::new(at);
            continue;
        }
        let gap = Gap::around(text, end);
        at = gap.end;
        let border = borders.partition_point(|b| *b <= gap.start);
        if borders.get(border).is_some_and(|b| *b <= gap.end)
            || !line.goes_on(&gap, &mut page)
            || line.is_boilerplate(&gap)
        {
            line = Line::new(gap.end);
        } else if gap.between(|c| c.is_ascii_alphanumeric()) {
            draft.replace(gap.start..gap.end, " ");
            draft.note(gap.start..gap.end, NoteKind::LineEnd);
        } else {
            draft.remove(gap.start..gap.end, NoteKind::LineEnd);
        }
    }
    draft.finish()
}

/// Returns whether the line end at byte `end` stands between a full stop or a closing quote and an ideograph. So most do, and
/// nothing goes on there.
fn sentence_ends(text: &[u8], end: usize) -> bool {
    // The first bytes of U+4E00 to U+9FFF.
    text[..end].ends_with("。".as_bytes()) | text[..end].ends_with("”".as_bytes())
        && matches!(text.get(end + 1), Some(0xe4..=0xe9))
}

/// Words that end no line: prepositions and conjunctions.
const GOES_ON: [&str; 27] = [
    "与", "及", "于", "把", "被", "而", "或", "但", "且", "和", "从", "在", "将", "对", "向", "为",
    "以", "至", "因", "并", "以及", "对于", "关于", "由于", "为了", "根据", "按照",
];

/// Words that start no line: particles, suffixes and what follows a measure.
const FOLLOWS: [&str; 12] =
    ["的", "了", "们", "吗", "呢", "吧", "起", "之一", "之内", "以内", "多名", "余名"];

/// Most characters of a name.
const NAME: usize = 4;

/// How many characters before a line end an open bracket is looked for.
const BRACKETED: usize = 40;

/// What is known of the line that is read, taken-out line ends included.
#[derive(Debug)]
struct Line {
    /// Its first byte.
    from: usize,
    /// Byte up to which the rest is known.
    read: usize,
    /// Whether the line has the end of a sentence.
    stop: bool,
    /// Where the last brackets or quotation of a title start that no closing one follows.
    open: Option<usize>,
}

impl Line {
    fn new(from: usize) -> Self {
        Line { from, read: from, stop: false, open: None }
    }

    /// Reads on up to byte `to` of the text.
    fn read(&mut self, text: &str, to: usize) {
        for (at, c) in text[self.read..to].char_indices() {
            match c {
                '。' | '！' | '？' => self.stop = true,
                '（' | '《' => self.open = Some(self.read + at),
                '）' | '》' => self.open = None,
                _ => {}
            }
        }
        self.read = to;
    }

    /// Returns whether the line or the next one is what the page says of itself.
    fn is_boilerplate(&self, gap: &Gap<'_>) -> bool {
        boilerplate::is_boilerplate(&gap.text[self.from..gap.start])
            || boilerplate::is_boilerplate(next_line(gap))
    }

    /// Returns whether the line's last sentence goes on behind the gap. Calls come in text order.
    fn goes_on(&mut self, gap: &Gap<'_>, page: &mut Page<'_>) -> bool {
        let Some((before, after)) = gap.sides() else { return false };
        // Poems break the line behind commas too, and read as sentences all the same.
        if matches!(
            after,
            '，' | '。' | '、' | '；' | '：' | '！' | '？' | '”' | '）' | '》' | '】'
        ) || matches!(before, '，' | '、' | '（' | '《' | '“' | '‘')
        {
            return true;
        }
        let word = |c: char| is_han(c) || c.is_ascii_alphanumeric();
        if !word(before) || !word(after) {
            return false;
        }
        self.read(gap.text, gap.start);
        if self.open.is_some_and(|from| is_near(&gap.text[from..gap.start])) {
            return true;
        }
        if starts(gap.rest()) {
            return false;
        }
        if in_number(gap)
            || ends_in(before) && gap.last_word().is_some_and(|w| GOES_ON.contains(&&*w))
            || starts_with(after) && gap.next_word().is_some_and(|w| FOLLOWS.contains(&&*w))
        {
            return true;
        }
        // An indent or an empty line starts a paragraph, mostly.
        let starts_paragraph = gap.blanks().trim_start_matches(' ') != "\n";
        if !starts_paragraph
            && before.is_ascii_digit()
            && "年月日时分秒岁人名个元万亿米吨届次点%".contains(after)
        {
            return true;
        }
        // A paragraph that has the end of a sentence ends with one.
        let next = next_line(gap);
        let caption = || ends(&gap.text[..gap.start]);
        if self.stop && next.contains(['，', '。', '！', '？', '；']) && !caption() {
            return true;
        }
        if gap.in_word() {
            // An author's name stands alone, and makes words with its neighbours by chance.
            return !alone(&gap.text[self.from..gap.start]) && !alone(next) || page.is_broken();
        }
        let headline = || gap.text[..self.from].trim().is_empty();
        !headline() && page.is_broken() && !caption()
    }
}

/// How many words have line ends in them where all line ends come from layout, and how many line ends between ideographs
/// there are at most for each of them: of line ends at any gap every second one is in a word.
const BROKEN: usize = 3;
const BROKEN_OF: usize = 5;

/// How many line ends between ideographs are looked at.
const SAMPLE: usize = 64;

/// What is known of the page.
#[derive(Debug)]
struct Page<'t> {
    text: &'t str,
    /// Whether that many words have line ends in them; found out when it is first asked for.
    in_words: Option<bool>,
}

impl Page<'_> {
    fn is_broken(&mut self) -> bool {
        *self.in_words.get_or_insert_with(|| {
            let bytes = self.text.as_bytes();
            let places: Vec<Gap<'_>> = memchr::memchr_iter(b'\n', bytes)
                .filter(|end| !sentence_ends(bytes, *end))
                .map(|end| Gap::around(self.text, end))
                .filter(|gap| gap.between(is_han))
                .take(SAMPLE)
                .collect();
            let in_words = || places.iter().filter(|gap| gap.in_word()).count();
            places.len() >= BROKEN && {
                let in_words = in_words();
                in_words >= BROKEN && places.len() <= BROKEN_OF * in_words
            }
        })
    }
}

/// Returns whether one of the words that end no line ends in the character.
fn ends_in(c: char) -> bool {
    matches!(
        c,
        '与' | '及'
            | '于'
            | '把'
            | '被'
            | '而'
            | '或'
            | '但'
            | '且'
            | '和'
            | '从'
            | '在'
            | '将'
            | '对'
            | '向'
            | '为'
            | '以'
            | '至'
            | '因'
            | '并'
            | '了'
            | '据'
            | '照'
    )
}

/// Returns whether one of the words that start no line starts with the character.
fn starts_with(c: char) -> bool {
    matches!(c, '的' | '了' | '们' | '吗' | '呢' | '吧' | '起' | '之' | '以' | '多' | '余')
}

/// Returns whether a number in Han numerals stands across the gap: 百分之六 | 十六点七, 五届五 | 次会议.
fn in_number(gap: &Gap<'_>) -> bool {
    let numeral = |c| {
        matches!(c, '〇' | '零' | '百' | '千' | '万' | '亿')
            || matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十')
    };
    let measure = |c| {
        matches!(c, '点' | '次' | '个' | '名' | '届' | '项' | '年' | '月' | '日' | '号' | '岁')
            || matches!(c, '元' | '吨' | '米' | '家' | '位' | '条' | '起' | '艘' | '架' | '辆')
    };
    let before = gap.text[..gap.start].trim_end_matches('点');
    let (numbered, point) = (before.ends_with(numeral), before.len() < gap.start);
    let goes_on = |c| numeral(c) || !point && measure(c);
    numbered && gap.rest().starts_with(goes_on)
}

/// Returns whether the line may be an author's name.
fn alone(line: &str) -> bool {
    let mut chars = line.chars().filter(|c| !matches!(c, ' ' | '\n'));
    chars.clone().nth(NAME).is_none() && chars.all(is_han)
}

/// Returns the line behind the gap.
fn next_line<'t>(gap: &Gap<'t>) -> &'t str {
    let rest = gap.rest();
    &rest[..memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len())]
}

/// Returns whether brackets that open at the start of the text may close behind it.
fn is_near(text: &str) -> bool {
    text.chars().filter(|c| !matches!(c, '\n' | ' ')).nth(BRACKETED).is_none()
}

/// Returns whether the text reads like the end of a caption: 图为座谈会现场。林晓禾摄.
fn ends(text: &str) -> bool {
    ["摄", "摄影", "供图", "制图", "配图", "报道", "整理", "编辑"].iter().any(|w| text.ends_with(w))
}

/// Returns whether the text reads like the start of a report or of an item of a list.
fn starts(rest: &str) -> bool {
    const REPORT: [&str; 12] = [
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
        "编者",
    ];
    const ITEM: [char; 5] = ['、', '.', '章', '节', '条'];
    let number = |c: char| {
        matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '第')
            || c.is_ascii_digit()
    };
    let behind = rest.trim_start_matches(number);
    REPORT.iter().any(|w| rest.starts_with(w))
        || behind.len() < rest.len() && behind.starts_with(ITEM)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(text: &str) -> String {
        line_ends(text, &[]).map_or(text.to_owned(), |c| c.text)
    }

    #[test]
    fn the_borders_of_the_words_are_known() {
        assert!(GOES_ON.iter().all(|w| w.ends_with(ends_in)));
        assert!(FOLLOWS.iter().all(|w| w.starts_with(starts_with)));
    }

    #[test]
    fn sentences_go_on_across_line_ends() {
        for (page, text) in [
            ("常州市委副书\n记到访。", "常州市委副书记到访。"),
            ("他要求，\n\u{20}\u{20}各部门落实责任。", "他要求，各部门落实责任。"),
            ("共有三十人参加\n。", "共有三十人参加。"),
            ("本报讯（记者林\n  晓禾）昨日到访。", "本报讯（记者林晓禾）昨日到访。"),
            ("市长会见代表团一行及\n  随行记者", "市长会见代表团一行及随行记者"),
            ("代表团二日在\n  海棠宫会谈", "代表团二日在海棠宫会谈"),
            ("市长会见了来访\n的代表团", "市长会见了来访的代表团"),
            ("产量增长百分之六\n  十六点\n  七", "产量增长百分之六十六点七"),
            ("雨停了。李明和王强\n随后返程。", "雨停了。李明和王强随后返程。"),
            ("雨停了。李明和王强\n\u{20}\u{20}随后返程。", "雨停了。李明和王强随后返程。"),
            ("定于8月2\n日举行。", "定于8月2日举行。"),
            ("首批产品。由Blue\nSky公司生产。", "首批产品。由Blue Sky公司生产。"),
        ] {
            assert_eq!(joined(page), text);
        }
    }

    #[test]
    fn line_ends_of_a_page_that_is_broken_in_words_mean_nothing() {
        let page = "县长调研防\n汛\n昨日，县长\n到河堤调研，要求各\n部门加\n强值\n守，落\n实责任。";
        assert!(
            joined(page).ends_with("汛\n昨日，县长到河堤调研，要求各部门加强值守，落实责任。"),
            "{}",
            joined(page)
        );
        let page = "县长调研防汛\n各镇检查\n昨日，县长到河堤调研。";
        assert_eq!(joined(page), page);
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
            "2024年3月5日 09:12 浏览量：3127\n日前，县长到河堤调研。",
            "来源：江州网 编辑：管理员\n工人日夜施工",
            "次日返程。他说\n编辑：林晓禾",
            "海边看海\n王安平\n昨日，记者到海边。",
            "春风十里\n人们播种。夏日到来\n稻田青青\n秋天丰收",
            "会议结束。名单如下：张小林到任\n李秋月王大川林晓禾",
            "义务教育全面普及\n各校秋季开学",
            "群众广泛参与\n的士司机也来报名",
            "学习会议精神之一\n一、会议开得及时",
        ] {
            assert_eq!(joined(page), page);
        }
    }
}
