//! Annotated text to sentences as the learned rows see them.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use serde::Deserialize;

use super::guidelines::{self, Name};
use crate::{
    Clean, Error, Span,
    mention::{
        index::sentence_index::SentenceIndex,
        learned::{CandidateSpan, FeatureInput},
    },
    rules::Matches,
    segment::{self, Segmented},
    text,
};

#[derive(Deserialize)]
pub(super) struct Line {
    pub(super) text: String,
    entities: Vec<Vec<serde_json::Value>>,
}

#[derive(Deserialize)]
struct Document {
    text: String,
}

/// The documents that a file of labels speaks of: the name of their file up to its first dot, a slash, and the number of
/// the line, from 1.
#[derive(Debug, Default)]
pub struct Documents {
    texts: HashMap<String, String>,
}

impl Documents {
    /// Adds the lines `{"text"}` of a file; blank lines are not counted.
    ///
    /// # Errors
    ///
    /// When the file cannot be read or a line is no such JSON.
    pub fn add(&mut self, path: &Path) -> Result<(), Error> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let name = name.split('.').next().unwrap_or_default();
        for (index, document) in lines::<Document>(path)?.into_iter().enumerate() {
            self.texts.insert(format!("{name}/{}", index + 1), document.text);
        }
        Ok(())
    }

    /// Returns the text of a document by its name.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.texts.get(name).map(String::as_str)
    }
}

/// Annotated sentences of one convention.
#[derive(Debug, Default)]
pub struct Corpus {
    pub(super) sentences: Vec<Sentence>,
    /// The files added and the guidelines they were read by.
    files: Vec<(PathBuf, u64)>,
    /// That of the hand-set weights its sentences were read with.
    pub(super) fingerprint: Option<u64>,
}

/// A sentence with its names.
#[derive(Debug)]
pub(super) struct Sentence {
    pub(super) input: FeatureInput,
    /// What the hand-set features propose.
    pub(super) proposed: Vec<CandidateSpan>,
    pub(super) names: Vec<Name>,
    /// Number of the corpus's guidelines, from 1.
    pub(super) convention: u64,
    /// It is a copy, from a file that is added again so that it weighs more.
    pub(super) again: bool,
}

/// Number of the guidelines of [`crate::Convention::News`].
const NEWS: u64 = 4;

/// Names that were marked by these guidelines, and are taken as they are.
const MARKED_AS_NEWS: u64 = 5;

impl Corpus {
    /// Adds the lines of a file. `convention` numbers the guidelines it follows, from 1; see
    /// [`crate::Convention`] for those the built-in weights know (1 is MSRA, 2 People's Daily 1998, 3 the web). With 4
    /// the names are rewritten to those of [`crate::Convention::News`], with 5 they follow them already.
    ///
    /// Names of other kinds are passed over. A file added again weighs more, and what is rare in it stays rare.
    ///
    /// # Errors
    ///
    /// When the file cannot be read or a line is no such JSON.
    pub fn add(
        &mut self,
        extractor: &crate::Extractor,
        path: &Path,
        convention: u64,
    ) -> Result<(), Error> {
        self.read(extractor, path, &lines::<Line>(path)?, convention);
        Ok(())
    }

    /// Adds the sentences of a file of labels, which holds no text: each line has the name of a document, the first
    /// character of a sentence and the one behind its last, and its names, `start-end:NAME_KINDS` from the sentence's first
    /// character, parted by blanks; the columns are parted by tabs, and a line that begins with `#` is a comment.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, or a line is malformed or speaks of a document or a character that is not there.
    pub fn add_labels(
        &mut self,
        extractor: &crate::Extractor,
        path: &Path,
        documents: &Documents,
        convention: u64,
    ) -> Result<(), Error> {
        self.read(extractor, path, &labels(path, documents)?, convention);
        Ok(())
    }

    fn read(&mut self, extractor: &crate::Extractor, path: &Path, lines: &[Line], convention: u64) {
        let file = (path.to_owned(), convention);
        self.fingerprint = Some(extractor.hand_set_fingerprint());
        let again = self.files.contains(&file);
        let rewritten = convention == NEWS;
        let convention = if convention == MARKED_AS_NEWS { NEWS } else { convention };
        self.files.push(file);
        let mut segmented = Segmented::default();
        let mut matches = Matches::default();
        let mut sentence = SentenceIndex::default();
        for line in lines {
            let text = text::clean(&line.text);
            segment::segment(text.clean(), &mut segmented);
            extractor.scan(text.clean(), &mut matches);
            let names = names(line, &text);
            sentence.clear();
            for index in 0..segmented.sentences.len() {
                let (input, proposed) = extractor.training_input(
                    text.clean(),
                    &segmented,
                    index,
                    &matches,
                    &mut sentence,
                );
                let span = segmented.sentences[index].span;
                let within = names.iter().filter(|(name, _)| span.contains(*name));
                let mut names: Vec<Name> = within
                    .map(|&(name, kind)| {
                        (sentence.position(name.start), sentence.position(name.end), kind)
                    })
                    .collect();
                if rewritten {
                    names = guidelines::news(extractor.name_words(), &sentence, &names);
                }
                self.sentences.push(Sentence { input, proposed, names, convention, again });
            }
        }
    }

