//! Whether a file is text at all.

/// Returns what a file is that is no text, by its bytes decoded as well as they can be.
///
/// Text has no control characters but blanks, line ends and those of terminals; compressed data has one in ten characters.
pub(super) fn no_text(text: &str) -> Option<&'static str> {
    if text.starts_with("%PDF-") {
        return Some("a PDF file");
    }
    let (mut all, mut controls, mut unreadable) = (0, 0, 0);
    for c in text.chars() {
        all += 1;
        controls += usize::from(c < ' ' && !matches!(c, '\t' | '\n' | '\r' | '\x0c' | '\x1b'));
        unreadable += usize::from(c == '\u{fffd}');
    }
    // A text with some damage is a text still.
    (controls > 2 + all / 50 || unreadable > 2 + all / 2).then_some("a binary file")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text;

    fn read(bytes: &[u8]) -> Option<&'static str> {
        no_text(&text::decode(bytes).0)
    }

    #[test]
    fn binary_files_are_no_text() {
        // Noise, as compressed data is.
        let mut state = 1u64;
        let noise: Vec<u8> = (0..5000)
            .map(|_| {
                state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                (state >> 56) as u8
            })
            .collect();
        assert_eq!(read(&noise), Some("a binary file"));
        assert_eq!(read(&[0; 100]), Some("a binary file"));
        assert_eq!(read("\u{fffd}".repeat(100).as_bytes()), Some("a binary file"));
        assert_eq!(read(b"%PDF-1.4\n1 0 obj"), Some("a PDF file"));
    }

    #[test]
    fn damaged_text_is_text() {
        let page =
            "市长李明昨日到紫云县调研，要求各部门落实责任。\r\n次日，他会见了来访的企业家代表。";
        let torn = page.replace('市', "\u{fffd}").replace('日', "\u{0}");
        for text in [page, torn.as_str(), "", "\u{1b}[1m标题\u{1b}[0m", "ä¸\u{ad}å\u{9b}½"] {
            assert_eq!(read(text.as_bytes()), None, "{text}");
        }
        let wide: Vec<u8> = page.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&wide), None);
    }
}
