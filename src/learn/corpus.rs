//! Annotated text to sentences as the learned rows see them.

use std::{collections::HashMap, path::Path};

use serde::Deserialize;

use super::guidelines::{self, Name};
use crate::{
    Clean, Error, Span,
    mention::{
        View,
        learned::{Proposal, Sight},
    },
    rules::Matches,
    segment::{self, Segmented},
    text,
};

#[derive(Deserialize)]
struct Line {
    text: String,
    entities: Vec<Vec<serde_json::Value>>,
}

/// Annotated sentences of one convention.
#[derive(Debug, Default)]
pub struct Corpus {
    pub(super) sentences: Vec<Sentence>,
}

/// A sentence with its names.
#[derive(Debug)]
pub(super) struct Sentence {
    pub(super) sight: Sight,
    /// What the set rows propose.
    pub(super) set: Vec<Proposal>,
    pub(super) names: Vec<Name>,
    /// Number of the corpus's guidelines, from 1.
    pub(super) convention: u64,
}

/// Number of the guidelines of [`crate::Convention::News`].
const NEWS: u64 = 4;

impl Corpus {
    /// Adds the lines of a file. `convention` numbers the guidelines it follows, from 1; see
    /// [`crate::Convention`] for those the built-in weights know (1 is MSRA, 2 People's Daily 1998, 3 the web). With 4
    /// the names are rewritten to those of [`crate::Convention::News`].
    ///
    /// Names of other kinds are passed over.
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
        let lines = std::fs::read_to_string(path).map_err(|e| Error::read(path, e))?;
        let mut segmented = Segmented::default();
        let mut matches = Matches::default();
        let mut view = View::default();
        for line in lines.lines().filter(|l| !l.trim().is_empty()) {
            let line: Line = serde_json::from_str(line).map_err(|e| Error::json(&e))?;
            let text = text::clean(&line.text);
            segment::segment(text.clean(), &mut segmented);
            extractor.scan(text.clean(), &mut matches);
            let names = names(&line, &text);
            view.clear();
            for sentence in 0..segmented.sentences.len() {
                let (mut sight, mut set) = (Sight::default(), Vec::new());
                extractor.sight(
                    text.clean(),
                    &segmented,
                    sentence,
                    &matches,
                    &mut view,
                    &mut sight,
                    &mut set,
                );
                let span = segmented.sentences[sentence].span;
                let within = names.iter().filter(|(name, _)| span.contains(*name));
                let mut names: Vec<Name> = within
                    .map(|&(name, kind)| (view.position(name.start), view.position(name.end), kind))
                    .collect();
                if convention == NEWS {
                    names = guidelines::news(&view, &names);
                }
                self.sentences.push(Sentence { sight, set, names, convention });
            }
        }
        Ok(())
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
