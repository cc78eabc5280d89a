//! Stage 1: text as the web gives it to clean Simplified text, with a map back.
//!
//! In: any text. Out: [`Text`]. Holds: every span of the clean text maps to bytes of the original, on character boundaries
//! and in the same order; cleaning clean text changes nothing; text that needs no change is not copied.
//! Next stage: `segment`.
//!
//! The steps, in the order they run; a page of HTML is first cut to its article (`article`):
//!
//! | step | what it does | table |
//! |---|---|---|
//! | `misread` | text that was read in a wrong encoding is read again; tried when the later steps saw its characters | |
//! | `torn_notes` | text torn by readings that were put in byte by byte is mended; tried when its marks were seen | `reading.tsv` |
//! | `strip` | one form for every character (３ → 3); tags, references, invisible characters and readings (`國(guó)`) go | `form.tsv` |
//! | `rewrite` | `script_conversion`: Traditional characters and variants to Simplified ones; `mark`: `,` `;` `:` `?` `!` `(` `)` in Chinese text to `，` `；` `：` `？` `！` `（` `）` | `fold.tsv`, `fold_exception.tsv` |
//! | `line` | line ends inside sentences go | |
//! | `blank` | blanks that mean nothing go | |
//!
//! Last, two things are marked that stay in the clean text: lines in which the page describes itself (`boilerplate`, `edge`,
//! `furniture.tsv`), and damage that could not be repaired.
//!
//! A new step is a function from the text to an `Option<Changed>`, written with a `Draft` (`draft.rs`) and called in
//! `clean_part`. It should run only when a class of characters that it looks for was seen (`chars.rs`; all eight bits are
//! taken, so a new class needs a wider type). What it removes has a [`NoteKind`]: a variant, its word in `as_str`, and a
//! place in the list of `from_str`, which the compiler does not check. Put the new dirt among the pieces of `tests/text.rs`.

mod decode;
pub(crate) use decode::encoding_of;
pub use decode::{Decoding, Unreadable, decode};

mod table;

mod chars;

mod cluster;

mod offsets;

mod draft;

mod entity;

mod markup;

mod reading;

mod strip;

mod script_conversion;

mod mark;

mod rewrite;

mod gbk;

mod likelihood;

mod mojibake;

mod tear;

mod torn_notes;

mod misread;

mod whitespace_gap;

mod line;

mod blank;

mod boilerplate;
pub use boilerplate::Boilerplate;

mod edge;

mod article;
pub use article::{Article, Aside, Field, PageKind, Part, Role, article};

use std::{borrow::Cow, fmt, str::FromStr};

use jiff::civil;
use serde::{Deserialize, Serialize};

use self::{draft::Changed, offsets::Offsets};
use crate::{Clean, Error, Original, Span};

/// Clean Simplified text with a map back to the original.
///
/// # Examples
///
/// ```
/// use yaowen::{Span, text};
///
/// let text = text::clean("嵐皋縣委(區(qū)委)書記,8月２日到訪");
/// assert_eq!(text.clean(), "岚皋县委（区委）书记，8月2日到访");
/// let place = text.to_original(Span::new(0, 9));
/// assert_eq!(&text.original()[place.range()], "嵐皋縣");
/// let committee = text.to_original(Span::new(15, 21));
/// assert_eq!(&text.original()[committee.range()], "區(qū)委");
/// ```
#[derive(Debug, Clone)]
pub struct Text<'a> {
    original: &'a str,
    clean: Cow<'a, str>,
    offsets: Offsets,
    notes: Vec<Note>,
    /// The notes of damaged text that is left, as one list of disjoint stretches of the clean text.
    damaged: Vec<Span<Clean>>,
    boilerplate: Vec<Boilerplate>,
    /// When the page says that its article was published.
    published: Option<article::Published>,
}

/// A stretch of the original that was repaired, removed or marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Note {
    /// Its bytes.
    pub span: Span<Original>,
    /// What was done.
    pub kind: NoteKind,
}

