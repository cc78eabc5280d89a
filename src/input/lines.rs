//! Lines of JSON from a reader, in any encoding, in constant memory.

use std::{
    borrow::Cow,
    io::{self, BufRead, BufReader, Cursor, Read},
};

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::{JsonLine, Skipped, binary::no_text, texts::LONGEST, utf16::Utf16};
use crate::text;

/// Bytes that the encoding of a file is read from.
const SAMPLE: usize = 1 << 16;

const MARK: char = '\u{feff}';

/// The lines of a reader that are not blank, each with its number.
pub(super) struct Lines<'a> {
    reader: Box<dyn BufRead + Send + 'a>,
    /// The name of the file in messages.
    place: String,
    /// Of the line that was read last, from 1.
    number: u64,
    /// Not known as long as all is ASCII.
    encoding: Option<&'static Encoding>,
    line: Vec<u8>,
    ended: bool,
}

/// How one line was read.
enum Line {
    End,
    Whole,
    TooLong,
}

impl<'a> Lines<'a> {
    /// Returns the lines of a file.
    ///
    /// # Errors
    ///
    /// When its first bytes cannot be read or are no text.
    pub(super) fn new(
        place: &str,
        mut reader: Box<dyn BufRead + Send + 'a>,
    ) -> Result<Self, Skipped> {
        let mut head = Vec::new();
        reader
            .by_ref()
            .take(SAMPLE as u64)
            .read_to_end(&mut head)
            .map_err(|error| Skipped::unreadable(place, "a file", &error))?;
        if let Some(found) = no_text(&text::decode(&head).0) {
            return Err(Skipped::new(place, format_args!("expected lines of JSON, found {found}")));
        }
        let encoding = encoding(&head, head.len() == SAMPLE);
        let whole = Cursor::new(head).chain(reader);
        let reader: Box<dyn BufRead + Send + 'a> = match encoding {
            Some(wide) if wide == UTF_16LE || wide == UTF_16BE => {
                Box::new(BufReader::new(Utf16::new(whole, wide)))
            }
            _ => Box::new(BufReader::with_capacity(SAMPLE, whole)),
        };
        let encoding = encoding.map(|e| if e == UTF_16LE || e == UTF_16BE { UTF_8 } else { e });
        let (line, place) = (Vec::new(), place.to_owned());
        Ok(Lines { reader, place, number: 0, encoding, line, ended: false })
    }

    /// Returns the number of the line that was read last, from 1.
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// Returns where the line that was read last stands: `file:line`.
    pub(super) fn place(&self) -> String {
        format!("{}:{}", self.place, self.number)
    }

    /// Returns a line, and what is wrong with its date.
    fn read(&mut self) -> Result<(JsonLine, Option<Skipped>), Skipped> {
        if self.encoding.is_none() && !self.line.is_ascii() {
            // The first line that says anything.
            let mut sample = self.line.clone();
            sample.extend_from_slice(self.reader.fill_buf().unwrap_or_default());
            self.encoding = encoding(&sample, true);
        }
        let line = self.decoded().and_then(|line| {
            JsonLine::read_undated(line.trim_start_matches(MARK)).map_err(|error| error.to_string())
        });
        let (line, fault) = line.map_err(|reason| Skipped::new(&self.place(), reason))?;
        let fault = fault.map(|error| {
            Skipped::new(&self.place(), format_args!("{error}; the text is read without a date"))
        });
        Ok((line, fault))
    }

    fn decoded(&self) -> Result<Cow<'_, str>, String> {
        let encoding = self.encoding.unwrap_or(UTF_8);
        if encoding != UTF_8 {
            let text = encoding.decode_without_bom_handling_and_without_replacement(&self.line);
            let name = encoding.name();
            return text.ok_or_else(|| format!("expected {name}, found bytes that are none"));
        }
        std::str::from_utf8(&self.line).map(Cow::Borrowed).map_err(|error| {
            let at = error.valid_up_to();
            let byte = self.line[at];
            format!("expected UTF-8, found the byte `{byte:02x}` in column {} (bytes)", at + 1)
        })
    }

    /// Fills `line` with the next line, without its end.
    fn fill(&mut self) -> io::Result<Line> {
        self.line.clear();
        let (mut read, mut too_long) = (false, false);
        loop {
            let buffer = match self.reader.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                buffer => buffer?,
            };
            if buffer.is_empty() {
                break;
            }
            read = true;
            let end = memchr::memchr(b'\n', buffer);
            let part = &buffer[..end.unwrap_or(buffer.len())];
            too_long |= self.line.len() + part.len() > LONGEST;
            if too_long {
                self.line = Vec::new();
            } else {
                self.line.extend_from_slice(part);
            }
            let used = end.map_or(buffer.len(), |end| end + 1);
            self.reader.consume(used);
            if end.is_some() {
                break;
            }
        }
        Ok(match (read, too_long) {
            (false, _) => Line::End,
            (true, false) => Line::Whole,
            (true, true) => Line::TooLong,
        })
    }
}

