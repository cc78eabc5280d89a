//! Tables to automata: one for the words of all lexicons, one lazy automaton per table of patterns.
//!
//! A table of patterns is walked from every character that can start one of them: the walk finds the longest
//! stretch of each row at that place in one pass, however many rows there are.

use std::collections::BTreeMap;

use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder};
use regex::{Captures, Regex};
use regex_automata::{
    Anchored, MatchKind,
    hybrid::dfa::{Cache, DFA},
    nfa::thompson,
    util::start,
};

use super::{Fault, Form, Match, Matches, RuleId, Tables};
use crate::{Clean, Span};

/// Compiled tables.
pub(crate) struct Rules {
    lexicon: Option<CharwiseDoubleArrayAhoCorasick<u32>>,
    /// For each word of the automaton, its rows: `rows[starts[i]..starts[i + 1]]`.
    starts: Vec<u32>,
    rows: Vec<RuleId>,
    patterns: Vec<Patterns>,
}

impl std::fmt::Debug for Rules {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rules")
            .field("words", &self.starts.len())
            .field("patterns", &self.patterns.len())
            .finish()
    }
}

struct Patterns {
    table: u16,
    dfa: DFA,
    /// For each pattern, its row and the whole pattern with its groups, anchored at the start.
    rows: Vec<(u32, Regex)>,
    /// For each character of the basic plane, whether some pattern starts with it.
    first: Vec<u64>,
}

impl Rules {
    /// Returns the compiled tables, or every pattern that does not compile.
    pub(crate) fn compile(tables: &Tables) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut words: BTreeMap<&str, Vec<RuleId>> = BTreeMap::new();
        let mut patterns = Vec::new();
        let parts: Vec<(&str, &str)> = match tables.tables.iter().any(|t| t.schema.name == "part") {
            true => tables.rows("part").map(|r| (r.cell("name"), r.cell("pattern"))).collect(),
            false => Vec::new(),
        };
        for (index, table) in tables.tables.iter().enumerate() {
            let index = index as u16;
            let rows = (0..table.rows.len() as u32).map(|r| table.row(index, r));
            match table.schema.form {
                Form::Plain => {}
                Form::Lexicon(column) => {
                    for row in rows {
                        for word in row.list(column) {
                            words.entry(word).or_default().push(row.id);
                        }
                    }
                }
                Form::Pattern => {
                    let mut compiled = Vec::new();
                    for row in rows {
                        let pattern = expand(row.cell("pattern"), &parts);
                        match Regex::new(&format!("^(?:{pattern})")) {
                            Ok(regex) => compiled.push((row.id.row, pattern, regex)),
                            Err(error) => faults.push(Fault {
                                path: table.sources[0].path.clone(),
                                line: row.line() as usize,
                                column: 1,
                                message: format!(
                                    "rule `{}`: pattern does not compile: {error}",
                                    row.name()
                                ),
                            }),
                        }
                    }
                    if faults.is_empty() && !compiled.is_empty() {
                        patterns.push(Patterns::new(index, compiled));
                    }
                }
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let mut starts = vec![0];
        let mut rows = Vec::new();
        for ids in words.values() {
            rows.extend_from_slice(ids);
            starts.push(rows.len() as u32);
        }
        let lexicon = (!words.is_empty()).then(|| {
            CharwiseDoubleArrayAhoCorasickBuilder::new()
                .build_with_values(words.keys().zip(0u32..))
                .expect("words are not empty and unique")
        });
        Ok(Rules { lexicon, starts, rows, patterns })
    }

    /// Fills `matches` with all that the rows read in `text`, overlapping ones too.
    pub(crate) fn scan(&self, text: &str, matches: &mut Matches) {
        matches.all.clear();
        if let Some(lexicon) = &self.lexicon {
            for hit in lexicon.find_overlapping_iter(text) {
                let word = hit.value() as usize;
                for &rule in &self.rows[self.starts[word] as usize..self.starts[word + 1] as usize]
                {
                    matches.all.push(Match { span: Span::new(hit.start(), hit.end()), rule });
                }
            }
        }
        matches.caches.resize_with(self.patterns.len(), || None);
        for (patterns, cache) in self.patterns.iter().zip(&mut matches.caches) {
            let cache = cache.get_or_insert_with(|| patterns.dfa.create_cache());
            patterns.scan(text, cache, &mut matches.all);
        }
        matches.all.sort_unstable();
    }

    /// Returns the named groups of a match of a pattern row; nothing for rows of other forms.
    pub(crate) fn captures<'t>(&self, text: &'t str, found: Match) -> Option<Captures<'t>> {
        let patterns = self.patterns.iter().find(|p| p.table == found.rule.table)?;
        let at = patterns.rows.binary_search_by_key(&found.rule.row, |r| r.0).ok()?;
        patterns.rows[at].1.captures(&text[found.span.range()])
    }
}

