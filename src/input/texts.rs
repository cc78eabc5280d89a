//! Texts of readers and files, one after the other.

use std::io::{BufRead, BufReader, Read};

use super::{
    BytesRead, Fields, Input, Moment, Skipped, binary::no_text, counted::Counted, ids::Ids,
    lines::Lines,
};
use crate::text;

/// Most bytes of one text, that of a line or a file; longer ones are skipped, so that memory is bounded.
pub(super) const LONGEST: usize = 256 << 20;

/// How a file is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Form {
    /// As one text, in any encoding of [`text::decode`].
    Text,
    /// As lines of JSON, each with a text; see [`crate::JsonLine`].
    Lines,
}

/// A text with its id and where it comes from.
#[derive(Debug, Clone)]
pub struct SourceText {
    place: String,
    id: String,
    text: String,
    date: Option<Moment>,
    whole_page: bool,
    pub(crate) fields: Fields,
    notice: Option<Skipped>,
}

impl SourceText {
    /// Returns where the text stands: `file`, or `file:line` of a line of JSON.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// Returns the id: of a line its own, of a file its name; see [`Texts`].
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Returns the text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns what is odd about the text, though it was read: its id was given before, or is missing. Missing ids are
    /// noticed once a file.
    pub fn notice(&self) -> Option<&Skipped> {
        self.notice.as_ref()
    }

    /// Returns the text as an input.
    pub fn input(&self) -> Input<'_> {
        let input = Input::new(&self.text).id(&self.id).whole_page(self.whole_page);
        match self.date {
            Some(date) => input.date(date),
            None => input,
        }
    }
}

/// Texts of readers and files, one after the other, as an iterator; what cannot be read is an error that does not end it.
///
/// Of lines of JSON only one is held at a time. The id of a line is its own, else `file:line`; that of a file is its path,
/// see [`Files`](crate::Files). Ids that were given before, among 1,800,000 texts at least, are noticed.
///
/// # Examples
///
/// ```
/// use yaowen::Texts;
///
/// let lines = "{\"id\":\"a1\",\"text\":\"县长昨日到访。\"}\n{\"text\":null}\n{\"text\":\"北京有雨。\"}\n";
/// let read: Vec<_> = Texts::lines("news.jsonl", lines.as_bytes()).collect();
/// assert_eq!(read[0].as_ref().unwrap().id(), "a1");
/// let skipped = read[1].as_ref().unwrap_err();
/// assert_eq!(skipped.to_string(), "news.jsonl:2: expected a string `text`, found `null`");
/// assert_eq!(read[2].as_ref().unwrap().id(), "news.jsonl:3");
/// ```
pub struct Texts<'a> {
    sources: Box<dyn Iterator<Item = Result<Source<'a>, Skipped>> + Send + 'a>,
    lines: Option<(Lines<'a>, String)>,
    /// Whether it was said that lines of this file have no id.
    anonymous: bool,
    ids: Ids,
    date: Option<Moment>,
    whole_page: bool,
    read: BytesRead,
}

/// A file or another reader.
pub(super) struct Source<'a> {
    /// Its name in messages.
    pub(super) place: String,
    /// Its name as an id.
    pub(super) id: String,
    pub(super) form: Form,
    pub(super) reader: Box<dyn Read + Send + 'a>,
}

impl<'a> Texts<'a> {
    /// Returns the texts of lines of JSON; `name` stands in messages and in ids of lines without one.
    pub fn lines(name: &str, reader: impl Read + Send + 'a) -> Self {
        let (place, id) = (name.to_owned(), name.to_owned());
        let source = Source { place, id, form: Form::Lines, reader: Box::new(reader) };
        Texts::new(std::iter::once(Ok(source)), BytesRead::default())
    }

    pub(super) fn new(
        sources: impl Iterator<Item = Result<Source<'a>, Skipped>> + Send + 'a,
        read: BytesRead,
    ) -> Self {
        let (lines, ids, date) = (None, Ids::default(), None);
        Texts {
            sources: Box::new(sources),
            lines,
            anonymous: false,
            ids,
            date,
            whole_page: false,
            read,
        }
    }

    /// Sets the day that texts without a date of their own speak from.
    #[must_use]
    pub fn date(mut self, date: Moment) -> Self {
        self.date = Some(date);
        self
    }

    /// Sets whether all of a page of HTML is read, see [`Input::whole_page`]; not unless set.
    #[must_use]
    pub fn whole_page(mut self, whole_page: bool) -> Self {
        self.whole_page = whole_page;
        self
    }

