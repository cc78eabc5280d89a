//! Text that was read in a wrong encoding once, and read again.
//!
//! Two mishaps of pages: UTF-8 or GBK read as Latin-1 (`ä¸­å½`, `ÖÐ¹ú`), UTF-8 even twice, and UTF-8 read as GBK
//! (`鏂板崕绀撅紝`). What was read gives the bytes back; they are taken when they are good Chinese in the right encoding. A
//! character whose bytes are not all there is marked as damaged.

use std::ops::Range;

use super::{
    NoteKind,
    draft::{Changed, Draft},
    entity, gbk,
};
use crate::dictionary::dictionary;

/// Fewest bytes of a run: a few pairs of GBK are UTF-8 by chance.
const SHORTEST: usize = 9;

/// Bytes of a run that is long enough to be believed with some of them lost.
const LONG: usize = 30;

/// Returns the text with its misread runs read again.
pub(super) fn read_again(text: &str) -> Option<Changed> {
    let mut draft = Draft::new(text);
    let mut run = Run::default();
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        if !run.takes(c) {
            run.write(&mut draft);
            run = Run::default();
            run.takes(c);
        }
        run.push(at, c);
    }
    draft.finish()
}

/// What a run may have been read as.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum As {
    #[default]
    Nothing,
    Latin,
    Gbk,
}

/// A run of characters that stand for bytes.
#[derive(Debug, Default)]
struct Run {
    read_as: As,
    bytes: Vec<u8>,
    /// The place in the text and in the bytes where each character starts, and where the last one ends.
    starts: Vec<(usize, usize)>,
}

impl Run {
    /// Returns whether the character goes on with the run.
    fn takes(&mut self, c: char) -> bool {
        let kind = match c {
            _ if c.is_ascii() => As::Nothing,
            _ if latin(c).is_some() => As::Latin,
            _ => As::Gbk,
        };
        // A byte that had no partner or no character is shown as a mark; decoders have the euro for the byte 80.
        let lost = match self.read_as {
            As::Gbk => matches!(c, '?' | '\u{fffd}' | '€'),
            As::Latin => c == '\u{fffd}',
            As::Nothing => false,
        };
        if self.starts.is_empty() {
            self.read_as = kind;
        }
        kind != As::Nothing && kind == self.read_as || lost
    }

    fn push(&mut self, at: usize, c: char) {
        self.starts.push((at, self.bytes.len()));
        match self.read_as {
            As::Latin => self.bytes.push(latin(c).unwrap_or(LOST)),
            As::Gbk => match gbk::encode(c) {
                Some(pair) => self.bytes.extend(pair),
                None if c == '€' => self.bytes.push(0x80),
                None => self.bytes.push(LOST),
            },
            As::Nothing => {}
        }
    }

    /// Writes what the run was, if it is Chinese read again.
    fn write(&mut self, draft: &mut Draft<'_>) {
        if self.bytes.len() < SHORTEST {
            return;
        }
        let Some(last) = self.starts.last() else { return };
        let end = last.0 + draft.source()[last.0..].chars().next().map_or(0, char::len_utf8);
        self.starts.push((end, self.bytes.len()));
        let chars = match self.read_as {
            As::Latin => {
                utf8(&self.bytes).or_else(|| twice(&self.bytes)).or_else(|| pairs(&self.bytes))
            }
            _ => utf8(&self.bytes),
        };
        let Some(chars) = chars else { return };
        let mut written = String::new();
        let (mut from, mut damaged) = (0, false);
        for (i, (c, range)) in chars.iter().enumerate() {
            written.push(*c);
            damaged |= *c == '\u{fffd}';
            // A stretch ends where a character of either reading ends.
            let end = chars.get(i + 1).map_or(self.bytes.len(), |next| next.1.start);
            debug_assert!(range.end <= end);
            let Ok(place) = self.starts.binary_search_by_key(&end, |s| s.1) else { continue };
            let stretch = self.starts[from].0..self.starts[place].0;
            draft.replace(stretch.clone(), &written);
            draft.note(stretch, if damaged { NoteKind::Damaged } else { NoteKind::Repaired });
            (from, damaged) = (place, false);
            written.clear();
        }
    }
}

/// Stands for a byte that is lost. It occurs in neither encoding.
const LOST: u8 = 0xff;

/// Returns the byte that Latin-1 or Windows-1252 reads as the character, beyond ASCII.
fn latin(c: char) -> Option<u8> {
    match u32::from(c) {
        code @ 0x80..=0xff => Some(code as u8),
        _ => {
            entity::WINDOWS.chars().position(|w| w == c && w != '\u{fffd}').map(|i| 0x80 + i as u8)
        }
    }
}

