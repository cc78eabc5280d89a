//! Bytes of a file to text, whatever their encoding.
//!
//! In: bytes. Out: the text and [`Decoding`], what is known of the way. Holds: the byte order mark and carriage returns
//! stay, every unreadable byte stands in the text as one U+FFFD. Next: [`super::clean`].

use std::ops::Range;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    BIG5, DecoderResult, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252,
};

use super::chars::is_han;
use crate::{Original, Span};

/// Most bytes that the encoding is guessed from.
const SAMPLE: usize = 1 << 16;

/// How many of a hundred characters beyond ASCII have to be common ones for Chinese, and how many more than in the other
/// encoding.
const CHINESE: i64 = 60;
const CLEAR: u64 = 15;

/// How bytes were read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoding {
    encoding: &'static Encoding,
    unreadable: Vec<Unreadable>,
}

/// Bytes that stand for nothing in the encoding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// The U+FFFD that stands for them in the text.
    pub span: Span<Original>,
    /// Where they stand in the file.
    pub bytes: Range<usize>,
}

impl Decoding {
    /// Returns the name of the encoding, as the Encoding Standard of the web gives it.
    pub fn encoding(&self) -> &'static str {
        self.encoding.name()
    }

    /// Returns the bytes that could not be read, in order.
    pub fn unreadable(&self) -> &[Unreadable] {
        &self.unreadable
    }
}

/// Returns the text of a file: UTF-8, UTF-16, GB 18030 (GBK, GB 2312), Big5 or what else its bytes speak for.
///
/// A byte order mark decides, then whether the bytes are UTF-8, then what a page of HTML says of itself, then their
/// statistics (chardetng).
///
/// # Examples
///
/// ```
/// use yaowen::text;
///
/// let (text, decoding) = text::decode(b"\xca\xd0\xb3\xa4\xb5\xbd\xb7\xc3\xa1\xa3");
/// assert_eq!((text.as_str(), decoding.encoding()), ("市长到访。", "gb18030"));
/// let cut = &"市长昨日到紫云县调研。".as_bytes()[..31];
/// let (text, decoding) = text::decode(cut);
/// assert_eq!(text, "市长昨日到紫云县调研\u{fffd}");
/// assert_eq!(decoding.unreadable()[0].bytes, 30..31);
/// ```
pub fn decode(bytes: &[u8]) -> (String, Decoding) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (text.to_owned(), Decoding { encoding: UTF_8, unreadable: Vec::new() });
    }
    let encoding = encoding_of(bytes);
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 2 + 16);
    let mut unreadable = Vec::new();
    let mut at = 0;
    // Decoding into the text itself touches all of its spare memory again behind each unreadable byte.
    let mut piece = [0; 4096];
    loop {
        let rest = &bytes[at..];
        let (result, read, written) =
            decoder.decode_to_utf8_without_replacement(rest, &mut piece, true);
        at += read;
        text.push_str(std::str::from_utf8(&piece[..written]).expect("decoders write UTF-8"));
        match result {
            DecoderResult::InputEmpty => break,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(bad, after) => {
                let end = at - usize::from(after);
                let span = Span::new(text.len(), text.len() + '\u{fffd}'.len_utf8());
                unreadable.push(Unreadable { span, bytes: end - usize::from(bad)..end });
                text.push('\u{fffd}');
            }
        }
    }
    (text, Decoding { encoding, unreadable })
}