impl Patterns {
    fn new(table: u16, rows: Vec<(u32, String, Regex)>) -> Self {
        let sources: Vec<&str> = rows.iter().map(|r| r.1.as_str()).collect();
        let dfa = DFA::builder()
            .configure(
                DFA::config()
                    .match_kind(MatchKind::All)
                    .cache_capacity(8 << 20)
                    .skip_cache_capacity_check(true),
            )
            .thompson(thompson::Config::new().shrink(false))
            .build_many(&sources)
            .expect("each pattern compiled on its own");
        let mut patterns = Patterns {
            table,
            dfa,
            rows: rows.into_iter().map(|(row, _, regex)| (row, regex)).collect(),
            first: vec![0; 1 << 10],
        };
        let mut cache = patterns.dfa.create_cache();
        let mut buffer = [0; 4];
        for c in (0..=0xffff).filter_map(char::from_u32) {
            if patterns.lives_after(c.encode_utf8(&mut buffer), &mut cache) {
                patterns.first[c as usize >> 6] |= 1 << (c as usize & 63);
            }
        }
        patterns
    }

    fn lives_after(&self, first: &str, cache: &mut Cache) -> bool {
        let start = start::Config::new().anchored(Anchored::Yes);
        let Ok(mut state) = self.dfa.start_state(cache, &start) else { return true };
        for &byte in first.as_bytes() {
            match self.dfa.next_state(cache, state, byte) {
                Ok(next) if next.is_dead() => return false,
                Ok(next) => state = next,
                Err(_) => return true,
            }
        }
        true
    }

    fn scan(&self, text: &str, cache: &mut Cache, out: &mut Vec<Match>) {
        for (at, c) in text.char_indices() {
            let c = c as usize;
            if c > 0xffff || self.first[c >> 6] & (1 << (c & 63)) == 0 {
                continue;
            }
            self.walk(text, at, cache, out);
        }
    }

    /// Pushes the longest stretch of each row at `at`.
    fn walk(&self, text: &str, at: usize, cache: &mut Cache, out: &mut Vec<Match>) {
        let first = out.len();
        let start = start::Config::new().anchored(Anchored::Yes);
        let Ok(mut state) = self.dfa.start_state(cache, &start) else { return };
        let bytes = &text.as_bytes()[at..];
        for end in 0..=bytes.len() {
            let next = match bytes.get(end) {
                Some(&byte) => self.dfa.next_state(cache, state, byte),
                None => self.dfa.next_eoi_state(cache, state),
            };
            let Ok(next) = next else { return };
            // A lazy automaton reports a match one byte late: `end` is where it ends.
            if next.is_match() {
                for i in 0..self.dfa.match_len(cache, next) {
                    let pattern = self.dfa.match_pattern(cache, next, i);
                    let rule = RuleId { table: self.table, row: self.rows[pattern.as_usize()].0 };
                    let span: Span<Clean> = Span::new(at, at + end);
                    match out[first..].iter_mut().find(|m| m.rule == rule) {
                        Some(shorter) => shorter.span = span,
                        None if end > 0 => out.push(Match { span, rule }),
                        None => {}
                    }
                }
            }
            if next.is_dead() || next.is_quit() {
                return;
            }
            state = next;
        }
    }
}

/// Returns the pattern with its named parts `{month}` put in; counts such as `{2,4}` stay.
fn expand(pattern: &str, parts: &[(&str, &str)]) -> String {
    let mut out = pattern.to_owned();
    // Parts may use parts; a table that goes round in circles stops at the eighth turn and does not compile.
    for _ in 0..8 {
        let before = out.len();
        for (name, part) in parts {
            let key = format!("{{{name}}}");
            if out.contains(&key) {
                out = out.replace(&key, &format!("(?:{part})"));
            }
        }
        if out.len() == before {
            break;
        }
    }
    out
}
