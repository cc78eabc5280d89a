//! News, and texts made to cost as much as possible: each repeats what some stage has to look at again and again.

/// What is repeated.
const UNITS: [&str; 62] = [
    // Names and what stands around them.
    "县",
    "王",
    "市",
    "区",
    "李",
    "王明、",
    "王明",
    "市长",
    "市长、",
    "县委、",
    "县委书记",
    "某某公司",
    "公司",
    "北京",
    "北京市",
    "中国",
    "岚皋县",
    "阿布",
    "·",
    "阿卜杜拉·",
    "先生",
    "委员会",
    "副",
    "原副",
    "大学",
    "记者",
    "王某",
    "华为",
    "霖晶科技（609123）",
    // Events and clauses.
    "表示",
    "表示，",
    "会见",
    "会见王明",
    "将",
    "希望",
    "在",
    "和",
    "被",
    "考察期间，",
    "王明率队到北京考察，",
    "签署协议、",
    // Dates and numbers.
    "1",
    "九",
    "２日至",
    "８月2日",
    "2023年8月",
    "三天前",
    "自合作以来",
    "至",
    "3万元",
    "3比1",
    "第",
    // Marks, markup and damage.
    "，",
    "。",
    "（",
    "“",
    "<b>",
    "&#x738b;",
    "國(guó)",
    "長(zhǎng)",
    "e\u{301}",
    "🇨🇳",
];

/// Returns news of at least `length` bytes.
pub(crate) fn news(length: usize) -> String {
    let articles = [
        include_str!("../articles/county_visit.txt"),
        include_str!("../articles/diplomacy_talks.txt"),
        include_str!("../articles/business_deal.txt"),
        include_str!("../articles/earthquake.txt"),
        include_str!("../articles/sport.txt"),
    ];
    let all = articles.concat();
    all.repeat(length / all.len() + 1)
}

/// Returns 70 texts of about `length` bytes, each with its name.
pub(crate) fn texts(length: usize) -> Vec<(String, String)> {
    let repeated = |name: &str, unit: &str| (name.to_owned(), unit.repeat(length / unit.len() + 1));
    let mut all: Vec<(String, String)> = UNITS.iter().map(|unit| repeated(unit, unit)).collect();
    all.extend([
        repeated("line ends", "王\n"),
        repeated("blanks", "王 "),
        repeated("wide blanks", "王\u{3000}"),
        repeated("unreadable", "\u{fffd}"),
        repeated("joiners", "王\u{200d}"),
    ]);
    // Nothing is repeated: every ideograph there is, dates without end, and names that differ.
    let han = ('\u{4e00}'..='\u{9fff}').cycle();
    all.push(("all ideographs".to_owned(), han.take(length / 3).collect()));
    let days = (0u32..).map(|n| format!("{}年{}月{}日", 1900 + n % 200, 1 + n % 12, 1 + n % 28));
    all.push(("different days".to_owned(), up_to(length, days)));
    let given: Vec<char> = "明伟芳娜敏静丽强磊军洋勇艳杰娟涛超霞平刚桂英华文玉".chars().collect();
    let names = (0usize..).map(|n| {
        let at = |n: usize| given[n % given.len()];
        format!("王{}{}、", at(n), at(n / given.len()))
    });
    all.push(("different names".to_owned(), up_to(length, names)));
    all
}

fn up_to(length: usize, parts: impl Iterator<Item = String>) -> String {
    let mut text = String::new();
    for part in parts {
        if text.len() >= length {
            break;
        }
        text.push_str(&part);
    }
    text
}
