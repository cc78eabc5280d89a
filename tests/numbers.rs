//! Numbers of any size: none makes the arithmetic of dates panic or wrap, and amounts are exact.

use yaowen::{
    Extractor, Input, Moment,
    document::{Bound, Decimal, Document, Quantity},
};

/// Writes a number in Chinese: 30500 is 三万零五百.
fn chinese(number: u64) -> String {
    const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    match number {
        0..10 => DIGITS[number as usize].to_owned(),
        _ => {
            let units =
                [(100_000_000, "亿"), (10_000, "万"), (1000, "千"), (100, "百"), (10, "十")];
            let (unit, name) =
                units.into_iter().find(|u| u.0 <= number).expect("it is ten at least");
            let (before, behind) = (number / unit, number % unit);
            let gap = if behind > 0 && behind < unit / 10 { "零" } else { "" };
            let behind = if behind > 0 { chinese(behind) } else { String::new() };
            format!("{}{name}{gap}{behind}", chinese(before))
        }
    }
}

/// The numbers from 0 to 10^18 that lie at the borders of anything, in all the ways they are written.
fn numbers() -> Vec<String> {
    let mut sizes: Vec<u64> =
        vec![0, 2, 3, 12, 31, 32, 255, 256, 366, 9999, 19_999, 239_976, 239_977];
    sizes.extend([
        7_304_484,
        7_304_485,
        631_107_417_600,
        i32::MAX as u64 + 1,
        u64::from(u32::MAX) + 1,
    ]);
    sizes.extend((0..=18).map(|power| 10u64.pow(power)));
    let mut all: Vec<String> = Vec::new();
    for size in sizes {
        all.extend([size.to_string(), chinese(size)]);
    }
    for power in 0..=14 {
        let size = 10u64.pow(power);
        // 2.5, 3万, 3.5亿, 三万5千, 1,000.
        all.extend([
            format!("{size}.5"),
            format!("0.{size}"),
            format!("{size}万"),
            format!("3.{size}亿"),
        ]);
    }
    let mixed = [
        "半",
        "几",
        "数十",
        "几百万",
        "两千零四",
        "三万5千",
        "3万5千",
        "1,000",
        "35,000,000",
        "１２",
        "廿二",
    ];
    all.extend(mixed.map(str::to_owned));
    all.extend(
        ["1万亿", "9亿亿", "九万万万", "1亿亿亿亿", "二〇二三二〇二三二〇二三"].map(str::to_owned),
    );
    all.extend(["9".repeat(19), "9".repeat(29), "9".repeat(400), "九".repeat(400)]);
    all
}

const UNITS: [&str; 24] = [
    "年",
    "年半",
    "周年",
    "个世纪",
    "世纪",
    "年代",
    "个季度",
    "季度",
    "个月",
    "个半月",
    "月",
    "月份",
    "周",
    "个星期",
    "天",
    "日",
    "个工作日",
    "个小时",
    "小时",
    "个半小时",
    "时",
    "分钟",
    "秒",
    "号",
];

/// Words around a number and its unit; `N` stands for both.
const FRAMES: [&str; 44] = [
    "N",
    "N前",
    "N以前",
    "约N前",
    "N后",
    "N之后",
    "再过N",
    "近N",
    "过去N",
    "最近N来",
    "近N以来",
    "N来",
    "未来N",
    "今后N内",
    "N内",
    "前N",
    "头N",
    "后N",
    "上N",
    "下N",
    "这N间",
    "约N",
    "长达N",
    "第N",
    "最后N",
    "每N",
    "每隔N",
    "自N以来",
    "截至N",
    "N之前",
    "N至N",
    "从N到N",
    "N初",
    "N底",
    "公元N",
    "公元前N",
    "农历N",
    "民国N",
    "康熙N",
    "去年N",
    "2023年N",
    "明年前N",
    "N5小时30分",
    "上世纪N",
];

