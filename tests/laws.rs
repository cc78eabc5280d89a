//! What holds for any input: nothing panics, spans are sound, the contract's words are kept, a neutral paragraph more in
//! front of a text changes nothing but spans, and the same input gives the same output.

use proptest::prelude::*;
use yaowen::{Document, Extractor, Input, Tables, Texts, document, output, text};

mod contract;
use contract::{dates_are_sound, sound};

/// Texts of our own to cut up.
const NEWS: &[&str] = &[
    include_str!("articles/county_visit.txt"),
    include_str!("articles/diplomacy_talks.txt"),
    include_str!("articles/business_deal.txt"),
    include_str!("articles/earthquake.txt"),
    include_str!("articles/court.txt"),
    include_str!("articles/taiwan.txt"),
    include_str!("articles/hongkong.txt"),
    include_str!("articles/scraped_notes.txt"),
    include_str!("articles/sport.txt"),
    include_str!("articles/appointments.txt"),
];

fn check(text: &str) {
    sound(text, &Extractor::new().extract(text));
}

/// Pieces of news between random borders, joined in random order.
fn cut_up_news() -> impl Strategy<Value = String> {
    let piece = (0..NEWS.len(), any::<prop::sample::Index>(), 1..40usize).prop_map(
        |(article, from, length)| {
            let chars: Vec<char> = NEWS[article].chars().collect();
            let from = from.index(chars.len());
            chars[from..(from + length).min(chars.len())].iter().collect::<String>()
        },
    );
    prop::collection::vec(piece, 1..20).prop_map(|pieces| pieces.concat())
}

/// The same with marks, selectors, joiners and flags between the characters.
fn clustered_news() -> impl Strategy<Value = String> {
    const JOINED: [&str; 12] = [
        "\u{301}",
        "\u{fe0f}",
        "\u{e0101}",
        "\u{200d}",
        "👩\u{200d}💻",
        "🇨🇳",
        "🇨",
        "\r\n",
        "\u{3099}",
        "각",
        "\u{0600}",
        "\u{20e3}",
    ];
    (cut_up_news(), prop::collection::vec((any::<prop::sample::Index>(), 0..JOINED.len()), 0..30))
        .prop_map(|(news, joined)| {
            let mut chars: Vec<String> = news.chars().map(String::from).collect();
            for (at, mark) in joined {
                let at = at.index(chars.len());
                chars[at].push_str(JOINED[mark]);
            }
            chars.concat()
        })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_return(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        check(Input::bytes(&bytes).text());
    }

    #[test]
    fn any_unicode_returns(text in "\\PC{0,200}") {
        check(&text);
    }

    #[test]
    fn any_chinese_returns(text in "[\u{4e00}-\u{9fff}0-9，。、：；“”（）《》年月日时万亿省市县区\n]{0,200}") {
        check(&text);
    }

    #[test]
    fn cut_up_news_returns(text in cut_up_news()) {
        check(&text);
    }

    #[test]
    fn no_grapheme_cluster_is_divided(text in clustered_news()) {
        check(&text);
        dates_are_sound(&text);
    }

    #[test]
    fn dates_are_sound_in_any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..300), text in cut_up_news()) {
        dates_are_sound(Input::bytes(&bytes).text());
        dates_are_sound(&text);
    }

    #[test]
    fn any_table_is_read_or_its_faults_are_said(rows in "([a-z_]{0,8}[\t|;{}\\[\\]王市0-9=> ]{0,12}\n?){0,12}", table in 0..6usize) {
        let table = ["name", "title", "date", "trigger", "frame", "disable"][table];
        let columns = "name\tkind\tpattern\texample\tnot\tid\n";
        for text in [rows.clone(), format!("{columns}{rows}")] {
            if let Err(error) = Tables::parse(&format!("{table}.tsv"), &text) {
                prop_assert!(!error.faults().is_empty());
            }
        }
    }

    #[test]
    fn any_bytes_of_lines_are_read_or_said(bytes in prop::collection::vec(any::<u8>(), 0..300), text in "[\\PC\"{}:,\n]{0,100}") {
        for lines in [bytes.as_slice(), text.as_bytes()] {
            for read in Texts::lines("-", lines) {
                prop_assert!(read.map_or_else(|skipped| !skipped.reason().is_empty(), |text| !text.id().is_empty()));
            }
        }
    }

    #[test]
    fn a_neutral_paragraph_only_shifts_any_chinese(
        text in "[\u{4e00}-\u{9fff}0-9，。、：；“”（）《》【】:年月日时万亿省市县区\n]{0,200}",
    ) {
        shifts(&text);
    }

    #[test]
    fn a_neutral_paragraph_only_shifts_cut_up_news(text in cut_up_news()) {
        shifts(&text);
    }

    #[test]
    fn same_input_gives_same_output(text in cut_up_news()) {
        let extractor = Extractor::new();
        let mut work = extractor.workspace();
        extractor.extract_with(&mut work, NEWS[0]);
        prop_assert_eq!(extractor.extract_with(&mut work, text.as_str()), extractor.extract(text.as_str()));
    }
}

#[test]
fn whole_articles_keep_the_contract() {
    NEWS.iter().for_each(|text| check(text));
}