/// Returns the encoding that bytes speak for, UTF-8 if they are UTF-8.
pub(crate) fn encoding_of(bytes: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    if mostly_utf8(bytes) {
        return UTF_8;
    }
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    if let Some(encoding) = utf16(sample) {
        return encoding;
    }
    let declared = declared(sample);
    // Scripts and styles stand first in many pages.
    let text = bytes.iter().position(|b| !b.is_ascii()).unwrap_or_default();
    let sample = &bytes[text..bytes.len().min(text + SAMPLE)];
    // One bad byte rules an encoding out for the detector, and it takes much Chinese for GBK.
    let (gb, big5) = (chinese(sample, GB18030), chinese(sample, BIG5));
    if let Some(encoding) = declared {
        // What a page says is wrong where another encoding gives Chinese and its own does not.
        let own = match encoding {
            e if e == GB18030 => Some(gb),
            e if e == BIG5 => Some(big5),
            e if e == WINDOWS_1252 => Some(0),
            _ => None,
        };
        let other = gb.max(big5);
        if own.is_none_or(|own| other < CHINESE || other < own + CLEAR as i64) {
            return encoding;
        }
    }
    if gb.max(big5) >= CHINESE && gb.abs_diff(big5) >= CLEAR {
        return if gb > big5 { GB18030 } else { BIG5 };
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    match detector.guess(None, Utf8Detection::Deny) {
        encoding if encoding == GBK => GB18030,
        // No Latin text has a mark on every third letter.
        encoding if encoding == WINDOWS_1252 && 3 * beyond_ascii(sample) > sample.len() => {
            if gb >= big5 { GB18030 } else { BIG5 }
        }
        encoding => encoding,
    }
}

fn beyond_ascii(bytes: &[u8]) -> usize {
    bytes.iter().filter(|b| !b.is_ascii()).count()
}

/// Returns whether the bytes are UTF-8 but for a few.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().bytes().filter(|b| *b >= 0xc0).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good >= 8 * bad && good > 0
}

/// Returns the byte order of UTF-16 without a byte order mark, if the bytes are Chinese or plain text in one.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let units = bytes.len() / 2;
    let share = |order: fn([u8; 2]) -> u16| {
        let text = |unit: &u16| matches!(unit, 0x0a | 0x0d | 0x20..=0x7e | 0x2000..=0x33ff | 0x4e00..=0x9fff | 0xfe30..=0xffef);
        let found = bytes.chunks_exact(2).map(|b| order([b[0], b[1]])).filter(text).count();
        100 * found / units.max(1)
    };
    let (little, big) = (share(u16::from_le_bytes), share(u16::from_be_bytes));
    // Of GBK taken for UTF-16 about one unit in two is an ideograph.
    let (encoding, share, other) =
        if little > big { (UTF_16LE, little, big) } else { (UTF_16BE, big, little) };
    (units >= 2 && share >= 90 && other <= share - 15).then_some(encoding)
}

/// Most bytes in which a page says its encoding.
const DECLARED: usize = 1 << 14;

/// Returns the encoding that a page of HTML says it has.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(DECLARED)];
    // Of a header saved with the page, a `meta` tag or an XML declaration.
    let names: [&[u8]; 2] = [b"charset=", b"encoding="];
    let ends = names.iter().filter_map(|n| Some(memchr::memmem::find(head, n)? + n.len()));
    let label = head[ends.min()?..]
        .trim_ascii_start()
        .split(|b| !b.is_ascii_alphanumeric() && !b"-_".contains(b))
        .find(|l| !l.is_empty())?;
    match Encoding::for_label(label)? {
        encoding if encoding == UTF_8 => None,
        encoding if encoding == GBK => Some(GB18030),
        encoding => Some(encoding),
    }
}

