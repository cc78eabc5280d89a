//! Tables to automata: one for the words of all lexicons, one for the patterns of all tables.

use std::borrow::Cow;

use once_cell::sync::OnceCell;

use super::{
    Fault, Form, Match, Matches, Tables,
    group::{GroupMemory, Groups},
    guard::Guards,
    lexicon::{Entry, Lexicon},
    part::Parts,
    pattern::{self, Use},
    scanner::{Pattern, Scanner},
};
use crate::text;

/// Compiled tables.
pub(crate) struct Rules {
    lexicon: Lexicon,
    scanner: Scanner,
    guards: Guards,
}

impl std::fmt::Debug for Rules {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rules")
            .field("words", &self.lexicon.len())
            .field("patterns", &self.scanner.len())
            .finish()
    }
}

impl Rules {
    /// Returns the compiled tables, or everything that is wrong with their patterns.
    pub(crate) fn compile(tables: &Tables) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut guards = Guards::default();
        let mut words = Vec::new();
        let mut patterns = Vec::new();
        let parts = Parts::new(tables, &mut faults);
        for index in 0..tables.tables.len() as u16 {
            let form = tables.tables[index as usize].schema.form;
            for row in tables.rows_at(index) {
                match form {
                    Form::Plain => break,
                    Form::Part => {
                        if let Err(fault) = pattern::read(&row, "pattern", &parts, Use::IsPart) {
                            faults.push(fault);
                        }
                    }
                    Form::Lexicon(columns) => {
                        let entry =
                            Entry { rule: row.id, guard: guards.add(&row, &parts, &mut faults) };
                        for word in columns.split(';').flat_map(|c| row.list(c)) {
                            words.push((Cow::Borrowed(word), entry));
                            // A name written 石碁镇 or 石碁鎮 stands in the clean text as 石棋镇.
                            let clean = text::clean(word);
                            if clean.clean() != word && !clean.clean().is_empty() {
                                words.push((Cow::Owned(clean.clean().to_owned()), entry));
                            }
                        }
                    }
                    Form::Pattern => {
                        let guard = guards.add(&row, &parts, &mut faults);
                        match pattern::read(&row, "pattern", &parts, Use::Reads) {
                            Ok((expanded, syntax)) => {
                                let text = expanded.text;
                                let regex = OnceCell::new();
                                patterns
                                    .push((Pattern { rule: row.id, guard, text, regex }, syntax));
                            }
                            Err(fault) => faults.push(fault),
                        }
                    }
                }
            }
        }
        if !faults.is_empty() {
            faults.sort();
            faults.dedup();
            return Err(faults);
        }
        Ok(Rules { lexicon: Lexicon::new(words), scanner: Scanner::new(patterns, &guards), guards })
    }

    /// Fills `matches` with all that the rows read in `text`, overlapping ones too.
    ///
    /// A pattern row gives one reading for each place, the longest at which its guards hold; a lexicon row one for each
    /// of its words.
    pub(crate) fn scan(&self, text: &str, matches: &mut Matches) {
        matches.words.clear();
        matches.stretches.clear();
        self.lexicon.scan(&self.guards, text, &mut matches.scanner.guards, &mut matches.words);
        self.scanner.scan(&self.guards, text, &mut matches.scanner, &mut matches.stretches);
        matches.merge();
    }

    /// Returns the named groups of a match of a pattern row; nothing for rows of other forms.
    pub(crate) fn groups<'t>(
        &'t self,
        text: &'t str,
        found: Match,
        memory: &'t mut GroupMemory,
    ) -> Option<Groups<'t>> {
        self.scanner.groups(text, found, memory)
    }
}
