//! The words of all lexicons in one automaton.

use std::borrow::Cow;

use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder};

use super::{
    Match, RuleId,
    guard::{GuardMemory, Guards},
};
use crate::Span;

/// A row that a word stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Entry {
    pub(crate) rule: RuleId,
    /// Index of the row's guards.
    pub(crate) guard: u32,
}

/// The words of all lexicons.
pub(crate) struct Lexicon {
    automaton: Option<CharwiseDoubleArrayAhoCorasick<u32>>,
    /// For each word of the automaton, its rows: `entries[starts[i]..starts[i + 1]]`.
    starts: Vec<u32>,
    entries: Vec<Entry>,
}

impl Lexicon {
    /// Returns the automaton of words and their rows.
    pub(crate) fn new(mut words: Vec<(Cow<'_, str>, Entry)>) -> Self {
        words.sort_unstable();
        words.dedup();
        let mut starts = Vec::new();
        let mut unique = Vec::new();
        for (at, (word, _)) in words.iter().enumerate() {
            if unique.last() != Some(&word.as_ref()) {
                unique.push(word.as_ref());
                starts.push(at as u32);
            }
        }
        starts.push(words.len() as u32);
        let automaton = (!unique.is_empty()).then(|| {
            CharwiseDoubleArrayAhoCorasickBuilder::new()
                .build_with_values(unique.into_iter().zip(0u32..))
                .expect("words are not empty and unique")
        });
        Lexicon { automaton, starts, entries: words.iter().map(|w| w.1).collect() }
    }

    /// Adds what the words read in `text`, overlapping ones too, in the order of [`Match`].
    pub(crate) fn scan(
        &self,
        guards: &Guards,
        text: &str,
        memory: &mut GuardMemory,
        out: &mut Vec<Match>,
    ) {
        let Some(automaton) = &self.automaton else { return };
        for hit in automaton.find_overlapping_iter(text) {
            let word = hit.value() as usize;
            let (start, end) = (hit.start(), hit.end());
            let range = self.starts[word] as usize..self.starts[word + 1] as usize;
            for entry in &self.entries[range] {
                if !guards.hold(entry.guard, text, start, end, memory) {
                    continue;
                }
                let found = Match { span: Span::new(start, end), rule: entry.rule };
                // Hits come by end; a longer word that ends here moves before the few that began after it.
                let mut at = out.len();
                out.push(found);
                while at > 0 && out[at - 1].span.start > start {
                    out[at] = out[at - 1];
                    at -= 1;
                }
                out[at] = found;
            }
        }
    }

    /// Returns the number of words.
    pub(crate) fn len(&self) -> usize {
        self.starts.len() - 1
    }
}
