//! Memory is reused, and what it held before changes nothing; dates by themselves keep the contract.

use yaowen::{Extractor, Input, Tables};

const NEWS: &[&str] = &[
    include_str!("articles/county_visit.txt"),
    include_str!("articles/earthquake.txt"),
    include_str!("articles/sport.txt"),
];

/// Rows before the built-in ones would move every index; these come behind them, in several tables.
fn own() -> Extractor {
    let date = "id\tpattern\tvalue\trank\texample\tnot\n\
        date.half_hour_day\t(?<m>[0-9]{1,2})月(?<d>[0-9]{1,2})日\tlength=0.5h\t9\t[[8月2日]]\t八月\n";
    let name = "# carrier: 记者从{name}获悉。\nname\tkind\n要闻社\torganization\n";
    Extractor::builder()
        .tables(Tables::parse("date.tsv", date).unwrap())
        .tables(Tables::parse("name.tsv", name).unwrap())
        .build()
        .unwrap()
}

#[test]
fn a_workspace_of_another_extractor_changes_nothing() {
    let (built_in, own) = (Extractor::new(), own());
    let mut work = built_in.workspace();
    for text in NEWS {
        for extractor in [&own, &built_in] {
            assert_eq!(extractor.extract_with(&mut work, *text), extractor.extract(*text));
        }
    }
}

#[test]
fn dates_of_own_tables_do_not_mix_with_the_built_in_ones() {
    let (built_in, own) = (Extractor::new(), own());
    let input = || Input::new("8月2日，新馆开放。").date("2023-08-03".parse().unwrap());
    for _ in 0..2 {
        assert_eq!(own.dates(input())[0].date.value, "PT0.5H");
        assert_eq!(built_in.dates(input())[0].date.value, "2023-08-02");
        assert_eq!(
            yaowen::dates("8月2日", Some("2023-08-03".parse().unwrap()))[0].date.value,
            "2023-08-02"
        );
    }
    for text in NEWS {
        assert_eq!(built_in.dates(*text), yaowen::dates(text, None));
    }
}

#[test]
fn dates_do_not_overlap() {
    for text in ["自甲以来乙以来，变化很大。", "自合作以来自协作以来一年以来", "自自自以来以来以来"]
    {
        let dates = yaowen::dates(text, None);
        assert!(!dates.is_empty());
        for pair in dates.windows(2) {
            assert!(pair[0].end <= pair[1].start, "{} {}", pair[0].text, pair[1].text);
        }
    }
}

#[test]
fn more_than_255_types_of_events_are_told_apart() {
    let types = (0..600).map(|n| format!("own.kind{n}\t1\t自定{n}\town\trole{n}\n"));
    let ontology = format!("type\ttier\tzh\tfamily\troles\n{}", types.collect::<String>());
    let trigger = "id\ttype\ttrigger\tpos\texample\tnot\n\
        trigger.own.放飞纸鸢\town.kind599\t放飞纸鸢\tv\t孩子们在广场[[放飞纸鸢]]\t纸鸢\n";
    let frame =
        "id\ttype\tframe\texample\nframe.own\town.kind599\trole599:person T\t李明放飞纸鸢\n";
    let tables =
        [("ontology.tsv", ontology.as_str()), ("trigger.tsv", trigger), ("frame.tsv", frame)];
    let builder = tables.iter().fold(Extractor::builder(), |builder, (file, text)| {
        builder.tables(Tables::parse(file, text).unwrap_or_else(|e| panic!("{e}")))
    });
    let extractor = builder.build().unwrap_or_else(|e| panic!("{e}"));
    let document = extractor.extract("昨日，李明在广场放飞纸鸢。");
    let event = document.events.iter().find(|e| e.trigger.text == "放飞纸鸢").unwrap();
    assert_eq!(event.kind, "own.kind599");
    assert_eq!(event.arguments[0].role, "role599");
    for text in NEWS {
        assert_eq!(extractor.extract(*text), Extractor::new().extract(*text));
    }
}