/// Returns how many of a hundred characters beyond ASCII are ideographs that are common in the encoding; each unreadable
/// byte counts against ten.
fn chinese(bytes: &[u8], encoding: &'static Encoding) -> i64 {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let (mut common, mut all) = (0i64, 0i64);
    for c in text.chars().filter(|c| !c.is_ascii()) {
        all += 1;
        // The common ideographs stand first in both encodings.
        let lead = || encoding.encode(c.encode_utf8(&mut [0; 4])).0[0];
        match c {
            '\u{fffd}' => common -= 10,
            '，' | '。' | '、' | '：' | '“' | '”' => common += 1,
            _ if !is_han(c) => {}
            _ if encoding == BIG5 => common += i64::from((0xa4..=0xc6).contains(&lead())),
            _ => common += i64::from((0xb0..=0xd7).contains(&lead())),
        }
    }
    100 * common / all.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str =
        "市长李明昨日到紫云县调研，要求各部门落实责任。\r\n次日，他会见了来访的企业家代表。";

    #[test]
    fn the_encodings_of_chinese_pages_are_told_apart() {
        let traditional =
            "市長李明昨日到紫雲縣調研，要求各部門落實責任。次日，他會見了來訪的企業家代表。";
        for (page, encoding) in
            [(PAGE, GB18030), (traditional, GB18030), (traditional, BIG5), ("市长到访", GB18030)]
        {
            let (bytes, _, failed) = encoding.encode(page);
            assert!(!failed);
            let (text, decoding) = decode(&bytes);
            assert_eq!((text.as_str(), decoding.encoding()), (page, encoding.name()));
            assert!(decoding.unreadable().is_empty());
        }
    }

    #[test]
    fn utf16_is_read_with_and_without_a_byte_order_mark() {
        for mark in ["", "\u{feff}"] {
            let page = format!("{mark}{PAGE}");
            let little: Vec<u8> = page.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let big: Vec<u8> = page.encode_utf16().flat_map(u16::to_be_bytes).collect();
            assert_eq!(decode(&little).0, page);
            assert_eq!(decode(&big).0, page);
        }
    }

    #[test]
    fn unreadable_bytes_are_marked_where_they_stand() {
        let mut bytes = PAGE.as_bytes().to_vec();
        bytes.insert(6, 0xff);
        let (text, decoding) = decode(&bytes);
        assert_eq!(text.replace('\u{fffd}', ""), PAGE);
        assert_eq!(decoding.unreadable(), [Unreadable { span: Span::new(6, 9), bytes: 6..7 }]);

        let mut bytes = GB18030.encode(PAGE).0.into_owned();
        bytes.insert(4, 0xff);
        let (text, decoding) = decode(&bytes);
        assert_eq!(
            (text.replace('\u{fffd}', ""), decoding.encoding()),
            (PAGE.to_owned(), "gb18030")
        );
        assert_eq!(decoding.unreadable()[0].bytes.start, 4);
    }

    /// 64 MB with two million unreadable bytes: a pass over the rest behind each of them would take days.
    #[test]
    fn malformed_bytes_are_decoded_in_one_pass() {
        const BLOCKS: usize = 1 << 21;
        for (block, encoding) in [
            ("市长昨日到访了此镇吗并且".as_bytes()[..35].to_vec(), UTF_8),
            (
                [&GB18030.encode("市长昨日到访了此镇吗并且说话").0[..], &[0xff, b' ']].concat(),
                GB18030,
            ),
        ] {
            let bytes = block.repeat(BLOCKS);
            let (text, decoding) = decode(&bytes);
            assert_eq!((decoding.unreadable().len(), decoding.encoding), (BLOCKS, encoding));
            assert!(text.len() > bytes.len());
        }
    }

    #[test]
    fn a_page_says_its_encoding() {
        let page = "<html><head><meta charset=\"big5\"></head><p>市府</p></html>";
        let (bytes, ..) = BIG5.encode(page);
        assert_eq!(decode(&bytes).0, page);
        let page = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=big5\r\n\r\n<p>市府</p>";
        assert_eq!(decode(&BIG5.encode(page).0).0, page);
        let page = "<?xml version=\"1.0\" encoding=\"big5\"?><wml>市府</wml>";
        assert_eq!(decode(&BIG5.encode(page).0).0, page);
    }

    #[test]
    fn a_page_may_say_the_wrong_encoding() {
        for label in ["big5", "iso-8859-1", "utf-8", "gbk"] {
            let page = format!("<meta charset={label}><p>{PAGE}</p>");
            let (text, decoding) = decode(&GB18030.encode(&page).0);
            assert_eq!((text.as_str(), decoding.encoding()), (page.as_str(), "gb18030"), "{label}");
            assert_eq!(decode(page.as_bytes()).0, page);
        }
        let traditional =
            "市長李明昨日到紫雲縣調研，要求各部門落實責任。次日，他會見了來訪的企業家代表。";
        let page = format!("<meta charset=gb2312><p>{traditional}</p>");
        assert_eq!(decode(&BIG5.encode(&page).0).0, page);
    }

    #[test]
    fn the_encoding_is_that_of_the_text_behind_long_scripts() {
        let page = format!("<script>{}</script><p>{PAGE}</p>", "var a = 1;\n".repeat(SAMPLE / 8));
        assert_eq!(decode(&GB18030.encode(&page).0).0, page);
    }
}