/// Returns the characters of UTF-8 bytes that are mostly Chinese, with their bytes; U+FFFD for one whose bytes are lost.
fn utf8(bytes: &[u8]) -> Option<Vec<(char, Range<usize>)>> {
    let mut chars = Vec::new();
    let (mut at, mut good) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            good += if is_chinese(c) { c.len_utf8() } else { 0 };
            chars.push((c, at..at + c.len_utf8()));
            at += c.len_utf8();
        }
        let bad = chunk.invalid();
        if bad.is_empty() {
            continue;
        }
        // Of the marks the first two bytes say enough.
        let c = match bad {
            [0xe3, 0x80, ..] => '。',
            [0xef, 0xbc, ..] => '，',
            // One character that lost a byte comes in pieces.
            [LOST | 0x80..=0xbf]
                if chars
                    .last()
                    .is_some_and(|c| matches!(c.0, '。' | '，' | '\u{fffd}') && c.1.len() < 3) =>
            {
                let last = chars.len() - 1;
                chars[last].1.end += 1;
                at += 1;
                continue;
            }
            _ => '\u{fffd}',
        };
        chars.push((c, at..at + bad.len()));
        at += bad.len();
    }
    let share = if bytes.len() < LONG { 75 } else { 60 };
    (100 * good >= share * bytes.len()).then_some(chars)
}

/// Returns the characters of bytes that are UTF-8 for what UTF-8 was read as before, with their bytes.
fn twice(bytes: &[u8]) -> Option<Vec<(char, Range<usize>)>> {
    let text = std::str::from_utf8(bytes).ok()?;
    let inner: Vec<u8> = text.chars().map(latin).collect::<Option<_>>()?;
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let chars = utf8(&inner)?;
    Some(chars.into_iter().map(|(c, r)| (c, starts[r.start]..starts[r.end])).collect())
}

/// Returns the characters of GBK bytes that are mostly common Chinese with a word in it, with their bytes.
fn pairs(bytes: &[u8]) -> Option<Vec<(char, Range<usize>)>> {
    let (pairs, []) = bytes.as_chunks::<2>() else { return None };
    let mut chars = Vec::new();
    let mut common = 0;
    for (i, [lead, trail]) in pairs.iter().enumerate() {
        chars.push((gbk::decode(*lead, *trail)?, 2 * i..2 * i + 2));
        // The first level of GB 2312, and its marks.
        let first_level = matches!(lead, 0xb0..=0xd7) && *trail >= 0xa1;
        common += usize::from(first_level || matches!(lead, 0xa1 | 0xa3));
    }
    let text: String = chars.iter().map(|c| c.0).collect();
    let word = || dictionary().cut(&text, false).iter().any(|t| t.word.chars().nth(1).is_some());
    (4 * common >= 3 * chars.len() && word()).then_some(chars)
}

fn is_chinese(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3000}'..='\u{3011}' | '\u{ff01}'..='\u{ff5e}' | '—' | '“' | '”' | '‘' | '’' | '…' | '·')
}

#[cfg(test)]
mod tests {
    use encoding_rs::{GBK, WINDOWS_1252};

    use super::*;

    const PAGE: &str = "市长李明昨日到紫云县调研，他说“要落实责任”。";

    fn again(text: &str) -> String {
        read_again(text).map_or(text.to_owned(), |c| c.text)
    }

    #[test]
    fn latin_is_read_again() {
        let (utf8, ..) = WINDOWS_1252.decode(PAGE.as_bytes());
        assert_eq!(again(&utf8), PAGE);
        let latin: String = PAGE.bytes().map(char::from).collect();
        assert_eq!(again(&latin), PAGE);
        let gbk = GBK.encode(PAGE).0;
        let (gbk, ..) = WINDOWS_1252.decode(&gbk);
        assert_eq!(again(&gbk), PAGE);
    }

    #[test]
    fn utf8_that_was_read_twice_is_read_again_twice() {
        let once: String = "市长李明到访".bytes().map(char::from).collect();
        let twice: String = once.bytes().map(char::from).collect();
        assert_eq!(again(&twice), "市长李明到访");
        let map = read_again(&twice).unwrap().map;
        assert_eq!((map.start(3), map.end(6)), (12, 24));
    }

    #[test]
    fn bytes_without_a_character_are_lost_and_nothing_else() {
        // Windows-1252 has nothing for the byte 90 of 理.
        let page = "省长助理李明昨日到访";
        let bytes = page.as_bytes();
        let read: String =
            bytes.iter().map(|b| WINDOWS_1252.decode(&[*b]).0.into_owned()).collect();
        let read = read.replace('\u{90}', "\u{fffd}");
        assert_eq!(again(&read), page.replace('理', "\u{fffd}"));
    }

    #[test]
    fn utf8_read_as_gbk_is_read_again_as_far_as_its_bytes_are_there() {
        let (misread, ..) = GBK.decode(PAGE.as_bytes());
        let text = again(&misread);
        let same = text.chars().zip(PAGE.chars()).filter(|(a, b)| a == b).count();
        assert!(5 * same >= 4 * PAGE.chars().count(), "{misread}: {text}");
    }

    #[test]
    fn spans_stay_small() {
        let latin: String = "市长到访".bytes().map(char::from).collect();
        let map = read_again(&latin).unwrap().map;
        assert_eq!((map.start(3), map.end(6)), (6, 12));
        let (misread, ..) = GBK.decode("市长到访".as_bytes());
        let map = read_again(&misread).unwrap().map;
        // Two characters of three bytes each stand for three of two each.
        assert_eq!((map.start(6), map.end(12)), (9, 18));
    }

    #[test]
    fn other_text_is_left() {
        for text in [
            "国国国国",
            PAGE,
            "Möller、Société Générale、São Paulo",
            "國(guó)家",
            "ÀÁÂÃÄÅ",
            "鐨域協作發展",
        ] {
            assert!(read_again(text).is_none(), "{text}");
        }
    }
}
