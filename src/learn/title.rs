//! The trainer of the learned rows of titles: a binary log-linear model over hashed rows, by AdaGrad with dropout.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::{
    corpus::{Documents, Line, labels, lines},
    event::{EventSettings, Example, Model, OffsetMap, estimate},
    train::Progress,
};
use crate::{Clean, Error, Extractor, Span, mention::titles, text};

/// Texts whose titles are marked.
#[derive(Debug, Default)]
pub struct TitleCorpus {
    pages: Vec<Page>,
    files: Vec<PathBuf>,
}

#[derive(Debug)]
struct Page {
    text: String,
    /// In characters of the text.
    titles: Vec<(usize, usize)>,
    again: bool,
}

impl TitleCorpus {
    /// Adds the lines `{"text","entities":[[start,end,"TITLE"],…]}` of a file; offsets are in characters, other kinds are passed over.
    /// A file added again weighs more, and what is rare in it stays rare.
    ///
    /// # Errors
    ///
    /// When the file cannot be read or a line is no such JSON.
    pub fn add(&mut self, path: &Path) -> Result<(), Error> {
        self.read(path, lines::<Line>(path)?);
        Ok(())
    }

    /// Adds the texts of a file of labels, which holds no text; see [`Corpus::add_labels`](super::Corpus::add_labels).
    ///
    /// # Errors
    ///
    /// When the file cannot be read, or a line is malformed or speaks of a document or a character that is not there.
    pub fn add_labels(&mut self, path: &Path, documents: &Documents) -> Result<(), Error> {
        self.read(path, labels(path, documents)?);
        Ok(())
    }

    fn read(&mut self, path: &Path, lines: Vec<Line>) {
        let again = self.files.iter().any(|f| f == path);
        self.files.push(path.to_owned());
        self.pages.extend(lines.into_iter().map(|line| Page {
            titles: line.spans_of("TITLE"),
            text: line.text,
            again,
        }));
    }

    /// Returns the number of texts.
    pub fn len(&self) -> usize {
        self.pages.len()
    }

    /// Returns whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.pages.is_empty()
    }
}

/// Returns the weights of titles estimated from the texts.
///
/// # Panics
///
/// When the corpus is empty.
pub fn train_titles(
    extractor: &Extractor,
    corpus: &TitleCorpus,
    settings: &EventSettings,
    progress: &impl Progress,
) -> Vec<u8> {
    assert!(!corpus.is_empty(), "nothing to learn from");
    let extractor = extractor.with_undecided_titles();
    progress.begin("reading", corpus.pages.len());
    let read: Vec<(bool, Vec<Example>)> = corpus
        .pages
        .par_iter()
        .map_init(
            || extractor.workspace(),
            |work, page| {
                let text = text::clean(&page.text);
                let offsets = OffsetMap::of(&page.text, &text);
                let gold: std::collections::HashSet<Span<Clean>> =
                    page.titles.iter().filter_map(|&t| offsets.span(t)).collect();
                let examples = extractor.title_examples(work, &text);
                progress.step(1);
                let marked = |(span, rows)| (u8::from(gold.contains(&span)), rows);
                (page.again, examples.into_iter().map(marked).collect())
            },
        )
        .collect();
    let model = Model {
        name: "titles",
        fewest_pages: FEWEST_PAGES,
        most_rows: MOST_ROWS,
        rounds: settings.trigger_rounds,
    };
    let pages: Vec<(bool, &[Example])> =
        read.iter().map(|(again, examples)| (*again, examples.as_slice())).collect();
    titles::write(&estimate(model, &pages, settings, progress))
}

/// Rows seen in fewer texts are left out.
const FEWEST_PAGES: u32 = 2;

/// Most rows kept: those that weigh most.
const MOST_ROWS: usize = 90_000;