/// What was done to a stretch of the original. In a record it is one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "&'static str", try_from = "String")]
#[non_exhaustive]
pub enum NoteKind {
    /// A reading (`(guó)`) was left out; it belongs to the characters before it.
    Reading,
    /// Tags and references of HTML were left out or read.
    Markup,
    /// Characters without a shape were left out: joiners, direction marks, byte order marks.
    Invisible,
    /// Blanks inside a sentence were left out.
    Blank,
    /// A line end inside a sentence was left out.
    LineEnd,
    /// Damaged text was repaired; it cannot be divided.
    Repaired,
    /// Damaged text that could not be repaired, or bytes that could not be read.
    Damaged,
    /// Text of a page that does not belong to its article was left out.
    Aside(Aside),
    /// The page is no single article.
    Page(PageKind),
}

impl NoteKind {
    /// Returns the word for it in a record.
    pub const fn as_str(self) -> &'static str {
        match self {
            NoteKind::Reading => "reading",
            NoteKind::Markup => "markup",
            NoteKind::Invisible => "invisible",
            NoteKind::Blank => "blank",
            NoteKind::LineEnd => "line_end",
            NoteKind::Repaired => "repaired",
            NoteKind::Damaged => "damaged",
            NoteKind::Aside(aside) => aside.as_str(),
            NoteKind::Page(kind) => kind.as_str(),
        }
    }
}

impl fmt::Display for NoteKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl From<NoteKind> for &'static str {
    fn from(kind: NoteKind) -> Self {
        kind.as_str()
    }
}

impl FromStr for NoteKind {
    type Err = Error;

    fn from_str(word: &str) -> Result<Self, Error> {
        use NoteKind::*;
        let own = [Reading, Markup, Invisible, Blank, LineEnd, Repaired, Damaged];
        let own = own.into_iter().find(|kind| kind.as_str() == word);
        own.or_else(|| word.parse().ok().map(Aside))
            .or_else(|| word.parse().ok().map(Page))
            .ok_or_else(|| Error::word(&["what was done to a stretch of a text"], word))
    }
}

impl TryFrom<String> for NoteKind {
    type Error = Error;

    fn try_from(word: String) -> Result<Self, Error> {
        word.parse()
    }
}

/// How often line ends are looked for at most: nearly always the second time there are none.
const LINE_STEPS: usize = 8;

/// Returns the clean text of any text; of a page of HTML, that of its article. A text of 4 GiB or more is returned as it is.
pub fn clean(original: &str) -> Text<'_> {
    clean_part(original, article::article(original).as_ref())
}

/// Returns the clean text of any text; of a page of HTML, that of all of it.
pub fn clean_whole(original: &str) -> Text<'_> {
    clean_part(original, None)
}

/// Returns the clean text of the article, or of all.
pub(crate) fn clean_part<'a>(original: &'a str, article: Option<&Article>) -> Text<'a> {
    let mut text = Text::unchanged(original);
    if u32::try_from(original.len()).is_err() {
        return text;
    }
    if let Some(article) = article {
        text.step(|page| article::cut(page, article));
    }
    let mut classes = text.strip();
    if classes & chars::MISREAD != 0 && article.is_none() {
        let mut again = Text::unchanged(original);
        if again.step(misread::read_again) {
            classes = again.strip();
            text = again;
        }
        // References may have stood between the characters: &auml;&cedil;….
        for _ in 0..2 {
            if classes & chars::MISREAD != 0 && text.step(misread::read_again) {
                classes = text.strip();
            }
        }
    }
    if classes & (chars::FOLD | chars::MARK) != 0 {
        text.step(rewrite::rewrite);
    }
    if classes & chars::BLANK != 0 {
        for _ in 0..LINE_STEPS {
            let borders = article.map_or(Vec::new(), |a| text.borders(a));
            if !text.step(|t| line::line_ends(t, &borders)) {
                break;
            }
        }
        text.step(blank::blanks);
    }
    if classes & chars::TEAR != 0 {
        text.mark_unreadable();
    }
    text.find_damaged();
    text.boilerplate = match article {
        Some(article) => {
            article::boilerplate(&text.clean, article, |span| text.offsets.to_clean(span))
        }
        None => {
            let mut found = boilerplate::boilerplate(&text.clean);
            edge::boilerplate(&text.clean, &mut found);
            found
        }
    };
    if let Some(article) = article {
        if article.kind() != PageKind::Article {
            let note =
                Note { span: Span::new(0, original.len()), kind: NoteKind::Page(article.kind()) };
            text.notes.insert(0, note);
        }
        text.published = article::when(&text.clean, &text.boilerplate);
    }
    text
}