/// The record with every number that counts bytes moved back by `by`.
fn moved_back(document: &Document, by: usize) -> serde_json::Value {
    fn walk(value: &mut serde_json::Value, by: usize) {
        match value {
            serde_json::Value::Object(map) => {
                for (key, inner) in map {
                    match (key.as_str(), inner) {
                        ("start" | "end", number) => {
                            *number = (number.as_u64().unwrap() as usize - by).into()
                        }
                        ("sentence", serde_json::Value::Array(ends)) => {
                            for end in ends {
                                *end = (end.as_u64().unwrap() as usize - by).into();
                            }
                        }
                        (_, inner) => walk(inner, by),
                    }
                }
            }
            serde_json::Value::Array(items) => items.iter_mut().for_each(|item| walk(item, by)),
            _ => {}
        }
    }
    let mut value = serde_json::to_value(document).unwrap();
    walk(&mut value, by);
    value
}

/// A paragraph that names nobody and tells nothing.
const NEUTRAL: &str = "天气很好，风也不大。\n";

/// Fails when a neutral paragraph more changes anything but spans.
///
/// What stands first on a page is its headline, dateline or byline, and a line that begins with `：`, `，` or `】` goes on
/// from the line before, which it may make a headline; so the text stands behind two such paragraphs in any case.
fn shifts(text: &str) {
    let extractor = Extractor::new();
    let twice = extractor.extract(format!("{NEUTRAL}{NEUTRAL}{text}").as_str());
    let thrice = extractor.extract(format!("{NEUTRAL}{NEUTRAL}{NEUTRAL}{text}").as_str());
    assert_eq!(moved_back(&thrice, NEUTRAL.len()), moved_back(&twice, 0), "{text:?}");
}

#[test]
fn a_neutral_paragraph_in_front_only_shifts_spans() {
    let extractor = Extractor::new();
    for text in NEWS {
        shifts(text);
        // The body of an article, behind its headline, stands by itself, too.
        let body = &text[text.find('\n').map_or(0, |i| i + 1)..];
        let alone = extractor.extract(body);
        let after = extractor.extract(&format!("{NEUTRAL}{body}"));
        assert_eq!(moved_back(&after, NEUTRAL.len()), moved_back(&alone, 0));
    }
    [":", "】", "港\n经\n济\n\n区"].into_iter().for_each(shifts);
}

#[cfg(feature = "parallel")]
#[test]
fn all_cores_give_what_one_gives() {
    let extractor = Extractor::new();
    let inputs: Vec<Input<'_>> = NEWS.iter().map(|text| Input::new(text)).collect();
    let alone: Vec<Document> = inputs.iter().map(|input| extractor.extract(input)).collect();
    assert_eq!(extractor.extract_all(&inputs), alone);
}

#[test]
fn one_long_line_returns() {
    let line = NEWS.concat().replace('\n', "");
    check(&line.repeat(20));
}

// Whether time grows with them is for `benches/growth.rs`.
#[test]
fn what_repeats_without_end_returns() {
    for piece in
        ["县", "王", "1", "，", "第", "市长", "王明、", "在", "（", "“", "２日至", "某某公司"]
    {
        check(&piece.repeat(3_000));
    }
}

#[test]
fn weights_of_a_file_are_taken_instead_of_the_built_in_ones() {
    let bytes = include_bytes!("../src/tables/weights.bin");
    let own = Extractor::builder().weights(&bytes[..]).build().expect("the file is sound");
    let built_in = Extractor::new().extract(NEWS[0]);
    let read = own.extract(NEWS[0]);
    assert!(!read.mentions.is_empty());
    if cfg!(feature = "learned") {
        assert_eq!(moved_back(&read, 0), moved_back(&built_in, 0));
    }
    let error = Extractor::builder().weights(*b"no weights").build().unwrap_err();
    assert!(error.is_weights(), "{error}");
}

#[test]
fn public_types_go_from_thread_to_thread() {
    fn shared<T: Send + Sync + 'static>() {}
    fn sent<T: Send + 'static>() {}
    fn source<T: std::error::Error + Clone>() {}
    source::<yaowen::Error>();
    shared::<yaowen::Error>();
    shared::<yaowen::Fault>();
    shared::<(Extractor, yaowen::ExtractorBuilder, yaowen::Workspace)>();
    shared::<(Tables, yaowen::Rule, yaowen::RuleId)>();
    shared::<(Input<'static>, yaowen::Moment, yaowen::Form, yaowen::JsonLine, yaowen::SourceText)>(
    );
    shared::<(yaowen::BytesRead, yaowen::Fields, yaowen::Skipped)>();
    shared::<(Document, yaowen::Extracted, yaowen::DateMention, document::Decimal)>();
    shared::<(yaowen::Convention, yaowen::Preference, yaowen::Span<yaowen::Original>)>();
    shared::<(text::Text<'static>, text::Decoding, text::Article, text::Boilerplate)>();
    shared::<(output::Format, output::Writer<Vec<u8>>)>();
    sent::<(Texts<'static>, yaowen::Documents<'static, Texts<'static>>)>();
    #[cfg(feature = "files")]
    shared::<(yaowen::Files, output::OutputFile)>();
}
