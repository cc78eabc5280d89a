//! Laws of the clean text and its map, on random text made of what pages are made of.

use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;
use yaowen::{Span, text};

/// Pieces that the steps look for.
const PIECES: &[&str] = &[
    "国",
    "國",
    "著",
    "乾",
    "隆",
    "於",
    "区委",
    "區",
    "8",
    "３",
    "a",
    "(",
    ")",
    "（",
    "）",
    "(guó)",
    "（men）",
    "們",
    "ó",
    "g",
    "ㄒㄧㄝˊ",
    " ",
    "\n",
    "\r\n",
    "\r",
    "\u{3000}",
    "\u{200b}",
    "\u{feff}",
    ",",
    "，",
    ";",
    ":",
    "?",
    "!",
    ".",
    "。",
    "“",
    "”",
    "﹐",
    "﹚",
    "\u{fa12}",
    "\u{2f00}",
    "𠀀",
    "\u{fffd}",
    "，\n",
    "说：",
    "?guó)",
    "域?qū)",
    "垢尢峁",
    "来源：",
    "编辑",
    "2024-03-05 09:12",
    "<",
    "> ",
    ">",
    "<p>",
    "</p>",
    "<br/>",
    "<b>",
    "</b>",
    "<script>",
    "</script>",
    "<!--",
    "-->",
    "<ruby>",
    "<rt>",
    "</rt>",
    "</ruby>",
    "&",
    "&amp;",
    "&lt;",
    "&gt;",
    "&nbsp;",
    "&#40;",
    "&#59;",
    "&oacute;",
    "&#x200b;",
    "b",
    "amp",
    "lt;",
    "记者",
    "李明 王强",
];

/// Pieces that the steps look for, and what stands around them.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => prop::sample::select(PIECES).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
        1 => "[一-龥]{1,4}",
    ]
}

/// Text that was read in a wrong encoding. Two runs that nothing parts any more once the text is clean may read as one, so
/// the clean text of such a page is not always clean.
fn misread() -> impl Strategy<Value = String> {
    let pieces = ["ä¸\u{ad}å\u{9b}½å®¶", "ÖÐ¹úÖÐ¹ú", "鏂板崕绀撅紝", "銆", "µ"];
    prop_oneof![3 => piece(), 1 => prop::sample::select(pieces.to_vec()).prop_map(str::to_owned)]
}

fn misread_page() -> impl Strategy<Value = String> {
    prop::collection::vec(misread(), 0..40).prop_map(|p| p.concat())
}

fn page() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..40).prop_map(|p| p.concat())
}

fn borders(text: &str) -> Vec<usize> {
    text.char_indices().map(|(at, _)| at).chain([text.len()]).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_clean_span_has_bytes_of_the_original_in_order(page in prop_oneof![page(), misread_page()]) {
        let text = text::clean(&page);
        let borders = borders(text.clean());
        let mut last = (0, 0);
        for pair in borders.windows(2) {
            let span = text.to_original(Span::new(pair[0], pair[1]));
            prop_assert!(page.get(span.range()).is_some(), "{span:?} of {page:?}");
            // Characters of one undivided stretch share its start; a reading behind it belongs to the last; a combining
            // mark behind a reference (`&amp;` and U+1A17) has the `;` in common with it, as one grapheme cluster.
            let shared = || {
                let common = page.get(span.start..last.1).unwrap_or("");
                span.start > last.0 && common.graphemes(true).count() == 1
            };
            let apart = span.start >= last.1
                || span.end >= last.1 && (span.start == last.0 || shared());
            prop_assert!(!span.is_empty() && apart, "{span:?} after {last:?} of {page:?}");
            last = (span.start, span.end);
            let rest = text.to_original(Span::new(pair[0], text.clean().len()));
            prop_assert!(rest.start == span.start && rest.end >= span.end);
        }
    }

    #[test]
    fn clean_text_is_clean(page in page()) {
        let once = text::clean(&page);
        let twice = text::clean(once.clean());
        prop_assert_eq!(twice.clean(), once.clean(), "{:?}", page);
    }

    #[test]
    fn notes_stand_in_order_on_character_borders(page in prop_oneof![page(), misread_page()]) {
        let text = text::clean(&page);
        for note in text.notes() {
            prop_assert!(page.get(note.span.range()).is_some());
        }
        prop_assert!(text.notes().windows(2).all(|n| n[0].span.start <= n[1].span.start));
    }

    #[test]
    fn any_string_is_cleaned(page in any::<String>()) {
        let once = text::clean(&page);
        let twice = text::clean(once.clean());
        prop_assert_eq!(twice.clean(), once.clean());
    }
}
