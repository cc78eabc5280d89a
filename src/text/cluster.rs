//! Grapheme clusters (Unicode Standard Annex 29): what a reader sees as one character is not divided.

use std::ops::Range;

use unicode_segmentation::GraphemeCursor;

/// How far from a byte its cluster is looked for, in bytes. No cluster of a written language is as long; endless ones
/// of hostile text may be divided.
const REACH: usize = 256;

/// Returns whether a cluster starts or ends at a byte, which is on a character border.
pub(super) fn is_border(text: &str, at: usize) -> bool {
    let (before, after) = (text[..at].chars().next_back(), text[at..].chars().next());
    match (before, after) {
        (Some('\r'), Some('\n')) => false,
        (Some(before), Some(after)) if !(is_plain(before) && is_plain(after)) => {
            let range = around(text, at);
            let window = &text[range.clone()];
            let mut cursor = GraphemeCursor::new(at - range.start, window.len(), true);
            cursor.is_boundary(window, 0).unwrap_or(true)
        }
        _ => true,
    }
}

/// Returns the last border up to a byte.
pub(super) fn before(text: &str, at: usize) -> usize {
    if is_border(text, at) {
        return at;
    }
    let range = around(text, at);
    let window = &text[range.clone()];
    let mut cursor = GraphemeCursor::new(at - range.start, window.len(), true);
    cursor.prev_boundary(window, 0).ok().flatten().map_or(at, |border| range.start + border)
}

/// Returns the first border from a byte on.
pub(super) fn after(text: &str, at: usize) -> usize {
    if is_border(text, at) {
        return at;
    }
    let range = around(text, at);
    let window = &text[range.clone()];
    let mut cursor = GraphemeCursor::new(at - range.start, window.len(), true);
    cursor.next_boundary(window, 0).ok().flatten().map_or(at, |border| range.start + border)
}

fn around(text: &str, at: usize) -> Range<usize> {
    text.floor_char_boundary(at.saturating_sub(REACH))..text.ceil_char_boundary(at + REACH)
}

/// Whether a character is a cluster beside any other such: letters and marks of Latin and Chinese text.
fn is_plain(c: char) -> bool {
    matches!(c,
        '\n' | ' '..='~' | '\u{a1}'..='\u{a8}' | '\u{b0}'..='\u{2ff}' | '\u{2010}'..='\u{2027}' | '\u{2460}'..='\u{24c1}'
        | '\u{3001}'..='\u{3029}' | '\u{3041}'..='\u{3096}' | '\u{309b}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}'
        | '\u{ff01}'..='\u{ff9d}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clusters_are_whole() {
        let text = "王e\u{301}👨\u{200d}👩\u{200d}👧🇨🇳🇭🇰\r\n葛\u{e0100}";
        let clusters =
            ["王", "e\u{301}", "👨\u{200d}👩\u{200d}👧", "🇨🇳", "🇭🇰", "\r\n", "葛\u{e0100}"];
        let mut start = 0;
        for cluster in clusters {
            let end = start + cluster.len();
            for (at, _) in cluster.char_indices().skip(1) {
                assert!(!is_border(text, start + at), "{cluster:?} {at}");
                assert_eq!((before(text, start + at), after(text, start + at)), (start, end));
            }
            assert!(is_border(text, end));
            start = end;
        }
    }

    #[test]
    fn plain_characters_are_clusters_beside_each_other() {
        let plain: Vec<char> = ('\0'..='\u{ffff}').filter(|c| is_plain(*c)).collect();
        assert!(plain.len() > 27_000);
        for c in plain {
            for text in [format!("{c}a"), format!("a{c}"), format!("{c}中"), format!("中{c}")] {
                let middle = text.chars().next().map_or(0, char::len_utf8);
                let mut cursor = GraphemeCursor::new(middle, text.len(), true);
                assert_eq!(cursor.is_boundary(&text, 0), Ok(true), "{text:?}");
            }
        }
    }

    #[test]
    fn endless_clusters_cost_no_more() {
        let text = "\u{301}".repeat(1_000_000);
        let borders = (0..text.len()).step_by(2).filter(|at| is_border(&text, *at)).count();
        assert!(borders <= 2);
    }
}
