//! Documents to a stream, one after the other.

use std::io::{self, Write};

use super::{csv, html, text};
use crate::{Document, closed_set::closed_set};

closed_set! {
    /// How documents are written.
    #[derive(Default)]
    pub enum Format {
        /// For people: one line per event, people with posts, dates with values.
        #[default]
        Text = "text",
        /// One object for one document, an array for several.
        Json = "json",
        /// One document a line.
        Jsonl = "jsonl",
        /// One row an event, under one header line.
        Csv = "csv",
        /// A page that stands alone: the text with its mentions marked, and the events beside it.
        Html = "html",
    }
}

/// Writes documents to a stream in one format.
///
/// # Examples
///
/// ```
/// use yaowen::output::{Format, Writer};
///
/// let source = "昨日，北京有雨。";
/// let document = yaowen::Extractor::new().extract(source);
/// let mut out = Vec::new();
/// let mut writer = Writer::new(&mut out, Format::Jsonl);
/// writer.write(source, &document)?;
/// writer.finish()?;
/// assert!(out.starts_with(b"{\"schema\":1,"));
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct Writer<W: Write> {
    out: W,
    format: Format,
    /// JSON only: the first document waits until it is known whether there are more.
    waiting: Option<String>,
    written: usize,
    colored: bool,
}

impl<W: Write> Writer<W> {
    /// Returns a writer of `format` to `out`.
    pub fn new(out: W, format: Format) -> Self {
        Writer { out, format, waiting: None, written: 0, colored: false }
    }

    /// Sets whether text stands out by the colours of a terminal; of other formats nothing changes.
    #[must_use]
    pub fn colored(mut self, colored: bool) -> Self {
        self.colored = colored;
        self
    }

    /// Writes one document; `source` is the text it was made from.
    ///
    /// # Errors
    ///
    /// When the stream takes no more.
    pub fn write(&mut self, source: &str, document: &Document) -> io::Result<()> {
        match self.format {
            Format::Text => {
                if self.written > 0 {
                    self.out.write_all(b"\n")?;
                }
                self.out.write_all(text::page(document, self.colored).as_bytes())?;
            }
            Format::Json => {
                let json = serde_json::to_string_pretty(document)?;
                match self.waiting.take() {
                    Some(first) => write!(self.out, "[\n{first},\n{json}")?,
                    None if self.written == 0 => self.waiting = Some(json),
                    None => write!(self.out, ",\n{json}")?,
                }
            }
            Format::Jsonl => {
                serde_json::to_writer(&mut self.out, document)?;
                self.out.write_all(b"\n")?;
            }
            Format::Csv => csv::rows(document, self.written == 0, &mut self.out)?,
            Format::Html => {
                if self.written == 0 {
                    self.out.write_all(html::HEAD.as_bytes())?;
                }
                self.out.write_all(html::article(source, document).as_bytes())?;
            }
        }
        self.written += 1;
        Ok(())
    }

    /// Writes what closes the stream.
    ///
    /// # Errors
    ///
    /// When the stream takes no more.
    pub fn finish(mut self) -> io::Result<()> {
        match (self.format, self.waiting.take(), self.written) {
            (Format::Json, Some(only), _) => writeln!(self.out, "{only}")?,
            (Format::Json, None, 0) => self.out.write_all(b"[]\n")?,
            (Format::Json, None, _) => self.out.write_all(b"\n]\n")?,
            (Format::Html, _, written) => {
                if written == 0 {
                    self.out.write_all(html::HEAD.as_bytes())?;
                }
                self.out.write_all(html::FOOT.as_bytes())?;
            }
            (Format::Csv, _, 0) => csv::rows(&Document::default(), true, &mut self.out)?,
            _ => {}
        }
        self.out.flush()
    }
}