    /// Returns how much was read, now and later on.
    pub fn bytes_read(&self) -> BytesRead {
        self.read.clone()
    }

    /// Returns the text of a file, or begins to read lines.
    fn open(&mut self, source: Source<'a>) -> Option<Result<SourceText, Skipped>> {
        let reader = Counted { reader: source.reader, read: self.read.clone() };
        let reader = match unpacked(reader) {
            Ok(reader) => reader,
            Err(error) => return Some(Err(Skipped::unreadable(&source.place, "a file", &error))),
        };
        match source.form {
            Form::Lines => match Lines::new(&source.place, reader) {
                Ok(lines) => {
                    self.lines = Some((lines, source.id));
                    self.anonymous = false;
                    None
                }
                Err(skipped) => Some(Err(skipped)),
            },
            Form::Text => Some(all(&source.place, reader).map(|text| {
                let notice = self.notice(&source.place, &source.id);
                let (place, id, fields) = (source.place, source.id, Fields::default());
                let whole_page = self.whole_page;
                SourceText { place, id, text, date: self.date, whole_page, fields, notice }
            })),
        }
    }

    fn notice(&mut self, place: &str, id: &str) -> Option<Skipped> {
        let again = || format!("expected an id of its own, found `{id}` again");
        (!self.ids.insert(id)).then(|| Skipped::new(place, again()))
    }

    /// Returns the text of the next line.
    fn line(&mut self) -> Option<Result<SourceText, Skipped>> {
        let (lines, file) = self.lines.as_mut()?;
        let (line, fault) = match lines.next()? {
            Ok(line) => line,
            Err(skipped) => return Some(Err(skipped)),
        };
        let place = lines.place();
        let (id, notice) = match line.id {
            Some(id) => {
                let notice = self.notice(&place, &id);
                (id, notice)
            }
            None => {
                let id = format!("{file}:{}", lines.number());
                let first = !std::mem::replace(&mut self.anonymous, true);
                let reason = || {
                    format!(
                        "expected an `id`, found none; it and later ones get `{file}:` and the line"
                    )
                };
                let notice = first.then(|| Skipped::new(&place, reason()));
                (id, notice)
            }
        };
        let notice = fault.or(notice);
        let date = line.date.or(self.date);
        let (text, fields, whole_page) = (line.text, line.fields, self.whole_page);
        Some(Ok(SourceText { place, id, text, date, whole_page, fields, notice }))
    }
}

impl Iterator for Texts<'_> {
    type Item = Result<SourceText, Skipped>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if self.lines.is_some() {
                match self.line() {
                    None => self.lines = None,
                    text => return text,
                }
            }
            let text = match self.sources.next()? {
                Ok(source) => self.open(source),
                Err(skipped) => Some(Err(skipped)),
            };
            if text.is_some() {
                return text;
            }
        }
    }
}

impl std::fmt::Debug for Texts<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Texts").field("read", &self.read).finish_non_exhaustive()
    }
}

/// Returns all the text of a file.
fn all(place: &str, reader: impl Read) -> Result<String, Skipped> {
    let mut bytes = Vec::new();
    reader
        .take(LONGEST as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Skipped::unreadable(place, "a file", &error))?;
    let found = if bytes.len() > LONGEST {
        let most = LONGEST >> 20;
        Err(format!("expected a text of at most {most} MiB, found a longer one"))
    } else {
        let text = String::from_utf8(bytes).unwrap_or_else(|e| text::decode(e.as_bytes()).0);
        match no_text(&text) {
            Some(found) => Err(format!("expected text, found {found}")),
            None => Ok(text),
        }
    };
    found.map_err(|reason| Skipped::new(place, reason))
}

/// Returns the reader of what is in a file that is compressed by gzip, else the reader of the file.
#[cfg(feature = "files")]
fn unpacked<'a>(reader: impl Read + Send + 'a) -> std::io::Result<Box<dyn BufRead + Send + 'a>> {
    use std::io::Cursor;

    let mut reader = BufReader::new(reader);
    let mut mark = Vec::new();
    reader.by_ref().take(2).read_to_end(&mut mark)?;
    let packed = mark == [0x1f, 0x8b];
    let reader = Cursor::new(mark).chain(reader);
    Ok(match packed {
        true => Box::new(BufReader::new(flate2::bufread::MultiGzDecoder::new(reader))),
        false => Box::new(reader),
    })
}

#[cfg(not(feature = "files"))]
fn unpacked<'a>(reader: impl Read + Send + 'a) -> std::io::Result<Box<dyn BufRead + Send + 'a>> {
    Ok(Box::new(BufReader::new(reader)))
}
