//! What goes in: a text, with an id and the date it speaks from where they are known.

use std::{borrow::Cow, fmt, str::FromStr};

use jiff::civil;
use serde::Deserialize;

use crate::{Error, text};

/// A day, with a time of day where one is known: what a text is dated with.
///
/// # Examples
///
/// ```
/// use yaowen::Moment;
///
/// let day: Moment = "2023-08-04".parse()?;
/// assert_eq!(day.to_string(), "2023-08-04");
/// let moment: Moment = "2023-08-04T09:30:00".parse()?;
/// assert_eq!(moment.to_string(), "2023-08-04T09:30:00");
/// assert_eq!("2023-8-4".parse::<Moment>()?, day);
/// # Ok::<(), yaowen::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    pub(crate) date: civil::Date,
    pub(crate) time: Option<civil::Time>,
}

impl Moment {
    /// Returns the day, or nothing when the calendar has no such day.
    pub fn day(year: i16, month: i8, day: i8) -> Option<Self> {
        Some(Moment { date: civil::Date::new(year, month, day).ok()?, time: None })
    }
}

impl FromStr for Moment {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let error = || Error::date(text);
        let mut parts = text.trim().splitn(2, ['T', ' ']);
        let mut day = parts.next().unwrap_or_default().split('-');
        let mut number = |digits: usize| {
            let part = day.next().filter(|p| {
                (1..=digits).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_digit())
            });
            part.and_then(|p| p.parse::<i16>().ok()).ok_or_else(error)
        };
        let (year, month, date) = (number(4)?, number(2)? as i8, number(2)? as i8);
        if day.next().is_some() {
            return Err(error());
        }
        let date = civil::Date::new(year, month, date).map_err(|_| error())?;
        let time = parts.next().map(|t| t.parse().map_err(|_| error())).transpose()?;
        Ok(Moment { date, time })
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.date)?;
        match self.time {
            Some(t) => write!(f, "T{:02}:{:02}:{:02}", t.hour(), t.minute(), t.second()),
            None => Ok(()),
        }
    }
}

/// A text to read, with what is known about it.
///
/// A plain `&str` is an input too: `extractor.extract(text)`.
///
/// # Examples
///
/// ```
/// use yaowen::Input;
///
/// let input = Input::new("县长昨日到访。").id("a1").date("2023-08-04".parse()?);
/// # Ok::<(), yaowen::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Input<'a> {
    pub(crate) text: Cow<'a, str>,
    pub(crate) id: &'a str,
    pub(crate) date: Option<Moment>,
}

impl<'a> Input<'a> {
    /// Returns an input without id and date.
    pub fn new(text: &'a str) -> Self {
        Input { text: Cow::Borrowed(text), id: "", date: None }
    }

    /// Returns the input that the bytes of a file are, in any encoding of [`text::decode`], without id and date. Spans are
    /// bytes of its UTF-8, [`Input::text`]; bytes that could not be read stand there as U+FFFD and are noted as damaged.
    ///
    /// # Examples
    ///
    /// ```
    /// use yaowen::{Extractor, Input};
    ///
    /// // GBK.
    /// let input = Input::bytes(b"\xc0\xee\xc3\xf7\xb5\xbd\xb7\xc3\xb1\xb1\xbe\xa9\xa1\xa3");
    /// assert_eq!(input.text(), "李明到访北京。");
    /// assert_eq!(Extractor::new().extract(&input).mentions[1].text, "北京");
    /// ```
    pub fn bytes(bytes: &'a [u8]) -> Self {
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => Cow::Owned(text::decode(bytes).0),
        };
        Input { text, id: "", date: None }
    }

    /// Sets the id that the document carries.
    #[must_use]
    pub fn id(mut self, id: &'a str) -> Self {
        self.id = id;
        self
    }

    /// Returns the text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns whether a date is set.
    pub fn is_dated(&self) -> bool {
        self.date.is_some()
    }

    /// Sets the day the text speaks from; 昨日 and 今年 are counted from it unless the text has a dateline.
    #[must_use]
    pub fn date(mut self, date: Moment) -> Self {
        self.date = Some(date);
        self
    }
}

impl<'a> From<&'a str> for Input<'a> {
    fn from(text: &'a str) -> Self {
        Input::new(text)
    }
}

impl<'a> From<&'a &'a str> for Input<'a> {
    fn from(text: &'a &'a str) -> Self {
        Input::new(text)
    }
}

impl<'a> From<&'a Input<'_>> for Input<'a> {
    fn from(input: &'a Input<'_>) -> Self {
        Input { text: Cow::Borrowed(&input.text), ..*input }
    }
}

impl<'a> From<&'a String> for Input<'a> {
    fn from(text: &'a String) -> Self {
        Input::new(text)
    }
}

/// A line of JSON that carries a text: `{"id":"a1","text":"…","date":"2023-08-04"}`; `date` may be left out.
///
/// # Examples
///
/// ```
/// let line = yaowen::JsonLine::read(r#"{"id":"a1","text":"县长昨日到访。","date":"2023-08-04"}"#)?;
/// let document = yaowen::Extractor::new().extract(line.input()?);
/// assert_eq!(document.id, "a1");
/// # Ok::<(), yaowen::Error>(())
/// ```
#[derive(Debug, Clone, Deserialize)]
pub struct JsonLine {
    id: String,
    text: String,
    #[serde(default)]
    date: Option<String>,
}

impl JsonLine {
    /// Returns a line with a text and its id, and no date.
    pub fn new(id: impl Into<String>, text: impl Into<String>) -> Self {
        JsonLine { id: id.into(), text: text.into(), date: None }
    }

    /// Returns the line's text and what is told about it.
    ///
    /// # Errors
    ///
    /// When the line is no JSON object with the strings `id` and `text`.
    pub fn read(line: &str) -> Result<Self, Error> {
        serde_json::from_str(line).map_err(|source| Error::json(&source))
    }

    /// Returns the input the line describes, but for its date.
    pub fn undated(&self) -> Input<'_> {
        Input::new(&self.text).id(&self.id)
    }

    /// Returns the input the line describes.
    ///
    /// # Errors
    ///
    /// When `date` is no date.
    pub fn input(&self) -> Result<Input<'_>, Error> {
        let input = self.undated();
        Ok(match &self.date {
            Some(date) => input.date(date.parse()?),
            None => input,
        })
    }
}
