//! What goes in: a text, with an id and the date it speaks from where they are known; and where texts come from.
//!
//! In: readers, files and folders ([`Texts`]). Out: texts one after the other, decoded, each with its id; what cannot be
//! read is an error of its own ([`Skipped`]) and ends nothing. Next: [`crate::Extractor::documents`].

mod moment;
pub use moment::Moment;

mod fields;
pub use fields::Fields;

mod json_line;
pub use json_line::JsonLine;

mod skipped;
pub use skipped::Skipped;

mod binary;

mod counted;
pub use counted::BytesRead;

mod utf16;

mod lines;

mod ids;

mod texts;
pub use texts::{Form, SourceText, Texts};

#[cfg(feature = "files")]
mod files;
#[cfg(feature = "files")]
pub use files::Files;

use std::borrow::Cow;

use crate::text;

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
    pub(crate) whole_page: bool,
}

impl<'a> Input<'a> {
    /// Returns an input without id and date.
    pub fn new(text: &'a str) -> Self {
        Input { text: Cow::Borrowed(text), id: "", date: None, whole_page: false }
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
        Input { text, id: "", date: None, whole_page: false }
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

    /// Sets whether all of a page of HTML is read, its navigation, lists of other articles and comments too; not unless set.
    /// Otherwise names and events are those of the article, and the notes of the document say what was set aside, and why.
    ///
    /// # Examples
    ///
    /// ```
    /// use yaowen::{Extractor, Input};
    ///
    /// let page = "<html><body><h1>县长到河堤调研防汛</h1><p>昨日，县长林晓禾到河堤调研，要求各部门落实责任。</p>\
    ///     <div class=comments><p>市长周远山表示，下周再来。</p></div></body></html>";
    /// let names = |document: yaowen::Document| -> Vec<String> {
    ///     document.entities.into_iter().map(|entity| entity.name).collect()
    /// };
    /// let extractor = Extractor::new();
    /// assert!(!names(extractor.extract(page)).contains(&"周远山".to_owned()));
    /// let whole = Input::new(page).whole_page(true);
    /// assert!(names(extractor.extract(whole)).contains(&"周远山".to_owned()));
    /// ```
    #[must_use]
    pub fn whole_page(mut self, whole_page: bool) -> Self {
        self.whole_page = whole_page;
        self
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