impl<'a> Text<'a> {
    fn unchanged(original: &'a str) -> Self {
        Text {
            original,
            clean: Cow::Borrowed(original),
            offsets: Offsets::default(),
            notes: Vec::new(),
            damaged: Vec::new(),
            boilerplate: Vec::new(),
            published: None,
        }
    }

    /// Runs the first steps and returns the classes of characters that may occur, without those that the next step would
    /// leave as they are.
    fn strip(&mut self) -> u8 {
        let mut stripped = strip::strip(&self.clean);
        if stripped.classes & chars::TEAR != 0 && self.step(torn_notes::mend) {
            stripped = strip::strip(&self.clean);
        }
        let classes = match stripped.doubtful {
            Some(places) if !rewrite::is_needed(&self.clean, &places) => {
                stripped.classes & !(chars::FOLD | chars::MARK)
            }
            _ => stripped.classes,
        };
        self.step(|_| stripped.changed);
        classes
    }

    /// Returns the text as it was given.
    pub fn original(&self) -> &'a str {
        self.original
    }

    /// Returns the clean text.
    pub fn clean(&self) -> &str {
        &self.clean
    }

    /// Returns the bytes of the original that a span of the clean text stands for: from the first byte of its first
    /// character to the last one of its last character and of the reading that belongs to it. A stretch that was
    /// repaired cannot be divided, nor can a grapheme cluster (e and its accent).
    pub fn to_original(&self, span: Span<Clean>) -> Span<Original> {
        self.whole(self.offsets.to_original(span))
    }

    /// Returns the bytes of the clean text that stand for a span of the original; none where that was left out.
    pub fn to_clean(&self, span: Span<Original>) -> Span<Clean> {
        self.offsets.to_clean(span)
    }

    /// Returns the same for many spans, by start.
    pub(crate) fn all_to_original(
        &self,
        spans: impl Iterator<Item = Span<Clean>>,
    ) -> impl Iterator<Item = Span<Original>> {
        self.offsets.all_to_original(spans).map(|span| self.whole(span))
    }

    /// Returns the smallest span of the original that holds this one and divides no grapheme cluster.
    fn whole(&self, span: Span<Original>) -> Span<Original> {
        let Span { start, end, .. } = span;
        Span::new(cluster::before(self.original, start), cluster::after(self.original, end))
    }

    /// Returns the smallest span of the clean text that holds this one and divides no grapheme cluster.
    pub(crate) fn whole_clean(&self, span: Span<Clean>) -> Span<Clean> {
        Span::new(cluster::before(&self.clean, span.start), cluster::after(&self.clean, span.end))
    }

    /// Returns whether the span shares no grapheme cluster, of the clean text or the original, with what is beside it.
    pub(crate) fn is_whole(&self, span: Span<Clean>) -> bool {
        let (start, end) = (span.start, span.end);
        if !cluster::is_border(&self.clean, start) || !cluster::is_border(&self.clean, end) {
            return false;
        }
        let original = self.offsets.to_original(span);
        let begins = cluster::is_border(self.original, original.start);
        // What the cluster goes on with was left out of the clean text: the selector of a variant.
        let goes_on = cluster::after(self.original, original.end);
        begins
            && (goes_on == original.end
                || self.clean[end..].chars().next().is_none_or(|c| {
                    let next = self.offsets.to_original(Span::new(end, end + c.len_utf8()));
                    goes_on <= next.start
                }))
    }

    /// Returns what was repaired, removed or marked, in text order.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// Returns what the page says of itself, in text order: outlet, author, editor, time of publication, buttons.
    pub fn boilerplate(&self) -> &[Boilerplate] {
        &self.boilerplate
    }

    /// Returns the day that a page of HTML says its article was published, in China's time, with the time of day where there is one.
    pub(crate) fn published(&self) -> Option<(civil::Date, Option<civil::Time>)> {
        self.published
    }

    /// Returns the value of boilerplate as the page prints it, in Simplified characters.
    pub fn boilerplate_value(&self, boilerplate: &Boilerplate) -> Cow<'_, str> {
        if !boilerplate.page {
            return Cow::Borrowed(&self.clean[boilerplate.value.range()]);
        }
        Cow::Owned(article::printed(&self.original[self.to_original(boilerplate.value).range()]))
    }

    /// Returns whether all of the span is what the page says of itself, an original headline (原标题) excepted: that is news.
    pub fn is_boilerplate(&self, span: Span<Clean>) -> bool {
        let last = Span::new(span.end.saturating_sub(1), span.end);
        self.boilerplate_at(span)
            .is_some_and(|f| f.field != Field::Title && f.span.start <= span.start)
            && self.boilerplate_at(last).is_some()
    }

    /// Returns whether a name or a date can be read in the span: it holds no damaged text, and of what the page says of
    /// itself no label, button or link to another page, and divides no grapheme cluster.
    pub fn is_readable(&self, span: Span<Clean>) -> bool {
        let named = |f: &Boilerplate| {
            f.field != Field::Page
                && (!f.apart || f.field == Field::Published)
                && f.value.start <= span.start
                && span.end <= f.value.end
        };
        !self.is_damaged(span) && self.boilerplate_at(span).is_none_or(named) && self.is_whole(span)
    }

    /// Returns whether the span lies in the label of those who wrote or edited the text: 编辑 of 编辑：周一鸣.
    pub(crate) fn is_credit(&self, span: Span<Clean>) -> bool {
        self.boilerplate_at(span).is_some_and(|f| {
            matches!(f.field, Field::Author | Field::Editor)
                && !f.apart
                && f.span.start <= span.start
                && span.end <= f.value.start
        })
    }

    /// Returns whether the span holds text that is damaged and could not be repaired: no name, date or event
    /// can be read across it.
    pub fn is_damaged(&self, span: Span<Clean>) -> bool {
        let next = self.damaged.partition_point(|d| d.end <= span.start);
        self.damaged.get(next).is_some_and(|d| d.start < span.end)
    }

    /// Returns the first boilerplate that shares a byte with the span.
    fn boilerplate_at(&self, span: Span<Clean>) -> Option<&Boilerplate> {
        let next = self.boilerplate.partition_point(|f| f.span.end <= span.start);
        self.boilerplate.get(next).filter(|f| f.span.start < span.end)
    }

    /// Returns the bytes of the clean text where parts of the article start that no sentence goes on in: all but lines behind
    /// a `<br>`.
    fn borders(&self, article: &Article) -> Vec<usize> {
        article.borders().map(|span| self.offsets.to_clean(span).start).collect()
    }

    /// Notes the characters that stand for bytes no one could read, where no note covers them yet.
    fn mark_unreadable(&mut self) {
        let mut found: Vec<Note> = Vec::new();
        for (at, c) in self.clean.char_indices().filter(|(_, c)| chars::is_unreadable(*c)) {
            let span = self.offsets.to_original(Span::new(at, at + c.len_utf8()));
            match found.last_mut() {
                Some(last) if last.span.end >= span.start => last.span.end = span.end,
                _ => found.push(Note { span, kind: NoteKind::Damaged }),
            }
        }
        let noted: Vec<Span<Original>> = self.damaged_notes().collect();
        let new = |n: &Note| {
            let next = noted.partition_point(|d| d.end <= n.span.start);
            noted.get(next).is_none_or(|d| n.span.end <= d.start)
        };
        self.notes.extend(found.into_iter().filter(new));
        self.notes.sort_by_key(|n| (n.span.start, n.span.end));
    }

    fn damaged_notes(&self) -> impl Iterator<Item = Span<Original>> {
        self.notes.iter().filter(|n| n.kind == NoteKind::Damaged).map(|n| n.span)
    }

    /// Finds the clean text of the damaged notes.
    fn find_damaged(&mut self) {
        let mut damaged: Vec<Span<Clean>> = Vec::new();
        for note in self.damaged_notes() {
            let span = self.offsets.to_clean(note);
            match damaged.last_mut() {
                Some(last) if last.end >= span.start => last.end = last.end.max(span.end),
                _ => damaged.push(span),
            }
        }
        self.damaged = damaged;
    }

    /// Runs one step on the text as the steps before left it, and returns whether it changed anything.
    fn step(&mut self, step: impl FnOnce(&str) -> Option<Changed>) -> bool {
        let Some(Changed { text, map, notes }) = step(&self.clean) else { return false };
        let before = self.notes.len();
        self.notes.extend(notes.into_iter().map(|(range, kind)| Note {
            span: self.offsets.to_original(Span::new(range.start, range.end)),
            kind,
        }));
        if before > 0 && self.notes.len() > before {
            self.notes.sort_by_key(|n| (n.span.start, n.span.end));
        }
        self.offsets.push(map);
        self.clean = Cow::Owned(text);
        true
    }
}