impl Iterator for Lines<'_> {
    type Item = Result<(JsonLine, Option<Skipped>), Skipped>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            self.number += 1;
            match self.fill() {
                Ok(Line::End) => self.ended = true,
                Ok(Line::Whole) => {
                    let blank = self.line.trim_ascii();
                    if !blank.is_empty() && blank != MARK.to_string().as_bytes() {
                        return Some(self.read());
                    }
                }
                Ok(Line::TooLong) => {
                    let most = LONGEST >> 20;
                    let reason =
                        format!("expected a line of at most {most} MiB, found a longer one");
                    return Some(Err(Skipped::new(&self.place(), reason)));
                }
                Err(error) => {
                    self.ended = true;
                    return Some(Err(Skipped::unreadable(&self.place(), "a line", &error)));
                }
            }
        }
        None
    }
}

/// Returns the encoding that a sample speaks for, or nothing when it is ASCII; a sample that is `cut` may end inside a
/// character.
fn encoding(sample: &[u8], cut: bool) -> Option<&'static Encoding> {
    match std::str::from_utf8(sample) {
        Ok(text) if text.is_ascii() => None,
        Ok(_) => Some(UTF_8),
        Err(error) if cut && error.error_len().is_none() => match error.valid_up_to() {
            at if sample[..at].is_ascii() => None,
            _ => Some(UTF_8),
        },
        Err(_) => Some(text::encoding_of(sample)),
    }
}

#[cfg(test)]
mod tests {
    use encoding_rs::{BIG5, GB18030};

    use super::*;

    fn texts(bytes: &[u8]) -> Vec<String> {
        let lines = Lines::new("lines.jsonl", Box::new(bytes)).unwrap();
        lines
            .map(|line| line.map_or_else(|skipped| skipped.to_string(), |line| line.0.text))
            .collect()
    }

    const PAGE: &str = "市长李明昨日到紫云县调研，要求各部门落实责任。";

    fn page(lines: usize) -> String {
        (0..lines).map(|i| format!("{{\"id\":{i},\"text\":\"{PAGE}\"}}\n")).collect()
    }

    #[test]
    fn lines_are_decoded_like_any_file() {
        let page = page(3000);
        let wide = |order: fn(u16) -> [u8; 2], mark: &str| -> Vec<u8> {
            format!("{mark}{page}").encode_utf16().flat_map(order).collect()
        };
        for bytes in [
            page.clone().into_bytes(),
            format!("{MARK}{page}").into_bytes(),
            GB18030.encode(&page).0.into_owned(),
            BIG5.encode(&page.replace(PAGE, "市長昨日到訪")).0.into_owned(),
            wide(u16::to_le_bytes, "\u{feff}"),
            wide(u16::to_be_bytes, "\u{feff}"),
            wide(u16::to_le_bytes, ""),
        ] {
            let texts = texts(&bytes);
            assert_eq!(texts.len(), 3000);
            assert!(
                texts.iter().all(|text| text == PAGE || text == "市長昨日到訪"),
                "{}",
                texts[0]
            );
        }
    }

    #[test]
    fn the_encoding_is_read_where_the_first_letters_beyond_ascii_stand() {
        let ascii = "{\"text\":\"rain\"}\n".repeat(10_000);
        for encoding in [UTF_8, GB18030] {
            let mut bytes = ascii.clone().into_bytes();
            bytes.extend_from_slice(&encoding.encode(&page(3)).0);
            assert_eq!(texts(&bytes)[10_000..], [PAGE; 3]);
        }
    }

    #[test]
    fn a_line_with_other_bytes_is_skipped_alone() {
        let mut bytes = page(2).into_bytes();
        bytes.extend_from_slice(b"{\"text\":\"a\xff\"}\n");
        bytes.extend_from_slice(page(1).as_bytes());
        let reason = "lines.jsonl:3: expected UTF-8, found the byte `ff` in column 11 (bytes)";
        assert_eq!(texts(&bytes), [PAGE, PAGE, reason, PAGE]);
    }

    #[test]
    fn a_line_that_is_too_long_is_not_held() {
        let long = io::repeat(b'a').take(LONGEST as u64 + 1);
        let reader = long.chain(Cursor::new(format!("\n{}", page(1))));
        let mut lines = Lines::new("-", Box::new(BufReader::new(reader))).unwrap();
        let skipped = lines.next().unwrap().unwrap_err();
        assert!(skipped.to_string().starts_with("-:1: expected a line of at most"), "{skipped}");
        assert!(lines.line.capacity() < 1 << 20);
        assert_eq!(lines.next().unwrap().unwrap().0.text, PAGE);
        assert!(lines.next().is_none());
    }
}