    /// Returns the number of sentences.
    pub fn len(&self) -> usize {
        self.sentences.len()
    }

    /// Returns whether there is no sentence.
    pub fn is_empty(&self) -> bool {
        self.sentences.is_empty()
    }
}

pub(super) fn lines<T: serde::de::DeserializeOwned>(path: &Path) -> Result<Vec<T>, Error> {
    let text = std::fs::read_to_string(path).map_err(|e| Error::read(path, e))?;
    let lines = text.lines().filter(|l| !l.trim().is_empty());
    let wrong = |e: serde_json::Error| Error::line("a line of annotated text", e.to_string());
    lines.map(|l| serde_json::from_str(l).map_err(wrong)).collect()
}

/// Returns the sentences of a file of labels.
pub(super) fn labels(path: &Path, documents: &Documents) -> Result<Vec<Line>, Error> {
    let labels = std::fs::read_to_string(path).map_err(|e| Error::read(path, e))?;
    let rows = labels.lines().enumerate().filter(|(_, r)| !r.starts_with('#'));
    let line = |(index, row): (usize, &str)| {
        labelled(row, documents).ok_or_else(|| {
            let what = format!("line {}: no sentence of the documents and its names", index + 1);
            Error::read(path, std::io::Error::new(std::io::ErrorKind::InvalidData, what))
        })
    };
    rows.map(line).collect()
}

impl Line {
    /// Returns the spans of a kind, in characters.
    pub(super) fn spans_of(&self, kind: &str) -> Vec<(usize, usize)> {
        let of = |entity: &Vec<serde_json::Value>| {
            let at = |i: usize| entity.get(i)?.as_u64().map(|n| n as usize);
            (entity.get(2)?.as_str()? == kind).then_some((at(0)?, at(1)?))
        };
        self.entities.iter().filter_map(of).collect()
    }
}

/// Reads a row of labels.
fn labelled(row: &str, documents: &Documents) -> Option<Line> {
    let mut cells = row.split('\t');
    let mut cell = || cells.next();
    let (id, start, end, names) = (cell()?, cell()?, cell()?, cell().unwrap_or(""));
    let (start, end): (usize, usize) = (start.parse().ok()?, end.parse().ok()?);
    let text: String =
        documents.texts.get(id)?.chars().skip(start).take(end.checked_sub(start)?).collect();
    let entities = names.split(' ').filter(|n| !n.is_empty()).map(|name| {
        let (span, kind) = name.split_once(':')?;
        let (from, to) = span.split_once('-')?;
        Some(vec![from.parse::<u64>().ok()?.into(), to.parse::<u64>().ok()?.into(), kind.into()])
    });
    Some(Line { entities: entities.collect::<Option<_>>()?, text })
}

/// The line's names in bytes of the clean text.
fn names(line: &Line, text: &text::Text<'_>) -> Vec<(Span<Clean>, usize)> {
    let bytes: Vec<usize> =
        line.text.char_indices().map(|(i, _)| i).chain([line.text.len()]).collect();
    let (mut starts, mut ends) = (HashMap::new(), HashMap::new());
    for (at, c) in text.clean().char_indices() {
        let clean: Span<Clean> = Span::new(at, at + c.len_utf8());
        let original = text.to_original(clean);
        starts.entry(original.start).or_insert(clean.start);
        ends.insert(original.end, clean.end);
    }
    let mut names = Vec::new();
    for entity in &line.entities {
        let number =
            |i: usize| entity.get(i).and_then(serde_json::Value::as_u64).map(|n| n as usize);
        let kind = match entity.get(2).and_then(serde_json::Value::as_str) {
            Some("PER") => 0,
            Some("LOC") => 1,
            Some("ORG") => 2,
            _ => continue,
        };
        let start = number(0).and_then(|n| bytes.get(n)).and_then(|b| starts.get(b));
        let end = number(1).and_then(|n| bytes.get(n)).and_then(|b| ends.get(b));
        if let (Some(&start), Some(&end)) = (start, end) {
            names.push((Span::new(start, end), kind));
        }
    }
    names.sort_unstable();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_of_labels_is_a_sentence_of_a_document() {
        let mut documents = Documents::default();
        documents.texts.insert("own/1".to_owned(), "昨日，石旭涌到访。".to_owned());
        let line = labelled("own/1\t3\t8\t0-3:PER", &documents).unwrap();
        assert_eq!(line.text, "石旭涌到访");
        let names = names(&line, &text::clean(&line.text));
        assert_eq!(names, [(Span::new(0, 9), 0)]);
        assert!(labelled("own/2\t0\t1\t", &documents).is_none());
    }
}