#[test]
fn no_number_of_a_date_panics() {
    let anchors = [None, Some("0001-01-01"), Some("2024-02-29"), Some("9999-12-31T23:59:59")];
    let anchors = anchors.map(|a| a.map(|a| a.parse::<Moment>().expect("it is a date")));
    let mut found = 0;
    for number in numbers() {
        for unit in UNITS {
            let mut text = String::new();
            for frame in FRAMES {
                text.push_str(&frame.replace('N', &format!("{number}{unit}")));
                text.push_str("，恐龙灭绝。\n");
            }
            for anchor in anchors {
                for date in yaowen::dates(&text, anchor) {
                    // A reversed interval would not read back.
                    let value = date.date.value;
                    let printed = value.to_string();
                    assert_eq!(printed.parse().ok(), Some(value), "{printed} of {number}{unit}");
                    found += 1;
                }
            }
        }
    }
    assert!(found > 300_000, "the frames are read: {found}");
}

#[test]
fn what_lies_beyond_the_calendar_is_only_past_or_to_come() {
    for anchor in ["2023-08-03", "9999-12-31", "0001-01-01"] {
        for (text, value) in [
            ("3万年前，恐龙灭绝。", "PAST_REF"),
            ("2万年前", "PAST_REF"),
            ("80000个季度前", "PAST_REF"),
            ("未来两万年", "FUTURE_REF"),
            ("两千亿天后", "FUTURE_REF"),
        ] {
            let dates = yaowen::dates(text, Some(anchor.parse().unwrap()));
            assert_eq!(
                (dates.len(), dates[0].date.value.to_string().as_str()),
                (1, value),
                "{text}"
            );
        }
    }
}

#[test]
fn lengths_of_time_are_exact() {
    for (text, value) in [("历时12万年", "P120000Y~"), ("历时1.1个小时", "PT1.1H~")] {
        assert_eq!(yaowen::dates(text, None)[0].date.value, value, "{text}");
    }
}

/// Returns the amounts of a document's events.
fn amounts(document: &Document) -> Vec<&Quantity> {
    let arguments = document.events.iter().flat_map(|e| &e.arguments);
    arguments.filter_map(|a| a.value.as_ref()).collect()
}

#[test]
fn amounts_are_exact_and_read_back_equal() {
    let extractor = Extractor::new();
    let mut work = extractor.workspace();
    for (number, printed) in [
        ("9.2亿", "920000000"),
        ("1.1万", "11000"),
        ("4.35亿", "435000000"),
        ("0.07", "0.07"),
        ("8.41万亿", "8410000000000"),
        ("1千万亿", "1000000000000000"),
        ("2.3亿亿", "23000000000000000"),
        ("三十万零五", "300005"),
    ] {
        let text = format!("昨日，要闻科技公司向灾区捐款{number}元。");
        let document = extractor.extract_with(&mut work, Input::new(&text));
        let found = amounts(&document);
        assert_eq!(found.len(), 1, "{text}");
        assert_eq!((found[0].number.to_string().as_str(), found[0].bound), (printed, Bound::Exact));
        let json = serde_json::to_string(&document).unwrap();
        assert!(json.contains(&format!("\"number\":{printed},")), "{json}");
        assert_eq!(serde_json::from_str::<Document>(&json).unwrap(), document, "{text}");
    }
}

#[test]
fn amounts_of_any_size_return_and_read_back_equal() {
    let extractor = Extractor::new();
    let mut work = extractor.workspace();
    let mut largest = Decimal::default();
    for number in numbers() {
        let text = format!(
            "昨日，要闻科技公司向灾区捐款{number}元，约{number}人获奖，增长{number}%，占{number}成。"
        );
        let document = extractor.extract_with(&mut work, Input::new(&text));
        largest =
            amounts(&document).into_iter().map(|q| q.number).max().unwrap_or_default().max(largest);
        let json = serde_json::to_string(&document).unwrap();
        assert_eq!(serde_json::from_str::<Document>(&json).unwrap(), document, "{text}");
    }
    assert!(largest >= Decimal::from(1_000_000_000_000_000_000), "{largest}");
}
