//! Pages whose events are labelled, from JSON lines or from files of labels that hold no text.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::{
    Error,
    learn::corpus::{Documents, lines},
};

#[derive(Deserialize)]
struct Line {
    text: String,
    events: Vec<LineEvent>,
}

#[derive(Deserialize)]
struct LineEvent {
    trigger: [usize; 2],
    r#type: String,
    #[serde(default)]
    participants: Vec<LineArgument>,
    #[serde(default)]
    objects: Vec<LineArgument>,
    #[serde(default)]
    time: Vec<LineArgument>,
    #[serde(default)]
    place: Vec<LineArgument>,
}

#[derive(Deserialize)]
struct LineArgument {
    span: [usize; 2],
    #[serde(default)]
    role: String,
}

/// Pages whose events are labelled.
#[derive(Debug, Default)]
pub struct EventCorpus {
    pub(super) pages: Vec<LabelledPage>,
    files: Vec<PathBuf>,
}

#[derive(Debug)]
pub(super) struct LabelledPage {
    pub(super) text: String,
    pub(super) events: Vec<LabelledEvent>,
    /// Whether it is of a file that was added before, to weigh more.
    pub(super) is_copy: bool,
}

/// A labelled event, in characters of the text.
#[derive(Debug)]
pub(super) struct LabelledEvent {
    pub(super) trigger: (usize, usize),
    pub(super) kind: String,
    /// Role, or `time` or `place`.
    pub(super) arguments: Vec<(String, (usize, usize))>,
}

impl LabelledPage {
    /// Returns the characters of a span.
    pub(super) fn words(&self, (start, end): (usize, usize)) -> String {
        self.text.chars().skip(start).take(end.saturating_sub(start)).collect()
    }
}

impl EventCorpus {
    /// Adds the lines `{"text","events":[{"trigger":[start,end],"type","participants":[{"span","role"}],"time","place"}]}`
    /// of a file; offsets are in characters. A file added again weighs more, and what is rare in it stays rare.
    ///
    /// # Errors
    ///
    /// When the file cannot be read or a line is no such JSON.
    pub fn add(&mut self, path: &Path) -> Result<(), Error> {
        let is_copy = self.is_copy(path);
        for line in lines::<Line>(path)? {
            let events = line.events.into_iter().map(|event| {
                let named = event.participants.into_iter().chain(event.objects);
                let mut arguments: Vec<_> = named.map(|a| (a.role, a.span.into())).collect();
                arguments
                    .extend(event.time.into_iter().map(|a| ("time".to_owned(), a.span.into())));
                arguments
                    .extend(event.place.into_iter().map(|a| ("place".to_owned(), a.span.into())));
                LabelledEvent { trigger: event.trigger.into(), kind: event.r#type, arguments }
            });
            self.pages.push(LabelledPage { events: events.collect(), text: line.text, is_copy });
        }
        Ok(())
    }

    /// Adds the pages of a file of labels, which holds no text: each line has the name of a document and its events, parted
    /// by tabs; an event is written `start-end:type role=start-end …`, in characters of the document. A line that begins
    /// with `#` is a comment.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, or a line is malformed or speaks of a document that is not there.
    pub fn add_labels(&mut self, path: &Path, documents: &Documents) -> Result<(), Error> {
        let is_copy = self.is_copy(path);
        let labels = std::fs::read_to_string(path).map_err(|e| Error::read(path, e))?;
        for (index, row) in labels.lines().enumerate().filter(|(_, r)| !r.starts_with('#')) {
            let page = labelled(row, documents).ok_or_else(|| {
                let what = format!("line {}: no document and its events", index + 1);
                let source = std::io::Error::new(std::io::ErrorKind::InvalidData, what);
                Error::read(path, source)
            })?;
            self.pages.push(LabelledPage { is_copy, ..page });
        }
        Ok(())
    }

    /// Notes a file, and returns whether it was added before.
    fn is_copy(&mut self, path: &Path) -> bool {
        let is_copy = self.files.iter().any(|f| f == path);
        self.files.push(path.to_owned());
        is_copy
    }

    /// Returns the number of pages.
    pub fn len(&self) -> usize {
        self.pages.len()
    }

    /// Returns whether there is no page.
    pub fn is_empty(&self) -> bool {
        self.pages.is_empty()
    }
}

fn labelled(row: &str, documents: &Documents) -> Option<LabelledPage> {
    let mut cells = row.split('\t');
    let text = documents.text(cells.next()?)?.to_owned();
    let span = |words: &str| {
        let (start, end) = words.split_once('-')?;
        Some((start.parse().ok()?, end.parse().ok()?))
    };
    let events = cells.filter(|c| !c.is_empty()).map(|cell| {
        let mut words = cell.split(' ');
        let (trigger, kind) = words.next()?.split_once(':')?;
        let arguments = words.map(|w| {
            let (role, at) = w.split_once('=')?;
            Some((role.to_owned(), span(at)?))
        });
        let arguments = arguments.collect::<Option<_>>()?;
        Some(LabelledEvent { trigger: span(trigger)?, kind: kind.to_owned(), arguments })
    });
    Some(LabelledPage { events: events.collect::<Option<_>>()?, text, is_copy: false })
}
